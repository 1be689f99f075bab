"""A file that is read here and there is hashed from front to back, however far somebody says that it was read."""

from __future__ import annotations

import hashlib
import os
from contextlib import closing

import pytest
from hypothesis import given
from hypothesis import strategies as st

from living_sla.exports.file import ChangedWhileRead, File
from living_sla.exports.formats.whole_file import WholeFile

CONTENT = os.urandom(3_000_001)


@pytest.fixture(scope="module")
def path(tmp_path_factory):
    found = tmp_path_factory.mktemp("whole") / "leads.parquet"
    found.write_bytes(CONTENT)
    return found


@given(parts=st.lists(st.floats(0, 1) | st.sampled_from([0.0, 1.0, 2**20 / len(CONTENT)]), max_size=5))
def test_the_hash_is_that_of_the_file_whatever_was_told_of_it(path, parts):
    with closing(WholeFile(File(path, "leads.parquet"))) as whole:
        for part in parts:
            whole.tell(part)
        facts = whole.facts()
    assert facts.sha256 == hashlib.sha256(CONTENT).hexdigest()
    assert facts.bytes == len(CONTENT)


def test_an_empty_file_has_a_hash(tmp_path):
    (tmp_path / "x.parquet").touch()
    with closing(WholeFile(File(tmp_path / "x.parquet", "x.parquet"))) as whole:
        whole.tell(1)
        assert whole.facts().sha256 == hashlib.sha256().hexdigest()


@pytest.mark.parametrize("change", ["longer", "shorter", "another", "gone"])
def test_a_file_that_changes_meanwhile_has_none(tmp_path, change):
    path = tmp_path / "x.parquet"
    path.write_bytes(CONTENT)
    with closing(WholeFile(File(path, "x.parquet"))) as whole:
        whole.tell(0.5)
        match change:
            case "longer":
                os.truncate(path, len(CONTENT) + 1)
            case "shorter":
                os.truncate(path, 2_000_000)
            case "another":
                (tmp_path / "y").write_bytes(CONTENT)
                os.replace(tmp_path / "y", path)
            case "gone":
                path.unlink()
        with pytest.raises(ChangedWhileRead):
            whole.facts()

"""The folder as the past reads it: a file that was read before and had no fault is not read again, any other is."""

from __future__ import annotations

import pytest

from living_sla.cache import cache_of
from living_sla.errors import Faults
from living_sla.history import past
from living_sla.history.past import agreements_here
from tests.history.reading import A, B, terms


@pytest.fixture
def project(tmp_path):
    root = tmp_path / "project"
    (root / "agreements").mkdir(parents=True)
    (root / A).write_text(terms())
    (root / B).write_text(terms("80%", id="other"))
    return root


@pytest.fixture
def parsed(monkeypatch):
    """The paths that were read whole since it was last cleared."""
    paths = []
    parse = past.parse_agreement

    def noted(raw, *, path):
        paths.append(path)
        return parse(raw, path=path)

    monkeypatch.setattr(past, "parse_agreement", noted)
    return paths


def facts(files):
    return [(file.path, file.id, file.digest, file.essentials) for file in files]


def test_a_file_is_read_again_when_its_bytes_or_its_place_are_others(project, parsed, tmp_path):
    cache = cache_of(project, tmp_path / "cache")
    first = facts(agreements_here(project, cache))
    assert parsed == [A, B]
    parsed.clear()
    assert facts(agreements_here(project, cache)) == first == facts(agreements_here(project))
    assert parsed == [A, B]  # those of the reading without a cache
    parsed.clear()
    (project / B).write_text(terms("81%", id="other"))
    (project / A).rename(project / "agreements/moved.md")
    assert facts(agreements_here(project, cache)) == facts(agreements_here(project))
    assert parsed == ["agreements/moved.md", B, "agreements/moved.md", B]


def test_terms_are_read_when_somebody_wants_them(project, parsed, tmp_path):
    cache = cache_of(project, tmp_path / "cache")
    agreements_here(project, cache)
    parsed.clear()
    file, _ = agreements_here(project, cache)
    assert file.agreement == agreements_here(project)[0].agreement
    assert file.agreement is file.agreement
    assert parsed == [A, A, B]


def test_what_is_wrong_is_never_remembered_as_right(project, tmp_path):
    cache = cache_of(project, tmp_path / "cache")
    agreements_here(project, cache)
    (project / B).write_text(terms("80%", id="other") + "\n{{ sla_nothing() }}\n")
    for _ in range(2):
        with pytest.raises(Faults) as raised:
            agreements_here(project, cache)
        assert [fault.where.path for fault in raised.value.faults] == [B]


def test_an_entry_that_somebody_wrote_is_not_believed(project, parsed, tmp_path):
    cache = cache_of(project, tmp_path / "cache")
    first = facts(agreements_here(project, cache))
    [entry] = tmp_path.rglob("folder")
    entry.write_bytes(entry.read_bytes().replace(b"Europe", b"Africa"))
    parsed.clear()
    assert facts(agreements_here(project, cache)) == first
    assert parsed == [A, B]

"""A file that is what it was is moved from the site before the last; whatever else lies there is left alone."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from mkdocs.structure.files import File, Files

from living_sla.site.publishing.unchanged_files import _PART, UnchangedFiles

SEALED = b"a sealed file, " * (_PART // 10)
NAME = "reviews/2026-Q3/snapshot.json"


@pytest.fixture
def folders(tmp_path: Path) -> tuple[Path, Path, Path]:
    """Of the sources, of the site before the last, and of the one that is written."""
    several = (tmp_path / "docs", tmp_path / "previous", tmp_path / "staging")
    for folder in several:
        folder.mkdir()
    return several


def written(folder: Path, content: bytes) -> Path:
    file = folder / NAME
    file.parent.mkdir(parents=True)
    file.write_bytes(content)
    return file


def copied(folders: tuple[Path, Path, Path]) -> Path:
    """The file as the site that is written has it."""
    docs, previous, staging = folders
    files = Files([File(NAME, str(docs), str(staging), use_directory_urls=True)])
    UnchangedFiles(previous, docs.parent / "site").on_env(None, config=None, files=files)
    files.copy_static_files()
    return staging / NAME


def test_a_file_that_is_what_it_was_is_moved(folders):
    written(folders[0], SEALED)
    before = written(folders[1], SEALED).stat()
    found = copied(folders)
    assert found.read_bytes() == SEALED
    assert found.stat().st_ino == before.st_ino
    assert not (folders[1] / NAME).exists()


@pytest.mark.parametrize("at", [0, len(SEALED) // 2, len(SEALED) - 1])
def test_a_byte_that_somebody_changed_in_the_old_site_comes_to_no_new_one(folders, at):
    written(folders[0], SEALED)
    before = written(folders[1], SEALED[:at] + b"\0" + SEALED[at + 1 :])
    os.utime(before, ns=(0, (folders[0] / NAME).stat().st_mtime_ns))
    assert copied(folders).read_bytes() == SEALED


@pytest.mark.parametrize("before", [b"", SEALED[:-1], SEALED + b"\n", None])
def test_another_file_or_none_is_copied_over(folders, before):
    written(folders[0], SEALED)
    if before is not None:
        written(folders[1], before)
    assert copied(folders).read_bytes() == SEALED


@pytest.mark.parametrize("link", ["previous", "previous/reviews", f"previous/{NAME}"])
def test_nothing_is_taken_from_where_a_link_leads(folders, link):
    """Whoever commits such a link would else have a build take files out of `docs/`."""
    source = written(folders[0], SEALED)
    root, inside = folders[0].parent, link.removeprefix("previous").strip("/")
    folders[1].rmdir()
    (root / link).parent.mkdir(parents=True, exist_ok=True)
    (root / link).symlink_to(folders[0] / inside)
    assert copied(folders).read_bytes() == SEALED
    assert source.read_bytes() == SEALED
    assert not (folders[2] / NAME).is_symlink()


def test_a_file_that_has_a_second_name_is_left_alone(folders):
    source = written(folders[0], SEALED)
    (folders[1] / NAME).parent.mkdir(parents=True)
    os.link(source, folders[1] / NAME)
    assert copied(folders).stat().st_ino != source.stat().st_ino
    assert source.exists()


def test_a_file_that_the_last_site_has_is_as_old_as_there(folders):
    written(folders[0], SEALED)
    os.utime(written(folders[1], SEALED), ns=(0, 7_000))
    os.utime(written(folders[0].parent / "site", SEALED), ns=(0, 9_000))
    assert copied(folders).stat().st_mtime_ns == 9_000


@pytest.mark.parametrize("last", [b"a draft, " * (_PART // 10), SEALED[:-1] + b"\0", None])
def test_a_file_that_comes_back_is_younger_than_what_stood_in_its_place(folders, last):
    """A browser that has what stood there asks whether the file is younger than that."""
    written(folders[0], SEALED)
    os.utime(written(folders[1], SEALED), ns=(0, 7_000))
    if last is not None:
        os.utime(written(folders[0].parent / "site", last), ns=(0, 9_000))
    now = (folders[0] / NAME).stat().st_mtime_ns
    assert copied(folders).stat().st_mtime_ns >= now


def test_no_site_before_is_no_harm(folders):
    written(folders[0], SEALED)
    folders[1].rmdir()
    assert copied(folders).read_bytes() == SEALED

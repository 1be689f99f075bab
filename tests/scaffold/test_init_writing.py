"""Files of a new project come into their places all together or not at all, and never over one that is there."""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from living_sla.errors import EnvironmentFault, SlaError
from living_sla.model.forge import web_address
from living_sla.scaffold.project import writing
from living_sla.scaffold.project.writing import name_in_project, pattern_for, prepared, put_in_place, write

TEXTS = {"a.txt": "a\n", "folder/b.txt": "b\n", "folder/deeper/c.txt": "c\n"}


def below(root: Path) -> dict[str, str]:
    return {path.relative_to(root).as_posix(): path.read_text() for path in root.rglob("*") if path.is_file()}


def put(root: Path) -> None:
    with prepared(root) as folder:
        write(TEXTS, folder)
        put_in_place(folder, root, TEXTS)


def test_files_stand_in_their_places_and_nothing_else_is_left(tmp_path):
    root = tmp_path / "not there" / "yet"
    put(root)
    assert below(root) == TEXTS
    assert sorted(path.name for path in root.iterdir()) == ["a.txt", "folder"]


def test_a_file_that_comes_meanwhile_stays_and_takes_the_others_back(tmp_path):
    (tmp_path / "folder").mkdir()
    with prepared(tmp_path) as folder:
        write(TEXTS, folder)
        (tmp_path / "folder" / "b.txt").write_text("theirs")
        with pytest.raises(SlaError, match="came meanwhile"):
            put_in_place(folder, tmp_path, TEXTS)
    assert below(tmp_path) == {"folder/b.txt": "theirs"}


@pytest.mark.parametrize("stop", [KeyboardInterrupt, OSError(28, "No space left on device"), SystemExit])
@pytest.mark.parametrize("after", [0, 1, 2])
def test_whatever_stops_it_takes_everything_back(stop, after, tmp_path, monkeypatch):
    root, place, left = tmp_path / "new", writing.place, [after]

    def stopping(file, to):
        if not left[0]:
            raise stop
        left[0] -= 1
        place(file, to)

    monkeypatch.setattr(writing, "place", stopping)
    with pytest.raises((KeyboardInterrupt, SystemExit, EnvironmentFault)):
        put(root)
    assert not root.exists()
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("name", ["folder", "folder/deeper"])
def test_a_link_in_the_place_of_a_folder_is_not_followed(name, tmp_path):
    root, elsewhere = tmp_path / "root", tmp_path / "elsewhere"
    elsewhere.mkdir()
    (root / name).parent.mkdir(parents=True)
    (root / name).symlink_to(elsewhere)
    with pytest.raises(SlaError, match="not a folder"):
        put(root)
    assert list(elsewhere.iterdir()) == []
    assert below(root) == {}


def test_a_file_system_without_links_gets_copies(tmp_path, monkeypatch):
    def refusing(*_):
        raise PermissionError(1, "Operation not permitted")

    monkeypatch.setattr(os, "link", refusing)
    put(tmp_path / "new")
    assert below(tmp_path / "new") == TEXTS
    with pytest.raises(SlaError, match="came meanwhile"):
        put(tmp_path / "new")
    assert below(tmp_path / "new") == TEXTS


def test_git_never_sees_what_is_prepared(tmp_path):
    with prepared(tmp_path) as folder:
        write({".gitignore": "/site/\n", "data/exports/leads.csv": "private"}, folder)
        subprocess.run(["git", "init", "--quiet", tmp_path], check=True)
        found = subprocess.run(["git", "status", "--porcelain"], cwd=tmp_path, check=True, capture_output=True)
    assert found.stdout == b""


def test_what_a_run_left_that_was_killed_is_removed(tmp_path):
    killed = tmp_path / "killed"
    with prepared(tmp_path) as folder:
        write({"data/leads.csv": "private"}, folder)
        shutil.copytree(folder.parent, killed)
    old, new, theirs, mixed = (tmp_path / f".sla-init-{name}" for name in ("old", "new", "theirs", "mixed"))
    for left in (old, new, mixed):
        shutil.copytree(killed, left)
    for own in (theirs, mixed):
        own.mkdir(exist_ok=True)
        (own / "notes.md").write_text("mine")
    link = tmp_path / ".sla-init-link"
    link.symlink_to(killed)
    for left in (old, theirs, mixed, killed):
        os.utime(left, (0, 0))
    with prepared(tmp_path):
        assert [one.exists() for one in (old, new, theirs, mixed, killed, link)] == [
            False,
            True,
            True,
            True,
            True,
            True,
        ]


# ---------------------------------------------------------------- names


@pytest.mark.parametrize(
    ("name", "pattern"),
    [
        ("leads.csv", "leads.csv"),
        ("hubspot-contacts-2026-10-21.csv", "hubspot-contacts-*.csv"),
        ("leads_20261021.csv.gz", "leads_*.csv.gz"),
        ("leads (1).csv", "leads*.csv"),
        ("2026-10-21.csv", "2026-10-21.csv"),
        ("leads2.xlsx", "leads2.xlsx"),
        ("Übergaben 2026-10.parquet", "Übergaben*.parquet"),
    ],
)
def test_what_changes_in_the_name_of_an_export_becomes_a_star(name, pattern):
    assert pattern_for(name) == pattern


@settings(max_examples=100)
@given(st.text(st.characters() | st.sampled_from("[]?:*\\/.- \n0123456789"), min_size=1, max_size=30))
@example("[leads]*.csv")
@example("...")
@example("\udcff.csv")
def test_a_name_in_the_project_can_stand_in_a_path(text):
    name = name_in_project(Path("folder") / text.replace("/", "-").replace("\0", "-"))
    assert name
    assert not name.startswith((".", "-"))
    assert name.isprintable()
    assert not set(name) & set("[]?:*\\/")
    assert pattern_for(name).count("*") <= 1


@pytest.mark.parametrize("name", ["..csv", "---.csv", "\udcff\udcfe.csv", "....csv.gz", "*.parquet", "leads.CSV"])
def test_a_name_in_the_project_keeps_its_ending(name):
    kept = name_in_project(Path(name))
    endings = name.lstrip(".").partition(".")[2] or name.rpartition(".")[2]
    assert kept.endswith(f".{endings}")
    assert not kept.startswith(".")


# ---------------------------------------------------------------- the forge


@pytest.mark.parametrize(
    ("remote", "address"),
    [
        ("git@github.com:northwind/agreements.git", "https://github.com/northwind/agreements"),
        ("https://github.com/northwind/agreements.git", "https://github.com/northwind/agreements"),
        ("https://ana:secret@github.com/northwind/agreements", "https://github.com/northwind/agreements"),
        ("ssh://git@gitlab.northwind.example:2222/sales/slas.git", "https://gitlab.northwind.example/sales/slas"),
        ("https://gitlab.northwind.example:8443/a/b/c.git/", "https://gitlab.northwind.example:8443/a/b/c"),
        ("/srv/git/agreements.git", ""),
        ("file:///srv/git/agreements.git", ""),
        ("../agreements", ""),
        ("C:\\git\\agreements", ""),
        ("https://github.com/northwind", ""),
        ('https://github.com/"x"/y', ""),
        ("git@github.com:{{x}}/y", ""),
        ("git@github.com:x/../../y.git", ""),
        ("https://github.com/./y", ""),
        ("https://github.com/x/...", ""),
        ("https://github.com/x/.github", "https://github.com/x/.github"),
        ("https://[::1", ""),
        ("", ""),
    ],
)
def test_the_address_of_a_remote_names_no_user(remote, address):
    assert web_address(remote) == address

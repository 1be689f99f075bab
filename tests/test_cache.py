"""What is remembered between runs: only what this machine itself put there, and never where others could."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from living_sla import cache as caching
from living_sla.cache import CACHE_DIR, Cache, cache_of


@pytest.fixture
def project(tmp_path) -> Path:
    (tmp_path / "project").mkdir()
    return tmp_path / "project"


@pytest.fixture
def caches(tmp_path) -> Path:
    return tmp_path / "caches"


def secret(caches: Path) -> Path:
    return caches / "living-sla" / "secret"


# ---------------------------------------------------------------- where it lies


def test_it_lies_in_the_users_cache_folder(project, tmp_path, monkeypatch):
    monkeypatch.delenv(CACHE_DIR)
    monkeypatch.setenv("HOME", str(tmp_path / "home"))
    monkeypatch.delenv("XDG_CACHE_HOME", raising=False)
    assert cache_of(project).folder.parent == tmp_path / "home" / ".cache" / "living-sla"
    monkeypatch.setenv("XDG_CACHE_HOME", "relative/is/passed/over")
    assert cache_of(project).folder.parent == tmp_path / "home" / ".cache" / "living-sla"
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "xdg"))
    assert cache_of(project).folder.parent == tmp_path / "xdg" / "living-sla"
    monkeypatch.setenv(CACHE_DIR, str(tmp_path / "named"))
    assert cache_of(project).folder.parent == tmp_path / "named" / "living-sla"


def test_nobody_else_may_look_into_it(project, caches):
    folder = cache_of(project, caches).folder
    assert [entry.stat().st_mode & 0o777 for entry in (folder, folder.parent)] == [0o700, 0o700]
    assert secret(caches).stat().st_mode & 0o777 == 0o600
    assert [entry.name for entry in folder.parent.iterdir() if not entry.is_dir()] == ["secret"]


@pytest.mark.parametrize("named", ["relative", "../caches", "a\0b", "~/caches"])
def test_a_folder_that_depends_on_where_somebody_stands_is_not_used(project, named):
    assert cache_of(project, Path(named)) is None


def test_without_a_home_nothing_is_kept(project, monkeypatch):
    monkeypatch.delenv(CACHE_DIR)
    monkeypatch.delenv("XDG_CACHE_HOME", raising=False)
    monkeypatch.setattr(Path, "home", lambda: (_ for _ in ()).throw(RuntimeError("no home")))
    assert cache_of(project) is None


def test_nothing_is_ever_kept_in_the_project(project):
    for inside in (project, project / "sub"):
        assert cache_of(project, inside) is None
    assert not any(project.iterdir())


@pytest.mark.parametrize("git", ["folder", "file", "broken link"])
def test_nothing_is_ever_kept_in_a_repository_whosever_it_is(tmp_path, git):
    """Whoever writes to one could bring a secret and entries that fit to it."""
    (tmp_path / "repository" / "team").mkdir(parents=True)
    dot_git = tmp_path / "repository" / ".git"
    if git == "folder":
        dot_git.mkdir()
    elif git == "file":
        dot_git.write_text("gitdir: elsewhere")
    else:
        dot_git.symlink_to("nowhere")
    for project in (tmp_path / "repository" / "team", tmp_path / "elsewhere"):
        assert cache_of(project, tmp_path / "repository" / "cache") is None
        (tmp_path / "link").unlink(missing_ok=True)
        (tmp_path / "link").symlink_to(tmp_path / "repository")
        assert cache_of(project, tmp_path / "link") is None
    assert not (tmp_path / "repository" / "cache").exists()


# ---------------------------------------------------------------- whose it is


def _a_link(path: Path, elsewhere: Path) -> None:
    path.rename(elsewhere)
    path.symlink_to(elsewhere)


def _a_pipe(path: Path, elsewhere: Path) -> None:
    path.rename(elsewhere)
    os.mkfifo(path)


def _others_may_write(path: Path, elsewhere: Path) -> None:
    path.chmod(0o777)


def _a_file(path: Path, elsewhere: Path) -> None:
    path.rename(elsewhere)
    path.write_bytes(b"x" * 32)
    path.chmod(0o644)


@pytest.mark.parametrize("spoil", [_a_link, _a_pipe, _others_may_write, _a_file])
@pytest.mark.parametrize("what", ["all", "project", "secret"])
def test_what_could_be_somebody_elses_is_not_used(project, caches, tmp_path, what, spoil):
    folder = cache_of(project, caches).folder
    spoil({"all": folder.parent, "project": folder, "secret": secret(caches)}[what], tmp_path / "elsewhere")
    assert cache_of(project, caches) is None


@pytest.mark.parametrize("spoil", [_a_link, _a_pipe, _others_may_write])
def test_an_entry_that_could_be_somebody_elses_is_not_read(project, caches, tmp_path, spoil):
    cache = cache_of(project, caches)
    cache.write("name", b"content")
    spoil(cache.folder / "name", tmp_path / "elsewhere")
    assert cache.read("name") is None
    cache.write("name", b"anew")  # never through a link
    assert cache.read("name") == b"anew"


@pytest.mark.skipif(os.name == "nt" or os.geteuid() != 0, reason="only root can give a folder away")
@pytest.mark.parametrize("what", ["all", "project", "secret"])
def test_what_belongs_to_another_is_not_used(project, caches, what):
    folder = cache_of(project, caches).folder
    os.chown({"all": folder.parent, "project": folder, "secret": secret(caches)}[what], 12345, 12345)
    assert cache_of(project, caches) is None


@pytest.mark.parametrize("content", [b"", b"short", b"x" * 33])
def test_a_secret_that_was_cut_short_or_grew_keeps_nothing(project, caches, content):
    cache_of(project, caches)
    secret(caches).write_bytes(content)
    assert cache_of(project, caches) is None


# ---------------------------------------------------------------- what counts


@given(st.binary(max_size=40), st.binary(max_size=40), st.sampled_from(["name", "other", "nam"]))
def test_only_what_was_written_under_a_name_is_read_under_it(content, other, name):
    here = Cache(Path("unused"), b"k" * 32)
    same = (content, "name") == (other, name)
    assert (here.seal("name", content) == here.seal(name, other)) == same
    assert here.seal("name", content) != Cache(Path("unused"), b"l" * 32).seal("name", content)


@pytest.mark.parametrize(
    "forged",
    [
        lambda raw: b"",
        lambda raw: raw[:-1],
        lambda raw: raw.replace(b"bad", b"good"),
        lambda raw: raw.partition(b"\n")[2],
        lambda raw: b"\n" + raw.partition(b"\n")[2],
        lambda raw: b"0" * 64 + b"\n" + raw.partition(b"\n")[2],
        lambda raw: b"\xff" * 64 + raw[64:],
    ],
)
def test_an_entry_that_was_changed_is_not_read(project, caches, forged):
    cache = cache_of(project, caches)
    cache.write("verdicts", b'{"question": "bad"}')
    entry = cache.folder / "verdicts"
    entry.write_bytes(forged(entry.read_bytes()))
    assert cache.read("verdicts") is None


def test_an_entry_of_another_machine_another_project_or_another_release_is_not_read(
    project, caches, tmp_path, monkeypatch
):
    here = cache_of(project, caches)
    here.write("name", b"content")
    for other in (cache_of(project, tmp_path / "machine"), cache_of(tmp_path / "other", caches)):
        shutil.copy(here.folder / "name", other.folder / "name")
        assert other.read("name") is None
    with monkeypatch.context() as later:
        later.setattr(caching, "_code", lambda: b"another release")
        assert cache_of(project, caches).read("name") is None
    assert cache_of(project, caches).read("name") == b"content"


def test_a_project_is_known_by_where_it_lies_however_it_is_called(project, caches, tmp_path):
    (tmp_path / "link").symlink_to(project)
    assert (
        cache_of(tmp_path / "link", caches) == cache_of(project, caches) == cache_of(project / ".." / "project", caches)
    )


# ---------------------------------------------------------------- several runs, and folders that cannot be written


def test_runs_at_once_agree_on_one_secret(project, caches):
    with ThreadPoolExecutor(8) as several:
        found = list(several.map(lambda _: cache_of(project, caches), range(32)))
    assert len({cache.key for cache in found}) == 1
    assert [entry.name for entry in caches.glob("living-sla/secret*")] == ["secret"]


def test_processes_at_once_agree_on_one_secret(project, caches):
    program = "import sys, pathlib; from living_sla.cache import cache_of; "
    program += "print(cache_of(pathlib.Path(sys.argv[1]), pathlib.Path(sys.argv[2])).key.hex())"
    command = [sys.executable, "-c", program, str(project), str(caches)]
    running = [subprocess.Popen(command, stdout=subprocess.PIPE, text=True) for _ in range(4)]
    assert len({process.communicate()[0] for process in running}) == 1


@pytest.mark.skipif(os.name == "nt" or os.geteuid() == 0, reason="root may write everywhere")
def test_a_home_that_cannot_be_written_is_read_from(project, caches):
    cache = cache_of(project, caches)
    cache.write("name", b"content")
    for folder in (cache.folder, cache.folder.parent, caches):
        folder.chmod(0o500)
    try:
        cache_of(project, caches).write("name", b"other")
        assert cache_of(project, caches).read("name") == b"content"
        assert cache_of(project / "another", caches) is None
    finally:
        for folder in (caches, cache.folder.parent, cache.folder):
            folder.chmod(0o700)


def test_a_disk_without_room_costs_time_and_nothing_else(project, caches, monkeypatch):
    cache = cache_of(project, caches)

    def full(path, content):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(Path, "write_bytes", full)
    cache.write("name", b"content")
    assert cache.read("name") is None
    assert not any(cache.folder.iterdir())


def test_a_file_system_without_links_has_a_secret_as_well(project, caches, monkeypatch):
    def none_here(*paths):
        raise OSError(95, "Operation not supported")

    monkeypatch.setattr(os, "link", none_here)
    assert cache_of(project, caches) == cache_of(project, caches)


def test_projects_that_nobody_builds_any_more_make_room(project, caches, monkeypatch):
    monkeypatch.setattr(caching, "_MOST_PROJECTS", 2)
    folders = []
    for number in range(4):
        folders.append(cache_of(project / str(number), caches).folder)
        os.utime(folders[-1], (number, number))
    assert [folder.exists() for folder in folders] == [False, False, True, True]

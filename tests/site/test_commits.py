"""What changes in a repository when somebody commits: its files tell, without git."""

from __future__ import annotations

import time
from itertools import pairwise

import pytest

from living_sla.site import commits
from living_sla.site.current_report import _state
from tests.factories.git_folders import GitFolder
from tests.history.conftest import no_settings

__all__ = ["no_settings"]


@pytest.fixture
def folder(tmp_path) -> GitFolder:
    made = GitFolder.made(tmp_path / "first")
    made.commit({"sales/agreements/a.md": "x"})
    made.commit({"README.md": "x"})
    return made


def second_of(folder: GitFolder) -> GitFolder:
    folder.git("worktree", "add", "--quiet", "-b", "side", str(folder.root.parent / "second"))
    return GitFolder(folder.root.parent / "second", commits=9)


@pytest.mark.parametrize("where", ["first", "second", "a folder of it"])
def test_every_way_to_move_a_branch_changes_the_state(folder, where):
    work = second_of(folder) if where == "second" else folder
    root = work.root / "sales" if where == "a folder of it" else work.root
    seen = [tuple(_state(root))]
    for step in (
        lambda: work.commit(),
        lambda: work.git("pack-refs", "--all"),
        lambda: work.commit(),
        lambda: work.git("switch", "--quiet", "--detach", "HEAD~1"),
        lambda: work.git("branch", "other"),
        lambda: work.git("tag", "v1"),
        lambda: work.git("update-ref", "refs/remotes/origin/main", "HEAD"),
    ):
        time.sleep(0.01)
        step()
        seen.append(tuple(_state(root)))
    assert all(before != after for before, after in pairwise(seen))


def test_what_is_watched_is_there(folder):
    work = second_of(folder)
    names = [path.relative_to(folder.root).as_posix() for path in commits.watched(work.root)]
    assert names == [".git/worktrees/second/HEAD", ".git/worktrees/second/../../refs"]
    folder.git("pack-refs", "--all")
    assert ".git/packed-refs" in [path.relative_to(folder.root).as_posix() for path in commits.watched(folder.root)]


@pytest.mark.parametrize("content", ["", "gitdir: ../gone\n", "\0", "gitdir: " + "x" * 9000, "gitdir: \n"])
def test_a_git_file_that_leads_nowhere_changes_nothing(tmp_path, content):
    (tmp_path / ".git").write_text(content)
    assert commits.watched(tmp_path) == []
    assert list(commits.changing(tmp_path)) == []

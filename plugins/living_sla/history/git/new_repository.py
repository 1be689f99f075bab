"""A repository for a new project, and what one that is there already says about its forge."""

from __future__ import annotations

import os
import shutil
from pathlib import Path
from tempfile import TemporaryDirectory

from living_sla import programs
from living_sla.history.git import process

_REMOTE, _LOCAL = "refs/remotes/origin/", "refs/heads/"


def is_in_repository(folder: Path) -> bool:
    """Whether a folder, which need not exist yet, lies in a repository."""
    return os.path.lexists(programs.top_of(folder) / ".git")


def make_repository(folder: Path, branch: str) -> None:
    """Make an empty repository of the folder, with that branch; raises `GitFailed` or `GitMissing`."""
    with TemporaryDirectory(prefix="sla-git-") as home:
        git = process.Writer(folder.resolve(), home=Path(home))
        git("init", "--quiet", "--template=", f"--initial-branch={branch}")


def remove_repository(folder: Path) -> None:
    """Take away a repository that `make_repository` made a moment ago, and that nothing was committed to."""
    shutil.rmtree(folder.resolve() / ".git", ignore_errors=True)


def knows_who_commits(folder: Path) -> bool:
    """Whether git has an address to make commits with; so it is where git cannot be asked."""
    try:
        return bool(process.setting(folder.resolve(), "user.email"))
    except process.GitMissing:
        return True


def default_branch(folder: Path) -> str:
    """The branch that others take for the one that counts, as git names it; empty where nothing tells.

    In a repository that of its remote, else `main` or `master`, else the one that is checked out, also before its
    first commit. Where there is no repository, the one with which the user's git begins.
    """
    try:
        if not is_in_repository(folder):
            there = next(one for one in (folder.resolve(), *folder.resolve().parents) if one.is_dir())
            return process.setting(there, "init.defaultBranch")
        top = programs.top_of(folder)
        listed = process.run(top, "for-each-ref", "--format=%(refname) %(symref)", _LOCAL, _REMOTE)
        refs = dict(line.split(" ", 1) for line in listed.decode("utf-8", "replace").splitlines())
        usual = (f"{where}{name}" for where in (_REMOTE, _LOCAL) for name in ("main", "master"))
        known = refs.get(f"{_REMOTE}HEAD") or next((name for name in usual if name in refs), "") or _checked_out(top)
    except (process.GitFailed, process.GitMissing, OSError):
        return ""
    return known.removeprefix(_REMOTE).removeprefix(_LOCAL)


def _checked_out(top: Path) -> str:
    """The full name of the branch at HEAD, which may have no commit yet; empty where HEAD is at none."""
    try:
        return process.run(top, "symbolic-ref", "--quiet", "HEAD").decode("utf-8", "replace").strip()
    except process.GitFailed:
        return ""


def origin(folder: Path) -> str:
    """From where the repository of a folder fetches, as it says; empty where it does not, or cannot be read."""
    if not is_in_repository(folder):
        return ""
    try:
        return process.setting(programs.top_of(folder), "remote.origin.url")
    except process.GitMissing:
        return ""

"""A repository for a new project, and what one that is there already says about its forge."""

from __future__ import annotations

import os
import shutil
from pathlib import Path
from tempfile import TemporaryDirectory

from living_sla import programs
from living_sla.history.git import process


def is_in_repository(folder: Path) -> bool:
    """Whether a folder, which need not exist yet, lies in a repository."""
    return os.path.lexists(programs.top_of(folder) / ".git")


def folder_in_repository(folder: Path) -> str:
    """Where the folder lies in its repository, with a slash at the end; empty at its top, or where there is none."""
    if not is_in_repository(folder):
        return ""
    below = folder.resolve().relative_to(programs.top_of(folder)).as_posix()
    return "" if below == "." else f"{below}/"


def make_repository(folder: Path) -> None:
    """Make an empty repository of the folder, with the branch main; raises `GitFailed` or `GitMissing`."""
    with TemporaryDirectory(prefix="sla-git-") as home:
        git = process.Writer(folder.resolve(), home=Path(home))
        git("init", "--quiet", "--template=", "--initial-branch=main")


def remove_repository(folder: Path) -> None:
    """Take away a repository that `make_repository` made a moment ago, and that nothing was committed to."""
    shutil.rmtree(folder.resolve() / ".git", ignore_errors=True)


def knows_who_commits(folder: Path) -> bool:
    """Whether git has an address to make commits with; so it is where git cannot be asked."""
    try:
        return bool(process.run(folder.resolve(), "config", "--get", "user.email").strip())
    except process.GitFailed:
        return False
    except process.GitMissing:
        return True


def origin(folder: Path) -> str:
    """From where the repository of a folder fetches, as it says; empty where it does not, or cannot be read."""
    if not is_in_repository(folder):
        return ""
    try:
        return (
            process.run(programs.top_of(folder), "config", "--get", "remote.origin.url")
            .decode("utf-8", "replace")
            .strip()
        )
    except (process.GitFailed, process.GitMissing):
        return ""

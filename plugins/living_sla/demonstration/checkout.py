"""The demonstration out of its bundle: a repository of its own, with a work tree, and nothing of the machine in it."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from msgspec import Struct

from living_sla.errors import EnvironmentFault, Fault, Place, SlaError
from living_sla.history.git import process

BUNDLE = Path(__file__).with_name("northwind.bundle")
"""Every branch and tag. The public keys of the demonstration are on `trusted`; nobody has the private ones."""


class Demonstration(Struct, frozen=True):
    """A demonstration that was written."""

    folder: Path
    commits: int


def write_demo(folder: Path, *, bundle: Path = BUNDLE) -> Demonstration:
    """Write the demonstration into `folder`, all of it or nothing.

    Raises:
        SlaError: The folder holds something already.
        EnvironmentFault: git is missing or fails, or the folder cannot be written.
    """
    _refuse_what_is_there(folder)
    with _workshop(folder) as workshop:
        home, project = workshop / "home", workshop / "project"
        home.mkdir(mode=0o700)
        project.mkdir()
        try:
            commits = _check_out(bundle, project, home=home)
        except process.GitFailed as failed:
            said = failed.stderr.strip().splitlines() or ["it does not say why"]
            raise EnvironmentFault(
                f"git failed: {said[0]}", hint=process.INSTALL_GIT, code=Fault.UNUSABLE_REPOSITORY
            ) from None
        _put_in_place(project, folder)
    return Demonstration(folder, commits)


def _check_out(bundle: Path, project: Path, *, home: Path) -> int:
    """Make a repository of the bundle in the empty folder `project`; returns how many commits it has."""
    git = process.Writer(project, home=home)
    git("init", "--quiet", "--template=", "--object-format=sha1", "--initial-branch=main")
    heads = [line.split(" ", 1) for line in git("bundle", "unbundle", str(bundle)).decode().splitlines()]
    git("update-ref", "--stdin", lines=[f"create {ref} {commit}" for commit, ref in heads])
    git("reset", "--quiet", "--hard")
    return int(git("rev-list", "--all", "--count"))


def _refuse_what_is_there(folder: Path) -> None:
    """Nothing that lies in the way is ever replaced."""
    where, hint = Place(str(folder)), "name a folder that does not exist yet, or an empty one"
    if folder.is_symlink() or (folder.exists() and not folder.is_dir()):
        raise SlaError("this is not a folder", where=where, hint=hint, code=Fault.PLACE_TAKEN)
    try:
        if folder.is_dir() and any(folder.iterdir()):
            raise SlaError("this folder is not empty", where=where, hint=hint, code=Fault.PLACE_TAKEN)
    except OSError as problem:
        raise _refused(folder, problem) from None


def _put_in_place(made: Path, folder: Path) -> None:
    if not folder.exists():
        os.rename(made, folder)
        return
    # An empty folder stays the one that it is: a shell may stand in it. The repository comes last and seals it.
    for entry in sorted(made.iterdir(), key=lambda entry: entry.name == ".git"):
        os.rename(entry, folder / entry.name)


@contextmanager
def _workshop(folder: Path) -> Iterator[Path]:
    """A folder beside `folder`, on the same disk, so that the finished work can be moved in one step."""
    try:
        beside = folder.resolve().parent
        beside.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(prefix=".sla-demo-", dir=beside) as workshop:
            yield Path(workshop)
    except OSError as problem:
        raise _refused(folder, problem) from None


def _refused(folder: Path, problem: OSError) -> EnvironmentFault:
    message = f"the demonstration cannot be written: {problem.strerror or type(problem).__name__}"
    return EnvironmentFault(message, where=Place(str(folder)), hint="choose another folder, or fix its permissions")

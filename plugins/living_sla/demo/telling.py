"""The story becomes a repository: each step turns the files before it into the files after it, and is committed."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from living_sla.demo.acts import Changes, Ledger, changes_between, outcome, signed_file, with_changes
from living_sla.demo.keys import Keys
from living_sla.demo.programs import find
from living_sla.demo.repository import NewCommit, NewRepository
from living_sla.demo.step import MAIN, TRUSTED, Files, SignOff, Step
from living_sla.demo.story import KEY_HOLDERS, steps
from living_sla.errors import EnvironmentFault, Place, SlaError


@dataclass(frozen=True)
class Told:
    """A demonstration that was written."""

    folder: Path
    commits: int


def write_demo(folder: Path) -> Told:
    """Write the demonstration into `folder`, all of it or nothing; keys are made anew and thrown away.

    Raises:
        SlaError: The folder holds something already.
        EnvironmentFault: git or ssh-keygen is missing or fails, or the folder cannot be written.
    """
    _refuse_what_is_there(folder)
    with _workshop(folder) as workshop:
        home = workshop / "home"
        home.mkdir(mode=0o700)
        keys = Keys(home, find("ssh-keygen", home), KEY_HOLDERS)
        repository = NewRepository(workshop / "project", find("git", home), keys)
        teller = _Teller(repository, keys)
        commits = [teller.tell(step) for step in steps()]
        repository.finish()
        _put_in_place(workshop / "project", folder)
    return Told(folder, len(commits))


class _Teller:
    """Where the story has come to: the files and the last commit of every branch."""

    def __init__(self, repository: NewRepository, keys: Keys) -> None:
        self._repository, self._keys = repository, keys
        self._files: dict[str, Files] = {MAIN: {}, TRUSTED: {}}
        self._heads: dict[str, str] = {}
        self._forks: dict[str, Files] = {}
        """The files of the main line where a branch left it."""
        self._ledger = Ledger()

    def tell(self, step: Step) -> str:
        """Do what a step does, and commit it; returns the id of the commit."""
        if step.branch not in self._files:
            self._forks[step.branch] = self._files[step.branch] = self._files[MAIN]
            self._heads[step.branch] = self._heads[MAIN]
        before = self._files[step.branch]
        after = with_changes(before, self._brought_in(step))
        for act in step.acts:
            after = with_changes(after, outcome(act, after, step, self._ledger, self._keys))
        commit = NewCommit(step.author, step.committer or step.author, step.moment, step.message,
                           self._parents(step), step.signed)  # fmt: skip
        made = self._repository.commit(step.branch, commit, changes_between(before, after))
        if step.tagged:
            self._tag(step, after, made)
        self._files[step.branch], self._heads[step.branch] = after, made
        if step.branch == MAIN:
            self._ledger.enter(after)
        if step.merges:
            self._repository.forget(step.merges)
        return made

    def _tag(self, step: Step, files: Files, commit: str) -> None:
        """Confirm every sign-off of the step by a tag, whose message is the text of its file."""
        for act in step.acts:
            if isinstance(act, SignOff):
                signed = signed_file(act, files, step, self._ledger)
                name = f"signoff/{act.agreement}/{signed.digest[:12]}.{act.signer.email.partition('@')[0]}"
                self._repository.tag(name, commit, step.author, step.moment, signed.text)

    def _brought_in(self, step: Step) -> Changes:
        return changes_between(self._forks[step.merges], self._files[step.merges]) if step.merges else {}

    def _parents(self, step: Step) -> tuple[str, ...]:
        return tuple(self._heads[branch] for branch in (step.branch, step.merges) if branch in self._heads)


def _refuse_what_is_there(folder: Path) -> None:
    """Nothing that lies in the way is ever replaced."""
    where, hint = Place(str(folder)), "name a folder that does not exist yet, or an empty one"
    if folder.is_symlink() or (folder.exists() and not folder.is_dir()):
        raise SlaError("this is no folder", where=where, hint=hint, code="SLA-F098")
    try:
        if folder.is_dir() and any(folder.iterdir()):
            raise SlaError("this folder is not empty", where=where, hint=hint, code="SLA-F098")
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

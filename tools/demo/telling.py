"""The story becomes a repository: each step turns the files before it into the files after it, and is committed."""

from __future__ import annotations

from pathlib import Path

from tools.demo.acts import Changes, Ledger, changes_between, outcome, signed_file, with_changes
from tools.demo.freezing import Freezer
from tools.demo.keys import Signing
from tools.demo.programs import Program
from tools.demo.repository import NewRepository, StoryCommit
from tools.demo.step import MAIN, TRUSTED, Act, Files, Freeze, SignOff, Step
from tools.demo.story import steps


def tell(folder: Path, git: Program, keys: Signing, freezer: Freezer) -> NewRepository:
    """Commit the whole story into a new repository in `folder`, without a work tree."""
    repository = NewRepository(folder, git, keys)
    teller = _Teller(repository, keys, freezer)
    for step in steps():
        teller.tell(step)
    return repository


class _Teller:
    """Where the story has come to: the files and the last commit of every branch."""

    def __init__(self, repository: NewRepository, keys: Signing, freezer: Freezer) -> None:
        self._repository, self._keys, self._freezer = repository, keys, freezer
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
            after = with_changes(after, self._outcome(act, after, step))
        commit = StoryCommit(step.author, step.committer or step.author, step.moment, step.message,
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

    def _outcome(self, act: Act, files: Files, step: Step) -> Changes:
        if isinstance(act, Freeze):
            return self._freezer.frozen(self._repository, act, step)
        return outcome(act, files, step, self._ledger, self._keys)

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

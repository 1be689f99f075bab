"""What was signed later: who signed which commits and tags, when they say, and what those have behind them."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from functools import cached_property
from typing import TYPE_CHECKING

from msgspec import Struct

from living_sla.history.git.log import LandedCommit, landed_with, parents_of, whole_line
from living_sla.history.signoffs.objects import SignedObject, read_commit, read_tag
from living_sla.history.signoffs.openpgp_signature import OpenPgpSignature
from living_sla.history.signoffs.ssh_signature import SshSignature, read_signature

if TYPE_CHECKING:
    from living_sla.history.git.repository import Repository


class Signed(Struct, frozen=True):
    """A commit with an SSH or OpenPGP signature, or a tag on one with an SSH signature; nothing is verified yet."""

    commit: str
    """Its id; of a tag, the id of the commit that it is on."""
    content: SignedObject
    signature: SshSignature | OpenPgpSignature
    at: datetime
    """When it says that it was made; not before its OpenPGP signature says that it was."""
    landing: LandedCommit | None
    """With what it came to the main line; None for a tag: nothing says when it came."""


class SignedHistory(Struct, frozen=True, dict=True):
    """Everything signed in the history of one head; read when somebody asks."""

    repository: Repository

    def after(self, commit: str) -> tuple[Signed, ...]:
        """What is signed and has the commit among its ancestors, or is it: commits first, oldest first, then tags."""
        if commit not in self._known:
            behind = {commit}
            for child, parents in self.parents.items():
                if not behind.isdisjoint(parents):
                    behind.add(child)
            signed = [
                signed_object for each in self.parents if each in behind for signed_object in self.signed.get(each, ())
            ]
            self._known[commit] = tuple(sorted(signed, key=lambda signed_object: signed_object.landing is None))
        return self._known[commit]

    @cached_property
    def _known(self) -> dict[str, tuple[Signed, ...]]:
        return {}

    @cached_property
    def parents(self) -> Mapping[str, list[str]]:
        """The parents of every commit, oldest first."""
        return parents_of(self.repository)

    @cached_property
    def signed(self) -> Mapping[str, list[Signed]]:
        """By the id of a commit, what is signed there: itself, then tags."""
        by_commit: dict[str, list[Signed]] = {}
        for content in self.repository.objects(self.parents):
            self._enter(by_commit, content.id, read_commit(content.data), self._landed_with.get(content.id))
        for tag in (read_tag(content.data) for content in self.repository.tags()):
            self._enter(by_commit, tag.target, tag, None)
        return by_commit

    @staticmethod
    def _enter(
        by_commit: dict[str, list[Signed]], commit: str, content: SignedObject, landing: LandedCommit | None
    ) -> None:
        signature = read_signature(content.signature) if content.signature else None
        at = content.made_at
        if isinstance(signature, OpenPgpSignature):
            at = max(at, signature.made_at) if at and not content.name else None
        if isinstance(signature, SshSignature | OpenPgpSignature) and at is not None:
            by_commit.setdefault(commit, []).append(Signed(commit, content, signature, at, landing))

    @cached_property
    def _landed_with(self) -> Mapping[str, LandedCommit]:
        """By commit, what brought it to the main line."""
        line = {landing.commit.id: landing for landing in whole_line(self.repository)}
        return {commit: line[landing] for commit, landing in landed_with(line, self.parents).items()}

"""Revisions and versions: what the main line of the project's history did to one agreement."""

from __future__ import annotations

from datetime import date, datetime
from enum import StrEnum
from typing import TYPE_CHECKING, Protocol

from msgspec import Struct

from living_sla.model.equal_but import EqualBut
from living_sla.model.past.change import Change

if TYPE_CHECKING:  # what a version holds is read elsewhere; here it is only spoken of
    from living_sla.model.agreement.terms import Agreement


class Identity(Struct, frozen=True):
    """Who a commit says wrote it, raw: no mailmap is applied, and nothing proves it. Harmless text on one line."""

    name: str
    email: str


class Commit(Struct, frozen=True):
    """One commit of the main line."""

    id: str
    """The whole object id: 40 hexadecimal digits, or 64 in a SHA-256 repository."""
    author: Identity
    committed_at: datetime
    """What the commit says, in UTC; anybody can write any time here."""
    landed_at: datetime
    """In UTC, never earlier than that of the commit before it on the main line: the time that decides."""
    subject: str
    """The first line of the message, as harmless text of bounded length."""


class RevisionKind(StrEnum):
    """What a revision did to an agreement."""

    STARTED = "started"
    """The first revision that holds it."""
    MATERIAL = "material"
    """Other terms: it starts the next version."""
    EDITORIAL = "editorial"
    """The same terms; other words in the body, another place, another spelling."""
    UNREADABLE = "unreadable"
    """What stood there then cannot be read as an agreement."""
    REMOVED = "removed"


class Revision(Struct, frozen=True):
    """One commit of the main line that changed one agreement's file."""

    agreement: str
    commit: Commit
    kind: RevisionKind
    path: str
    """Where the file stood after it (before it, where it was removed)."""
    moved_from: str | None = None
    digest: str | None = None
    """The terms digest after it; None where nothing could be read."""
    version: int | None = None
    """The version that it belongs to; None where nothing could be read."""
    why: str = ""
    """Why it cannot be read, where it cannot."""


class Essentials(Struct, frozen=True):
    """What decides when the terms of a version are in force: known of every version, so that the rest is read late."""

    digest: str
    effective: date
    until: date | None
    timezone: str
    """The zone of the agreement, in which `effective` begins and `until` ends."""
    signatories: tuple[tuple[str, tuple[str, ...]], ...]
    """The e-mail addresses of those who sign, by the key of their party; parties without any are left out."""

    @classmethod
    def of(cls, agreement: Agreement) -> Essentials:
        """Those of an agreement."""
        terms = agreement.terms
        signing = tuple((key, party.signs) for key, party in terms.parties.items() if party.signs)
        return cls(agreement.digest, terms.effective, terms.until, terms.coverage.timezone, signing)


class PastTerms(Protocol):
    """Reads the terms and the changes of a version when somebody asks for them."""

    def agreement(self, version: Version) -> Agreement:
        """The agreement as it stood at the last revision of the version."""

    def changes(self, version: Version) -> tuple[Change, ...]:
        """What the version changes against the one before."""

    def content(self, version: Version) -> bytes:
        """The bytes of the file at the last revision of the version; raises `ValueError` for a draft."""


class _KnownTerms(Struct, frozen=True):
    """The terms of a version that nobody has to read; whoever asks for its changes compares."""

    known: Agreement

    def agreement(self, version: Version) -> Agreement:
        return self.known

    def changes(self, version: Version) -> tuple[Change, ...]:
        return ()

    def content(self, version: Version) -> bytes:
        raise ValueError("these terms have no committed file")


class Version(EqualBut, frozen=True):
    """A run of revisions with the same terms; going back to old terms is a new version.

    A long history is told by its essentials, and nobody pays for terms that no page shows: `past` reads them.
    """

    BESIDE = frozenset({"past"})

    number: int
    """1, 2, 3 … within its agreement."""
    essentials: Essentials
    """What decides when these terms are in force."""
    landed: Commit | None
    """The commit that brought these terms to the main line; None for a draft."""
    past: PastTerms
    returns_to: int | None = None
    """The earlier version that had the same terms."""
    removed: Commit | None = None
    """The commit that took the file away, where this version ended so."""

    @classmethod
    def known(cls, number: int, agreement: Agreement) -> Version:
        """A version whose terms are here already, whatever the main line has."""
        return cls(number, Essentials.of(agreement), None, _KnownTerms(agreement))

    @property
    def agreement(self) -> Agreement:
        """As it stood at the last revision of this version: its terms, digest, body, and where each part stands."""
        return self.past.agreement(self)

    @property
    def changes(self) -> tuple[Change, ...]:
        """What these terms change against the version before; empty for the first."""
        return self.past.changes(self)

    @property
    def content(self) -> bytes:
        """The bytes of its file at the last revision of this version; raises `ValueError` for a draft."""
        return self.past.content(self)

    @property
    def digest(self) -> str:
        """The terms digest."""
        return self.essentials.digest

    @property
    def is_draft(self) -> bool:
        """Whether these terms are not on the main line: edits that are not committed, or a folder outside git."""
        return self.landed is None

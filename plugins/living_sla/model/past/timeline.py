"""Timelines: which version of an agreement was in force when, and what the others wait for."""

from __future__ import annotations

from datetime import date, datetime
from enum import StrEnum
from typing import TYPE_CHECKING

from msgspec import Struct

from living_sla.model.past.basis import Basis
from living_sla.model.past.change import Change
from living_sla.model.past.revision import Version
from living_sla.model.past.signoff import SignOff, TrustLevel

if TYPE_CHECKING:
    from living_sla.model.agreement.terms import Agreement


class State(StrEnum):
    """Where a version stands at an instant."""

    DRAFT = "draft"
    PROPOSED = "proposed"
    IN_FORCE = "in force"
    SUPERSEDED = "superseded"
    LAPSED = "lapsed"
    """Its last day has passed, and no other version followed."""


class Span(Struct, frozen=True):
    """The time `[start, end)` in which records are judged by one version; in UTC, `end` None for open."""

    version: int
    start: datetime
    end: datetime | None
    basis: Basis


class Waiting(Struct, frozen=True):
    """A signature that a version still needs."""

    party: str
    signer: str
    since: datetime
    """When the version landed."""


class VersionStanding(Struct, frozen=True):
    """One version, what it rests on, and since when."""

    version: Version
    state: State
    in_force: Span | None = None
    """None where it never was in force."""
    signoffs: tuple[SignOff, ...] = ()
    """Those that name exactly its digest, in the order in which they landed, counted or not."""
    waiting: tuple[Waiting, ...] = ()
    asked_for: date | None = None
    """The `effective` date, where it asks for a time before the terms could be in force: shown, not applied."""
    required: TrustLevel = TrustLevel.OWN_COMMIT
    """The trust level that a sign-off needs to count."""
    reaches_back: bool = False
    """Whether it holds from its effective day once it takes force, because nothing before it did."""

    def counts(self, signoff: SignOff) -> bool:
        """Whether a sign-off counts: it has landed, nothing speaks against it, and it can be believed far enough."""
        return signoff.landed is not None and not signoff.refused and signoff.level >= self.required


class Stale(Struct, frozen=True):
    """A sign-off to earlier terms by somebody who has not signed the newest ones."""

    signoff: SignOff
    version: int
    """The latest version that has the terms that were signed."""
    changes: tuple[Change, ...]
    """What the newest terms change against those that were signed."""


class Timeline(Struct, frozen=True):
    """All versions of one agreement, and the spans in which they judge records."""

    agreement: str
    versions: tuple[VersionStanding, ...]
    """Oldest first; a draft last."""
    spans: tuple[Span, ...]
    """In order of time; they never overlap. Of an agreement that never was in force: one of its proposed terms."""

    def at(self, moment: datetime) -> Span | None:
        """The span that judges a record whose clock starts at `moment`; None where nothing was in force."""
        for span in self.spans:
            if span.start <= moment and (span.end is None or moment < span.end):
                return span
        return None

    @property
    def ahead(self) -> tuple[VersionStanding, ...]:
        """The proposals and drafts that have not taken force, the newest first."""
        return tuple(found for found in reversed(self.versions) if found.state in (State.PROPOSED, State.DRAFT))

    @property
    def leading(self) -> VersionStanding | None:
        """The version that pages are about: the one in force, else the one that lapsed, else the newest."""
        for state in (State.IN_FORCE, State.LAPSED):
            standings = [standing for standing in self.versions if standing.state is state]
            if standings:
                return standings[-1]
        return self.versions[-1] if self.versions else None

    def shown(self, folder: Agreement) -> Agreement:
        """The agreement that pages tell: as it binds, or bound last; the folder's own, where it never did.

        As the folder writes it, where that has the same terms.
        """
        lead = self.leading
        if lead is None or lead.state not in (State.IN_FORCE, State.LAPSED):
            return folder
        return folder if lead.version.digest == folder.digest else lead.version.agreement

    @property
    def begins(self) -> bool:
        """Whether it has had one version only, which never was in force."""
        return len(self.versions) == 1 and self.versions[0].in_force is None

    def standing(self, number: int) -> VersionStanding:
        """The version of that number; raises `KeyError` where there is none."""
        for standing in self.versions:
            if standing.version.number == number:
                return standing
        raise KeyError(number)

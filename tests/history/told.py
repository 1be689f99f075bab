"""Versions and sign-offs built by hand: no repository, no terms, only what decides when something is in force."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, date, datetime

from living_sla.history.in_force.timeline import timeline
from living_sla.model.past.revision import Commit, Essentials, Identity, Version
from living_sla.model.past.signoff import SignOff, SignOffFile, TrustLevel
from living_sla.model.past.timeline import Timeline
from tests.factories.versions import Known

ANA, BEN = "ana.ruiz@northwind.example", "ben.okafor@northwind.example"
BOTH_SIGN = (("marketing", (ANA,)), ("sales", (BEN,)))
NOBODY: tuple[tuple[str, tuple[str, ...]], ...] = ()


def at(text: str) -> datetime:
    """An instant in UTC: ``2026-10-01``, ``2026-10-01T09:30``."""
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


def landed(moment: str | datetime) -> Commit:
    """A commit of the main line that landed then."""
    when = at(moment) if isinstance(moment, str) else moment
    return Commit(f"{when:%Y%m%d%H%M%S}".ljust(40, "0"), Identity("Ana Ruiz", ANA), when, when, "A change")


def version(
    number: int,
    landing: str | datetime | None,
    effective: str,
    *,
    until: str | None = None,
    signs: tuple[tuple[str, tuple[str, ...]], ...] = NOBODY,
    digest: str = "",
    zone: str = "UTC",
    removed: str | None = None,
) -> Version:
    """A version by its essentials; each number has a digest of its own unless one is given. None: a draft."""
    essentials = Essentials(
        digest or f"digest-of-{number}",
        date.fromisoformat(effective),
        date.fromisoformat(until) if until else None,
        zone,
        signs,
    )
    return Version(
        number,
        essentials,
        landed(landing) if landing is not None else None,
        Known(None),  # a timeline is told without reading terms
        removed=landed(removed) if removed else None,
    )


def signoff(
    number: int,
    signer: str,
    landing: str | datetime | None,
    *,
    party: str = "",
    digest: str = "",
    level: TrustLevel = TrustLevel.OWN_COMMIT,
    refused: str = "",
    ended: str = "",
) -> SignOff:
    """A sign-off to the digest of that version; Ana signs for marketing and Ben for sales unless told otherwise."""
    file = SignOffFile.of(
        agreement="lead-handoff",
        digest=digest or f"digest-of-{number}",
        version=number,
        signer=signer,
        party=party or {ANA: "marketing"}.get(signer.lower(), "sales"),
        on=date(2026, 1, 1),
    )
    return SignOff(
        file,
        level,
        "own-commit",
        "Committed by the signer.",
        landed(landing) if landing else None,
        "removed again" if ended else refused,
        landed(ended) if ended else None,
    )


def told(
    *versions: Version,
    signoffs: Sequence[SignOff] = (),
    now: str = "2027-06-01",
    required: TrustLevel = TrustLevel.OWN_COMMIT,
) -> Timeline:
    """The timeline of these versions."""
    return timeline("lead-handoff", versions, signoffs, required=required, now=at(now))


def spans(found: Timeline) -> list[str]:
    """The spans as ``1: 2026-10-01 to 2026-11-01``, with times where they are not midnight UTC, and other bases."""
    return [
        f"{span.version}: {_said(span.start)} to {_said(span.end) if span.end else 'open'}"
        + (f" ({span.basis})" if span.basis != "in force" else "")
        for span in found.spans
    ]


def _said(moment: datetime) -> str:
    return f"{moment:%Y-%m-%d}" if moment.time() == datetime.min.time() else f"{moment:%Y-%m-%dT%H:%M}"


def states(found: Timeline) -> list[str]:
    """The states of the versions, oldest first."""
    return [str(standing.state) for standing in found.versions]


def waiting(found: Timeline, number: int) -> list[str]:
    """Who a version waits for, as ``sales: ben.okafor@northwind.example since 2026-10-01``."""
    return [f"{one.party}: {one.signer} since {_said(one.since)}" for one in found.standing(number).waiting]

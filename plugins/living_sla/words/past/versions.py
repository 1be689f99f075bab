"""One version of an agreement in words: since when it binds, who signed it, and what it changes for whom."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, time, timedelta
from typing import TYPE_CHECKING

from msgspec import Struct

from living_sla.model.past.change import Change, Direction
from living_sla.model.past.signoff import SignOff, TrustLevel
from living_sla.model.past.timeline import State, Timeline, VersionStanding
from living_sla.model.time.zones import wall_time
from living_sla.words import numbers, times
from living_sla.words.people import name_of, team_of

if TYPE_CHECKING:
    from living_sla.model.agreement.terms import Terms

# ---------------------------------------------------------------- since when

FIRST_DAY = "The first day"
"""How the sentence of a change of the first day begins; what names a version says its first day already."""


def zone_of(standing: VersionStanding) -> str:
    """The zone of the version's own terms."""
    return standing.version.agreement.terms.coverage.timezone


def day_in(at: datetime, timezone: str) -> str:
    """The local day of an instant: ``1 October 2026``."""
    return times.day(wall_time(at, timezone).date())


def last_day(end: datetime, timezone: str) -> str:
    """The last local day of a time that ends at an instant: the day before, where it ends at midnight."""
    local = wall_time(end, timezone)
    return times.day((local - timedelta(days=1) if local.time() == time() else local).date())


def since(standing: VersionStanding) -> str:
    """``since 1 October 2026``, ``from 1 May 2026 to 30 September 2026``, ``from 1 January 2027``."""
    terms, zone, span = standing.version.agreement.terms, zone_of(standing), standing.in_force
    if standing.state in (State.PROPOSED, State.DRAFT):
        landed = standing.version.landed
        late = landed is not None and terms.effective <= wall_time(landed.landed_at, zone).date()
        if late and not standing.reaches_back:
            return "binds once everybody has signed" if standing.waiting else ""
        return f"from {times.day(terms.effective)}"
    if span is None:
        return "never in force"
    if span.end is None:
        return f"since {day_in(span.start, zone)}"
    if standing.state is State.IN_FORCE:
        return f"since {day_in(span.start, zone)} until {last_day(span.end, zone)}"
    return f"from {day_in(span.start, zone)} to {last_day(span.end, zone)}"


# ---------------------------------------------------------------- who signed


def counting(standing: VersionStanding) -> tuple[SignOff, ...]:
    """The sign-offs that count."""
    return tuple(signoff for signoff in standing.signoffs if standing.counts(signoff))


def signatures(standing: VersionStanding) -> list[tuple[str, TrustLevel]]:
    """Names and best trust levels of those whose sign-off counts, in the order in which they signed."""
    best: dict[str, TrustLevel] = {}
    for signoff in counting(standing):
        signer = signoff.file.signer.casefold()
        best[signer] = max(signoff.level, best.get(signer, signoff.level))
    terms = standing.version.agreement.terms
    return [(name_of(terms, signer), level) for signer, level in best.items()]


def asks_for_signatures(terms: Terms) -> bool:
    """Whether these terms name signatories at all."""
    return any(party.signs for party in terms.parties.values())


# ---------------------------------------------------------------- what it changes


class Changed(Struct, frozen=True):
    """One change, said for people."""

    change: Change
    burden: str
    """``tightened for Sales Development``, ``eases Demand Generation``, ``cannot tell``."""


class ChangedPart(Struct, frozen=True):
    """The changes of one commitment, or of the agreement around them."""

    title: str
    changes: tuple[Changed, ...]


def changed(standing: VersionStanding, timeline: Timeline) -> list[ChangedPart]:
    """What a version changes against the one before, by commitment."""
    return by_commitment(standing.version.changes, standing, timeline)


def by_commitment(changes: Iterable[Change], standing: VersionStanding, timeline: Timeline) -> list[ChangedPart]:
    """Changes that led to a version, by commitment, in the order in which they were found."""
    parts: dict[str | None, list[Changed]] = {}
    for change in changes:
        parts.setdefault(change.commitment, []).append(
            Changed(change, burden(change, standing.version.agreement.terms))
        )
    return [ChangedPart(_title(key, standing, timeline), tuple(changes_of_it)) for key, changes_of_it in parts.items()]


class Burdened(Struct, frozen=True):
    """The changes that burden, or ease, one side."""

    direction: Direction
    whom: str
    """``tightened for Sales Development``, ``eases Demand Generation``, ``cannot tell``."""
    changes: tuple[tuple[str, Change], ...]
    """Each with the title of its commitment, or of the agreement around them."""


def by_burden(parts: Iterable[ChangedPart]) -> list[Burdened]:
    """The same changes by whom they burden: what is tightened first, then what eases, then what nobody can tell."""
    found: dict[tuple[Direction, str], list[tuple[str, Change]]] = {}
    for part in parts:
        for each in part.changes:
            found.setdefault((each.change.direction, each.burden), []).append((part.title, each.change))
    order = list(Direction)
    return [
        Burdened(direction, whom, tuple(changes))
        for (direction, whom), changes in sorted(found.items(), key=lambda item: order.index(item[0][0]))
    ]


def burden(change: Change, terms: Terms) -> str:
    """Whom a change burdens, in words."""
    if change.direction is Direction.UNCLEAR:
        return "cannot tell"
    whom = team_of(terms, change.party) if change.party else "all parties"
    return f"tightened for {whom}" if change.direction is Direction.TIGHTENED else f"eases {whom}"


def _title(commitment: str | None, standing: VersionStanding, timeline: Timeline) -> str:
    """The title of a commitment in a version, or in the latest before it that has it."""
    if commitment is None:
        return "The agreement"
    for earlier in reversed(timeline.versions):
        if earlier.version.number <= standing.version.number:
            for each in earlier.version.agreement.terms.commitments:
                if each.id == commitment:
                    return each.title
    return commitment


def signers_named(levels: Iterable[tuple[str, TrustLevel]]) -> str:
    """``Ana Ruiz (verified) and Ben Okafor (own commit)``."""
    return numbers.listed(f"{name} ({level.label})" for name, level in levels)


def why_it_does_not_count(standing: VersionStanding, signoff: SignOff) -> str:
    """Why a sign-off does not count, in words; empty where it does."""
    if standing.counts(signoff) or signoff.refused:
        return signoff.refused
    if signoff.landed is None:
        return "it has not been committed yet"
    return f"this site asks for {standing.required.label} or better"

"""What is due, on Home: who has to sign in a box, and the rest in a list."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from markupsafe import Markup

from living_sla.model.due import Due, DueKind
from living_sla.model.timeline import VersionStanding, Waiting
from living_sla.pages.html import anchor, render
from living_sla.words import versions
from living_sla.words.due import days_waited, due_words
from living_sla.words.people import name_of, team_of

_IN_THE_LIST = (DueKind.REVIEW, DueKind.END, DueKind.DELIVERY, DueKind.CONSEQUENCE)


@dataclass(frozen=True)
class _Unsigned:
    """One version, and who has to sign it: all since its landing."""

    agreement: str
    href: str
    number: int
    names: tuple[tuple[str, str], ...]
    """Who, and for which team."""
    since: datetime
    days: str
    zone: str


@dataclass(frozen=True)
class DueRow:
    """One row of the list."""

    label: str
    href: str
    title: str
    rest: str


def waiting(dues: Sequence[Due], address: Callable[[str], str], now: datetime) -> Markup:
    """What waits for a signature in any agreement, the longest wait first; nothing where nothing waits."""
    lines = sorted(_unsigned(dues, address, now), key=lambda line: line.since)
    return render("waiting.html", lines=lines) if lines else Markup("")


def _unsigned(dues: Sequence[Due], address: Callable[[str], str], now: datetime) -> Iterator[_Unsigned]:
    by_version: dict[str, list[tuple[VersionStanding, Waiting]]] = {}
    for due in dues:
        if due.version is not None and due.signature is not None:
            version = due.version.version
            key = anchor(version.agreement.terms.id, version.number)
            by_version.setdefault(key, []).append((due.version, due.signature))
    for key, missing in by_version.items():
        standing, first = missing[0]
        terms, zone = standing.version.agreement.terms, versions.zone_of(standing)
        yield _Unsigned(
            agreement=terms.title,
            href=f"{address(terms.id)}#{key}",
            number=standing.version.number,
            names=tuple(
                (name_of(terms, waiting_for.signer), team_of(terms, waiting_for.party)) for _, waiting_for in missing
            ),
            since=first.since,
            days=days_waited(first, zone, now),
            zone=zone,
        )


def due_rows(dues: Sequence[Due], address: Callable[[str], str], today: date) -> Iterator[DueRow]:
    """Reviews, ends and deliveries, the earliest first, then consequences."""
    for due in dues:
        if due.kind in _IN_THE_LIST and due.agreement is not None:
            label, title, rest = due_words(due, today)
            owed = due.deliverable.id if due.deliverable else ""
            owed = due.consequence.commitment if due.consequence else owed
            page = address(due.agreement.agreement.terms.id)
            yield DueRow(label, f"{page}#{owed}" if owed else page, title, rest)

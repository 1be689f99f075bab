"""The scoreboard: every commitment, when it was last judged, how it does now; and on Home what is due."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from markupsafe import Markup

from living_sla.model.agreement.terms import Commitment
from living_sla.model.figures.attainment import Attainment, Status
from living_sla.model.figures.due import Due, DueKind, due
from living_sla.model.figures.standing import WORST_FIRST, AgreementStanding, Report, Standing
from living_sla.model.past.basis import Basis
from living_sla.model.past.timeline import State, VersionStanding, Waiting
from living_sla.pages.headline import Verdicts, headline, verdicts
from living_sla.pages.html import anchor, render
from living_sla.pages.provenance import every_source
from living_sla.pages.spark import spark
from living_sla.words.past import versions
from living_sla.words.past.in_force import days_waited
from living_sla.words.people import name_of, owed, team_of
from living_sla.words.standing import outlook
from living_sla.words.standing.due import due_words

AddressOf = Callable[[str], str]
"""From the id of an agreement to the address of its page, as seen from the page that is being written."""


@dataclass(frozen=True)
class BoardRow:
    """One commitment on the board."""

    commitment: Commitment
    verdicts: Verdicts
    owed: str
    agreement: str
    """Title of the agreement; empty where the page is about one agreement."""
    outlook: str
    why_not: str
    waits: bool
    """Whether that is an export that has never come."""
    spark: Markup
    state: State | Basis | None
    """Of the agreement, where it is not in force and the page is about several; None otherwise."""

    @property
    def last_rank(self) -> int:
        """For sorting, worst first."""
        return _rank(self.verdicts.last)

    @property
    def now_rank(self) -> int:
        """For sorting, worst first."""
        return _rank(self.verdicts.now)


def _rank(attainment: Attainment | None) -> int:
    return WORST_FIRST.index(attainment.status if attainment else Status.NOT_IN_FORCE)


def scoreboard(report: Report, address: AddressOf) -> str:
    """All commitments of all agreements, worst first, below the answer to "are we keeping it?"."""
    if not report.agreements:
        return render("empty.html")
    pairs = [(part, agreement) for agreement in report.agreements for part in agreement.commitments]
    pairs.sort(key=lambda pair: (pair[0].concern, pair[1].agreement.terms.title, pair[0].commitment.title))
    rows = [_row(part, agreement, address, with_agreement=len(report.agreements) > 1) for part, agreement in pairs]
    dues = due(report)
    bases = {agreement.basis for agreement in report.agreements}
    return render(
        "scoreboard.html",
        headline=headline([row.verdicts for row in rows], proposed=Basis.IN_FORCE not in bases),
        waiting=waiting(dues, address, report.built_at),
        never_came=[item.waiting for item in dues if item.waiting is not None],
        board=render("board.html", rows=rows, label="All commitments, worst first"),
        sources=list(every_source(report)),
        dues=list(due_rows(dues, address, report.built_at.date())),
    )


def _row(part: Standing, standing: AgreementStanding, address: AddressOf, *, with_agreement: bool) -> BoardRow:
    terms = standing.agreement.terms
    both = verdicts(part, address(terms.id))
    return BoardRow(
        commitment=part.commitment,
        verdicts=both,
        owed=owed(terms, part.commitment),
        agreement=terms.title if with_agreement else "",
        outlook=outlook.room(part.commitment, both.now) if both.now else "",
        why_not=outlook.why_none(part),
        waits=part.waits,
        spark=spark(part.series),
        state=_unlike_in_force(standing) if with_agreement else None,
    )


def _unlike_in_force(standing: AgreementStanding) -> State | Basis | None:
    lead = versions.leading(standing.timeline) if standing.timeline else None
    state = lead.state if lead else standing.basis
    return None if state == Basis.IN_FORCE else state


# ---------------------------------------------------------------- what is due

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
    for item in dues:
        if item.version is not None and item.signature is not None:
            version = item.version.version
            key = anchor(version.agreement.terms.id, version.number)
            by_version.setdefault(key, []).append((item.version, item.signature))
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
    for item in dues:
        if item.kind in _IN_THE_LIST and item.agreement is not None:
            label, title, rest = due_words(item, today)
            section = item.deliverable.id if item.deliverable else ""
            section = item.consequence.commitment if item.consequence else section
            page = address(item.agreement.agreement.terms.id)
            yield DueRow(label, f"{page}#{section}" if section else page, title, rest)

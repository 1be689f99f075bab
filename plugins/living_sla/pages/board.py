"""The scoreboard and its headline: are we keeping it?"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from markupsafe import Markup

from living_sla.model.attainment import Attainment, Basis, Status
from living_sla.model.due import due
from living_sla.model.standing import WORST_FIRST, AgreementStanding, Report, Standing
from living_sla.model.terms import BOTH, Commitment, Terms
from living_sla.model.timeline import State
from living_sla.pages.due import due_rows, waiting
from living_sla.pages.html import render
from living_sla.pages.provenance import every_source
from living_sla.pages.spark import spark
from living_sla.words import numbers, outlook, times, versions
from living_sla.words.people import team_of

AddressOf = Callable[[str], str]
"""From the id of an agreement to the address of its page, as seen from the page that is being written."""


@dataclass(frozen=True)
class Row:
    """One commitment on the board."""

    commitment: Commitment
    title: str
    href: str
    owed: str
    agreement: str
    """Title of the agreement; empty where the page is about one agreement."""
    last: Attainment | None
    now: Attainment | None
    """The period that is not decided yet; None where the last one judged is also the last one."""
    outlook: str
    why_not: str
    spark: Markup
    state: State | Basis | None
    """Of the agreement, where it is not in force and the page is about several; None otherwise."""

    @property
    def lapsed(self) -> bool:
        """Whether nobody owes it any more."""
        return self.now is not None and self.now.status is Status.NOT_IN_FORCE

    @property
    def last_rank(self) -> int:
        """For sorting, worst first."""
        return _rank(self.last)

    @property
    def now_rank(self) -> int:
        """For sorting, worst first."""
        return _rank(self.now)


def _rank(found: Attainment | None) -> int:
    return WORST_FIRST.index(found.status if found else Status.NOT_IN_FORCE)


def scoreboard(report: Report, address: AddressOf) -> str:
    """All commitments of all agreements, worst first, below the answer to "are we keeping it?"."""
    if not report.agreements:
        return render("empty.html")
    found = [(part, agreement) for agreement in report.agreements for part in agreement.commitments]
    found.sort(key=lambda pair: (pair[0].concern, pair[1].agreement.terms.title, pair[0].commitment.title))
    rows = [_row(part, agreement, address, with_agreement=len(report.agreements) > 1) for part, agreement in found]
    dues = due(report)
    bases = {agreement.basis for agreement in report.agreements}
    return render(
        "scoreboard.html",
        headline=headline(rows, proposed=Basis.IN_FORCE not in bases),
        waiting=waiting(dues, address, report.built_at),
        board=render("board.html", rows=rows, label="All commitments, worst first"),
        sources=list(every_source(report)),
        dues=list(due_rows(dues, address, report.built_at.date())),
    )


def commitments(standing: AgreementStanding) -> str:
    """The commitments of one agreement in the order of its file: last judged, now, trend."""
    rows = [_row(part, standing, lambda _: "", with_agreement=False) for part in standing.commitments]
    return render("board.html", rows=rows, label=f"Commitments of {standing.agreement.terms.title}")


def answer(standing: AgreementStanding) -> Markup:
    """The headline of one agreement."""
    rows = [_row(part, standing, lambda _: "", with_agreement=False) for part in standing.commitments]
    return headline(rows, proposed=standing.basis is not Basis.IN_FORCE)


def headline(rows: Sequence[Row], *, proposed: bool) -> Markup:
    """How many commitments were kept when they were last judged, which were not, and how the running ones do.

    Those that lapsed are left out while others are in force: nobody owes them any more.
    """
    rows = [row for row in rows if not row.lapsed] or rows
    judged = [row.last for row in rows if row.last is not None]
    missed = [(row.title, row.href, times.period_name(row.last.period))
              for row in rows if row.last is not None and row.last.status is Status.MISSED]  # fmt: skip
    kept = len(judged) - len(missed)
    tone = "none" if not judged else "missed" if missed else "met"
    said = _said(kept, len(judged), proposed=proposed)
    return render("headline.html", answer=said, tone=tone, missed=missed, now=_now(rows))


def _said(kept: int, judged: int, *, proposed: bool) -> str:
    if not judged:
        return "No commitment has been judged yet."
    if judged == 1:
        outcome = "kept" if kept else "missed"
        return f"The one commitment {'would have been' if proposed else 'was'} {outcome} when last judged."
    which = "Both" if kept == judged == 2 else f"All {judged}" if kept == judged else f"{kept or 'None'} of {judged}"
    was = "would have been" if proposed else "was" if kept == 1 else "were"
    return f"{which} commitments {was} kept when last judged."


def _now(rows: Sequence[Row]) -> str:
    running = Counter(row.now.status for row in rows if row.now is not None)
    parts = [f"{running[status]} {status.value}" for status in WORST_FIRST
             if running[status] and status is not Status.NOT_IN_FORCE]  # fmt: skip
    if not parts:
        return "No period is running."
    ages = [row.now.age for row in rows if row.now is not None and row.now.age is not None]
    old = f", by data that is {times.length(max(ages))} old" if ages else ""
    return f"Now running: {numbers.listed(parts)}{old}."


def _row(part: Standing, standing: AgreementStanding, address: AddressOf, *, with_agreement: bool) -> Row:
    terms = standing.agreement.terms
    last, current = part.last_closed, part.current
    now = current if current is not last else None
    return Row(
        commitment=part.commitment,
        title=part.commitment.title,
        href=f"{address(terms.id)}#{part.commitment.id}",
        owed=owed(terms, part.commitment),
        agreement=terms.title if with_agreement else "",
        last=last,
        now=now,
        outlook=outlook.room(part.commitment, now) if now else "",
        why_not=part.why_not,
        spark=spark(part.series),
        state=_unlike_in_force(standing) if with_agreement else None,
    )


def _unlike_in_force(standing: AgreementStanding) -> State | Basis | None:
    lead = versions.leading(standing.timeline) if standing.timeline else None
    state = lead.state if lead else standing.basis
    return None if state == Basis.IN_FORCE else state


def owed(terms: Terms, commitment: Commitment) -> str:
    """Who owes it to whom: ``Sales Development owes Demand Generation``."""
    if commitment.by == BOTH:
        return f"{numbers.listed(party.team for party in terms.parties.values())} owe it together"
    others = [key for key in terms.parties if key != commitment.by]
    to = [commitment.to] if commitment.to else others
    # A commitment that ended may name a party that newer terms have not.
    return f"{team_of(terms, commitment.by)} owes {numbers.listed(team_of(terms, key) for key in to)}"

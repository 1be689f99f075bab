"""Values in, blocks of HTML out: every text escaped, one line each; and the page of an agreement, made of them."""

from __future__ import annotations

from dataclasses import dataclass

from markupsafe import Markup

from living_sla.model.figures.attainment import Attainment, Status
from living_sla.model.figures.standing import AgreementStanding, Report, Standing
from living_sla.pages.attainment import attainment, trend
from living_sla.pages.board import commitments, scoreboard
from living_sla.pages.changes import changes, feed
from living_sla.pages.html import box, render
from living_sla.pages.provenance import footer, provenance
from living_sla.pages.revisions import revisions
from living_sla.pages.signoffs import signoffs
from living_sla.pages.state import state
from living_sla.pages.terms import terms
from living_sla.words import times
from living_sla.words.past import basis
from living_sla.words.standing import figures, outlook

__all__ = [
    "agreement",
    "attainment",
    "box",
    "changes",
    "commitment",
    "commitments",
    "feed",
    "footer",
    "provenance",
    "revisions",
    "scoreboard",
    "signoffs",
    "state",
    "terms",
    "trend",
]

_NOTHING = Markup("")


@dataclass(frozen=True)
class _PeriodCard:
    when: str
    found: Attainment
    lines: tuple[str, ...]


def agreement(standing: AgreementStanding, report: Report, prose: Markup = _NOTHING) -> Markup:
    """State and answer, summary, every commitment with its figures, the terms, their history, and where all comes from.

    `prose` is HTML, what the writer of the agreement explains. It stands below the figures: whoever looks for ten
    seconds has seen by then whether the agreement is kept.
    """
    return render(
        "agreement.html",
        state=state(standing, report),
        summary=standing.agreement.terms.summary,
        prose=prose,
        titled=prose.lstrip().startswith("<h"),
        commitments=[commitment(part, standing) for part in standing.commitments],
        terms=terms(standing),
        revisions=revisions(standing, report) if standing.timeline else "",
        signoffs=signoffs(standing, report) if standing.timeline else "",
        provenance=provenance(standing, report),
    )


def commitment(part: Standing, standing: AgreementStanding) -> Markup:
    """One commitment: its sentence, the last period judged and the running one, the trend, the table."""
    agreed = standing.agreement.terms
    return render(
        "commitment.html",
        standing=part,
        commitment=part.commitment,
        cards=_cards(part),
        chart=trend(part),
        table=attainment(part, agreed.coverage.timezone),
    )


def _cards(part: Standing) -> list[_PeriodCard]:
    last, now = part.last_closed, part.current
    cards = []
    if last is not None:
        lines = (*_target(last), _why(part, last))
        cards.append(_PeriodCard(f"Last judged: {times.period_name(last.period)}", last, tuple(filter(None, lines))))
    if now is not None and now is not last:
        reason, pace = _why(part, now), outlook.pace(now)
        lines = (
            basis.unbound(now),
            outlook.room(part.commitment, now),
            pace if pace not in reason else "",
            _bounded(now),
            reason,
        )
        when = "Still undecided" if now.ended else "Running"
        title = f"{when}: {times.period_name(now.period)}"
        if now.status is Status.NOT_IN_FORCE:
            title = f"From {times.period_name(now.period)} on"
        cards.append(_PeriodCard(title, now, tuple(line for line in lines if line)))
    return cards


def _target(attainment: Attainment) -> tuple[str, ...]:
    by = basis.judged_by(attainment)
    return (f"Target: {figures.target(attainment.target)}{f' ({by})' if by else ''}.",)


def _why(part: Standing, attainment: Attainment) -> str:
    """Why the status is not the one that the figure suggests, as a sentence."""
    reason = outlook.why(part.commitment, attainment)
    return f"{reason[0].upper()}{reason[1:]}." if reason else ""


def _bounded(attainment: Attainment) -> str:
    between = figures.bounds(attainment)
    return f"It can still come to {between}." if between else ""

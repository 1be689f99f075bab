"""The page of one commitment: how it is kept, how that came about, and how one knows."""

from __future__ import annotations

from dataclasses import dataclass

from markupsafe import Markup

from living_sla.model.figures.attainment import Attainment, Status
from living_sla.model.figures.standing import AgreementStanding, Report, Standing
from living_sla.pages.agreement.shown import agreement_shown, without_age, worst_first
from living_sla.pages.attainment import attainment, trend
from living_sla.pages.effects.effects import effects_on
from living_sla.pages.html import render
from living_sla.pages.links import Links
from living_sla.pages.provenance import old_exports, provenance, sources_of
from living_sla.words import times
from living_sla.words.past import basis
from living_sla.words.people import owed
from living_sla.words.standing import figures, outlook
from living_sla.words.standing.counting import explain_command, sum_words, what_counts
from living_sla.words.standing.own_past import own_past_words

NOTHING = Markup("")


@dataclass(frozen=True)
class _PeriodCard:
    when: str
    found: Attainment
    lines: tuple[str, ...]


@dataclass(frozen=True)
class _Neighbour:
    title: str
    href: str


def page(part: Standing, standing: AgreementStanding, report: Report, links: Links, files: Markup = NOTHING) -> Markup:
    """The commitment between the way back to its agreement and the ways to the ones before and after it.

    They come in the order of the overview: the worst first. `files` leads to its figures as files.
    """
    order = [found.id for found in worst_first(standing)]
    titles = {found.id: found.title for found in standing.commitments}
    at = order.index(part.id)

    def neighbour(position: int) -> _Neighbour | None:
        if not 0 <= position < len(order):
            return None
        return _Neighbour(titles[order[position]], links.commitment(standing.id, order[position]))

    return render(
        "agreement-commitment-page.html",
        home=links.home(),
        agreement=standing.title,
        href=links.agreement(standing.id),
        title=part.title,
        old=old_exports(
            sources_of(standing.agreement.terms, report, part.commitment.measure.sources), part.timezone, report
        ),
        body=body(part, standing),
        effects=effects_on(part, standing, report, links),
        why=why(part, standing, report),
        provenance=provenance(standing, report, part),
        files=files,
        before=neighbour(at - 1),
        after=neighbour(at + 1),
    )


def block(part: Standing, standing: AgreementStanding, href: str = "") -> Markup:
    """The commitment below a heading of its own, for a page that somebody else writes."""
    return render("agreement-commitment.html", commitment=part.commitment, href=href, body=body(part, standing))


def body(part: Standing, standing: AgreementStanding) -> Markup:
    """Its sentence, the last period judged and the running one, the trend, the table of periods."""
    part, agreed = without_age(part), standing.agreement.terms
    return render(
        "agreement-commitment-body.html",
        standing=part,
        commitment=part.commitment,
        owed=owed(agreed, part.commitment),
        cards=_cards(part),
        chart=trend(part),
        table=attainment(part, agreed.coverage.timezone),
    )


def why(part: Standing, standing: AgreementStanding, report: Report) -> Markup:
    """Why the figure is what it is: what counts, how the counts add up, and the command that follows one record."""
    agreed = agreement_shown(standing, report).terms
    shown = [found for found in (part.last_closed, part.current) if found is not None]
    return render(
        "agreement-why.html",
        counts=list(what_counts(part, agreed)),
        sums=[(times.period_name(found.period), sum_words(part.commitment, found)) for found in dict.fromkeys(shown)],
        command=explain_command(part) if part.series else "",
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
            own_past_words(part) if not now.ended else "",
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

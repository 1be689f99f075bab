"""The page of one commitment: how it is kept, how that came about, and how one knows."""

from __future__ import annotations

from markupsafe import Markup

from living_sla.model.figures.standing import AgreementStanding, Report, Standing
from living_sla.pages.agreement.cards import cards_of
from living_sla.pages.agreement.shown import neighbour, without_age, worst_first
from living_sla.pages.attainment import attainment, pictures
from living_sla.pages.charts.burn_up import burn_ups
from living_sla.pages.durations.dial import dial
from living_sla.pages.durations.took import all_of
from living_sla.pages.effects.effects import effects_on
from living_sla.pages.html import render
from living_sla.pages.links import Links, editor_of
from living_sla.pages.provenance import old_exports, provenance, sources_of
from living_sla.words import times
from living_sla.words.people import owed
from living_sla.words.standing.counting import explain_command, sum_words, what_counts

NOTHING = Markup("")


def page(
    part: Standing,
    standing: AgreementStanding,
    report: Report,
    links: Links,
    files: Markup = NOTHING,
    review: Markup = NOTHING,
) -> Markup:
    """The commitment between the way back to its agreement and the ways to the ones before and after it.

    They come in the order of the overview: the worst first. `files` leads to its figures as files, `review` names the
    newest review.
    """
    parts = worst_first(standing)
    order = [(found.title, links.commitment(standing.id, found.id)) for found in parts]
    at = [found.id for found in parts].index(part.id)
    durations = all_of(part, links)
    return render(
        "agreement-commitment-page.html",
        home=links.home(),
        agreement=standing.title,
        href=links.agreement(standing.id),
        title=part.title,
        old=old_exports(sources_of(standing.terms, report, part.commitment.measure.sources), part.timezone, report),
        body=body(part, standing, editor_of(standing, report, part.id)),
        effects=effects_on(part, standing, report, links),
        durations=NOTHING.join(durations),
        took="How long it took" if any(durations[:-1]) else "Before the agreement",
        dial=dial(part),
        why=why(part, standing, report),
        provenance=provenance(standing, report, part),
        files=files,
        review=review,
        before=neighbour(order, at - 1),
        after=neighbour(order, at + 1),
    )


def block(part: Standing, standing: AgreementStanding, href: str = "") -> Markup:
    """The commitment below a heading of its own, for a page that somebody else writes."""
    return render("agreement-commitment.html", commitment=part.commitment, href=href, body=body(part, standing))


def body(part: Standing, standing: AgreementStanding, editor: str = "") -> Markup:
    """Its sentence, the last period judged and the running one, the trend, the table of periods.

    `editor` is where to propose other terms; empty for none.
    """
    part, agreed = without_age(part), standing.terms
    return render(
        "agreement-commitment-body.html",
        standing=part,
        commitment=part.commitment,
        owed=owed(agreed, part.commitment),
        editor=editor,
        cards=cards_of(part),
        running=burn_ups([(part, "")]),
        chart=pictures(part),
        table=attainment(part, agreed.coverage.timezone),
    )


def why(part: Standing, standing: AgreementStanding, report: Report) -> Markup:
    """Why the figure is what it is: what counts, how the counts add up, and the command that follows one record."""
    agreed = standing.terms
    shown = [found for found in (part.last_closed, part.current) if found is not None]
    return render(
        "agreement-why.html",
        counts=list(what_counts(part, agreed)),
        sums=[(times.period_name(found.period), sum_words(part.commitment, found)) for found in dict.fromkeys(shown)],
        command=explain_command(part) if part.series else "",
    )

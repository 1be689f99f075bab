"""The overview of an agreement: one screen that answers, then what was agreed. Nothing of its past but a link."""

from __future__ import annotations

from markupsafe import Markup

from living_sla.model.figures.standing import AgreementStanding, Report
from living_sla.pages.agreement.people import parties
from living_sla.pages.agreement.rows import rows
from living_sla.pages.agreement.shown import neighbour
from living_sla.pages.agreement.state import lines, proposed
from living_sla.pages.agreement.terms import contingency, contingency_now, ending, folds, summary, terms
from living_sla.pages.html import render
from living_sla.pages.links import Links, editor_of

_NOTHING = Markup("")


def overview(
    standing: AgreementStanding, report: Report, links: Links, prose: Markup = _NOTHING, review: Markup = _NOTHING
) -> Markup:
    """State and what waits, a row for each commitment, what misses have set off; then people, terms and prose.

    `prose` is HTML, what the writer of the agreement explains. It stands below: whoever looks for ten seconds has seen
    by then whether the agreement is kept. `review` names the newest one.
    """
    order = [(found.title, links.agreement(found.id)) for found in report.agreements]
    at = [found.id for found in report.agreements].index(standing.id)
    return render(
        "agreement-overview.html",
        state=lines(standing, report, links),
        rows=rows(standing, links, named=True),
        set_off=contingency_now(standing),
        proposed=proposed(standing, report),
        summary=summary(standing.shown),
        people=parties(standing, report),
        terms=terms(standing, report, links),
        contingency=contingency(standing, report, now=False),
        ending=ending(standing, report),
        folds=folds(standing, report),
        prose=prose,
        titled=prose.lstrip().startswith("<h"),
        history=links.history(standing.id),
        review=review,
        editor=editor_of(standing, report),
        before=neighbour(order, at - 1),
        after=neighbour(order, at + 1),
        versions=len(standing.timeline.versions) if standing.timeline else 0,
    )

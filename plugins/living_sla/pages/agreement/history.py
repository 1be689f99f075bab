"""The history of an agreement: what was agreed and when, whom each version burdens, who signed it."""

from __future__ import annotations

from markupsafe import Markup

from living_sla.model.figures.standing import AgreementStanding, Report
from living_sla.pages.agreement.revisions import revisions
from living_sla.pages.agreement.signoffs import signoffs
from living_sla.pages.html import render
from living_sla.pages.links import Links

NOTHING = Markup("")


def page(standing: AgreementStanding, report: Report, links: Links, files: Markup = NOTHING) -> Markup:
    """The history below the way back to its agreement; `files` leads to it as a file."""
    return render(
        "agreement-history-page.html",
        home=links.home(),
        agreement=standing.title,
        href=links.agreement(standing.id),
        changes=links.page("changes"),
        body=history(standing, report) + files,
    )


def history(standing: AgreementStanding, report: Report) -> Markup:
    """Versions in sentences, then who signed which."""
    return revisions(standing, report) + signoffs(standing, report)

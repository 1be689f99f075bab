"""Why a figure is what it is, for whoever doubts it."""

from __future__ import annotations

from markupsafe import Markup

from living_sla.model.figures.standing import AgreementStanding, Report, Standing
from living_sla.pages.html import render
from living_sla.words import times
from living_sla.words.standing.counting import explain_command, sum_words, what_counts


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

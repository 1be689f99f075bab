"""The baseline: what figures were before anything was agreed, by the same rules and without verdicts."""

from __future__ import annotations

from fractions import Fraction

from markupsafe import Markup

from living_sla.model.figures.outcome import Counts
from living_sla.model.figures.standing import Standing
from living_sla.pages.html import render
from living_sla.words import times
from living_sla.words.numbers import number
from living_sla.words.standing import figures


def baseline(part: Standing) -> Markup:
    """The periods before the agreement, newest first; nothing where the export does not reach back."""
    if not part.baseline:
        return Markup("")
    newest = part.baseline[::-1]
    counts = sum((found.counts for found in part.baseline), Counts())
    share = counts.share if part.commitment.measure.is_share else None
    rests_on = f"({number(counts.met)} of {number(counts.matured)})"
    together = "" if share is None else f"{figures.percent(Fraction(share))} {rests_on}"
    return render(
        "durations-baseline.html",
        commitment=part.commitment,
        title=part.title,
        rows=newest,
        together=together,
        zone=part.timezone,
        first=times.period_name(newest[-1].period),
        last=times.period_name(newest[0].period),
    )

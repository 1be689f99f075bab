"""Part 3: the few series that left their usual range. Everything else is noise, whatever its colour."""

from __future__ import annotations

from markupsafe import Markup

from living_sla.model.reviews.record import FrozenAgreement, FrozenCommitment, ReviewRecord
from living_sla.model.reviews.series import news_of, runs_of
from living_sla.pages.charts import trend as chart
from living_sla.pages.html import render
from living_sla.words import numbers, times
from living_sla.words.reviews.answer import all_owed
from living_sla.words.reviews.naming import title_in
from living_sla.words.standing import figures, signals

_SIDES = {1: "above", -1: "below"}
_MOST = 3
"""Series that are drawn, those with the most signals first; one less where there are many commitments."""
_MANY = 24


def signal_part(record: ReviewRecord) -> Markup:
    """A chart of twelve periods and those of the review for each of the series with news, and why it is news."""
    found = [(agreement, owed) for agreement, owed in all_owed(record) if news_of(owed)]
    found.sort(key=lambda of: -len(news_of(of[1])))
    most = _MOST if len(all_owed(record)) <= _MANY else _MOST - 1
    unknown = [title_in(record, *of) for of in all_owed(record) if of[1].series and of[1].usual is None]
    return render(
        "reviews-signals.html",
        signals=[(title_in(record, *of), *_signal(*of)) for of in found[:most]],
        others=numbers.listed(title_in(record, *of) for of in found[most:]) if found[most:] else "",
        unknown=numbers.listed(unknown) if unknown else "",
    )


def _signal(agreement: FrozenAgreement, owed: FrozenCommitment) -> tuple[str, Markup]:
    """Why it is news, and its chart."""
    runs = runs_of(owed)
    said = [
        f"{figures.value(figure, figure.value)} in {times.period_name(figure.period)} is {_SIDES[side]}"
        for figure, side in news_of(owed)
    ]
    words = f"{numbers.listed(said)} what is usual: {signals.range_words(runs[-1])}."
    assured = f" {signals.assured(owed.assurance)}." if owed.assurance else ""
    drawn = chart.draw(
        owed.series,
        runs,
        name=f"review-{agreement.id}-{owed.id}",
        title=f"{owed.title}, the last {len(owed.series)} periods",
        bars=owed.measure.is_volume,
    )
    return f"{words}{assured}", drawn

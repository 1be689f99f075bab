"""A picture of periods in sentences: the targets in their order, the figures, and where what is counted changed."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from living_sla.model.counted import counted
from living_sla.model.figures.attainment import Attainment, turned_by
from living_sla.model.figures.signals import ComparableRun
from living_sla.words import numbers, times
from living_sla.words.standing import figures, signals, status_icons


def description(shown: Sequence[Attainment], runs: Sequence[ComparableRun] = ()) -> str:
    """The picture in sentences, for those who do not see it; `runs` where it has their usual ranges."""
    said = [f"{figures_in_order(shown)}.", *([f"{usual(shown, runs)}."] if usual(shown, runs) else [])]
    said += [news] if (news := _news(shown, runs)) else []
    target = [f"Target: {_in_order(shown)}."] if shown[-1].status is not None else []
    return " ".join([*target, *said, *breaks(shown)])


def figures_in_order(shown: Sequence[Attainment]) -> str:
    """``September 2026: 95.8 %, met; October 2026: 96.0 %, on track``; periods without a figure are left out."""
    return "; ".join(
        f"{times.period_name(attainment.period)}: {figures.value(attainment, attainment.value)}"
        f"{f', {_status(attainment)}' if attainment.status else ''}"
        for attainment in shown
        if attainment.value is not None
    )


def usual(shown: Sequence[Attainment], runs: Sequence[ComparableRun]) -> str:
    """The usual ranges in their order: ``Usual range: 84.0 % to 97.9 % (12 closed months)``; empty where none is."""
    known = [run for run in runs if run.usual is not None and run.periods[-1] in shown]
    since = [f", since {times.period_name(run.periods[0].period)} {signals.range_words(run)}" for run in known[1:]]
    return f"Usual range: {signals.range_words(known[0])}{''.join(since)}" if known else ""


def _news(shown: Sequence[Attainment], runs: Sequence[ComparableRun]) -> str:
    """Which periods are signals: ``Signals: below what is usual in August 2026.``"""
    found = [(period, side) for run in runs for period, side in zip(run.settled, run.news, strict=True) if side]
    said = [
        f"{word} what is usual in {numbers.listed(names)}"
        for word, at in (("above", 1), ("below", -1))
        if (names := [times.period_name(period.period) for period, side in found if side == at and period in shown])
    ]
    return f"Signals: {', '.join(said)}." if said else ""


def brief(shown: Sequence[Attainment]) -> str:
    """What a picture the height of a line shows: ``13 periods: 11 met, 1 missed, 1 on track``."""
    counts = Counter(_status(attainment) for attainment in shown)
    return f"{counted(len(shown), 'period')}: {', '.join(f'{number} {word}' for word, number in counts.items())}"


def breaks(shown: Sequence[Attainment]) -> list[str]:
    """A sentence for each period from which on something else is counted."""
    sentences = []
    for before, attainment in zip((None, *shown), shown, strict=False):
        if attainment.broken:
            number = turned_by(attainment.parts[-2] if len(attainment.parts) > 1 else before, attainment)
            by = f" with version {number}" if number is not None else ""
            when = times.period_name(attainment.period)
            sentences.append(f"What is counted changed in {when}{by}: figures before and after do not compare.")
    return sentences


def _in_order(shown: Sequence[Attainment]) -> str:
    """The targets in their order: ``at least 90 %, since October 2026 at least 95 %``."""
    runs: list[tuple[Attainment, str]] = []
    for attainment in shown:
        target = figures.target(attainment.target)
        if not runs or runs[-1][1] != target:
            runs.append((attainment, target))
    later = (f", since {times.period_name(attainment.period)} {target}" for attainment, target in runs[1:])
    return runs[0][1] + "".join(later)


def _status(attainment: Attainment) -> str:
    return status_icons.status_icon(attainment.status).word.lower() if attainment.status else "not judged"

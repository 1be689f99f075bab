"""Attainment of one commitment: the table that every figure of its chart stands in, and what lies behind it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime

from markupsafe import Markup
from msgspec import Struct

from living_sla.model.address import read_address
from living_sla.model.counted import counted
from living_sla.model.figures.attainment import Attainment, Miss
from living_sla.model.figures.small_groups import IN_OTHER
from living_sla.model.figures.standing import Standing, events_without_record
from living_sla.pages.charts import trend as chart
from living_sla.pages.charts.multiples import multiples
from living_sla.pages.html import render
from living_sla.words import numbers, times
from living_sla.words.standing import outlook
from living_sla.words.terms.conditions import column_words

_LATEST = 6


def attainment(standing: Standing, timezone: str) -> Markup:
    """Every period, newest first; then segments, missed records and unusable ones, folded away."""
    newest_first = standing.series[::-1]
    return render(
        "attainment.html",
        commitment=standing.commitment,
        title=standing.commitment.title,
        latest=newest_first[:_LATEST],
        earlier=newest_first[_LATEST:],
        why_not=outlook.why_none(standing),
        waits=standing.waits,
        breakdowns=list(_breakdowns(standing)),
        misses=list(_misses(standing)),
        unusable=standing.unusable,
        unjoined=list(map(events_without_record, standing.unjoined)),
        zone=timezone,
    )


def trend(standing: Standing) -> Markup:
    """The chart of one commitment; empty where no period has a figure."""
    title = f"{standing.commitment.title}, {_last(len(chart.shown_of(standing.series)))}"
    return chart.draw(
        standing.series,
        standing.runs,
        name=f"{standing.commitment.id}-trend",
        title=title,
        bars=standing.commitment.measure.is_volume,
    )


def pictures(standing: Standing) -> Markup:
    """The trend, and below it that of each segment on one scale; empty where no period has a figure."""
    return trend(standing) + multiples(standing)


def _last(periods: int) -> str:
    return "the last period" if periods == 1 else f"the last {counted(periods, 'period')}"


# ---------------------------------------------------------------- segments


class _Cell(Struct, frozen=True):
    text: str
    found: Attainment | None
    rank: str | None


class _SegmentTable(Struct, frozen=True):
    column: str
    periods: tuple[str, ...]
    rows: tuple[tuple[str, tuple[_Cell, ...]], ...]
    """Each segment by its name, with a cell a period."""
    merged: bool
    """Whether some segments are shown together."""
    silent: bool
    """Whether a period is shown as a whole only."""


def _breakdowns(standing: Standing) -> Iterator[_SegmentTable]:
    """The segments of the last judged and of the latest period, and below them those that are merged in either."""
    if not any(standing.segments) or standing.commitment.by_segment is None:
        return
    shown = list(dict.fromkeys(attainment for attainment in (standing.last_closed, standing.current) if attainment))
    columns = [standing.segments[standing.series.index(attainment)] for attainment in shown]
    cells = [{attainment.segments: _cell(attainment) for attainment in column} for column in columns]
    known = dict.fromkeys(attainment.segments or () for column in columns for attainment in column)
    rows = tuple(
        (numbers.segment(of), tuple(column.get(of, _NOT_TOGETHER) for column in cells))
        for of in sorted(known, key=lambda of: len(of) > 1)
    )
    names = tuple(times.period_name(attainment.period) for attainment in shown)
    withheld = {attainment.withheld for column in columns for attainment in column}
    segment = standing.commitment.by_segment
    column = column_words(segment, standing.labels)
    yield _SegmentTable(column, names, rows, any(len(of) > 1 for of in known), not withheld <= {"", IN_OTHER})


_NOT_TOGETHER = _Cell("–", None, "-1")
"""Of segments that are shown by themselves in this period, or with others."""


def _cell(attainment: Attainment) -> _Cell:
    if attainment.withheld:
        return _Cell(attainment.withheld, None, "-1")
    if not attainment.counts.records:
        return _Cell("none", None, "-1")
    return _Cell("", attainment, f"{float(attainment.value):.8f}" if attainment.value is not None else "-1")


# ---------------------------------------------------------------- misses


class _MissRow(Struct, frozen=True):
    key: str
    href: str
    times: tuple[datetime, datetime, datetime | None]


class _PeriodMisses(Struct, frozen=True):
    title: str
    rows: tuple[_MissRow, ...]
    total: int

    @property
    def more(self) -> bool:
        return self.total > len(self.rows)


def _misses(standing: Standing) -> Iterator[_PeriodMisses]:
    """The missed records of the running period and of the last one judged, newest first."""
    one, many = outlook.breaches(standing.commitment)
    for attainment in dict.fromkeys((standing.current, standing.last_closed)):
        if attainment is not None and attainment.misses:
            total = max(attainment.counts.missed, len(attainment.misses))
            name = times.period_name(attainment.period)
            yield _PeriodMisses(f"{counted(total, one, many)} in {name}", _rows(attainment.misses), total)


def _rows(misses: Sequence[Miss]) -> tuple[_MissRow, ...]:
    return tuple(_MissRow(miss.key, _web(miss.link), (miss.started_at, miss.due_at, miss.ended_at)) for miss in misses)


def _web(link: str | None) -> str:
    """The link where it leads to a page of the web; nothing else may become a link."""
    return link if link and read_address(link).is_web else ""

"""How long the records of a commitment took, period by period, in bars that may be shown.

A bar is about no record, or about five or more; `small_bars.py` sees to it before anything is kept. Everything else
that is told of durations (percentiles, bands, the dial, what could be promised) is worked out of these bars alone, so
that it tells no more than they do.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Sequence
from fractions import Fraction
from functools import cached_property, lru_cache
from typing import Literal

from msgspec import Struct

from living_sla.model.time.period import Period

Unit = Literal["minutes", "days"]

_EDGES: dict[Unit, tuple[int, ...]] = {
    "minutes": (
        *(1, 2, 5, 10, 15, 20, 30, 45, 60, 90, 120, 180, 240, 300, 360, 480, 600, 720, 960, 1_440),
        *(1_920, 2_400, 2_880, 4_320, 5_760, 7_200, 10_080, 14_400, 20_160, 43_200),
    ),
    "days": (1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 12, 14, 15, 20, 21, 25, 28, 30, 45, 60, 90, 120, 180, 365),
}
_BANDS: dict[Unit, tuple[int, ...]] = {"minutes": (5, 15, 60, 240, 1_440), "days": (1, 2, 5, 10, 20)}


class Scale(Struct, frozen=True, omit_defaults=True, dict=True):
    """On what durations are counted: a unit of the commitment's own clock, and where bars may end."""

    unit: Unit
    """Days are dates of the clock, as a limit of days counts them."""
    business: bool
    """Whether the clock runs in covered time only."""
    limit: int | None = None
    """In units; None where nothing limits a record."""

    @cached_property
    def edges(self) -> tuple[int, ...]:
        """Where a bar may end, in units, ascending; the limit is one of them. What takes exactly so long is below."""
        return _edges(self.unit, self.limit)

    @property
    def bands(self) -> tuple[int, ...]:
        """Where a band of answer time ends; the last one has no end."""
        return _BANDS[self.unit]

    @property
    def cells(self) -> int:
        """One more than there are edges: the last is for what took longer than all of them, or has not ended."""
        return len(self.edges) + 1


@lru_cache(maxsize=1_024)
def _edges(unit: Unit, limit: int | None) -> tuple[int, ...]:
    return tuple(sorted({*_EDGES[unit], *(() if limit is None else (limit,))}))


class Bar(Struct, frozen=True):
    """Records that took longer than `low` and no longer than `high`."""

    low: int
    high: int | None
    """None: however long, those that are overdue and still open among them."""
    count: int


def side_by_side(edges: Sequence[int], counts: Sequence[int]) -> Iterator[Bar]:
    """The bars that end at these edges, the last one nowhere; one count more than there are edges."""
    lows, highs = (0, *edges), (*edges, None)
    for low, high, count in zip(lows, highs, counts, strict=True):
        yield Bar(low, high, count)


class PeriodDurations(Struct, frozen=True, omit_defaults=True):
    """How long the judged records of a period took: bars side by side, none about one to four records.

    Their counts add up to those that were met and missed. A side of the limit that has one to four records is one bar:
    no more than the counts of the period tell.
    """

    period: Period
    edges: tuple[int, ...]
    """Where each bar but the last one ends, in units."""
    counts: tuple[int, ...]
    limit: int | None = None
    ended: bool = True
    """Whether the period is over and nothing in it is pending."""

    @property
    def total(self) -> int:
        """How many records it is about."""
        return sum(self.counts)

    def bars(self) -> Iterator[Bar]:
        """The bars, shortest durations first."""
        return side_by_side(self.edges, self.counts)

    def within(self, limit: int) -> tuple[int, int]:
        """How many took no longer than that, at least and at most: the same where a bar ends there."""
        upto = [0, *itertools.accumulate(self.counts)]
        known = dict(zip((0, *self.edges), upto, strict=False))
        low = max(edge for edge in known if edge <= limit)
        if low == limit:
            return known[low], known[low]
        above = [edge for edge in known if edge > limit]
        if not above:  # in the last bar, of which nobody knows where it ends
            return known[low], self.total
        return known[low], known[min(above)]

    def percentile(self, share: Fraction) -> Bar | None:
        """The bar that holds the duration which this share of the records did not exceed; None without records.

        Where in the bar it lies, nobody is told: it may be a few records' own.
        """
        upto = 0
        for bar in self.bars():
            upto += bar.count
            if bar.count and upto >= share * self.total:
                return bar
        return None


class OpenAges(Struct, frozen=True):
    """How old the open records of a commitment are at the as-of, on its own clock."""

    pending: tuple[Bar, ...]
    """Those that are not due yet, youngest first; none where there are fewer than five."""
    overdue: tuple[Bar, ...]
    """Those that are due; none where there are fewer than five."""
    few_pending: bool = False
    """Whether there are one to four, of whom nothing is told."""
    few_overdue: bool = False
    overdue_withheld: bool = False
    """Whether there are five or more of which nothing is told, because it would tell of the few that ended late."""


class ConvertedBand(Struct, frozen=True):
    """Records of mature cohorts that took longer than `low` and no longer than `high`, and what became of them."""

    low: int
    high: int | None
    records: int
    converted: int


class Conversions(Struct, frozen=True):
    """Which part of each band of answer time converted, over the periods that are old enough to tell."""

    commitment: str
    """The conversion that says what converted is."""
    periods: tuple[Period, ...] = ()
    """Whose records they are, oldest first."""
    bands: tuple[ConvertedBand, ...] = ()
    """Bands of answer time, each with no record or at least five that converted, and so of those that did not."""
    too_few: bool = False
    """Whether periods are old enough, and too few of their records converted, or did not, to tell bands apart."""


class Durations(Struct, frozen=True):
    """How long the records of a commitment took, as far as it may be told."""

    scale: Scale
    """Of its newest terms."""
    periods: tuple[PeriodDurations, ...] = ()
    """Oldest first; those that nothing is told of are left out."""
    alike_from: int = 0
    """Where in `periods` those begin that count as the latest does: before them, other records were counted."""
    ages: OpenAges | None = None
    conversions: Conversions | None = None
    shown_by: str = ""
    """The commitment that shows these records, ``lead-handoff/first-contact``, where this one does not."""
    withheld: bool = False
    """Whether nothing is told, because what others tell of the same records would take bars apart."""

    @property
    def is_told(self) -> bool:
        """Whether it says anything itself."""
        return not (self.shown_by or self.withheld)

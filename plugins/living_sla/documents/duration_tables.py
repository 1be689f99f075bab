"""How long records took, as rows of CSV: the bars that a page may show, and nothing that is not made of them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from living_sla.model.figures.durations import Bar, Durations, Scale
from living_sla.model.figures.pooled import promises
from living_sla.model.figures.standing import Standing

DURATIONS = ("agreement", "commitment", "period", "over", "up_to", "unit", "clock", "limit", "records")
AGES = ("agreement", "commitment", "state", "over", "up_to", "unit", "clock", "records")
PROMISES = ("agreement", "commitment", "limit", "unit", "clock", "share")


def durations(standing: Standing) -> Iterator[list[object]]:
    """A row a bar and period; `up_to` is empty for the last bar, which has no end."""
    found = _told(standing)
    if found is None:
        return
    for period in found.periods:
        about = [standing.agreement, standing.id, period.period.label]
        yield from ([*about, *_bar(bar, found.scale), period.limit, bar.count] for bar in period.bars())


def ages(standing: Standing) -> Iterator[list[object]]:
    """A row a bar of open records, not due yet and overdue; a side of one to four records has none."""
    found = _told(standing)
    if found is None or found.ages is None:
        return
    for state, bars in (("not due yet", found.ages.pending), ("overdue", found.ages.overdue)):
        for bar in bars:
            yield [standing.agreement, standing.id, state, *_bar(bar, found.scale), bar.count]


def promised(standings: Iterable[Standing]) -> Iterator[list[object]]:
    """A row a limit: the share that nine of the last ten closed periods kept."""
    for standing in standings:
        if (found := _told(standing)) is not None:
            clock = [found.scale.unit, _clock(found.scale)]
            yield from ([standing.agreement, standing.id, limit, *clock, float(of)] for limit, of in promises(found))


def _told(standing: Standing) -> Durations | None:
    """Those of the commitment, unless another one shows the same records."""
    found = standing.durations
    return None if found is None or found.shown_by else found


def _bar(bar: Bar, scale: Scale) -> list[object]:
    return [bar.low, bar.high, scale.unit, _clock(scale)]


def _clock(scale: Scale) -> str:
    return "working time" if scale.business else "elapsed time"

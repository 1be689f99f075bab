"""Which figures a document or a table holds: of which commitments and periods, with or without segments."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from living_sla.errors import SlaError
from living_sla.model.figures.attainment import Attainment, Status
from living_sla.model.figures.standing import Report, Standing
from living_sla.words.standing.outlook import with_reason


def chosen(report: Report, agreement: str = "", commitment: str = "") -> list[Standing]:
    """The commitments that are asked for, in the order of the site; raises `SlaError` for an id that nothing has."""
    standings = [standing for of in report.agreements for standing in of.commitments]
    if agreement and not standings:
        raise SlaError(f'there is no agreement "{agreement}"', hint="sla attain without arguments shows all of them")
    found = [standing for standing in standings if commitment in ("", standing.commitment.id)]
    if commitment and not found:
        known = ", ".join(standing.commitment.id for standing in standings)
        raise SlaError(f'"{agreement}" has no commitment "{commitment}"', hint=f"its commitments: {known}")
    return found


def judged_in(standings: Iterable[Standing], period: str | None) -> Iterator[Standing]:
    """Those that have the period of that label or wait for data, or all of them; raises `SlaError` where none is."""
    if period is None:
        yield from standings
        return
    found = [of for of in standings if of.waits or any(whole.period.label == period for whole in of.series)]
    if not found:
        raise SlaError(f'no commitment has a period "{period}"', hint="write for example 2026-10, 2026-W41 or 2026-Q4")
    yield from found


def rows_of(standings: Iterable[Standing], period: str | None = None, *, segments: bool = True) -> Iterator[Attainment]:
    """Every period of every commitment, or the one of that label, with the reason of its status; then its segments."""
    for standing in standings:
        for number, whole in enumerate(standing.series):
            if period in (None, whole.period.label):
                parts = standing.segments[number] if segments and standing.segments else ()
                yield from (with_reason(standing.commitment, row) for row in (whole, *parts))


def latest_statuses(standings: Iterable[Standing], period: str | None) -> Iterator[Status | None]:
    """What a build may fail on: the statuses of that period, or of the last judged and the latest one."""
    for standing in standings:
        if period is not None:
            yield from (whole.status for whole in standing.series if whole.period.label == period)
        else:
            yield from (one.status for one in (standing.last_closed, standing.current) if one is not None)

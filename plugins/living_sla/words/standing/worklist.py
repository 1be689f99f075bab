"""What is open, as lines of a terminal and cells of a table."""

from __future__ import annotations

from datetime import datetime, timedelta

from living_sla.model.counted import counted
from living_sla.model.figures.worklist import OpenRecord, Worklist
from living_sla.model.harmless import harmless
from living_sla.model.time.zones import wall_time
from living_sla.words import times
from living_sla.words.layout import aligned
from living_sla.words.numbers import number, plain_spaces

_LONGEST = 60


def head(*, owned: bool) -> list[str]:
    """The names of the columns."""
    return ["Due", "", "Record", "Commitment", *(["Owner"] if owned else []), "Open since", "Link"]


def cells(record: OpenRecord, *, owned: bool) -> list[str]:
    """One record as cells of a table, texts from exports on one line each."""
    return [
        _at(record.due, record.timezone),
        when(record.due, record.told),
        harmless(record.key, _LONGEST),
        f"{record.agreement}/{record.commitment}",
        *([harmless(record.owner, _LONGEST) or "nobody"] if owned else []),
        _at(record.since, record.timezone),
        record.link or "",
    ]


def when(due: datetime, now: datetime) -> str:
    """``in 2 h 10 min``, ``overdue by 3 days``, ``due now``."""
    if due == now:
        return "due now"
    return f"in {_span(due - now)}" if due > now else f"overdue by {_span(now - due)}"


def _span(length: timedelta) -> str:
    minutes = length // timedelta(minutes=1)
    if length >= timedelta(days=2):
        return times.length(length)
    hours, rest = divmod(minutes, 60)
    return " ".join([f"{hours} h"] * bool(hours) + [f"{rest} min"] * bool(rest or not hours))


def _at(moment: datetime, timezone: str) -> str:
    return f"{wall_time(moment, timezone):%a %Y-%m-%d %H:%M}"


def summary(found: Worklist) -> str:
    """``3 records are open, 1 of them overdue``, and against which moment that is told."""
    overdue = sum(record.is_overdue for record in found.records)
    count = len(found.records)
    said = f"{number(count)} {'record is' if count == 1 else 'records are'} open, {number(overdue)} overdue"
    later = f"; {counted(found.later, 'more falls', 'more fall')} due later" if found.later else ""
    others = ", the earliest as-of; each is told at that of its exports"
    each = others if any(record.told != found.now for record in found.records) else ""
    return f"{said}{later}, at {found.now:%Y-%m-%d %H:%M} {found.now.tzname() or 'UTC'}{each}"


def lines(found: Worklist) -> list[str]:
    """The list for a terminal: those that fall due first come first."""
    if not found.records:
        return [summary(found)]
    rows = [head(owned=found.owned), *(cells(of, owned=found.owned) for of in found.records)]
    return [plain_spaces(line) for line in (summary(found), "", *aligned(rows))]

"""What the pages about figures draw. The product works out every due instant, so no picture can be wrong."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import numpy as np
from msgspec import Struct

from living_sla.model.agreement.coverage_terms import CoverageTerms
from living_sla.model.quantity import parse_duration
from living_sla.model.time.clock import Clock
from living_sla.model.time.zones import instant, micros
from tools.drawings.canvas import WIDTH, Canvas

_OFFICE = CoverageTerms.model_validate({"timezone": "UTC", "hours": {"mon-fri": "09:00-17:00"}})
_LEFT, _RIGHT = 12, WIDTH - 12
_TOP = 28


def _at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


def _due(start: datetime, limit: str) -> datetime:
    length = parse_duration(limit)
    due = Clock(_OFFICE, business=length.business).due(np.array([micros(start)]), length)
    return instant(due[0])


class _Axis(Struct, frozen=True):
    """Days side by side, from midnight to midnight."""

    first: datetime
    days: int

    def x(self, at: datetime) -> float:
        share = (at - self.first) / timedelta(days=self.days)
        return round(_LEFT + (_RIGHT - _LEFT) * share, 1)

    def drawn(self, canvas: Canvas, bottom: float) -> None:
        """The days with their names; hours of coverage are shaded."""
        for number in range(self.days):
            day = self.first + timedelta(days=number)
            left, right = self.x(day), self.x(day + timedelta(days=1))
            canvas.box("rest", left, _TOP, right, bottom)
            if day.weekday() < 5:
                canvas.box("open", self.x(day.replace(hour=9)), _TOP, self.x(day.replace(hour=17)), bottom)
            canvas.line("grid", left, _TOP, left, bottom)
            canvas.text(f"{day:%a}", (left + right) / 2, _TOP - 8, "small", "middle")


def business_clock() -> str:
    """Two leads of a Friday with a limit of 4 business hours."""
    first = _at("2026-11-20")
    canvas = Canvas(
        212,
        "A clock that runs in business hours only",
        "Of a lead of Friday 16:00, one hour runs on Friday and three run on Monday, so 4 business hours are over on "
        "Monday at 12:00. The clock of a lead of Friday 18:30 starts on Monday at 09:00 and is over at 13:00.",
    )
    axis = _Axis(first, 4)
    axis.drawn(canvas, 160)
    for start, middle in ((_at("2026-11-20T16:00"), 68), (_at("2026-11-20T18:30"), 132)):
        due = _due(start, "4 business hours")
        canvas.text(f"handed over {start:%a %H:%M}, due {due:%a %H:%M}", _LEFT + 6, middle - 20)
        canvas.line("line dashed", axis.x(start), middle, axis.x(due), middle)
        for opens in (day.replace(hour=9) for day in (first, first + timedelta(days=3))):
            begin, end = max(start, opens), min(due, opens.replace(hour=17))
            if begin < end:
                canvas.box("met", axis.x(begin), middle - 4, axis.x(end), middle + 4)
                hours = (end - begin) / timedelta(hours=1)
                canvas.text(f"{hours:g} h", (axis.x(begin) + axis.x(end)) / 2, middle + 19, "small", "middle")
        canvas.dot("hollow", axis.x(start), middle)
        canvas.diamond("line", axis.x(due), middle)
    canvas.text("Shaded: hours of coverage.", _LEFT, 182, "small")
    canvas.text("Green: the clock runs. Dashed: it stands still.", _LEFT, 200, "small")
    return str(canvas)


def outcomes() -> str:
    """Four leads as an export of Thursday 14:00 knows them."""
    first, as_of = _at("2026-11-16"), _at("2026-11-19T14:00")
    leads: tuple[tuple[str, str | None], ...] = (
        ("2026-11-16T10:00", "2026-11-17T09:30"),
        ("2026-11-16T15:00", "2026-11-18T11:00"),
        ("2026-11-17T11:00", None),
        ("2026-11-19T10:00", None),
    )
    canvas = Canvas(
        306,
        "What a lead comes to",
        "Four leads with a limit of one business day, as an export of Thursday 14:00 knows them: one was answered in "
        "time and is met, one was answered late and is missed, one is unanswered and overdue and is missed, too, and "
        "one is unanswered and still within its limit: it is pending and counts neither way.",
    )
    axis = _Axis(first, 5)
    axis.drawn(canvas, 212)
    counts = {"met": 0, "missed": 0, "pending": 0}
    for number, (begun, answered) in enumerate(leads):
        middle = 60 + 45 * number
        start, due = _at(begun), _due(_at(begun), "1 business day")
        end = _at(answered) if answered else None
        outcome = ("met" if end <= due else "missed") if end else ("missed" if due <= as_of else "pending")
        counts[outcome] += 1
        said = f"answered {end:%a %H:%M}" if end else "not answered"
        at, anchor = (axis.x(as_of) - 6, "end") if outcome == "pending" else (axis.x(start) - 5, "start")
        canvas.text(f"{outcome}: {said}", at, middle - 12, "", anchor)
        canvas.box("left", axis.x(start), middle - 3, axis.x(due), middle + 3)
        canvas.box(outcome, axis.x(start), middle - 3, axis.x(min(end or as_of, as_of)), middle + 3)
        canvas.dot("hollow", axis.x(start), middle)
        canvas.diamond("line", axis.x(due), middle)
        if end:
            canvas.dot(outcome, axis.x(end), middle)
    canvas.line("line dashed", axis.x(as_of), _TOP, axis.x(as_of), 216)
    canvas.text(f"as-of: {as_of:%a %H:%M}", axis.x(as_of), 230, "small", "middle")
    judged = counts["met"] + counts["missed"]
    share = f"{counts['met'] / judged:.1%}".replace("%", " %")
    met = f"{share} ({counts['met']} of {judged}; {counts['pending']} still open)"
    canvas.text("met ÷ (met + missed)", _LEFT, 254, "strong")
    canvas.text(f"= {met}", _LEFT, 272, "strong")
    canvas.text("Circle: handed over. Diamond: due. Dot: answered.", _LEFT, 294, "small")
    return str(canvas)


def periods() -> str:
    """A lead that crosses the end of a month, and the month that each `judged_by` puts it into."""
    start, end = _at("2026-11-27T15:00"), _at("2026-12-02T10:00")
    due = _due(start, "1 business day")
    canvas = Canvas(
        192,
        "Which period a lead belongs to",
        "A lead that is handed over on Friday 27 November, due on Monday 30 November and answered on Wednesday "
        "2 December belongs to November by its start and by its due instant, and to December by its end.",
    )
    axis = _Axis(_at("2026-11-26"), 7)
    axis.drawn(canvas, 76)
    turn = axis.x(_at("2026-12-01"))
    canvas.line("line", turn, 14, turn, 180)
    canvas.text("November", turn - 8, 98, "strong", "end")
    canvas.text("December", turn + 8, 98, "strong")
    canvas.box("left", axis.x(start), 49, axis.x(due), 55)
    canvas.box("missed", axis.x(due), 49, axis.x(end), 55)
    canvas.dot("hollow", axis.x(start), 52)
    canvas.diamond("line", axis.x(due), 52)
    canvas.dot("missed", axis.x(end), 52)
    canvas.text("judged_by", _LEFT, 98, "strong")
    for row, (by, at) in enumerate((("start", start), ("due", due), ("end", end))):
        y = 124 + 24 * row
        side, anchor = (10, "start") if by == "start" else (-10, "end")
        canvas.text(by, _LEFT, y, "small")
        canvas.dot("hollow", axis.x(at), y - 4)
        canvas.text(f"{at.day} {at:%b}", axis.x(at) + side, y, "small", anchor)
    return str(canvas)


def versions() -> str:
    """Terms that change while leads arrive, and by which of them each lead is judged."""
    first = _at("2026-11-16")
    recorded, marketing, sales = _at("2026-11-16T11:00"), _at("2026-11-17T10:00"), _at("2026-11-18T13:00")
    leads = tuple(_at(text) for text in ("2026-11-16T14:00", "2026-11-18T10:00", "2026-11-18T16:00"))
    canvas = Canvas(
        240,
        "Which terms judge a lead",
        "Version 2 is recorded on Monday and signed by Marketing on Tuesday and by Sales on Wednesday at 13:00: then "
        "it takes force. Leads that were handed over before are judged by version 1, later ones by version 2.",
    )
    axis = _Axis(first, 4)
    axis.drawn(canvas, 206)
    steps = (("version 2 is recorded", recorded), ("Marketing signs", marketing), ("Sales signs", sales))
    for number, (words, at) in enumerate(steps):
        y = 48 + 26 * number
        canvas.dot("hollow", axis.x(at), y)
        canvas.text(f"{words}, {at:%H:%M}", axis.x(at) + 10, y + 4)
    force = max(recorded, marketing, sales)
    canvas.box("left", axis.x(first), 138, axis.x(force), 150)
    canvas.box("met", axis.x(force), 138, _RIGHT, 150)
    canvas.text("version 1 in force", axis.x(first) + 6, 133, "strong")
    canvas.text("version 2 in force", _RIGHT, 133, "strong", "end")
    canvas.line("line dashed", axis.x(force), 106, axis.x(force), 206)
    for lead in leads:
        version = 1 if lead < force else 2
        side, anchor = (-10, "end") if lead.day == force.day and version == 1 else (10, "start")
        canvas.dot("hollow", axis.x(lead), 180)
        canvas.text(f"version {version}", axis.x(lead) + side, 184, "small", anchor)
    canvas.text("The version at the start of a lead's clock judges it.", _LEFT, 229, "small")
    return str(canvas)


PICTURES: dict[str, Callable[[], str]] = {
    "business-clock.svg": business_clock,
    "outcomes.svg": outcomes,
    "periods.svg": periods,
    "versions.svg": versions,
}
"""By the name of the file below `docs/assets/`."""

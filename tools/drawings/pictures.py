"""What the pages about figures draw. The product works out every due instant, so no picture can be wrong."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

import numpy as np

from living_sla.model.agreement.coverage_terms import CoverageTerms
from living_sla.model.quantity import parse_duration
from living_sla.model.time.clock import Clock
from living_sla.model.time.zones import instant, micros
from tools.drawings.canvas import WIDTH, Canvas

_OFFICE = CoverageTerms.model_validate({"timezone": "UTC", "hours": {"mon-fri": "09:00-17:00"}})
_LEFT, _RIGHT = 172, WIDTH - 16


def _at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


def _due(start: datetime, limit: str) -> datetime:
    length = parse_duration(limit)
    due = Clock(_OFFICE, business=length.business).due(np.array([micros(start)]), length)
    return instant(due[0])


@dataclass(frozen=True)
class _Axis:
    """Days side by side, from midnight to midnight."""

    first: datetime
    days: int

    def x(self, at: datetime) -> float:
        share = (at - self.first) / timedelta(days=self.days)
        return round(_LEFT + (_RIGHT - _LEFT) * share, 1)

    def drawn(self, canvas: Canvas, top: float, bottom: float) -> None:
        """The days with their names; hours of coverage are shaded."""
        for number in range(self.days):
            day = self.first + timedelta(days=number)
            left, right = self.x(day), self.x(day + timedelta(days=1))
            canvas.box("rest", left, top, right, bottom)
            if day.weekday() < 5:
                canvas.box("open", self.x(day.replace(hour=9)), top, self.x(day.replace(hour=17)), bottom)
            canvas.line("grid", left, top, left, bottom)
            canvas.text(f"{day:%A}", (left + right) / 2, top - 8, "small", "middle")


def business_clock() -> str:
    """Two leads of a Friday with a limit of 4 business hours."""
    first, friday = _at("2026-11-20"), (_at("2026-11-20T16:00"), _at("2026-11-20T18:30"))
    canvas = Canvas(
        208,
        "A clock that runs in business hours only",
        "Of a lead of Friday 16:00, one hour runs on Friday and three run on Monday, so 4 business hours are over on "
        "Monday at 12:00. The clock of a lead of Friday 18:30 starts on Monday at 09:00 and is over at 13:00.",
    )
    axis = _Axis(first, 4)
    axis.drawn(canvas, 36, 164)
    for start, middle in zip(friday, (72, 128), strict=True):
        due = _due(start, "4 business hours")
        canvas.text(f"handed over {start:%a %H:%M}", 14, middle - 2)
        canvas.text(f"due {due:%a %H:%M}", 14, middle + 15, "small")
        canvas.line("line dashed", axis.x(start), middle, axis.x(due), middle)
        for opens in (day.replace(hour=9) for day in (first, first + timedelta(days=3))):
            begin, end = max(start, opens), min(due, opens.replace(hour=17))
            if begin < end:
                canvas.box("met", axis.x(begin), middle - 4, axis.x(end), middle + 4)
                hours = (end - begin) / timedelta(hours=1)
                canvas.text(f"{hours:g} h", (axis.x(begin) + axis.x(end)) / 2, middle - 11, "small", "middle")
        canvas.dot("hollow", axis.x(start), middle)
        canvas.diamond("line", axis.x(due), middle)
    canvas.text("Shaded: hours of coverage. Green: the clock runs. Dashed: it stands still.", 14, 192, "small")
    return str(canvas)


def outcomes() -> str:
    """Five leads as an export of Thursday 14:00 knows them."""
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
    axis.drawn(canvas, 36, 236)
    counts = {"met": 0, "missed": 0, "pending": 0}
    for number, (begun, answered) in enumerate(leads):
        middle = 60 + 48 * number
        start, due = _at(begun), _due(_at(begun), "1 business day")
        end = _at(answered) if answered else None
        outcome = ("met" if end <= due else "missed") if end else ("missed" if due <= as_of else "pending")
        counts[outcome] += 1
        canvas.text(outcome, 14, middle + 1, "strong")
        canvas.text(f"answered {end:%a %H:%M}" if end else "not answered", 14, middle + 17, "small")
        canvas.box("left", axis.x(start), middle - 3, axis.x(due), middle + 3)
        canvas.box(outcome, axis.x(start), middle - 3, axis.x(min(end or as_of, as_of)), middle + 3)
        canvas.dot("hollow", axis.x(start), middle)
        canvas.diamond("line", axis.x(due), middle)
        if end:
            canvas.dot(outcome, axis.x(end), middle)
    canvas.line("line dashed", axis.x(as_of), 36, axis.x(as_of), 240)
    canvas.text(f"as-of: {as_of:%a %H:%M}", axis.x(as_of), 254, "small", "middle")
    judged = counts["met"] + counts["missed"]
    said = f"{counts['met'] / judged:.1%}".replace("%", " %")
    canvas.text(
        f"attainment = met ÷ (met + missed) = {said} ({counts['met']} of {judged}; {counts['pending']} still open)",
        14, 276, "strong",
    )  # fmt: skip
    canvas.text("Circle: handed over. Diamond: due. Dot: answered.", 14, 295, "small")
    return str(canvas)


def periods() -> str:
    """A lead that crosses the end of a month, and the month that each `judged_by` puts it into."""
    first = _at("2026-11-26")
    start, end = _at("2026-11-27T15:00"), _at("2026-12-02T10:00")
    due = _due(start, "1 business day")
    canvas = Canvas(
        206,
        "Which period a lead belongs to",
        "A lead that is handed over on Friday 27 November, due on Monday 30 November and answered on Wednesday "
        "2 December belongs to November by its start and by its due instant, and to December by its end.",
    )
    axis = _Axis(first, 7)
    axis.drawn(canvas, 36, 92)
    turn = axis.x(_at("2026-12-01"))
    canvas.line("line", turn, 20, turn, 184)
    canvas.text("November", turn - 8, 112, "strong", "end")
    canvas.text("December", turn + 8, 112, "strong")
    canvas.text("one lead", 14, 68)
    canvas.box("left", axis.x(start), 61, axis.x(due), 67)
    canvas.box("missed", axis.x(due), 61, axis.x(end), 67)
    canvas.dot("hollow", axis.x(start), 64)
    canvas.diamond("line", axis.x(due), 64)
    canvas.dot("missed", axis.x(end), 64)
    for row, (name, at, word) in enumerate(
        (("start (the default)", start, "handed over"), ("due", due, "due"), ("end", end, "answered"))
    ):
        y = 136 + 22 * row
        canvas.text(f"judged_by: {name}", 14, y, "small")
        canvas.dot("hollow", axis.x(at), y - 4)
        side = 10 if name.startswith("start") else -10
        canvas.text(f"{word} {at.day} {at:%b}", axis.x(at) + side, y, "small", "start" if side > 0 else "end")
    return str(canvas)


def versions() -> str:
    """Terms that change while leads arrive, and by which of them each lead is judged."""
    first = _at("2026-11-16")
    recorded, marketing, sales = _at("2026-11-16T11:00"), _at("2026-11-17T10:00"), _at("2026-11-18T13:00")
    leads = tuple(_at(text) for text in ("2026-11-17T09:00", "2026-11-18T10:00", "2026-11-18T16:00"))
    canvas = Canvas(
        236,
        "Which terms judge a lead",
        "Version 2 is recorded on Monday and signed by Marketing on Tuesday and by Sales on Wednesday at 13:00: then "
        "it takes force. Leads that were handed over before are judged by version 1, later ones by version 2.",
    )
    axis = _Axis(first, 4)
    axis.drawn(canvas, 36, 204)
    for y, words, at in ((62, "recorded", recorded), (88, "Marketing signs", marketing), (114, "Sales signs", sales)):
        canvas.text(words, 14, y + 4)
        canvas.dot("hollow", axis.x(at), y)
        canvas.text(f"{at:%H:%M}", axis.x(at) + 10, y + 4, "small")
    force = max(recorded, marketing, sales)
    canvas.text("in force", 14, 148, "strong")
    canvas.box("left", axis.x(first), 138, axis.x(force), 150)
    canvas.box("met", axis.x(force), 138, _RIGHT, 150)
    canvas.text("version 1: 1 business day", axis.x(first) + 8, 134, "small")
    canvas.text("version 2: 4 business hours", axis.x(force) + 8, 134, "small")
    canvas.line("line dashed", axis.x(force), 118, axis.x(force), 204)
    canvas.text("leads", 14, 182)
    for lead in leads:
        version = 1 if lead < force else 2
        canvas.dot("hollow", axis.x(lead), 178)
        side = 10 if version == 2 else -10
        canvas.text(f"by version {version}", axis.x(lead) + side, 182, "small", "start" if side > 0 else "end")
    canvas.text(
        "Goalposts do not move after the shot: the version at the start of a lead's clock judges it.", 14, 226, "small"
    )
    return str(canvas)


PICTURES: dict[str, Callable[[], str]] = {
    "business-clock.svg": business_clock,
    "outcomes.svg": outcomes,
    "periods.svg": periods,
    "versions.svg": versions,
}
"""By the name of the file below `docs/assets/`."""

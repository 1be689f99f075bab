"""What many cells of one shape say, worked out at once: numbers, days, times, offsets, and which of them there are."""

from __future__ import annotations

from functools import cache

import numpy as np
import numpy.typing as npt
from msgspec import Struct

from living_sla.exports.cells.batch import MONEY_DIGITS, Flags
from living_sla.exports.cells.shapes import Numbers, Shape
from living_sla.exports.cells.spellings import SHORT_MONTHS
from living_sla.model.notation import MONTHS
from living_sla.model.time.zones import DAY, END_YEAR, FIRST_YEAR, HOUR, MINUTE, SECOND, Instants

FIRST, END = (int(np.datetime64(f"{year}-01-01", "us").astype(np.int64)) for year in (FIRST_YEAR, END_YEAR))
"""Microseconds of the first instant that is read, and of the first that is not."""


class MarksSeen(Struct, eq=False):
    """What the numbers of one file tell about their mark, as `spellings.could_be_thousands` does of one number."""

    has_doubtful: bool = False
    """Whether one has a mark that could stand between thousands: ``1.200``."""
    has_plain: bool = False
    """Whether one says that it does not: ``1.25``, ``0.200``, ``1200``."""

    @property
    def leave_doubt(self) -> bool:
        """Whether nothing in the file says what its marks mean."""
        return self.has_doubtful and not self.has_plain

    def look_at(self, shape: Shape, kind: str) -> None:
        """Take in the numbers of one shape, of a column of that type."""
        whole = next((name for name in shape.widths if name == "whole" or name.startswith("n_")), None)
        if whole is None:
            return  # hours and minutes have no marks
        part = "part" if whole == "whole" else "fraction"
        # A percent without its sign is no more than one, so that no thousand can be meant.
        is_bare_share = kind == "percent" and "percent" not in shape.words
        if part not in shape.digits:
            self.has_plain = self.has_plain or shape.widths[whole] > 3
        elif shape.widths[part] != 3 or shape.widths[whole] > 3 or is_bare_share:
            self.has_plain = True
        else:
            is_nought = shape.digits[whole] == 0
            self.has_plain = self.has_plain or bool(is_nought.any())
            self.has_doubtful = self.has_doubtful or not is_nought.all()


def numbers(shape: Shape, kind: str) -> tuple[Numbers, Flags]:
    """The numbers of a column of that type, as `Column` holds them, and which of them are spelled well."""
    whole, width = _whole(shape)
    good = whole >= 10 ** (width - 1) if width > 1 else np.ones(len(whole), dtype=np.bool_)
    sign = -1 if "minus" in shape.words else 1
    part, decimals = shape.digits.get("part"), shape.widths.get("part", 0)
    if kind == "integer":
        return whole.astype(np.int64) * sign, good
    if kind == "money":
        fraction, exact = _ten_thousandths(part, decimals, len(whole))
        return (whole.astype(np.int64) * 10**MONEY_DIGITS + fraction) * sign, good & exact
    if "percent" in shape.words:
        return _decimal(whole, part, decimals, 2) * sign, good
    number = _decimal(whole, part, decimals, 0) * sign
    return number, good & (np.abs(number) <= 1) if kind == "percent" else good


def _whole(shape: Shape) -> tuple[Numbers, int]:
    """The digits before the decimals as one number, and how many they are."""
    if "whole" in shape.digits:
        return shape.digits["whole"], shape.widths["whole"]
    groups = sorted(name for name in shape.digits if name.startswith("w"))
    number = np.zeros(len(shape.positions), dtype=np.int64)
    for name in groups:
        number = number * 1000 + shape.digits[name]
    return number, shape.widths["w0"] + 3 * (len(groups) - 1)


def _ten_thousandths(part: Numbers | None, decimals: int, count: int) -> tuple[Instants, Flags]:
    if part is None:
        return np.zeros(count, dtype=np.int64), np.ones(count, dtype=np.bool_)
    digits = part.astype(np.int64)
    if decimals <= MONEY_DIGITS:
        return digits * 10 ** (MONEY_DIGITS - decimals), np.ones(count, dtype=np.bool_)
    beyond = 10 ** (decimals - MONEY_DIGITS)
    return digits // beyond, digits % beyond == 0


def _decimal(whole: Numbers, part: Numbers | None, decimals: int, shift: int) -> npt.NDArray[np.float64]:
    """The nearest floating-point number to `whole.part` divided by ten `shift` times."""
    fraction = np.zeros(len(whole), dtype=np.int64) if part is None else part.astype(np.int64)
    largest = int(whole.max()) if len(whole) else 0
    if (largest + 1) * 10**decimals < 2**53 and decimals + shift <= 22:
        # Both sides of the division are exact, so its one rounding is the right one.
        exact: npt.NDArray[np.float64] = (whole.astype(np.int64) * 10**decimals + fraction) / float(
            10 ** (decimals + shift)
        )
        return exact
    texts = (f"{w}{f:0{decimals}d}e-{decimals + shift}" for w, f in zip(whole.tolist(), fraction.tolist(), strict=True))
    if not decimals:
        texts = (f"{w}e-{shift}" for w in whole.tolist())
    return np.array([float(text) for text in texts], dtype=np.float64)


# ---------------------------------------------------------------- dates and times


def since_1970(shape: Shape) -> tuple[Instants, Flags]:
    """Microseconds since 1970 that are counted from there, and which of them can be."""
    digits = shape.digits
    ticks, unit = (digits["since_s"], SECOND) if "since_s" in digits else (digits["since_ms"], SECOND // 1000)
    micros = ticks.astype(np.int64) * unit
    if "f" in digits:
        micros += digits["f"].astype(np.int64) * 10 ** ((6 if unit == SECOND else 3) - shape.widths["f"])
    good = (micros >= FIRST) & (micros < END)
    return micros, np.zeros_like(good) if "minus" in shape.words else good


@cache
def _month_starts() -> Instants:
    """Days from the epoch to the first of each month, from January of year 0 to January of year 10000."""
    months = np.arange("0000-01", "10000-02", dtype="datetime64[M]")
    return months.astype("datetime64[D]").astype(np.int64)


def _year(shape: Shape) -> Instants:
    """Years of four digits; two are those from 1969 to 2068, as POSIX has it."""
    if "Y" in shape.digits:
        return shape.digits["Y"].astype(np.int64)
    short = shape.digits["y"].astype(np.int64)
    return short + np.where(short < 69, 2000, 1900)


def days_of(shape: Shape) -> tuple[Instants, Flags]:
    """Days since the epoch, and which of the dates exist."""
    year = _year(shape)
    month: Numbers | int
    if "b" in shape.words:
        month = SHORT_MONTHS.index(shape.words["b"]) + 1
    elif "B" in shape.words:
        month = MONTHS.index(shape.words["B"]) + 1
    else:
        month = shape.digits["m"]
    day = shape.digits["d"].astype(np.int64)
    good = (year >= 1) & (np.asarray(month) >= 1) & (np.asarray(month) <= 12) & (day >= 1)
    at = year * 12 + np.minimum(np.maximum(month, 1), 12) - 1
    starts = _month_starts()
    first = starts[at]
    return first + day - 1, good & (day <= starts[at + 1] - first)


def wall_of(shape: Shape) -> tuple[Instants, Flags]:
    """Microseconds since the epoch on the wall clock, and which of them exist, in the years that are read."""
    days, good = days_of(shape)
    year = _year(shape)
    good = good & (year >= FIRST_YEAR) & (year < END_YEAR)
    time, in_day = _time_of_day(shape)
    return days * DAY + time, good & in_day


def _time_of_day(shape: Shape) -> tuple[Instants, Flags]:
    """Microseconds since midnight, and which of the times exist."""
    digits = shape.digits
    count = len(shape.positions)
    good = np.ones(count, dtype=np.bool_)
    micros = np.zeros(count, dtype=np.int64)
    if "H" in digits:
        good &= digits["H"] < 24
        micros += digits["H"].astype(np.int64) * HOUR
    if "I" in digits:
        good &= (digits["I"] >= 1) & (digits["I"] <= 12)
        micros += (digits["I"].astype(np.int64) % 12 + 12 * (shape.words["p"].upper() == "PM")) * HOUR
    for name, unit in (("M", MINUTE), ("S", SECOND)):
        if name in digits:
            good &= digits[name] < 60
            micros += digits[name].astype(np.int64) * unit
    if "f" in digits:
        micros += digits["f"].astype(np.int64) * 10 ** (6 - shape.widths["f"])
    return micros, good


def offset_of(shape: Shape) -> tuple[Instants | int, Flags | bool]:
    """Microseconds east of UTC, and which of the offsets exist."""
    if "sign" not in shape.words:
        return 0, True
    hours = shape.digits["zh"].astype(np.int64)
    minutes = shape.digits["zm"].astype(np.int64) if "zm" in shape.digits else np.zeros_like(hours)
    east = hours * HOUR + minutes * MINUTE
    return (-east if shape.words["sign"] == "-" else east), (hours <= 15) & (minutes < 60)

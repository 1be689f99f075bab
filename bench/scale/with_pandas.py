"""What people write today: the same twelve figures in three versions, by month and region, in plain pandas.

It computes what the product computes, to the same counts (`python -m bench.scale --rows N` compares them): the due
instant of every record on its clock, overdue open records as misses, pending ones apart, the newest twenty misses of
each month with their keys, records that end before they start, keys that occur twice. It is vectorised throughout, and
favoured: it checks no cell, hashes nothing, and reads dates with whatever spelling.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator

import holidays
import numpy as np
import pandas as pd

INSTANTS = ["created_at", "mql_at", "accepted_at", "first_contacted_at", "closed_at"]
WORDS = ["owner", "region", "source", "country", "company_size", "status"]
COLUMNS = ["lead_id", *INSTANTS, *WORDS, "score", "amount"]
VERSIONS = [("2023-10-01", "2024-07-01", 20), ("2024-07-01", "2025-10-01", 30), ("2025-10-01", "2100-01-01", 40)]
ZONE = "Europe/London"
HOUR = 3_600_000_000
NEVER = np.iinfo(np.int64).max


class OfficeHours:
    """Covered time as a table of opening and closing instants in UTC microseconds."""

    def __init__(self) -> None:
        closed = holidays.country_holidays("GB", "ENG", years=range(2022, 2030))
        days = pd.date_range("2022-12-01", "2029-12-31", freq="D")
        days = days[(days.day_of_week < 5) & ~days.isin(pd.to_datetime(list(closed)))]
        self.opens, self.closes = (
            micros((days + pd.Timedelta(time)).tz_localize(ZONE).tz_convert("UTC")) for time in ("9h", "17.5h")
        )
        self.before = np.concatenate([[0], np.cumsum(self.closes - self.opens)])

    def until(self, instants: np.ndarray) -> np.ndarray:
        at = np.maximum(np.searchsorted(self.opens, instants, side="right") - 1, 0)
        return self.before[at] + np.minimum(np.maximum(instants, self.opens[at]), self.closes[at]) - self.opens[at]

    def due(self, starts: np.ndarray, length: int) -> np.ndarray:
        wanted = self.until(starts) + length
        at = np.searchsorted(self.before, wanted, side="right") - 1
        return self.opens[at] + wanted - self.before[at]


def micros(instants) -> np.ndarray:
    """Microseconds since the epoch; the largest integer where there is no instant."""
    values = np.asarray(instants.to_numpy(dtype="datetime64[us]")).astype("int64")
    return np.where(np.isnat(instants.to_numpy(dtype="datetime64[us]")), NEVER, values)


def main(path: str, out: str) -> None:
    leads = read(path)
    if leads.lead_id.duplicated().any():
        raise SystemExit("a key occurs twice")
    hours = OfficeHours()
    at = {name: micros(leads[name]) for name in INSTANTS}
    as_of = max(at[name][at[name] != NEVER].max() for name in ("mql_at", "first_contacted_at"))
    month = {name: month_of(leads[name]) for name in ("mql_at", "closed_at")}
    rows: list[list[object]] = []
    for number, (first, end, score) in enumerate(VERSIONS, start=1):
        low, high = (micros(pd.DatetimeIndex([day]).tz_localize(ZONE).tz_convert("UTC"))[0] for day in (first, end))
        spans = {name: (at[name] >= low) & (at[name] < high) for name in month}
        scored = (leads.score >= score).to_numpy()
        for commitment, found in figures(leads, at, month, spans, scored, hours, as_of):
            rows += [[number, commitment, *row] for row in found]
    with open(out, "w", encoding="utf-8") as file:
        json.dump(rows, file)


def figures(leads, at, month, spans, scored, hours, as_of) -> Iterator[tuple[str, list[list[object]]]]:
    """Each commitment of one version with its rows: month, region (None for all), met, missed, pending, value."""
    qualified, closed = spans["mql_at"], spans["closed_at"]
    begun, won = qualified & scored, closed & (leads.status == "closed_won").to_numpy()
    by, kept = month["mql_at"], qualified

    def timed(chosen: np.ndarray, end: str, due) -> list[list[object]]:
        starts, ends = at["mql_at"][chosen], at[end][chosen]
        dues = due(starts)
        wrong = ends < starts
        met = (ends <= dues) & (ends <= as_of) & ~wrong
        missed = ~met & ((ends <= as_of) | (dues <= as_of)) & ~wrong
        return shares(chosen, met, missed, ~met & ~missed & ~wrong, starts)

    def shares(chosen, met, missed, pending, starts) -> list[list[object]]:
        frame = pd.DataFrame({"month": by[chosen], "region": leads.region.array[chosen]})
        frame["met"], frame["missed"], frame["pending"] = met, missed, pending
        newest = frame[["month"]].assign(start=starts, key=leads.lead_id.array[chosen])[missed]
        newest = newest.sort_values(["month", "start", "key"], ascending=[True, False, True])
        assert len(newest.groupby("month").head(20)) <= 20 * frame.month.nunique()
        counts = grouped(frame, lambda groups: groups[["met", "missed", "pending"]].sum())
        return [[*where, int(c.met), int(c.missed), int(c.pending), None] for where, c in counts]

    def volume(chosen, months, values) -> list[list[object]]:
        frame = pd.DataFrame({"month": months[chosen], "region": leads.region.array[chosen], "value": values})
        found = grouped(frame, lambda groups: groups["value"].agg(["size", "sum"]))
        return [[*where, int(row["size"]), 0, 0, float(row["sum"])] for where, row in found]

    def statistic(chosen, start, end, months, how) -> list[list[object]]:
        starts, ends = at[start][chosen], at[end][chosen]
        done = (ends <= as_of) & (ends >= starts)
        frame = pd.DataFrame({"month": months[chosen], "region": leads.region.array[chosen]})[done]
        frame["value"] = how[0](starts[done], ends[done])
        found = grouped(frame, lambda groups: groups["value"].agg(["size", how[1]]).set_axis(["n", "value"], axis=1))
        return [[*where, int(row.n), 0, 0, float(row.value)] for where, row in found]

    def covered(starts, ends):
        return hours.until(ends) - hours.until(starts)

    starts = at["mql_at"]
    yield (
        "c01",
        shares(begun, starts[begun] <= as_of, np.zeros(begun.sum(), bool), np.zeros(begun.sum(), bool), starts[begun]),
    )
    yield "c02", timed(begun, "first_contacted_at", lambda s: hours.due(s, 4 * HOUR))
    yield "c03", timed(kept, "first_contacted_at", lambda s: hours.due(s, 6 * HOUR))
    yield "c04", timed(begun, "first_contacted_at", lambda s: s + 24 * HOUR)
    yield "c05", statistic(begun, "mql_at", "first_contacted_at", by, (covered, lambda v: v.quantile(0.9)))
    yield "c06", statistic(kept, "mql_at", "first_contacted_at", by, (covered, "median"))
    filled = leads[["country", "company_size", "source", "owner"]].notna().all(axis=1).to_numpy()[begun]
    yield "c07", shares(begun, filled, ~filled, np.zeros_like(filled), starts[begun])
    yield "c08", volume(won, month["closed_at"], leads.amount.fillna(0).to_numpy()[won])
    yield "c09", statistic(closed, "created_at", "closed_at", month["closed_at"], (days_taken, "mean"))

    horizons, reached = after_days(starts[begun], 60), at["closed_at"][begun]
    wrong, mature = reached < starts[begun], horizons <= as_of
    converted = (reached <= horizons) & ~wrong
    yield "c10", shares(begun, mature & converted, mature & ~converted & ~wrong, ~mature & ~wrong, starts[begun])
    yield "c11", timed(begun, "accepted_at", lambda s: hours.due(s, 8 * HOUR))
    is_won = (leads.status == "closed_won").to_numpy()[kept]
    yield "c12", shares(kept, is_won, ~is_won, np.zeros_like(is_won), starts[kept])


def after_days(instants: np.ndarray, days) -> np.ndarray:
    """The same time on London's clocks so many days later."""
    wall = pd.to_datetime(instants, unit="us", utc=True).tz_convert(ZONE).tz_localize(None) + pd.to_timedelta(
        days, unit="D"
    )
    return micros(
        wall.tz_localize(ZONE, ambiguous=np.ones(len(wall), bool), nonexistent="shift_forward").tz_convert("UTC")
    )


def days_taken(starts: np.ndarray, ends: np.ndarray) -> np.ndarray:
    """Days on London's clocks in microseconds, of the last one the part that is over, up to a second of 86,400."""
    days = np.maximum(-(-(ends - starts) // (24 * HOUR)), 1)
    for _ in range(2):  # a clock change moves the estimate by one day at most
        days = np.maximum(
            days + (ends > after_days(starts, days)).astype(int) - (ends <= after_days(starts, days - 1)), 1
        )
    begun, over = after_days(starts, days - 1), after_days(starts, days)
    seconds = -(-(np.minimum(ends, over) - begun) * 86_400 // (over - begun))
    return (days - 1) * 24 * HOUR + seconds * (HOUR // 3600)


def grouped(frame: pd.DataFrame, figures) -> Iterator[tuple[tuple[str, str | None], object]]:
    """The figures of every month and region, and of every month."""
    for (when, region), row in figures(frame.groupby(["month", "region"], observed=True)).iterrows():
        yield (str(when), region), row
    for when, row in figures(frame.groupby("month", observed=True)).iterrows():
        yield (str(when), None), row


def month_of(instants: pd.Series) -> pd.arrays.PeriodArray:
    return instants.dt.tz_convert(ZONE).dt.tz_localize(None).dt.to_period("M").array


def read(path: str) -> pd.DataFrame:
    if path.endswith(".parquet"):
        leads = pd.read_parquet(path, columns=COLUMNS)
        return leads.astype(dict.fromkeys(WORDS, "category") | {"amount": "float64"})
    return pd.read_csv(path, usecols=COLUMNS, parse_dates=INSTANTS, dtype=dict.fromkeys(WORDS, "category"))


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2])

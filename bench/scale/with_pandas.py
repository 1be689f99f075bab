"""What people write today: the same twelve figures in three versions, by month and region, in plain pandas.

It checks nothing, hashes nothing and knows nothing of pending records' bounds, all of which favours it. Business time
is counted with `numpy.busday_count`, the fastest of the usual ways, with the public holidays that matter.
"""

from __future__ import annotations

import sys

import holidays
import numpy as np
import pandas as pd

INSTANTS = ["created_at", "mql_at", "accepted_at", "first_contacted_at", "closed_at"]
WORDS = ["owner", "region", "source", "country", "company_size", "status"]
COLUMNS = ["lead_id", *INSTANTS, *WORDS, "score", "amount"]
CLOSED = np.array(sorted(holidays.country_holidays("GB", "ENG", years=range(2023, 2028))), dtype="datetime64[D]")
VERSIONS = [("2023-10-01", "2024-07-01", 20), ("2024-07-01", "2025-10-01", 30), ("2025-10-01", "2100-01-01", 40)]


def main(path: str) -> None:
    leads = read(path)
    wall = {name: leads[name].dt.tz_convert("Europe/London").dt.tz_localize(None) for name in INSTANTS}
    as_of = max(wall["mql_at"].max(), wall["first_contacted_at"].max())
    figures: dict[tuple[str, int], pd.DataFrame] = {}
    for number, (first, end, score) in enumerate(VERSIONS, start=1):
        qualified = leads[between(wall["mql_at"], first, end)]
        won = leads[between(wall["closed_at"], first, end)]
        times = {name: wall[name].loc[qualified.index] for name in INSTANTS}
        closed = {name: wall[name].loc[won.index] for name in INSTANTS}
        month, closing = times["mql_at"].dt.to_period("M"), closed["closed_at"].dt.to_period("M")
        scored = qualified.score >= score
        contact = business_minutes(times["mql_at"], times["first_contacted_at"].fillna(as_of))
        accept = business_minutes(times["mql_at"], times["accepted_at"].fillna(as_of))
        hours = (times["first_contacted_at"].fillna(as_of) - times["mql_at"]) / pd.Timedelta(hours=1)
        answered, accepted = times["first_contacted_at"].notna(), times["accepted_at"].notna()

        def share(met, known, rows, number=number, qualified=qualified, month=month):
            frame = pd.DataFrame({"met": met & known, "known": known, "pending": ~known})[rows]
            return frame.groupby([month[rows], qualified.region[rows]], observed=True).sum()

        everyone = pd.Series(True, index=qualified.index)
        by = [month[scored], qualified.region[scored]]
        figures["c01", number] = qualified[scored].groupby(by, observed=True).lead_id.nunique()
        figures["c02", number] = share(answered & (contact <= 240), answered | (contact > 240), scored)
        figures["c03", number] = share(answered & (contact <= 360), answered | (contact > 360), everyone)
        figures["c04", number] = share(answered & (hours <= 24), answered | (hours > 24), scored)
        figures["c05", number] = contact[scored & answered].groupby(by, observed=True).quantile(0.9)
        figures["c06", number] = contact[answered].groupby([month, qualified.region], observed=True).median()
        complete = qualified[["country", "company_size", "source", "owner"]].notna().all(axis=1)
        figures["c07", number] = share(complete, everyone, scored)
        is_won = won.status == "closed_won"
        figures["c08", number] = (
            won.amount[is_won].astype(float).groupby([closing[is_won], won.region[is_won]], observed=True).sum()
        )
        days = (closed["closed_at"] - closed["created_at"]) / pd.Timedelta(days=1)
        figures["c09", number] = days.groupby([closing, won.region], observed=True).mean()
        horizon = times["mql_at"] + pd.Timedelta(days=60)
        figures["c10", number] = share(times["closed_at"] <= horizon, horizon <= as_of, scored)
        figures["c11", number] = share(accepted & (accept <= 480), accepted | (accept > 480), scored)
        figures["c12", number] = share(qualified.status == "closed_won", everyone, everyone)
    print(sum(len(figure) for figure in figures.values()))


def read(path: str) -> pd.DataFrame:
    if path.endswith(".parquet"):
        leads = pd.read_parquet(path, columns=COLUMNS)
        return leads.astype(dict.fromkeys(WORDS, "category"))
    return pd.read_csv(path, usecols=COLUMNS, parse_dates=INSTANTS, dtype=dict.fromkeys(WORDS, "category"))


def between(wall: pd.Series, first: str, end: str) -> pd.Series:
    return (wall >= pd.Timestamp(first)) & (wall < pd.Timestamp(end))


def business_minutes(start: pd.Series, end: pd.Series) -> pd.Series:
    """Minutes between 09:00 and 17:30 on the weekdays that are no holidays."""
    first, last = start.to_numpy().astype("datetime64[D]"), end.to_numpy().astype("datetime64[D]")
    days = np.busday_count(first, last, holidays=CLOSED)
    into_start = ((start.dt.hour - 9) * 60 + start.dt.minute).clip(0, 510) * np.is_busday(first, holidays=CLOSED)
    into_end = ((end.dt.hour - 9) * 60 + end.dt.minute).clip(0, 510) * np.is_busday(last, holidays=CLOSED)
    return days * 510 + into_end - into_start


if __name__ == "__main__":
    main(sys.argv[1])

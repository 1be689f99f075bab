"""What people write today: about the same figures in plain pandas.

It checks nothing, knows no holidays, hashes nothing and forgets that a limit can run out at closing time, all of which
favours it; business time is counted with `numpy.busday_count`, the fastest of the usual ways.
"""

from __future__ import annotations

import sys

import numpy as np
import pandas as pd


def main(path: str) -> None:
    leads = pd.read_csv(
        path,
        usecols=["lead_id", "mql_at", "first_contacted_at", "region", "score"],
        parse_dates=["mql_at", "first_contacted_at"],
    )
    leads = leads[leads.mql_at.notna() & leads.score.ge(30)]
    start = leads.mql_at.dt.tz_convert("Europe/London").dt.tz_localize(None)
    end = leads.first_contacted_at.dt.tz_convert("Europe/London").dt.tz_localize(None)
    late = business_minutes(start, end.fillna(start.max())) > 240
    month = start.dt.to_period("M")
    print(leads.assign(month=month, met=~late).groupby(["month", "region"]).met.agg(["size", "mean"]))
    print(leads.groupby(month).lead_id.nunique())


def business_minutes(start: pd.Series, end: pd.Series) -> np.ndarray:
    """Minutes between 09:00 and 17:30 on weekdays."""
    days = np.busday_count(start.values.astype("datetime64[D]"), end.values.astype("datetime64[D]"))
    into_start = ((start.dt.hour - 9) * 60 + start.dt.minute).clip(0, 510) * (start.dt.day_of_week < 5)
    into_end = ((end.dt.hour - 9) * 60 + end.dt.minute).clip(0, 510) * (end.dt.day_of_week < 5)
    return days * 510 + into_end.values - into_start.values


if __name__ == "__main__":
    main(sys.argv[1])

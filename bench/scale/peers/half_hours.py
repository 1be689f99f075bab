"""Half hours of UTC from 2022-12 to 2029-12 with what they mean in London: for look-ups by DuckDB and Polars.

Opening hours (09:00 to 17:30), changes of the clock and local midnights all fall on half hours of UTC, so covered time,
month, version and 60-day horizon of an instant are a line of this table and a sum.
"""

import datetime as dt

import holidays
import numpy as np

HALF, FIRST = 1800, int(dt.datetime(2022, 12, 1, tzinfo=dt.UTC).timestamp())
DAYS = 2588
VERSIONS = [((2023, 10), 20), ((2024, 7), 30), ((2025, 10), 40)]


def table() -> dict[str, np.ndarray]:
    n = DAYS * 48
    at = FIRST + HALF * np.arange(n, dtype=np.int64)
    changes = [FIRST] + [_last_sunday(y, m) for y in range(2023, 2030) for m in (3, 10)]
    offsets = np.array([0] + [3600, 0] * 7, dtype=np.int64)
    offset = offsets[np.searchsorted(changes, at, side="right") - 1]
    wall = at + offset
    day = wall // 86400
    closed = np.array(
        [(d - dt.date(1970, 1, 1)).days for d in holidays.country_holidays("GB", "ENG", years=range(2022, 2031))]
    )
    second = wall % 86400
    covered = ((day + 3) % 7 < 5) & ~np.isin(day, closed) & (second >= 9 * 3600) & (second < 17.5 * 3600)
    until = np.concatenate([[0], np.cumsum(covered * HALF)[:-1]])
    month = wall.astype("datetime64[s]").astype("datetime64[M]").astype(np.int64)  # since 1970-01
    index = (np.array([y for (y, _), _ in VERSIONS]) - 1970) * 12 + np.array([m for (_, m), _ in VERSIONS]) - 1
    version = np.searchsorted(index, month, side="right")  # 0: before the first
    score = np.array([1000, *(s for _, s in VERSIONS)])[version]
    # Horizon: the same wall time sixty days later; the first of two, the first instant after a gap.
    later = wall + 60 * 86400
    early, late = later - 3600, later
    is_early, is_late = (
        offsets[np.searchsorted(changes, utc, side="right") - 1] == by for utc, by in ((early, 3600), (late, 0))
    )
    slope = (is_early | is_late).astype(np.int64)
    base = np.where(
        is_early, early, np.where(is_late, late, np.array(changes)[np.searchsorted(changes, later, side="right") - 1])
    )
    return {
        "slot": at // HALF,
        "until": until,
        "covered": covered.astype(np.int64),
        "month": month,
        "version": version,
        "score": score,
        "hbase": base,
        "hslope": slope,
    }


def _last_sunday(year: int, month: int) -> int:
    day = dt.date(year, month, 31)
    day -= dt.timedelta(days=(day.weekday() + 1) % 7)
    return int(dt.datetime(day.year, day.month, day.day, 1, tzinfo=dt.UTC).timestamp())

"""First contacts of one month, counted by hand: straight from the CSV, minute by minute, with nothing of living_sla.

    python tests/demo/hand_count.py 2026-09

London's wall clock is enough: the covered hours never touch the nights in which it is set.
"""

import csv
import sys
from collections import Counter
from datetime import datetime, timedelta
from pathlib import Path

EXPORT = Path(__file__).parents[2] / "data/exports/hubspot-contacts-2026-10-21.csv"
AS_OF = datetime(2026, 10, 21, 17, 45)
LIMIT = 4 * 60
OUTAGE = (datetime(2026, 8, 3, 8, 0), datetime(2026, 8, 4, 12, 0))
ONE_MINUTE = timedelta(minutes=1)
MON_TO_THU = [("09:00", "17:30")]
FRIDAY = [("09:00", "12:00"), ("13:00", "16:00")]
NOT_WORKED = {
    # England's bank holidays
    *("2025-05-05", "2025-05-26", "2025-08-25", "2025-12-25", "2025-12-26"),
    *("2026-01-01", "2026-04-03", "2026-04-06", "2026-05-04", "2026-05-25", "2026-08-31"),
    # closures named in the agreement
    *("2025-12-24", "2025-12-29", "2025-12-30", "2025-12-31"),
}
_open_days = {}


def open_minutes(day):
    """The minutes of a date, as HH:MM, at which the desk is covered."""
    if day not in _open_days:
        windows = [] if str(day) in NOT_WORKED else (MON_TO_THU, FRIDAY, [])[(day.weekday() > 3) + (day.weekday() > 4)]
        clock = [f"{minute // 60:02}:{minute % 60:02}" for minute in range(24 * 60)]
        _open_days[day] = {time for time in clock for opens, closes in windows if opens <= time < closes}
    return _open_days[day]


def is_open(at):
    return f"{at:%H:%M}" in open_minutes(at.date())


def due(start):
    """When the four covered hours are over; never at closing time but at the next opening."""
    at, left = start, LIMIT
    while left or not is_open(at):
        if is_open(at):
            left -= 1
        at += ONE_MINUTE
    return at


def is_promised(row, score=60):
    """A lead that asked for a demo or to be contacted, or that scored enough; badge scans are not promised a call."""
    if row["First Conversion"] == "Event badge scan":
        return False
    return row["First Conversion"] in ("Demo request", "Contact us") or int(row["HubSpot Score"]) >= score


def outcome(row):
    start = datetime.fromisoformat(row["Became a Marketing Qualified Lead Date"])
    contact = row["Date of first engagement"]
    end = datetime.fromisoformat(contact) if contact else None
    if OUTAGE[0] <= start < OUTAGE[1]:
        return "excluded"
    if end and end < start:
        return "unusable"
    if end:
        return "met" if end <= due(start) else "missed"
    return "missed" if due(start) <= AS_OF else "pending"


def count_first_contacts(month, export=EXPORT, score=60):
    """Outcomes of the leads that qualified in a month (``2026-09``), by region: `{"EMEA": Counter(met=..., ...)}`."""
    found = {"EMEA": Counter(), "AMER": Counter()}
    with open(export, encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            if row["Became a Marketing Qualified Lead Date"].startswith(month) and is_promised(row, score):
                found[row["Region"]][outcome(row)] += 1
    return found


def count_qualified(month, export=EXPORT, score=60):
    """How many leads qualified in a month by the agreement's definition, events included."""
    with open(export, encoding="utf-8", newline="") as file:
        rows = [row for row in csv.DictReader(file) if row["Became a Marketing Qualified Lead Date"].startswith(month)]
    return sum(
        is_promised(row, score)
        or (row["First Conversion"] == "Event badge scan" and int(row["HubSpot Score"]) >= score)
        for row in rows
    )


if __name__ == "__main__":
    for region, outcomes in count_first_contacts(sys.argv[1]).items():
        print(region, dict(outcomes))

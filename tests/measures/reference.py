"""Every measure once more, in plain Python loops over records: slow, independent, and obviously right.

Works on the dictionaries of `values.batch`. Limits and durations run on `ReferenceClock`, minute by minute; every
instant here is a whole minute. Returns the figure of one month and what its records came to.
"""

from __future__ import annotations

import math
import statistics
from collections import Counter
from datetime import datetime, time, timedelta
from fractions import Fraction
from functools import lru_cache
from zoneinfo import ZoneInfo

from living_sla.model.agreement.condition import spell
from living_sla.model.agreement.measured import First
from tests.model.reference_clock import ReferenceClock, valid_instant


@lru_cache
def clock(coverage, pauses, business):
    """One clock for all examples that count time alike: it remembers which minutes are open."""
    return ReferenceClock(coverage, pauses=pauses, business=business)


class Reference:
    def __init__(self, terms, records, as_of, events=(), skew=timedelta()):
        self.commitment = terms.commitments[0]
        self.measure = self.commitment.measure
        self.events, self.as_of, self.skew = events, as_of, skew
        windows = [(found.effect, self.window(found, terms)) for found in terms.exceptions]
        self.excluded = [window for effect, window in windows if effect == "exclude"]
        paused = tuple(sorted(window for effect, window in windows if effect == "pause"))
        counted = getattr(self.measure, "limit", None) or self.commitment.target
        business = counted.business
        self.clock = clock(terms.coverage, paused, business)
        self.start, self.end = (getattr(self.measure, role, None) for role in ("start", "end"))
        self.records = [self.with_first_events(record) for record in records]

    def with_first_events(self, record):
        """The record with the instants of its first events in other sources, under the names "start" and "end"."""
        record = dict(record)
        if isinstance(self.start, First):
            record["start"] = self.first(record, self.start.first, since=None)
            self.start = "start"
        elif self.start == "start":
            record["start"] = self.first(record, self.measure.start.first, since=None)
        if isinstance(getattr(self.measure, "end", None), First):
            since = record.get(self.start)
            record["end"] = None if since is None else self.first(record, self.measure.end.first, since)
            self.end = "end"
        return record

    def first(self, record, events, since):
        """The instant of the first of these events that is of the record, at or after `since`."""
        wanted = {"mql": ["mql"], "not mql": ["sql"]}[spell(events.where)["lifecycle"]]
        mine = [e["mql_at"] for e in self.events if e["region"] == record["id"] and e["lifecycle"] in wanted]
        return min((at for at in mine if since is None or at >= since), default=None)

    @staticmethod
    def window(found, terms):
        zone = ZoneInfo(terms.coverage.timezone)
        return tuple(valid_instant(wall, zone) for wall in (found.start, found.end))

    # ---------------------------------------------------------------- time

    def due(self, start, limit):
        if limit.in_days:
            return self.clock.due_days(start, limit.days)
        return self.clock.due(start, int(limit.minutes))

    def took(self, start, end):
        """In the target's unit; of a day, in seconds of which 86,400 make one."""
        unit = self.commitment.target.unit
        if unit == "days":
            return Fraction(math.ceil(self.clock.days(start, end) * 86400), 86400)
        return Fraction(self.clock.elapsed(start, end) // timedelta(minutes=1), 60)

    def month(self, instant):
        return instant.astimezone(self.clock.zone).strftime("%Y-%m")

    def seen(self, instant):
        return instant if instant is not None and instant <= self.as_of else None

    def midnight(self, day):
        return valid_instant(datetime.combine(day, time()), self.clock.zone)

    def ended(self, record, name, start):
        """When it ended: a date that is the day of the start, and an end just before the start, end at the start."""
        end = record.get(name)
        if end is None:
            return None
        last = end
        if not isinstance(end, datetime):
            end, last = self.midnight(end), self.midnight(end + timedelta(days=1)) - timedelta(microseconds=1)
            if start.astimezone(self.clock.zone).date() == record[name]:
                return start
        return start if last < start <= last + self.skew else end

    # ---------------------------------------------------------------- records

    def of_month(self, month, at):
        for record in self.records:
            start = record.get(at)
            if start is not None and start <= self.as_of and self.month(start) == month:
                yield record

    def outcomes(self, month):
        """How many records of the month came to what, for measures that are shares."""
        at = getattr(self.measure, "at", None) or self.start
        return Counter(
            "excluded" if self.left_out(record[at]) else getattr(self, self.measure.kind)(record)
            for record in self.of_month(month, at)
        )

    def has_figure(self, month, allowed):
        """Whether few enough of the month's own records, whatever other months hold, are unusable."""
        found = self.outcomes(month)
        judged = found["met"] + found["missed"] + found["pending"] + found["unusable"]
        return found["met"] + found["missed"] > 0 and found["unusable"] <= allowed * judged

    def left_out(self, start):
        return any(low <= start < high for low, high in self.excluded)

    def share(self, record):
        [(column, wanted)] = spell(self.measure.that).items()
        if column == "lifecycle":
            return "met" if record.get("lifecycle") == wanted else "missed"
        cell, looked_for = record.get(column) or "", wanted.partition("includes ")[2]
        includes = f";{looked_for};" in f";{cell.replace(' ', '')};"
        return "met" if includes != wanted.startswith("not ") else "missed"

    def completeness(self, record):
        empty = [record.get(name) in (None, "unknown") for name in self.measure.fields_]
        return "missed" if any(empty) else "met"

    def within(self, record):
        start = record[self.start]
        end = self.ended(record, self.end, start)
        if self.measure.due is None:
            if end is not None and end < start:
                return "unusable"
            due = self.due(start, self.measure.limit)
        else:
            due = record.get(self.measure.due)
            if due is None:
                return "unusable"
            if not isinstance(due, datetime):
                due = self.midnight(due + timedelta(days=1)) - timedelta(microseconds=1)
        if self.seen(end):
            return "met" if end <= due else "missed"
        return "missed" if due <= self.as_of else "pending"

    def conversion(self, record):
        start = record[self.start]
        end = self.ended(record, self.end, start)
        if end is not None and end < start:
            return "unusable"
        due = self.due(start, self.measure.limit)
        if due > self.as_of:
            return "pending"
        return "met" if end is not None and end <= due else "missed"

    def attempts(self, record):
        start, due = record["mql_at"], self.due(record["mql_at"], self.measure.limit)
        mine = [event["mql_at"] for event in self.events if event.get("region") == record["id"]]
        ends = [self.ended(record, name, start) for name in self.measure.ends.any_of] if self.measure.ends else []
        ends = [end for end in ends if end is not None]
        if any(end < start for end in ends):
            return "unusable"
        if sum(start <= at <= min(due, self.as_of) for at in mine) >= self.measure.times:
            return "met"
        if any(end <= min(due, self.as_of) for end in ends):
            return "met"
        return "missed" if due <= self.as_of else "pending"

    def gap(self, record):
        start = record["mql_at"]
        end = self.ended(record, self.end, start)
        if end is not None and end < start:
            return "unusable"
        end = self.seen(end)
        stop = end or self.as_of
        heard = sorted(
            e["mql_at"] for e in self.events if e.get("region") == record["id"] and start < e["mql_at"] < stop
        )
        since = start
        for at in heard:
            if at > self.due(since, self.measure.limit):
                return "missed"
            since = at
        due = self.due(since, self.measure.limit)
        too_long = stop > due if end else stop >= due
        return "missed" if too_long else "met"

    # ---------------------------------------------------------------- values

    def total(self, month):
        return sum(Fraction(r["amount"]) for r in self.of_month(month, "mql_at") if r.get("amount") is not None)

    def values(self, month):
        """What an average or a percentile is taken over, in the target's unit."""
        if self.measure.of is not None:
            seen = (r for r in self.of_month(month, "mql_at") if not self.left_out(r["mql_at"]))
            return [Fraction(r["amount"]) for r in seen if r.get("amount") is not None]
        took = []
        for record in self.of_month(month, self.end if self.commitment.judged_by == "end" else "mql_at"):
            start = record["mql_at"]
            end = self.seen(self.ended(record, self.end, start))
            if end is not None and end >= start and not self.left_out(start):
                took.append(self.took(start, end))
        return took

    def statistic(self, month):
        found = self.values(month)
        if not found:
            return None
        if self.measure.kind == "average":
            return sum(found) / len(found)
        if self.measure.kind == "median":
            return statistics.median(found)
        return inclusive_percentile(found, Fraction(self.measure.percentile) / 100)


def inclusive_percentile(values, share):
    """A spreadsheet's PERCENTILE.INC, by walking along the sorted values one step after the other."""
    ordered = sorted(values)
    left = (len(ordered) - 1) * share
    position = 0
    while left >= 1:
        left, position = left - 1, position + 1
    return ordered[position] + (left * (ordered[position + 1] - ordered[position]) if left else 0)

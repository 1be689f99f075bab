"""Terms drawn at random, everything that they may say at once, against plain loops over records and minutes.

What is drawn: the measure; hours (nights, weeks from Sunday to Thursday, lunch, closed days) and their zone; pauses
and exclusions; days, weeks from any day, weeks of two, months, fiscal quarters and years; conditions on dates, on
instants and between columns; targets that change by period; first and last day of the terms; the instant that is
replayed, and how much of it is known while records are read. A few examples run with the tests; `make crosscheck` runs
20,000.
"""

from __future__ import annotations

import operator
import os
from collections import Counter
from datetime import date, datetime, timedelta
from decimal import Decimal
from fractions import Fraction
from zoneinfo import ZoneInfo

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from living_sla.measures.cohort import cohort
from living_sla.measures.first_events import OtherSources
from living_sla.measures.measure import Measurement, hear, hear_first, measure
from living_sla.measures.period_figure import FigureSource
from living_sla.model.figures.attainment import Status
from living_sla.model.past.basis import Basis
from living_sla.model.quantity import parse_target
from living_sla.model.time.zones import micros
from tests.factories.cohorts import at, batch, judged, terms
from tests.measures.reference import Reference
from tests.measures.test_every_measure import (
    EXCEPTIONS,
    SHARES,
    SKEW,
    SOURCE,
    STATISTICS,
    TOUCHES,
    counts_of,
    days_later,
    touches,
)

EXAMPLES = int(os.environ.get("SLA_EXAMPLES", "6"))
"""For each measure."""
TOLERANT = SOURCE.model_copy(update={"max_unusable": Decimal(1)})
HOURS = [
    {"mon-fri": "09:00-17:00"},
    {"mon-fri": "22:00-06:00"},
    {"sun-thu": "09:00-17:00"},
    {"mon-thu": ["08:30-12:00", "13:00-17:30"], "fri": "08:30-12:00"},
    {"fri-mon": "00:00-24:00"},
]
ZONES = ["Europe/London", "Europe/London", "America/New_York", "Asia/Kolkata"]
CLOSED = [[], [], ["2026-10-05"], ["2026-10-02..2026-10-04", "2026-10-19"]]
# Mondays, Fridays, month ends, the last Sunday of October, on which London's clocks are put back.
EDGES = ["2026-09-30T22:00", "2026-10-02T16:00", "2026-10-05T08:00", "2026-10-16T15:30", "2026-10-20T12:00",
         "2026-10-24T23:30", "2026-10-31T23:00"]  # fmt: skip
AS_OF = ["2026-09-30T23:30", "2026-10-05T09:00", "2026-10-20T14:00", "2026-10-25T01:30", "2026-11-04T12:00"]
CADENCES = ["day", "week", "week from sunday", "2 weeks from 2026-01-07", "month", "month", "quarter", "year"]


def local(instant, zone):
    return instant.astimezone(ZoneInfo(zone)).replace(tzinfo=None)


DAY, NOON = date(2026, 10, 5), datetime(2026, 10, 5, 12)


def moment(record, name, zone):
    """The local time in a column of instants; None where it is blank."""
    return None if record[name] is None else local(record[name], zone)


def both(record, one, other, compare):
    """Whether two columns compare so; not where one of them is blank."""
    return None not in (record[one], record[other]) and compare(record[one], record[other])


CONDITIONS = [
    (None, lambda r, zone: True),
    ({"contacted_at": "after 2026-10-05"}, lambda r, zone: (c := moment(r, "contacted_at", zone)) and c.date() > DAY),
    ({"contacted_at": "on or after 2026-10-05"},
     lambda r, zone: (c := moment(r, "contacted_at", zone)) and c.date() >= DAY),
    ({"mql_at": "before 2026-10-05"}, lambda r, zone: moment(r, "mql_at", zone).date() < DAY),
    ({"mql_at": "on or before 2026-10-05"}, lambda r, zone: moment(r, "mql_at", zone).date() <= DAY),
    ({"mql_at": "after 2026-10-05T12:00"}, lambda r, zone: moment(r, "mql_at", zone) > NOON),
    ({"mql_at": "between 2026-10-05 and 2026-10-20"},
     lambda r, zone: DAY <= moment(r, "mql_at", zone).date() <= date(2026, 10, 20)),
    ({"signed_on": "on or before 2026-10-05"}, lambda r, zone: r["signed_on"] is not None and r["signed_on"] <= DAY),
    ({"signed_on": "not after 2026-10-05"}, lambda r, zone: not (r["signed_on"] is not None and r["signed_on"] > DAY)),
    ({"contacted_at": "after mql_at"}, lambda r, zone: both(r, "contacted_at", "mql_at", operator.gt)),
    ({"due_at": "on or before contacted_at"}, lambda r, zone: both(r, "due_at", "contacted_at", operator.le)),
    ({"signed_on": "before due_on"}, lambda r, zone: both(r, "signed_on", "due_on", operator.lt)),
    ({"any": [{"lifecycle": "sql"}, {"signed_on": "after due_on"}]},
     lambda r, zone: r["lifecycle"] == "sql" or both(r, "signed_on", "due_on", operator.gt)),
]  # fmt: skip


@st.composite
def leads(draw):
    start = at(draw(st.sampled_from(EDGES))) + timedelta(minutes=draw(st.integers(-250, 250)))
    waited = draw(st.none() | st.integers(-3, 600) | st.sampled_from([240, 241, 7200, 7201, 4320, 1440]))
    due = draw(st.none() | st.sampled_from([0, 479, 480, 481]))
    return {
        "id": str(draw(st.integers(0, 4))),
        "mql_at": start,
        "contacted_at": None if waited is None else start + timedelta(minutes=waited),
        "signed_on": days_later(start, draw(st.none() | st.integers(-1, 3))),
        "due_on": days_later(start, draw(st.none() | st.integers(-1, 3))),
        "due_at": None if due is None else start + timedelta(minutes=due),
        "lifecycle": draw(st.sampled_from(["mql", "sql", "unknown", None])),
        "products": draw(st.sampled_from(["Trucks", "Vans; Trucks ", "MiniTrucks;Vans", ";", None])),
        "score": draw(st.sampled_from([1, None])),
        "amount": draw(
            st.sampled_from([None, Fraction(0), Fraction(1, 100), Fraction(999999, 10000), Fraction(120000)])
        ),
    }


RECORDS = st.lists(leads(), max_size=5).map(lambda found: list({one["id"]: one for one in found}.values()))


@st.composite
def stated(draw, name):
    """What terms say beside the measure, and the condition as a function of a record and the zone."""
    where, passes = draw(st.sampled_from(CONDITIONS))
    zone, per = draw(st.sampled_from(ZONES)), draw(st.sampled_from(CADENCES))
    fiscal = draw(st.sampled_from([1, 1, 4, 11]))
    coverage = {"timezone": zone, "hours": draw(st.sampled_from(HOURS)), "closed": draw(st.sampled_from(CLOSED))}
    kind = name.split()[0]
    judged_by = "start"
    if kind in ("within", "attempts", "conversion"):
        judged_by = draw(st.sampled_from(["start", "start", "due"]))
    fields = {
        "coverage": coverage,
        "effective": draw(st.sampled_from(["2026-09-01", "2026-09-30", "2026-10-03"])),
        "exceptions": draw(EXCEPTIONS),
    }
    if until := draw(st.sampled_from([None, None, "2026-10-16", "2026-10-25"])):
        fields["until"] = until
    seasons = draw(st.dictionaries(st.integers(0, 3), st.integers(1, 9), max_size=3))
    starts = ["2026-09-30", "2026-10-05", "2026-10-20", "2026-11-01"]
    names = {label(per, date.fromisoformat(starts[n]), fiscal): number for n, number in seasons.items()}
    if names and draw(st.booleans()):
        names["otherwise"] = draw(st.integers(1, 9))
    return fields, (where, passes), per, fiscal, judged_by, names


def label(per, day, fiscal):
    """The name of the period that holds a day, found by walking over the calendar."""
    if per == "day":
        return str(day)
    if per == "week":
        year, week, _ = day.isocalendar()
        return f"{year}-W{week:02}"
    if "from" in per:
        weeks, first = (1, date(2026, 1, 4)) if "sunday" in per else (2, date(2026, 1, 7))
        while first + timedelta(weeks=weeks) <= day:
            first += timedelta(weeks=weeks)
        return f"{first}..{first + timedelta(weeks=weeks, days=-1)}"
    if per == "month":
        return f"{day:%Y-%m}"
    began, months = day.replace(day=1), 0
    while began.month != fiscal:
        began, months = (began - timedelta(days=1)).replace(day=1), months + 1
    year = str(began.year) if fiscal == 1 else f"FY{began.year + 1}"
    return year if per == "year" else f"{year}-Q{months // 3 + 1}"


class Plain(Reference):
    """The plain loops for any cut of time, for the records that pass a condition while the terms hold."""

    def __init__(self, agreed, records, as_of, events, skew, *, passes, per, fiscal):
        zone = agreed.coverage.timezone
        self.per, self.fiscal, self.known = per, fiscal, None
        super().__init__(agreed, [record for record in records if passes(record, zone)], as_of, events, skew)
        until = agreed.until + timedelta(days=1) if agreed.until else date(2099, 1, 1)
        self.held = self.midnight(agreed.effective), self.midnight(until)

    def month(self, instant):
        return label(self.per, instant.astimezone(self.clock.zone).date(), self.fiscal)

    def holds(self, instant):
        return self.held[0] <= instant < self.held[1]

    def of_month(self, month, at):
        yield from (record for record in super().of_month(month, at) if self.holds(record[at]))

    def outcomes(self, month):
        """Of all periods at once: what a record comes to does not depend on the one that asks."""
        if self.known is None:
            self.known = {}
            for record in self.records:
                start = record.get(getattr(self.measure, "at", None) or self.start)
                if start is not None and start <= self.as_of and self.holds(start):
                    outcome = getattr(self, self.measure.kind)(record)
                    by_due = self.commitment.judged_by == "due" and outcome != "unusable"
                    period = self.month(self.due_of(record, start) if by_due else start)
                    outcome = "excluded" if self.left_out(start) else outcome
                    self.known.setdefault(period, Counter())[outcome] += 1
        return self.known.get(month, Counter())

    def can_hold(self, month):
        """Whether a record starts or ends in the period."""
        return any(
            self.month(at) == month for record in self.records for at in record.values() if isinstance(at, datetime)
        )

    def due_of(self, record, start):
        name = getattr(self.measure, "due", None)
        if not isinstance(name, str):
            return self.due(start, self.measure.limit)
        due = record[name]
        return due if isinstance(due, datetime) else self.midnight(due + timedelta(days=1)) - timedelta(microseconds=1)

    def count(self, record):
        return "met"


def target_of(names, name):
    """The number that a period is owed, by walking over the names in order."""
    found = names.get("otherwise")
    if found is None:
        named = sorted(names)
        found = names[named[0]]
        for one in named:
            found = names[one] if one <= name else found
        return found
    return names.get(name, found)


def came_to(agreed, records, events, skew, as_of, *, fiscal, cut, bound):
    asked = cohort(agreed, agreed.commitments[0], fiscal, clock_skew=skew // timedelta(microseconds=1))
    measured = Measurement.of(asked)
    parts = [batch(list(events[:3])), batch(list(events[3:]))]
    kinds = list(dict.fromkeys(first.events for first in asked.firsts))
    heard = hear_first(kinds, parts)
    others = OtherSources(dict(zip(kinds, heard, strict=True)), {"touches": micros(as_of)})
    for part in (records[cut:], records[:cut]):
        [of_part] = measure([asked], [(batch(part), min(bound, micros(as_of)))], others)
        measured.merge(of_part)
    if asked.events is not None:
        hear([(asked, measured)], parts)
    return judged(asked, measured, FigureSource("leads", TOLERANT, as_of), Basis.PROPOSED).whole


def status_of(found, goal, counts):
    """What a share comes to: nothing without a verdict; once it is over, what open ones cannot change."""
    met, matured, pending = counts["met"], counts["met"] + counts["missed"], counts["pending"]
    if not matured:
        return Status.NO_DATA
    kept = [Fraction(n, matured + pending) >= goal for n in (met, met + pending)]
    if found.ended and kept[0] == kept[1]:
        return Status.MET if kept[0] else Status.MISSED
    return Status.ON_TRACK if Fraction(met, matured) >= goal else Status.AT_RISK


MANY = settings(
    max_examples=EXAMPLES,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
    phases=[Phase.generate, Phase.shrink],
)
DRAWN = given(
    data=st.data(),
    records=RECORDS,
    drawn=TOUCHES,
    skew=SKEW,
    as_of=st.sampled_from(AS_OF),
    cut=st.integers(0, 5),
    known=st.sampled_from([0, 0, -60, -100_000]),
)


@pytest.mark.parametrize("name", [*SHARES, "count"])
@MANY
@DRAWN
def test_shares_and_counts_of_any_terms_equal_a_plain_loop(name, data, records, drawn, skew, as_of, cut, known):
    fields, (where, passes), per, fiscal, judged_by, names = data.draw(stated(name))
    kind = name.split()[0]
    measure_ = {"kind": kind, "source": "leads", **(SHARES.get(name) or {"at": "mql_at"})}
    measure_ |= {"where": where} if where else {}
    unit = "" if kind == "count" else "0%"
    target = {label_: f"at least {number}{unit}" for label_, number in names.items()}
    if not names or set(names) == {"otherwise"}:
        names, target = {"otherwise": 5}, f"at least 5{unit}"
    agreed = terms({"measure": measure_, "target": target, "per": per, "judged_by": judged_by}, **fields)
    events, now = touches(drawn), at(as_of)
    plain = Plain(agreed, records, now, events, skew, passes=passes, per=per, fiscal=fiscal)
    bound = micros(now + timedelta(minutes=known))
    found = came_to(agreed, records, events, skew, now, fiscal=fiscal, cut=cut, bound=bound)
    for one in found:
        expected = plain.outcomes(one.period.label)
        assert counts_of(one) == expected, one.period.label
        goal = target_of(names, one.period.label)
        if kind != "count":
            assert one.target == parse_target(f"at least {goal}0%")
            if not one.reason.startswith("the export holds"):
                assert one.status == status_of(one, Fraction(goal, 10), expected)
        elif one.window is None:
            assert one.target == parse_target(f"at least {goal}")


@pytest.mark.parametrize("name", STATISTICS)
@MANY
@DRAWN
def test_statistics_of_any_terms_equal_a_plain_loop(name, data, records, drawn, skew, as_of, cut, known):
    fields, (where, passes), per, fiscal, _, names = data.draw(stated(name))
    kind, of, target = STATISTICS[name]
    at_, side, _, *rest = target.split(" ")
    direction, rest = f"{at_} {side}", " ".join(rest)
    said = {"judged_by": of.get("judged_by", "start")}
    measure_ = {"kind": kind, "source": "leads"} | {n: v for n, v in of.items() if n not in said}
    measure_ |= {"where": where} if where else {}
    targets = {label_: f"{direction} {number} {rest}" for label_, number in names.items()}
    if not names or set(names) == {"otherwise"}:
        names, targets = {"otherwise": 5}, f"{direction} 5 {rest}"
    agreed = terms({"measure": measure_, "target": targets, "per": per, **said}, **fields)
    events, now = touches(drawn), at(as_of)
    plain = Plain(agreed, records, now, events, skew, passes=passes, per=per, fiscal=fiscal)
    bound = micros(now + timedelta(minutes=known))
    for one in came_to(agreed, records, events, skew, now, fiscal=fiscal, cut=cut, bound=bound):
        name_ = one.period.label
        expected = (plain.statistic(name_), len(plain.values(name_))) if plain.can_hold(name_) else (None, 0)
        assert (one.value, one.counts.met) == expected, name_
        assert one.target == parse_target(f"{direction} {target_of(names, one.period.label)} {rest}")

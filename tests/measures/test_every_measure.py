"""All measures against their plain loops, on records drawn close to the edges: 100 examples each."""

from __future__ import annotations

from collections import Counter
from datetime import timedelta
from decimal import Decimal
from fractions import Fraction
from zoneinfo import ZoneInfo

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from msgspec.structs import asdict

from living_sla.measures.cohort import cohort
from living_sla.measures.first_events import OtherSources
from living_sla.measures.measure import Measurement, hear, hear_first, measure
from living_sla.measures.period_figure import FigureSource
from living_sla.model.agreement.source import Source
from living_sla.model.past.basis import Basis
from living_sla.model.time.zones import micros
from tests.factories.cohorts import at, batch, judged, terms
from tests.measures.reference import Reference

AS_OF = at("2026-10-20T14:00")
SOURCE = Source.model_validate(
    {
        "path": "exports/leads.csv",
        "key": "id",
        "as_of": "2026-10-20T15:00",
        "columns": {
            "id": {"from": "Record ID", "type": "text"},
            "amount": {"from": "Amount", "type": "money", "currency": "EUR"},
        },
    }
)
FROM_TO = {"from": "mql_at", "to": "contacted_at"}
EVENTS = {"source": "touches", "key": "region", "at": "mql_at"}  # a touch names its lead in the column "region"
SHARES = {
    "share": {"at": "mql_at", "that": {"lifecycle": "sql"}},
    "share that includes": {"at": "mql_at", "that": {"products": "includes Trucks"}},
    "share that does not": {"at": "mql_at", "that": {"products": "not includes Trucks"}},
    "completeness": {"at": "mql_at", "fields": ["lifecycle", "score"], "placeholders": ["Unknown"]},
    "within": {**FROM_TO, "limit": "4 business hours"},
    "within in days": {**FROM_TO, "limit": "2 business days"},
    "within in calendar days": {**FROM_TO, "limit": "3 days"},
    "conversion": {**FROM_TO, "limit": "5 days"},
    "attempts": {"from": "mql_at", "events": EVENTS, "times": "2", "limit": "8 business hours"},
    "attempts with ends": {
        "from": "mql_at",
        "events": EVENTS,
        "times": "2",
        "limit": "8 business hours",
        "ends": {"any": ["contacted_at", "due_at"]},
    },
    "gap": {**FROM_TO, "events": EVENTS, "limit": "3 days"},
}
# Dates as ends and as deadlines.
TO_A_DATE = {"from": "mql_at", "to": "signed_on"}
SHARES |= {
    "within a date": {**TO_A_DATE, "limit": "4 business hours"},
    "within days to a date": {**TO_A_DATE, "limit": "1 day"},
    "within a deadline": {**FROM_TO, "due": "due_at"},
    "within a day that is due": {**FROM_TO, "due": "due_on"},
    "within a date by a day that is due": {**TO_A_DATE, "due": "due_on"},
    "conversion to a date": {**TO_A_DATE, "limit": "2 days"},
    "attempts with dates": {
        "from": "mql_at", "events": EVENTS, "times": "2", "limit": "8 business hours", "ends": {"any": ["signed_on"]},
    },
    "gap to a date": {**TO_A_DATE, "events": EVENTS, "limit": "1 day"},
}  # fmt: skip
FIRST = {"first": {"source": "touches", "key": "region", "at": "mql_at", "where": {"lifecycle": "not mql"}}}
SHARES |= {
    "within the first event": {"from": "mql_at", "to": FIRST, "limit": "4 business hours"},
    "within from the first event": {"from": FIRST, "to": "contacted_at", "limit": "2 days"},
    "conversion by the first event": {"from": "mql_at", "to": FIRST, "limit": "5 days"},
    "within between two first events": {
        "from": FIRST,
        "to": {"first": {**FIRST["first"], "where": {"lifecycle": "mql"}}},
        "limit": "8 hours",
    },
}
STATISTICS = {
    "average of a column": ("average", {"of": "amount", "at": "mql_at"}, "at least 100 EUR"),
    "average": ("average", FROM_TO, "at most 3 hours"),
    "median": ("median", FROM_TO, "at most 3 business hours"),
    "average in days": ("average", FROM_TO, "at most 2 days"),
    "median in business days": ("median", FROM_TO, "at most 2 business days"),
    "average to a date": ("average", TO_A_DATE, "at most 3 hours"),
    "median to a date in business days": ("median", TO_A_DATE, "at most 2 business days"),
    "median by the end": ("median", {**FROM_TO, "judged_by": "end"}, "at most 3 business hours"),
    "percentile": ("percentile", {**FROM_TO, "percentile": "90"}, "at most 3 business hours"),
    "median to the first event": ("median", {"from": "mql_at", "to": FIRST}, "at most 3 business hours"),
    "percentile of a column": ("percentile", {"of": "amount", "at": "mql_at", "percentile": "33"}, "at most 10 EUR"),
}
# Mondays, Fridays, the end of September, lunch time before the as-of.
EDGES = [
    "2026-09-30T22:00",
    "2026-10-02T16:00",
    "2026-10-05T08:00",
    "2026-10-16T15:30",
    "2026-10-20T12:00",
    "2026-10-20T14:00",
]
QUICK = settings(max_examples=40, suppress_health_check=[HealthCheck.too_slow])


DAYS = st.none() | st.integers(-1, 3)
SKEW = st.sampled_from([0, 0, 1, 2]).map(lambda minutes: timedelta(minutes=minutes))


def days_later(start, days):
    """A local date so many days after that of an instant."""
    return None if days is None else start.astimezone(ZoneInfo("Europe/London")).date() + timedelta(days=days)


@st.composite
def leads(draw):
    start = at(draw(st.sampled_from(EDGES))) + timedelta(minutes=draw(st.integers(-250, 250)))
    waited = draw(st.none() | st.integers(-3, 600) | st.sampled_from([240, 241, 7200, 7201, 4320]))
    return {
        "id": str(draw(st.integers(0, 4))),
        "mql_at": start,
        "contacted_at": None if waited is None else start + timedelta(minutes=waited),
        "signed_on": days_later(start, draw(DAYS)),
        "due_on": days_later(start, draw(DAYS)),
        "due_at": draw(
            st.none() | st.sampled_from([0, 479, 480, 481]).map(lambda wait: start + timedelta(minutes=wait))
        ),
        "lifecycle": draw(st.sampled_from(["mql", "sql", "unknown", None])),
        "products": draw(st.sampled_from(["Trucks", "Vans; Trucks ", "MiniTrucks;Vans", "trucks", ";", None])),
        "score": draw(st.sampled_from([1, None])),
        "amount": draw(st.sampled_from([None, Decimal("0"), Decimal("0.01"), Decimal("99.9999"), Decimal("120000")])),
    }


def unique(records):
    return list({record["id"]: record for record in records}.values())


# Windows of wall time in the agreement's zone that hold or touch the edges; two of them overlap.
PAUSES = [
    ("2026-10-02T16:30", "2026-10-05T10:00"),
    ("2026-10-16T12:00", "2026-10-17T12:00"),
    ("2026-10-17T09:00", "2026-10-19T11:00"),
]
EXCEPTIONS = st.lists(
    st.tuples(st.sampled_from(PAUSES), st.sampled_from(["pause", "pause", "exclude"])), max_size=3, unique=True
).map(
    lambda drawn: [
        {"id": f"outage-{number}", "from": low, "until": high, "reason": "CRM outage", "effect": effect}
        for number, ((low, high), effect) in enumerate(drawn)
    ]
)
RECORDS = st.lists(leads(), max_size=5).map(unique)
TOUCHES = st.lists(
    st.tuples(
        st.integers(0, 5),
        st.sampled_from(EDGES),
        st.integers(-300, 300) | st.integers(-5000, 0),
        st.sampled_from(["mql", "sql"]),
    ),
    max_size=8,
)


def touches(drawn):
    return [
        {"id": f"t{number}", "region": str(lead), "mql_at": at(edge) + timedelta(minutes=step), "lifecycle": kind}
        for number, (lead, edge, step, kind) in enumerate(drawn)
    ]


def attained(agreed, records, events=(), cut=0, merged=(), skew=timedelta(), allowed=Decimal(1)):
    asked = cohort(agreed, agreed.commitments[0], 1, clock_skew=skew // timedelta(microseconds=1))
    measured = Measurement.of(asked)
    touched = [batch(list(events[:3])), batch(list(events[3:]))]
    kinds = list(dict.fromkeys(first.events for first in asked.firsts))
    heard = hear_first(kinds, touched[1:])
    for found, of_part in zip(heard, hear_first(kinds, touched[:1]), strict=True):
        found.merge(of_part)
    others = OtherSources(dict(zip(kinds, heard, strict=True)), {"touches": micros(AS_OF)})
    for part in (records[cut:], records[:cut]):  # each on its own and in the other order, as another machine would
        [of_part] = measure([asked], [(batch(part), micros(AS_OF))], others)
        measured.merge(of_part)
    if asked.events is not None:
        hear([(asked, measured)], touched)
    source = SOURCE.model_copy(update={"max_unusable": allowed})
    found = judged(asked, measured, FigureSource("leads", source, AS_OF), Basis.PROPOSED, merged=merged)
    return {attained.period.label: attained for attained in found.whole}


def counts_of(attainment):
    return Counter({name: count for name, count in asdict(attainment.counts).items() if count})


@pytest.mark.parametrize("name", SHARES)
@QUICK
@given(
    records=RECORDS,
    drawn=TOUCHES,
    cut=st.integers(0, 5),
    exceptions=EXCEPTIONS,
    skew=SKEW,
    allowed=st.sampled_from([Decimal(0), Decimal("0.25"), Decimal("0.5"), Decimal(1)]),
)
def test_shares_equal_a_plain_loop(name, records, drawn, cut, exceptions, skew, allowed):
    kind = name.split()[0]
    stated = {"measure": {"kind": kind, "source": "leads", **SHARES[name]}, "target": "at least 50%"}
    agreed = terms(stated, exceptions=exceptions)
    events = touches(drawn)
    reference = Reference(agreed, records, AS_OF, events, skew)
    for month, found in attained(agreed, records, events, cut, skew=skew, allowed=allowed).items():
        assert counts_of(found) == reference.outcomes(month), month
        assert (found.value is not None) == reference.has_figure(month, allowed)


@pytest.mark.parametrize("name", STATISTICS)
@QUICK
@given(records=RECORDS, drawn=TOUCHES, cut=st.integers(0, 5), exceptions=EXCEPTIONS, skew=SKEW)
def test_statistics_equal_a_plain_loop(name, records, drawn, cut, exceptions, skew):
    kind, fields, target = STATISTICS[name]
    said = {"judged_by": fields.get("judged_by", "start")}
    fields = {name: value for name, value in fields.items() if name not in said}
    stated = {"measure": {"kind": kind, "source": "leads", **fields}, "target": target, **said}
    agreed = terms(stated, exceptions=exceptions)
    events = touches(drawn)
    reference = Reference(agreed, records, AS_OF, events, skew)
    for month, found in attained(agreed, records, events, cut, skew=skew).items():
        assert found.value == reference.statistic(month), month
        assert found.counts.met == len(reference.values(month))


@pytest.mark.parametrize("name", ["within", "completeness", "attempts", "average of a column", "median", "percentile"])
@QUICK
@given(
    records=RECORDS,
    drawn=TOUCHES,
    cut=st.integers(0, 5),
    merged=st.lists(st.sampled_from(["", "mql", "sql", "unknown"]), min_size=2, max_size=4, unique=True).map(tuple),
)
def test_segments_that_are_merged_equal_a_plain_loop_over_their_records(name, records, drawn, cut, merged):
    kind, fields, target = STATISTICS.get(name) or (name, SHARES.get(name), "at least 50%")
    stated = {"measure": {"kind": kind, "source": "leads", **fields}, "target": target, "by_segment": "lifecycle"}
    agreed, events = terms(stated), touches(drawn)
    theirs = [record for record in records if (record["lifecycle"] or "") in merged]
    reference = Reference(agreed, theirs, AS_OF, events)
    for month, found in attained(agreed, records, events, cut, merged).items():
        assert (found.segment, found.merged, found.misses) == ("Other", merged, ())
        if name in STATISTICS:
            assert (found.value, found.counts.met) == (reference.statistic(month), len(reference.values(month)))
        else:
            assert counts_of(found) == reference.outcomes(month), month


@QUICK
@given(records=RECORDS, cut=st.integers(0, 5))
def test_totals_equal_a_plain_loop(records, cut):
    total = {"kind": "total", "source": "leads", "at": "mql_at", "column": "amount"}
    agreed = terms({"measure": total, "target": "at least 5 EUR"})
    reference = Reference(agreed, records, AS_OF)
    for month, found in attained(agreed, records, cut=cut).items():
        if found.value is not None:
            assert found.value == reference.total(month)


@QUICK
@given(records=RECORDS)
def test_open_records_bound_a_percentile(records):
    """Whatever the open records come to in the end, the percentile lies between its bounds."""
    kind, fields, target = STATISTICS["percentile"]
    agreed = terms({"measure": {"kind": kind, "source": "leads", **fields}, "target": target})
    now = attained(agreed, records)
    ended = [
        {
            **record,
            "contacted_at": max(AS_OF, record["mql_at"]) if not (c := record["contacted_at"]) or c > AS_OF else c,
        }
        for record in records
    ]
    later = attained(agreed, ended)
    for month, found in now.items():
        if found.value is not None and later[month].value is not None:
            assert found.lower <= later[month].value
            assert found.upper is None or later[month].value <= found.upper


def test_a_percentile_with_half_of_its_records_open_has_no_upper_bound():
    kind, fields, target = STATISTICS["median"]
    agreed = terms({"measure": {"kind": kind, "source": "leads", **fields}, "target": target})
    closed = {"id": "1", "mql_at": at("2026-10-05T09:00"), "contacted_at": at("2026-10-05T10:00")}
    waiting = {"id": "2", "mql_at": at("2026-10-05T09:00")}
    found = attained(agreed, [closed, waiting])["2026-10"]
    assert (found.value, found.upper, found.counts.pending) == (1, None, 1)
    assert found.lower > Fraction(10)

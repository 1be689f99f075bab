"""A commitment through several versions of its terms."""

from __future__ import annotations

import math
from datetime import timedelta
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from living_sla.measures.attainments import period_figures
from living_sla.measures.cohort import FAR, cohort
from living_sla.measures.measure import Measurement, measure
from living_sla.measures.period_figure import FigureSource
from living_sla.measures.versions import VersionFigures, by_period
from living_sla.measures.versions import joined as joined_as_shown
from living_sla.model.figures.attainment import Status
from living_sla.model.figures.outcome import Counts
from living_sla.model.figures.small_groups import Shown
from living_sla.model.past.basis import Basis
from living_sla.model.time.zones import instant, micros
from tests.factories.cohorts import COUNT, WITHIN, at, batch, terms
from tests.measures.reference import clock as reference_clock
from tests.measures.test_every_measure import SHARES, SOURCE, STATISTICS, leads, unique
from tests.measures.test_within import lead

AS_OF = at("2026-11-03T12:00")
START = micros(at("2026-08-31T23:00"))


def joined(chapters, *, by_version=True, merged=()):
    """The series with every segment shown but those that are merged."""
    shown = Shown(by_segment=True, by_version=by_version, merged=merged, without_exceptions=True)
    return joined_as_shown(chapters, dict.fromkeys(by_period(chapters), shown))


def through(records, *versions, as_of=AS_OF, source=SOURCE, by_version=True, unread=()):
    """The series of a commitment whose versions are given as their first instant and what they state.

    What the versions of the numbers in `unread` ask for was not read.
    """
    starts = [start for start, _ in versions] + [FAR]
    cohorts = [
        cohort(agreed, agreed.commitments[0], 1, (starts[position], starts[position + 1]))
        for position, agreed in enumerate(agreed for _, agreed in versions)
    ]
    export = FigureSource("leads", source, as_of)
    found = measure(cohorts, [(batch(records), micros(as_of))])
    return joined(
        [
            VersionFigures(
                period_figures(
                    one,
                    Measurement() if number in unread else measured,
                    export,
                    Basis.IN_FORCE,
                    lambda _, n=number: n,
                    silent="nobody read it" if number in unread else "",
                ),
                breaks=number == 2,
            )
            for number, (one, measured) in enumerate(zip(cohorts, found, strict=True), start=1)
        ],
        by_version=by_version,
    )


def october(found):
    return next(one for one in found.whole if one.period.label == "2026-10")


MID_OCTOBER = micros(at("2026-10-15T23:00"))  # midnight between 15 and 16 October in London


def test_target_raised_mid_month_splits_the_period():
    early = [lead("2026-10-05T09:00", "2026-10-05T09:30", id=f"early {n}") for n in range(4)]
    early += [lead("2026-10-05T09:00", id="early and open")]
    late = [lead("2026-10-19T09:00", "2026-10-19T09:30", id=f"late {n}") for n in range(4)]
    found = october(
        through(
            early + late,
            (START, terms({"measure": WITHIN, "target": "at least 80%"})),
            (MID_OCTOBER, terms({"measure": WITHIN, "target": "at least 95%"})),
        )
    )
    assert [(part.version, part.value, part.status) for part in found.parts] == [
        (1, Fraction(4, 5), Status.MET),
        (2, Fraction(1), Status.MET),
    ]
    assert (found.value, found.counts, found.status) == (Fraction(8, 9), Counts(met=8, missed=1), Status.MET)
    assert (found.version, str(found.target)) == (2, "at least 95%")


def test_a_share_is_missed_where_one_part_is():
    early = [lead("2026-10-05T09:00", id="open")]
    late = [lead("2026-10-19T09:00", "2026-10-19T09:30", id=f"late {n}") for n in range(99)]
    stated = terms({"measure": WITHIN, "target": "at least 95%"})
    found = october(through(early + late, (START, stated), (MID_OCTOBER, stated)))
    assert found.value > Fraction(95, 100)
    assert found.status is Status.MISSED


def test_a_group_with_a_small_part_has_no_verdict_and_tells_nothing_of_the_part():
    """Nine of EMEA in time before the change and one late after it; of the whole both parts are told."""
    early = [lead("2026-10-05T09:00", "2026-10-05T09:30", id=f"early {n}", region="EMEA") for n in range(9)]
    late = [lead("2026-10-19T09:00", id="late", region="EMEA")]
    stated = terms({"measure": WITHIN, "target": "at least 80%", "by_segment": "region"})
    versions = ((START, stated), (MID_OCTOBER, stated))
    [emea] = through(early + late, *versions, by_version=False).segments[1]
    assert (emea.value, emea.counts, emea.parts) == (Fraction(9, 10), Counts(met=9, missed=1), ())
    assert (emea.status, emea.reason) == (
        Status.NO_DATA,
        "the terms changed inside the period, and a part of it has fewer than 5 records",
    )
    more = [lead("2026-10-19T09:00", "2026-10-19T09:30", id=f"late {n}", region="EMEA") for n in range(9)]
    [emea] = through(early + late + more, *versions, by_version=False).segments[1]
    assert (emea.status, emea.reason, emea.parts) == (Status.MET, "", ())
    [emea] = through(early + late + more, *versions).segments[1]
    assert [part.counts.records for part in emea.parts] == [9, 10]


def test_why_a_part_has_no_verdict_is_told_of_the_whole_alone():
    """The one lead that is open, of a part with none besides, is not told of by the group."""
    early = [lead("2026-10-05T09:00", "2026-10-05T09:30", id=f"early {n}", region="EMEA") for n in range(9)]
    waiting = [lead("2026-11-03T11:00", id="open", region="EMEA")]
    stated = terms({"measure": WITHIN, "target": "at least 80%", "by_segment": "region", "per": "quarter"})
    change = micros(at("2026-11-01T00:00"))
    found = through(early + waiting, (START, stated), (change, stated), by_version=False)
    assert found.whole[1].reason == "no record has a verdict yet; 1 still open"
    assert "open" not in found.segments[1][0].reason


def test_a_part_without_records_says_nothing():
    late = [lead("2026-10-19T09:00", "2026-10-19T09:30")]
    stated = terms({"measure": WITHIN, "target": "at least 95%"})
    found = october(through(late, (START, stated), (MID_OCTOBER, stated)))
    assert [part.status for part in found.parts] == [Status.NO_DATA, Status.MET]
    assert (found.status, found.reason) == (Status.MET, "")


def test_the_target_of_a_volume_is_the_sum_of_its_parts():
    """400 a month until 15 October and 600 from the 16th: 11 of 22 covered days before the change make 500."""
    before = terms({"measure": COUNT, "target": "at least 400"})
    after = terms({"measure": COUNT, "target": "at least 600"})
    records = [lead("2026-10-05T09:00", id=str(number)) for number in range(499)]
    found = october(through(records, (START, before), (MID_OCTOBER, after)))
    assert (str(found.target), found.value, found.status) == ("at least 500", Fraction(499), Status.MISSED)
    one_more = [*records, lead("2026-10-20T09:00", id="499")]
    assert october(through(one_more, (START, before), (MID_OCTOBER, after))).status is Status.MET


OFFICE = {"timezone": "Europe/London", "hours": {"mon-fri": "09:00-17:00"}}
CALENDARS = [
    OFFICE,
    {**OFFICE, "closed": ["2026-10-20"]},
    {**OFFICE, "hours": {"mon-fri": "08:00-20:00", "sat": "10:00-12:00"}},
    {**OFFICE, "hours": {"mon-thu": "22:00-06:00"}},
    {**OFFICE, "closed": ["2026-10-01..2026-10-31"]},
    {"timezone": "America/New_York", "hours": {"mon-fri": ["09:00-12:00", "13:00-17:00"]}},
]


@pytest.mark.parametrize("calendar", CALENDARS)
@pytest.mark.parametrize("amount", ["400", "12.5"])
def test_a_target_that_nobody_changed_stays_whole_however_the_hours_move(calendar, amount):
    stated = {"measure": COUNT, "target": f"at least {amount}"}
    before, after = terms(stated, coverage=OFFICE), terms(stated, coverage=calendar)
    whole = october(through([], (START, before), (MID_OCTOBER, after)))
    assert str(whole.target) == f"at least {amount}"
    assert len(whole.parts) == 2


@settings(max_examples=30)
@given(
    stated=st.lists(st.tuples(st.sampled_from(CALENDARS), st.sampled_from([0, 1, 400, 600])), min_size=1, max_size=4),
    cuts=st.lists(st.integers(-3000, 33 * 1440), min_size=3, max_size=3, unique=True).map(sorted),
    begins=st.sampled_from([0, 0, 5 * 1440, 11 * 1440 + 600]),
    direction=st.sampled_from(["at least", "at most"]),
)
def test_one_calendar_weighs_the_parts_of_a_volume_and_their_shares_add_up(stated, cuts, begins, direction):
    """The target is what each minute that the newest version covers asks for, under the terms that held then."""
    agreed = [terms({"measure": COUNT, "target": f"{direction} {n}"}, coverage=of) for of, n in stated]
    first_of_october = at("2026-09-30T23:00")
    starts = [first_of_october + timedelta(minutes=begins) - timedelta(days=0 if begins else 30)]
    starts += [max(first_of_october + timedelta(minutes=cut), starts[0] + timedelta(minutes=n))
               for n, cut in enumerate(cuts, start=1)]  # fmt: skip
    found = october(through([], *((micros(start), of) for start, of in zip(starts, agreed, strict=False))))
    last = found.period
    clock = reference_clock(agreed[found.version - 1].coverage, (), True)
    minutes = [last.start + timedelta(minutes=n) for n in range(int((last.end - last.start) / timedelta(minutes=1)))]
    covered = [minute for minute in minutes if clock.is_open(minute)] or minutes
    asked = sum(
        stated[max(n for n, start in enumerate(starts[: len(stated)]) if start <= minute)][1]
        for minute in covered
        if minute >= starts[0]
    )
    goal = Fraction(asked, len(covered))
    assert found.target.amount == (math.ceil(goal) if direction == "at least" else math.floor(goal))


def test_a_warning_shrinks_with_the_target_of_a_part_of_a_period():
    """Terms that begin on 16 October ask for 200 of 400, and warn by 220 of 440."""
    stated = terms({"measure": COUNT, "target": "at least 400", "warn": "440"}, effective="2026-10-16")
    records = [lead("2026-10-20T09:00", id=str(number)) for number in range(110)]
    half = at("2026-10-23T12:00")  # 5.5 of the 11 working days from the 16th
    assert october(through(records, (MID_OCTOBER, stated), as_of=half)).status is Status.ON_TRACK
    assert october(through(records[1:], (MID_OCTOBER, stated), as_of=half)).status is Status.AT_RISK


def test_a_definition_that_changed_breaks_the_series_where_it_changed():
    stated = terms({"measure": COUNT, "target": "at least 1"})
    found = through([lead("2026-10-05T09:00")], (START, stated), (MID_OCTOBER, stated))
    assert [(one.period.label, one.broken) for one in found.whole] == [
        ("2026-09", False),
        ("2026-10", True),
        ("2026-11", False),
    ]


def test_periods_between_versions_are_not_in_force():
    stated = terms({"measure": COUNT, "target": "at least 1"})
    first = cohort(stated, stated.commitments[0], 1, (START, micros(at("2026-09-20T00:00"))))
    second = cohort(stated, stated.commitments[0], 1, (micros(at("2026-11-02T00:00")), FAR))
    export = FigureSource("leads", SOURCE, AS_OF)
    found = measure([first, second], [(batch([lead("2026-10-05T09:00")]), micros(AS_OF))])
    chapters = [
        VersionFigures(period_figures(one, measured, export, Basis.IN_FORCE, lambda _, n=number: n))
        for number, (one, measured) in enumerate(zip((first, second), found, strict=True), start=1)
    ]
    assert [(one.period.label, one.status, one.version) for one in joined(chapters).whole] == [
        ("2026-09", Status.NO_DATA, 1),
        ("2026-10", Status.NOT_IN_FORCE, None),
        ("2026-11", Status.AT_RISK, 2),
    ]


def test_a_quarter_that_follows_months_comes_after_them():
    """Judged by the month until 15 October and by the quarter from the 16th: Q4 began on 1 October all the same."""
    monthly, quarterly = terms({"measure": COUNT}), terms({"measure": COUNT, "per": "quarter"})
    found = through([lead("2026-10-05T09:00")], (START, monthly), (MID_OCTOBER, quarterly))
    assert [(one.period.label, one.window) for one in found.whole] == [
        ("2026-09", None),
        ("2026-10", (at("2026-09-30T23:00"), at("2026-10-15T23:00"))),
        ("2026-Q4", (at("2026-10-15T23:00"), at("2027-01-01T00:00"))),
    ]


def test_a_lapsed_commitment_ends_with_a_period_that_is_not_in_force():
    stated = terms({"measure": COUNT, "target": "at least 1"})
    only = cohort(stated, stated.commitments[0], 1, (START, micros(at("2026-09-30T23:00"))))
    [measured] = measure([only], [(batch([]), micros(AS_OF))])
    found = joined(
        [
            VersionFigures(
                period_figures(only, measured, FigureSource("leads", SOURCE, AS_OF), Basis.IN_FORCE, lambda _: 1)
            )
        ]
    )
    assert [(one.period.label, one.status) for one in found.whole[1:]] == [("2026-10", Status.NOT_IN_FORCE)]


def test_what_is_measured_otherwise_has_no_figure_for_the_whole():
    before = terms({"measure": COUNT, "target": "at least 1"})
    after = terms({"measure": WITHIN, "target": "at least 95%"})
    records = [lead("2026-10-19T09:00", "2026-10-19T09:30")]
    found = october(through(records, (START, before), (MID_OCTOBER, after)))
    assert (found.value, found.status, len(found.parts)) == (None, Status.MISSED, 2)


STATED = {
    **{
        name: ({"kind": name.split()[0], "source": "leads", **fields}, "at least 50%")
        for name, fields in SHARES.items()
        if "events" not in fields and "first" not in name
    },
    **{
        name: ({"kind": kind, "source": "leads", **fields}, goal)
        for name, (kind, fields, goal) in STATISTICS.items()
        if "first" not in name and "judged_by" not in fields
    },
    "count": (COUNT, "at least 3"),
}


@pytest.mark.parametrize("name", STATED)
@settings(max_examples=100)
@given(records=st.lists(leads(), max_size=6).map(unique), minutes=st.integers(-60 * 24 * 30, 60 * 24 * 30))
def test_a_version_that_changes_nothing_changes_no_figure(name, records, minutes):
    measure_, target = STATED[name]
    said = {"judged_by": measure_["judged_by"]} if "judged_by" in measure_ else {}
    measure_ = {key: value for key, value in measure_.items() if key not in said}
    stated = terms({"measure": measure_, "target": target, "by_segment": "lifecycle", **said})
    change = micros(at("2026-10-10T12:00") + timedelta(minutes=minutes))
    once, twice = through(records, (START, stated)), through(records, (START, stated), (change, stated))
    assert [(one.period, one.value, one.lower, one.upper, one.counts) for one in once.whole] == [
        (one.period, one.value, one.lower, one.upper, one.counts) for one in twice.whole
    ]
    assert [[(one.segment, one.counts) for one in of] for of in once.segments] == [
        [(one.segment, one.counts) for one in of] for of in twice.segments
    ]
    if name == "count":
        assert [(one.status, one.target) for one in once.whole] == [(one.status, one.target) for one in twice.whole]
    assert all(part.window[0] < instant(change) <= part.window[1] for one in twice.whole for part in one.parts[:1])


def outage(start="2026-10-20T00:00", effect="exclude"):
    return {"id": "outage", "from": start, "until": "2026-10-22T00:00", "reason": "CRM", "effect": effect}


@pytest.mark.parametrize(
    ("changed", "alike"),
    [
        ({}, True),
        ({"commitment": {"title": "Another title", "owner": "Ana"}}, True),
        ({"commitment": {"target": "at least 96%"}}, False),
        ({"commitment": {"measure": {**WITHIN, "limit": "5 business hours"}}}, False),
        ({"commitment": {"measure": {**WITHIN, "where": {"region": "EMEA"}}}}, False),
        ({"coverage": {"timezone": "Europe/London", "hours": {"mon-fri": "09:00-18:00"}}}, False),
        ({"exceptions": [outage()]}, True),
        ({"exceptions": [outage(start="2026-10-10T00:00")]}, False),
        ({"exceptions": [outage(effect="pause")]}, False),
    ],
)
def test_versions_that_judge_alike(changed, alike):
    """An exception in the time of the later version says nothing of records that started before; a pause does."""
    fields = dict(changed)
    later = terms(fields.pop("commitment", {}), **fields)
    one = cohort(terms({}), terms({}).commitments[0], 1, (START, MID_OCTOBER))
    assert one.judges_like(cohort(later, later.commitments[0], 1, (MID_OCTOBER, FAR))) is alike


def spoilt_october(good, bad, allowed):
    """October in two parts: so many good records in the first, so many unusable ones in the second."""
    records = [lead("2026-10-05T09:00", "2026-10-05T09:30", id=f"good {n}") for n in range(good)]
    records += [lead("2026-10-19T09:00", "2026-10-18T09:00", id=f"bad {n}") for n in range(bad)]
    records += [lead("2026-10-19T09:00", "2026-10-19T09:30", id="last")]
    stated = terms({"measure": WITHIN, "target": "at least 80%"})
    source = SOURCE.model_copy(update={"max_unusable": Decimal(allowed)})
    return october(through(records, (START, stated), (MID_OCTOBER, stated), source=source))


def test_unusable_records_are_a_share_of_the_whole_period_whichever_version_judged_them():
    few = spoilt_october(good=6, bad=3, allowed="0.3")  # three of the four of the second part, and of ten in all
    assert (few.value, few.status, few.counts.unusable) == (1, Status.MET, 3)
    many = spoilt_october(good=5, bad=3, allowed="0.3")
    assert (many.value, many.lower, many.upper, many.status) == (None, None, None, Status.NO_DATA)
    assert many.reason == "3 of 9 records are unusable, more than the 30% that the source allows"
    assert [(part.value, part.reason) for part in many.parts] == [(None, many.reason)] * 2


def test_a_part_of_which_no_record_can_be_judged_leaves_no_verdict_for_the_whole():
    good = [lead("2026-10-05T09:00", "2026-10-05T09:30", id=f"good {n}") for n in range(3)]
    bad = [lead("2026-10-19T09:00", "2026-10-18T09:00", id=f"bad {n}") for n in range(3)]
    stated = terms({"measure": WITHIN, "target": "at least 80%"})
    loose = SOURCE.model_copy(update={"max_unusable": Decimal("0.5")})
    found = october(through(good + bad, (START, stated), (MID_OCTOBER, stated), source=loose))
    assert (found.status, found.reason) == (Status.NO_DATA, "every record is unusable")


# ---------------------------------------------------------------- what nobody read


@settings(max_examples=30, deadline=None)
@given(
    name=st.sampled_from(["count", "within", "median"]),
    records=st.lists(leads(), max_size=8).map(unique),
    turn=st.integers(0, 60),
    unread=st.sampled_from([(1,), (2,)]),
)
def test_a_period_of_which_a_part_was_not_read_has_no_verdict_and_every_other_is_as_if_all_was(
    name, records, turn, unread
):
    measure_, target = STATED.get(name, (WITHIN, "at least 95%"))
    agreed = terms({"measure": measure_, "target": target})
    versions = [(START, agreed), (START + turn * 86_400_000_000 + 43_200_000_000, agreed)]
    whole = through(records, *versions).whole
    found = through(records, *versions, unread=unread).whole
    assert [of.period for of in found] == [of.period for of in whole]
    for of, as_read in zip(found, whole, strict=True):
        judged_by = {part.version for part in of.parts} or {of.version}
        if judged_by.isdisjoint(unread):
            assert of.counts == as_read.counts
            assert (of.value, of.status) == (as_read.value, as_read.status)
        else:
            assert (of.status, of.reason, of.value) == (Status.NO_DATA, "nobody read it", None)
            assert (of.lower, of.upper, of.room, of.pace) == (None, None, None, None)


def test_a_month_that_began_well_is_not_met_while_the_rest_of_it_waits_for_data():
    good = [lead("2026-10-02T09:00", "2026-10-02T09:30", id=str(number)) for number in range(3)]
    found = october(through(good, (START, terms({})), (MID_OCTOBER, terms({})), unread=(2,)))
    assert (found.status, found.reason) == (Status.NO_DATA, "nobody read it")
    assert [part.status for part in found.parts] == [Status.MET, Status.NO_DATA]


@pytest.mark.parametrize(("second", "inside"), [(MID_OCTOBER, True), (micros(at("2026-09-30T23:00")), False)])
def test_a_period_says_whether_what_is_counted_changed_inside_it_or_as_it_began(second, inside):
    """The third version changes a target, on 20 October: the second is the one that counts something else."""
    stated, third = terms({"measure": COUNT, "target": "at least 1"}), micros(at("2026-10-19T23:00"))
    whole = october(through([lead("2026-10-05T09:00")], (START, stated), (second, stated), (third, stated)))
    assert (whole.broken, whole.broken_inside) == (True, inside)

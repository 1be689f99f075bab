"""Volumes: what counts, how a target is prorated, and the pace of a running period."""

from __future__ import annotations

from fractions import Fraction

from living_sla.measures.period_figure import with_goal
from living_sla.model.figures.attainment import Pace, Room, Status
from living_sla.model.figures.outcome import Counts
from living_sla.model.quantity import parse_target
from tests.factories.cohorts import COUNT, at, batch, cohort_of
from tests.measures.test_within import attained

VOLUME = {"id": "mql-volume", "measure": COUNT, "target": "at least 4", "by": "marketing", "category": "goals"}


def mqls(*starts):
    return batch([{"id": str(number), "mql_at": at(start)} for number, start in enumerate(starts)])


def test_a_count_is_the_number_of_records_whose_instant_falls_in_the_period():
    """October in London is [30 September 23:00, 1 November 00:00) in UTC: summer time ends in between."""
    edges = mqls("2026-09-30T22:59:59", "2026-09-30T23:00", "2026-10-31T23:59:59", "2026-11-01T00:00")
    found = attained(cohort_of(VOLUME), edges, as_of=at("2026-11-30T12:00")).whole
    assert [(a.period.label, a.value) for a in found] == [("2026-09", 1), ("2026-10", 2), ("2026-11", 1)]


def test_a_count_of_nothing_is_zero_and_missed_where_the_export_speaks_of_the_time():
    found = attained(cohort_of(VOLUME), mqls("2026-09-07T09:00", "2026-11-02T09:00")).whole
    assert (found[1].value, found[1].status) == (0, Status.MISSED)


def test_a_period_before_the_export_begins_has_no_data():
    found = attained(cohort_of(VOLUME), mqls("2026-11-02T09:00")).whole
    assert (found[0].value, found[0].status) == (None, Status.NO_DATA)
    assert found[0].reason == "the export holds nothing from this period"


def test_a_running_volume_is_held_against_the_covered_time_that_has_passed():
    """November 2026 has 21 working days; at noon of Monday the 16th, 10 and 3/8 of them are over."""
    elapsed = Fraction(83, 8) / 21
    as_of = at("2026-11-16T12:00")
    behind = attained(cohort_of(VOLUME), mqls("2026-11-02T09:00"), as_of=as_of).whole[-1]
    assert behind.pace == Pace(elapsed, 4 * elapsed)
    assert behind.status is Status.AT_RISK
    assert behind.room == Room(needed=3, per_day=Fraction(3, 11), days_left=11)
    on_pace = attained(cohort_of(VOLUME), mqls("2026-11-02T09:00", "2026-11-03T09:00"), as_of=as_of).whole[-1]
    assert on_pace.status is Status.ON_TRACK


def test_a_volume_is_met_as_soon_as_the_target_is_reached():
    found = attained(cohort_of(VOLUME), mqls(*["2026-11-02T09:00"] * 4), as_of=at("2026-11-02T12:00")).whole[-1]
    assert (found.status, found.ended) == (Status.MET, False)


def test_at_most_is_missed_as_soon_as_it_is_passed_and_met_only_at_the_end():
    cap = {**VOLUME, "target": "at most 4"}
    four, five = ["2026-11-02T09:00"] * 4, ["2026-11-02T09:00"] * 5
    assert attained(cohort_of(cap), mqls(*five), as_of=at("2026-11-02T12:00")).whole[-1].status is Status.MISSED
    assert attained(cohort_of(cap), mqls(*four), as_of=at("2026-11-02T12:00")).whole[-1].status is Status.AT_RISK
    assert attained(cohort_of(cap), mqls(*four), as_of=at("2026-12-02T12:00")).whole[-2].status is Status.MET


def test_terms_that_begin_inside_a_period_owe_their_part_of_it():
    """16 to 30 September 2026 are 11 of 22 working days: half of the target."""
    found = attained(cohort_of(VOLUME, effective="2026-09-16"), mqls("2026-09-16T09:00", "2026-09-30T09:00"))
    assert (str(found.whole[0].target), found.whole[0].status) == ("at least 2", Status.MET)


def test_a_part_of_a_target_is_rounded_to_the_whole_number_with_the_same_verdict():
    assert str(with_goal(parse_target("at least 400"), Fraction(400 * 13, 22))) == "at least 237"
    assert str(with_goal(parse_target("at most 400"), Fraction(400 * 13, 22))) == "at most 236"
    assert str(with_goal(parse_target("at least 12.5"), Fraction(25, 4), 1)) == "at least 6.3"


def test_the_segments_of_a_volume_have_values_and_no_verdict():
    by_region = cohort_of({**VOLUME, "by_segment": "region"})
    found = attained(by_region, batch([{"mql_at": at("2026-10-05T09:00"), "region": "EMEA"}])).segments["EMEA"][1]
    assert (found.value, found.status, found.counts) == (1, None, Counts(met=1))

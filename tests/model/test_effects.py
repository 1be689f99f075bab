"""Whether figures left their usual range when the terms changed: the rule, its edges, and what is named beside it."""

from __future__ import annotations

from datetime import date
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from living_sla.model.figures import welch
from living_sla.model.figures.attainment import Status
from living_sla.model.figures.before_and_after import SaidOfChange
from living_sla.model.figures.effects import effects_of
from living_sla.model.past.basis import Basis
from living_sla.model.past.timeline import Span, State, Timeline, VersionStanding
from living_sla.words.numbers import plain_spaces
from living_sla.words.standing import effects as words
from tests.factories import histories, reports
from tests.factories.versions import version_of

STEADY = (90, 91, 89, 90, 92, 90, 89, 91, 90, 90)
SHORTER = histories.SHORTER


def version(number, since, *changes):
    span = Span(number, histories.at(since), None, Basis.IN_FORCE)
    found = version_of(number, histories.agreement(number), histories.commit(number, since, "x"), changes)
    return VersionStanding(found, State.IN_FORCE, span)


def timeline(*versions):
    first = version(1, "2024-01-01T00:00")
    return Timeline("lead-handoff", (first, *versions), ())


def part(*met, first="2025-01", of=100):
    periods = reports.months(first, len(met))
    series = [reports.share(period, found, of - found) for period, found in zip(periods, met, strict=True)]
    return reports.standing("first-contact", series, timezone=reports.LONDON)


NOVEMBER = version(2, "2025-11-01T00:00", SHORTER)


def only(standing, *versions):
    [found] = effects_of(standing, timeline(*(versions or (NOVEMBER,))))
    return found


@pytest.mark.parametrize(
    ("after", "finding", "moved"),
    [
        ((90,) * 6, SaidOfChange.WITHIN, 0),
        ((99, 90, 90, 90, 90, 90), SaidOfChange.WITHIN, 0),
        ((99, 99, 90, 90, 90, 90), SaidOfChange.SEEN, 1),
        ((90, 90, 90, 90, 80, 80), SaidOfChange.SEEN, -1),
        ((99, 90, 90, 90, 90, 80), SaidOfChange.SEEN, 0),
        ((99, 99, 99, 99, 99), SaidOfChange.TOO_EARLY, 0),
        ((), SaidOfChange.TOO_EARLY, 0),
    ],
)
def test_a_change_is_seen_where_two_of_six_periods_leave_the_range_of_the_ten_before(after, finding, moved):
    sides = only(part(*STEADY, *after)).sides
    assert (sides.finding, sides.moved) == (finding, moved)


def test_later_periods_than_the_sixth_say_nothing():
    assert only(part(*STEADY, *(90,) * 6, 20, 20)).sides.finding is SaidOfChange.WITHIN


def test_fewer_than_ten_periods_before_say_nothing_whatever_came_after():
    found = only(part(*STEADY[1:], *(20,) * 6, first="2025-02"))
    assert found.sides.finding is SaidOfChange.TOO_EARLY
    assert words.sentence(found.sides, found.sayable_on, date(2026, 11, 18)) == (
        "Only 9 closed months lie before it, and 10 are needed: nothing can be said."
    )


def test_the_period_in_which_it_took_force_is_on_neither_side():
    inside = version(2, "2025-11-15T00:00", SHORTER)
    sides = only(part(*STEADY, 20, *(90,) * 6), inside).sides
    assert [each.period.label for each in (sides.before[-1], sides.after[0])] == ["2025-10", "2025-12"]
    assert sides.finding is SaidOfChange.WITHIN


def test_it_can_be_said_once_six_whole_periods_are_over():
    assert only(part(*STEADY)).sayable_on == date(2026, 5, 1)
    inside = version(2, "2025-11-15T00:00", SHORTER)
    assert only(part(*STEADY), inside).sayable_on == date(2026, 6, 1)


def test_what_counts_otherwise_does_not_compare():
    broken = version(2, "2025-11-01T00:00", histories.REDEFINED)
    assert only(part(*STEADY), broken).sides.finding is SaidOfChange.NOT_COMPARABLE
    standing = part(*STEADY, *(90,) * 6)
    series = [replace(each, broken=at == 10) for at, each in enumerate(standing.series)]
    assert only(replace(standing, series=tuple(series))).sides.finding is SaidOfChange.NOT_COMPARABLE


def test_only_changes_that_bear_on_the_commitment_are_asked():
    reworded = replace(SHORTER, rule="commitment-renamed")
    elsewhere = replace(SHORTER, commitment="mql-volume")
    for change in (reworded, elsewhere, histories.NOTICE):
        assert effects_of(part(*STEADY), timeline(version(2, "2025-11-01T00:00", change))) == ()
    hours = replace(SHORTER, rule="coverage-extended", commitment=None)
    assert only(part(*STEADY), version(2, "2025-11-01T00:00", hours)).version.judges_otherwise


def test_what_never_was_in_force_is_told_with_the_version_that_was():
    proposed = replace(version(2, "2025-10-01T00:00", histories.RAISED), in_force=None)
    later = version(3, "2025-11-01T00:00", SHORTER)
    found = only(part(*STEADY), proposed, later)
    assert (found.version.number, found.version.changes) == (3, (histories.RAISED, SHORTER))


def test_other_changes_in_the_same_time_are_named():
    second = version(3, "2026-02-01T00:00", histories.RAISED)
    far = version(4, "2026-09-01T00:00", histories.RAISED)
    first, later, last = effects_of(part(*STEADY, *(90,) * 6), timeline(NOVEMBER, second, far))
    assert [[other.number for other in found.others] for found in (first, later, last)] == [[3], [2], [2, 3]]
    assert plain_spaces(words.others(first)) == (
        "In the same time also version 3, since 1 February 2026: we cannot say which."
    )


def test_a_change_on_the_day_after_the_last_period_is_not_in_the_same_time():
    """In summer, midnight in London lies on the day before in UTC."""
    on_the_day = version(3, "2026-04-30T23:00", histories.RAISED)
    a_minute_before = version(3, "2026-04-30T22:59", histories.RAISED)
    after = part(*STEADY, *(90,) * 6)
    assert effects_of(after, timeline(NOVEMBER, on_the_day))[0].others == ()
    assert [each.number for each in effects_of(after, timeline(NOVEMBER, a_minute_before))[0].others] == [3]


def without_figure(standing, *at):
    series = [
        replace(each, value=None, status=Status.NO_DATA) if number in at else each
        for number, each in enumerate(standing.series)
    ]
    return replace(standing, series=tuple(series))


def test_months_without_a_figure_put_off_what_can_be_said():
    """Then the six end later than planned, and so does the time whose other changes are named."""
    may = version(3, "2026-05-10T00:00", histories.RAISED)
    found = effects_of(without_figure(part(*STEADY, *(90,) * 8), 11, 13), timeline(NOVEMBER, may))[0]
    said = plain_spaces(words.sentence(found.sides, found.sayable_on, date(2026, 8, 1)))
    assert said.endswith("All six were over on 1 July 2026.")
    assert [each.number for each in found.others] == [3]
    five = only(without_figure(part(*STEADY, *(90,) * 6), 11))
    assert plain_spaces(words.sentence(five.sides, five.sayable_on, date(2026, 8, 1))) == (
        "So far 5 of 6 months after it have a figure that stays; it can be said as soon as all have."
    )


def test_where_counting_changes_again_too_soon_nothing_ever_can_be_said():
    standing = part(*STEADY, *(90,) * 6)
    series = [replace(each, broken=at == 12) for at, each in enumerate(standing.series)]
    found = only(replace(standing, series=tuple(series)))
    assert found.sides.finding is SaidOfChange.NOT_COMPARABLE
    assert words.sentence(found.sides, found.sayable_on, date(2026, 8, 1)) == (
        "What is counted changed when only 2 of 6 months after it were closed: the later ones do not compare."
    )


def test_nothing_is_asked_of_an_agreement_without_history_or_a_commitment_without_figures():
    assert effects_of(part(*STEADY), None) == ()
    assert effects_of(reports.standing("first-contact", ()), timeline(NOVEMBER)) == ()


@settings(max_examples=30)
@given(st.lists(st.integers(0, 100), min_size=16, max_size=16))
def test_a_mirrored_series_moves_the_other_way(met):
    there, back = only(part(*met)).sides, only(part(*(100 - each for each in met))).sides
    assert there.finding is back.finding
    assert there.moved == -back.moved


# ---------------------------------------------------------------- in words


RANGE = "the usual range of the 10 before, 86.7 % to 93.7 %"


@pytest.mark.parametrize(
    ("after", "icon", "said"),
    [
        ((99, 99, 99, 90, 90, 90), "seen-better", f"Of the 6 months after it, 3 lie above {RANGE}."),
        (
            (80, 80, 90, 90, 90, 99),
            "seen-both-ways",
            f"Of the 6 months after it, 1 lies above and 2 lie below {RANGE}.",
        ),
        (
            (90,) * 6,
            "within-usual",
            f"Of the 6 months after it, none lies outside {RANGE}: too early, or no effect. "
            "All six were over on 1 May 2026.",
        ),
        ((90, 99), "too-early", "So far 2 of 6 months after it are closed; it can be said from 1 May 2026 on."),
    ],
)
def test_a_finding_is_a_word_and_a_sentence(after, icon, said):
    found = only(part(*STEADY, *after))
    assert words.icon(found.sides) == icon
    assert plain_spaces(words.sentence(found.sides, found.sayable_on, date(2026, 1, 5))) == said


def test_the_small_print_has_means_and_counts():
    said = plain_spaces(words.small_print(only(part(*STEADY, *(95,) * 6)).sides))
    before, after = "90.2 % over 10 months (1,000 records)", "95.0 % over 6 months (600 records)"
    assert said.startswith(f"Mean {before} before, {after} after; difference +4.8 points")


# ---------------------------------------------------------------- Welch


def test_without_the_extra_there_is_no_interval(monkeypatch):
    monkeypatch.setattr(welch, "is_installed", lambda: False)
    sides = only(part(*STEADY, *(95,) * 6)).sides
    assert words.small_print(sides).endswith("points.")


FIGURES = st.lists(st.fractions(-50, 50, max_denominator=9), min_size=2, max_size=9)


@pytest.mark.filterwarnings("ignore:Precision loss:RuntimeWarning")
@settings(max_examples=30)
@given(FIGURES, FIGURES)
def test_the_interval_is_that_of_scipy(before, after):
    stats = pytest.importorskip("scipy.stats")
    low, high = welch.interval(before, after)
    if len(set(before)) == len(set(after)) == 1:
        assert low == high == pytest.approx(float(after[0] - before[0]))
        return
    found = stats.ttest_ind(list(map(float, after)), list(map(float, before)), equal_var=False).confidence_interval()
    assert (low, high) == pytest.approx((found.low, found.high), rel=1e-9, abs=1e-9)


def test_one_period_on_a_side_has_no_interval():
    assert welch.interval([Fraction(1)], [Fraction(1), Fraction(2)]) is None

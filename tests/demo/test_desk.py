from datetime import date

from tools.demo.clock import midnight, moment, wall
from tools.demo.company import Rep
from tools.demo.desk import after_work

LONDON, NEW_YORK = "Europe/London", "America/New_York"


def finished(rep, start, effort):
    zone = {"EMEA": LONDON, "AMER": NEW_YORK}[rep.desk]
    return str(wall(after_work(rep, moment(start, zone), effort), zone))


def test_work_waits_for_the_morning():
    assert finished(Rep("A", "EMEA"), "2026-09-01 06:00", 15) == "2026-09-01 09:00:00"


def test_work_left_on_friday_is_done_on_monday():
    assert finished(Rep("A", "EMEA"), "2026-09-04 15:30", 60) == "2026-09-07 09:15:00"


def test_work_rests_on_holidays_and_while_somebody_is_away():
    away = Rep("A", "EMEA", away=((date(2026, 9, 1), date(2026, 9, 2)),))
    assert finished(away, "2026-08-28 15:30", 60) == "2026-09-03 09:15:00"


def test_work_of_new_york_keeps_its_local_hours_when_the_clocks_change():
    """Clocks go forward on 2026-03-08: Monday begins an hour earlier in UTC."""
    assert finished(Rep("A", "AMER"), "2026-03-06 16:30", 60) == "2026-03-09 09:00:00"


def test_lead_of_somebody_who_has_left_is_found_a_week_later():
    leaver = Rep("A", "EMEA", leaves=date(2026, 1, 16))
    assert finished(leaver, "2026-01-15 17:00", 60) == "2026-01-21 09:45:00"


def test_a_time_shown_twice_is_the_first_one():
    assert moment("2025-10-26 01:30", LONDON) - midnight(date(2025, 10, 26), LONDON) == 90


def test_a_time_after_the_change_counts_the_hour_that_was_skipped():
    assert moment("2026-03-29 02:30", LONDON) - midnight(date(2026, 3, 29), LONDON) == 90

"""The counts by hand that the report is held to; see `hand_count.py`."""

from datetime import datetime

import pytest

from tests.demo.hand_count import count_first_contacts, count_qualified, due


@pytest.mark.parametrize(
    ("start", "end"),
    [
        ("2026-09-01 10:00", "2026-09-01 14:00"),
        ("2026-09-01 13:30", "2026-09-02 09:00"),  # runs out at closing time: due at the next opening
        ("2026-09-04 10:30", "2026-09-04 15:30"),  # over Friday's lunch
        ("2026-09-04 11:00", "2026-09-07 09:00"),  # Friday closes at 16:00
        ("2026-09-05 12:00", "2026-09-07 13:00"),
        ("2026-08-28 15:00", "2026-09-01 12:00"),  # over the bank holiday
    ],
)
def test_four_business_hours_by_hand(start, end):
    assert due(datetime.fromisoformat(start)) == datetime.fromisoformat(end)


def test_first_contacts_of_a_month_that_was_met():
    assert count_first_contacts("2026-09") == {
        "EMEA": {"met": 210, "missed": 6, "unusable": 1},
        "AMER": {"met": 175, "missed": 12},
    }


def test_first_contacts_of_the_month_of_the_outage():
    assert count_first_contacts("2026-08") == {
        "EMEA": {"met": 140, "missed": 19, "excluded": 8},
        "AMER": {"met": 101, "missed": 16, "excluded": 4},
    }


def test_first_contacts_of_the_running_month():
    assert count_first_contacts("2026-10") == {
        "EMEA": {"met": 132, "missed": 5},
        "AMER": {"met": 89, "missed": 6, "pending": 1},
    }


@pytest.mark.parametrize(("month", "leads"), [("2025-10", 400), ("2026-09", 434), ("2026-10", 255)])
def test_qualified_leads_of_a_month(month, leads):
    assert count_qualified(month) == leads

"""The figures of the demonstration against counts by hand: the terms in force then, plain loops over the export."""

import json
import subprocess
import sys
from collections import Counter

import pytest

from tests.demo.hand_count import count_first_contacts, count_qualified
from tests.demo.reading_git import CLEAN

MONTHS = [*(f"2025-{month:02}" for month in range(7, 13)), *(f"2026-{month:02}" for month in range(1, 11))]


@pytest.fixture(scope="module")
def attained(demo_project):
    """By commitment and period, what `sla attain` says."""
    command = [sys.executable, "-c", "from living_sla.cli import main; main()", "attain", "--format", "json"]
    done = subprocess.run(command, cwd=demo_project, env=CLEAN, capture_output=True, text=True, check=True)
    return {
        (one["commitment"], one["period"]["label"]): one
        for one in json.loads(done.stdout)["attainment"]
        if one["segment"] is None
    }


def enough(month):
    """The score that made an MQL in that month."""
    return 70 if month >= "2026-04" else 60


@pytest.mark.parametrize("month", MONTHS)
def test_first_contacts_are_those_of_the_definition_in_force(attained, month):
    both = sum(count_first_contacts(month, score=enough(month)).values(), start=Counter())
    counts = attained["first-contact", month]["counts"]
    assert counts == {outcome: both[outcome] for outcome in ("met", "missed", "pending", "excluded", "unusable")}


@pytest.mark.parametrize("month", MONTHS)
def test_qualified_leads_are_those_of_the_definition_in_force(attained, month):
    assert attained["mql-volume", month]["value"] == count_qualified(month, score=enough(month))


def test_february_is_missed_by_its_second_part_alone(attained):
    """A month of 91.9 % would have been met by the old target, and the first half was."""
    february = attained["first-contact", "2026-02"]
    assert february["status"] == "missed"
    assert february["value"] > 0.75


def test_april_stays_missed_whatever_was_asked_for_in_may(attained):
    april, may = attained["mql-volume", "2026-04"], attained["mql-volume", "2026-05"]
    assert (april["value"], april["target"], april["status"]) == (334, "at least 350", "missed")
    assert (may["value"], may["status"]) == (367, "met")


def test_exception_moves_august_and_the_figure_without_it_stands_beside(attained):
    august = attained["first-contact", "2026-08"]
    assert august["counts"]["excluded"] == 11
    assert august["value_without_exceptions"] < august["value"]


def test_nobody_owed_a_decision_before_the_late_signature(attained):
    quarters = [label for commitment, label in attained if commitment == "decision"]
    assert quarters == ["2025-Q4", "2026-Q1", "2026-Q2", "2026-Q3", "2026-Q4"]


def test_nothing_is_judged_after_the_pilot_has_lapsed(attained):
    after = [attained[key]["status"] for key in attained if key[0] == "weekend-answer" and key[1] >= "2026-07"]
    assert set(after) == {"not in force"}

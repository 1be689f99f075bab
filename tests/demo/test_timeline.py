"""Which version of the demonstration's agreements was in force when; all times in UTC."""

from datetime import UTC, datetime

import pytest

from living_sla.agreements.reader import load_project
from living_sla.history.past import read_past
from living_sla.settings import read_settings

NOW = datetime(2026, 10, 21, 17, 0, tzinfo=UTC)


@pytest.fixture(scope="module")
def timelines(demo_project):
    agreements = load_project(demo_project).agreements
    return read_past(demo_project, agreements, read_settings(demo_project), now=NOW).timelines


def spans(found):
    return [(span.version, f"{span.start:%Y-%m-%d %H:%M}", f"{span.end:%Y-%m-%d %H:%M}" if span.end else None)
            for span in found.spans]  # fmt: skip


def test_versions_of_the_hand_off_follow_one_another_without_a_gap(timelines):
    """
    v1 from its own date, v2 from the late sign-off, v5 from the last sign-off and not from April, v6 before August.
    """
    assert spans(timelines["lead-handoff"]) == [
        (1, "2025-06-30 23:00", "2025-12-01 08:50"),
        (2, "2025-12-01 08:50", "2026-02-16 00:00"),
        (3, "2026-02-16 00:00", "2026-03-31 23:00"),
        (4, "2026-03-31 23:00", "2026-05-18 08:12"),
        (5, "2026-05-18 08:12", "2026-07-31 23:00"),
        (6, "2026-07-31 23:00", None),
    ]


def test_pilot_is_in_force_from_october_and_lapses_with_june(timelines):
    assert spans(timelines["weekend-pilot"]) == [(2, "2025-10-01 04:00", "2026-07-01 04:00")]


def test_state_of_every_version(timelines):
    told = {name: [str(version.state) for version in found.versions] for name, found in timelines.items()}
    assert told == {
        "lead-handoff": [*["superseded"] * 5, "in force", "proposed"],
        "weekend-pilot": ["superseded", "lapsed"],
    }


def test_what_was_asked_for_retroactively_is_remembered_and_late_signatures_are_no_request(timelines):
    asked = {version.version.number: str(version.asked_for)
             for version in timelines["lead-handoff"].versions if version.asked_for}  # fmt: skip
    assert asked == {5: "2026-04-13"}


def test_proposal_waits_for_the_signature_of_sales(timelines):
    [waiting] = timelines["lead-handoff"].standing(7).waiting
    assert (waiting.party, waiting.signer, f"{waiting.since:%Y-%m-%d %H:%M}") == (
        "sales",
        "ben.okafor@northwind.example",
        "2026-10-12 14:20",
    )

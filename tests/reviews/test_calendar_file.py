"""The sealed calendar is the one that terms and record make, and an edit of it shows."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from living_sla.model.agreement.coverage_terms import CoverageTerms
from living_sla.model.reviews.record import Releases
from living_sla.model.time import coverage as coverage_module
from living_sla.model.time.calendar import calendar_release
from living_sla.reviews.folder.calendar_file import calendar_csv, is_calendar_of
from living_sla.reviews.folder.record_file import read_brief, record_text
from tests.reviews import examples
from tests.reviews.test_sealed_calendar import coverages

SINCE = Releases("living-sla 0.1.0", calendar_release(), "tzdata 2026.2")
OTHER_HOLIDAYS = Releases("living-sla 0.1.0", "holidays 0.1", "tzdata 2026.2")
RECORD = examples.record(releases=SINCE)
BRIEF = read_brief(record_text(RECORD), "x")
ENGLAND = CoverageTerms.model_validate(
    {
        "timezone": "Europe/London",
        "hours": {"mon-fri": "09:00-17:00"},
        "holidays": "GB-ENG",
        "closed": ["2026-08-14"],
        "open": ["2026-08-15 10:00-14:00"],
    }
)


def is_of(text: str, coverage: CoverageTerms, releases: Releases = SINCE) -> list[bool]:
    """Whether it is the calendar of the whole record, and of a part of it."""
    several = ((RECORD, True), (BRIEF, False))
    records = ((examples.replace(of, releases=releases), is_whole) for of, is_whole in several)
    return [is_calendar_of(text, of, lambda *_: coverage, is_whole=is_whole) for of, is_whole in records]


@settings(max_examples=15, deadline=None)
@given(coverages(), st.data())
def test_no_line_can_be_edited_removed_doubled_or_moved(coverage: CoverageTerms, data: st.DataObject):
    table = calendar_csv(RECORD, lambda *_: coverage)
    assert is_of(table, coverage) == [True, True]
    lines = table.splitlines(keepends=True)
    at = data.draw(st.sampled_from([0, 1, 2, len(lines) // 2, len(lines) - 1]))
    column = data.draw(st.integers(0, 6))
    cells = lines[at].rstrip("\n").split(",")
    cells[column] = data.draw(
        st.sampled_from([other for other in ("", "07:00-08:00", "x", "2") if other != cells[column]])
    )
    edits = [
        [*lines[:at], ",".join(cells) + "\n", *lines[at + 1 :]],
        [*lines[:at], lines[at], *lines[at:]],
        [*lines[: at + 1], *lines[at + 2 :]] if 0 < at < len(lines) - 1 else lines[:-1],
        lines[::-1],
    ]
    for edited in edits:
        assert is_of("".join(edited), coverage) == [False, False], edited[at]


@pytest.mark.parametrize(
    "text",
    [
        "",
        "\n",
        "agreement\n",
        "a,1\n",
        'a,"1',
        "agreement,version,timezone,date,weekday,hours,name\nlead-handoff,1,Europe/London,0001-01-01,mon,,\n",
        "agreement,version,timezone,date,weekday,hours,name\nlead-handoff,1,Europe/London,9999-12-31,mon,,\n",
        "date,hours\n2026-01-05,09:00-17:30\n",
    ],
)
def test_what_is_no_calendar_is_none(text):
    assert is_of(text, ENGLAND) == is_of(text, ENGLAND, OTHER_HOLIDAYS) == [False, False]


def test_a_record_in_part_knows_no_first_date_and_the_whole_one_does():
    table = calendar_csv(RECORD, lambda *_: ENGLAND)
    header, *lines = table.splitlines(keepends=True)
    firsts = {line.split(",")[3] for line in lines if line.startswith("lead-handoff,1,")}
    without = "".join((header, *(line for line in lines if line.split(",")[3] != min(firsts))))
    assert is_of(without, ENGLAND) == [False, True]


def test_a_release_of_other_holidays_may_have_others_on_days_that_the_terms_leave_to_it(monkeypatch):
    table = calendar_csv(RECORD, lambda *_: ENGLAND)
    monkeypatch.setattr(coverage_module, "holidays_of", lambda region, year: {})
    assert is_of(table, ENGLAND) == [False, False], "the same release says the same"
    assert is_of(table, ENGLAND, OTHER_HOLIDAYS) == [True, True]
    assert is_of(table, ENGLAND, Releases("living-sla 0.1.0", "", "")) == [False, False]


@pytest.mark.parametrize(
    ("day", "hours"),
    [("2026-08-12", "09:00-16:00"), ("2026-08-14", "09:00-17:00"), ("2026-08-15", ""), ("2026-08-16", "09:00-17:00")],
)
def test_no_release_of_the_holidays_changes_what_the_terms_say_themselves(day, hours):
    lines = calendar_csv(RECORD, lambda *_: ENGLAND).splitlines(keepends=True)
    [at] = {at for at, line in enumerate(lines) if line.startswith("lead-handoff,2,") and day in line}
    cells = lines[at].split(",")
    lines[at] = ",".join((*cells[:5], hours, cells[6]))
    assert is_of("".join(lines), ENGLAND, OTHER_HOLIDAYS) == [False, False]

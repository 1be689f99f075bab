"""Faults of figures and calendars (54 to 56, 61, 62, 64 to 66): what must never become a percentage."""

from __future__ import annotations

import csv
import json
import re
from datetime import UTC, datetime
from html import unescape
from importlib.metadata import version

import holidays
import pytest
from click.testing import CliRunner

from living_sla import __version__, report
from living_sla.cli import attain
from living_sla.errors import Faults
from living_sla.figures import remembered as figures_kept
from living_sla.model.time import calendar
from living_sla.pages.provenance import provenance
from tests.factories.desks import WEEKDAYS, write_desk
from tests.pages import whole

AGREEMENT = """\
---
id: desk
title: Desk
summary: Leads are answered in time.
effective: 2026-09-01
parties:
  marketing: {{team: Demand, contact: {{name: Demand desk, email: demand@northwind.example}}}}
  sales: {{team: Development, contact: {{name: Development desk, email: sales@northwind.example}}}}
coverage: {coverage}
contingency:
  - {{when: 1 missed, do: Both contacts meet.}}
commitments:
  - id: answer
    title: Answer
    by: sales
    category: hand-off
    owner: Development desk
    measure: {{kind: within, source: leads, from: came_at, to: answered_at, limit: 4 business hours}}
    target: at least 90%
    per: month
---
"""
SOURCES = """\
leads:
  path: exports/leads.csv
  timezone: Europe/London
  key: id
  as_of: 2026-11-02T12:00
  columns:
    id: {from: ID, type: text}
    came_at: {from: Came, type: instant}
    answered_at: {from: Answered, type: instant}
"""


@pytest.fixture
def desk(tmp_path):
    def write(rows, coverage=WEEKDAYS):
        leads = "\n".join(["ID,Came,Answered", *rows, ""])
        return write_desk(tmp_path, AGREEMENT.format(coverage=coverage), SOURCES, leads=leads)

    return write


def attained(root):
    result = CliRunner().invoke(attain.command, ["--format", "json", "--project", str(root)], catch_exceptions=False)
    return {row["period"]["label"]: row for row in json.loads(result.stdout)["attainment"]}


LOOKALIKES = ["^E.*", "E%", "EMEA' or '1'='1", "region == 'EMEA'", "lambda row: True", "=1+1", "*"]


@pytest.mark.parametrize("text", LOOKALIKES)
def test_f054_a_text_that_looks_like_a_query_or_a_pattern_is_a_text(tmp_path, text):
    """Of three leads only the one whose region is exactly that text is in the cohort."""
    root = regions(tmp_path, ("EMEA", 2))
    filtered = BY_REGION.replace("source: leads,", f"source: leads, where: {{{{region: {json.dumps(text)}}}}},")
    filtered = filtered.format(coverage=WEEKDAYS)
    (root / "agreements" / "desk.md").write_text(filtered, encoding="utf-8")
    with (root / "data" / "exports" / "leads.csv").open("a", encoding="utf-8") as file:
        file.write(f'x,2026-09-07 10:00,2026-09-07 11:00,"{text}"\n')
    [found] = report.build(root).agreements
    assert found.commitments[0].series[0].counts.met == 1


@pytest.mark.parametrize(
    ("where", "message"),
    [
        ("region == 'EMEA'", "unknown definition \"region == 'EMEA'\""),
        ("{query: region = 1}", '"query" is not a column of "leads"'),
        ("{region: {regex: ^E}}", "a column is tested with a value, a list of values or words"),
    ],
)
def test_f054_no_query_no_pattern_and_no_code_is_offered(tmp_path, where, message):
    root = regions(tmp_path, ("EMEA", 2))
    filtered = BY_REGION.replace("source: leads,", "source: leads, where: WHERE,").format(coverage=WEEKDAYS)
    (root / "agreements" / "desk.md").write_text(filtered.replace("WHERE", where), encoding="utf-8")
    with pytest.raises(Faults) as refused:
        report.build(root)
    assert message in [fault.message for fault in refused.value.faults]


def test_f055_a_share_of_nothing_is_no_data(desk):
    rows = attained(desk(["1,2026-09-07 10:00,2026-09-07 11:00"]))
    assert (rows["2026-09"]["value"], rows["2026-09"]["status"]) == (1.0, "met")
    october = rows["2026-10"]
    assert (october["value"], october["status"], october["reason"]) == (None, "no data", "no records")


def test_f055_a_share_of_pending_records_is_no_data(desk):
    """Friday at 16:00 is due on Monday at 12:00: on Monday at noon exactly it is a miss, before that nothing yet."""
    rows = attained(desk(["1,2026-10-30 16:00,", "2,2026-10-30 16:01,"]))
    assert rows["2026-10"]["counts"] == {"met": 0, "missed": 1, "pending": 1, "excluded": 0, "unusable": 0}
    rows = attained(desk(["1,2026-10-30 16:01,"]))
    assert rows["2026-10"]["reason"] == "no record has a verdict yet; 1 still open"


BY_REGION = AGREEMENT.replace("    per: month\n", "    per: month\n    by_segment: region\n")
REGIONS = SOURCES + "    region: {from: Region, type: text}\n"


def regions(root, *sizes):
    """September's leads: so many of each region, all answered in time but the first of each."""
    rows = [
        f"{name}{number},2026-09-07 10:00,2026-09-07 {11 if number else 16}:00,{name}"
        for name, size in sizes
        for number in range(size)
    ]
    leads = "\n".join(["ID,Came,Answered,Region", *rows, ""])
    return write_desk(root, BY_REGION.format(coverage=WEEKDAYS), REGIONS, leads=leads)


def printed(root, *arguments):
    command = ["--period", "2026-09", "--by", *arguments, "--project", str(root)]
    return CliRunner().invoke(attain.command, command, catch_exceptions=False).stdout


def test_f056_no_output_speaks_about_a_group_below_five(tmp_path):
    """Of 65 and 22 and 4, the largest is told, and the other two together: the whole less the largest, and no more."""
    root = regions(tmp_path, ("AMER", 22), ("APAC", 4), ("EMEA", 65))
    rows = {row["segment"]: row for row in json.loads(printed(root, "--format", "json"))["attainment"]}
    assert rows[None]["counts"] == {"met": 88, "missed": 3, "pending": 0, "excluded": 0, "unusable": 0}
    assert rows["EMEA"]["counts"]["met"] == 64
    assert (rows["EMEA"]["scope"], rows["EMEA"]["segments"]) == ("segment", [])
    assert (rows["Other"]["scope"], rows["Other"]["segments"]) == ("other", ["AMER", "APAC"])
    assert rows["Other"]["counts"] == {"met": 24, "missed": 2, "pending": 0, "excluded": 0, "unusable": 0}
    for name in ("APAC", "AMER"):
        said = {key: rows[name][key] for key in ("value", "counts", "lower", "upper", "status", "reason")}
        assert said == {
            "value": None, "counts": None, "lower": None, "upper": None, "status": None,
            "reason": "shown together with others",
        }  # fmt: skip
    for row in csv.DictReader(printed(root, "--format", "csv").splitlines()):
        told = (row["value"], row["met"], row["missed"], row["pending"], row["lower"], row["upper"], row["status"])
        assert any(told) == (row["segment"] in ("", "EMEA", "Other"))
        assert row["segments"] == ('["AMER", "APAC"]' if row["segment"] == "Other" else "")
    assert printed(root).splitlines()[1:] == [
        "  2026-09                        96.7 % (88 of 91)  at least 90 %  met",
        "  2026-09  · AMER                in Other           at least 90 %       shown together with others",
        "  2026-09  · APAC                in Other           at least 90 %       shown together with others",
        "  2026-09  · EMEA                98.5 % (64 of 65)  at least 90 %  met",
        "  2026-09  · Other (AMER, APAC)  92.3 % (24 of 26)  at least 90 %  met",
    ]
    markdown = printed(root, "--format", "markdown")
    assert "| · APAC | in Other | at least 90 % |  | shown together with others |" in markdown
    assert "| · Other (AMER, APAC) | 92.3 % (24 of 26) |" in markdown
    found = report.build(root)
    page = unescape(str(whole.everything(found.agreements[0], found))).replace("\u00a0", " ")
    assert "Other (AMER, APAC)" in page
    assert not re.search(r"\b[0-9]+ of (4|22)\b", page)


def test_f056_the_cache_holds_what_may_be_shown_and_nothing_else(tmp_path, monkeypatch):
    """Four leads of APAC, one of them missed."""
    root = regions(tmp_path, ("AMER", 22), ("APAC", 4), ("EMEA", 65))
    written = []
    really = figures_kept.dumped
    monkeypatch.setattr(figures_kept, "dumped", lambda found: written.append(really(found)) or written[-1])
    anew = report.build(root)
    [figures] = [found for raw in written if "series" in (found := json.loads(raw))]
    september, _october, _november = figures["segments"]
    assert [(row["segment"], row["counts"]) for row in september] == [
        ("AMER", {}), ("APAC", {}), ("EMEA", {"met": 64, "missed": 1}), ("Other", {"met": 24, "missed": 2}),
    ]  # fmt: skip
    assert report.build(root).agreements == anew.agreements


@pytest.mark.parametrize(
    ("hours", "message"),
    [
        ("{mon-fri: 9:00-17:00}", '"9:00" is not a time of day'),
        ("{mon-fri: 09:00-09:00}", 'the window "09:00-09:00" has no length'),
        ("{mon-fri: 09:00-25:00}", '"25:00" is not a time of day'),
        ("{mon: [09:00-13:00, 12:00-17:00]}", "the windows 09:00-13:00 and 12:00-17:00 overlap"),
        ("{mon: 22:00-06:00, tue: 05:00-09:00}", "the windows mon 22:00-06:00 and tue 05:00-09:00 overlap"),
    ],
)
def test_f061_hours_that_say_nothing_or_two_things_are_refused(desk, hours, message):
    with pytest.raises(Faults) as refused:
        report.build(desk([], coverage=f"{{timezone: Europe/London, hours: {hours}}}"))
    [fault] = refused.value.faults
    assert (fault.code, fault.message, fault.where.line) == ("SLA-F061", message, 9)


def test_f061_a_window_to_midnight_and_over_it(desk):
    nights = "{timezone: Europe/London, hours: {mon-thu: 20:00-24:00, fri: 22:00-02:00}}"
    rows = attained(desk(["1,2026-09-11 23:00,2026-09-14 20:59", "2,2026-09-11 23:00,2026-09-14 21:01"], nights))
    assert rows["2026-09"]["counts"]["met"] == 1
    assert rows["2026-09"]["counts"]["missed"] == 1


def test_f062_holidays_of_a_region_that_nobody_knows(desk):
    with pytest.raises(Faults) as refused:
        report.build(desk([], coverage="{timezone: Europe/London, hours: {mon-fri: 09:00-17:00}, holidays: GB-LON}"))
    [fault] = refused.value.faults
    assert (fault.code, fault.message) == ("SLA-F062", 'no holidays are known for "GB-LON"')
    assert fault.hint == "known there: GB-ENG, GB-NIR, GB-SCT, GB-WLS"


@pytest.fixture
def calendar_until_2026(monkeypatch):
    """A library whose list for the Netherlands ends with 2026; that of Sri Lanka really did in release 0.109."""
    for told in (calendar.holidays_of.cache_clear, calendar._told.clear):
        told()
    monkeypatch.setattr(type(holidays.country_holidays("NL")), "end_year", 2026)
    yield
    for told in (calendar.holidays_of.cache_clear, calendar._told.clear):
        told()


DUTCH = "{timezone: Europe/Amsterdam, hours: {mon-fri: 09:00-17:00}, holidays: NL}"


@pytest.mark.usefixtures("calendar_until_2026")
def test_f062_a_calendar_that_ends_is_told_three_months_ahead(desk):
    root = desk(["1,2026-09-07 10:00,2026-09-07 11:00"], DUTCH)
    found = report.build(root, now=datetime(2026, 11, 2, 13, tzinfo=UTC))
    assert [str(notice) for notice in found.notices if notice.name == "calendar-ends"] == [
        "agreements/desk.md:9:81: warning: the holidays of NL are not known for 2027, or not all of them "
        "[calendar-ends]\n"
        "  hint: name them under closed:, until a release of the holidays library has them"
    ]
    page = str(provenance(found.agreements[0], found))
    assert "The holidays of 2027 are not known, or not all of them." in page
    early = report.build(root, now=datetime(2026, 9, 30, tzinfo=UTC))
    assert not [notice for notice in early.notices if notice.name == "calendar-ends"]


def test_f062_moving_feasts_that_are_known_for_some_years_only_are_told_and_not_warned_about(recwarn):
    assert calendar.unknown_years("IN", 2034, 2037) == (2036, 2037)
    assert not recwarn.list


def test_f062_closures_of_last_year_only_are_told(desk):
    closed = "{timezone: Europe/London, hours: {mon-fri: 09:00-17:00}, closed: [2025-09-30, 2025-10-01]}"
    root = desk(["1,2026-09-07 10:00,2026-09-07 11:00"], closed)
    found = report.build(root, now=datetime(2026, 11, 2, 13, tzinfo=UTC))
    assert [notice.message for notice in found.notices if notice.name == "closures-old"] == [
        "the last day that closed: names is 2025-10-01, more than a year ago"
    ]


def test_coverage_that_ends_for_good_is_said_and_not_searched_for(desk):
    closing = "{timezone: Europe/London, hours: {mon-fri: 09:00-17:00}, closed: [2026-10-01..2099-12-31]}"
    with pytest.raises(Faults) as refused:
        report.build(desk(["1,2026-10-07 10:00,"], closing))
    [fault] = refused.value.faults
    assert (fault.code, fault.message) == ("SLA-F061", "no day of 2027 has hours")


@pytest.mark.parametrize(
    ("per", "fiscal_start", "last", "first", "labels"),
    [
        ("month", 1, "2026-09-30 23:59:59.999999", "2026-10-01 00:00", ["2026-09", "2026-10"]),
        ("month", 1, "2024-02-29 23:59:59.999999", "2024-03-01 00:00", ["2024-02", "2024-03"]),
        ("month", 1, "2026-03-31 23:59:59.999999", "2026-04-01 00:00", ["2026-03", "2026-04"]),
        ("week", 1, "2021-01-03 23:59:59.999999", "2021-01-04 00:00", ["2020-W53", "2021-W01"]),
        ("quarter", 7, "2026-09-30 23:59:59.999999", "2026-10-01 00:00", ["FY2027-Q1", "FY2027-Q2"]),
        ("year", 2, "2026-01-31 23:59:59.999999", "2026-02-01 00:00", ["FY2026", "FY2027"]),
    ],
)
def test_f065_the_last_moment_of_a_period_and_the_first_of_the_next(desk, per, fiscal_start, last, first, labels):
    """Half-open, in the agreement's zone; the laws of periods are drawn in tests/model/test_period.py."""
    root = desk([f"1,{last},{last}", f"2,{first},{first}"])
    text = (root / "agreements" / "desk.md").read_text(encoding="utf-8")
    text = text.replace("per: month", f"per: {per}").replace("effective: 2026-09-01", "effective: 2019-01-01")
    (root / "agreements" / "desk.md").write_text(text, encoding="utf-8")
    settings = f'[project]\nname = "site"\n[tool.living_sla]\nfiscal_year_start = {fiscal_start}\n'
    (root / "pyproject.toml").write_text(settings, encoding="utf-8")
    held = [label for label, row in attained(root).items() if row["counts"]["met"]]
    assert held == labels


def test_f066_four_hours_over_the_change_of_the_clocks_are_four_hours(desk):
    """In the night of 25 October 2026 the clock shows 01:30 twice; 24 hours later is 23:30, not 00:30."""
    rows = attained(desk(["1,2026-10-24 23:45,2026-10-25 02:44", "2,2026-10-24 23:45,2026-10-25 02:46"],
                         "{timezone: Europe/London, hours: 24x7}"))  # fmt: skip
    assert (rows["2026-10"]["counts"]["met"], rows["2026-10"]["counts"]["missed"]) == (1, 1)


def test_f064_the_release_of_the_time_zones_stands_with_the_figures(desk):
    """On the page beside the hours of working time, in JSON beside the schema."""
    root = desk(["1,2026-09-07 10:00,2026-09-07 11:00"])
    release = f"tzdata {version('tzdata')}"
    found = report.build(root)
    assert f"Europe/London, {release}" in unescape(str(provenance(found.agreements[0], found)))
    text = CliRunner().invoke(attain.command, ["--format", "json", "--project", str(root)]).stdout
    assert json.loads(text)["computed_with"] == [f"living-sla {__version__}", release]
    root = desk(["1,2026-09-07 10:00,"], "{timezone: Europe/London, hours: {mon-fri: 09:00-17:00}, holidays: GB-ENG}")
    text = CliRunner().invoke(attain.command, ["--format", "json", "--project", str(root)]).stdout
    assert json.loads(text)["computed_with"] == [
        f"living-sla {__version__}",
        f"holidays {version('holidays')}",
        release,
    ]


def test_f063_records_that_ended_and_never_started_are_told_as_a_number(desk):
    """They belong to no period, so no count holds them; that they are there must not go unsaid."""
    root = desk(["1,2026-09-07 10:00,2026-09-07 11:00", "2,,2026-09-07 11:00", "3,,2026-09-08 11:00", "4,,"])
    found = report.build(root)
    assert [str(notice) for notice in found.notices if notice.name == "end-without-start"] == [
        "data/sources.yml:2:3: warning: 2 records of leads with answered_at but without came_at: "
        'no period of "answer" holds them [end-without-start]\n'
        "  hint: fill it in where the records come from"
    ]
    assert attained(root)["2026-09"]["counts"]["met"] == 1

"""The tidy table and the ways in which `sla attain` writes figures down."""

from __future__ import annotations

import csv
import io
from datetime import timedelta
from pathlib import Path

import pytest
from click.testing import CliRunner
from msgspec.structs import replace

from living_sla import report
from living_sla.cli import attain
from living_sla.documents import tidy

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="module")
def contact():
    standings = report.build(ROOT, only="lead-handoff").agreements[0].commitments
    return next(standing for standing in standings if standing.commitment.id == "first-contact")


def emea(contact):
    return next(found for found in contact.segments[-1] if found.segment == "EMEA")


def run(*arguments):
    return CliRunner().invoke(attain.command, [*arguments, "--project", str(ROOT)], catch_exceptions=False)


def test_csv_has_one_row_a_period_and_segment_with_the_figures_of_the_report(contact):
    rows = list(csv.DictReader(io.StringIO(run("lead-handoff/first-contact", "--format", "csv").stdout)))
    assert len(rows) == len(contact.series) + sum(map(len, contact.segments))
    september = next(row for row in rows if row["period"] == "2026-09" and row["scope"] == "all")
    whole = next(found for found in contact.series if found.period.label == "2026-09")
    assert float(september["value"]) == float(whole.value)
    assert (int(september["met"]), int(september["missed"])) == (whole.counts.met, whole.counts.missed)


def test_csv_says_in_which_part_of_a_period_the_terms_held(contact):
    whole = contact.series[0]
    window = (whole.period.start + timedelta(days=9), whole.period.end)
    first, second = csv.DictReader(io.StringIO(tidy.csv([replace(whole, window=window), replace(whole, window=None)])))
    assert (first["window_start"], first["window_end"]) == tuple(str(at) for at in window)
    assert (second["window_start"], second["window_end"]) == ("", "")


@pytest.mark.parametrize("text", ["=1+1", "+49", "-EMEA", "@cmd", "\tx"])
def test_a_cell_that_a_spreadsheet_would_run_is_defused(contact, text):
    part = replace(emea(contact), segment=text)
    [row] = csv.DictReader(io.StringIO(tidy.csv([part])))
    assert row["segment"] == f"'{text}"


def test_markdown_cells_hold_nothing_that_markdown_or_html_acts_on(contact):
    from living_sla.words.standing.tables import markdown_table

    hostile = replace(emea(contact), segment="a|b<script>`x` {{ y }} [z](javascript:1)\n# h")
    lines = markdown_table([contact], [hostile]).splitlines()
    assert len(lines) == 3
    assert lines[2].count("|") == 8
    assert not set("<>`{}[]#*_") & set(lines[2].replace("&#", ""))


def test_a_period_that_does_not_exist_is_refused():
    result = CliRunner().invoke(attain.command, ["--period", "2026-13", "--project", str(ROOT)])
    assert 'no commitment has a period "2026-13"' in str(result.exception)


@pytest.mark.parametrize(("level", "code"), [("never", 0), ("missed", 0), ("at-risk", 1)])
def test_the_exit_code_follows_the_latest_period(level, code):
    """First contact of October 2026 is at risk in the demonstration data."""
    assert attain.command.main(
        ["lead-handoff/first-contact", "--fail-on", level, "--project", str(ROOT)], standalone_mode=False
    ) == code  # fmt: skip

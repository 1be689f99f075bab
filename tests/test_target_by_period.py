"""A target that changes by period, through real files: terminal, JSON, page, explanation, and what is refused."""

from __future__ import annotations

import html
import re

import pytest

from living_sla import report
from tests.pages.whole import commitment as commitment_page
from tests.test_first_events import AGREEMENT
from tests.test_replay import project, rows, run

RISING = "target: {2026-08: at least 10%, 2026-09: at least 30%}"
QUARTERS = "target: {2026-Q2: at least 10%, 2026-Q3: at least 30%}\n    per: quarter"


@pytest.fixture
def root(tmp_path):
    return stated(project(tmp_path), RISING)


def stated(root, target):
    text = AGREEMENT.replace("target: at least 50%\n    per: month", f"{target}\n    per: month", 1)
    text = text.replace("per: quarter\n    per: month", "per: quarter")
    (root / "agreements" / "desk.md").write_text(text.replace("effective: 2026-09-01", "effective: 2026-08-01"))
    return root


def test_every_output_has_the_target_of_the_period(root, capsys):
    found = [row for row in rows(capsys, root)["attainment"] if row["commitment"] == "first-contact"]
    assert [(row["period"]["label"], row["target"]) for row in found] == [
        ("2026-08", "at least 10%"),
        ("2026-09", "at least 30%"),
    ]
    _, out, _ = run(capsys, "attain", "desk/first-contact", "--project", root)
    assert "From 2026-09 on at least 30 %.\n" in out
    assert re.search(r"2026-08 +no data +at least 10 % +no data", out)
    assert re.search(r"2026-09 +20\.0 % \(1 of 5\) +at least 30 % +at risk", out)
    _, out, _ = run(capsys, "explain", "desk/first-contact", "late", "--project", root)
    assert "  target     at least 30 % in 2026-09\n" in out


def test_the_page_shows_the_steps_of_the_target(root):
    found = report.build(root, cache=False)
    [standing] = found.agreements
    page = " ".join(html.unescape(str(commitment_page(standing.commitments[0], standing, found))).split())
    assert "From 2026-09 on at least 30 %." in page
    assert "Target: at least 10\u00a0%, since September 2026 at least 30\u00a0%" in page or (
        "at least 10 %, since September 2026 at least 30 %" in page
    )


@pytest.mark.parametrize(
    ("target", "said"),
    [
        ("target: {2026-08: at least 10%, 2026-Q4: at least 30%}",
         ':23:46: SLA-F014 "2026-Q4" is not a month\n  hint: name a month as the figures do, for example 2026-10\n'),
        ("target: {2026-08: at least 10%, 2026-08: at least 30%}", "SLA-F003"),
        ("target: {2026-08: at least 10%, 2026-09: at most 30%}", "SLA-F014 the targets differ in more than"),
        ("target: {2026-08: at least 10%, 2026-09: at least 130%}", "SLA-F007"),
        (QUARTERS.replace("2026-Q3", "FY2027-Q3"),
         'SLA-F014 this site has no quarter "FY2027-Q3"\n'
         "  hint: quarters and years of this site are those of the calendar year: write for example 2027-Q1\n"),
    ],
)  # fmt: skip
def test_f014_names_that_are_no_period_of_the_commitment_are_refused(tmp_path, capsys, target, said):
    for verb in ("check", "attain"):
        code, _, err = run(capsys, verb, "--project", stated(project(tmp_path), target))
        assert code == 2
        assert said in err


def test_fiscal_quarters_are_named_as_the_site_names_them(tmp_path, capsys):
    root = stated(project(tmp_path), QUARTERS)
    (root / "pyproject.toml").write_text("[tool.living_sla]\nfiscal_year_start = 4\n")
    code, _, err = run(capsys, "check", "--project", root)
    assert code == 2
    assert 'this site has no quarter "2026-Q2"' in err
    assert "write for example FY2026-Q4" in err
    stated(root, QUARTERS.replace("2026-Q2", "FY2027-Q1").replace("2026-Q3", "FY2027-Q2"))
    found = [row for row in rows(capsys, root)["attainment"] if row["commitment"] == "first-contact"]
    assert [(row["period"]["label"], row["target"]) for row in found] == [("FY2027-Q2", "at least 30%")]

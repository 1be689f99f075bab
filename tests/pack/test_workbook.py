"""The workbook, opened by the product's own reader: numbers are numbers, texts are texts, bytes the same twice."""

from __future__ import annotations

import io
import json
import re
import subprocess
import sys
import tempfile
import zipfile
from datetime import datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from living_sla.errors import EnvironmentFault
from living_sla.pack import workbook as door
from living_sla.pack.cell import Cell, PackSheet, SheetColumn, text
from living_sla.pack.sheets import sheets
from living_sla.pack.workbook import workbook
from tests.reviews import examples

pytestmark = pytest.mark.skipif(not door.is_installed(), reason="the extra pack is not installed")

AS_OF = examples.AS_OF


def made(review=None):
    review = review or examples.accepted()
    return workbook(sheets(review, review.record), title="Review of Q3 2026", footer="seal 1 & 2", as_of=AS_OF)


def one_cell(cell):
    return workbook([PackSheet("Only", [SheetColumn("A")], [(cell,)])], title="t", footer="f", as_of=AS_OF)


def read(content, sheet):
    """The rows of a sheet, as the reader of exports gives them to the rest of the product."""
    command = [sys.executable, "-m", "living_sla.exports.formats.xlsx", "1024", "20", sheet]
    with tempfile.TemporaryFile() as file:
        file.write(content)
        file.seek(0)
        done = subprocess.run(command, stdin=file, capture_output=True, check=True)
    *rows, end = map(json.loads, done.stdout.splitlines())
    assert "fault" not in end, end
    return [row for _, row in rows]


def parts(content):
    with zipfile.ZipFile(io.BytesIO(content)) as file:
        return {name: file.read(name).decode() for name in file.namelist()}


def test_the_workbook_is_opened_and_has_the_figures_of_the_record():
    review = examples.accepted()
    header, *rows = read(made(review), "Figures")
    assert header[:7] == ["Agreement", "Commitment", "Owed by", "Period", "Of", "Segment", "Figure"]
    [august] = [row for row in rows if row[1] == "First contact" and row[3:6] == ["2026-08", "reviewed", "all"]]
    assert august[6][0] == "number"
    assert float(august[6][1]) == pytest.approx(288 / 340)
    assert august[8] == "84.7 % (288 of 340)"


def test_every_sheet_is_opened():
    content = made()
    assert {name: len(read(content, name)) > 1 for name in ("Figures", "Actions", "Sources", "Seal")} == dict.fromkeys(
        ("Figures", "Actions", "Sources", "Seal"), True
    )


def test_the_same_review_gives_the_same_bytes():
    assert made() == made()


def test_nothing_of_the_machine_or_its_clock_is_in_it():
    found = parts(made())
    assert '<dcterms:created xsi:type="dcterms:W3CDTF">2026-10-06T17:30:00Z' in found["docProps/core.xml"]
    assert "<dc:creator></dc:creator>" in found["docProps/core.xml"]
    with zipfile.ZipFile(io.BytesIO(made())) as file:
        assert {entry.date_time for entry in file.infolist()} == {(1980, 1, 1, 0, 0, 0)}


@settings(max_examples=40, deadline=None)
@given(
    st.sampled_from(
        [
            "",
            "=",
            "+",
            "-",
            "@",
            "\t=",
            " =",
            "'=",
            "＝",
            "{=",
            '=HYPERLINK("http://a.example","',
            "http://",
            "mailto:",
            "_x0041_",
            "<",
            "&",
        ]
    ),
    st.text(st.characters(exclude_categories=["Cs"]), max_size=20),
)
def test_a_text_stays_a_text_whatever_it_begins_with(start, rest):
    written = start + rest
    found = parts(one_cell(text(written)))
    cells = found["xl/worksheets/sheet1.xml"]
    assert "<f>" not in cells
    assert "hyperlink" not in cells
    assert re.findall(r'<c r="A2"[^>]*?(?: t="(\w*)")?(?:/>|>)', cells) in (
        [["s"]] if written else [[], [""]],
        [("s")] if written else [],
        ["s"] if written else [],
    )


@pytest.mark.parametrize("risky", ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "＝1", "a;=1"])
def test_a_text_that_looks_like_a_formula_stays_one_when_it_is_edited(risky):
    found = parts(one_cell(text(risky)))
    assert 'quotePrefix="1"' in found["xl/styles.xml"]


def test_a_text_that_is_longer_than_a_cell_is_cut_and_says_so():
    [_, [only]] = read(one_cell(text("x" * 40_000)), "Only")
    assert (len(only), only[-40:]) == (32_767, "x" * 8 + " … (cut: the page has all of it)")


def test_a_number_has_the_format_that_its_page_has():
    assert "0.00%" in parts(one_cell(Cell(0.9996, "0.00%")))["xl/styles.xml"]


def test_hostile_minutes_come_through_as_they_were_written_but_for_what_turns_them():
    review = examples.accepted()
    nasty = '=cmd|"/c calc"!A1 {{ 7*7 }} <script>alert(1)</script> \u202e'
    action = replace(review.minutes.actions[0], what=nasty, owner="@x")
    review = replace(review, minutes=replace(review.minutes, actions=(action,)))
    last = read(made(review), "Actions")[-1]
    assert last[2:4] == [nasty.replace("\u202e", "\N{REPLACEMENT CHARACTER}"), "@x"]


def test_without_the_extra_it_says_how_to_install_it(monkeypatch):
    monkeypatch.setattr(door, "find_spec", lambda name: None)
    with pytest.raises(EnvironmentFault) as found:
        workbook([], title="", footer="", as_of=datetime(2026, 1, 1))
    assert str(found.value) == (
        "SLA-F140 a workbook needs the package XlsxWriter\n  hint: pip install living-sla[pack]"
    )

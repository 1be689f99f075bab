"""`sla sources guess` on files of any kind: an entry with which the file is read, or a fault; never anything else."""

from __future__ import annotations

import json
import tempfile
from pathlib import Path

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from living_sla.agreements.sources_file import read_sources
from living_sla.errors import Faults, SlaError
from living_sla.scaffold.guess import NotReadAsItIs, guess
from tests.factories.exports import opened, put, rows_of
from tests.factories.workbooks import DATE, MOMENT, TIME, cell, sheet, workbook

MARK = "Vqzujiwoxa"
"""In cells only: whatever prints it prints cells."""
NAMES = st.one_of(
    st.sampled_from((
        "id", "ID", "Record ID", "Created", "Close Date", "Amount", "Owner", "E-Mail", "Status", "Labels", "", " ",
        " Score ", "true", "null",
        "2024", "UF_CRM_1579180371132", "@timestamp", 'Date entered "Won"', "a\nb", "é",
        "日付", "x" * 90, "\u200bzero", "# x", "a: b", "{x}", "%d", "Time", "Sum;x", "a,b",
    )),
    st.text(max_size=6),
)  # fmt: skip
CELLS = st.one_of(
    st.sampled_from((
        "", "", " ", "0", "1", "42", "007", "1.200", "12.500", "1,200", "1.200,50", "0.5", "12%", "2026-01-05",
        "2026-01-05 10:00",
        "2026-01-05T10:00:00Z", "05/01/2026", "13/01/2026", "01/13/2026", "1/5/2026, 9:00 AM",
        "9:00", "20260105", "1785765900", "0001-01-01 00:00", "N/A", "(No value)", "#REF!", "-", "Total",
        "true", "yes", "Open",
        f"{MARK} Smith", f"{MARK.lower()}@people.example", f"12 {MARK} Street", "+44 7700 900123", 'a "b" c', "a,b",
        "a;b", "a\nb", "1e5", "9" * 20, "\u00a05", "Müller", "Иванов", "山田 太郎", " x",
    )),
    st.text(max_size=5),
    st.integers(-5, 10**7).map(str),
)  # fmt: skip
ENCODINGS = ("utf-8", "utf-8", "utf-8-sig", "utf-16", "windows-1252", "windows-1251", "cp850", "shift_jis", "gb18030")
FEW = settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))


def quoted(text, delimiter):
    odd = any(mark in text for mark in (delimiter, '"', "\n", "\r"))
    return '"' + text.replace('"', '""') + '"' if odd else text


@st.composite
def tables(draw):
    """A header, and rows that are nearly always as wide."""
    header = draw(st.lists(NAMES, min_size=1, max_size=6))
    columns = [draw(st.lists(CELLS, min_size=1, max_size=3)) for _ in header]
    rows = [[draw(st.sampled_from(column)) for column in columns] for _ in range(draw(st.integers(0, 6)))]
    if rows and draw(st.integers(0, 4)) == 0:
        row = draw(st.sampled_from(rows))
        row[:] = row[:-1] if draw(st.booleans()) else [*row, "x"]
    if draw(st.booleans()):
        header, rows = ["Number", *header], [[f"A{number}", *row] for number, row in enumerate(rows)]
    return header, rows


@st.composite
def csv_files(draw):
    header, rows = draw(tables())
    delimiter, end = draw(st.sampled_from(",;\t|")), draw(st.sampled_from(("\n", "\r\n", "\r\r\n")))
    lines = [delimiter.join(quoted(text, delimiter) for text in row) for row in (header, *rows)]
    before = draw(
        st.sampled_from(((), (), (), (f"sep={delimiter}",), ("Leads report", ""), (f"Report{delimiter * 3}",)))
    )
    after = draw(
        st.sampled_from(((), (), (), ("",), ("", f"Total{delimiter}"), (f"{delimiter * (len(header) - 1)}", "Stand")))
    )
    text = end.join([*before, *lines, *after]) + draw(st.sampled_from((end, "")))
    return text.encode(draw(st.sampled_from(ENCODINGS)), "replace")


VALUES = st.one_of(CELLS, st.integers(), st.floats(), st.booleans(), st.none(), st.just([1]), st.just({MARK: 1}))
KEYS = st.one_of(NAMES, st.just(f"{MARK.lower()}@people.example"))
OBJECTS = st.lists(st.dictionaries(KEYS, VALUES, max_size=5), min_size=1, max_size=6)


def json_lines(objects):
    return "".join(json.dumps({"id": f"A{at}", **one}) + "\n" for at, one in enumerate(objects)).encode()


NO_KEY = "# decide: no column is filled and different in every row"


def told(fault):
    """Every fault that a person is shown, but for the count of further ones."""
    return [one for one in (fault.faults if isinstance(fault, Faults) else (fault,)) if "more fault" not in one.message]


def faults_of(work, entries=()):
    """What the work is refused for; the entry that is told besides joins the entries."""
    try:
        work()
    except NotReadAsItIs as found:
        entries.append(found.entry)
        return told(found)
    except SlaError as found:
        return told(found)
    return []


def check(raw, name):
    """Guess, and read with the entry."""
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder)
        path = put(root, raw, name)
        entries = []
        faults = faults_of(lambda: entries.append(guess(path)), entries)
        text = "".join(entries)
        assert not (text and faults) or all(fault.where.line for fault in faults)
        said = text + "\n".join(map(str, faults))
        assert all(fault.code and fault.where for fault in faults)
        assert MARK.lower() not in said.lower()
        if not text:
            return
        (root / "data" / "sources.yml").write_text(text, encoding="utf-8")
        [source] = read_sources(root).sources.values()
        if faults:
            return
        refused = {fault.code for fault in faults_of(lambda: rows_of(opened(root, source)))}
        assert refused <= ({"SLA-F038"} if NO_KEY in text else set())


@FEW
@given(csv_files())
@example(b"0\x1f\n")  # a space to `strip`, and none to `int`
def test_a_csv_file_is_guessed_or_refused(raw):
    check(raw, "leads.csv")


@FEW
@given(OBJECTS)
def test_a_file_of_json_lines_is_guessed_or_refused(objects):
    check(json_lines(objects), "leads.jsonl")


NUMBERS = st.tuples(
    st.sampled_from((0.5, 3, 46237.5868, 46237, 123456789012)), st.sampled_from((0, DATE, MOMENT, TIME))
)
SEEN = st.text(st.characters(codec="ascii", min_codepoint=32), max_size=6)


@settings(FEW, max_examples=15)
@given(st.data())
def test_a_workbook_is_guessed_or_refused(data):
    names = data.draw(
        st.lists(st.one_of(SEEN, st.sampled_from(("id", "Created", "Owner", "Amount"))), min_size=1, max_size=4)
    )
    kinds = [data.draw(st.sampled_from(("text", "number", "both"))) for _ in names]
    rows = []
    for _ in range(data.draw(st.integers(0, 4))):
        width = len(names) + data.draw(st.sampled_from((0, 0, 0, 0, 1, -1)))
        row = []
        for kind in [*kinds, "text"][:width]:
            is_number = kind == "number" or (kind == "both" and data.draw(st.booleans()))
            row.append(cell(*data.draw(NUMBERS)) if is_number else cell(data.draw(SEEN)))
        rows.append(row)
    check(workbook(sheet([cell(name) for name in names], *rows)), "leads.xlsx")


@pytest.mark.parametrize(
    "raw", [b"", b"\n", b"\xff\xfe", bytes(range(256)), b"\0" * 50, b"id\n", b",,\n,,\n", b'"', b"\x80\n1\n"]
)
def test_a_file_that_is_hardly_one_is_refused(raw):
    check(raw, "leads.csv")

"""Which columns `sla init` takes for the hand-over and the answer: names first, then what the rows say."""

from __future__ import annotations

import gzip
import json

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from living_sla.errors import Place, SlaError
from living_sla.scaffold.guess import look
from living_sla.scaffold.project.handover import Handover, chosen, moment_columns, unfit_columns
from tests.factories.exports import put
from tests.factories.workbooks import cell, sheet, workbook

FILE = Place("leads.csv")


def pair(path, crm="other", **named) -> Handover:
    return chosen(moment_columns(look(path), "UTC"), crm, FILE, **named)


def table(header: str, *rows: str) -> str:
    return "".join(f"{line}\n" for line in (header, *rows))


def day(number: int, hour: int) -> str:
    return f"2026-11-{number:02} {hour:02}:00"


@pytest.mark.parametrize(
    ("header", "handed_over", "answered"),
    [
        ("Id,Handed over,First contact,Created", "Handed over", "First contact"),
        ("Id,Created,First response,Closed", "Created", "First response"),
        ("Id,First touch at,Assigned at,Created at", "Assigned at", "First touch at"),
        ("Id,MQL date,Contacted,Modified", "MQL date", "Contacted"),
        ("Id,Erstellt am,Übergeben am,Erstkontakt", "Übergeben am", "Erstkontakt"),
        ("Id,lead_created_at,first_called_at,updated_at", "lead_created_at", "first_called_at"),
    ],
)
def test_names_say_which_column_is_which(header, handed_over, answered, tmp_path):
    rows = [f"{number},{day(number, 9)},{day(number, 10)},{day(number, 11)}" for number in range(1, 10)]
    found = pair(put(tmp_path, table(header, *rows)))
    assert (found.handed_over.header, found.answered.header) == (handed_over, answered)


def test_without_names_the_rows_say_what_follows_what(tmp_path):
    rows = [f"{number},{day(number, 9)},{day(number, 15)},{day(number, 10)}" for number in range(1, 10)]
    found = pair(put(tmp_path, table("Id,Alpha,Beta,Gamma", *rows)))
    assert (found.handed_over.header, found.answered.header) == ("Alpha", "Gamma")
    assert found.doubts == (
        "no column is called like a hand-over; Alpha was taken",
        "no column is called like a first answer; Gamma was taken",
    )


def test_an_answer_that_is_mostly_before_its_handover_is_another_ones(tmp_path):
    """Handed over and First contact stand the other way round in most rows, Created before both."""
    rows = [f"{number},{day(number, 8)},{day(number, 12)},{day(number, 9)}" for number in range(1, 10)]
    found = pair(put(tmp_path, table("Id,Created,Handed over,First contact", *rows)))
    assert (found.handed_over.header, found.answered.header) == ("Created", "First contact")


def test_how_full_and_how_often_later_is_counted(tmp_path):
    rows = [
        f"1,{day(1, 9)},{day(1, 10)}", f"2,{day(2, 9)},{day(2, 8)}", f"3,{day(3, 9)},", f"4,,{day(4, 9)}",
        f"5,{day(5, 9)},{day(5, 9)}",
    ]  # fmt: skip
    found = pair(put(tmp_path, table("Id,Handed over,First contact", *rows)))
    assert found.answered.shares_after(found.handed_over) == (2, 3)
    assert found.answered.told(found.handed_over) == (
        "First contact: filled in 4 of 5 rows, not before Handed over in 66 % of the rows that have both"
    )
    assert found.doubts == ("First contact is before Handed over in 33 % of the rows that have both",)


def test_named_columns_are_taken_as_they_are(tmp_path):
    rows = [f"{number},{day(number, 9)},{day(number, 10)},{day(number, 11)}" for number in range(1, 10)]
    path = put(tmp_path, table("Id,Handed over,First contact,Decided at", *rows))
    found = pair(path, answered="decided_at")
    assert (found.handed_over.header, found.answered.header) == ("Handed over", "Decided at")
    assert found.doubts == ()
    found = pair(path, handed_over="first CONTACT", answered="Decided at")
    assert (found.handed_over.header, found.answered.header) == ("First contact", "Decided at")
    with pytest.raises(SlaError) as refused:
        pair(path, handed_over="Handed ovr")
    assert str(refused.value) == (
        'leads.csv: SLA-F010 no column of dates and times is called "Handed ovr"\n  hint: did you mean "Handed over"?'
    )
    with pytest.raises(SlaError, match="no column of dates and times"):
        pair(path, answered="Id")


@pytest.mark.parametrize(
    ("header", "row", "found"),
    [
        ("Id,Handed over,Note", "{},{day},some text", "of dates and times it has Handed over alone"),
        ("Id,Amount,Note", "{},12,some text", "it has no column of dates and times"),
        (
            "Id,Modified,Due,Note",
            "{},{day},{day},some text",
            "Modified: by its name another moment; Due: by its name another moment",
        ),
    ],
)
def test_without_two_columns_it_says_which_there_are(header, row, found, tmp_path):
    rows = [row.format(number, day=day(number, 9)) for number in range(1, 10)]
    with pytest.raises(SlaError) as refused:
        pair(put(tmp_path, table(header, *rows)))
    assert found in str(refused.value)
    assert "export when a lead was handed over" in str(refused.value)


def test_days_alone_cannot_be_a_handover(tmp_path):
    rows = [f"{number},2026-11-{number:02},2026-11-{number:02}" for number in range(1, 10)]
    with pytest.raises(SlaError, match="Handed over: a day without a time; First contact: a day") as refused:
        pair(put(tmp_path, table("Id,Handed over,First contact", *rows)))
    assert "export the hand-over with its time of day" in str(refused.value)


@pytest.mark.parametrize(
    ("header", "row", "found"),
    [
        ("Id,Handed over,First call", "{},{day},", "of dates and times it has Handed over alone; First call: empty"),
        ("Id,Handed over,Handed over", "{},{day},{day}", "Handed over in column 2: a name that occurs more than once"),
        ("Id,Handed over,First call", "{},4608{}.375,4608{}.4", "First call: its cells are numbers, not dates"),
        ("Id,Handed over,First call", "{},2026-11-0{},2026-11-0{}", "Handed over: a day without a time"),
        ('Id,"Handed\nover",First call', "{},{day},{day}", '"Handed\\nover": an unseen character in the name'),
        ("Id,Assigned,Called at", "{},{day},never", "Called at: its cells are text, not dates and times"),
    ],
)  # fmt: skip
def test_why_a_column_with_the_right_name_is_not_one_is_told(header, row, found, tmp_path):
    rows = [row.format(number, number, number, day=day(number, 9)) for number in range(1, 10)]
    path = put(tmp_path, table(header, *rows))
    with pytest.raises(SlaError) as refused:
        pair(path, unfit=unfit_columns(look(path)))
    assert found in str(refused.value)


def test_no_cell_is_told(tmp_path):
    rows = [f"{number},{day(number, 9)},{day(number, 10)},ann{number}@customer.example" for number in range(1, 10)]
    columns = moment_columns(look(put(tmp_path, table("Id,Alpha,Beta,Mail", *rows))), "UTC")
    told = " ".join(one.told(columns[0]) for one in columns) + repr(columns)
    assert "2026" not in told
    assert "customer" not in told


HEADER = ["Lead ID", "Handed over", "First contact"]
ROWS = [[str(number), f"2026-11-{number:02}T09:00:00Z", f"2026-11-{number:02}T10:00:00Z"] for number in range(1, 10)]


def test_every_kind_of_file_that_is_read_gives_the_same_columns(tmp_path):
    text = "".join(f"{','.join(row)}\n" for row in (HEADER, *ROWS))
    paths = [put(tmp_path, text), tmp_path / "leads.csv.gz", tmp_path / "leads.jsonl"]
    paths[1].write_bytes(gzip.compress(text.encode()))
    paths[2].write_text("".join(f"{json.dumps(dict(zip(HEADER, row, strict=True)))}\n" for row in ROWS))
    paths.append(tmp_path / "leads.parquet")
    instants = [pa.array([row[at] for row in ROWS]).cast(pa.timestamp("us", "UTC")) for at in (1, 2)]
    pq.write_table(pa.table([pa.array([row[0] for row in ROWS]), *instants], names=HEADER), paths[-1])
    paths.append(
        put(tmp_path, workbook(sheet(*([cell(text) for text in row] for row in (HEADER, *ROWS)))), "leads.xlsx")
    )
    found = [pair(path) for path in paths]
    for one in found:
        assert (one.handed_over.header, one.answered.header) == ("Handed over", "First contact")
        assert one.answered.moments == found[0].answered.moments
        assert one.doubts == ()


def test_what_a_tool_keeps_less_of_than_its_name_says_is_told(tmp_path):
    rows = [f"{number},{day(number, 9)},{day(number, 10)}" for number in range(1, 10)]
    hubspot = put(tmp_path, table("Record ID,Create Date,Date of first engagement", *rows))
    assert pair(hubspot, "hubspot").caution.startswith("HubSpot counts what the present owner did")
    assert pair(hubspot).limit is None
    days = put(tmp_path, table("Id,Created,First contact", *(f"{n},{day(n, 9)},2026-11-{n:02}" for n in range(1, 10))))
    assert pair(days).caution == (
        "First contact holds days without a time: an answer counts as given at the start of its day, "
        "so the limit is 1 business day"
    )
    assert pair(days).limit == "1 business day"


def test_a_header_is_shown_as_it_is_written(tmp_path):
    """Names of columns are read by people: quotes within them are not escaped."""
    rows = [f"{number},{day(number, 9)},{day(number, 10)}" for number in range(1, 10)]
    found = pair(put(tmp_path, table('Id,"Date entered ""MQL""",First contact', *rows)))
    assert found.handed_over.told() == 'Date entered "MQL": filled in 9 of 9 rows'

"""`sla sources guess`: what a file says of itself, and what is left to a person."""

from __future__ import annotations

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
import yaml
from click.testing import CliRunner

from living_sla.cli.sources import command
from living_sla.errors import SlaError
from living_sla.model.agreement.source import Source
from living_sla.scaffold.guess import guess
from tests.factories.exports import opened, put, rows_of
from tests.factories.workbooks import cell, sheet, workbook

HEADER = "Record ID;Company Name;Owner;E-Mail;Created;Due;Score;Won\n"


def lead(number, day=3):
    person = f"Ann {number};ann{number}@customer.example"
    return f"{number:04};Pumps;{person};{day:02}/04/2026 14:05;15 Apr, 2026;{number};yes\n"


def guessed(path):
    """The entry as the site would read it."""
    ((name, entry),) = yaml.load(guess(path), Loader=yaml.BaseLoader).items()
    return name, entry


def test_an_entry_says_what_fits_every_row_and_marks_what_is_to_be_decided(tmp_path):
    path = put(tmp_path, HEADER + lead(1) + lead(2, 4))
    result = CliRunner().invoke(command, ["guess", str(path)], catch_exceptions=False)
    assert (
        result.stdout
        == """\
# Guessed from 2 rows of leads.csv.
leads:
  path: exports/leads.csv  # decide: where below data/; * for what changes in its name
  delimiter: ";"
  timezone: UTC  # decide: whose clock wrote the instants that name no offset?
  key: record_id
  as_of: {newest_of: [created]}  # decide: does it always move on?
  columns:
    record_id: {from: Record ID, type: text}
    company_name: {from: Company Name, type: text}
    created: {from: Created, type: instant, format: "%d/%m/%Y %H:%M"}  # decide: or "%m/%d/%Y %H:%M": all fit
    due: {from: Due, type: date, format: "%d %b, %Y"}
    score: {from: Score, type: integer}
    won: {from: Won, type: boolean}
  personal:  # decide: are these all columns about people?
    - Owner  # named so
    - E-Mail  # mail addresses
"""
    )


@pytest.mark.parametrize(
    ("file", "said"),
    [
        ("hubspot-contacts-2026-11-20.csv", "hubspot-contacts"),
        ("report_2026-11-20T0915.csv", "report"),
        ("2026-11-20 leads.csv", "leads"),
        ("leads (1).csv", "leads"),
        ("q3-leads.csv", "q3-leads"),
        ("20261120.csv", "export"),
    ],
)
def test_a_source_is_not_called_by_the_day_of_one_export(tmp_path, file, said):
    path = tmp_path / file
    path.write_text(HEADER + lead(1) + lead(2, 4))
    assert guessed(path)[0] == said


def test_what_identifies_a_record_comes_before_what_only_happens_to_be_distinct(tmp_path):
    path = put(tmp_path, "owner_id,at,deal_id,id\n7,2026-08-03 14:05,1,9\n8,2026-08-04 14:05,2,8\n")
    assert "\n  key: id\n" in guess(path)
    path = put(tmp_path, "seats,at,deal_id\n7,2026-08-03 14:05,1\n8,2026-08-04 14:05,2\n")
    assert "\n  key: deal_id  # decide: or seats\n" in guess(path)


def test_a_log_without_an_identifier_of_its_own_says_what_could_be_done(tmp_path):
    path = put(tmp_path, "contact_id,at,field\n7,2026-08-03 14:05,a\n7,2026-08-03 14:05,a\n")
    assert (
        "\n  key: contact_id  # decide: no column is filled and different in every row; with duplicates: "
        "{newest_by: at} the newest row of each counts\n"
    ) in guess(path)


def test_columns_that_hold_nothing_are_named_and_left_out(tmp_path):
    path = put(tmp_path, "id,Region,on\n1,,\n2,,\n")
    assert guess(path).endswith(
        '  columns:\n    id: {from: id, type: text}\n    # empty in every row, left out: Region, "on"\n'
    )
    assert list(guessed(path)[1]["columns"]) == ["id"]


def test_an_export_of_nothing_says_nothing(tmp_path):
    with pytest.raises(SlaError) as found:
        guess(put(tmp_path, "id,Region\n"))
    assert str(found.value) == (
        "leads.csv: SLA-F048 the export has a header and no rows\n"
        "  hint: export some records: what the columns hold is read from them"
    )


def test_a_file_outside_of_any_project_is_expected_among_its_exports(tmp_path):
    path = tmp_path / "leads.csv"
    path.write_text("id,Region\n1,EMEA\n", encoding="utf-8")
    assert guessed(path)[1]["path"] == "exports/leads.csv"


def test_of_several_sheets_the_first_is_read_and_the_others_are_named(tmp_path):
    rows = sheet((cell("id"), cell("Score")), (cell("1"), cell(60)))
    path = put(tmp_path, workbook(rows, sheet((cell("x"),)), names=("My leads", "Notes")), "leads.xlsx")
    assert "\n  sheet: My leads  # decide: or Notes\n" in guess(path)
    assert guessed(path)[1]["columns"]["score"] == {"from": "Score", "type": "integer"}


def test_one_row_can_decide_which_order_of_day_and_month_is_meant(tmp_path):
    path = put(tmp_path, HEADER + lead(1) + lead(2, 13))
    assert 'format: "%d/%m/%Y %H:%M"}\n' in guess(path)


def test_no_cell_is_ever_printed(tmp_path):
    text = guess(put(tmp_path, HEADER + lead(1) + lead(2)))
    assert not any(cell in text for cell in ("Ann", "customer.example", "Pumps", "0001", "03/04"))


def test_the_entry_reads_the_file_it_was_guessed_from(tmp_path):
    path = put(tmp_path, (HEADER + lead(1) + lead(2)).replace("Pumps", "Müller").encode("windows-1252"))
    name, entry = guessed(path)
    assert (name, entry["encoding"]) == ("leads", "windows-1252")
    rows = rows_of(opened(tmp_path, Source.model_validate(entry)))
    assert [(row["record_id"], row["company_name"], row["score"]) for row in rows] == [
        ("0001", "Müller", 1),
        ("0002", "Müller", 2),
    ]


def test_parquet_and_json_lines_are_guessed_too(tmp_path):
    path = put(tmp_path, b"", "leads.parquet")
    columns = {
        "id": [1, 2],
        "at": pa.array([1785765900000, 1785765960000], pa.timestamp("ms")),
        "share": [0.5, None],
        "ok": [True, False],
    }
    pq.write_table(pa.table(columns), path)
    entry = guessed(path)[1]
    assert {name: spec["type"] for name, spec in entry["columns"].items()} == {
        "id": "text",
        "at": "instant",
        "share": "number",
        "ok": "boolean",
    }
    path = put(tmp_path, '{"id": "1", "score": 0.5}\n{"id": "2", "score": null}\n', "leads.jsonl")
    assert guessed(path)[1]["columns"]["score"] == {"from": "score", "type": "number"}


RECORDS = {
    "a mail address": (
        "1,ann@customer.example\n2,ben@customer.example\n",
        "a text of 1 digit, a text of 20 characters",
    ),
    "one line": (
        "1,Open,+44 7700 900123\n",
        "a text of 1 digit, a text of 4 characters, a text of the form +dd dddd dddddd",
    ),
    "moments": (
        "Pumps,2026-08-03 14:05\nRohre,2026-08-04 14:05\n",
        "a text of 5 characters, a text of the form dddd-dd-dd dd:dd",
    ),
    "numbers": ("4711,Open,60\n4712,Lost,70\n", "a text of 4 digits, a text of 4 characters, a text of 2 digits"),
    "codes": ("PRJ-1,ui\nPRJ-2,api\n", "a text of 5 characters, a text of 2 characters"),
    "names": ("Ada Byron,Pumps\nMax Weber,Rohre\n", "a text of 9 characters, a text of 5 characters"),
    "what comes again": ("Open,North\nLost,North\nOpen,South\n", "a text of 4 characters, a text of 5 characters"),
    "words alike": (
        "Vozu Jiwoxa,Kyvu\nQexa Zojiwi,Juwi\nZuvu Kyzo,Xaqe\n",
        "a text of 11 characters, a text of 4 characters",
    ),
}


@pytest.mark.parametrize("what", RECORDS)
def test_a_first_line_that_is_a_record_is_refused_and_told_by_its_shape(what, tmp_path):
    text, shapes = RECORDS[what]
    with pytest.raises(SlaError) as found:
        guess(put(tmp_path, text))
    assert str(found.value) == (
        f"leads.csv:1: SLA-F037 the first line looks like a record and not like names of columns: {shapes}\n"
        "  hint: export it with a header; lines above it can be left out with skip_lines"
    )


HEADERS = [
    "Region,2024,2025\nEMEA,12,15\nAMER,11,12\n",
    "Day,1,2,3\nMonday,12,15,1\nSunday,1,2,3\n",
    "Desk,2026-01,2026-02\nEMEA,12,15\n",
    "ID,STAGE_ID,UF_CRM_1579180371132\n1,NEW,x\n2,NEW,y\n",
    "Issue key,Email\nPRJ-1,Email\nPRJ-2,Phone\n",
    "foo,bar\nA-1,x\nA-2,y\n",
    "id,@timestamp\n1,2026-08-03 14:05\n",
]


@pytest.mark.parametrize("text", HEADERS)
def test_names_of_columns_may_hold_digits_and_words_of_cells(text, tmp_path):
    assert guessed(put(tmp_path, text))[1]["columns"]


def test_a_name_that_looks_like_data_is_left_out_and_told_by_its_shape(tmp_path):
    keys = '"ann@customer.example": 1, "+44 7700 900123": 2, "Ada Byron": 3'
    text = guess(put(tmp_path, f'{{"id": "a", {keys}}}\n', "leads.jsonl"))
    assert " ".join(text.replace("#   ", "").split()).endswith(
        "columns: id: {from: id, type: text} # its name may be data, left out: column 2 (a text of 20 characters), "
        "column 3 (a text of the form +dd dddd dddddd), column 4 (a text of 9 characters)"
    )


@pytest.mark.parametrize("text", ["id,id\n1,2\n", "Name,Email\nAda Byron,ada@customer.example\n", ",\n1,2\n"])
def test_a_file_of_which_no_column_can_be_declared_has_no_entry(text, tmp_path):
    with pytest.raises(SlaError) as found:
        guess(put(tmp_path, text))
    assert str(found.value) == (
        "leads.csv:1: SLA-F037 no column can be declared: all are about people, empty, or without a name of their own\n"
        "  hint: export the id of the record and the columns that measures need"
    )


def test_moments_and_numbers_of_people_are_not_taken_for_people(tmp_path):
    path = put(tmp_path, "id,first_contacted_at,Contact ID,Deal Name,contact\n1,2026-08-03 14:05,7,Pumps,Ann\n")
    assert guessed(path)[1]["personal"] == ["contact"]


def test_a_name_that_says_less_than_its_header_has_a_label(tmp_path):
    long = 'Date entered "Marketing Qualified Lead (Lifecycle Stage Pipeline)"'
    quoted = long.replace('"', '""')
    path = put(tmp_path, f'id,金額,Amount,"{quoted}",Größe\n1,5,7,2026-01-05 09:00,x\n2,6,8,2026-01-06 09:00,y\n')
    entry = yaml.load(guess(path), Loader=yaml.BaseLoader)["leads"]
    labels = {column["from"]: column.get("label") for column in entry["columns"].values()}
    assert labels == {"id": None, "金額": "金額", "Amount": None, long: long, "Größe": None}
    Source.model_validate(entry)


def test_headers_that_differ_in_capitals_alone_have_no_label(tmp_path):
    """Readers could not tell them apart, and the entry would be refused."""
    header = "A header that is much longer than the forty letters of a name"
    path = put(tmp_path, f"id,{header},{header.upper()}\n1,a,b\n2,c,d\n")
    assert "label" not in guess(path)


@pytest.mark.parametrize(
    ("cells", "separator"),
    [
        (["Trucks;Vans", "Vans", "Trucks;Coaches;Vans"], ";"),
        (["ui, forms", "forms", "ui"], ", "),
        (["ui\nforms", "forms"], "\n"),
        (["a|b", "b|c", "c"], "|"),
        (["Door, oak", "Window, tilting", "Roof, flat", "Door"], None),
        (["Pumps Ltd", "Rohre, Söhne", "Düsen"], None),
        (["Closed; we called twice and nobody knew", "Open", "Open"], None),
        (["Trucks", "Vans", "Vans"], None),
    ],
)
def test_cells_with_several_values_are_proposed_as_such(cells, separator, tmp_path):
    rows = "".join(f'{number},"{text}"\n' for number, text in enumerate(cells))
    entry = yaml.load(guess(put(tmp_path, f"id,Products\n{rows}")), Loader=yaml.BaseLoader)["leads"]
    assert entry["columns"]["products"].get("values_separator") == separator
    Source.model_validate(entry)


def test_a_key_is_one_value(tmp_path):
    entry = guess(put(tmp_path, "id,x\na;b,1\nb;a,1\nb,2\n"))
    assert "values_separator" not in entry


def test_percents_whose_marks_are_doubtful_are_asked_for(tmp_path):
    entry = guess(put(tmp_path, "id,Share\n1,12.500%\n2,1.200%\n"))
    assert "  thousands: " in entry
    assert "# decide: " in entry.partition("  thousands: ")[2].partition("\n")[0]

"""`sla sources guess`: encodings, delimiters, titles, footers, orders of dates, marks, and what is told besides."""

from __future__ import annotations

import os

import pytest
import yaml
from click.testing import CliRunner

from living_sla.cli.sources import command
from living_sla.errors import SlaError
from living_sla.model.agreement.source import Source
from living_sla.scaffold.encoding import encoding_of
from living_sla.scaffold.guess import NotReadAsItIs, guess
from tests.factories.exports import opened, put, rows_of
from tests.factories.workbooks import DATE, TIME, cell, sheet, workbook


def entry_of(root, text, name="leads.csv"):
    ((_, entry),) = yaml.load(guess(put(root, text, name)), Loader=yaml.BaseLoader).items()
    return entry


def columns_of(root, text, name="leads.csv"):
    return entry_of(root, text, name)["columns"]


def read_as_guessed(root, text, name="leads.csv"):
    return rows_of(opened(root, Source.model_validate(entry_of(root, text, name))))


# ---------------------------------------------------------------- encodings

WORDS = {
    "windows-1252": "Müller;Größe;Straße;über",
    "cp850": "Müller;Größe;Straße;über",
    "mac-roman": "Société;été;à Paris;œuvre",
    "windows-1250": "Dvořák;kůň;úpěl;ďábelské;Řehoř",
    "iso8859-2": "Łódź;Wałęsa;żółć;Śląsk",
    "windows-1254": "İstanbul;Şişli;Değer;öğüt",
    "windows-1251": "Иванов;Открыто;Москва",
    "koi8-r": "Иванов;Открыто;Москва",
    "cp866": "Иванов;Открыто;Москва",
    "windows-1253": "Αθήνα;Παπαδόπουλος;Ανοιχτό",
    "windows-1255": "תל אביב;כהן;פתוח",
    "windows-1256": "محمد;مفتوح;القاهرة",
    "cp874": "กรุงเทพ;สมชาย;เปิด",
    "shift_jis": "東京都;山田;オープン;こんにちは",
    "euc_jp": "東京都;山田;オープン;こんにちは",
    "gb18030": "北京市;已完成;销售;客户名称",
    "big5": "臺北市;已完成;銷售;客戶名稱",
    "euc_kr": "서울;완료;진행중;고객명",
}


@pytest.mark.parametrize("encoding", WORDS)
def test_an_encoding_is_proposed_from_what_the_bytes_allow_and_never_silently(encoding, tmp_path):
    text = f"id;a\n1;{WORDS[encoding]}\n"
    path = put(tmp_path, text.encode(encoding))
    found = encoding_of(path)
    assert found.name == encoding
    assert found.doubts[0].startswith("decide: it is not UTF-8, and other encodings fit its bytes, too")
    assert not any(word in doubt for doubt in found.doubts for word in WORDS[encoding].split(";"))


def test_what_other_encodings_would_make_of_the_bytes_is_told_letter_by_letter(tmp_path):
    text = guess(put(tmp_path, "id,city\n1,Köln\n2,Zürich\n".encode("windows-1252")))
    assert "\n  encoding: windows-1252  # decide: it is not UTF-8, and other encodings fit its bytes, too" in text
    assert "# windows-1252 reads 0xF6 as ö, 0xFC as ü\n" in text
    assert text.count(" reads 0xF6 as ") > 1


def test_a_file_that_is_utf_8_but_for_a_line_is_a_damaged_one(tmp_path):
    path = put(tmp_path, "id,city\n1,Köln\n2,Zürich\n".encode() + "3,Bärn\n".encode("latin-1"))
    with pytest.raises(NotReadAsItIs) as found:
        guess(path)
    assert "leads.csv:4: SLA-F036 the line is not UTF-8 at byte 4\n" in str(found.value)


# ---------------------------------------------------------------- lines

RECORDS = "1;2026-08-03 14:05;7\n2;2026-08-04 14:05;8\n"


@pytest.mark.parametrize(
    ("above", "skipped"),
    [("Leads report\n\n", "2"), ("Leads;;\n;;\n", "2"), ("\n", "1"), ("Leads\nof: last month\nby: region\n\n", "4")],
)
def test_a_title_above_the_header_is_skipped(above, skipped, tmp_path):
    entry = entry_of(tmp_path, above + "Number;At;Score\n" + RECORDS)
    assert (entry["skip_lines"], entry["delimiter"], list(entry["columns"])) == (
        skipped,
        ";",
        ["number", "at", "score"],
    )


def test_a_first_line_that_names_the_delimiter_is_believed_and_read_past(tmp_path):
    assert len(read_as_guessed(tmp_path, "sep=;\nNumber;At;Score\n" + RECORDS)) == 2


def test_lines_that_are_no_records_are_told_besides_the_entry(tmp_path):
    path = put(tmp_path, "Number;At;Score\n" + RECORDS + "3;2026-08-04 14:05\n\nSumme;;15\n")
    result = CliRunner().invoke(command, ["guess", str(path)])
    assert isinstance(result.exception, NotReadAsItIs)
    assert result.exception.exit_code == 2
    assert str(result.exception) == (
        "leads.csv:4: SLA-F033 2 fields, the header has 3\n"
        "  hint: a field that holds a delimiter needs quotes around it\n"
        "leads.csv:5: SLA-F043 a blank line\n"
        "  hint: remove it; what follows may be a footer\n"
        "leads.csv:6: SLA-F043 a line of totals\n"
        "  hint: remove it from the export: only records may follow the header"
    )
    assert "    score: {from: Score, type: integer}\n" in result.stdout


@pytest.mark.parametrize("row", ["1\n2\n", "1,2,3,4\n2,3,4,5\n"])
def test_where_every_row_has_another_width_the_lines_are_told(row, tmp_path):
    with pytest.raises(SlaError) as found:
        guess(put(tmp_path, f"Number,At,Score\n{row}"))
    assert "leads.csv:2: SLA-F0" in str(found.value)


PADDED = """\
Number,At,Score
1,2026-08-03 14:05,7
,,
"Berichte",,
"Copyright (c) 2000-2026 salesforce.com, inc. Alle Rechte vorbehalten.",,
"Vertrauliche Informationen - nicht weitergeben",,
"""


def test_a_footer_in_another_language_that_a_spreadsheet_padded_is_known(tmp_path):
    entry = entry_of(tmp_path, PADDED)
    assert (entry["profile"], entry["columns"]["score"]["type"]) == ("salesforce-report", "integer")
    assert len(read_as_guessed(tmp_path, PADDED)) == 1


# ---------------------------------------------------------------- columns


def test_columns_that_cannot_be_declared_are_named_with_the_reason(tmp_path):
    text = guess(put(tmp_path, "id,,Labels,Labels, Score ,Ada Byron\n1,2,a,b,5,x\n"))
    told = " ".join(text.replace("    #   ", "").split())
    assert told.endswith(
        "columns: id: {from: id, type: text} # without a name, left out: column 2 "
        "# a name that occurs more than once; to read one of them, rename it in the export: Labels in column 3, Labels "
        'in column 4 # spaces around the name; to read it, remove them in the export: " Score " '
        "# its name may be data, left out: column 6 (a text of 9 characters)"
    )


def test_one_date_after_the_twelfth_decides_for_all_columns(tmp_path):
    found = columns_of(tmp_path, "id,a,b\n1,03/04/2026,01/02/2026\n2,05/04/2026,01/13/2026\n")
    assert (found["a"]["format"], found["b"]["format"]) == ("%m/%d/%Y", "%m/%d/%Y")


def test_two_orders_of_day_and_month_are_never_proposed(tmp_path):
    text = guess(put(tmp_path, "id,a,b\n1,13/01/2026,01/13/2026\n2,14/01/2026,01/14/2026\n"))
    assert 'a: {from: "a", type: date, format: "%d/%m/%Y"}\n' in text
    assert (
        'b: {from: "b", type: text}  # decide: day and month stand in another order than in other columns of the file: '
        "export it again\n"
    ) in text


def test_open_orders_are_all_the_same_and_all_marked(tmp_path):
    text = guess(put(tmp_path, "id,a,b\n1,03/04/2026,01/02/2026 9:00\n"))
    assert text.count('"%d/%m/%Y') == text.count('# decide: or "%m/%d/%Y') == 2


@pytest.mark.parametrize(
    ("cells", "marks", "is_marked"),
    [
        (("1.200", "12.500"), (",", "."), True),
        (('"1,200"', '"12,500"'), (None, ","), True),
        (("1.200", "1.25"), (None, None), False),
        (('"1.200,50"', '"99,90"'), (",", "."), False),
        (('"1 200,50"', '"99,90"'), (",", " "), False),
        (("1'200.50", "99.90"), (None, "'"), False),
    ],
)
def test_marks_are_those_that_fit_all_numbers_and_marked_where_every_one_could_be_either(
    cells, marks, is_marked, tmp_path
):
    text = "id,Amount\n" + "".join(f"{number},{text}\n" for number, text in enumerate((*cells, "950")))
    entry = entry_of(tmp_path, text)
    assert (entry.get("decimal"), entry.get("thousands")) == marks
    assert read_as_guessed(tmp_path, text)[2]["amount"] == 950
    assert ("  # decide: 1" in guess(tmp_path / "data/exports/leads.csv")) is is_marked


def test_numbers_with_certain_decimals_decide_for_the_others(tmp_path):
    text = "id,Amount,Rate\n1,1.200,0.5\n2,12.500,1.25\n"
    assert entry_of(tmp_path, text)["thousands"] == "none"
    assert [row["amount"] for row in read_as_guessed(tmp_path, text)] == [1.2, 12.5]


def test_words_for_nothing_are_proposed_as_empty(tmp_path):
    found = columns_of(tmp_path, "id,Seen,Count,Why\n1,2026-08-03 14:05,N/A,-\n2,(No value),5,x\n")
    assert found["seen"] == {"from": "Seen", "type": "instant", "empty": ["(No value)"]}
    assert found["count"] == {"from": "Count", "type": "integer", "empty": ["N/A"]}
    assert found["why"] == {"from": "Why", "type": "text"}


@pytest.mark.parametrize("cells", [("2026-01-05", "15:00"), ("05.01.2026", "15:00:00"), ("1/15/2026", "3:00 PM")])
def test_a_date_and_the_time_beside_it_are_one_instant(cells, tmp_path):
    [row] = read_as_guessed(tmp_path, f"id,Day,Hour\n1,{cells[0]},{cells[1]}\n")
    assert f"{row['day']:%H:%M}" == "15:00"


def test_dates_and_times_of_a_workbook_are_joined_as_well(tmp_path):
    rows = ([cell("id"), cell("Day"), cell("Hour")], [cell("1"), cell(46237, DATE), cell(0.625, TIME)])
    [row] = read_as_guessed(tmp_path, workbook(sheet(*rows)), "leads.xlsx")
    assert f"{row['day']:%H:%M}" == "15:00"


def test_a_file_without_dates_speaks_up_to_when_it_was_written(tmp_path):
    path = put(tmp_path, "id,Region\n1,EMEA\n")
    os.utime(path, (1785765900, 1785765900))
    assert "\n  as_of: 2026-08-03T14:05Z  # decide: no column holds a date" in guess(path)


def test_what_all_cells_but_one_are_is_told(tmp_path):
    rows = "".join(f"{number},2026-08-0{number} 14:05\n" for number in range(1, 6))
    text = guess(put(tmp_path, f"id,at\n{rows}6,unclear\n"))
    assert (
        "  # decide: all are of type instant, but for one on line 7: if it stands for nothing, list it under empty\n"
        in text
    )


# ---------------------------------------------------------------- sheets and keys


def test_of_several_sheets_the_one_that_holds_the_most_is_read(tmp_path):
    pivot = sheet([cell("Region"), cell("Count")], [cell("EMEA"), cell(2)])
    data = sheet([cell("id"), cell("Score")], [cell("1"), cell(2)], [cell("2"), cell(3)])
    path = put(tmp_path, workbook(pivot, data, names=("Pivot", "Data")), "leads.xlsx")
    assert "\n  sheet: Data  # decide: or Pivot\n" in guess(path)


def test_sheets_named_for_people_are_told_by_their_shape(tmp_path):
    data = sheet([cell("id"), cell("Score")], [cell("1"), cell(2)])
    with pytest.raises(SlaError) as found:
        guess(put(tmp_path, workbook(data, data, names=("Ada Byron", "Max Weber")), "leads.xlsx"))
    assert str(found.value) == (
        "leads.xlsx: SLA-F045 the export has 2 sheets, and the one that holds the most has a name that may be data: a "
        "text of 9 characters, a text of 9 characters\n"
        "  hint: give the sheet a name that is about nobody, for example Leads"
    )


def test_merged_cells_of_a_title_do_no_harm(tmp_path):
    rows = ([cell("Leads")], [cell("id"), cell("Score")], [cell("1"), cell(2)], [cell("2"), cell(3)])
    book = workbook(sheet(*rows, end='<mergeCells><mergeCell ref="A1:B1"/></mergeCells>'))
    assert len(read_as_guessed(tmp_path, book, "leads.xlsx")) == 2


def test_keys_that_some_objects_lack_are_found_in_all_of_them(tmp_path):
    text = '{"id":"1"}\n{"id":"2","seats":3,"tags":["x"]}\n{"won":true,"id":"3"}\n'
    entry = entry_of(tmp_path, text, "leads.jsonl")
    assert (list(entry["columns"]), entry["absent"]) == (["id", "seats", "won"], "empty")
    assert len(read_as_guessed(tmp_path, text, "leads.jsonl")) == 3


def test_an_entry_is_never_longer_than_a_file_of_sources(tmp_path):
    names = [f"A rather long header of a property {number}" for number in range(700)]
    rows = (",".join(map(str, range(start, start + 700))) for start in (1, 2))
    text = guess(put(tmp_path, f"id,{','.join(names)}\n" + "".join(f"A{at},{row}\n" for at, row in enumerate(rows))))
    assert len(text.encode()) < 64 * 1024
    assert "# more than a file of sources holds, left out; declare those that measures need: " in text

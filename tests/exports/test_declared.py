"""What a source declares about how an export is written: marks, formats, two columns, durations, lines, encodings."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pydantic import ValidationError

from living_sla.errors import SlaError, Unreadable
from living_sla.exports.cells.cell import read_cell
from living_sla.exports.cells.spellings import of_format
from living_sla.model.agreement.encodings import ENCODINGS
from living_sla.model.agreement.source import Source
from living_sla.model.time.zones import micros
from tests.factories.exports import cells, one_column, opened, put, refused, rows_of, slowly, source_of
from tests.factories.workbooks import DATE, TIME, cell, sheet, workbook

FILE = "data/exports/leads.csv"


def utc(*parts):
    return datetime(*parts, tzinfo=UTC)


def declared(kind, *, spec=None, **fields):
    """A source of one column `it`, with these fields of its own."""
    source = one_column(kind, **(spec or {}))
    return Source.model_validate({**source.model_dump(by_alias=True), **fields})


# ---------------------------------------------------------------- marks between thousands


@pytest.mark.parametrize(
    ("marks", "texts", "wanted"),
    [
        ({"thousands": ",", "decimal": "."}, ["1,200", "12,500.25", "950", "1200", "-1,234,567.5"],
         [1200, 12500.25, 950, 1200, -1234567.5]),
        ({"thousands": ".", "decimal": ","}, ["1.200", "12.500,25", "950", "0,5", "123.456.789"],
         [1200, 12500.25, 950, 0.5, 123456789]),
        ({"thousands": " ", "decimal": ","}, ["1 200", "12\u00a0500,25", "1\u202f234\u202f567", "1\u2009000"],
         [1200, 12500.25, 1234567, 1000]),
        ({"thousands": "'"}, ["1'200", "12\u2019500.25"], [1200, 12500.25]),
        ({"thousands": "none"}, ["1.200", "12.500"], [1.2, 12.5]),
    ],
)  # fmt: skip
def test_declared_marks_are_read(marks, texts, wanted, tmp_path):
    assert cells(tmp_path, declared("number", **marks), texts) == wanted
    money = declared("money", spec={"currency": "EUR"}, **marks)
    assert cells(tmp_path, money, texts) == [Decimal(str(number)) for number in wanted]


def test_whole_numbers_and_percents_have_marks_too(tmp_path):
    marks = {"thousands": ".", "decimal": ","}
    assert cells(tmp_path, declared("integer", **marks), ["1.200", "7", "12345"]) == [1200, 7, 12345]
    assert cells(tmp_path, declared("percent", **marks), ["1.250 %", "12,5%"]) == [12.5, 0.125]


@pytest.mark.parametrize("text", ["1.20", "1.2000", "12.34.567", ".200", "1..200", "1200.300", "0.123", "01.200",
                                  "1.200.", "1 200", "1.200,", "1,200.300"])  # fmt: skip
def test_a_mark_that_stands_elsewhere_is_refused(text, tmp_path):
    source = declared("number", thousands=".", decimal=",")
    put(tmp_path, f'id,it\n1,"{text}"\n')
    assert f"{FILE}:2:2: SLA-F0" in refused(tmp_path, source)


@pytest.mark.parametrize(
    ("decimal", "texts"), [(".", ["1.200", "12.500", "950"]), (",", ["1,200", "-12,500", "1"]), (".", ["1.000"])]
)
def test_f123_numbers_whose_marks_could_all_stand_between_thousands_are_refused(decimal, texts, tmp_path):
    put(tmp_path, "id,it\n" + "".join(f'{number},"{text}"\n' for number, text in enumerate(texts)))
    other = "." if decimal == "," else ","
    for kind, spec in (("number", {}), ("money", {"currency": "EUR"})):
        assert refused(tmp_path, declared(kind, spec=spec, decimal=decimal)) == (
            f"{FILE}:2:2: SLA-F123 d{decimal}ddd could have its mark between thousands, as all numbers have it, "
            f'in column "it"\n  hint: add thousands: none to the source if 1{decimal}200 is less than two, '
            f'thousands: "{decimal}" and decimal: "{other}" if it is more'
        )


@pytest.mark.parametrize("decisive", ["1.25", "0.200", "1200", "1234.500", "7.5", "1.2345"])
def test_one_number_that_can_be_read_in_one_way_decides_for_its_column(decisive, tmp_path):
    assert cells(tmp_path, declared("number"), ["1.200", decisive]) == [1.2, float(decisive)]


def test_each_file_has_its_own_marks(tmp_path):
    put(tmp_path, "id,it\n1,1.25\n", "leads-1.csv")
    put(tmp_path, "id,it\n2,1.200\n", "leads-2.csv")
    source = declared("number", path="exports/leads-*.csv", combine="rows")
    assert "leads-2.csv:2:2: SLA-F123" in refused(tmp_path, source)


def test_numbers_of_formats_that_know_numbers_are_certain(tmp_path):
    put(tmp_path, '{"id": 1, "it": 1.125}\n{"id": 2, "it": 12.500}\n', "leads.jsonl")
    assert [row["it"] for row in rows_of(opened(tmp_path, declared("number", path="exports/leads.jsonl")))] == [
        1.125,
        12.5,
    ]
    put(tmp_path, '{"id": 1, "it": "1.125"}\n', "leads.jsonl")
    assert "SLA-F123" in refused(tmp_path, declared("number", path="exports/leads.jsonl"))
    book = workbook(sheet((cell("id"), cell("it")), (cell("1"), cell(1.125))))
    put(tmp_path, book, "leads.xlsx")
    source = declared("money", spec={"currency": "EUR"}, path="exports/leads.xlsx", decimal=",", thousands=".")
    assert rows_of(opened(tmp_path, source))[0]["it"] == Decimal("1.125")


@settings(max_examples=80, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(text=st.text("0123456789.,' \u202f-", min_size=1, max_size=12),
       thousands=st.sampled_from([".", ",", " ", "'", "none"]),
       kind=st.sampled_from(["number", "integer", "money", "percent"]))  # fmt: skip
def test_the_fast_reader_agrees_with_the_slow_one_about_marks(text, thousands, kind, tmp_path):
    source = declared(kind, spec={"currency": "EUR"} if kind == "money" else {}, thousands=thousands,
                      decimal="," if thousands == "." else ".")  # fmt: skip
    try:
        wanted = read_cell(text, source.columns["it"], marks=source.marks)
    except Unreadable:
        with pytest.raises(SlaError):
            cells(tmp_path, source, [text])
    else:
        assert cells(tmp_path, source, [text]) == [wanted]


# ---------------------------------------------------------------- formats of dates


def test_several_formats_are_read_where_each_cell_fits_one(tmp_path):
    formats = ["iso", "%d.%m.%Y %H:%M", "%d.%m.%Y %H:%M:%S", "unix ms"]
    source = declared("instant", spec={"format": formats})
    texts = ["2026-01-05 09:00", "05.01.2026 09:00", "5.1.2026 09:00:30", "1767603600000", "2026-01-05T09:00:00Z"]
    nine = utc(2026, 1, 5, 9)
    put(tmp_path, "id,it\n1,x\n")
    with pytest.raises(SlaError, match=r"not written as iso or %d\.%m\.%Y %H:%M or"):
        cells(tmp_path, source, ["2026-01-05"])
    mixed = declared("instant", spec={"format": formats[:3]})
    assert cells(tmp_path, mixed, texts[:3]) == [nine, nine, nine + timedelta(seconds=30)]
    assert cells(tmp_path, source, [texts[3], texts[4]]) == [nine, nine]


FORMATS = ["iso", "%d.%m.%Y %H:%M", "%d.%m.%y %H:%M", "%y.%m.%d %H:%M", "unix s", "unix ms", "%Y%m%d%H", "%d.%m.%Y"]
MOMENTS = st.sampled_from(
    ["2026-01-05 09:00", "05.01.2026 09:00", "5.1.26 9:00", "25.12.30 09:00", "31.02.2026 09:00", "1767603600",
     "1767603600000", "2026010509", "631151999", "-1", "9999999999", "99999999999", "1.5", "1767603600000.25",
     "05.01.2026", "05.01.1980"]
)  # fmt: skip


@settings(max_examples=150, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(text=MOMENTS, formats=st.lists(st.sampled_from(FORMATS), min_size=1, max_size=4, unique=True))
def test_the_fast_reader_agrees_with_the_slow_one_about_several_formats(text, formats, tmp_path):
    source = declared("instant", spec={"format": formats})
    try:
        slow = [read_cell(text, source.columns["it"], timezone_key="Europe/London")]
    except Unreadable:
        slow = None
    try:
        fast = cells(tmp_path, source, [text])
    except SlaError:
        fast = None
    assert fast == slow


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("DD.MM.YYYY HH:mm", "%d.%m.%Y %H:%M"),
        ("TT.MM.JJJJ hh:mm:ss", "%d.%m.%Y %H:%M:%S"),
        ("m/d/yyyy h:mm AM/PM", "%m/%d/%Y %I:%M %p"),
        ("yyyy-mm-dd", "%Y-%m-%d"),
        ("d-mmm-yy", "%d-%b-%y"),
    ],
)
def test_f057_a_format_in_the_letters_of_a_spreadsheet_is_told_in_those_of_this_reader(tmp_path, written, meant):
    put(tmp_path, "id,it\n1,x\n")
    said = refused(tmp_path, declared("instant", spec={"format": written}))
    assert said.endswith(f'  hint: in the letters that are read here: format: "{meant}"')
    assert of_format(meant)


@pytest.mark.parametrize("written", ["hh:mm", "day.month.year", "%d.MM.YYYY", "DD.MM", "", "YYYY YY MM DD"])
def test_f057_a_format_of_no_known_letters_gets_the_letters(written):
    with pytest.raises(Unreadable) as found:
        of_format(written)
    assert found.value.hint.startswith("use %Y %y")


def test_f057_a_cell_that_fits_two_formats_is_refused(tmp_path):
    source = declared("date", spec={"format": ["%d/%m/%y", "%y/%m/%d"]})
    put(tmp_path, "id,it\n1,25/12/30\n")
    assert refused(tmp_path, source) == (
        f'{FILE}:2:2: SLA-F057 dd/dd/dd fits 2 of the formats, in column "it"\n'
        "  hint: state formats of which each cell fits one only"
    )
    assert cells(tmp_path, source, ["25/12/99"]) == [date(1999, 12, 25)]


@pytest.mark.parametrize(
    ("form", "text", "wanted"),
    [
        ("unix s", "1767603600", utc(2026, 1, 5, 9)),
        ("unix s", "1767603600.25", utc(2026, 1, 5, 9, 0, 0, 250_000)),
        ("unix ms", "1767603600250", utc(2026, 1, 5, 9, 0, 0, 250_000)),
        ("unix ms", "1767603600250.0", utc(2026, 1, 5, 9, 0, 0, 250_000)),
        ("unix ms", "1767603600250.25", utc(2026, 1, 5, 9, 0, 0, 250_250)),
        ("unix s", "2147483648", utc(2038, 1, 19, 3, 14, 8)),
        ("unix ms", "4102444799999", utc(2099, 12, 31, 23, 59, 59, 999_000)),
    ],
)
def test_seconds_and_milliseconds_since_1970_need_no_zone(form, text, wanted, tmp_path):
    source = declared("instant", spec={"format": form}, timezone=None, as_of={"newest_of": ["it"]})
    assert cells(tmp_path, source, [text]) == [wanted]
    assert read_cell(text, source.columns["it"]) == wanted


@pytest.mark.parametrize(("form", "text"), [("unix s", "1767603600000"), ("unix ms", "1767603600"), ("unix s", "0"),
                                            ("unix s", "-5"), ("unix s", "1e9"),
                                            ("unix ms", "1767603600000.1234")])  # fmt: skip
def test_a_number_of_another_unit_lies_outside_of_all_years(form, text, tmp_path):
    put(tmp_path, f"id,it\n1,{text}\n")
    assert f"{FILE}:2:2: SLA-F04" in refused(tmp_path, declared("instant", spec={"format": form}))


def test_whole_numbers_of_parquet_may_count_from_1970(tmp_path):
    path = put(tmp_path, b"", "leads.parquet")
    pq.write_table(pa.table({"id": ["1", "2"], "it": [1767603600000, None]}), path)
    source = declared("instant", spec={"format": "unix ms"}, path="exports/leads.parquet")
    assert [row["it"] for row in rows_of(opened(tmp_path, source))] == [utc(2026, 1, 5, 9), None]
    pq.write_table(pa.table({"id": ["1", "2"], "it": [1767603600, None]}), path)
    assert "leads.parquet:1:2: SLA-F042 a text of 10 digits lies outside" in refused(tmp_path, source)


# ---------------------------------------------------------------- the day in one column, the time in another


PAIR = {
    "id": {"from": "id", "type": "text"},
    "at": {"from": ["Date", "Time"], "type": "instant"},
}


def test_an_instant_may_stand_in_two_columns(tmp_path):
    put(tmp_path, "Time,id,x,Date\n15:00:00,1,,2026-01-05\n09:30,2,,2026-07-05\n,3,,\n")
    export = opened(tmp_path, source_of(PAIR))
    wanted = [utc(2026, 1, 5, 15), utc(2026, 7, 5, 8, 30), None]
    assert [row["at"] for row in rows_of(export)] == wanted
    assert [slowly(export, key)["at"] for key in ("1", "2", "3")] == wanted


def test_f046_a_day_without_its_time_is_refused(tmp_path):
    put(tmp_path, "id,Date,Time\n1,2026-01-05,\n2,,15:00\n")
    assert refused(tmp_path, source_of(PAIR)) == (
        f'{FILE}:2:2: SLA-F046 dddd-dd-dd is a date without a time of day, in column "Date and Time"\n'
        '  hint: fill in "Time", or empty both\n'
        f'{FILE}:3:2: SLA-F046 dd:dd is a time of day without a date, in column "Date and Time"\n'
        '  hint: fill in "Date", or empty both'
    )


def test_both_columns_must_be_there(tmp_path):
    put(tmp_path, "id,Date,Hour\n1,2026-01-05,15:00\n")
    assert refused(tmp_path, source_of(PAIR)).startswith(
        f'{FILE}:1: SLA-F037 there is no column "Time", declared as at\n'
    )


def test_a_format_is_that_of_both_with_a_space_between_them(tmp_path):
    columns = {**PAIR, "at": {**PAIR["at"], "format": "%d/%m/%Y %I:%M %p"}}
    put(tmp_path, "id,Date,Time\n1,5/1/2026,3:00 PM\n")
    assert [row["at"] for row in rows_of(opened(tmp_path, source_of(columns)))] == [utc(2026, 1, 5, 15)]


def test_two_columns_of_other_formats_of_file(tmp_path):
    put(tmp_path, '{"id": 1, "Date": "2026-01-05", "Time": "15:00"}\n', "leads.jsonl")
    assert rows_of(opened(tmp_path, source_of(PAIR, path="exports/leads.jsonl")))[0]["at"] == utc(2026, 1, 5, 15)
    book = workbook(sheet((cell("id"), cell("Date"), cell("Time")), (cell("1"), cell(46027, DATE), cell(0.625, TIME))))
    put(tmp_path, book, "leads.xlsx")
    assert rows_of(opened(tmp_path, source_of(PAIR, path="exports/leads.xlsx")))[0]["at"] == utc(2026, 1, 5, 15)
    path = put(tmp_path, b"", "leads.parquet")
    for day, clock in ((date(2026, 1, 5), time(15)), ("2026-01-05", "15:00")):
        pq.write_table(pa.table({"id": ["1"], "Date": [day], "Time": [clock]}), path)
        assert rows_of(opened(tmp_path, source_of(PAIR, path="exports/leads.parquet")))[0]["at"] == utc(2026, 1, 5, 15)


@pytest.mark.parametrize("headers", [["a", "a"], ["a", "b", "c"], [], ["a", ""], [["a"], "b"]])
def test_other_numbers_of_columns_make_none(headers):
    with pytest.raises((ValidationError, Unreadable)):
        source_of({"id": {"from": "id", "type": "text"}, "at": {"from": headers, "type": "instant"}})


# ---------------------------------------------------------------- durations


@pytest.mark.parametrize(
    ("spec", "text", "wanted"),
    [
        ({}, "0:30:00", timedelta(minutes=30)),
        ({}, "36:05:07", timedelta(hours=36, minutes=5, seconds=7)),
        ({}, "0:00:01.250", timedelta(seconds=1.25)),
        ({}, "90 min", timedelta(minutes=90)),
        ({}, "1 h 30 min", timedelta(minutes=90)),
        ({}, "1h30m", timedelta(minutes=90)),
        ({}, "2 hours", timedelta(hours=2)),
        ({}, "45 s", timedelta(seconds=45)),
        ({}, "PT1H30M", timedelta(minutes=90)),
        ({}, "PT0.5S", timedelta(seconds=0.5)),
        ({"format": "seconds"}, "5400", timedelta(minutes=90)),
        ({"format": "seconds"}, "0.5", timedelta(seconds=0.5)),
        ({"format": "milliseconds"}, "250", timedelta(milliseconds=250)),
        ({"format": "minutes"}, "90", timedelta(minutes=90)),
        ({"format": "hours"}, "1.5", timedelta(minutes=90)),
        ({"format": "h:mm"}, "1:30", timedelta(minutes=90)),
        ({"format": "m:ss"}, "1:30", timedelta(seconds=90)),
        ({"format": ["h:mm:ss", "m:ss"]}, "90:05", timedelta(seconds=5405)),
    ],
)
def test_durations_are_read(spec, text, wanted, tmp_path):
    source = declared("duration", spec=spec)
    assert cells(tmp_path, source, [text]) == [wanted // timedelta(microseconds=1)]
    assert read_cell(text, source.columns["it"]) == wanted


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("90", "SLA-F057 a text of 2 digits is a number, and nobody has said of what"),
        ("1:30", "SLA-F057 d:dd is hours and minutes, or minutes and seconds"),
        ("1:60:00", "SLA-F041 d:dd:dd is no duration that can be"),
        ("-0:30:00", "SLA-F041 -d:dd:dd is below zero"),
        ("1 day", "SLA-F046 a text of 5 characters is not a duration"),
        ("P1D", "SLA-F046"),
        ("PT", "SLA-F046"),
        ("1 h 90 min", "SLA-F041"),
        ("999999:00:00", "SLA-F041"),
        ("h", "SLA-F046"),
        ("0:30:00 ", "SLA-F041"),
    ],
)
def test_what_is_no_duration_is_refused(text, said, tmp_path):
    put(tmp_path, f"id,it\n1,{text}\n")
    assert f"{FILE}:2:2: {said}" in refused(tmp_path, declared("duration"))


def test_durations_of_parquet_and_of_a_workbook(tmp_path):
    path = put(tmp_path, b"", "leads.parquet")
    half = 30 * 60 * 1_000_000
    pq.write_table(pa.table({"id": ["1", "2"], "it": pa.array([1800, None], pa.duration("s"))}), path)
    source = declared("duration", path="exports/leads.parquet")
    assert [row["it"] for row in rows_of(opened(tmp_path, source))] == [half, None]
    pq.write_table(pa.table({"id": ["1"], "it": [1800]}), path)
    in_seconds = declared("duration", spec={"format": "seconds"}, path="exports/leads.parquet")
    assert [row["it"] for row in rows_of(opened(tmp_path, in_seconds))] == [half]
    put(tmp_path, workbook(sheet((cell("id"), cell("it")), (cell("1"), cell(1.5, TIME)))), "leads.xlsx")
    assert rows_of(opened(tmp_path, declared("duration", path="exports/leads.xlsx")))[0]["it"] == 36 * 2 * half


@settings(max_examples=100, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(text=st.text("0123456789:.hms PTHMSin", min_size=1, max_size=10).filter(lambda text: text.strip()))
def test_the_fast_reader_agrees_with_the_slow_one_about_durations(text, tmp_path):
    source = declared("duration")
    try:
        wanted = read_cell(text, source.columns["it"])
    except Unreadable:
        with pytest.raises(SlaError):
            cells(tmp_path, source, [text])
    else:
        assert cells(tmp_path, source, [text]) == [wanted // timedelta(microseconds=1)]


# ---------------------------------------------------------------- lines before the header, ends of lines


def test_lines_before_the_header_are_skipped_and_counted(tmp_path):
    put(tmp_path, 'Leads, "all" of them\n\nid,it\n1,7\n2,x\n')
    assert refused(tmp_path, declared("integer", skip_lines="2")).startswith(f"{FILE}:5:2: SLA-F041 ")
    put(tmp_path, 'Leads, "all" of them\n\nid,it\n1,7\n')
    export = opened(tmp_path, declared("integer", skip_lines=2))
    assert ([row["it"] for row in rows_of(export)], export.lines(["1"])) == ([7], {"1": 4})
    put(tmp_path, "Leads\nid,iT\n1,7\n")
    assert refused(tmp_path, declared("integer", skip_lines=1)).startswith(f"{FILE}:2: SLA-F037 there is no column")


def test_rows_above_the_header_of_a_workbook_are_skipped(tmp_path):
    put(tmp_path, workbook(sheet((cell("Leads"),), (cell("id"), cell("it")), (cell("1"), cell(7)))), "leads.xlsx")
    export = opened(tmp_path, declared("integer", path="exports/leads.xlsx", skip_lines=1))
    assert ([row["it"] for row in rows_of(export)], export.lines(["1"])) == ([7], {"1": 3})


@pytest.mark.parametrize("first", ["sep=;\n", "sep=;\r\n", '"sep=;"\n', "SEP=;\n", "sep=;;\n"])
def test_a_first_line_that_names_the_delimiter_is_known(first, tmp_path):
    put(tmp_path, first + "id;it\n1;7\n")
    export = opened(tmp_path, declared("integer", delimiter=";"))
    assert ([row["it"] for row in rows_of(export)], export.lines(["1"])) == ([7], {"1": 3})
    assert refused(tmp_path, declared("integer")) == (
        f"{FILE}:1: SLA-F036 the file says that its columns are separated by a semicolon\n"
        '  hint: add delimiter: ";" to the source'
    )


@pytest.mark.parametrize("skipped", ["-1", "x", "101", "1.5", ["1"]])
def test_another_number_of_lines_is_refused(skipped):
    with pytest.raises((ValidationError, Unreadable)):
        declared("integer", skip_lines=skipped)


def test_two_returns_before_a_line_feed_end_a_line(tmp_path, monkeypatch):
    text = 'id,it\r\r\n1,7\r\r\n2,"8"\r\r\n'
    put(tmp_path, text)
    for block in (1, 2, 3, 5, 1 << 18):
        monkeypatch.setattr("living_sla.exports.formats.text_file.BLOCK", block)
        export = opened(tmp_path, declared("integer"))
        assert ([row["it"] for row in rows_of(export)], export.lines(["2"])) == ([7, 8], {"2": 3})
    put(tmp_path, text + "3,\r4\r\r\n")
    assert f"{FILE}:4: SLA-F035 a line ends in a lone return" in refused(tmp_path, declared("integer"))


# ---------------------------------------------------------------- encodings


WORDS = {
    "windows-1250": "Dvořák", "windows-1251": "Привет", "windows-1253": "Καλημέρα", "windows-1254": "İstanbul",
    "windows-1255": "שלום", "windows-1256": "سلام", "windows-1257": "Ščerba", "windows-1258": "Việt",
    "cp850": "Müller", "cp437": "Müller", "cp852": "Dvořák", "cp866": "Привет", "koi8-r": "Привет",
    "mac-roman": "Müller",
    "iso8859-2": "Dvořák", "iso8859-5": "Привет", "iso8859-7": "Καλημέρα", "iso8859-9": "İstanbul",
    "iso8859-15": "Œuvre",
    "shift_jis": "田中", "cp932": "田中①", "euc_jp": "田中", "gb18030": "李雷", "gbk": "李雷", "big5": "臺北",
    "cp950": "臺北",
    "euc_kr": "서울", "cp949": "서울", "tis-620": "ไทย", "cp037": "Muller", "cp1140": "Muller",
}  # fmt: skip


@pytest.mark.parametrize("encoding", WORDS)
def test_exports_are_read_in_the_encoding_that_is_declared(encoding, tmp_path):
    word = WORDS[encoding]
    word = word if encoding != "windows-1258" else "Đà"
    put(tmp_path, f'id,it\n1,"{word}, x"\n2,\n'.encode(encoding))
    export = opened(tmp_path, declared("text", encoding=encoding))
    assert [row["it"] for row in rows_of(export)] == [f"{word}, x", None]
    assert slowly(export, "1")["it"] == f"{word}, x"


@pytest.mark.parametrize(
    ("written", "meant"),
    [("cp1252", "windows-1252"), ("ISO-8859-1", "latin-1"), ("UTF8", "utf-8"), ("utf-8-sig", "utf-8"),
     ("sjis", "shift_jis"),
     ("ibm850", "cp850"), ("macintosh", "mac-roman")],
)  # fmt: skip
def test_an_encoding_may_have_other_names(written, meant):
    assert declared("text", encoding=written).encoding == meant


@pytest.mark.parametrize("written", ["windows-1259", "rot13", "idna", "", "utf-7", "base64", "x" * 100, ["utf-8"]])
def test_f010_what_is_no_encoding_of_exports_is_refused(written):
    with pytest.raises((ValidationError, Unreadable)):
        declared("text", encoding=written)


def test_every_encoding_is_one_that_python_has():
    assert all("a,1\n".encode(name).decode(name) == "a,1\n" for name in ENCODINGS)


@pytest.mark.parametrize(
    ("word", "actual", "taken_for"),
    [("Müller", "mac-roman", "windows-1252"), ("Händler", "cp850", "windows-1252"),
     ("Привет", "windows-1251", "windows-1252"), ("Привет", "koi8-r", "windows-1252"),
     ("Größe", "mac-roman", "windows-1252")],
)  # fmt: skip
def test_letters_that_make_no_word_are_told(word, actual, taken_for, tmp_path):
    put(tmp_path, f"id,it\n1,{word}\n".encode(actual))
    export = opened(tmp_path, declared("text", encoding=taken_for))
    rows_of(export)
    assert [str(notice) for notice in export.notices] == [
        f"{FILE}: warning: the export may not be {taken_for}: it holds words that are not words in that encoding "
        "[encoding-doubtful]\n"
        "  hint: open it and look at letters with accents; `sla sources guess` says which encodings fit"
    ]


@pytest.mark.parametrize(
    "text", ["Müller's “Größe” – Łódź", "L’été à São Paulo", "Ærø Ångström", "50 °C", "Ö", "ÄÖÜ GmbH"]
)
def test_words_are_not_doubted(text, tmp_path):
    put(tmp_path, f"id,it\n1,{text}\n".encode("windows-1252", "ignore"))
    export = opened(tmp_path, declared("text", encoding="windows-1252"))
    rows_of(export)
    assert export.notices == ()


# ---------------------------------------------------------------- marks, minus signs and counts at their edges


@pytest.mark.parametrize(
    ("kind", "spec", "fields", "text", "wanted"),
    [
        ("duration", {"format": "minutes"}, {"thousands": ",", "decimal": "."}, "1,234.5", 74_070_000_000),
        ("duration", {"format": "seconds"}, {"thousands": ".", "decimal": ","}, "1.234", 1_234_000_000),
        ("duration", {"format": "milliseconds"}, {"thousands": " "}, "12\u202f345\u00a0678", 12_345_678_000),
        ("duration", {"format": "seconds"}, {"thousands": "none"}, "1.234", 1_234_000),
        ("duration", {"format": "h:mm:ss"}, {}, "100:00:00.250", 360_000_250_000),
        ("percent", {}, {"thousands": ".", "decimal": ","}, "1.200,5 %", 12.005),
        ("percent", {}, {}, "1.000", 1.0),
        ("number", {}, {}, "\u22125.25", -5.25),
        ("integer", {}, {"thousands": "."}, "\u22121.234", -1234),
    ],
)
def test_marks_and_minus_signs_are_read_in_every_type(kind, spec, fields, text, wanted, tmp_path):
    fields = {"decimal": ","} | fields if fields.get("thousands") == "." else fields
    assert cells(tmp_path, declared(kind, spec=spec, **fields), [text]) == [wanted]


@pytest.mark.parametrize(
    ("kind", "spec", "texts"),
    [
        ("duration", {"format": "seconds"}, ["1.200", "12.500"]),
        ("duration", {"format": ["h:mm", "minutes"]}, ["1.200", "1:30"]),
        ("percent", {}, ["1.200%", "12.500 %"]),
        ("number", {}, ["\u22121.200"]),
    ],
)
def test_f123_durations_and_percents_have_doubtful_marks_too(kind, spec, texts, tmp_path):
    lines = "".join(f'{number},"{text}"\n' for number, text in enumerate(texts))
    put(tmp_path, f"id,it\n{lines}")
    assert f"{FILE}:2:2: SLA-F123 " in refused(tmp_path, declared(kind, spec=spec))
    put(tmp_path, f"id,it\n{lines}9,{'1.25%' if kind == 'percent' else '1.25'}\n")
    assert len(rows_of(opened(tmp_path, declared(kind, spec=spec)))) == len(texts) + 1


@pytest.mark.parametrize(
    ("kind", "spec", "fields", "text", "said"),
    [
        (
            "instant",
            {"format": "unix ms"},
            {},
            "-62135596800000",
            "F042 -dddddddddddddd lies outside the years",
        ),
        ("instant", {"format": "unix s"}, {}, "-99999999999", "F042 -ddddddddddd lies outside the years"),
        ("instant", {"format": "unix s"}, {}, "1767603600000", "hint: a number of that size counts milliseconds"),
        ("instant", {"format": "unix ms"}, {}, "1767603600", "hint: a number of that size counts seconds"),
        ("instant", {"format": ["unix s", "unix ms"]}, {}, "-1", "F042 -d lies outside the years"),
        ("duration", {}, {}, "-1:00:00", "F041 -d:dd:dd is below zero"),
        ("duration", {"format": "seconds"}, {}, "\u22125", "F041 a text of 2 characters is below zero"),
        ("number", {}, {}, "(5)", "hint: export numbers below zero as -5"),
        ("money", {"currency": "EUR"}, {}, "1,234.50-", "hint: export numbers below zero as -5"),
        ("integer", {}, {"thousands": ","}, "1,234.5", "hint: declare type: number"),
        ("number", {}, {"thousands": ","}, "12,34", 'hint: if it is the decimal mark, write decimal: ","'),
    ],
)
def test_what_is_wrong_with_a_number_is_said(kind, spec, fields, text, said, tmp_path):
    put(tmp_path, f'id,it\n1,"{text}"\n')
    assert said in refused(tmp_path, declared(kind, spec=spec, **fields))


@pytest.mark.parametrize(
    ("row", "said"),
    [('1,,09:00', 'a time of day without a date, in column "D and T"\n  hint: fill in "D", or empty both'),
     ('1,2026-01-05,', 'a date without a time of day, in column "D and T"\n  hint: fill in "T", or empty both')],
)  # fmt: skip
def test_a_half_of_an_instant_names_the_other_half(row, said, tmp_path):
    put(tmp_path, f"id,D,T\n{row}\n")
    assert said in refused(tmp_path, declared("instant", spec={"from": ["D", "T"]}))


def test_a_first_line_for_spreadsheets_may_end_in_two_returns(tmp_path):
    put(tmp_path, "sep=;\r\r\nid;it\r\r\n1;5\r\r\n")
    assert [row["it"] for row in rows_of(opened(tmp_path, declared("integer", delimiter=";")))] == [5]


# ---------------------------------------------------------------- several values in a cell


@pytest.mark.parametrize(
    ("separator", "texts"),
    [
        (";", ["Trucks", "Trucks;Vans", "Vans; Trucks", ";Vans;", None]),
        ("\n", ["Trucks\nVans", "Vans"]),
        (" ", ["Trucks Vans", " Vans"]),
        (", ", ["Trucks, Vans"]),
        (" | ", ["Trucks | Vans"]),
    ],
)
def test_each_of_several_values_is_one_of_those_that_are_listed(separator, texts, tmp_path):
    source = declared("text", spec={"values": ["Trucks", "Vans"], "values_separator": separator})
    assert cells(tmp_path, source, [text or "" for text in texts]) == texts
    put(tmp_path, f'id,it\n1,"Trucks{separator}Boats"\n')
    assert "SLA-F046 a text of" in refused(tmp_path, source)


@pytest.mark.parametrize("separator", ["", "and", "x", ";;;;", None, 5, [";"]])
def test_what_does_not_stand_between_values_is_refused(separator):
    if separator is None:
        assert one_column("text", values_separator=None).columns["it"].values_separator is None
        return
    with pytest.raises((ValidationError, Unreadable)):
        one_column("text", values_separator=separator)


def test_a_list_of_json_is_several_values_where_it_is_declared(tmp_path):
    def put_line(it):
        put(tmp_path, json.dumps({"id": "1", "it": it}) + "\n", "leads.jsonl")

    source = declared("text", spec={"values_separator": ";"}, path="exports/leads.jsonl")
    for it, read in ((["a", "b c"], "a;b c"), ([], None), (["a"], "a"), ("a;b", "a;b"), (["a", 7], "a;7")):
        put_line(it)
        assert [row["it"] for row in rows_of(opened(tmp_path, source))] == [read]
    for it in (["a;b"], ["a", True], [["a"]], {"a": "b"}, [None]):
        put_line(it)
        assert 'leads.jsonl:1: SLA-F047 "it" holds' in refused(tmp_path, source)
    put_line(["a", "b"])
    assert "SLA-F047" in refused(tmp_path, declared("text", path="exports/leads.jsonl"))


# ---------------------------------------------------------------- keys that JSON leaves out


def test_absent_keys_are_empty_where_that_is_declared(tmp_path):
    lines = [{"id": "1"}, {"id": "2", "it": 7}, {"it": None, "id": "3"}]
    put(tmp_path, "".join(json.dumps(line) + "\n" for line in lines), "leads.jsonl")
    source = declared("integer", path="exports/leads.jsonl", absent="empty")
    export = opened(tmp_path, source)
    assert [row["it"] for row in rows_of(export)] == [None, 7, None]
    assert slowly(export, "2")["it"] == 7
    assert "SLA-F037" in refused(tmp_path, declared("integer", path="exports/leads.jsonl"))
    put(tmp_path, '{"id": "1", "it": 7}\n{"it": 8}\n', "leads.jsonl")
    assert 'leads.jsonl:2:1: SLA-F038 the key "id" is blank' in refused(tmp_path, source)


def test_a_key_that_no_object_has_is_told(tmp_path):
    """A renamed key would leave its column empty for ever, and every lead unanswered."""
    source = declared("integer", path="exports/leads.jsonl", absent="empty")

    def notices(text):
        put(tmp_path, text, "leads.jsonl")
        export = opened(tmp_path, source)
        rows_of(export)
        return [str(notice) for notice in export.notices]

    assert notices('{"id": "1"}\n{"id": "2", "it": null}\n') == []
    assert notices('{"id": "1", "IT": 7}\n{"id": "2"}\n') == [
        'data/exports/leads.jsonl: warning: no object has "it", which is declared [key-never-there]\n'
        "  hint: look at how the export spells it, capitals too; nothing is wrong where no record has one yet"
    ]


def test_moments_of_a_batch_are_microseconds(tmp_path):
    assert micros(utc(2026, 1, 5, 9)) == 1767603600 * 1_000_000

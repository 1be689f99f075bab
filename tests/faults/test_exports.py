"""Group C of the faults: what goes wrong with exports, and what the user sees."""

from __future__ import annotations

import gzip
import os
import re
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from living_sla.errors import SlaError
from living_sla.exports.cells import shown
from living_sla.exports.file import ChangedWhileRead
from living_sla.exports.freshness import freshness
from living_sla.scaffold.guess import guess
from tests.factories.exports import COLUMNS, one_column, opened, put, refused, rows_of, source_of

FILE = "data/exports/leads.csv"
HEADER = "Record ID,Email,MQL at,Score,Region\n"
ANN = "1,ann@customer.example,2026-08-03 14:05,60,EMEA\n"
BOOLEAN = {"from": "Score", "type": "boolean"}
BEN = "2,ben@customer.example,2026-08-03 14:06,7,APAC\n"


def told(root, text, source=None, name="leads.csv"):
    put(root, text, name)
    message = refused(root, source or source_of())
    assert "customer.example" not in message
    return message


# ---------------------------------------------------------------- 33 to 35: the frame of the table


def test_f033_a_ragged_row_is_refused_with_its_line(tmp_path):
    text = HEADER + ANN + BEN.replace("\n", ",x\n") + "3,\n" + BEN.replace("2", "4", 1)
    assert told(tmp_path, text) == (
        f"{FILE}:3: SLA-F033 6 fields, the header has 5\n"
        "  hint: a field that holds a delimiter needs quotes around it\n"
        f"{FILE}:4: SLA-F033 2 fields, the header has 5\n"
        "  hint: a field that holds a delimiter needs quotes around it"
    )


def test_f034_a_delimiter_too_many_is_refused_even_though_databases_read_it(tmp_path):
    assert told(tmp_path, HEADER + ANN.replace("\n", ",\n") + BEN) == (
        f"{FILE}:2: SLA-F034 the line ends with a delimiter too many: 6 fields, the header has 5\n"
        "  hint: were columns shifted? Export it again"
    )


def test_f035_a_quote_that_is_never_closed_is_named_where_it_opens(tmp_path):
    assert told(tmp_path, HEADER + ANN + BEN.replace("ben@", '"ben@') + BEN.replace("2", "3", 1)) == (
        f"{FILE}:3: SLA-F035 a quote opens here and is never closed\n"
        "  hint: look for a quote without its partner on that line; everything after it was swallowed"
    )


@pytest.mark.parametrize("field", ['a"b"c', '"a"b', ' "a"', '"a" ', 'a""', '"a""b"c'])
def test_f035_a_quote_in_the_middle_of_a_field_is_refused(field, tmp_path):
    assert told(tmp_path, HEADER + BEN + ANN.replace("EMEA", field)) == (
        f"{FILE}:3: SLA-F035 a quote stands in the middle of a field\n"
        '  hint: write a quote inside a field twice, and quotes around the whole of it: "a ""b"" c"'
    )


def test_f035_quoted_line_ends_and_quotes_are_read(tmp_path):
    put(tmp_path, HEADER + '1,,,60,"EMEA, ""north""\nand south"\n2,,,7,""\n')
    regions = [row["region"] for row in rows_of(opened(tmp_path, source_of()))]
    assert regions == ['EMEA, "north"\nand south', None]


def test_f035_a_nul_character_is_refused(tmp_path):
    assert told(tmp_path, HEADER + ANN + BEN.replace("APAC", "AP\0C")) == (
        f"{FILE}:3: SLA-F035 the line holds a NUL character\n"
        "  hint: the file is damaged, or was cut off while it was written: export it again"
    )


def test_f035_a_lone_return_is_no_line_end(tmp_path):
    assert told(tmp_path, HEADER + ANN + BEN.replace("\n", "\r") + ANN) == (
        f"{FILE}:3: SLA-F035 a line ends in a lone return\n"
        "  hint: save the file with line feeds (Unix) or returns and line feeds (Windows)"
    )


# ---------------------------------------------------------------- 36, 37: how the file is written


def test_f036_another_delimiter_is_recognised_by_the_header(tmp_path):
    assert told(tmp_path, (HEADER + ANN).replace(",", ";")) == (
        f"{FILE}:1: SLA-F036 the columns are separated by a semicolon, declared is a comma\n"
        '  hint: add delimiter: ";" to the source'
    )


def test_f036_a_decimal_comma_is_told_as_such(tmp_path):
    assert told(tmp_path, 'id,it\n1,"7,5"\n', one_column("number")) == (
        f'{FILE}:2:2: SLA-F036 d,d is written with a decimal comma, in column "it"\n'
        '  hint: add decimal: "," to the source'
    )


def test_f036_another_encoding_is_refused_with_its_line(tmp_path):
    assert told(tmp_path, (HEADER + ANN + BEN.replace("APAC", "Zürich")).encode("latin-1")) == (
        f"{FILE}:3: SLA-F036 the line is not UTF-8 at byte 44\n"
        "  hint: export it as UTF-8, or state its encoding: `sla sources guess` says which ones fit"
    )


@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be"])
def test_f036_utf_16_without_a_byte_order_mark_is_recognised(encoding, tmp_path):
    assert told(tmp_path, (HEADER + ANN).encode(encoding)) == (
        f"{FILE}: SLA-F036 the export is encoded as UTF-16 without a byte-order mark\n"
        "  hint: export it as UTF-8, or as UTF-16 with a byte-order mark"
    )


@pytest.mark.parametrize("write", [lambda text: "\ufeff" + text, lambda text: text.replace("\n", "\r\n")])
def test_f036_a_byte_order_mark_and_windows_line_ends_are_accepted(write, tmp_path):
    put(tmp_path, write(HEADER + ANN))
    assert [row["region"] for row in rows_of(opened(tmp_path, source_of()))] == ["EMEA"]


def test_f037_renamed_columns_are_told_by_their_places(tmp_path):
    assert told(tmp_path, "Record ID,MQL At,Score ,Desk,Team\n1,,,,\n") == (
        f'{FILE}:1: SLA-F037 there is no column "MQL at", declared as mql_at\n'
        '  hint: did you mean "MQL At"? Write its name under from:, letter by letter\n'
        f'{FILE}:1: SLA-F037 there is no column "Score", declared as score\n'
        '  hint: the header "Score " has spaces around it: remove them in the export\n'
        f'{FILE}:1: SLA-F037 there is no column "Region", declared as region\n'
        "  hint: columns 2, 3, 4, 5 are not declared: was it renamed? "
        "`sla sources guess` shows the names of all columns"
    )


def test_f037_a_first_line_that_is_half_a_record_shows_none_of_its_cells(tmp_path):
    """The line end between the header and the first record is lost; Regina is nearly a Region."""
    message = told(tmp_path, "Record ID,Email,MQL at,Score,Regina,Jane Doe,07700900123\n" + "1,,,,,,\n")
    assert message == (
        f'{FILE}:1: SLA-F037 there is no column "Region", declared as region\n'
        "  hint: is it column 5, which is called almost so? Write its name under from:, letter by letter"
    )


def test_f037_a_declared_header_that_occurs_twice_is_refused(tmp_path):
    assert told(tmp_path, "Record ID,MQL at,Score,Region,Score\n1,,60,,7\n") == (
        f'{FILE}:1:5: SLA-F037 the header "Score" occurs 2 times, in columns 3, 5\n'
        "  hint: rename one of them in the export"
    )


def test_f037_guess_refuses_a_first_line_that_is_a_record_by_its_shape(tmp_path):
    with pytest.raises(SlaError) as found:
        guess(put(tmp_path, ANN + BEN))
    assert str(found.value) == (
        "leads.csv:1: SLA-F037 the first line looks like a record and not like names of columns: a text of 1 digit, "
        "a text of 20 characters, a text of the form dddd-dd-dd dd:dd, a text of 2 digits, a text of 4 characters\n"
        "  hint: export it with a header; lines above it can be left out with skip_lines"
    )


def test_f037_a_file_without_a_header_shows_none_of_its_cells(tmp_path):
    assert told(tmp_path, ANN + BEN) == (
        f"{FILE}:1: SLA-F037 the first line names none of the 4 declared columns\n"
        "  hint: it should name Record ID, MQL at, Score, Region; is this the right file, with a header?"
    )


def test_f037_further_columns_are_never_read(tmp_path):
    put(tmp_path, HEADER + ANN)
    export = opened(tmp_path, source_of(), wanted=["score"])
    assert rows_of(export) == [{"id": "1", "score": 60}]
    assert export.facts().columns == ("id", "score")


# ---------------------------------------------------------------- 38: keys


def test_f038_a_key_that_occurs_twice_names_both_lines(tmp_path):
    assert told(tmp_path, HEADER + ANN + BEN + ANN) == (
        f"{FILE}:4:1: SLA-F038 the key is also that of line 2\n"
        "  hint: export each record once, or add duplicates: {newest_by: a column of instants} to the source"
    )


def test_f038_the_same_key_in_two_combined_files_names_both(tmp_path):
    source = source_of(path="exports/leads-*.csv", combine="rows")
    put(tmp_path, HEADER + ANN, "leads-1.csv")
    assert told(tmp_path, HEADER + BEN + ANN, source, "leads-2.csv") == (
        "data/exports/leads-2.csv:3:1: SLA-F038 the key is also that of data/exports/leads-1.csv:2\n"
        "  hint: export each record once, or add duplicates: {newest_by: a column of instants} to the source"
    )


def test_f038_the_declared_rule_keeps_the_newest_and_counts_the_others(tmp_path):
    rows = ["1,,2026-08-03 14:05,1,\n", "2,,,2,\n", "1,,2026-08-05 14:05,3,\n", "1,,2026-08-04 14:05,4,\n", "2,,,5,\n"]
    put(tmp_path, HEADER + "".join(rows))
    export = opened(tmp_path, source_of(duplicates={"newest_by": "mql_at"}))
    assert [(row["id"], row["score"]) for row in rows_of(export)] == [("1", 3), ("2", 5)]
    assert (export.facts().rows, export.facts().duplicates_dropped) == (5, 3)


def test_f038_a_record_without_a_key_is_refused(tmp_path):
    assert told(tmp_path, HEADER + ANN + BEN.replace("2", " ", 1)) == (
        f'{FILE}:3:1: SLA-F038 the key "Record ID" is blank\n'
        "  hint: every record needs a key; is this a line of another kind?"
    )


# ---------------------------------------------------------------- 39 to 42: cells


@pytest.mark.parametrize("text", ["NA", "None", "null", "N/A", "-", "n/a", "#N/A", "NaN"])
def test_f039_a_word_for_nothing_is_an_error_until_it_is_declared(text, tmp_path):
    message = told(tmp_path, HEADER + ANN.replace("60", text))
    assert message.startswith(f'{FILE}:2:4: SLA-F0{"44" if text == "#N/A" else "39"} "{text}" is')
    put(tmp_path, HEADER + ANN.replace("60", text))
    columns = {**source_of().model_dump(by_alias=True)["columns"]}
    columns["score"]["empty"] = [text]
    assert rows_of(opened(tmp_path, source_of(columns)))[0]["score"] is None


def test_f039_the_hint_says_how_to_declare_it(tmp_path):
    assert told(tmp_path, HEADER + ANN.replace("60", "NA")) == (
        f'{FILE}:2:4: SLA-F039 "NA" is not a whole number, in column "Score"\n'
        "  hint: if it stands for nothing, add empty: [NA] to the column"
    )


def test_f039_in_a_text_column_it_is_text(tmp_path):
    put(tmp_path, HEADER + ANN.replace("EMEA", "NA"))
    assert rows_of(opened(tmp_path, source_of()))[0]["region"] == "NA"


def test_f040_ids_keep_their_zeros_and_their_digits(tmp_path):
    ids = ["007", "0", "1E5", "12345678901234567890", "1.0"]
    put(tmp_path, HEADER + "".join(f"{key},,,,\n" for key in ids))
    batches = list(opened(tmp_path, source_of()).batches())
    assert [key for batch in batches for key in batch.keys_at(range(batch.rows))] == ids


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("007", "a text of 3 digits has leading zeros"),
        ("1E+05", "dE+dd is a number in E notation"),
    ],
)
def test_f040_numbers_that_look_like_damaged_ids_are_refused(text, fault, tmp_path):
    assert f'{FILE}:2:4: SLA-F040 {fault}, in column "Score"' in told(tmp_path, HEADER + ANN.replace("60", text))


@pytest.mark.parametrize(
    ("text", "fault", "hint"),
    [
        ('"1,200"', "d,ddd is not a whole number", 'add thousands: "," to the source'),
        ("12%", "dd% is not a whole number", "declare type: percent"),
        ("€5", "€d is not a whole number", "write digits only, for example 400"),
        ("7.0", "d.d is not a whole number", "declare type: number"),
        (" 60", "a text of 2 digits has spaces around it", "remove them in the export"),
    ],
)
def test_f041_what_is_no_number_is_refused_with_row_and_column(text, fault, hint, tmp_path):
    message = told(tmp_path, HEADER + BEN + ANN.replace("60", text))
    assert message == f'{FILE}:3:4: SLA-F041 {fault}, in column "Score"\n  hint: {hint}'


def test_f042_an_infinite_number_and_a_placeholder_date_are_refused(tmp_path):
    text = HEADER + ANN.replace("60", "inf") + BEN.replace("2026-08-03 14:06", "9999-12-31 00:00")
    assert told(tmp_path, text) == (
        f'{FILE}:2:4: SLA-F042 "inf" is not a whole number, in column "Score"\n'
        "  hint: write a finite number\n"
        f'{FILE}:3:3: SLA-F042 dddd-dd-dd dd:dd lies outside the years 1990 to 2099, in column "MQL at"\n'
        "  hint: if it stands for nothing, list it under empty: in the column"
    )


# ---------------------------------------------------------------- 43 to 46: lines and cells of other kinds


def test_f043_lines_that_are_no_records_are_named(tmp_path):
    text = HEADER + ANN + HEADER + BEN + "\n" + "Grand Total,,,67,\n" + "Total,,\n" + "Exported by CRM\n"
    remove = "remove it from the export: only records may follow the header"
    assert told(tmp_path, text) == (
        f"{FILE}:3: SLA-F043 the header occurs again\n  hint: were two exports joined? {remove}\n"
        f"{FILE}:5: SLA-F043 a blank line\n  hint: remove it; what follows may be a footer\n"
        f"{FILE}:6: SLA-F043 a line of totals\n  hint: {remove}\n"
        f"{FILE}:7: SLA-F043 a line of totals\n  hint: {remove}\n"
        f"{FILE}:8: SLA-F043 a line of text, as in a footer\n  hint: {remove}; "
        "or name the profile that knows this footer"
    )


@pytest.mark.parametrize("word", ["Total", "TOTAL", "Subtotal", "Grand total", "Sum", "count"])
def test_f043_a_line_of_totals_is_found_even_where_every_cell_can_be_read(word, tmp_path):
    assert ":4: SLA-F043 a line of totals" in told(tmp_path, HEADER + ANN + BEN + f"{word},,,67,\n")


FOOTER = (
    '\n"Leads by month"\n"Copyright (c) 2000-2026 salesforce.com, inc. All rights reserved."\n'
    '"Confidential Information - Do Not Distribute"\n"Generated By:  Jane Doe  10/31/2026 6:00 PM"\n"Northwind"\n'
)


@pytest.mark.parametrize("write", [str, lambda text: text.replace("\n", "\r\n"), str.rstrip])
def test_f043_the_footer_of_a_salesforce_report_is_part_of_its_profile(write, tmp_path):
    put(tmp_path, write(HEADER + ANN + BEN + "\n" + FOOTER))
    export = opened(tmp_path, source_of(profile="salesforce-report"))
    assert [row["score"] for row in rows_of(export)] == [60, 7]
    assert export.lines(["1", "2"]) == {"1": 2, "2": 3}


FILLED = '"","","",""\n'
COPYRIGHT = "Copyright (c) 2000-2026 salesforce.com, inc."


@pytest.mark.parametrize(
    "footer",
    [
        f'"",{FILLED}"Leads",{FILLED}"{COPYRIGHT} All rights reserved.",{FILLED}"Do Not Distribute",{FILLED}'
        f'"Generated By:  A. Ruiz  1/20/2026, 9:00 AM",{FILLED}',
        f',,,,\n,,,,\nLeads,,,,\n"{COPYRIGHT}",,,,\nGenerated By:  A. Ruiz  1/20/2026, 9:00 AM,,,,\n',
        f'\n"Bericht"\n"{COPYRIGHT} Alle Rechte vorbehalten."\n"Vertraulich"\n"Erstellt von:  A. Ruiz"\n',
        f'\n"{COPYRIGHT} Tous droits réservés."\n"Informations confidentielles - Ne pas diffuser"\n"Société"\n',
        f'\n"社外秘"\n"{COPYRIGHT} 無断転載を禁じます。"\n',
    ],
)
def test_f043_a_footer_in_another_language_or_filled_up_by_a_spreadsheet_is_known(footer, tmp_path):
    put(tmp_path, HEADER + ANN + BEN + footer)
    assert [row["score"] for row in rows_of(opened(tmp_path, source_of(profile="salesforce-report")))] == [60, 7]


@pytest.mark.parametrize("after", [ANN, "7,,2026-08-03 14:06,7,APAC\n", f'"{COPYRIGHT}"\n'])
def test_f043_records_behind_a_footer_are_never_swallowed(after, tmp_path):
    message = told(tmp_path, HEADER + BEN + FOOTER + after, source_of(profile="salesforce-report"))
    assert f"{FILE}:3: SLA-F043 a blank line" in message


def test_f043_without_the_profile_the_footer_is_refused_and_nobody_is_named(tmp_path):
    message = told(tmp_path, HEADER + ANN + FOOTER)
    assert f"{FILE}:4: SLA-F043 a line of text, as in a footer" in message
    assert "Jane" not in message


def test_f044_a_spreadsheets_error_is_refused(tmp_path):
    assert told(tmp_path, HEADER + ANN.replace("60", "#REF!")) == (
        f'{FILE}:2:4: SLA-F044 "#REF!" is a spreadsheet\'s error, not a value, in column "Score"\n'
        "  hint: fix the formula and export again"
    )


def test_f046_serial_dates_and_a_few_words_in_a_column_of_instants_are_refused(tmp_path):
    text = HEADER + ANN.replace("2026-08-03 14:05", "46237.5868") + BEN + "3,,yesterday,,\n"
    assert told(tmp_path, text) == (
        f'{FILE}:2:3: SLA-F046 ddddd.dddd is a spreadsheet\'s serial date, in column "MQL at"\n'
        "  hint: export dates as text, for example 2026-08-03 14:05\n"
        f'{FILE}:4:3: SLA-F046 a text of 9 characters is not ISO 8601, others are, in column "MQL at"\n'
        "  hint: write 2026-08-03 14:05 everywhere"
    )


def test_f046_a_value_that_is_not_in_the_list_is_refused(tmp_path):
    assert told(tmp_path, "id,it\n1,emea\n2,LATAM\n3,EMEA\n", one_column("text", values=["EMEA", "AMER"])) == (
        f'{FILE}:2:2: SLA-F046 a text of 4 characters is not one of the values, in column "it"\n'
        '  hint: did you mean "EMEA"?\n'
        f'{FILE}:3:2: SLA-F046 a text of 5 characters is not one of the values, in column "it"\n'
        "  hint: add it to values: [EMEA, AMER], or fix the export"
    )


# ---------------------------------------------------------------- 48: no table at all


EMPTY = "export it again; an empty export is no data, not 0 %"


@pytest.mark.parametrize(
    ("text", "told_so"),
    [
        (b"", f"{FILE}: SLA-F048 the export is empty\n  hint: {EMPTY}"),
        (b"\xef\xbb\xbf\n\n", f"{FILE}: SLA-F048 the export is empty\n  hint: {EMPTY}"),
        (HEADER.encode(), f"{FILE}:1: SLA-F048 the export has a header and no rows\n  hint: {EMPTY}"),
        (
            b"<!DOCTYPE html><html><title>Log in</title>",
            f"{FILE}: SLA-F048 the export is a web page, probably a login page\n"
            "  hint: export it again while logged in: links to exports expire",
        ),
        (
            b"PK\x03\x04....",
            f"{FILE}: SLA-F048 the export is a spreadsheet (XLSX) or a zip archive\n"
            "  hint: let its name end in .xlsx, or export it as CSV, UTF-8",
        ),
        (
            gzip.compress(HEADER.encode(), mtime=0),
            f"{FILE}: SLA-F048 the export is compressed with gzip\n  hint: let its name end in .csv.gz",
        ),
        (
            (HEADER + ANN).encode() + b"2,ben",
            f"{FILE}:3: SLA-F048 2 fields, the header has 5\n  hint: the file is cut off here: export it again",
        ),
    ],
)
def test_f048_a_file_that_is_no_complete_table_is_refused(text, told_so, tmp_path):
    assert told(tmp_path, text) == told_so


def test_f048_a_kind_that_nobody_knows_is_refused_by_its_name(tmp_path):
    assert told(tmp_path, b"PK", source_of(path="exports/leads.dat"), "leads.dat") == (
        'data/exports/leads.dat: SLA-F048 exports of the kind ".dat" are not read\n'
        "  hint: export it as CSV; read are .csv, .tsv, .txt, .jsonl, .ndjson, each also with .gz, .parquet and .xlsx"
    )


def test_f048_a_gzip_file_that_ends_too_early_or_is_damaged_is_refused(tmp_path):
    source = source_of(path="exports/leads.csv.gz")
    rows = "".join(f"{number},,,{number * 7919 % 1000},\n" for number in range(3000))
    whole = gzip.compress((HEADER + rows).encode())
    put(tmp_path, whole, "leads.csv.gz")
    assert len(rows_of(opened(tmp_path, source))) == 3000
    wrong_sum = whole[:-8] + bytes([whole[-8] ^ 1]) + whole[-7:]
    for damaged in (whole[:-3000], whole[:-1], wrong_sum):
        assert "the gzip file is damaged or ends too early" in told(tmp_path, damaged, source, "leads.csv.gz")


def test_f048_a_missing_file_says_what_is_there_instead(tmp_path):
    put(tmp_path, HEADER, "contacts.csv")
    assert refused(tmp_path, source_of(path="exports/leads-*.csv")) == (
        'data/sources.yml:3: SLA-F048 no file is called "exports/leads-*.csv" below data/\n'
        "  hint: in that folder: contacts.csv"
    )


# ---------------------------------------------------------------- 49: age


@pytest.mark.parametrize(
    ("now", "age"),
    [
        (datetime(2026, 11, 2, 18, tzinfo=UTC), "fresh"),
        (datetime(2026, 11, 2, 18, 0, 1, tzinfo=UTC), "stale"),
        (datetime(2026, 11, 7, 18, tzinfo=UTC), "stale"),
        (datetime(2026, 11, 7, 18, 0, 1, tzinfo=UTC), "too old"),
    ],
)
def test_f049_age_is_measured_from_the_as_of(now, age, tmp_path):
    put(tmp_path, HEADER + ANN)
    source = source_of(max_age={"warn": "2 days", "fail": "7 days"})
    export = opened(tmp_path, source)
    rows_of(export)
    found = freshness("leads", source, export, now=now)
    assert (found.age, found.too_old) == (age, age == "too old")
    assert [notice.name for notice in found.notices] == ([] if age == "fresh" else [f"export-{age.replace(' ', '-')}"])


def test_f049_an_export_from_the_future_is_said(tmp_path):
    put(tmp_path, HEADER + ANN)
    export = opened(tmp_path, source_of())
    rows_of(export)
    found = freshness("leads", source_of(), export, now=datetime(2026, 10, 1, tzinfo=UTC))
    assert [str(notice) for notice in found.notices] == [
        "data/sources.yml:3: warning: the export leads is as of 2026-10-31 18:00 UTC, which is in the future "
        "[export-from-the-future]\n"
        "  hint: check the columns and the zone that its as-of is read from, and the clock of this machine"
    ]


def test_f049_a_newest_file_that_repeats_or_shrinks_is_said(tmp_path):
    source = source_of(path="exports/leads-*.csv", as_of={"filename": "leads-%Y-%m-%d"})
    put(tmp_path, HEADER + ANN * 20, "leads-2026-10-30.csv")
    put(tmp_path, HEADER + ANN, "leads-2026-10-31.csv")
    assert [str(notice) for notice in opened(tmp_path, source).notices] == [
        "data/exports/leads-2026-10-31.csv: warning: the newest export of leads is less than half as large as "
        "leads-2026-10-30.csv [export-shrunk]\n  hint: was it exported with another filter, or cut off?"
    ]
    put(tmp_path, HEADER + ANN, "leads-2026-11-01.csv")
    assert [str(notice) for notice in opened(tmp_path, source).notices] == [
        "data/exports/leads-2026-11-01.csv: warning: the newest export of leads is the same as "
        "leads-2026-10-31.csv, byte by byte [export-unchanged]\n  hint: was it exported again, or only copied?"
    ]


# ---------------------------------------------------------------- 50: changed while it is read


def test_f050_a_file_that_changes_while_it_is_read_is_read_again(tmp_path):
    path = put(tmp_path, HEADER + ANN)
    times = []

    def fold(batches):
        rows = sum(batch.rows for batch in _touching(batches, path, HEADER + ANN + BEN, times))
        return rows

    assert opened(tmp_path, source_of()).read_through(fold) == 2
    assert len(times) == 2


def _touching(batches, path, text, times):
    times.append(1)
    for batch in batches:
        if len(times) == 1:
            path.write_text(text)
        yield batch


def test_f050_a_file_that_keeps_changing_is_refused(tmp_path):
    path = put(tmp_path, HEADER + ANN)

    def fold(batches):
        for _ in batches:
            path.write_text(path.read_text() + BEN.replace("2", str(path.stat().st_size), 1))

    with pytest.raises(ChangedWhileRead) as found:
        opened(tmp_path, source_of()).read_through(fold)
    assert str(found.value) == (
        f"{FILE}: SLA-F050 the export was changed while it was read\n"
        "  hint: write an export under another name, and rename it when it is complete"
    )


def test_f050_a_file_that_is_replaced_by_another_of_the_same_size_is_noticed(tmp_path):
    path = put(tmp_path, HEADER + ANN)
    export = opened(tmp_path, source_of())
    batches = export.batches()
    next(batches)
    other = put(tmp_path, HEADER + ANN.replace("60", "61"), "other.csv")
    os.utime(other, ns=(path.stat().st_atime_ns, path.stat().st_mtime_ns))
    os.replace(other, path)
    with pytest.raises(ChangedWhileRead):
        next(batches)


# ---------------------------------------------------------------- 51: outside


@pytest.mark.parametrize(
    "path",
    ["/etc/passwd", "../secrets.csv", "exports/../../x.csv", "https://crm.example/leads.csv", "~/leads.csv",
     "C:\\leads.csv", "file:///etc/passwd", "s3://bucket/leads.csv"],
)  # fmt: skip
def test_f051_a_path_that_leaves_data_is_refused(path, tmp_path):
    put(tmp_path, HEADER + ANN)
    assert refused(tmp_path, source_of(path=path)) == (
        f'data/sources.yml:3: SLA-F051 "{path}" does not lie below data/\n'
        "  hint: write a path below data/, for example exports/leads-*.csv"
    )


def test_f051_a_star_in_a_folder_is_refused(tmp_path):
    put(tmp_path, HEADER + ANN)
    assert refused(tmp_path, source_of(path="*/leads.csv")) == (
        'data/sources.yml:3: SLA-F051 "*/leads.csv" has a * in a folder\'s name\n'
        "  hint: write * in the file's name only, for example exports/leads-*.csv"
    )


@pytest.mark.parametrize("make", [os.mkfifo, os.mkdir])
def test_f051_what_is_no_ordinary_file_is_refused_without_opening_it(make, tmp_path):
    make(put(tmp_path, "").with_name("other.csv"))
    assert refused(tmp_path, source_of(path="exports/other.csv")) == (
        "data/sources.yml:3: SLA-F051 data/exports/other.csv is not an ordinary file\n"
        "  hint: put the export itself there, as a file"
    )


def test_f051_links_are_refused_in_the_name_and_on_the_way(tmp_path):
    target = put(tmp_path, HEADER + ANN)
    target.with_name("link.csv").symlink_to(target)
    (tmp_path / "data" / "linked").symlink_to(target.parent)
    for path, link in (("exports/link.csv", "exports/link.csv"), ("linked/leads.csv", "linked")):
        assert refused(tmp_path, source_of(path=path)) == (
            f'data/sources.yml:3: SLA-F051 "{path}" does not lie below data/: data/{link} is a link\n'
            "  hint: put the file or folder itself below data/, in place of the link"
        )


# ---------------------------------------------------------------- all of them


def test_faults_of_one_kind_do_not_hide_the_others(tmp_path):
    text = HEADER + "".join(f"{number},,,x,\n" for number in range(100)) + "200,,bad,1,\n"
    message = told(tmp_path, text)
    assert len(re.findall("a text of 1 character is not a whole number", message)) == 5
    assert f"{FILE}:102:3: SLA-F057 instants that are not ISO 8601" in message
    assert f"{FILE}:7:4: and 95 more faults like these, from here on\n  hint: fix the ones above first" in message


def test_every_file_of_an_export_is_diagnosed(tmp_path):
    put(tmp_path, HEADER + ANN.replace("60", "x"), "leads-1.csv")
    put(tmp_path, HEADER + BEN.replace("7,", "y,"), "leads-2.csv")
    message = refused(tmp_path, source_of(path="exports/leads-*.csv", combine="rows"))
    assert [line.split(" ")[0] for line in message.splitlines() if "SLA" in line] == [
        "data/exports/leads-1.csv:2:4:",
        "data/exports/leads-2.csv:2:4:",
    ]


@pytest.mark.parametrize(
    ("cell", "shape"),
    [
        ("ann@customer.example", "a text of 20 characters"),
        ("Jane Doe", "a text of 8 characters"),
        ("अमित कुमार", "a text of 10 characters"),
        ("07700900123", "a text of 11 digits"),
        ("7", "a text of 1 digit"),
        ("+49 170 1234567", "+dd ddd ddddddd"),
        ("0170 1234567", "dddd ddddddd"),
        ("12 Mill Lane, York", "a text of 18 characters"),
        ("1984-03-12", "dddd-dd-dd"),
        ("12.3.1984", "dd.d.dddd"),
        ("3/12/84", "d/dd/dd"),
        ("12 Mar 1984", "dd mmm dddd"),
        ("15 Apr, 2021 00:03 pm", "dd mmm, dddd dd:dd pm"),
        ("1,000.5", "d,ddd.d"),
        ("€ 1.200,50", "€ d.ddd,dd with U+00A0 NO-BREAK SPACE"),
        ("1 234", "d ddd with U+202F NARROW NO-BREAK SPACE"),
        ("A​B", "a text of 3 characters with U+200B ZERO WIDTH SPACE"),
        ("2026–10–01", "a text of 10 characters with U+2013 EN DASH"),
        ("−5 h", "a text of 4 characters"),
        ("1e3x", "a text of 4 characters"),
        ("1" * 41, "a text of 41 digits"),
        ("1." * 30, "a text of 60 characters"),
        ("a\nb", "a text of 3 characters with U+000A LINE FEED"),
        ("....", "a text of 4 characters"),
        ("inf", '"inf"'),
    ],
)
def test_a_cell_is_told_by_its_shape_wherever_it_slipped_to(tmp_path, cell, shape):
    message = told(tmp_path, HEADER + ANN.replace("60", f'"{cell}"'), source_of({**COLUMNS, "score": BOOLEAN}))
    assert f'SLA-F041 {shape} is neither true nor false, in column "Score"' in message
    assert shape == f'"{cell}"' or cell not in message


@given(st.text(st.characters(exclude_categories=["Cs"]), min_size=1))
def test_no_letter_and_no_digit_of_a_cell_is_in_its_shape(cell):
    told_by = shown.shape(cell)
    assert told_by.isprintable()
    told_by, _, unseen = told_by.partition(" with U+")
    assert not unseen or re.fullmatch("[0-9A-F]{4,6}( [A-Z0-9 -]+)?", unseen)
    if told_by == f'"{cell.strip()}"':
        assert cell.strip().casefold() in shown.NOTHING | {"true", "false"} | shown._QUOTED
    elif told_by.startswith("a text of "):
        assert re.fullmatch("a text of [0-9,]+ (digit|character)s?", told_by)
    else:
        assert not re.search("[^-dmaputczgteAPMUTCZGE+/.:,%()'€$£¥_ ]", told_by)


def test_batches_come_before_the_fault_and_facts_only_without_one(tmp_path):
    put(tmp_path, HEADER + ANN + ANN)
    export = opened(tmp_path, source_of())
    with pytest.raises(SlaError):
        rows_of(export)
    with pytest.raises(RuntimeError):
        export.facts()


# ------------------------------------------------------------------ found by a newcomer


@pytest.mark.parametrize(
    ("hidden", "shown"),
    [("\u00a0", "U+00A0 NO-BREAK SPACE"), ("\u200b", "U+200B ZERO WIDTH SPACE"), ("\x07", "U+0007")],
)
def test_f040_a_key_with_a_character_that_nobody_sees_is_no_other_record(tmp_path, hidden, shown):
    assert told(tmp_path, HEADER + ANN + BEN.replace("2,", f"2{hidden},", 1)) == (
        f"{FILE}:3:1: SLA-F040 the key holds {shown}, which nobody sees\n  hint: remove it in the export"
    )


def test_a_misspelt_personal_column_is_a_warning(tmp_path):
    put(tmp_path, HEADER + ANN + BEN)
    notices = opened(tmp_path, source_of(personal=["Emial", "Phone"])).notices
    assert [(notice.name, notice.message, notice.hint) for notice in notices] == [
        (
            "personal-unknown",
            'the export has no column "Emial", declared as personal',
            "is it column 2, which is called almost so?",
        ),
        ("personal-unknown", 'the export has no column "Phone", declared as personal', "take it out, or correct it"),
    ]


def test_f049_two_files_named_for_one_moment_are_not_chosen_between(tmp_path):
    put(tmp_path, HEADER + ANN, "leads-2026-11-02.csv")
    put(tmp_path, HEADER + BEN, "leads-2026-11-02 (1).csv")
    source = source_of(path="exports/leads-*.csv", as_of={"filename": "leads-%Y-%m-%d"})
    assert refused(tmp_path, source) == (
        "data/sources.yml:3: SLA-F049 data/exports/leads-2026-11-02 (1).csv and leads-2026-11-02.csv are named for the "
        "same moment: which one is the newest?\n  hint: keep one of them in the folder"
    )


@pytest.mark.parametrize("word", ["Gesamt", "TOTAAL", "Grand Total"])
def test_f043_a_row_of_totals_is_recognised_in_other_languages(tmp_path, word):
    assert ": SLA-F043 " in told(tmp_path, HEADER + ANN + f"{word},,,67,\n")


@pytest.mark.parametrize("key", ["ann@customer.example", "+49 170 1234567", "+447700900123"])
def test_f122_a_key_is_shown_and_so_is_never_that_of_a_person(tmp_path, key):
    assert told(tmp_path, HEADER + ANN + BEN.replace("2", key, 1)) == (
        f"{FILE}:3:1: SLA-F122 the key is a mail address or a telephone number\n"
        "  hint: keys are shown beside missed records: name a column of identifiers as key"
    )

"""Groups C and D of the faults, for exports that are not plain UTF-8 CSV."""

from __future__ import annotations

import json
import tracemalloc
from datetime import UTC, date, datetime
from decimal import Decimal
from time import monotonic

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from living_sla.errors import SlaError
from living_sla.scaffold.guess import guess
from tests.factories.exports import opened, put, refused, rows_of, slowly, source_of
from tests.factories.workbooks import DATE, MOMENT, cell, sheet, workbook

FILE = "data/exports/leads.csv"
HEADER = "Record ID,Email,MQL at,Score,Region\n"
ANN = "1,ann@customer.example,2026-08-03 14:05,60,Zürich “East”\n"
BEN = "2,ben@customer.example,2026-08-03 14:06,7,APAC\n"


# ---------------------------------------------------------------- 36: encodings


@pytest.mark.parametrize("encoding", ["utf-16", "windows-1252"])
def test_a_declared_encoding_is_read_as_if_it_were_utf_8(encoding, tmp_path):
    put(tmp_path, HEADER + ANN + BEN)
    expected = rows_of(opened(tmp_path, source_of()))
    put(tmp_path, (HEADER + ANN + BEN).encode(encoding))
    assert rows_of(opened(tmp_path, source_of(encoding=encoding))) == expected
    export = opened(tmp_path, source_of(encoding=encoding))
    assert (export.lines({"2"}), slowly(export, "2")["region"]) == ({"2": 3}, "APAC")


def test_latin_1_is_read_and_its_control_characters_are_refused(tmp_path):
    put(tmp_path, (HEADER + ANN.replace("“East”", "")).encode("latin-1"))
    assert rows_of(opened(tmp_path, source_of(encoding="latin-1")))[0]["region"] == "Zürich "
    put(tmp_path, (HEADER + BEN + ANN).encode("windows-1252"))
    assert refused(tmp_path, source_of(encoding="latin-1")) == (
        f"{FILE}:3: SLA-F036 the line is not latin-1, or holds a NUL character\n"
        "  hint: state the encoding in which it was exported, or export it as UTF-8"
    )


def test_f036_utf_16_that_is_not_declared_is_refused(tmp_path):
    put(tmp_path, (HEADER + ANN).encode("utf-16"))
    assert refused(tmp_path, source_of()) == (
        f"{FILE}: SLA-F036 the export is encoded as UTF-16\n"
        "  hint: add encoding: utf-16 to the source, or export it as UTF-8"
    )


def test_f036_utf_8_that_is_declared_as_something_else_is_refused(tmp_path):
    put(tmp_path, HEADER + BEN.replace("APAC", "Zürich"))
    assert refused(tmp_path, source_of(encoding="windows-1252")) == (
        f"{FILE}: SLA-F036 the export is encoded as UTF-8\n"
        "  hint: remove encoding from the source: utf-8 is the default"
    )
    assert refused(tmp_path, source_of(encoding="utf-16")) == (
        f"{FILE}: SLA-F036 the export is declared as UTF-16 and has no byte-order mark\n"
        "  hint: export it as UTF-16 with a byte-order mark, or remove encoding from the source if it is UTF-8"
    )


def test_f036_half_a_character_is_refused_with_its_line(tmp_path):
    put(tmp_path, (HEADER + BEN).encode("utf-16") + b"\x00\xd8\x0a\x00")
    assert refused(tmp_path, source_of(encoding="utf-16")) == (
        f"{FILE}:3: SLA-F036 the line is not utf-16, or holds a NUL character\n"
        "  hint: state the encoding in which it was exported, or export it as UTF-8"
    )


def test_a_byte_that_windows_1252_does_not_have_is_refused_with_its_line(tmp_path):
    put(tmp_path, HEADER.encode() + BEN.encode() + ANN.encode("windows-1252").replace(b"\x93", b"\x81"))
    assert refused(tmp_path, source_of(encoding="windows-1252")).startswith(
        f"{FILE}:3: SLA-F036 the line is not windows-1252, or holds a NUL character\n"
    )


# ---------------------------------------------------------------- JSON lines

JSON_FILE = "data/exports/leads.jsonl"
JSON_SOURCE = source_of(path="exports/leads.jsonl")
LEAD = {"Record ID": "0012", "MQL at": "2026-08-03 14:05", "Score": 60, "Region": "EMEA"}


def told_of_json(root, *lines):
    put(root, "".join(f"{line}\n" for line in lines), "leads.jsonl")
    return refused(root, JSON_SOURCE)


def test_json_lines_give_the_records_that_csv_gives(tmp_path):
    put(tmp_path, 'Record ID,MQL at,Score,Region\n0012,2026-08-03 14:05,60,"E\nü"\n13,,,\n')
    expected = rows_of(opened(tmp_path, source_of()))
    other = {"Region": None, "Score": None, "MQL at": "", "Record ID": 13, "Email": {"is": "never read"}}
    put(tmp_path, json.dumps({**LEAD, "Region": "E\nü"}) + "\n" + json.dumps(other), "leads.jsonl")
    export = opened(tmp_path, JSON_SOURCE)
    assert rows_of(export) == expected
    assert export.facts().rows == 2
    assert export.lines(["0012", "13"]) == {"0012": 1, "13": 2}


def test_numbers_in_json_keep_their_digits(tmp_path):
    source = source_of(
        {"id": {"from": "id", "type": "text"}, "it": {"from": "it", "type": "money", "currency": "EUR"}},
        path="exports/leads.jsonl",
        decimal=",",
    )
    put(tmp_path, '{"id": 12345678901234567890, "it": 90071992547.1234}\n', "leads.jsonl")
    assert [(row["id"], str(row["it"])) for row in rows_of(opened(tmp_path, source))] == [
        ("12345678901234567890", "90071992547.1234")
    ]


@pytest.mark.parametrize(
    ("line", "message"),
    [
        ("", "SLA-F043 a blank line\n  hint: remove it; what follows may be a footer"),
        (
            '{"Record ID": 1, "Record ID": 2}',
            "SLA-F037 a key stands twice in the object\n  hint: fix it in the export",
        ),
        ('{"Record ID": NaN}', "SLA-F042 NaN is not a number of JSON\n  hint: fix it in the export"),
        ("[1, 2]", "SLA-F048 the line is not one JSON object\n  hint: write one object a line"),
        ('{"Record ID": 1} {}', "SLA-F048 the line is not one JSON object\n  hint: write one object a line"),
        (
            json.dumps({**LEAD, "Region": ["EMEA"]}),
            'SLA-F047 "Region" holds a list or an object\n'
            "  hint: export one value a key, or leave the column out of the source",
        ),
        (
            '{"Record ID": 1, "MQL at": null, "Region": null}',
            'SLA-F033 the object has no "Score", the first one has\n'
            "  hint: write null for nothing, or add absent: empty to the source",
        ),
        (
            json.dumps({**LEAD, "Record ID": "2", "Region": "\ud800"}),
            'SLA-F035 "Region" holds half a character or a NUL character\n  hint: the file is damaged: export it again',
        ),
    ],
)
def test_json_that_can_be_taken_in_two_ways_is_refused_with_its_line(line, message, tmp_path):
    assert told_of_json(tmp_path, json.dumps(LEAD), line, json.dumps({**LEAD, "Record ID": "3"})) == (
        f"{JSON_FILE}:2: {message}"
    )


def test_cells_of_json_are_held_to_their_types(tmp_path):
    assert told_of_json(tmp_path, json.dumps({**LEAD, "Score": 6e30}), json.dumps({**LEAD, "Score": True})) == (
        f'{JSON_FILE}:1:3: SLA-F040 de+dd is a number in E notation, in column "Score"\n'
        "  hint: export it in full; an identifier is text, and its digits may already be lost\n"
        f"{JSON_FILE}:2:1: SLA-F038 the key is also that of line 1\n"
        "  hint: export each record once, or add duplicates: {newest_by: a column of instants} to the source\n"
        f'{JSON_FILE}:2:3: SLA-F041 "true" is not a whole number, in column "Score"\n'
        "  hint: write digits only, for example 400"
    )


def test_json_that_is_cut_off_is_refused(tmp_path):
    put(tmp_path, json.dumps(LEAD) + "\n" + '{"Record ID": "13", "MQ', "leads.jsonl")
    assert refused(tmp_path, JSON_SOURCE) == (
        f"{JSON_FILE}:2: SLA-F048 the line is not one JSON object; the file may be cut off here\n"
        "  hint: write one object a line"
    )


# ---------------------------------------------------------------- Parquet

PARQUET_FILE = "data/exports/leads.parquet"
TYPES = ("text", "integer", "number", "money", "percent", "boolean", "date", "instant")
ALL_TYPES = {
    "id": {"from": "id", "type": "text"},
    **{kind: {"from": kind, "type": kind, **({"currency": "EUR"} if kind == "money" else {})} for kind in TYPES},
}
CSV_OF_ALL_TYPES = """id,text,integer,number,money,percent,boolean,date,instant
7,a,60,0.5,12.3456,0.125,true,2026-08-03,2026-08-03 14:05:00.000250
8,,,,,,,,
9, ,-3,-3,-1,1,false,2024-02-29,2026-10-25 01:30
"""
ARROW_OF_ALL_TYPES = {
    "id": pa.array([7, 8, 9]),
    "text": pa.array(["a", "", " "]).dictionary_encode(),
    "integer": pa.array([60, None, -3], pa.int16()),
    "number": pa.array([0.5, None, -3]),
    "money": pa.array([Decimal("12.3456"), None, Decimal(-1)], pa.decimal128(20, 6)),
    "percent": pa.array([0.125, None, 1], pa.float32()),
    "boolean": pa.array([True, None, False]),
    "date": pa.array([date(2026, 8, 3), None, date(2024, 2, 29)]),
    "instant": pa.array([datetime(2026, 8, 3, 14, 5, 0, 250), None, datetime(2026, 10, 25, 1, 30)], pa.timestamp("ns")),
}


def parquet(root, columns, name="leads.parquet", **options):
    path = put(root, b"", name)
    pq.write_table(pa.table(columns), path, **options)
    return path


def of_parquet(*kinds, **fields):
    columns = {name: spec for name, spec in ALL_TYPES.items() if name == "id" or name in kinds}
    return source_of(columns, path="exports/*.parquet", **fields)


def test_parquet_gives_the_records_that_csv_gives(tmp_path):
    put(tmp_path, CSV_OF_ALL_TYPES)
    of_csv = opened(tmp_path, source_of(ALL_TYPES))
    parquet(tmp_path, ARROW_OF_ALL_TYPES, row_group_size=2)
    export = opened(tmp_path, of_parquet(*TYPES))
    assert rows_of(export) == rows_of(of_csv)
    assert export.facts().adjusted == of_csv.facts().adjusted
    assert export.lines(["9"]) == {"9": 3}
    assert slowly(export, "9") == slowly(of_csv, "9")


def test_instants_with_a_zone_need_none_declared_and_any_unit_will_do(tmp_path):
    moment = datetime(2026, 8, 3, 14, 5, tzinfo=UTC)
    source = of_parquet("instant", timezone=None, as_of={"newest_of": ["instant"]})
    for unit in ("s", "ms", "us", "ns"):
        parquet(tmp_path, {"id": ["1"], "instant": pa.array([moment], pa.timestamp(unit, "Asia/Tokyo"))})
        assert rows_of(opened(tmp_path, source))[0]["instant"] == moment


def test_rows_of_several_parquet_files_are_combined_and_a_key_in_two_is_refused(tmp_path):
    parquet(tmp_path, {"id": ["1"], "Email": ["ann@customer.example"]}, "a.parquet")
    parquet(tmp_path, {"id": ["2"]}, "b.parquet")
    source = of_parquet(combine="rows")
    assert [row["id"] for row in rows_of(opened(tmp_path, source))] == ["1", "2"]
    parquet(tmp_path, {"id": ["3", "1"]}, "c.parquet")
    assert refused(tmp_path, source) == (
        "data/exports/c.parquet:2:1: SLA-F038 the key is also that of data/exports/a.parquet:1\n"
        "  hint: export each record once, or add duplicates: {newest_by: a column of instants} to the source"
    )


@pytest.mark.parametrize(
    ("kind", "array", "found"),
    [
        ("integer", pa.array(["60"]), "string, declared is integer: int8 to int64"),
        ("integer", pa.array([60.0]), "double, declared is integer: int8 to int64"),
        ("money", pa.array([60.1]), "double, declared is money: decimal, or whole numbers"),
        ("number", pa.array([Decimal("1.5")]), "decimal128(2, 1), declared is number: float, double, or whole numbers"),
        ("text", pa.array([["a"]]), "list, declared is text: string, or whole numbers"),
        ("text", pa.array([1.5]), "double, declared is text: string, or whole numbers"),
        (
            "instant",
            pa.array([date(2026, 8, 3)]),
            "date32[day], declared is instant: timestamp, or whole numbers with format: unix s or unix ms",
        ),
        ("date", pa.array(["2026-08-03"]), "string, declared is date: date32"),
    ],
)
def test_f047_a_type_that_drifted_is_refused_with_what_was_expected_and_found(kind, array, found, tmp_path):
    parquet(tmp_path, {"id": ["1"], kind: array})
    assert refused(tmp_path, of_parquet(kind)) == (
        f'{PARQUET_FILE}: SLA-F047 the column "{kind}" holds {found}\n'
        "  hint: export it with that type, or declare the type that it has"
    )


@pytest.mark.parametrize(
    ("kind", "value", "message"),
    [
        ("number", float("nan"), 'SLA-F039 "NaN" is not a number'),
        ("number", float("-inf"), 'SLA-F042 "-Infinity" is not a number'),
        ("percent", 12.0, "SLA-F041 a text of 2 digits is not a share from 0 to 1"),
        ("money", Decimal("1.00001"), "SLA-F041 d.ddddd has more than 4 decimals"),
        ("instant", datetime(1970, 1, 1), "SLA-F042 dddd-dd-ddTdd:dd:dd lies outside the years 1990 to 2099"),
    ],
)
def test_values_of_parquet_are_held_to_their_bounds(kind, value, message, tmp_path):
    parquet(tmp_path, {"id": ["1", "2"], kind: [None, value]})
    told = refused(tmp_path, of_parquet(kind))
    assert told.startswith(f'{PARQUET_FILE}:2:2: {message}, in column "{kind}"\n')


@pytest.mark.parametrize(
    ("kind", "array"),
    [
        ("date", pa.array([2**31 - 1, -(2**31)], pa.int32()).cast(pa.date32())),
        *(("instant", pa.array([2**62, -(2**62)], pa.timestamp(unit, zone)))
          for unit in ("ms", "us") for zone in (None, "UTC")),
        ("instant", pa.array([0, 0], pa.timestamp("us", "Not/AZone"))),
    ],
)  # fmt: skip
def test_f042_moments_beyond_all_years_never_come_round_to_one_that_can_be(kind, array, tmp_path):
    parquet(tmp_path, {"id": ["1", "2"], kind: array})
    if kind == "instant":
        assert f"{PARQUET_FILE}:1:2: SLA-F042 " in refused(tmp_path, of_parquet(kind))
    else:
        assert len(rows_as_they_are(tmp_path, of_parquet(kind))) == 2


def rows_as_they_are(root, source):
    """The values of days, some of which no date of Python can be."""
    return [day for batch in opened(root, source).batches() for day in batch.columns["date"].values]


@pytest.mark.parametrize(
    ("text", "message"),
    [
        (b"\xff\xfe", "SLA-F048 the export is a damaged Parquet file"),
        (b"a\0b", "SLA-F035 a text holds a NUL character"),
    ],
)
@pytest.mark.parametrize("column", ["id", "text"])
def test_f048_texts_of_parquet_are_text(column, text, message, tmp_path):
    columns = {"id": pa.array([b"1", b"2"]), "text": pa.array([b"a", b"b"])} | {column: pa.array([b"1", text])}
    parquet(tmp_path, {name: array.view(pa.string()) for name, array in columns.items()})
    assert refused(tmp_path, of_parquet("text")).startswith(f"{PARQUET_FILE}:1: {message}")


@pytest.mark.parametrize("damaged", [b"in\xfffield", b"\xff\xff\xff\xff\xff\xff\xff"])
def test_f048_names_of_parquet_are_text(damaged, tmp_path):
    path = parquet(tmp_path, {"id": ["1"], "a_field": [1]})
    path.write_bytes(path.read_bytes().replace(b"a_field", damaged[:7]))
    for read in (lambda: refused(tmp_path, of_parquet()), lambda: refused_by_guess(path)):
        assert "SLA-F048 the export is a damaged Parquet file" in read()


def refused_by_guess(path):
    with pytest.raises(SlaError) as found:
        guess(path)
    return str(found.value)


def test_f058_instants_of_parquet_without_a_zone_need_one(tmp_path):
    parquet(tmp_path, {"id": ["1"], "instant": [datetime(2026, 8, 3)]})
    assert refused(tmp_path, of_parquet("instant", timezone=None, as_of={"newest_of": ["instant"]})) == (
        f'{PARQUET_FILE}:1:2: SLA-F058 instants without a zone, and the source declares none, in column "instant"\n'
        "  hint: add timezone: Europe/London, or whichever clock wrote them, to the source"
    )


def test_f052_a_parquet_file_that_claims_more_rows_than_it_can_hold_is_refused(tmp_path):
    path = parquet(tmp_path, {"id": pa.array(["1"] * 2_000_000)})
    assert refused(tmp_path, of_parquet()) == (
        f"{PARQUET_FILE}:1: SLA-F052 the export claims 2,000,000 rows in {path.stat().st_size:,} bytes\n"
        "  hint: export it again"
    )


def varint(number):
    """A whole number as Thrift's compact protocol writes it."""
    coded, text = number << 1, b""
    while coded > 127:
        text, coded = text + bytes([coded & 127 | 128]), coded >> 7
    return text + bytes([coded])


TEXTS = {"id": [str(number) for number in range(200)], "text": ["x" * 20_000] * 200}
ONE_PAGE = {"use_dictionary": False, "compression": "zstd", "data_page_size": 1 << 30, "store_schema": False}


def refused_quickly(root, message):
    started = monotonic()
    assert refused(root, of_parquet("text")) == f"{PARQUET_FILE}:1: {message}"
    assert monotonic() - started < 5


def test_f052_a_page_that_claims_more_than_the_footer_is_refused_before_it_is_unpacked(tmp_path):
    """The reader makes room for what the header of the page says: here 128 MB for a page of 4."""
    path = parquet(tmp_path, TEXTS, **ONE_PAGE)
    chunk = pq.read_metadata(path).row_group(0).column(1)
    content = bytearray(path.read_bytes())
    page = chunk.data_page_offset
    assert content[page : page + 3] == b"\x15\x00\x15"
    assert [byte > 127 for byte in content[page + 3 : page + 7]] == [True, True, True, False]
    content[page + 3 : page + 7] = varint((1 << 27) - 1)
    path.write_bytes(content)
    refused_quickly(
        tmp_path,
        'SLA-F052 pages of "text" unpack to 127 MB\n  hint: export it again, with pages of some MB at most',
    )


def test_f052_a_footer_that_claims_less_than_the_pages_is_refused(tmp_path):
    path = parquet(tmp_path, TEXTS, **ONE_PAGE)
    size = pq.read_metadata(path).row_group(0).column(1).total_uncompressed_size
    content = path.read_bytes()
    length = int.from_bytes(content[-8:-4], "little")
    start = len(content) - 8 - length
    footer = content[start:-8]
    assert footer.count(varint(size)) == 1
    footer = footer.replace(varint(size), varint(1_000))
    path.write_bytes(content[:start] + footer + len(footer).to_bytes(4, "little") + b"PAR1")
    refused_quickly(
        tmp_path, 'SLA-F052 pages of "text" unpack to 3 MB\n  hint: export it again, with pages of some MB at most'
    )


def test_f052_a_long_text_that_a_dictionary_repeats_is_never_written_out(tmp_path):
    """50,000 times 1 MB, from a file of 400 KB."""
    long = pa.DictionaryArray.from_arrays(pa.array([0] * 50_000, pa.int32()), ["x" * 1_000_000])
    ids = [str(number) for number in range(50_000)]
    parquet(tmp_path, {"id": ids, "text": long}, store_schema=False)
    tracemalloc.start()
    rows = sum(batch.rows for batch in opened(tmp_path, of_parquet("text")).batches())
    assert (rows, tracemalloc.get_traced_memory()[1] < 100 << 20) == (50_000, True)
    tracemalloc.stop()
    assert pa.default_memory_pool().max_memory() < 1 << 30
    parquet(tmp_path, {"id": long, "text": ids}, store_schema=False)
    refused_quickly(
        tmp_path,
        'SLA-F052 "id" holds a text of 1,000,000 characters, and is the key\n  hint: a key is short; export it again',
    )


def test_f052_texts_that_are_parts_of_one_another_are_refused(tmp_path):
    """300 times 1 MB, from a file of 50 KB: each text is all of the one before."""
    plain = {"use_dictionary": False, "column_encoding": {"id": "PLAIN", "text": "DELTA_BYTE_ARRAY"}}
    parquet(tmp_path, {"id": [str(n) for n in range(300)], "text": ["x" * 1_000_000] * 300}, **plain)
    refused_quickly(
        tmp_path,
        'SLA-F052 the texts of "text" are front coded (DELTA_BYTE_ARRAY)\n'
        "  hint: write them plain or with a dictionary: nobody can tell how large these become",
    )


def test_f052_columns_that_unpack_to_far_more_than_the_file_are_refused(tmp_path):
    columns = {"id": [str(n) for n in range(5_000)], "text": ["x" * 20_000] * 5_000}
    path = parquet(tmp_path, columns, use_dictionary=False, compression="zstd", data_page_size=1 << 20)
    refused_quickly(
        tmp_path,
        f"SLA-F052 the export unpacks from {path.stat().st_size >> 10:,} KB to 95 MB\n"
        "  hint: no records are so much alike; export it again",
    )


def test_texts_of_parquet_are_read_however_they_are_coded(tmp_path):
    columns = {"id": ["1", "2", "3"], "text": ["a", None, "a"]}
    expected = [{"id": "1", "text": "a"}, {"id": "2", "text": None}, {"id": "3", "text": "a"}]
    for version in ("1.0", "2.0"):
        for coded in (True, False):
            for kind in (pa.string(), pa.large_string(), pa.dictionary(pa.int8(), pa.string())):
                table = {"id": columns["id"], "text": pa.array(columns["text"], kind)}
                parquet(tmp_path, table, use_dictionary=coded, data_page_version=version, write_page_checksum=True)
                assert rows_of(opened(tmp_path, of_parquet("text"))) == expected


def test_f048_a_parquet_file_that_is_cut_off_is_refused(tmp_path):
    path = parquet(tmp_path, {"id": ["1"]})
    path.write_bytes(path.read_bytes()[:-20])
    assert refused(tmp_path, of_parquet()) == (
        f"{PARQUET_FILE}:1: SLA-F048 the export is a damaged Parquet file\n  hint: export it again"
    )
    path.write_bytes(b"id\n1\n")
    assert refused(tmp_path, of_parquet()) == (
        f"{PARQUET_FILE}: SLA-F048 the export is no Parquet file\n  hint: export it again"
    )


# ---------------------------------------------------------------- XLSX

BOOK = "data/exports/leads.xlsx"
NAMES = tuple(cell(name) for name in ("id", "text", "integer", "money", "boolean", "date", "instant"))
FIRST = (cell("007"), cell("a"), cell(60), cell(12.3456), cell(True), cell(46237, DATE), cell(46237.5868055556, MOMENT))


def of_book(*kinds, **fields):
    columns = {name: spec for name, spec in ALL_TYPES.items() if name == "id" or name in kinds}
    return source_of(columns, path="exports/leads.xlsx", **fields)


def told_of_book(root, book, *kinds, **fields):
    put(root, book, "leads.xlsx")
    return refused(root, of_book(*kinds, **fields))


KINDS = ("text", "integer", "money", "boolean", "date", "instant")


def test_a_sheet_gives_the_records_that_csv_gives(tmp_path):
    put(
        tmp_path,
        "id,text,integer,money,boolean,date,instant\n"
        "007,a,60,12.3456,true,2026-08-03,2026-08-03 14:05:00\n"
        "8,,,,,,\n"
        '900719925474099,"ü\nb",-3,0.1,false,,2026-08-03 00:00:00.250\n',
    )
    of_csv = opened(tmp_path, source_of({name: ALL_TYPES[name] for name in ("id", *KINDS)}))
    last = (
        cell(900719925474099),
        cell("ü\nb"),
        cell(-3),
        cell(0.1),
        cell(False),
        "<c/>",
        cell(46237.00000289352, MOMENT),
    )
    put(tmp_path, workbook(sheet(NAMES, FIRST, (cell(8),), last)), "leads.xlsx")
    export = opened(tmp_path, of_book(*KINDS))
    assert rows_of(export) == rows_of(of_csv)
    assert (export.notices, export.lines(["900719925474099"])) == ((), {"900719925474099": 4})
    assert slowly(export, "007") == slowly(of_csv, "007")


def test_shared_texts_and_texts_in_several_styles_are_read_without_how_they_are_pronounced(tmp_path):
    shared = (
        '<sst xmlns="x"><si><t>id</t></si><si><t>text</t></si>'
        "<si><r><t>To</t></r><r><t>kyo_x0041_</t></r><rPh><t>とうきょう</t></rPh></si></sst>"
    )
    rows = [['<c t="s"><v>0</v></c>', '<c t="s"><v>1</v></c>'], [cell("1"), '<c t="s"><v>2</v></c>']]
    put(tmp_path, workbook(sheet(*rows), **{"xl/sharedStrings.xml": shared}), "leads.xlsx")
    assert rows_of(opened(tmp_path, of_book("text"))) == [{"id": "1", "text": "TokyoA"}]


def test_f045_dates_are_counted_from_the_epoch_that_the_workbook_states(tmp_path):
    rows = sheet((cell("id"), cell("date")), (cell("1"), cell(46237 - 1462, DATE)))
    put(tmp_path, workbook(rows, properties='<workbookPr date1904="1"/>'), "leads.xlsx")
    assert rows_of(opened(tmp_path, of_book("date"))) == [{"id": "1", "date": date(2026, 8, 3)}]


def test_f045_a_workbook_of_several_sheets_needs_the_name_of_one(tmp_path):
    book = workbook(sheet((cell("Notes"),)), sheet(NAMES, FIRST), names=("Read me", "Leads & more"))
    assert told_of_book(tmp_path, book) == (
        f"{BOOK}:1: SLA-F045 the export has 2 sheets\n"
        "  hint: name one of them under sheet: in the source; `sla sources guess` lists them"
    )
    assert told_of_book(tmp_path, book, sheet="leads") == (
        f'{BOOK}:1: SLA-F045 the export has no sheet "leads"\n  hint: `sla sources guess` lists the sheets'
    )
    assert [row["id"] for row in rows_of(opened(tmp_path, of_book(sheet="Leads & more")))] == ["007"]


def test_f045_hidden_rows_count_and_a_warning_says_so(tmp_path):
    put(tmp_path, workbook(sheet(NAMES, FIRST, attributes='hidden="1"')), "leads.xlsx")
    export = opened(tmp_path, of_book())
    assert len(rows_of(export)) == len(rows_of(export)) == 1
    assert [str(notice) for notice in export.notices] == [
        f"{BOOK}: warning: the sheet has 1 hidden row, which counts [hidden-rows]\n"
        "  hint: remove the filter before exporting if they should not count"
    ]


def test_f045_merged_cells_are_refused_where_a_column_is_read(tmp_path):
    book = workbook(sheet(NAMES, FIRST, end='<mergeCells><mergeCell ref="B2:C3"/></mergeCells>'))
    assert told_of_book(tmp_path, book, "integer") == (
        f"{BOOK}:2: SLA-F045 the cells B2:C3 are merged\n"
        "  hint: split them: only the first of merged cells holds a value"
    )
    assert len(rows_of(opened(tmp_path, of_book("money")))) == 1


@pytest.mark.parametrize(
    ("wrong", "message"),
    [
        ('<c t="e"><f>A1/0</f><v>#DIV/0!</v></c>', "SLA-F044 the cell C2 is a spreadsheet's error: #DIV/0!\n"),
        ("<c ><f>SUM(A1:A9)</f></c>", "SLA-F044 the cell C2 is a formula without a value\n"),
        (cell(1e15), "SLA-F040 the cell C2 is a number of more digits than a spreadsheet keeps\n"),
        (cell(True), '3: SLA-F041 "TRUE" is not a whole number, in column "integer"\n'),
        (cell(46237, DATE), '3: SLA-F041 dddd-dd-dd is not a whole number, in column "integer"\n'),
        (cell(60.5), '3: SLA-F041 dd.d is not a whole number, in column "integer"\n'),
    ],
)
def test_f044_cells_without_a_value_of_their_type_are_refused_by_name(wrong, message, tmp_path):
    wrong = wrong.replace("<c t", "<c  t")
    told = told_of_book(tmp_path, workbook(sheet(NAMES, (*FIRST[:2], wrong, *FIRST[3:]))), "integer")
    assert told.startswith((f"{BOOK}:2: {message}", f"{BOOK}:2:{message}"))
    assert len(rows_of(opened(tmp_path, of_book("text")))) == 1


def test_f046_a_number_in_a_column_of_instants_is_no_instant(tmp_path):
    book = workbook(sheet(NAMES, (*FIRST[:6], cell(46237.5868))))
    assert told_of_book(tmp_path, book, "instant") == (
        f'{BOOK}:2:7: SLA-F046 ddddd.dddd is a spreadsheet\'s serial date, in column "instant"\n'
        "  hint: export dates as text, for example 2026-08-03 14:05"
    )


def test_f043_a_blank_row_and_what_follows_it_are_refused(tmp_path):
    book = workbook(sheet(NAMES, FIRST, (), (cell("Total"), cell("60"))))
    assert told_of_book(tmp_path, book) == (
        f"{BOOK}:3: SLA-F043 a blank row\n  hint: remove it; what follows may be a footer\n"
        f"{BOOK}:4: SLA-F043 a line of totals\n"
        "  hint: remove it from the export: only records may follow the header"
    )


BOMB = '<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;">]><x>&b;</x>'


@pytest.mark.parametrize(
    ("book", "message"),
    [
        (workbook(sheet(NAMES, FIRST), bomb="x" * (50 << 20)), "SLA-F052 the export unpacks from 5"),
        (
            workbook(sheet(NAMES, (cell("1"), cell("x" * 40_000)))),
            "SLA-F052 the export has a cell of 40,000 characters",
        ),
        (workbook(BOMB), "SLA-F052 the export declares entities of XML"),
        (
            workbook(sheet(NAMES, FIRST).replace('"G2"', '"XFD1048576"')),
            "SLA-F045 the export has the cell XFD1048576 twice",
        ),
        (workbook(sheet(NAMES, FIRST).replace('"G1"', '"XFD1"')), "SLA-F052 the header has 16,384 cells"),
        (workbook(sheet(NAMES, FIRST).replace('"G2"', '"ZZZZ2"')), "SLA-F048 the export is a damaged spreadsheet"),
        (
            workbook(sheet(NAMES, FIRST).replace('"G2"', '"B2"')),
            "SLA-F045 the export has the cell B2 twice, or out of order",
        ),
        (workbook(sheet(NAMES, FIRST).replace('"G2"', '"XFD2"')), "SLA-F033 16,384 fields, the header has 7"),
        (workbook(sheet(NAMES, FIRST), **{"xl/vbaProject.bin": "x"}), "SLA-F053 the export holds macros"),
        (workbook(sheet(NAMES, FIRST))[:-30], "SLA-F048 the export is a damaged spreadsheet"),
        (b"PK\x03\x04 and more", "SLA-F048 the export is a damaged spreadsheet"),
        (b"id,text\n1,a\n", "SLA-F048 the export is no XLSX workbook"),
    ],
    ids=[
        "bomb",
        "cell",
        "entities",
        "far",
        "wide",
        "reference",
        "order",
        "sparse",
        "macros",
        "cut",
        "zip",
        "csv",
    ],
)
def test_f052_workbooks_made_to_do_harm_are_refused_quickly(book, message, tmp_path):
    started = monotonic()
    assert message in told_of_book(tmp_path, book)
    assert monotonic() - started < 5


# ---------------------------------------------------------------- 53: kinds that are not read


@pytest.mark.parametrize(
    ("ending", "what", "hint"),
    [
        (".xlsm", "a workbook that may hold macros", "save it as a workbook without macros (.xlsx), or as CSV, UTF-8"),
        (".XLSM", "a workbook that may hold macros", "save it as a workbook without macros (.xlsx), or as CSV, UTF-8"),
        (".xlsb", "a binary workbook", "save it as .xlsx, or as CSV, UTF-8"),
        (".xls", "an old workbook", "save it as .xlsx, or as CSV, UTF-8"),
        (".ods", "a spreadsheet of OpenDocument", "save it as .xlsx, or as CSV, UTF-8"),
        (".numbers", "a spreadsheet of Numbers", "export it as CSV, UTF-8"),
        (".zip", "a zip archive", "unpack it, and put the file that it holds here"),
    ],
)
def test_f053_a_spreadsheet_of_another_kind_is_refused_by_its_name(ending, what, hint, tmp_path):
    path = put(tmp_path, workbook(sheet(NAMES, FIRST)), f"leads{ending}")
    source = of_book().model_copy(update={"path": f"exports/leads{ending}"})
    message = f"SLA-F053 the export is {what}, which is not read\n  hint: {hint}"
    assert refused(tmp_path, source) == f"data/exports/leads{ending}: {message}"
    with pytest.raises(SlaError) as found:
        guess(path)
    assert str(found.value) == f"leads{ending}: {message}"


@pytest.mark.parametrize("name", ["leads.xlsx", "leads.csv"])
def test_f053_an_encrypted_workbook_is_known_by_its_container(name, tmp_path):
    put(tmp_path, b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 500 + "EncryptedPackage".encode("utf-16-le"), name)
    assert refused(tmp_path, of_book().model_copy(update={"path": f"exports/{name}"})) == (
        f"data/exports/{name}: SLA-F053 the export is an encrypted workbook, or an old one (XLS)\n"
        "  hint: save it as .xlsx without a password, or as CSV, UTF-8"
    )


def test_f053_macros_are_refused_whatever_the_name_says(tmp_path):
    book = workbook(sheet(NAMES, FIRST), **{"xl/vbaProject.bin": "x"})
    assert told_of_book(tmp_path, book) == (
        f"{BOOK}:1: SLA-F053 the export holds macros\n  hint: save it as a workbook without macros (.xlsx)"
    )


def test_f052_a_workbook_that_takes_too_much_memory_is_given_up_and_we_live_on(tmp_path, monkeypatch):
    monkeypatch.setattr("living_sla.exports.formats.workbook.MEGABYTES", 10)
    texts = "".join(f"<si><t>{number * 7919 % 1_000_003}</t></si>" for number in range(50_000))
    book = workbook(sheet(NAMES, FIRST), **{"xl/sharedStrings.xml": f"<sst>{texts}</sst>"})
    assert told_of_book(tmp_path, book) == (
        f"{BOOK}:1: SLA-F052 the export needs more than 10 MB of memory\n  hint: export it as CSV"
    )


def test_f052_a_workbook_that_takes_too_much_time_is_given_up_and_we_live_on(tmp_path, monkeypatch):
    monkeypatch.setattr("living_sla.exports.formats.workbook.SECONDS", 1)
    monkeypatch.setattr("living_sla.exports.formats.workbook.SECONDS_A_MEGABYTE", 0)
    # Enough for any machine: a fast one read 200,000 in a second.
    rows = "".join(f'<row><c t="str"><v>{number}</v></c></row>' for number in range(1_000_000))
    book = workbook(f'<worksheet><sheetData><row><c t="str"><v>id</v></c></row>{rows}</sheetData></worksheet>')
    assert told_of_book(tmp_path, book).endswith(
        "SLA-F052 the export takes more than 1 s or 1024 MB to read\n  hint: export it as CSV"
    )

"""Groups C and D of the faults, for exports that are not plain UTF-8 CSV."""

from __future__ import annotations

import pytest

from tests.exports.exported import opened, put, refused, rows_of, source_of

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
    record = opened(tmp_path, source_of(encoding=encoding)).record("2")
    assert (record.line, record.texts["region"]) == (3, "APAC")


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

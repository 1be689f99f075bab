"""An export from its files to its facts: what is read, its as-of, and single records for people."""

from __future__ import annotations

import gzip
import hashlib
import random
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from living_sla.exports.cells import keys
from living_sla.exports.cells.keys import SeenKeys, hashes, newest
from living_sla.exports.cells.shapes import Cells
from living_sla.exports.formats import csv_table
from living_sla.exports.formats import text_file as reading
from living_sla.exports.formats.quotes import Quotes
from living_sla.exports.formats.records import records
from living_sla.exports.formats.table import Broken, Record
from living_sla.model.figures.provenance import ExportFile
from tests.factories.exports import one_column, opened, put, refused, rows_of, source_of

HEADER = "Record ID,Email,MQL at,Score,Region\n"
ANN = "1,ann@customer.example,2026-08-03 14:05,60,EMEA\n"
BEN = "2,ben@customer.example,2026-08-03 14:06,7,APAC\n"


def lead(number, at="", score=1, region="EMEA"):
    return f"{number},,{at},{score},{region}\n"


def in_pieces_of(size, monkeypatch):
    """Let batches end after some `size` bytes of text, the longest record too; blocks are of about half of that."""
    monkeypatch.setattr(csv_table, "PIECE", size)
    monkeypatch.setattr(csv_table, "LONGEST_RECORD", size)
    monkeypatch.setattr(reading, "BLOCK", size // 2 + 1)


# ---------------------------------------------------------------- files


def test_facts_name_each_file_by_its_hash(tmp_path):
    text = HEADER + ANN + BEN
    put(tmp_path, text)
    export = opened(tmp_path, source_of())
    rows_of(export)
    digest = hashlib.sha256(text.encode()).hexdigest()
    assert export.facts().files == (ExportFile("data/exports/leads.csv", digest, len(text)),)
    assert export.facts().rows == 2


def test_a_compressed_file_is_hashed_as_it_is_and_read_unpacked(tmp_path):
    packed = gzip.compress((HEADER + ANN).encode()) + gzip.compress(BEN.encode())
    put(tmp_path, packed, "leads.csv.gz")
    export = opened(tmp_path, source_of(path="exports/leads.csv.gz"))
    assert [row["score"] for row in rows_of(export)] == [60, 7]
    assert export.facts().files[0].sha256 == hashlib.sha256(packed).hexdigest()


def test_several_files_of_one_stated_as_of_are_refused(tmp_path):
    for day in ("2026-10-30", "2026-11-01", "2026-10-31"):
        put(tmp_path, HEADER + lead(day), f"leads-{day}.csv")
    assert "SLA-F049 3 files match, and one as-of is stated for all" in refused(
        tmp_path, source_of(path="exports/leads-*.csv")
    )


def test_the_newest_file_is_the_one_with_the_latest_date_where_the_name_holds_the_as_of(tmp_path):
    for day in ("31-10-2026", "01-11-2026", "30-10-2026"):
        put(tmp_path, HEADER + lead(day), f"leads {day}.csv")
    export = opened(tmp_path, source_of(path="exports/leads *.csv", as_of={"filename": "%d-%m-%Y"}))
    assert [row["id"] for row in rows_of(export)] == ["01-11-2026"]
    assert export.facts().as_of == datetime(2026, 11, 1, tzinfo=UTC)


def test_a_name_without_the_date_that_it_should_hold_is_refused(tmp_path):
    put(tmp_path, HEADER + ANN)
    assert refused(tmp_path, source_of(as_of={"filename": "%Y-%m-%d"})) == (
        'data/sources.yml:3: SLA-F049 the name "leads.csv" holds no date written as %Y-%m-%d\n'
        "  hint: rename the file, or state another as_of"
    )


def test_rows_of_several_files_are_combined_in_the_order_of_their_names(tmp_path):
    put(tmp_path, HEADER + BEN, "leads-2.csv")
    put(tmp_path, "Score,Region,Record ID,MQL at\n60,EMEA,1,\n", "leads-1.csv")
    export = opened(tmp_path, source_of(path="exports/leads-*.csv", combine="rows"))
    assert [(row["id"], row["score"]) for row in rows_of(export)] == [("1", 60), ("2", 7)]
    assert [file.path for file in export.facts().files] == ["data/exports/leads-1.csv", "data/exports/leads-2.csv"]


def test_hidden_files_match_no_star(tmp_path):
    put(tmp_path, HEADER + ANN, ".~lock.csv")
    put(tmp_path, HEADER + BEN, "a.csv")
    assert [row["id"] for row in rows_of(opened(tmp_path, source_of(path="exports/*.csv")))] == ["2"]


# ---------------------------------------------------------------- as-of


def test_as_of_is_the_newest_instant_of_the_named_columns(tmp_path):
    columns = {
        "id": {"from": "id", "type": "text"},
        "a": {"from": "a", "type": "instant"},
        "b": {"from": "b", "type": "date"},
    }
    source = source_of(columns, as_of={"newest_of": ["a", "b"]})
    put(tmp_path, "id,a,b\n1,2026-08-03 14:05,2026-08-01\n2,,2026-08-04\n3,2026-08-02 10:00,\n")
    export = opened(tmp_path, source, wanted=[])
    rows_of(export)
    assert export.facts().as_of == datetime(2026, 8, 3, 23, tzinfo=UTC)
    assert export.facts().columns == ("id", "a", "b")


def test_as_of_so_far_never_falls_and_never_exceeds_the_as_of(tmp_path, monkeypatch):
    in_pieces_of(40, monkeypatch)
    days = [3, 1, 9, 4, 12, 2]
    put(tmp_path, HEADER + "".join(lead(number, f"2026-08-{day:02} 10:00") for number, day in enumerate(days)))
    export = opened(tmp_path, source_of(as_of={"newest_of": ["mql_at"]}))
    seen = [export.as_of_so_far for _ in export.batches()]
    assert len(seen) > 2
    assert seen == sorted(seen)
    assert datetime.fromtimestamp(seen[-1] / 1e6, UTC) == export.facts().as_of == datetime(2026, 8, 12, 9, tzinfo=UTC)


def test_an_as_of_column_without_any_instant_is_refused(tmp_path):
    put(tmp_path, HEADER + lead(1))
    assert refused(tmp_path, source_of(as_of={"newest_of": ["mql_at"]})) == (
        "data/sources.yml:3: SLA-F049 nobody can tell the export's as-of: mql_at holds nothing\n"
        "  hint: name another column in as_of"
    )


# ---------------------------------------------------------------- batches


def test_batches_end_where_records_end_wherever_the_pieces_do(tmp_path, monkeypatch):
    rows = [f'{n},,"2026-08-03 14:05",{n},"a ""{n}""\n{"x" * (n % 40)},é"\n' for n in range(300)]
    put(tmp_path, HEADER + "".join(rows))
    whole = rows_of(opened(tmp_path, source_of()))
    assert [row["score"] for row in whole] == list(range(300))
    for size in (90, 131, 1000):
        in_pieces_of(size, monkeypatch)
        assert rows_of(opened(tmp_path, source_of())) == whole


def test_keys_are_hashed_alike_in_every_batch(tmp_path, monkeypatch):
    put(tmp_path, HEADER + "".join(lead(f"lead-{number:0{5 + number % 7}}") for number in range(200)))
    whole = np.concatenate([batch.key_hashes for batch in opened(tmp_path, source_of()).batches()])
    in_pieces_of(100, monkeypatch)
    pieces = np.concatenate([batch.key_hashes for batch in opened(tmp_path, source_of()).batches()])
    assert np.array_equal(whole, pieces)
    assert len(np.unique(whole)) == 200


@pytest.mark.parametrize("key", ["Total-1", "totally", "T", "Averages", "Record"])
def test_a_key_that_only_begins_like_a_total_or_a_header_is_a_key(tmp_path, key):
    put(tmp_path, HEADER + lead(key) + lead("Subtotal 2"))
    assert [row["id"] for row in rows_of(opened(tmp_path, source_of()))] == [key, "Subtotal 2"]


@pytest.mark.parametrize("key", ["Total", "grand total", "Gesamt", "Record ID"])
def test_a_key_that_is_a_total_or_the_header_is_refused(tmp_path, key):
    put(tmp_path, HEADER + lead("Total-1") + lead(key))
    assert refused(tmp_path, source_of()).startswith("data/exports/leads.csv:3")


def test_a_record_longer_than_a_piece_is_refused(tmp_path, monkeypatch):
    in_pieces_of(100, monkeypatch)
    put(tmp_path, HEADER + ANN.replace("EMEA", "x" * 500))
    assert "a record is longer than" in refused(tmp_path, source_of())


@given(st.lists(st.binary(max_size=30).filter(lambda text: b"\0" not in text), max_size=40, unique=True))
def test_different_keys_have_different_hashes(texts):
    assert not has_repeats(hashes(cells_of(texts)))
    assert has_repeats(hashes(cells_of([*texts, *texts[:1]]))) == bool(texts)


def test_keys_that_share_a_long_beginning_have_different_hashes():
    texts = [b"00Q5g00000" + str(number).encode() for number in range(100_000)]
    assert not has_repeats(hashes(cells_of(texts)))


@given(st.lists(st.lists(st.integers(0, 40), max_size=9), max_size=9), st.integers(1, 12))
def test_a_repeated_key_is_found_whatever_batches_it_comes_in(batches, more):
    seen = SeenKeys()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(keys, "_MORE", more)
        for batch in batches:
            seen.add(np.array(batch, dtype=np.uint64))
    whole = [found for batch in batches for found in batch]
    assert seen.has_repeats() == (len(set(whole)) < len(whole))


def has_repeats(found):
    seen = SeenKeys()
    seen.add(found)
    return seen.has_repeats()


def cells_of(texts):
    lengths = np.array([len(text) for text in texts], dtype=np.int64)
    return Cells(np.frombuffer(b"".join(texts), dtype=np.uint8), np.cumsum(lengths) - lengths, lengths)


def test_of_the_same_key_the_newest_counts_and_of_equal_instants_the_last():
    kept = newest(np.array([1, 2, 1, 2, 1], dtype=np.uint64), np.array([5, 7, 9, 7, 8]))
    assert kept.tolist() == [False, False, True, True, False]


# ---------------------------------------------------------------- the two readers of CSV


csv_like = st.text(st.sampled_from('ab,"\n\r;é'), max_size=40)
quoted_field = st.sampled_from(['"a"', '""', '"a""b"', '",\n"', '"\r"', "a", "é"])
# Long enough for the words of 64 bytes in which the check is made, and nearly right.
nearly_csv = st.builds(
    lambda fields, at, instead: "".join([*fields[:at], instead, *fields[at + 1 :]]),
    st.lists(st.one_of(quoted_field, st.sampled_from([",", "\n", "\r\n", ",,"])), max_size=60),
    st.integers(0, 60),
    st.sampled_from(['"', ",", "\r", "a", "\n", ""]),
)
# Blocks that end inside, at and after the end of such a word.
sizes = st.one_of(st.integers(1, 7), st.sampled_from([63, 64, 65, 128, 1000]))


@settings(max_examples=500)
@given(st.one_of(csv_like, nearly_csv), sizes)
def test_quotes_are_well_placed_exactly_where_the_slow_reader_reads_records(text, size):
    data = text.encode()
    quotes = Quotes(",")
    blocks = [data[at : at + size] for at in range(0, len(data), size)]
    placed = [quotes.are_well_placed(block) for block in blocks] + [quotes.are_well_placed(b"", last=True)]
    lines = [line + "\n" for line in text.split("\n")]
    lines[-1:] = [lines[-1][:-1]] if lines[-1] != "\n" else []
    slow = list(records(enumerate(lines, start=1), ","))
    assert all(placed) == all(isinstance(found, Record) for found in slow)


@given(
    st.lists(
        st.lists(st.text(st.characters(exclude_characters="\0", exclude_categories=["Cs"])), min_size=2, max_size=4)
    )
)
def test_what_the_standard_library_writes_is_read_back(rows):
    import csv
    import io

    written = io.StringIO(newline="")
    csv.writer(written, lineterminator="\n", quoting=csv.QUOTE_ALL).writerows(rows)
    lines = written.getvalue().split("\n")
    found = list(records(enumerate((line + "\n" for line in lines[:-1]), start=1), ","))
    assert [list(record.fields) for record in found if isinstance(record, Record)] == rows


def test_a_broken_record_does_not_end_the_reading():
    found = list(records(enumerate(['1,a"b"\n', "2,b\n"], start=1), ","))
    assert (type(found[0]), found[1]) == (Broken, Record(2, ("2", "b")))


def test_mutations_are_refused_or_read_as_the_slow_reader_reads_them(tmp_path):
    from bench.mutations import HEADER, ROWS, mutated, outcome

    (tmp_path / "data").mkdir()
    chance = random.Random(20261121)
    whole = (HEADER + "".join(ROWS)).encode()
    outcomes = [outcome(mutated(whole, chance), tmp_path) for _ in range(250)]
    assert 20 < outcomes.count("read") < 80


# ---------------------------------------------------------------- for people


def test_lines_are_physical_and_those_of_the_keys_that_are_there(tmp_path):
    put(tmp_path, 'id,it\n1,"a\nb"\n007,"1200.50"\n7,""\n')
    export = opened(tmp_path, one_column("text"), wanted=[])
    assert export.lines({"007", "1", "8"}) == {"1": 2, "007": 4}


def test_the_line_of_a_duplicate_is_its_last(tmp_path):
    put(tmp_path, HEADER + ANN + BEN + ANN)
    assert opened(tmp_path, source_of(duplicates={"newest_by": "mql_at"})).lines({"1"}) == {"1": 4}


def test_reading_an_export_needs_no_library_until_its_rows_are_read():
    code = "import living_sla.exports, sys; print({'pyarrow', 'duckdb', 'pandas'} & set(sys.modules))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout == "set()\n"


def test_a_file_that_this_user_may_not_read_is_said(tmp_path, monkeypatch):
    put(tmp_path, HEADER + ANN)

    def refuse(*_args, **_options):
        raise PermissionError

    monkeypatch.setattr(Path, "open", refuse)
    assert refused(tmp_path, source_of()) == (
        "data/exports/leads.csv: SLA-F048 the export may not be read by this user\n"
        "  hint: give the user who builds the site the right to read it"
    )

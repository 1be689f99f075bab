"""The record of a review as its file: what is written is read again exactly, and nothing else is read at all."""

from __future__ import annotations

import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from living_sla.errors import Faults
from living_sla.reviews.record_file import MOST_BYTES, read_record, record_text
from tests.reviews import examples

PATH = "docs/reviews/2026-Q3/snapshot.json"
RECORDS = {
    "a quarter": examples.record(),
    "the first of all": examples.second_quarter(),
    "a month": examples.of_a_month(),
    "provisional": examples.provisional().record,
    "a correction": examples.correction().record,
}


def refused(content: bytes) -> str:
    """What is said of a file that is not a record."""
    with pytest.raises(Faults) as found:
        read_record(content, PATH)
    return str(found.value)


@pytest.mark.parametrize("record", RECORDS.values(), ids=RECORDS)
def test_what_is_written_is_read_again(record):
    assert read_record(record_text(record), PATH) == record


def test_a_record_is_written_in_one_line_of_sorted_keys():
    text = record_text(examples.record()).decode()
    assert text == json.dumps(json.loads(text), ensure_ascii=False, sort_keys=True, separators=(",", ":"))


@given(st.data())
@settings(max_examples=200)
def test_any_changed_byte_is_refused_or_another_record(data):
    content = record_text(examples.record())
    at = data.draw(st.integers(0, len(content) - 1))
    byte = data.draw(st.sampled_from([*b'0123456789"{}[],:-+.eE/ \n\x00', 0x7F, 0x80, 0xFF]))
    changed = content[:at] + bytes([byte]) + content[at + 1 :]
    if changed == content:
        return
    try:
        found = read_record(changed, PATH)
    except Faults as faults:
        assert "SLA-F091" in str(faults)  # noqa: PT017
    else:
        assert found != examples.record()


NOT_RECORDS: dict[str, bytes] = {
    "nothing": b"",
    "no text": b"\xff\xfe\x00",
    "no JSON": b"{",
    "a list": b"[]",
    "no schema": b"{}",
    "another schema": b'{"schema":"sla-terms/1"}',
    "a schema that is no text": b'{"schema":[1]}',
    "a number that is none": b'{"pending":NaN,"schema":"sla-snapshot/1"}',
    "endless": b'{"pending":Infinity,"schema":"sla-snapshot/1"}',
    "with a point": b'{"pending":1.0,"schema":"sla-snapshot/1"}',
    "too large": b'{"pending":9007199254740992,"schema":"sla-snapshot/1"}',
    "of ten thousand digits": b'{"pending":' + b"9" * 10_000 + b',"schema":"sla-snapshot/1"}',
    "deep": b'{"a":' * 100_000 + b"1" + b"}" * 100_000,
    "deep lists": b"[" * 1_000_000,
    "half a character": b'{"id":"\\ud800","schema":"sla-snapshot/1"}',
    "100 MB": b" " * (MOST_BYTES + 1),
}


@pytest.mark.parametrize("content", NOT_RECORDS.values(), ids=NOT_RECORDS)
def test_what_is_not_a_record_is_a_fault(content):
    said = refused(content)
    assert said.startswith(f"{PATH}: SLA-F091 ")
    assert "\n  hint: " in said


def test_a_later_schema_asks_for_a_newer_release():
    content = record_text(examples.record()).replace(b"sla-snapshot/1", b"sla-snapshot/2")
    assert refused(content) == (
        f"{PATH}: SLA-F091 is a record of schema 2, which this release does not know\n"
        "  hint: install a newer release of living-sla: pip install --upgrade living-sla"
    )

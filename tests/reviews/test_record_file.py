"""The record of a review as its file: what is written is read again exactly, and nothing else is read at all."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from living_sla.errors import Faults
from living_sla.model.figures.attainment import Status
from living_sla.model.figures.outcome import Counts
from living_sla.model.reviews.record import ReviewRecord
from living_sla.reviews.folder.record_file import MOST_BYTES, read_brief, read_record, record_text
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
@settings(max_examples=60, deadline=None)
def test_any_changed_byte_is_refused_or_another_record(data):
    record = RECORDS["a quarter"]
    content = record_text(record)
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
        assert found != record


def changed(before: str, after: str) -> bytes:
    """The record with one text in its file replaced, the first time that it is there."""
    content = record_text(examples.record())
    assert before.encode() in content, before
    return content.replace(before.encode(), after.encode(), 1)


CHANGED = {
    "a fraction that is long to read": ('"value":"', '"value":"9e999999999'),
    "a fraction under a name spelled otherwise": ('"value":"', '"val\\u0075e":"1e999999999","value":"'),
    "a fraction of nothing": ('"value":"331/340"', '"value":"331/0"'),
    "a fraction that can be shortened": ('"value":"331/340"', '"value":"662/680"'),
    "a decimal that is long to write": ('"amount":"0.95"', '"amount":"1E+999999999"'),
    "no number": ('"amount":"0.95"', '"amount":"NaN"'),
    "an instant without a zone": ('"as_of":"2026-10-06T17:30:00Z"', '"as_of":"2026-10-06T17:30:00"'),
    "an instant in another zone": ('"as_of":"2026-10-06T17:30:00Z"', '"as_of":"2026-10-06T18:30:00+01:00"'),
    "a day of no calendar": ('"on":"2026-07-20"', '"on":"2026-02-30"'),
    "a day before all others": ('"on":"2026-07-20"', '"on":"0001-01-01"'),
    "a field that nobody knows": ('"actions":', '"a":1,"actions":'),
    "a key twice": ('"fiscal_year_start":1', '"fiscal_year_start":1,"fiscal_year_start":1'),
    "a space": ('"fiscal_year_start":1', '"fiscal_year_start": 1'),
    "a text for a number": ('"fiscal_year_start":1', '"fiscal_year_start":"1"'),
    "true for a number": ('"fiscal_year_start":1', '"fiscal_year_start":true'),
    "no month": ('"fiscal_year_start":1', '"fiscal_year_start":13'),
    "minus nothing": ('"pending":0', '"pending":-0'),
    "fewer than none": ('"pending":0', '"pending":-1'),
    "a letter spelled as a number": ("Ana Ruiz", "\\u0041na Ruiz"),
    "more periods than there are": ('"in_review":3', '"in_review":99'),
    "another commitment's figure": ('"commitment":"first-contact"', '"commitment":"second-contact"'),
    "terms beside the folder": ("terms/lead-handoff.v1.md", "terms/../../../mkdocs.yml"),
    "a name that leads away": ('"id":"2026-Q3"', '"id":"../2026-Q3"'),
    "a period of another name": ('"id":"2026-Q3"', '"id":"2026-Q4"'),
    "half a seal": (examples.seal_of("2026-Q2"), "ab12"),
    "a record that missed": (
        '"period":{"end"',
        '"misses":[{"due_at":"2026-01-01T00:00:00Z","ended_at":null,"key":"1","started_at":"2026-01-01T00:00:00Z"}],'
        '"period":{"end"',
    ),
    "a level that there is not": ('"level":3', '"level":9'),
    "another status": ('"status":"met"', '"status":"kept"'),
}


@pytest.mark.parametrize(("before", "after"), CHANGED.values(), ids=CHANGED)
def test_a_value_that_no_record_has_is_a_fault(before, after):
    said = refused(changed(before, after))
    assert said.startswith(f"{PATH}: SLA-F091 ")


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


_TEXTS = st.text(max_size=12) | st.sampled_from(
    ["", "\u2028", "\U0001f600", "\ufffd", '"', "\\", "1e9", "\x00", "value"]
)
_FRACTIONS = st.fractions() | st.sampled_from(
    [Fraction(0), Fraction(-1, 3), Fraction(10**30, 7), Fraction(1, 10**30), Fraction(1)]
)
_COUNTS = st.integers(0, 10**9) | st.sampled_from([0, 1, 2**31, 10**12])


@given(st.data())
@settings(max_examples=25, deadline=None)
def test_every_record_is_read_as_it_was_written(data):
    """Also with texts, numbers and instants that are close to what a file cannot hold."""
    one = examples.first_contact()
    counts = Counts(*(data.draw(_COUNTS) for _ in range(5)))
    instants = st.datetimes(datetime(1900, 1, 1), datetime(2199, 12, 31), timezones=st.just(UTC))
    whole = replace(
        one.series[-1],
        value=data.draw(_FRACTIONS | st.none()),
        lower=data.draw(_FRACTIONS | st.none()),
        without_exceptions=data.draw(_FRACTIONS | st.none()),
        counts=counts,
        reason=data.draw(_TEXTS),
        segment=data.draw(_TEXTS | st.none()),
        merged=tuple(data.draw(st.lists(_TEXTS, max_size=3))),
        as_of=data.draw(instants),
        age=data.draw(st.none() | st.timedeltas(timedelta(0), timedelta(10_000))),
        status=data.draw(st.sampled_from([*Status, None])),
        broken=data.draw(st.booleans()),
        warn=data.draw(st.none() | st.decimals("0", "1", places=4)),
        parts=(replace(one.series[0], misses=()),) * data.draw(st.integers(0, 2)),
    )
    found = replace(
        one, title=data.draw(_TEXTS), series=(*one.series[:-1], whole), in_review=data.draw(st.integers(0, 3))
    )
    teams = data.draw(st.dictionaries(_TEXTS | st.sampled_from(["value", "as_of", "on"]), _TEXTS, max_size=3))
    agreement = examples.agreement(commitments=(found,), parties=teams, names=teams)
    record = examples.record(agreements=(agreement,), pending=data.draw(_COUNTS))
    assert read_record(record_text(record), PATH) == record


def test_a_later_schema_asks_for_a_newer_release():
    content = record_text(examples.record()).replace(b"sla-snapshot/1", b"sla-snapshot/2")
    assert refused(content) == (
        f"{PATH}: SLA-F091 is a record of schema 2, which this release does not know\n"
        "  hint: install a newer release of living-sla: pip install --upgrade living-sla"
    )


LEADING_AWAY = ("terms beside the folder", "a name that leads away", "a period of another name", "half a seal")


@pytest.mark.parametrize("what", LEADING_AWAY)
def test_a_record_that_is_read_in_brief_has_names_that_lead_nowhere_else(what):
    with pytest.raises(Faults, match="SLA-F091"):
        read_brief(changed(*CHANGED[what]), PATH)


KEYS = (',"segments":[', ',"sentence":', '"', "\\", "]", "[", "},{", ',"in_review":1', "é", " ")


def briefly(record: ReviewRecord) -> ReviewRecord:
    """What `read_brief` leaves of a record, commitment by commitment."""
    agreements = tuple(
        replace(
            of,
            commitments=tuple(replace(owed, **LEFT_OUT, series=owed.reviewed, segments=()) for owed in of.commitments),
        )
        for of in record.agreements
    )
    return replace(record, agreements=agreements)


LEFT_OUT: dict[str, Any] = {
    **dict.fromkeys(("pooled", "before", "usual", "variation", "assurance", "durations")),
    **dict.fromkeys(("pooled_segments", "before_segments"), ()),
}


@given(st.lists(st.lists(st.sampled_from(KEYS), max_size=4).map("".join), min_size=4, max_size=4), st.booleans())
@settings(max_examples=40, deadline=None)
def test_texts_that_look_like_keys_cut_nothing_out_of_a_record_in_brief(texts, with_segments):
    title, sentence, segment, reason = texts
    record = RECORDS["a quarter"]
    first, *others = record.agreements
    owed, *more = first.commitments
    figure = replace(owed.series[0], segment=segment, reason=reason)
    segments = ((figure, figure),) * len(owed.series) if with_segments else owed.segments
    owed = replace(owed, title=title, sentence=sentence, segments=segments)
    changed = replace(record, agreements=(replace(first, commitments=(owed, *more)), *others))
    assert read_brief(record_text(changed), PATH) == briefly(changed)


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (',"sentence":', ', "sentence":'),
        (',"sentence":"', ',"x":[],"sentence":"'),
        (',"segments":[', ',"segments":[{"segments":[],"sentence":""},'),
        (',"segments":[', ',"segments":[[{"x":1,"sentence":""}],'),
        (',"segments":[', ',"in_review":3,"segments":['),
    ],
)
def test_a_record_in_another_form_is_read_in_brief_as_any_json(before, after):
    text = record_text(RECORDS["a quarter"]).decode()
    assert before in text
    assert read_brief(text.replace(before, after, 1).encode(), PATH) == briefly(RECORDS["a quarter"])

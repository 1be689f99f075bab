"""Records of every schema that was ever released stay readable, byte for byte; these files are never made anew."""

from __future__ import annotations

import json
from fractions import Fraction
from pathlib import Path

import pytest
from tools.reference import record_schema

from living_sla.documents.schemas import document_schema
from living_sla.model.figures.attainment import Status
from living_sla.reviews.record_file import read_record, record_text
from tests.agreements.test_json_schema import accepts

GOLDEN = Path(__file__).with_name("golden")
RECORDS = {file.stem: file for file in sorted(GOLDEN.glob("sla-snapshot-*.json"))}


@pytest.mark.parametrize("name", RECORDS)
def test_a_record_of_the_past_is_read_and_would_be_written_the_same_today(name):
    content = RECORDS[name].read_bytes()
    assert record_text(read_record(content, name)) == content


@pytest.mark.parametrize("name", RECORDS)
def test_a_record_is_as_its_schema_says(name):
    schema = json.loads(document_schema("snapshot"))
    assert accepts(schema, json.loads(RECORDS[name].read_bytes()), schema)
    assert not accepts(schema, json.loads(RECORDS[name].read_bytes()) | {"misses": []}, schema)


def test_the_schema_is_that_of_the_classes():
    """`make schemas` writes it again; what a released schema has stays in it."""
    assert record_schema.FILE.read_text(encoding="utf-8") == record_schema.text()


def test_schema_1_says_today_what_it_said_when_it_was_written():
    """One value of every kind, so that no field has come to mean something else."""
    record = read_record(RECORDS["sla-snapshot-1.by-hand"].read_bytes(), "golden")
    agreement = record.agreement("lead-handoff")
    contact = agreement.commitments[1]
    assert (record.id, record.period.label, record.as_of.isoformat()) == (
        "2026-Q3",
        "2026-Q3",
        "2026-10-06T17:30:00+00:00",
    )
    assert [of.period.label for of in contact.reviewed] == ["2026-07", "2026-08", "2026-09"]
    assert [of.status for of in contact.reviewed] == [Status.MET, Status.MISSED, Status.MET]
    assert contact.reviewed[1].value == Fraction(288, 340)
    assert contact.pooled is not None
    assert contact.pooled.value == Fraction(943, 1020)
    assert [of.segment for of in contact.pooled_segments] == ["AMER", "APAC", "EMEA"]
    assert agreement.signatories == {
        "marketing": ("ana.ruiz@northwind.example",),
        "sales": ("ben.okafor@northwind.example",),
    }
    assert agreement.exceptions[0].effect == "exclude"
    assert record.actions[0].done is not None

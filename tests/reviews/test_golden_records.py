"""Records of every schema that was ever released stay what they are: read, shown and verified, byte for byte.

A schema that was released keeps its files as they are. Until schema 1 is, they are made again with the record.
"""

from __future__ import annotations

import hashlib
import json
from fractions import Fraction
from pathlib import Path

import pytest
from tools.reference import record_schema

from living_sla.documents.schemas import document_schema
from living_sla.model.figures.attainment import Status
from living_sla.model.reviews.review import Review
from living_sla.model.reviews.review_id import review_id
from living_sla.pages.links import Links
from living_sla.pages.reviews.review import PARTS, review_page
from living_sla.reviews.checking.contradictions import contradictions
from living_sla.reviews.folder.layout import RECORD, is_sealed
from living_sla.reviews.folder.manifest import listed, seal
from living_sla.reviews.folder.record_file import read_brief, read_record, record_text
from tests.agreements.test_json_schema import accepts
from tests.pages.reading import Reading

GOLDEN = Path(__file__).with_name("golden")
RECORDS = {file.relative_to(GOLDEN).as_posix(): file for file in sorted(GOLDEN.glob("sla-snapshot-*/**/*.json"))}
REVIEWS = {GOLDEN / "sla-snapshot-1" / "2026-09": "69d479b3a037"}
"""Folders of reviews as they were written, and how their seals begin."""


@pytest.mark.parametrize("name", RECORDS)
def test_a_record_of_the_past_is_read_and_would_be_written_the_same_today(name):
    content = RECORDS[name].read_bytes()
    assert record_text(read_record(content, name)) == content


@pytest.mark.parametrize("name", RECORDS)
def test_a_record_of_the_past_is_shown(name):
    record = read_record(RECORDS[name].read_bytes(), name)
    review = Review(review_id(record.id), f"docs/reviews/{record.id}", "ab" * 32, record, None)
    agreements = {agreement.id: agreement.path for agreement in record.agreements}
    reading = Reading(review_page(review, [review], Links(f"reviews/{record.id}", agreements)))
    assert [of["id"] for of in reading.all("h2")] == [part for part, _ in PARTS]
    for commitment in (of for agreement in record.agreements for of in agreement.commitments):
        assert commitment.title in reading.text


@pytest.mark.parametrize("folder", REVIEWS, ids=lambda folder: folder.name)
def test_a_review_of_the_past_verifies(folder):
    content = (folder / "SHA256SUMS").read_bytes()
    paths = [file.relative_to(folder).as_posix() for file in folder.rglob("*") if file.is_file()]
    found = {path: hashlib.sha256((folder / path).read_bytes()).hexdigest() for path in paths if is_sealed(path)}
    assert listed(content) == found
    assert seal(content).startswith(REVIEWS[folder])
    assert read_record((folder / RECORD).read_bytes(), RECORD).id == folder.name


@pytest.mark.parametrize("folder", REVIEWS, ids=lambda folder: folder.name)
def test_the_files_of_a_review_of_the_past_say_one_thing_today(folder):
    """Whoever changes what is written beside a record keeps what older ones are held against, by their schema."""
    paths = [file.relative_to(folder).as_posix() for file in folder.rglob("*") if file.is_file()]
    files = {path: (folder / path).read_bytes() for path in paths}
    for read, is_whole in ((read_record, True), (read_brief, False)):
        record = read(files[RECORD], RECORD)
        assert contradictions(record, files, is_whole=is_whole) == ()


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
    record = read_record(RECORDS["sla-snapshot-1/by-hand.json"].read_bytes(), "golden")
    agreement = record.agreement("lead-handoff")
    contact = agreement.commitments[1]
    period = record.period
    assert (record.id, period.label, period.kind, str(period.first_on), str(period.end_on)) == (
        *("2026-Q3", "2026-Q3", "quarter"),
        *("2026-07-01", "2026-10-01"),
    )
    assert record.as_of.isoformat() == "2026-10-06T17:30:00+00:00"
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

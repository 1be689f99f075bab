"""The figures of a record as a table."""

from __future__ import annotations

import csv
import io

from msgspec.structs import replace

from living_sla.documents.cells import FOR_SPREADSHEETS
from living_sla.documents.review_tables import figures_csv
from tests.reviews import examples


def rows(record) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(figures_csv(record).removeprefix(FOR_SPREADSHEETS))))


def test_one_row_an_agreement_commitment_period_and_segment():
    found = [row for row in rows(examples.record()) if row["commitment"] == "first-contact"]
    assert [(row["period"], row["segment"], row["pooled"]) for row in found[-11:]] == [
        ("2026-07", "", "False"),
        ("2026-08", "", "False"),
        ("2026-09", "", "False"),
        *(("2026-Q2", segment, "True") for segment in ("", "AMER", "APAC", "EMEA")),
        *(("2026-Q3", segment, "True") for segment in ("", "AMER", "APAC", "EMEA")),
    ]


def test_pooled_figures_have_no_verdict_and_no_target():
    pooled = [row for row in rows(examples.record()) if row["pooled"] == "True"]
    assert {(row["status"], row["target"]) for row in pooled} == {("", "")}


def test_a_spreadsheet_takes_no_segment_for_a_formula():
    one = examples.first_contact()
    segments = (replace(one.pooled_segments[0], segment='=HYPERLINK("https://evil.example")'), *one.pooled_segments[1:])
    agreement = examples.agreement(commitments=(replace(one, pooled_segments=segments),))
    found = {row["segment"] for row in rows(examples.record(agreements=(agreement,)))}
    assert '\'=HYPERLINK("https://evil.example")' in found

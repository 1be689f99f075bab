"""Exports that nobody here made: a city's requests, a bank's lead desk, and what connectors of four CRMs write."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import UTC, datetime

import numpy as np
import pytest
import yaml

from living_sla.model.agreement.source import Source
from living_sla.scaffold.guess import guess
from tests.factories.exports import opened, put, refused, rows_of, source_of

pytestmark = pytest.mark.acceptance


def columns(**types: str | tuple[str, str]) -> dict[str, dict[str, str]]:
    """Columns of the same name as in the file, or of the name given beside the type."""
    named = {name: (name, kind) if isinstance(kind, str) else kind for name, kind in types.items()}
    return {name: {"from": header, "type": kind} for name, (header, kind) in named.items()}


def copied(root, file, **source):
    put(root, file.read_bytes(), file.name)
    return opened(root, source_of(path=f"exports/{file.name}", **source))


BOSTON = columns(case_enquiry_id="text", open_dt="instant", target_dt="instant", closed_dt="instant", flag="text",
                 department="text")  # fmt: skip


def boston(root, shared_data):
    file = shared_data / "boston-service-requests-2011H2.csv.gz"
    return copied(
        root, file, columns=BOSTON, key="case_enquiry_id", timezone="America/New_York", as_of="2023-05-01T00:00"
    )


def test_boston_has_as_many_requests_with_target_and_flag_a_month_as_published(tmp_path, shared_data):
    export = boston(tmp_path, shared_data)
    months = np.arange("2011-07", "2012-02", dtype="datetime64[M]").astype("datetime64[us]").astype(np.int64)
    months += 4 * 3_600_000_000  # New York is 4 hours behind; no edge of a month here lies in winter but the last
    months[5:] += 3_600_000_000
    counts = np.zeros(6, dtype=np.int64)
    for batch in export.batches():
        opened_at, target, flag = (batch.columns[name] for name in ("open_dt", "target_dt", "flag"))
        both = target.filled & flag.filled
        counts += np.histogram(opened_at.values[both], bins=months)[0]
    assert counts.tolist() == [8136, 9602, 8994, 8908, 6024, 5448]
    assert export.facts().rows == 58_251


def test_the_lead_desk_of_a_bank_is_read_to_the_millisecond(tmp_path, shared_data):
    file = shared_data / "bank-lead-desk-2011-2012.csv"
    kinds = columns(case="text", handoff="instant", first_touch="instant", attempts="integer", resource="text")
    source = {"columns": kinds, "key": "case", "timezone": "Europe/Amsterdam", "as_of": {"newest_of": ["first_touch"]}}
    export = copied(tmp_path, file, **source)
    rows = rows_of(export)
    assert len(rows) == 4755
    assert rows[0]["handoff"] == datetime(2011, 10, 1, 7, 46, 18, 623_000, tzinfo=UTC)
    assert export.facts().as_of.date().isoformat() == "2012-03-01"  # the last touch; the log itself ends on the 14th


DECIDED: Mapping[str, dict[str, object]] = {
    "contact_property_history_data.csv": {"duplicates": {"newest_by": "timestamp"}},
    "deal_property_history_data.csv": {"duplicates": {"newest_by": "timestamp"}},
}
"""What a person adds to the guessed entry, where it says that no column is a key."""
ROWS = {
    "contact_data.csv": 22,
    "contact_merge_audit_data.csv": 4,
    "contact_property_history_data.csv": 100,
    "deal_property_history_data.csv": 100,
    "engagement_data.csv": 1,
    "marketo_activity_change_data_value_data.csv": 100,
    "marketo_activity_merge_leads_data.csv": 100,
    "pardot_prospect_data.csv": 100,
    "property_data.csv": 10,
    "sf_lead_data.csv": 1,
    "sf_task_data.csv": 10,
}


def entry_of(root, file):
    """The entry that is guessed for a sample, as the site reads it, and its text."""
    text = guess(put(root, file.read_bytes(), file.name))
    ((_, entry),) = yaml.load(text, Loader=yaml.BaseLoader).items()
    return entry, text


def test_every_sample_stands_here(shared_data):
    assert set(ROWS) == {path.name for path in (shared_data / "crm-export-samples").iterdir()}


@pytest.mark.parametrize("name", ROWS)
def test_samples_of_connectors_are_read_as_they_were_guessed(name, tmp_path, shared_data):
    entry, _ = entry_of(tmp_path, shared_data / "crm-export-samples" / name)
    source = Source.model_validate(entry | DECIDED.get(name, {}))
    export = opened(tmp_path, source)
    found = rows_of(export)
    facts = export.facts()
    assert facts.rows == ROWS[name]
    assert len(found) + facts.duplicates_dropped == ROWS[name]
    instants = [column for column, spec in source.columns.items() if spec.type == "instant"]
    assert instants
    assert all(any(row[column] is not None for row in found) for column in instants)


@pytest.mark.parametrize("name", DECIDED)
def test_a_log_of_changes_without_an_identifier_is_refused_until_somebody_decides(name, tmp_path, shared_data):
    entry, text = entry_of(tmp_path, shared_data / "crm-export-samples" / name)
    assert "# decide: no column is filled and different in every row; with duplicates: {newest_by: timestamp}" in text
    told = refused(tmp_path, Source.model_validate(entry))
    first, hint, *_ = told.split("\n")
    assert re.fullmatch(rf"data/exports/{name}:\d+:1: SLA-F038 the key is also that of line \d+", first)
    assert hint == (
        "  hint: export each record once, or add duplicates: {newest_by: a column of instants} to the source"
    )

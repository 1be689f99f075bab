"""Exports that nobody here made: a city's requests, a bank's lead desk, and what connectors of four CRMs write."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime

import numpy as np
import pytest

from tests.exports.exported import opened, put, refused, rows_of, source_of

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


SAMPLES: Mapping[str, tuple[str, dict[str, dict[str, str]], int]] = {
    "contact_data.csv": (
        "id",
        columns(id="text", deleted=("_fivetran_deleted", "boolean"), created=("property_createdate", "instant"),
                revenue=("property_annualrevenue", "number")),
        22,
    ),
    "engagement_data.csv": ("id", columns(id="text", type="text", synced=("_fivetran_synced", "instant")), 1),
    "marketo_activity_change_data_value_data.csv": ("id", columns(id="text", activity_date="instant"), 100),
    "marketo_activity_merge_leads_data.csv": (
        "id", columns(id="text", activity_date="instant", master_updated="boolean", merge_ids="text"), 100
    ),
    "pardot_prospect_data.csv": (
        "id", columns(id="text", created_at="instant", is_reviewed="boolean", score="integer"), 100
    ),
    "property_data.csv": ("fivetran_id", columns(fivetran_id=("_fivetran_id", "text"), created_at="instant"), 10),
    "sf_lead_data.csv": ("id", columns(id="text", created_date="instant", is_converted="boolean"), 1),
    "sf_task_data.csv": ("id", columns(id="text", created_date="instant", is_closed="boolean"), 10),
}  # fmt: skip


@pytest.mark.parametrize("name", SAMPLES)
def test_samples_of_connectors_are_read(name, tmp_path, shared_data):
    key, kinds, rows = SAMPLES[name]
    found = rows_of(copied(tmp_path, shared_data / "crm-export-samples" / name, columns=kinds, key=key))
    assert len(found) == rows
    for column, spec in kinds.items():
        if spec["type"] == "instant":
            assert all(row[column] is not None for row in found), column


def test_a_log_of_changes_is_refused_where_its_key_is_no_key(tmp_path, shared_data):
    file = shared_data / "crm-export-samples" / "contact_property_history_data.csv"
    put(tmp_path, file.read_bytes())
    kinds = columns(contact_id="text", timestamp="instant")
    assert 'SLA-F038 the key "' in refused(tmp_path, source_of(kinds, key="contact_id"))

"""What is open, as CSV for a spreadsheet."""

from __future__ import annotations

from living_sla.documents.cells import csv_text
from living_sla.model.figures.worklist import Worklist

_COLUMNS = ("due", "overdue", "record", "agreement", "commitment", "owner", "since", "link")


def worklist_csv(found: Worklist) -> str:
    """One row a record, those that fall due first come first; instants in UTC, texts defused."""
    return csv_text(
        _COLUMNS,
        (
            (
                record.due.isoformat(), record.is_overdue, record.key, record.agreement, record.commitment,
                record.owner or None, record.since.isoformat(), record.link,
            )
            for record in found.records
        ),
    )  # fmt: skip

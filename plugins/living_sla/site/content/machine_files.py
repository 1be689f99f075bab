"""What programs read of a site: JSON, CSV and badges, each the same for the same report.

All but the calendar say the same on every day of the build.
"""

from __future__ import annotations

from collections.abc import Iterator

from living_sla.documents.attainment import attainment_document
from living_sla.documents.changelog import changelog_document
from living_sla.documents.company_tables import calendar_table
from living_sla.documents.landed import MOST, landed
from living_sla.documents.rows import rows_of
from living_sla.documents.tables import site_tables
from living_sla.model import site_paths as paths
from living_sla.model.figures.standing import Report
from living_sla.pages.badge import badge


def machine_files(report: Report) -> Iterator[tuple[str, str]]:
    """Path and text of each file, below the site."""
    standings = [standing for agreement in report.agreements for standing in agreement.commitments]
    figures = attainment_document(standings, list(rows_of(standings)), report, replayed=False)
    yield paths.ATTAINMENT_FILE, f"{figures}\n"
    yield paths.CHANGES_FILE, f"{changelog_document(landed(report.agreements), most=MOST)}\n"
    yield from site_tables(report)
    yield paths.CALENDAR_TABLE, calendar_table(report)
    for standing in standings:
        yield paths.badge_file(standing.agreement, standing.id), badge(standing)

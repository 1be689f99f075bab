"""A small project that is frozen, and then changed: its exports, the calendar, the product, its terms."""

from __future__ import annotations

import csv
import io
import shutil
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest
from msgspec import Struct
from msgspec.structs import replace

from living_sla.measures import cohort, cohort_records
from living_sla.measures.shared_columns import Rows
from living_sla.model.agreement.kinds import Within
from living_sla.model.reviews.differences import FoundDifferences
from living_sla.model.reviews.record import ReviewRecord
from living_sla.model.reviews.review import Review
from living_sla.model.reviews.review_id import review_id
from living_sla.model.time import coverage
from living_sla.model.time.calendar import holidays_of
from living_sla.report import read_agreed
from living_sla.reviews.differences import sealed_calendar
from living_sla.reviews.differences.compare import compared
from living_sla.reviews.folder.layout import folder_of
from tests.factories.git_folders import GitFolder
from tests.reviews.frozen_projects import frozen_files

NAME = "2026-Q3"
HALF_AN_HOUR = 30 * 60 * 1_000_000
FOUR_HOURS = "limit: 4 business hours"

AGREEMENT = """---
title: Inbound lead hand-off
summary: Every lead is answered the same day.
effective: 2026-01-01
parties:
  marketing: {team: Demand Generation, contact: {name: Ana Ruiz, email: ana.ruiz@northwind.example}}
  sales: {team: Sales Development, contact: {name: Ben Okafor, email: ben.okafor@northwind.example}}
coverage: {timezone: Europe/London, hours: {mon-fri: 09:00-17:30}, holidays: GB-ENG}
commitments:
  - {id: first-contact, title: First contact, by: sales, category: hand-off, target: at least 90%, per: month,
     by_segment: region,
     measure: {kind: within, source: leads, from: mql_at, to: contacted_at, limit: 4 business hours}}
  - {id: in-days, title: In days, by: sales, category: hand-off, target: at least 90%, per: quarter, judged_by: due,
     measure: {kind: within, source: leads, from: mql_at, to: contacted_at, limit: 1 business day}}
  - {id: volume, title: Volume, by: marketing, category: goals, target: at least 3, per: month, by_segment: region,
     measure: {kind: count, source: leads, at: mql_at}}
  - {id: pipeline, title: Pipeline, by: marketing, category: goals, target: at least 100 EUR, per: month,
     measure: {kind: total, source: leads, column: amount, at: mql_at}}
  - {id: worth, title: Worth, by: marketing, category: goals, target: at least 10 EUR, per: month,
     measure: {kind: average, source: leads, of: amount, at: mql_at}}
  - {id: speed, title: Speed, by: sales, category: hand-off, target: at most 3 business hours, per: month,
     measure: {kind: median, source: leads, from: mql_at, to: contacted_at}}
  - {id: tries, title: Tries, by: sales, category: hand-off, target: at least 50%, per: month,
     measure: {kind: attempts, source: leads, from: mql_at, times: 2, limit: 8 business hours,
               events: {source: calls, key: lead, at: at}}}
  - {id: slow, title: Slow, by: sales, category: hand-off, target: at most 8 business hours, per: week, judged_by: end,
     measure: {kind: percentile, source: leads, percentile: 90, from: mql_at, to: contacted_at}}
  - {id: converted, title: Converted, by: sales, category: hand-off, target: at least 10%, per: month,
     by_segment: region, measure: {kind: conversion, source: leads, from: mql_at, to: contacted_at, limit: 2 days}}
  - {id: called, title: Called, by: sales, category: hand-off, target: at least 10%, per: month,
     measure: {kind: within, source: leads, from: mql_at, to: {first: {source: calls, key: lead, at: at}},
               limit: 1 business day}}
  - {id: report, title: Report, by: marketing, category: goals, target: at least 50%, per: quarter,
     measure: {kind: deliverable, source: reports, at: at, due: last working day of every month}}
exceptions:
  - {id: moved, from: 2026-09-14T12:00, until: 2026-09-15T12:00, reason: The office moved, effect: pause}
  - {id: outage, from: 2026-07-14, until: 2026-07-15, reason: CRM outage, commitments: [volume], effect: exclude}
---
"""
TIGHTER = AGREEMENT.replace(FOUR_HOURS, "limit: 3 business hours").replace("2026-01-01", "2026-08-10")
"""The second version, which takes force inside the period."""
SOURCES = """leads:
  path: exports/leads.csv
  timezone: Europe/London
  key: id
  as_of: {newest_of: [changed_at]}
  max_unusable: 100%
  columns:
    id: {from: Id, type: text}
    mql_at: {from: Mql, type: instant}
    contacted_at: {from: Contacted, type: instant}
    region: {from: Region, type: text}
    amount: {from: Amount, type: money, currency: EUR}
    changed_at: {from: Changed, type: instant}
calls:
  path: exports/calls.csv
  timezone: Europe/London
  key: id
  as_of: 2026-10-05T09:00
  columns:
    id: {from: Id, type: text}
    lead: {from: Lead, type: text}
    at: {from: At, type: instant}
reports:
  path: exports/reports.csv
  timezone: Europe/London
  key: id
  as_of: 2026-10-05T09:00
  columns:
    id: {from: Id, type: text}
    at: {from: At, type: instant}
"""
Row = Mapping[str, str]
LEAD, CALL, REPORT = ("Id", "Mql", "Contacted", "Region", "Amount", "Changed"), ("Id", "Lead", "At"), ("Id", "At")
AS_OF = "2026-10-05 09:00"


def lead(key: object, mql: str, contacted: str = "", region: str = "UKI", amount: str = "10") -> dict[str, str]:
    """One row of the export of leads."""
    row = {"Id": str(key), "Mql": mql, "Contacted": contacted, "Region": region, "Amount": amount}
    return {**row, "Changed": AS_OF}


class Export(Struct, frozen=True):
    """The exports of one day."""

    leads: Sequence[Row]
    calls: Sequence[Row] = ()
    reports: Sequence[Row] = ()

    def files(self) -> Iterator[tuple[str, bytes]]:
        for name, header, rows in (
            ("leads", LEAD, self.leads),
            ("calls", CALL, self.calls),
            ("reports", REPORT, self.reports),
        ):
            out = io.StringIO()
            writer = csv.DictWriter(out, header)
            writer.writeheader()
            writer.writerows(rows)
            yield f"{name}.csv", out.getvalue().encode()

    def write(self, root: Path, folder: str = "exports") -> None:
        """The files of the exports, below `data/`."""
        for name, content in self.files():
            path = root / "data" / folder / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content)


ON_THE_EDGE = [
    lead(101, "2026-07-06 09:00", "2026-07-06 13:10"),
    lead(102, "2026-07-03 15:00", "2026-07-06 11:00"),
    lead(103, "2026-08-17 15:00", "2026-08-18 11:00", "DACH"),
    lead(104, "2026-09-07 15:00", "2026-09-08 11:00"),
]
"""Missed by less than half an hour, all but the first in time if their last day were a holiday."""
LEADS = [
    *ON_THE_EDGE,
    *(
        lead(
            number,
            f"2026-{7 + number % 3:02}-{3 + number % 25:02} 15:00",
            f"2026-{7 + number % 3:02}-{3 + number % 25:02} {'16:30' if number % 4 else '17:10'}" if number % 6 else "",
            "UKI" if number % 2 else "DACH",
            str(number * 10),
        )
        for number in range(1, 40)
    ),
]
"""Leads of three months, some of which were answered late or never, in two regions that are large enough to show."""
CALLS = [{"Id": f"c{n}", "Lead": str(n % 13), "At": LEADS[n % 13]["Mql"]} for n in range(30)]
REPORTS = [{"Id": "r1", "At": "2026-07-30 12:00"}, {"Id": "r2", "At": "2026-09-01 12:00"}]
FIRST = Export(LEADS, CALLS, REPORTS)


def project(root: Path) -> GitFolder:
    """A project whose terms landed in January, and changed in August."""
    made = GitFolder.made(root, "--template=")
    files = {
        "agreements/lead-handoff.md": AGREEMENT,
        "data/sources.yml": SOURCES,
        ".gitignore": "data/exports/\ndata/kept/\n",
    }
    made.commit(dict(files), "Terms", at="2026-01-02T09:00:00Z")
    made.commit({"agreements/lead-handoff.md": TIGHTER}, "Three hours", at="2026-08-03T09:00:00Z")
    return made


def freeze(root: Path, name: str = NAME) -> ReviewRecord:
    """The record of a review, whose files are written into its folder."""
    contents = frozen_files(root, review_id(name), cache=False)
    for path, content in contents.files.items():
        target = root / folder_of(name) / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(content)
    return contents.record


def compare(root: Path, record: ReviewRecord) -> FoundDifferences:
    """How the figures of a review differ from today's."""
    agreed = read_agreed(root, now=datetime(2026, 10, 6, tzinfo=UTC), cache=False)
    return compared(agreed, Review(review_id(record.id), folder_of(record.id), "", record, None))


@contextmanager
def changed(*, holidays: Iterable[date] = (), due_later: int = 0) -> Iterator[None]:
    """Within it the holidays library knows other days, and the product calls records due so many microseconds later."""
    extra, due, within = set(holidays), Rows.due, cohort_records._VIEWS[Within]

    def others(region: str, year: int) -> dict[date, str]:
        return dict(sorted({**holidays_of(region, year), **{d: "Day" for d in extra if d.year == year}}.items()))

    def later(self: Rows, clock: Any, limit: Any) -> Any:
        return due(self, clock, limit) + due_later

    def by_dues(of: Any, rows: Rows, measure: Within) -> Any:
        view = within(of, rows, measure)
        return view if measure.limit is None else replace(view, late=None, dues=rows.due(of.clock, measure.limit))

    with pytest.MonkeyPatch.context() as patch:
        if extra:
            patch.setattr(coverage, "holidays_of", others)
            patch.setattr(sealed_calendar, "holidays_of", others)
        if due_later:
            patch.setattr(Rows, "due", later)
            patch.setitem(cohort_records._VIEWS, Within, by_dues)
        cohort._clock.cache_clear()  # a clock remembers the days of the release that it asked
        yield
    cohort._clock.cache_clear()


def copied(from_: Path, to: Path) -> Path:
    """A copy of a project, repository included."""
    shutil.copytree(from_, to, symlinks=True)
    return to

"""A project whose third quarter of 2026 can be frozen: two commitments, one export with people in it, in git."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

from living_sla.model.reviews.review_id import ReviewId
from living_sla.reviews.record.contents import FrozenContents, contents_of
from living_sla.reviews.record.ground import ground_of
from tests.factories.git_folders import GitFolder

NOW = datetime(2026, 10, 20, 9, tzinfo=UTC)
PATH = "agreements/lead-handoff.md"
EXPORT = "data/exports/leads.csv"
AGREEMENT = """\
---
id: lead-handoff
title: Inbound lead hand-off
summary: Marketing hands over leads; Sales answers them the same working day.
effective: 2026-02-01
parties:
  marketing:
    team: Demand Generation
    contact: {name: Ana Ruiz, email: ana.ruiz@northwind.example}
  sales:
    team: Sales Development
    contact: {name: Ben Okafor, email: ben.okafor@northwind.example}
channels:
  problems: leads@northwind.example
coverage:
  timezone: Europe/London
  hours: {mon-fri: 09:00-17:00}
commitments:
  - id: volume
    title: Qualified leads
    by: marketing
    category: goals
    measure: {kind: count, source: leads, at: mql_at}
    target: at least 2
    per: month
    owner: Ana Ruiz
  - id: first-contact
    title: First contact
    by: sales
    category: hand-off
    measure: {kind: within, source: leads, from: mql_at, to: contacted_at, limit: 4 business hours}
    target: at least 90%
    per: month
    owner: Ben Okafor
---
"""
SOURCES = """\
leads:
  path: exports/leads.csv
  timezone: Europe/London
  key: id
  as_of: 2026-10-15T17:00
  columns:
    id: {from: Id, type: text}
    mql_at: {from: Qualified, type: instant}
    contacted_at: {from: Contacted, type: instant}
  personal: [Name, Phone, Owner]
"""
HEADER = "Id,Name,Phone,Owner,Qualified,Contacted\n"
ROWS = "".join(
    f"L{month}{day:02},Greta Sandoval {month}{day},+44 20 7946 {month}{day:03},Ben Okafor,"
    f"2026-{month:02}-{day:02} 10:00,2026-{month:02}-{day:02} 11:00\n"
    for month in range(6, 10)
    for day in (2, 8, 16, 21)
)


def project(root: Path, **files: str | bytes | None) -> GitFolder:
    """The project, committed; `files` take the place of ours, or stand beside them."""
    made = GitFolder.made(root, "--template=")
    made.commit({PATH: AGREEMENT, "data/sources.yml": SOURCES, EXPORT: HEADER + ROWS, **files}, "Everything")
    return made


def frozen_files(root: Path, review: ReviewId, *, cache: bool = True) -> FrozenContents:
    """What a review of the project at `root` holds, by the state of its repository and its exports."""
    return contents_of(ground_of(root, review, cache=cache))

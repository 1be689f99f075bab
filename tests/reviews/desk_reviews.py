"""A small project of one agreement whose reviews are frozen from exports that tests write."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from pathlib import Path
from typing import NamedTuple

from tests.factories.desks import desk_agreement
from tests.factories.git_folders import GitFolder

SOURCES = """\
leads:
  path: exports/leads.csv
  timezone: Europe/London
  key: id
  as_of: 2026-11-11T12:00Z
  columns:
    id: {from: Id, type: text}
    arrived: {from: Arrived, type: instant}
    answered: {from: Answered, type: instant}
    region: {from: Region, type: text}
"""
SHARE, WEEKLY, COUNT, MEDIAN = (
    "measure: {kind: within, source: leads, from: arrived, to: answered, limit: 2 hours}\n    target: at least 60%",
    "measure: {kind: within, source: leads, from: arrived, to: answered, limit: 2 hours}\n    target: at least 60%",
    "measure: {kind: count, source: leads, at: arrived}\n    target: at least 10",
    "measure: {kind: median, source: leads, from: arrived, to: answered}\n    target: at most 3 hours",
)


def commitment(name: str, body: str, per: str = "month", *, segmented: bool = True, more: str = "") -> str:
    """The lines of one commitment."""
    by = "    by_segment: region\n" if segmented else ""
    lines = f"  - id: {name}\n    title: {name.title()}\n    by: sales\n    category: hand-off\n    {body}\n"
    return f"{lines}    per: {per}\n{by}{more}"


EVERY_KIND = "".join(
    [
        commitment("answers", SHARE),
        commitment("weekly", WEEKLY, "week"),
        commitment("volume", COUNT),
        commitment("median", MEDIAN),
        commitment("due", SHARE, more="    judged_by: due\n"),
    ]
)


class Lead(NamedTuple):
    """A row of the export."""

    id: str
    arrived: datetime
    answered: datetime | None
    region: str


def export(leads: Iterable[Lead]) -> str:
    """The file of the export."""
    rows = [
        f"{of.id},{of.arrived:%Y-%m-%dT%H:%M},{f'{of.answered:%Y-%m-%dT%H:%M}' if of.answered else ''},{of.region}"
        for of in leads
    ]
    return "\n".join(["Id,Arrived,Answered,Region", *rows, ""])


def project(root: Path, commitments: str = EVERY_KIND, *, effective: str = "2026-01-01", more: str = "") -> GitFolder:
    """The project in a repository, without an export."""
    folder = GitFolder.made(root)
    text = desk_agreement(commitments, effective=effective, more=more)
    folder.write(".gitignore", "data/exports/\n")
    folder.commit({"agreements/desk.md": text, "data/sources.yml": SOURCES})
    (root / "data" / "exports").mkdir()
    return folder

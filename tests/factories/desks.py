"""Small projects: one agreement between two desks, its sources, and exports given as text."""

from __future__ import annotations

from pathlib import Path

WEEKDAYS = "{timezone: Europe/London, hours: {mon-fri: 09:00-17:00}}"


def desk_agreement(
    commitments: str, *, id: str = "desk", effective: str = "2026-09-01", coverage: str = WEEKDAYS, more: str = ""
) -> str:
    """The text of an agreement; `commitments`, and `more` before them, are whole lines of its front matter."""
    return f"""\
---
id: {id}
title: Desk
summary: Leads are answered in time.
effective: {effective}
parties:
  marketing: {{team: Demand, contact: {{name: Demand desk, email: demand@northwind.example}}}}
  sales: {{team: Development, contact: {{name: Development desk, email: sales@northwind.example}}}}
coverage: {coverage}
{more}commitments:
{commitments}---
"""


def write_desk(root: Path, agreement: str, sources: str, **exports: str) -> Path:
    """The project at `root`: the file ``desk.md``, its sources, and a CSV file for each of `exports`."""
    for folder in ("agreements", "data/exports"):
        (root / folder).mkdir(parents=True, exist_ok=True)
    (root / "agreements" / "desk.md").write_text(agreement, encoding="utf-8")
    (root / "data" / "sources.yml").write_text(sources, encoding="utf-8")
    for name, text in exports.items():
        (root / "data" / "exports" / f"{name}.csv").write_text(text, encoding="utf-8")
    return root

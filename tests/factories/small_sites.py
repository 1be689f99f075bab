"""A small project on disk: one agreement, one export, the site's own settings. All names are invented."""

from __future__ import annotations

import re
from pathlib import Path

REPOSITORY = Path(__file__).parents[2]

AGREEMENT = """\
---
id: lead-handoff
title: Inbound lead hand-off
summary: Marketing hands over leads; Sales answers them the same working day.
effective: 2026-09-01
parties:
  marketing:
    team: Demand Generation
    contact: {name: Ana Ruiz, email: ana.ruiz@northwind.example}
  sales:
    team: Sales Development
    contact: {name: Ben Okafor, email: ben.okafor@northwind.example}
coverage:
  timezone: Europe/London
  hours: {mon-fri: 09:00-17:00}
commitments:
  - id: volume
    title: Qualified leads
    by: marketing
    category: goals
    measure: {kind: count, source: leads, at: mql_at}
    target: at least 30
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
contingency:
  - {when: 1 missed, do: Both contacts meet and name one cause.}
---
## Why we agreed

Because leads went cold.
"""

SOURCES = """\
leads:
  path: exports/leads.csv
  timezone: Europe/London
  key: id
  as_of: 2026-10-20T17:00
  columns:
    id: {from: Id, type: text}
    mql_at: {from: Qualified, type: instant}
    contacted_at: {from: Contacted, type: instant}
  personal: [Email]
  link: https://crm.example/leads/{id}
"""

HOME = """\
# Are we keeping our commitments?

{{ sla_scoreboard() }}
"""

GLOSSARY = """\
# Glossary

Words, and `{{ braces }}`.

| word | means | written |
| --- | --- | --- |
| commitment | what one party owes the other | `commitments:` |
| target | the number or limit to reach | `target: at least 95%` |
"""

CANARY = "canary.person@private.example"
"""Stands in every row of a personal column of the export; it must never leave it."""


def leads() -> str:
    """Three leads a working day from September 2026 until the 20th of October; every eleventh is answered late."""
    rows = ["Id,Qualified,Contacted,Email"]
    number = 0
    for month, days in ((9, range(1, 31)), (10, range(1, 21))):
        for day in days:
            for hour in (9, 11, 13):
                number += 1
                late = number % 11 == 0
                answered = f"2026-{month:02}-{day:02} {hour + (1 if not late else 8):02}:30"
                rows.append(f"L{number:04},2026-{month:02}-{day:02} {hour:02}:00,{answered},{CANARY}")
    return "\n".join(rows) + "\n"


def site_settings() -> str:
    """The settings of this repository's own site, but for the pages of its documentation that `nav` names."""
    settings = (REPOSITORY / "mkdocs.yml").read_text(encoding="utf-8")
    nav = '  - Guide: guide/*.md\n  - Reference: "*.md"\n'
    return re.sub(r"(?ms)^  - Start:.*", nav, settings)


def write_project(root: Path) -> Path:
    """The project at `root`, with `site_settings`."""
    for folder in ("agreements", "data/exports", "docs/guide"):
        (root / folder).mkdir(parents=True)
    (root / "mkdocs.yml").write_text(site_settings(), encoding="utf-8")
    (root / "agreements" / "lead-handoff.md").write_text(AGREEMENT, encoding="utf-8")
    (root / "data" / "sources.yml").write_text(SOURCES, encoding="utf-8")
    (root / "data" / "exports" / "leads.csv").write_text(leads(), encoding="utf-8")
    (root / "docs" / "index.md").write_text(HOME, encoding="utf-8")
    (root / "docs" / "guide" / "reading.md").write_text("# How to read\n\nSlowly.\n", encoding="utf-8")
    (root / "docs" / "glossary.md").write_text(GLOSSARY, encoding="utf-8")
    return root

"""An agreement as a writer would write it, and ways to spoil it."""

from __future__ import annotations

from pathlib import Path

import pytest

from living_sla.agreements.agreement_file import parse_agreement
from living_sla.agreements.project import Project
from living_sla.agreements.reader import load_project
from living_sla.errors import Faults, Notice
from living_sla.model.agreement.terms import Agreement

AGREEMENT = """\
---
id: lead-handoff
title: Inbound lead hand-off
summary: >
  Marketing hands over leads that Sales can work; Sales answers each of them the same working day.
effective: 2026-10-01
until: 2027-09-30
notice: 30 days
review: {every: quarter, next: 2027-01-12}

parties:
  marketing:
    team: Demand Generation
    contact: {name: Ana Ruiz, email: ana.ruiz@northwind.example}
    deputy: {name: Tom Beck, email: tom.beck@northwind.example}
    signs: [ana.ruiz@northwind.example]
  sales:
    team: Sales Development
    contact: {name: Ben Okafor, email: ben.okafor@northwind.example}
    signs: [ben.okafor@northwind.example]

channels:
  updates: "#lead-handoff"
  problems: leads@northwind.example
  meeting: every second Tuesday, 30 minutes

coverage:
  timezone: Europe/London
  hours: {mon-thu: 09:00-17:30, fri: [09:00-12:00, 13:00-16:00]}
  holidays: GB-ENG
  closed: [2026-12-24, 2026-12-28..2026-12-31]
  open: []

definitions:
  mql:
    means: A person at a target company who asked for a demo or scored 60 or more.
    where: {lifecycle: [mql, sql, customer], score: at least 60}
  first contact:
    means: A call, a personal e-mail or a meeting by a person; an automatic reply does not count.

personas:
  - {name: Head of Operations, means: "Runs logistics in a firm of 50 to 500 people."}
covers: ["Leads from web forms, events and paid campaigns"]
excludes: [Partner referrals, Existing customers]

commitments:
  - id: mql-volume
    title: Qualified leads
    by: marketing
    category: goals
    measure: {kind: count, source: leads, at: mql_at, where: mql}
    target: at least 400
    per: month
    owner: Ana Ruiz
  - id: first-contact
    title: First contact
    by: sales
    category: hand-off
    measure:
      kind: within
      source: leads
      where: mql
      from: mql_at
      to: first_contacted_at
      limit: 4 business hours
    target: at least 95%
    warn: 97%
    per: month
    by_segment: region
    owner: Ben Okafor
  - id: rejected
    title: Leads rejected as a bad fit
    by: marketing
    category: qualification
    measure: {kind: share, source: leads, at: mql_at, where: mql, that: {status: rejected}}
    target: at most 10%
    per: month
    owner: Tom Beck

needs:
  - {party: marketing, what: A weekly list of rejected leads with reasons, by: every Monday}
exceptions:
  - {id: crm-outage-aug, from: 2026-08-03T08:00, until: 2026-08-04T12:00, reason: CRM outage, \
commitments: [first-contact], effect: exclude}
contingency:
  - {when: 1 missed, commitment: first-contact, do: Both contacts meet and name one cause and one change.}
  - {when: 3 missed in a row, commitment: first-contact, do: Sales leadership reassigns capacity.}
cancellation: Either party, in writing, with the notice above.
tags: [inbound]
---

# Lead hand-off

Why we do this, in our own words.
"""

SOURCES = """\
leads:
  path: exports/leads-*.csv
  timezone: Europe/London
  key: id
  as_of: {newest_of: [modified_at]}
  columns:
    id: {from: Record ID, type: text}
    mql_at: {from: Became MQL, type: instant}
    first_contacted_at: {from: First engagement, type: instant}
    modified_at: {from: Last modified, type: instant}
    lifecycle: {from: Lifecycle Stage, type: text, values: [lead, mql, sql, customer]}
    status: {from: Lead Status, type: text}
    score: {from: Lead Score, type: integer}
    region: {from: Region, type: text, values: [EMEA, AMER, APAC]}
    amount: {from: Amount, type: money, currency: EUR}
  personal: [Email, Phone]
  link: https://crm.example/contacts/{id}
"""

PATH = "agreements/lead-handoff.md"


def changed(old: str, new: str, text: str = AGREEMENT) -> str:
    """The text with one piece of it replaced; the piece must occur, so that no test checks the wrong thing."""
    assert old in text, old
    return text.replace(old, new, 1)


def line_of(piece: str, text: str = AGREEMENT) -> int:
    """The line on which a piece of text first stands."""
    assert piece in text, piece
    return text[: text.index(piece)].count("\n") + 1


def read(text: str | bytes = AGREEMENT, path: str = PATH) -> Agreement:
    """The agreement that the text holds."""
    return parse_agreement(text if isinstance(text, bytes) else text.encode(), path=path)[0]


def faults_in(text: str | bytes, path: str = PATH) -> list[str]:
    """All that is wrong with the text, as printed."""
    with pytest.raises(Faults) as found:
        parse_agreement(text if isinstance(text, bytes) else text.encode(), path=path)
    return [str(fault) for fault in found.value.faults]


def notices_in(text: str, path: str = PATH) -> list[Notice]:
    """The warnings about the text alone."""
    return parse_agreement(text.encode(), path=path)[1]


def write_project(root: Path, agreements: dict[str, str] | None = None, sources: str = SOURCES) -> Path:
    """A project folder with these files; by default with the one agreement above."""
    for name, text in ({"lead-handoff.md": AGREEMENT} if agreements is None else agreements).items():
        file = root / "agreements" / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8")
    (root / "data").mkdir(parents=True, exist_ok=True)
    (root / "data/sources.yml").write_text(sources, encoding="utf-8")
    return root


def project_faults(root: Path) -> list[str]:
    """All that is wrong with the project, as printed."""
    with pytest.raises(Faults) as found:
        load_project(root)
    return [str(fault) for fault in found.value.faults]


def load(root: Path) -> Project:
    """The project, without a fault."""
    return load_project(root)

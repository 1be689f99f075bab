"""A project whose exports hold what every pattern needs, small enough to count by hand.

Leads of the first week of September 2026, a Tuesday to a Friday; one working day has eight hours, from nine to five.

| lead | MQL | contacted | decided | became an opportunity |
| --- | --- | --- | --- | --- |
| 1 | Tue 09:00 | 1 hour later | the same day, accepted | nine days later; won after 20 days |
| 2 | Wed 09:00 | 5 hours later | Fri 09:00, rejected: too small | - |
| 3 | Thu 09:00 | 90 minutes later | the same day, rejected without a reason | - |
| 4 | Fri 16:00 | Mon 10:00, 2 business hours later | Mon 12:00, accepted | after 88 days |
"""

from __future__ import annotations

from pathlib import Path

HEAD = """\
---
id: handoff
title: Hand-off
summary: Marketing hands over leads; Sales answers them.
effective: 2026-07-01
parties:
  marketing:
    team: Demand Generation
    contact: {name: Ana Ruiz, email: ana.ruiz@northwind.example}
  sales:
    team: Sales Development
    contact: {name: Ben Okafor, email: ben.okafor@northwind.example}
coverage:
  timezone: UTC
  hours: {mon-fri: 09:00-17:00}
commitments:
"""
SOURCES = """\
leads:
  path: exports/leads.csv
  timezone: UTC
  key: id
  as_of: 2026-12-31T17:00
  columns:
    id: {from: Record ID, type: text}
    created_at: {from: Create Date, type: instant}
    mql_at: {from: Became a Marketing Qualified Lead Date, type: instant}
    first_touch: {from: Date of first engagement, type: instant}
    decided_at: {from: Sales Decision Date, type: instant}
    lead_status: {from: Lead Status, type: text, values: [New, Connected, Unqualified]}
    reason: {from: Unqualified Reason, type: text}
    rejected_at: {from: Rejected Date, type: instant}
    acknowledged_at: {from: Rejection Acknowledged Date, type: instant}
    opportunity_at: {from: Became an Opportunity Date, type: instant}
    won_at: {from: Became a Customer Date, type: instant}
    deal: {from: Recent Deal Amount, type: money, currency: GBP}
    nurture_start: {from: Nurture Start Date, type: instant}
    nurture_end: {from: Nurture End Date, type: instant}
    reached_at: {from: Reached at, type: instant}
    employees: {from: Number of Employees, type: integer}
    country: {from: Country, type: text}
calls:
  path: exports/calls.csv
  timezone: UTC
  key: id
  as_of: 2026-12-31T17:00
  columns:
    id: {from: Id, type: text}
    lead: {from: Lead ID, type: text}
    called_at: {from: Called at, type: instant}
deliveries:
  path: exports/deliveries.csv
  timezone: UTC
  key: id
  as_of: 2026-12-31T17:00
  columns:
    id: {from: Id, type: text}
    delivered_at: {from: Delivered at, type: instant}
    item: {from: Item, type: text, values: [Pipeline data, E-mail templates]}
"""
_LEADS = """\
1|09-01 09:00|09-01 09:00|09-01 10:00|09-01 16:00|Connected|||
1|2026-09-10 09:00|2026-09-30 09:00|500000.50|||2026-09-01 10:00|50|GB
2|09-02 09:00|09-02 09:00|09-02 14:00|09-04 09:00|Unqualified|Too small|09-04 09:00|09-07 10:00
2||||2026-09-04 09:00|2026-10-15 09:00||12|GB
3|09-03 09:00|09-03 09:00|09-03 10:30|09-03 12:00|Unqualified||09-03 12:00|09-10 10:00
3||||2026-09-03 12:00|2026-10-30 09:00||9|
4|09-04 16:00|09-04 16:00|09-07 10:00|09-07 12:00|Connected|||
4|2026-12-01 16:00||40000.00|||| 70|FR
"""
HEADER = (
    "Record ID,Create Date,Became a Marketing Qualified Lead Date,Date of first engagement,Sales Decision Date,"
    "Lead Status,Unqualified Reason,Rejected Date,Rejection Acknowledged Date,Became an Opportunity Date,"
    "Became a Customer Date,Recent Deal Amount,Nurture Start Date,Nurture End Date,Reached at,Number of Employees,"
    "Country"
)
# The calls of lead 2 are five within ten working days; of lead 4 the fifth comes too late. Lead 2 is never silent for
# longer than sixteen days while it is nurtured; lead 3 is from 10 September on.
_CALLS = {
    "1": ("09-01 10:00",),
    "2": ("09-02 14:00", "09-03 09:30", "09-07 11:00", "09-15 12:00", "09-16 09:00", "09-25 09:00", "10-05 09:00"),
    "3": ("09-03 10:30", "09-10 09:00"),
    "4": ("09-07 10:00", "09-08 10:00", "09-09 10:00", "09-10 10:00", "09-28 10:00"),
}
_DELIVERED = {
    "E-mail templates": ("07-30", "08-31", "10-05"),
    "Pipeline data": ("07-10", "07-23", "08-07", "08-21", "09-03"),
}


def pattern_project(root: Path, items: str) -> Path:
    """A project at `root` whose one agreement has these items, each line not indented."""
    for folder in ("agreements", "data/exports"):
        (root / folder).mkdir(parents=True)
    text = "".join(f"  {line}\n" for line in items.splitlines())
    (root / "agreements" / "handoff.md").write_text(f"{HEAD}{text}---\nBody.\n", encoding="utf-8")
    (root / "data" / "sources.yml").write_text(SOURCES, encoding="utf-8")
    exports = root / "data" / "exports"
    (exports / "leads.csv").write_text("\n".join([HEADER, *_leads(), ""]), encoding="utf-8")
    calls = [(lead, at) for lead, several in _CALLS.items() for at in several]
    lines = [f"{number},{lead},2026-{at}" for number, (lead, at) in enumerate(calls)]
    (exports / "calls.csv").write_text("\n".join(["Id,Lead ID,Called at", *lines, ""]), encoding="utf-8")
    delivered = [(item, on) for item, days in _DELIVERED.items() for on in days]
    lines = [f"{number},2026-{on} 12:00,{item}" for number, (item, on) in enumerate(delivered)]
    (exports / "deliveries.csv").write_text("\n".join(["Id,Delivered at,Item", *lines, ""]), encoding="utf-8")
    return root


def _leads() -> list[str]:
    rows: dict[str, list[str]] = {}
    for line in _LEADS.splitlines():
        lead, *cells = line.split("|")
        rows.setdefault(lead, []).extend(
            f"2026-{cell}" if cell[2:3] == "-" and cell[5:6] == " " else cell.strip() for cell in cells
        )
    return [",".join((lead, *cells)) for lead, cells in rows.items()]

"""From an export as a tool writes it to a figure: guessed, decided where the guess says so, agreed on, and right."""

from __future__ import annotations

import re
from fractions import Fraction
from pathlib import Path

import pytest
from msgspec import Struct, field

from living_sla import report
from living_sla.scaffold.guess import guess
from tests.exports import crm_layouts as of

AGREEMENT = """\
---
id: desk
title: Desk
summary: One commitment.
effective: {effective}
parties:
  marketing: {{team: Demand, contact: {{name: Demand desk, email: demand@northwind.example}}}}
  sales: {{team: Sales, contact: {{name: Sales desk, email: sales@northwind.example}}}}
coverage: {{timezone: {timezone}, hours: {{mon-fri: 09:00-17:00}}}}
commitments:
  - id: promise
    title: Promise
    by: sales
    category: hand-off
    measure: {{{measure}, source: {source}}}
    target: {target}
    per: month
---
Why.
"""


class Layout(Struct, frozen=True):
    """An export, what a person decides, and what a commitment comes to."""

    text: str | bytes
    measure: str
    target: str
    value: Fraction | int
    name: str = "export.csv"
    timezone: str = "Europe/London"
    decided: dict[str, str] = field(default_factory=dict)
    """By field or column, what stands in the place of what the guess marked."""
    month: str = "2026-08"


WITHIN = "kind: within, limit: 4 business hours"
HALF = "at least 50%"
WINDOWS = {"encoding": "windows-1252"}
LAYOUTS = {
    # The first lead was never engaged, the second within an hour and a half.
    "HubSpot contacts": Layout(
        of.HUBSPOT_CONTACTS, f"{WITHIN}, from: create_date, to: date_of_first_engagement", HALF, Fraction(1, 2)
    ),
    "HubSpot deals": Layout(
        of.HUBSPOT_DEALS, "kind: total, at: create_date, column: amount, where: {amount: filled}",
        "at least 10000", Fraction("12500.50"),
    ),
    # 9:05 to 10:10; 15:30 to 14:00 of the next day is 6 h 30; the third is overdue.
    "HubSpot tickets": Layout(
        of.HUBSPOT_TICKETS, f"{WITHIN}, from: create_date, to: first_agent_email_response_date", HALF, Fraction(1, 3)
    ),
    "HubSpot tickets, one of several values": Layout(
        of.HUBSPOT_TICKETS, "kind: count, at: create_date, where: {products: includes Pumps}", "at least 1", 2
    ),
    "Salesforce report": Layout(
        of.SALESFORCE_REPORT, "kind: share, at: create_date, that: {converted: true}", HALF, Fraction(1, 2),
        timezone="America/New_York", decided={"converted": "boolean"},
    ),
    # Converted on the day after it came; the other is open, and its two days have passed.
    "Salesforce Data Export": Layout(
        of.SALESFORCE_DATA_EXPORT, "kind: within, from: createddate, to: converteddate, limit: 2 days",
        HALF, Fraction(1, 2), decided={"as_of": "{newest_of: [systemmodstamp]}"},
    ),
    "Pipedrive": Layout(
        of.PIPEDRIVE, "kind: share, at: deal_deal_created, that: {deal_status: won}", HALF, Fraction(1, 2),
        timezone="Europe/Tallinn",
    ),
    "Dynamics": Layout(of.dynamics(), "kind: count, at: created_on", "at least 2", 2, name="leads.xlsx"),
    # 23:59:59 in Kolkata on 5 May is the 5th there, and half past six in the evening in London.
    "Zoho": Layout(
        of.ZOHO, "kind: count, at: created_time, where: {email_opt_out: true}", "at least 1", 1,
        timezone="Asia/Kolkata", month="2021-05",
    ),
    # 4 August, 16:42, is within two days; the bug is open after six; the price list took eight.
    "Jira": Layout(
        of.JIRA, "kind: within, from: created, to: resolved, limit: 2 days", HALF, Fraction(1, 3),
        timezone="Europe/Berlin",
    ),
    "Zendesk": Layout(
        of.ZENDESK, "kind: median, of: first_reply_time_in_minutes, at: created_at, where: {replies: above 0}",
        "at most 240", Fraction(45 + 1350, 2),
    ),
    "Freshdesk": Layout(
        of.FRESHDESK, f"{WITHIN}, from: created_time, to: initial_response_time", HALF, Fraction(1, 3)
    ),
    # 1:05:20 and 22:30:00.
    "Freshdesk, its own durations": Layout(
        of.FRESHDESK,
        "kind: average, of: first_response_time_in_hrs, at: created_time, where: {agent_interactions: above 0}",
        "at most 24 hours", Fraction(3920 + 81_000, 2 * 3600),
    ),
    # Noon of the same day; open after a day and a half; 14 covered hours.
    "ServiceNow": Layout(
        of.SERVICENOW, f"{WITHIN}, from: opened_at, to: resolved_at", HALF, Fraction(1, 3), decided=WINDOWS
    ),
    "Excel in German": Layout(
        of.EXCEL_DE, "kind: total, at: eingang_am, column: betrag", "at least 1000", Fraction("14650.50"),
        timezone="Europe/Berlin", decided=WINDOWS,
    ),
    # 9:05 to 10:30; Friday 15:30 to Monday 14:00 is 6 h 30 of working time; the third is as new as the export.
    "Excel in French": Layout(
        of.EXCEL_FR, f"{WITHIN}, from: recu_le, to: premier_contact_le", HALF, Fraction(1, 2),
        timezone="Europe/Paris", decided=WINDOWS,
    ),
    "Excel in Japanese": Layout(
        of.EXCEL_JA, "kind: total, at: column_4, column: column_7, where: {column_8: not 失注}", "at least 1000000",
        1_245_500, timezone="Asia/Tokyo", decided={"encoding": "cp932"},
    ),
}  # fmt: skip


def decide(entry: str, field: str, value: str) -> str:
    """The entry with another value where the guess marked one; a column's value is its type."""
    told = re.search(rf"^ +{field}: .*  # decide: .*$", entry, re.MULTILINE)
    assert told is not None, f"{field} was not marked"
    line = told[0].partition("  # decide:")[0]
    decided = re.sub("type: [a-z]+", f"type: {value}", line) if "{from:" in line else f"  {field}: {value}"
    return entry.replace(told[0], decided)


@pytest.mark.parametrize("name", LAYOUTS)
def test_an_export_comes_to_its_figure_with_what_the_guess_marked_and_no_more(name, tmp_path):
    layout = LAYOUTS[name]
    path = tmp_path / "data" / "exports" / layout.name
    path.parent.mkdir(parents=True)
    path.write_bytes(layout.text if isinstance(layout.text, bytes) else layout.text.encode())
    entry = guess(path)
    zone = {} if name == "Salesforce Data Export" else {"timezone": layout.timezone}  # it is in UTC, and says no zone
    for marked, value in {**zone, **layout.decided}.items():
        entry = decide(entry, marked, value)
    (tmp_path / "data" / "sources.yml").write_text(entry, encoding="utf-8")
    [source] = re.findall("^([a-z-]+):$", entry, re.MULTILINE)
    (tmp_path / "agreements").mkdir()
    (tmp_path / "agreements" / "desk.md").write_text(
        AGREEMENT.format(
            effective=f"{layout.month[:4]}-01-01",
            timezone=layout.timezone,
            measure=layout.measure,
            source=source,
            target=layout.target,
        ),
        encoding="utf-8",
    )
    [commitment] = report.check(tmp_path).agreement("desk").commitments
    [month] = [found for found in commitment.series if found.period.label == layout.month]
    assert month.value == layout.value
    if name == "Excel in Japanese":  # names that the guess made up are called by their headers
        assert "the 金額 of exports that do not have the 状態" in commitment.sentence


def test_every_layout_is_in_the_documentation():
    page = (Path(__file__).parents[2] / "docs" / "sources.md").read_text(encoding="utf-8")
    table = page.partition("## Layouts")[2].partition("\n## ")[0]
    assert [name for name in LAYOUTS if f"| {name.partition(',')[0]} |" not in table] == []

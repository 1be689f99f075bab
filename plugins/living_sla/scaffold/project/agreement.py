"""The first agreement: one commitment a side, and everything that a good agreement has besides."""

from __future__ import annotations

import textwrap
from datetime import date, timedelta
from typing import TYPE_CHECKING

from living_sla.scaffold.header import quoted
from living_sla.scaffold.patterns.library import pattern
from living_sla.scaffold.project.answers import SOURCE, Answers, TeamAnswer

if TYPE_CHECKING:
    from living_sla.scaffold.project.declared import FirstSource

AGREEMENT = "lead-handoff"
_TO_REVIEW = timedelta(days=91)


def first_agreement(answers: Answers, source: FirstSource, today: date, *, has_figures: bool) -> str:
    """The text of the agreement's file; `has_figures` where an export says what became of leads so far."""
    sales, marketing = answers.sales, answers.marketing
    names = {"from": source.handed_over, "to": source.answered}
    contact = pattern("first-contact").commitment(names, source=SOURCE, target="at least 90%", limit=source.limit)
    if source.fields:
        fields = {"at": source.handed_over, "fields": source.fields}
        supply = pattern("complete-leads").commitment(fields, source=SOURCE, target="at least 90%")
    else:
        supply = pattern("lead-volume").commitment(
            {"at": source.handed_over}, source=SOURCE, target=f"at least {source.volume}"
        )
    since = (
        "  # the first month that figures are shown for; before you sign, write the day from which it applies"
        if has_figures
        else ""
    )
    holidays = f"\n  holidays: {answers.country}" if answers.country else ""
    summary = f"{marketing.team} hands over leads that are worth a call; {sales.team} answers them promptly."
    return f"""\
---
title: Lead hand-off
summary: {quoted(summary)}
effective: {source.effective}{since}
notice: 30 days
review: {{every: quarter, next: {_review_after(today)}}}

parties:
{_party("marketing", marketing)}{_party("sales", sales)}
coverage:
  timezone: {answers.timezone}
  hours: {{mon-fri: 09:00-17:00}}{holidays}

definitions:
  first contact:
    means: A call, a personal e-mail or a meeting by a person. An automatic reply does not count.

commitments:
{_owned(contact, sales)}{_owned(supply, marketing)}
contingency:
  - when: 1 missed
    do: Both contacts meet within five working days, and name one cause and one change.
cancellation: Either party, in writing, with the notice above.
---
## Why we agreed

A lead that waits overnight has often bought elsewhere, and a lead that nobody knows anything about is hard to call.

This is a start: one commitment a side. Keep it for a quarter, then decide together what comes next.
"""


def _review_after(today: date) -> date:
    """The working day a quarter of a year from now: nobody meets at a weekend."""
    day = today + _TO_REVIEW
    return day + timedelta(days=(7 - day.weekday()) % 7 if day.weekday() > 4 else 0)


def _party(key: str, team: TeamAnswer) -> str:
    decide = "  # decide: who speaks for the team, and signs?" if team.is_placeholder else ""
    return (
        f"  {key}:{decide}\n"
        f"    team: {quoted(team.team)}\n"
        f"    contact: {{name: {quoted(team.contact)}, email: {quoted(team.email)}}}\n"
        f"    signs: [{quoted(team.email)}]\n"
    )


def _owned(item: str, team: TeamAnswer) -> str:
    return textwrap.indent(f"{item}  owner: {quoted(team.contact)}\n", "  ")

"""Terms that use every field of the schema, and for every field other values that it can have."""

from __future__ import annotations

import copy
from collections.abc import Iterator
from functools import cache
from typing import Any

from msgspec import Struct

from living_sla.agreements.digest import digest
from living_sla.agreements.yaml.nodes import plain
from living_sla.agreements.yaml.strict_yaml import parse
from living_sla.model.agreement.scalars import Part
from living_sla.model.agreement.terms import Agreement, Terms

At = tuple[str | int, ...]

_FULL = """\
id: lead-handoff
title: Inbound lead hand-off
summary: Marketing hands over leads that Sales can work.
effective: 2026-10-01
until: 2027-09-30
notice: 30 days
review: {every: quarter, next: 2027-01-12}
parties:
  marketing:
    team: Demand Generation
    contact: {name: Ana Ruiz, email: ana.ruiz@northwind.example}
    deputy: {name: Tom Beck, email: tom.beck@northwind.example}
    signs: [ana.ruiz@northwind.example, tom.beck@northwind.example]
  sales:
    team: Sales Development
    contact: {name: Ben Okafor, email: ben.okafor@northwind.example}
    signs: [ben.okafor@northwind.example]
channels: {updates: "#handoff", feedback: "#feedback", problems: leads@northwind.example, meeting: every Tuesday}
coverage:
  timezone: Europe/London
  hours: {mon-thu: 09:00-17:30, fri: [09:00-12:00, 13:00-16:00]}
  holidays: GB-ENG
  closed: [2026-12-24, 2026-12-28..2026-12-31]
  open: [2026-12-19 09:00-13:00, 2026-12-12 09:00-13:00]
definitions:
  mql: {means: A person who scored 60 or more., where: {any: [hot, {lifecycle: [mql, sql], score: at least 60}]}}
  hot: {means: A person who asked for a demo., where: {rating: Hot}}
  first contact: {means: A call or a personal e-mail.}
personas:
  - {name: Head of Operations, means: Runs logistics.}
  - {name: Shipping Manager, means: Books freight.}
covers: [Web forms, Events]
excludes: [Partner referrals, Existing customers]
journey:
  - {stage: Lead, owner: marketing, at: created_at, source: leads}
  - {stage: MQL, owner: sales, at: mql_at, source: leads, means: mql, commitments: [first-contact, reply]}
  - {stage: Customer, owner: sales, at: won_at, source: leads}
commitments:
  - {id: volume, title: Leads, by: marketing, to: sales, category: goals, target: at least 400, warn: 450, per: month,
     owner: Ana Ruiz, by_segment: region, judged_by: start,
     basis: {quota: 3600000 EUR, per: year, share: 40%, deal: 30000 EUR, seasons: {aug: 60%},
             regions: {EMEA: 60%, AMER: 40%},
             conversions: [{from: Lead, to: Opportunity, share: 8%}, {from: Opportunity, to: Deal, share: 25%}]},
     measure: {kind: count, source: leads, at: mql_at, where: mql}}
  - {id: pipeline, title: Pipeline, by: marketing, category: goals, target: at least 900000 EUR, per: quarter,
     measure: {kind: total, source: leads, at: won_at, column: amount, where: {region: EMEA}}}
  - {id: deal, title: Deal, by: both, category: metrics, target: at least 12000 EUR, per: quarter,
     measure: {kind: average, source: leads, of: amount, at: won_at, from: mql_at, to: won_at, where: {region: EMEA}}}
  - {id: answer, title: Answer, by: sales, category: metrics, target: at most 90 business minutes, per: month,
     measure: {kind: median, source: leads, of: amount, at: won_at, from: mql_at, to: won_at, where: {region: EMEA}}}
  - {id: slow, title: Slow, by: sales, category: metrics, target: at most 2 days, per: month,
     measure: {kind: percentile, percentile: 90, source: leads, of: amount, at: won_at, from: mql_at, to: won_at,
               where: {region: EMEA}}}
  - {id: rejected, title: Rejected, by: marketing, category: qualification, target: at most 10%, per: month,
     measure: {kind: share, source: leads, at: mql_at, where: mql, that: {status: [rejected, recycled]}}}
  - {id: filled, title: Filled, by: marketing, category: qualification, target: at least 95%, per: month,
     measure: {kind: completeness, source: leads, at: mql_at, where: mql, fields: [region, score],
               placeholders: [n/a, unknown]}}
  - {id: first-contact, title: First contact, by: sales, category: hand-off, target: at least 95%, warn: 97%,
     per: month,
     measure: {kind: within, source: leads, where: mql, from: mql_at, to: first_contacted_at, limit: 4 business hours}}
  - {id: reply, title: Reply, by: sales, category: hand-off, target: at least 95%, per: week,
     measure: {kind: within, source: leads, where: mql, from: mql_at, due: respond_by,
               to: {first: {source: calls, key: lead_id, at: called_at, where: {kind: call}}}}}
  - {id: tries, title: Tries, by: sales, category: nurturing, target: at least 90%, per: month,
     measure: {kind: attempts, source: leads, where: mql, from: mql_at, times: 5, limit: 10 business days,
               ends: {any: [reached_at, won_at]},
               events: {source: calls, key: lead_id, at: called_at, where: {kind: call}}}}
  - {id: touch, title: Touch, by: marketing, category: nurturing, target: at least 90%, per: month,
     measure: {kind: gap, source: leads, where: mql, from: mql_at, to: won_at, limit: 21 days,
               events: {source: calls, key: lead_id, at: called_at, where: {kind: call}}}}
  - {id: won, title: Won, by: both, category: goals, target: at least 12%, per: year,
     measure: {kind: conversion, source: leads, where: mql, from: mql_at, to: won_at, limit: 60 days}}
  - {id: report, title: Report, by: marketing, category: reporting, target: at least 90%, per: quarter,
     measure: {kind: deliverable, source: log, where: {what: report}, at: sent_at, due: every Monday, for: due_on}}
  - {id: ours, title: Ours, by: sales, category: metrics, target: at least 5, per: month,
     measure: {kind: custom, name: quote-spread, source: leads, where: mql, at: mql_at, with: {quoted: quoted_at}}}
needs:
  - {party: marketing, what: A list of rejected leads, by: every Monday}
  - {party: sales, what: The campaign of a lead, by: the hand-over}
exceptions:
  - {id: outage, from: 2026-08-03T08:00, until: 2026-08-04T12:00, reason: CRM outage,
     commitments: [first-contact, reply], effect: exclude}
  - {id: closure, from: 2026-09-03, until: 2026-09-04, reason: Move, commitments: [], effect: pause}
contingency:
  - {when: 1 missed, commitment: first-contact, do: Both contacts meet.}
  - {when: 3 missed in a row, commitment: first-contact, do: Capacity moves.}
experiment: {id: routing, hypothesis: Routing by region answers sooner, commitment: reply,
             from: 2026-11-02, until: 2027-01-31, convinces: 2 of 6 weeks outside the usual range}
capacity: {party: sales, people: 4, hours: 25 a week, minutes: 12 an attempt}
cancellation: Either party, in writing.
"""

_FIRST = {"first": {"source": "calls", "key": "lead_id", "at": "called_at", "where": {"kind": "call"}}}
_OTHERS: dict[str, tuple[Any, ...]] = {
    "id": ("another",),
    "title": ("Another title",),
    "summary": ("Another summary.",),
    "effective": ("2026-09-01", "2026-11-01"),
    "Terms.until": ("2027-08-31", "2027-10-31"),
    "notice": ("31 days", "3 business hours"),
    "every": ("month", "year"),
    "next": ("2027-01-13",),
    "team": ("Another Team",),
    "name": ("Somebody Else",),
    "email": ("else@northwind.example",),
    "updates": ("#else",),
    "feedback": ("#else",),
    "problems": ("#else",),
    "meeting": ("never",),
    "timezone": ("Europe/Paris",),
    "hours": ({"mon-fri": "09:00-18:00"}, {"mon-thu": "09:00-17:30"}, {"mon-fri": "10:00-20:00"}, "24x7"),
    "holidays": ("GB-SCT", "NL"),
    "means": ("Something else.",),
    "Definition.where": ({"rating": "Warm"}, {"rating": "filled"}),
    "Commitment.by": ("marketing", "sales", "both"),
    "Commitment.to": ("marketing",),
    "category": ("metrics", "reporting"),
    "target": ("at least 500", "at most 5%", "at least 99%", "at most 80 business minutes", "at most 90 minutes",
               "at least 1000000 EUR", "at most 3 days", "at least 2 days", "at least 1000 USD",
               {"2026-10": "at least 500", "2026-12": "at least 300"},
               {"2026-12": "at most 5%", "otherwise": "at most 20%"},
               {"2026-Q4": "at least 1000000 EUR", "2027-Q1": "at least 800000 EUR"}),
    "warn": ("500", "98%"),
    "per": ("day", "week", "week from sunday", "2 weeks from 2026-10-05", "month", "quarter", "year"),
    "owner": ("Somebody Else",),
    "stage": ("Another stage",),
    "Stage.owner": ("marketing", "sales"),
    "Stage.means": ("hot",),
    "by_segment": ("country",),
    "judged_by": ("due", "end"),
    "kind": ("count", "share"),
    "source": ("contacts",),
    "where": ({"region": "APAC"}, {"all": ["mql", {"region": "APAC"}]}, "hot"),
    "that": ({"status": ["recycled", "rejected"]}, {"status": "rejected"}),
    "at": ("seen_at",),
    "from": ("seen_at", _FIRST),
    "to": ("seen_at", _FIRST),
    "column": ("revenue",),
    "of": ("revenue",),
    "percentile": ("95", "50"),
    "limit": ("3 business hours", "4 hours", "5 business hours", "90 days", "1 day", "20 business days"),
    "Within.due": ("answer_by",),
    "Custom.name": ("another-measure",),
    "with": ({"quoted": "sent_at"}, {"quoted": "quoted_at", "weight": "2"}),
    "Deliverable.due": ("every Tuesday", "last working day of every month"),
    "for": ("wanted_on",),
    "key": ("contact_id",),
    "times": ("4", "6"),
    "any": (["reached_at"], ["won_at", "reached_at"], ["reached_at", "won_at", "lost_at"], ["lost_at"]),
    "party": ("sales", "marketing"),
    "what": ("Something else",),
    "Need.by": ("every Friday",),
    "ExceptionTerms.from": ("2026-08-03T07:00", "2026-08-03T09:00", "2026-09-03T01:00"),
    "ExceptionTerms.until": ("2026-08-04T13:00", "2026-08-04T11:00", "2026-09-05"),
    "reason": ("Something else",),
    "hypothesis": ("Something else is true",),
    "Experiment.commitment": ("volume",),
    "Experiment.from": ("2026-11-09", "2026-10-26"),
    "Experiment.until": ("2027-02-28", "2027-01-30"),
    "convinces": ("3 of 6 weeks outside the usual range", "2 of 5 periods outside the usual range"),
    "people": ("3.5", "5"),
    "Capacity.hours": ("20 a week", "30 a week"),
    "minutes": ("11 an attempt", "12.5 an attempt"),
    "quota": ("3500000 EUR", "3600000 USD", "3600000"),
    "CountBasis.per": ("quarter",),
    "share": ("39%",),
    "deal": ("31000 EUR", "30000 USD"),
    "Rise.from": ("Another stage",),
    "Rise.to": ("Another stage",),
    "Rise.share": ("9%",),
    "ExceptionTerms.effect": ("pause", "exclude"),
    "when": ("2 missed", "1 missed in a row"),
    "Trigger.commitment": ("reply",),
    "do": ("Something else.",),
    "cancellation": ("Nobody, ever.",),
}  # fmt: skip
"""Other values by the name of a field, or by part and field."""

_ITEMS: dict[str, Any] = {
    "signs": "else@northwind.example",
    "closed": "2026-12-23",
    "open": "2026-12-05 09:00-13:00",
    "personas": {"name": "Somebody", "means": "Does something."},
    "covers": "Something else",
    "excludes": "Something else",
    "fields": "country",
    "placeholders": "none",
    "commitments": {
        "id": "fresh", "title": "Fresh", "by": "sales", "category": "goals", "target": "at least 5", "per": "month",
        "measure": {"kind": "count", "source": "leads", "at": "mql_at"},
    },
    "journey": {"stage": "Fresh", "owner": "sales", "at": "seen_at", "source": "leads"},
    "Stage.commitments": "tries",
    "ExceptionTerms.commitments": "tries",
    "conversions": {"from": "Deal", "to": "Renewal", "share": "90%"},
    "needs": {"party": "sales", "what": "A new need"},
    "exceptions": {"id": "fresh", "from": "2027-01-01", "until": "2027-01-02", "reason": "New", "effect": "exclude"},
    "contingency": {"when": "4 missed", "do": "A new deed."},
}  # fmt: skip
"""A new item by the name of a list."""

_ENTRIES: dict[str, dict[str, Any]] = {
    "parties": {"partners": {"team": "Partners", "contact": {"name": "Di Ray", "email": "di@northwind.example"}}},
    "seasons": {"dec": "50%"},
    "regions": {"APAC": "10%"},
    "definitions": {"cold": {"means": "A person who asked for nothing."}},
}


class Edit(Struct, frozen=True, eq=False):
    """One edit of the terms as a writer types them: what becomes of the value at `at` (None: the field goes)."""

    part: str
    field: str
    at: At
    value: Any


def full() -> dict[str, Any]:
    """The fields of the full terms, as they are typed."""
    return copy.deepcopy(_fields())


@cache
def _fields() -> dict[str, Any]:
    fields: dict[str, Any] = plain(parse(_FULL, path="full.yml"))
    return fields


def agreement(fields: dict[str, Any]) -> Agreement:
    """The agreement of these fields; where they stand is not known."""
    terms = Terms.model_validate(fields, by_alias=True, by_name=False)
    return Agreement("agreements/lead-handoff.md", terms, digest(terms), "", 1)


def edited(fields: dict[str, Any], edit: Edit) -> dict[str, Any]:
    """The fields after an edit, where it still finds what it edits."""
    fields = copy.deepcopy(fields)
    inside: Any = fields
    for step in edit.at[:-1]:
        inside = inside[step]
    if edit.value is None:
        inside.pop(edit.at[-1], None)
    else:
        inside[edit.at[-1]] = copy.deepcopy(edit.value)
    return fields


def edits() -> Iterator[Edit]:
    """Every edit of the full terms: each field with other values, without it, and lists with more, fewer, reordered."""
    fields = full()
    yield from _edits_of(agreement(fields).terms, fields, ())


def _edits_of(part: Part, raw: dict[str, Any], at: At) -> Iterator[Edit]:
    name = type(part).__name__
    for python_name, info in type(part).model_fields.items():
        field = info.alias or python_name
        place = (*at, field)
        written = raw.get(field)
        for value in _values(name, field, written):
            yield Edit(name, field, place, value)
        if not info.is_required() and written is not None:
            yield Edit(name, field, place, None)
        value = getattr(part, python_name)
        inside = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, tuple) else ()
        if isinstance(value, Part):
            yield from _edits_of(value, written, place)
        for key, item in inside:
            if isinstance(item, Part):
                yield from _edits_of(item, written[key], (*place, key))


def _values(part: str, field: str, written: Any) -> Iterator[Any]:
    if field == "kind":
        # Another kind has other fields: the whole measure is another.
        return
    if field == "measure":
        yield {"kind": "count", "source": "leads", "at": "seen_at"}
        yield {"kind": "completeness", "source": "leads", "at": "seen_at", "fields": ["region"]}
    if isinstance(written, list):
        new = _ITEMS.get(f"{part}.{field}", _ITEMS.get(field))
        yield [*written, new]
        yield from ([*written[:at], *written[at + 1 :]] for at in range(len(written)) if len(written) > 1)
        yield written[::-1]
    elif field in _ENTRIES:
        yield written | _ENTRIES[field]
    else:
        yield from _OTHERS.get(f"{part}.{field}", _OTHERS.get(field, ()))

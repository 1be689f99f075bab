# ruff: noqa: E501 - whole sentences, unbroken, as a reader sees them
from __future__ import annotations

import pytest

from living_sla.model.agreement.condition import parse_condition
from living_sla.words.numbers import plain_spaces
from living_sla.words.terms.conditions import Event, event, holding
from living_sla.words.terms.sentences import commitment_sentence
from living_sla.words.terms.spelling import Vocabulary, named, plural, with_article
from living_sla.words.terms.term_sentences import (
    definition_sentence,
    exception_sentence,
    need_sentence,
    trigger_sentence,
)
from tests.agreements.test_rules import measured
from tests.factories.agreements import AGREEMENT, changed, read


def sentence(measure: str, rest: str = "target: at least 95%", **changes: str) -> str:
    text = changed(*measured(measure, rest))
    for old, new in changes.items():
        text = changed(f"{old}: sales", new, text)
    terms = read(text).terms
    return plain_spaces(commitment_sentence(terms, terms.commitments[1]))


@pytest.mark.parametrize(
    ("measure", "target", "said"),
    [
        (
            "{kind: count, source: leads, at: mql_at, where: mql}",
            "at least 1200",
            "Each month, Sales Development delivers at least 1,200 MQLs to Demand Generation.",
        ),
        (
            "{kind: count, source: leads, at: mql_at}",
            "at most 400",
            "Each month, Sales Development delivers at most 400 leads that become an MQL to Demand Generation.",
        ),
        (
            "{kind: total, source: opportunities, at: created_at, column: amount}",
            "at least 900000 EUR",
            "Each month, Sales Development makes sure that the amount of opportunities that are created adds up to at "
            "least EUR 900,000.",
        ),
        (
            "{kind: average, source: deals, at: won_at, of: amount, where: {stage: won}}",
            "at least 12500.50 EUR",
            'Each month, Sales Development makes sure that the average of the amount of deals that have the stage "won" '
            "is at least EUR 12,500.50.",
        ),
        (
            "{kind: median, source: leads, where: mql, from: mql_at, to: first_response_at}",
            "at most 90 business minutes",
            "Each month, Sales Development makes sure that the median of the time from becoming an MQL to first response "
            "is at most 90 business minutes for MQLs.",
        ),
        (
            "{kind: percentile, percentile: 90, source: leads, from: created_at, to: closed_at}",
            "at most 45 days",
            "Each month, Sales Development makes sure that the 90th percentile of the time from being created to being "
            "closed is at most 45 days for leads.",
        ),
        (
            "{kind: share, source: leads, at: mql_at, where: mql, that: {status: [rejected, recycled], score: below 60}}",
            "at most 10%",
            'Each month, Sales Development makes sure that at most 10 % of MQLs have the status "rejected" or "recycled" '
            "and have a score below 60.",
        ),
        (
            "{kind: completeness, source: leads, at: mql_at, where: mql, fields: [company_size, country, phone]}",
            "at least 95.5%",
            "Each month, Sales Development makes sure that at least 95.5 % of MQLs have company size, country and phone "
            "filled in.",
        ),
        (
            "{kind: within, source: leads, where: mql, from: mql_at, to: first_contacted_at, limit: 4 business hours}",
            "at least 95%",
            "Each month, Sales Development makes sure that at least 95 % of MQLs are first contacted within 4 business "
            "hours of becoming an MQL.",
        ),
        (
            "{kind: within, source: leads, from: mql_at, to: first_contacted_at, due: respond_by}",
            "at least 95%",
            "Each month, Sales Development makes sure that at least 95 % of leads are first contacted by the deadline in "
            '"respond by".',
        ),
        (
            "{kind: attempts, source: leads, where: mql, from: mql_at, times: 5, limit: 10 business days, "
            "events: {source: calls, key: lead_id, at: called_at, where: {outcome: not voicemail}}}",
            "at least 90%",
            "Each month, Sales Development makes sure that at least 90 % of MQLs get at least 5 calls that do not have "
            'the outcome "voicemail" within 10 business days of becoming an MQL; early success does not count.',
        ),
        (
            "{kind: attempts, source: leads, where: mql, from: mql_at, times: 6, limit: 10 business days, "
            "events: {source: calls, key: lead_id, at: called_at}, ends: {any: [reached_at, disqualified_at]}}",
            "at least 90%",
            "Each month, Sales Development makes sure that at least 90 % of MQLs get at least 6 calls within 10 business "
            "days of becoming an MQL, unless they are reached or are disqualified before that.",
        ),
        (
            "{kind: within, source: leads, where: mql, from: assigned_at, to: {first: {source: tasks, key: lead_id, "
            "at: done_at, where: {type: [call, meeting]}}}, limit: 4 business hours}",
            "at least 90%",
            "Each month, Sales Development makes sure that at least 90 % of MQLs get the first of their tasks that have the "
            'type "call" or "meeting" within 4 business hours of being assigned.',
        ),
        (
            "{kind: median, source: leads, where: mql, from: mql_at, to: {first: {source: activities, key: lead_id, "
            "at: done_at}}}",
            "at most 90 business minutes",
            "Each month, Sales Development makes sure that the median of the time from becoming an MQL to their first "
            "activity is at most 90 business minutes for MQLs.",
        ),
        (
            "{kind: gap, source: leads, from: nurtured_at, to: closed_at, limit: 21 days, "
            "events: {source: touches, key: lead_id, at: touched_at}}",
            "at least 90%",
            "Each month, Sales Development makes sure that for at least 90 % of leads, no more than 21 days pass between "
            "two touches, counted from being nurtured until being closed.",
        ),
        (
            "{kind: conversion, source: leads, where: mql, from: mql_at, to: opportunity_at, limit: 60 days}",
            "at least 12%",
            "Each month, Sales Development makes sure that at least 12 % of MQLs become an opportunity within 60 days of "
            "becoming an MQL.",
        ),
        (
            "{kind: deliverable, source: deliveries, at: delivered_at, due: last working day of every month}",
            "at least 90%",
            'Each month, Sales Development delivers "First contact" on time at least 90 % of the times it is due, on the '
            "last working day of every month.",
        ),
        (
            "{kind: deliverable, source: deliveries, at: delivered_at, due: every second Friday from 2026-10-02}",
            "at least 90%",
            'Each month, Sales Development delivers "First contact" on time at least 90 % of the times it is due, every '
            "second Friday from 2026-10-02.",
        ),
    ],
)
def test_every_kind_of_measure_is_one_plain_sentence(measure, target, said):
    assert sentence(measure, f"target: {target}") == said


def test_both_parties_owe_together():
    measure = "{kind: conversion, source: leads, where: mql, from: mql_at, to: won_at, limit: 60 days}"
    assert sentence(measure, by="by: both") == (
        "Each month, Demand Generation and Sales Development make sure that at least 95 % of MQLs are won within 60 days "
        "of becoming an MQL."
    )


def test_of_three_parties_the_receiver_is_named():
    third = "  partners:\n    team: Partners\n    contact: {name: Mia Wolf, email: mia.wolf@northwind.example}\n"
    text = changed("\nchannels:", f"{third}\nchannels:").replace("by: sales", "by: sales\n    to: partners")
    text = text.replace("by: marketing", "by: marketing\n    to: sales")
    terms = read(text).terms
    assert plain_spaces(commitment_sentence(terms, terms.commitments[1])) == (
        "Each month, Sales Development makes sure, for Partners, that at least 95 % of MQLs are first contacted within "
        "4 business hours of becoming an MQL."
    )


def test_every_term_that_changes_can_name_is_a_sentence():
    terms = read(AGREEMENT).terms
    assert [definition_sentence(terms, name) for name in terms.definitions] == [
        "MQL: A person at a target company who asked for a demo or scored 60 or more. It stands for records that "
        'have the lifecycle "mql", "sql" or "customer" and have a score of at least 60.',
        "First contact: A call, a personal e-mail or a meeting by a person; an automatic reply does not count.",
    ]
    assert need_sentence(terms, terms.needs[0]) == (
        "Demand Generation needs a weekly list of rejected leads with reasons, every Monday."
    )
    assert exception_sentence(terms, terms.exceptions[0]) == (
        "From 3 August 2026, 08:00 to 4 August 2026, 12:00, records that start then are left out of "
        '"First contact" (CRM outage).'
    )
    assert [trigger_sentence(terms, trigger) for trigger in terms.contingency] == [
        'After 1 missed month of "First contact" of Sales Development: Both contacts meet and name one cause and one '
        "change.",
        'After 3 missed months in a row of "First contact" of Sales Development: Sales leadership reassigns capacity.',
    ]


@pytest.mark.parametrize(
    ("condition", "said"),
    [
        ({"phone": "filled"}, "have a phone"),
        ({"phone": "empty"}, "have no phone"),
        ({"phone": "not empty"}, "have a phone"),
        ({"opted_out": "true"}, 'are marked as "opted out"'),
        ({"opted_out": "not true"}, 'are not marked as "opted out"'),
        ({"score": "between 1 and 1500"}, "have a score from 1 to 1,500"),
        ({"amount": "not above 10"}, "do not have an amount above 10"),
        ({"amount": "at least budget"}, "have an amount of at least their budget"),
        ({"amount": "below budget"}, "have an amount below their budget"),
        ({"closed_at": "after 2026-01-31"}, "are closed after 31 January 2026"),
        ({"mql_at": "not on or before 2026-01-31T08:00"}, "do not become an MQL on or before 31 January 2026, 08:00"),
        ({"closed_at": "not before created_at"}, "are not closed before being created"),
        ({"mql_at": "between 2026-01-01 and 2026-03-31"}, "become an MQL between 1 January 2026 and 31 March 2026"),
        ({"products": "includes Trucks"}, 'have "Trucks" among their products'),
        ({"product": "not includes Light trucks"}, 'do not have "Light trucks" among their products'),
        ({"any": ["mql", {"region": "EMEA"}]}, 'are MQLs or have the region "EMEA"'),
        (
            {"status": "open", "any": ["mql", {"region": ["EMEA", "APAC"]}]},
            'have the status "open" and (are MQLs or have the region "EMEA" or "APAC")',
        ),
    ],
)
def test_a_condition_is_said_as_what_records_do(condition, said):
    assert holding(parse_condition(condition)) == said


@pytest.mark.parametrize(
    ("per", "begins"),
    [
        ("day", "Each day, Sales Development makes sure"),
        ("week from sunday", "Each week from Sunday, Sales Development makes sure"),
        ("2 weeks from 2026-10-05", "Every 2 weeks, Sales Development makes sure"),
    ],
)
def test_a_sentence_says_how_often_a_commitment_is_judged(per, begins):
    terms = read(changed("    per: month\n    by_segment", f"    per: {per}\n    by_segment")).terms
    assert any(commitment_sentence(terms, one).startswith(begins) for one in terms.commitments)


def test_names_become_words():
    assert [named(name) for name in ("mql", "first_contact", "icp-fit", "region", "CRM id")] == [
        "MQL", "first contact", "ICP fit", "region", "CRM ID",
    ]  # fmt: skip
    assert [plural(name) for name in ("MQL", "lead", "opportunity", "day", "leads")] == [
        "MQLs", "leads", "opportunities", "days", "leads",
    ]  # fmt: skip
    assert [with_article(name) for name in ("MQL", "SQL", "amount", "deal", "ICP fit")] == [
        "an MQL", "an SQL", "an amount", "a deal", "an ICP fit",
    ]  # fmt: skip


def test_an_instant_is_an_event():
    assert event("first_contacted_at").they == "are first contacted"
    assert event("handed_over_at") == Event("are handed over", "being handed over")
    assert event("first_followed_up_on").they == "are first followed up"
    assert event("mql_at").being == "becoming an MQL"
    assert event("opportunity_at", Vocabulary(("opportunity",))).they == "become an opportunity"
    assert event("hand_off_at").being == "hand off"
    assert event("event_ended_at").being == '"event ended"'


@pytest.mark.parametrize(
    ("label", "they", "being"),
    [
        ("first answer", "get their first answer", "first answer"),
        ("First answered", "are first answered", "being first answered"),
        ("Erstkontakt", 'get their "Erstkontakt"', '"Erstkontakt"'),
        ("Date of first engagement", 'get their "Date of first engagement"', '"Date of first engagement"'),
        ("MQL", "become an MQL", "becoming an MQL"),
        ("Opportunity", "become an Opportunity", "becoming an Opportunity"),
        ("SLA clock", "get their SLA clock", "SLA clock"),
    ],
)
def test_a_label_stands_in_the_place_of_a_columns_name(label, they, being):
    vocabulary = Vocabulary(("opportunity",), {"leads": {"called_up_at": label}}, "leads")
    assert event("called_up_at", vocabulary) == Event(they, being)
    assert event("called_up_at", vocabulary.of("deals")).being == "being called up"


def test_every_column_of_a_sentence_goes_by_its_label():
    labels = {
        "leads": {"status": "state of the lead", "mql_at": "hand-over", "amount": "Betrag", "products": "Produkt"},
        "tasks": {"status": "result", "done_at": "completed"},
    }
    of = Vocabulary(labels=labels, source="leads")
    tests = {"status": "rejected", "amount": "above 5", "products": "includes Trucks", "mql_at": "before 2026-01-31"}
    assert holding(parse_condition(tests), of) == (
        'have the state of the lead "rejected", have a Betrag above 5, have "Trucks" among their Produkt '
        "and get their hand-over before 31 January 2026"
    )
    to = "{first: {source: tasks, key: lead, at: done_at, where: {status: done}}}"
    terms = read(
        changed(*measured(f"{{kind: within, source: leads, where: mql, from: mql_at, to: {to}, limit: 2 days}}"))
    ).terms
    assert commitment_sentence(terms, terms.commitments[1], labels).endswith(
        'of MQLs get the first of their tasks that have the result "done" within 2 days of hand-over.'
    )

"""What a pattern needs is found among the declared columns by type and name, and never guessed silently."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml
from pydantic import TypeAdapter

from living_sla.agreements.agreement_file import parse_agreement
from living_sla.agreements.rules.columns import check_columns
from living_sla.agreements.sources_file import read_sources
from living_sla.model.agreement.source import Sources
from living_sla.scaffold.patterns.library import CRMS, PATTERNS, pattern
from living_sla.scaffold.patterns.matching import fit
from tests.factories.pattern_project import HEAD

ROOT = Path(__file__).parents[3]
PROFILES = {"hubspot": "hubspot", "salesforce": "salesforce-report", "generic": "plain"}


def declared(text):
    return TypeAdapter(Sources).validate_python(yaml.load(text, Loader=yaml.BaseLoader))


def a_source(*columns, name="leads", profile="plain"):
    lines = "".join(f"    {column}\n" for column in dict.fromkeys(("id: {from: Id, type: text}", *columns)))
    head = f"{name}:\n  path: exports/{name}.csv\n  profile: {profile}\n  timezone: UTC\n  key: id\n"
    return f"{head}  as_of: 2026-12-31T17:00Z\n  columns:\n{lines}"


@pytest.mark.parametrize("crm", CRMS)
@pytest.mark.parametrize("pattern", PATTERNS, ids=lambda pattern: pattern.id)
def test_the_lines_that_a_pattern_asks_for_are_the_columns_that_it_finds(pattern, crm):
    """Nothing is left to say about columns once they are declared as they were asked for."""
    needs = pattern.needs.values()
    records = [line for need in needs if not need.in_events for line in need.declarations(crm)]
    events = [line for need in needs if need.in_events for line in need.declarations(crm)]
    text = a_source(*records, name=pattern.source, profile=PROFILES[crm])
    text += a_source(*events, name=pattern.events) if pattern.events else ""
    sources = declared(text)
    found = fit(pattern, sources)
    assert (found.source, found.events) == (pattern.source, pattern.events)
    values = {need.role for need in needs if need.of}
    assert (found.missing, found.doubtful - values) == ((), frozenset())
    item = "".join(f"  {line}\n" for line in found.commitment().splitlines())
    agreement, _ = parse_agreement(f"{HEAD}{item}---\n".encode(), path="agreements/handoff.md")
    assert [str(fault) for fault in check_columns(agreement, sources)] == []


def test_the_columns_of_another_crm_are_found_by_their_headers():
    sources = read_sources(ROOT).sources
    found = fit(pattern("first-contact"), sources)
    assert (found.source, found.names) == ("leads", {"from": "mql_at", "to": "first_contacted_at"})
    found = fit(pattern("first-contact"), sources, source="salesforce-leads")
    assert found.names == {"from": "created_at", "to": "first_activity_at"}
    assert found.doubtful == {"from"}
    assert (
        "    from: created_at  # decide: is created_at when a lead was handed to Sales, as a qualified lead (MQL)?"
        in (found.commitment().splitlines())
    )


def test_a_column_of_another_type_is_not_taken():
    found = fit(pattern("first-contact"), declared(a_source("mql_at: {from: MQL at, type: date}")))
    assert [need.role for need in found.missing] == ["from", "to"]


def test_one_column_never_plays_two_parts():
    found = fit(pattern("mql-to-opportunity"), declared(a_source("converted: {from: Converted Date, type: instant}")))
    assert (found.names, [need.role for need in found.missing]) == ({"to": "converted"}, ["from"])
    found = fit(pattern("sales-cycle"), declared(a_source("close_date: {from: Close Date, type: instant}")))
    assert (found.names, [need.role for need in found.missing]) == ({"to": "close_date"}, ["from"])


def test_what_a_person_names_is_taken_as_it_is():
    text = a_source("mql_at: {from: MQL at, type: instant}", "answer: {from: Answer, type: instant}")
    found = fit(pattern("first-contact"), declared(text), chosen={"to": "answer"})
    assert (found.names, found.doubtful, found.missing) == ({"from": "mql_at", "to": "answer"}, frozenset(), ())


def test_a_value_is_one_that_the_column_lists_or_it_is_marked():
    status = "status: {{from: Status, type: text, values: [New, {}]}}"
    mql = "mql_at: {from: MQL at, type: instant}"
    one = fit(pattern("bad-fit"), declared(a_source(mql, status.format("Bad Fit"))))
    assert "    that: {status: Bad Fit}  # decide: add the reason, where only some of them count" in one.commitment()
    other = fit(pattern("bad-fit"), declared(a_source(mql, status.format("Parked"))))
    assert "is Rejected the value that means rejected?" in other.commitment()
    odd = fit(pattern("bad-fit"), declared(a_source(mql, status.format("Parked"))), chosen={"rejected": "not ours"})
    assert "    that: {status: [not ours]}" in odd.commitment()


def test_a_sum_of_money_is_asked_for_in_the_currency_of_its_column():
    text = a_source("opportunity_at: {from: Won, type: instant}", "worth: {from: Amount, type: money, currency: SEK}")
    assert "  target: at least 900000 SEK" in fit(pattern("pipeline-value"), declared(text)).commitment()


def test_without_any_source_the_usual_one_is_named():
    found = fit(pattern("contact-attempts"), {})
    assert (found.source, found.events) == ("leads", "calls")
    assert [need.role for need in found.missing] == ["from", "key", "made"]

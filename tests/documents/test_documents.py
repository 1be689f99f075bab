"""Each document holds what its JSON Schema says that it holds, no field less and none more."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from hypothesis import given
from hypothesis import strategies as st

from living_sla.cli import group
from living_sla.cli.schema import command
from living_sla.documents.attainment import as_one_line, attainment_document
from living_sla.documents.changes import changes_document
from living_sla.documents.history import history_document
from living_sla.documents.rows import rows_of
from living_sla.documents.schemas import DOCUMENTS, document_schema
from living_sla.documents.signoffs import signoffs_document
from living_sla.model.past.change import AgreementChanges
from living_sla.model.past.signoff import MissingSignature, TrustLevel
from tests.agreements.test_json_schema import accepts
from tests.factories import histories, reports

DOCS = Path(__file__).parents[2] / "docs"
VERBS = {
    "attainment": ["attain"],
    "history": ["history", "lead-handoff"],
    "changes": ["changes", "HEAD~12"],
    "verify": ["verify"],
    "doctor": ["doctor"],
    "goals": ["goals"],
    "proposal": ["gate", "HEAD~12"],
}
"""Verbs that write each document in the demonstration; `changelog` is a file of the site."""


def schema_of(name: str) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(document_schema(name))
    return found


def assert_as_described(document: str, name: str) -> dict[str, Any]:
    """The document, which its schema accepts; its fields come in the order of the schema."""
    found: dict[str, Any] = json.loads(document)
    schema = schema_of(name)
    assert accepts(schema, found, schema)
    assert_in_order(schema, found, schema)
    return found


def assert_in_order(told: dict[str, Any], value: Any, root: dict[str, Any]) -> None:
    told = root["$defs"][told["$ref"].rpartition("/")[2]] if "$ref" in told else told
    for one in told.get("anyOf", []):
        assert_in_order(one, value, root)
    if isinstance(value, list) and "items" in told:
        for each in value:
            assert_in_order(told["items"], each, root)
    if isinstance(value, dict) and "properties" in told:
        fields = told["properties"]
        assert list(value) == [name for name in fields if name in value]
        for name in value:
            assert_in_order(fields[name], value[name], root)


def objects(told: Any) -> list[dict[str, Any]]:
    """Every object that a schema describes, at any depth."""
    if isinstance(told, list):
        return [found for each in told for found in objects(each)]
    if not isinstance(told, dict):
        return []
    here = [told] if isinstance(told.get("properties"), dict) and "additionalProperties" in told else []
    return here + [found for each in told.values() for found in objects(each)]


@pytest.mark.parametrize("name", DOCUMENTS)
def test_a_schema_knows_every_field_and_says_what_it_is(name):
    schema = schema_of(name)
    assert schema["properties"]["schema"]["const"] == f"sla-{name}/1"
    for one in objects(schema):
        assert one["additionalProperties"] is False
        assert [field for field, told in one["properties"].items() if not told.get("description")
                and "$ref" not in told] == []  # fmt: skip


@pytest.mark.parametrize("name", DOCUMENTS)
def test_sla_schema_prints_it(name):
    assert CliRunner().invoke(command, [name]).output == document_schema(name)


@pytest.mark.parametrize("name", VERBS)
def test_what_a_verb_writes_is_as_its_schema_says(name, demo_project, monkeypatch):
    monkeypatch.chdir(demo_project)
    written = CliRunner().invoke(group, [*VERBS[name], "--format", "json"]).stdout
    assert assert_as_described(written, name)


def test_a_schema_refuses_a_field_that_nobody_declared():
    schema = schema_of("changes")
    assert not accepts(schema, {"schema": "sla-changes/1", "base": {"name": "x", "commit": "y"}}, schema)


def test_a_history_is_as_its_schema_says():
    standing = histories.stale()
    found = assert_as_described(history_document(standing.timeline, standing.revisions, standing.stale), "history")
    assert found["versions"][0]["landed"]
    assert found["stale"]


def test_changes_are_as_their_schema_says():
    first, second, *_ = (standing.version for standing in histories.agreement_standing().timeline.versions)
    change = AgreementChanges(first.agreement, second.agreement, second.changes)
    found = assert_as_described(changes_document("HEAD", "3f1c", [change]), "changes")
    assert found["agreements"][0]["changes"]


@pytest.mark.parametrize(
    "missing", [[], [MissingSignature("lead-handoff", 3, "sales", "ben.okafor@northwind.example")]]
)
def test_signoffs_are_as_their_schema_says(missing):
    given = [one for standing in histories.agreement_standing().timeline.versions for one in standing.signoffs]
    assert given
    assert_as_described(signoffs_document(TrustLevel.OWN_COMMIT, given, missing, []), "verify")


def test_figures_are_as_their_schema_says():
    report = reports.report()
    standings = report.agreements[0].commitments
    found = assert_as_described(
        attainment_document(standings, list(rows_of(standings)), report, replayed=True), "attainment"
    )
    assert found["attainment"]


def test_the_figure_that_a_page_shows_is_as_the_schema_says():
    text = (DOCS / "command-line.md").read_text(encoding="utf-8")
    start = text.index('{"schema": "sla-attainment/1"')
    assert_as_described(text[start : text.index("\n```", start)], "attainment")


NAMES = st.text(st.characters(codec=None, categories=["Lu", "Cc", "Cs", "Po", "Zs", "So"]), max_size=4)
VALUES = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**63), 2**63) | st.floats(allow_nan=False, allow_infinity=False) | NAMES,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(NAMES, inner, max_size=3),
    max_leaves=6,
)


@given(st.dictionaries(NAMES, VALUES, max_size=3))
def test_a_row_is_the_text_of_the_standard_library_but_for_exponents(row):
    """Of a number below 0.0001, or beyond 10**16: ``1e-05`` there, ``0.00001`` here; it is the same number."""
    told, plain = as_one_line(row), json.dumps(row, ensure_ascii=False)
    assert json.loads(told) == row
    if not re.search(r"\de[+-]", plain):
        assert told == plain

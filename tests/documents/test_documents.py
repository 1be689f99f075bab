"""Each document holds what its page says it holds, no field less and none more."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from living_sla.documents.attainment import attainment_document
from living_sla.documents.changes import change_fields, changes_document
from living_sla.documents.history import history_document
from living_sla.documents.rows import rows_of
from living_sla.documents.signoffs import signoffs_document
from living_sla.model.past.change import AgreementChanges
from living_sla.model.past.signoff import MissingSignature, TrustLevel
from tests.factories import histories, reports

DOCS = Path(__file__).parents[2] / "docs"
_TOKEN = re.compile(r'"[^"]*"|[\w-]+|[{}\[\]…]')


def described(page: str, schema: str) -> dict:
    """The fields that a page says a document has: ``{"schema": "…", "spans": [{version, start}]}`` as nested dicts.

    A field whose own fields are not told leads to an empty dict.
    """
    text = (DOCS / page).read_text(encoding="utf-8")
    start = text.index(f'{{"schema": "{schema}"')
    return next(_objects(iter(_TOKEN.findall(text[start : text.index("`", start)]))))


def _objects(tokens: Iterator[str]) -> Iterator[dict]:
    for token in tokens:
        if token == "{":
            yield _fields(tokens)


def _fields(tokens: Iterator[str]) -> dict:
    found: dict = {}
    name = ""
    for token in tokens:
        if token == "{":
            found[name] = _fields(tokens)
        elif token == "}":
            return found
        elif token not in "[]…" and "/" not in token:
            name = token.strip('"')
            found[name] = {}
    raise AssertionError("an object of the page is not closed")


def assert_as_described(found: object, shape: dict) -> None:
    """Every object of the document has the fields that are described, in their order."""
    for one in found if isinstance(found, list) else [found]:
        if shape and one is not None:
            assert list(one) == list(shape)
            for name, inner in shape.items():
                assert_as_described(one[name], inner)


def test_a_history_is_as_its_page_describes_it():
    standing = histories.stale()
    found = json.loads(history_document(standing.timeline, standing.revisions, standing.stale))
    assert found["versions"][0]["landed"]
    assert found["stale"]
    assert_as_described(found, described("history.md", "sla-history/1"))


def test_changes_are_as_their_page_describes_them():
    first, second, *_ = (standing.version for standing in histories.agreement_standing().timeline.versions)
    change = AgreementChanges(first.agreement, second.agreement, second.changes)
    assert second.changes
    found = json.loads(changes_document("HEAD", "3f1c", [change]))
    assert_as_described(found, described("history.md", "sla-changes/1"))
    told = re.search(r"A change is `(\{.*?\}\})`", (DOCS / "history.md").read_text(encoding="utf-8"), re.DOTALL)
    assert_as_described(change_fields(second.changes[0]), next(_objects(iter(_TOKEN.findall(told[1])))))


@pytest.mark.parametrize(
    "missing", [[], [MissingSignature("lead-handoff", 3, "sales", "ben.okafor@northwind.example")]]
)
def test_signoffs_are_as_their_page_describes_them(missing):
    given = [one for standing in histories.agreement_standing().timeline.versions for one in standing.signoffs]
    assert given
    found = json.loads(signoffs_document(TrustLevel.OWN_COMMIT, given, missing, []))
    assert_as_described(found, described("signing.md", "sla-verify/1"))


def test_figures_are_as_their_page_shows_them():
    report = reports.report()
    standings = report.agreements[0].commitments
    found = json.loads(attainment_document(standings, list(rows_of(standings)), report, replayed=False))
    text = (DOCS / "command-line.md").read_text(encoding="utf-8")
    start = text.index('{"schema": "sla-attainment/1"')
    shown = json.loads(text[start : text.index("\n```", start)])
    assert list(found) == list(shown)
    [row] = shown["attainment"]
    for each in found["attainment"]:
        assert list(each) == list(row)
        for name in ("period", "source"):
            assert list(each[name]) == list(row[name])
        assert each["counts"] is None or list(each["counts"]) == list(row["counts"])

"""Laws of changes: no edit of the terms goes unsaid, no spelling is one, and every rule has its mirror."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pydantic import ValidationError

from living_sla.agreements.rules.terms import check_terms
from living_sla.changes import changes
from living_sla.changes.rules import RULES
from living_sla.model.agreement import kinds
from living_sla.model.agreement.measured import Measured
from living_sla.model.agreement.scalars import Part
from living_sla.model.agreement.terms import Agreement
from living_sla.model.past.change import AgreementChanges, Change, Direction
from living_sla.model.past.grade import grade
from tests.factories.full_terms import Edit, agreement, edited, edits, full


def result(fields: dict[str, Any], edit: Edit) -> Agreement | None:
    """The terms after an edit, where it finds what it edits and every name in them still means something."""
    try:
        found = agreement(edited(fields, edit))
    except (KeyError, IndexError, TypeError, ValidationError):
        return None
    nameless = [
        fault for fault in check_terms(found) if re.match('unknown |the definition "|"[^"]*" is also', fault.message)
    ]
    return found if not nameless else None


BASE = agreement(full())
TRIED = {edit: result(full(), edit) for edit in edits()}
READABLE = {edit: found for edit, found in TRIED.items() if found is not None}
EDITS = list(READABLE)
OPPOSITE = {
    Direction.TIGHTENED: Direction.EASED,
    Direction.EASED: Direction.TIGHTENED,
    Direction.UNCLEAR: Direction.UNCLEAR,
}


def parts(kind: type[Part] = Part) -> Iterator[type[Part]]:
    """Every part of the terms that can be written; not those that only others build on."""
    for sub in kind.__subclasses__():
        if sub.__module__ in (
            "living_sla.model.agreement.terms",
            "living_sla.model.agreement.kinds",
            "living_sla.model.agreement.measured",
            "living_sla.model.agreement.coverage_terms",
            "living_sla.model.agreement.journey",
            "living_sla.model.agreement.basis",
            "living_sla.model.agreement.capacity",
            "living_sla.model.agreement.experiment",
        ):
            if sub not in (Measured, kinds.Statistic):
                yield sub
            yield from parts(sub)


def test_the_edits_reach_every_field_of_the_schema():
    known = {(part.__name__, info.alias or name) for part in parts() for name, info in part.model_fields.items()}
    tried = {(edit.part, edit.field) for edit in EDITS}
    composed = {
        ("Terms", "review"), ("Terms", "channels"), ("Terms", "coverage"), ("Terms", "parties"),
        ("Party", "contact"), ("Party", "deputy"), ("Attempts", "events"), ("Gap", "events"),
        ("Attempts", "ends"), ("First", "first"), ("Terms", "experiment"), ("Terms", "capacity"),
    }  # fmt: skip
    kinds_of_measure = {(part, field) for part, field in known if field == "kind"}
    assert known - tried - composed - kinds_of_measure == set()


def test_edits_that_leave_a_name_without_its_meaning_are_no_terms():
    unreadable = [edit for edit, found in TRIED.items() if found is None]
    assert {(*edit.at, edit.value is None) for edit in unreadable} == {
        ("definitions", True),
        ("definitions", "mql", "where", True),
        ("definitions", "hot", "where", True),
        ("commitments", False),
        ("commitments", 7, "id", False),
        ("commitments", 8, "id", False),
        ("commitments", 9, "measure", "ends", "any", False),
    }


@pytest.mark.parametrize("edit", EDITS, ids=lambda edit: f"{'.'.join(map(str, edit.at))}={edit.value}"[:90])
def test_no_edit_goes_unsaid(edit):
    other = READABLE[edit]
    found = changes(BASE, other)
    assert bool(found) == (other.digest != BASE.digest)
    assert_mirrored(found, changes(other, BASE))


def test_every_rule_has_its_mirror():
    for rule in RULES.values():
        mirror = RULES[rule.mirror]
        assert mirror.mirror == rule.id
        assert mirror.direction is OPPOSITE[rule.direction]
        assert (rule.mirror == rule.id) <= (rule.direction is Direction.UNCLEAR)


def test_every_rule_finds_something():
    found = {change.rule for other in READABLE.values() for change in changes(BASE, other)}
    found |= {RULES[rule].mirror for rule in found}
    assert set(RULES) - found == set()


@st.composite
def _some_fields(draw):
    """The fields of the full terms after a few edits, as far as they go together."""
    fields = full()
    for edit in draw(st.lists(st.sampled_from(EDITS), max_size=4)):
        if result(fields, edit) is not None:
            fields = edited(fields, edit)
    return fields


def _some_terms():
    return _some_fields().map(agreement)


@settings(max_examples=60)
@given(_some_terms(), _some_terms())
def test_going_back_finds_the_same_changes_backwards(before, after):
    there, back = changes(before, after), changes(after, before)
    assert bool(there) == (before.digest != after.digest)
    assert_mirrored(there, back)


@settings(max_examples=40)
@given(_some_fields(), _some_fields())
def test_with_the_parties_swapped_every_verdict_and_grade_swaps(before, after):
    there = AgreementChanges(old := agreement(before), new := agreement(after), changes(old, new))
    old, new = agreement(swapped(before)), agreement(swapped(after))
    mirrored = AgreementChanges(old, new, changes(old, new))

    def told(found: Change, names: dict[str, str]) -> tuple[object, ...]:
        concerned = frozenset(names.get(party, party) for party in found.concerns)
        return found.rule, found.commitment, found.direction, names.get(found.party or "", found.party), concerned

    assert Counter(told(found, {}) for found in mirrored.changes) == Counter(
        told(found, OTHER) for found in there.changes
    )
    assert {OTHER.get(party, party): of for party, of in grade(there).parties} == dict(grade(mirrored).parties)


OTHER = {"marketing": "sales", "sales": "marketing"}


def swapped(fields: Any) -> Any:
    """The same fields with each of the two teams in the place of the other, wherever one is named."""
    if isinstance(fields, dict):
        roles = ("by", "to", "party", "owner")
        return {
            key: OTHER.get(value, value) if key in roles and isinstance(value, str) else swapped(value)
            for key, value in fields.items()
        }
    return [swapped(item) for item in fields] if isinstance(fields, list) else fields


def assert_mirrored(there: tuple[Change, ...], back: tuple[Change, ...]) -> None:
    def told(found: Change) -> tuple[object, ...]:
        return (found.rule, found.commitment, found.direction, found.party, found.breaks_series)

    def mirrored(found: Change) -> tuple[object, ...]:
        rule = RULES[found.rule].mirror
        return (rule, found.commitment, OPPOSITE[found.direction], found.party, found.breaks_series)

    assert Counter(map(told, there)) == Counter(map(mirrored, back))

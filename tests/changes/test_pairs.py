"""Pairs of versions that people judged by hand: what changes for whom, there and back, and who owes more."""

from __future__ import annotations

import inspect
import re
from collections.abc import Iterator

import pytest

from living_sla.changes.rules import RULES
from living_sla.model.agreement.scalars import Part
from living_sla.model.past.change import Direction
from living_sla.model.past.grade import grade
from tests.changes.pair_files import FILES, MIRROR, PairFile, read_pair, swapped, told
from tests.changes.test_changes_complete import assert_mirrored, parts

PAIRS = [read_pair(file) for file in FILES]


def test_there_are_enough_pairs_to_judge_by():
    assert len(PAIRS) >= 60


@pytest.mark.parametrize("pair", PAIRS, ids=lambda pair: pair.path.stem)
def test_a_pair_is_told_as_its_file_says(pair: PairFile):
    assert told(pair) == pair.told


@pytest.mark.parametrize("pair", PAIRS, ids=lambda pair: pair.path.stem)
def test_a_pair_is_mirrored_backwards(pair: PairFile):
    there, back = pair.there, pair.back
    assert_mirrored(there.changes, back.changes)
    assert grade(back).is_material == grade(there).is_material == bool(there.changes)
    assert {party: MIRROR.get(verdict, verdict) for party, verdict in grade(there).parties} == dict(grade(back).parties)


@pytest.mark.parametrize("pair", PAIRS, ids=lambda pair: pair.path.stem)
def test_with_the_parties_swapped_every_verdict_swaps(pair: PairFile):
    there, mirrored = pair.there, swapped(pair).there
    other = {"marketing": "sales", "sales": "marketing"}

    def told_of(change, names):
        party = names.get(change.party, change.party)
        concerns = sorted({names.get(of, of) for of in change.concerns})
        return change.rule, change.commitment, change.direction, party, concerns

    def told_in_order(changes, names):
        return sorted(map(str, (told_of(change, names) for change in changes)))

    assert told_in_order(mirrored.changes, {}) == told_in_order(there.changes, other)
    assert dict(grade(mirrored).parties) == {other.get(of, of): verdict for of, verdict in grade(there).parties}


def test_every_rule_occurs_in_a_pair_and_so_does_its_mirror():
    written = set(re.findall(r"^- `([a-z-]+)`", "\n".join(pair.told for pair in PAIRS), re.MULTILINE))
    assert written == set(RULES)


def test_every_direction_of_every_grade_occurs():
    grades = {str(verdict) for pair in PAIRS for _, verdict in grade(pair.there).parties}
    assert grades == {"tightened", "eased", "both", "cannot tell", "unchanged"}


def test_every_kind_of_measure_occurs_in_the_desk_of_the_pairs():
    kinds = {part.model_fields["kind"].annotation for part in parts() if "kind" in part.model_fields}
    assert {commitment.measure.kind for commitment in PAIRS[0].before.terms.commitments} == {
        value for kind in kinds for value in kind.__args__
    }


def test_every_field_of_the_terms_differs_in_a_pair():
    known = {_declared(part, name) for part in parts() for name in part.model_fields}
    differing = {field for pair in PAIRS for field in _differing(pair.before.terms, pair.after.terms)}
    kinds = {(part, field) for part, field in known if field == "kind"}  # another kind is another class of part
    assert known - differing - kinds == set()


def _declared(part: type[Part], name: str) -> tuple[str, str]:
    """The class that declares a field, and what the file calls it."""
    declaring = next(base for base in part.__mro__ if name in inspect.get_annotations(base))
    return declaring.__name__, part.model_fields[name].alias or name


def _differing(old: object, new: object) -> Iterator[tuple[str, str]]:
    """The fields whose values differ, by the part that has them; every field of a part that only one side has."""
    if isinstance(old, Part) and isinstance(new, Part) and type(old) is type(new):
        for name in type(old).model_fields:
            one, other = getattr(old, name), getattr(new, name)
            if one != other:
                yield _declared(type(old), name)
                yield from _differing(one, other)
    elif isinstance(old, dict) and isinstance(new, dict):
        for key in old.keys() | new.keys():
            if old.get(key) != new.get(key):
                yield from _differing(old.get(key), new.get(key))
    elif isinstance(old, tuple) and isinstance(new, tuple):
        for one, other in zip(old, new, strict=False):
            yield from _differing(one, other)
        for left in (*old[len(new) :], *new[len(old) :]):
            yield from _within(left)
    else:
        yield from _within(old)
        yield from _within(new)


def _within(value: object) -> Iterator[tuple[str, str]]:
    if isinstance(value, Part):
        for name in value.model_fields_set:
            yield _declared(type(value), name)
            yield from _within(getattr(value, name))
    elif isinstance(value, tuple | dict):
        for item in value.values() if isinstance(value, dict) else value:
            yield from _within(item)


def test_no_sentence_needs_another_one_to_be_understood():
    """It begins with a capital or a quote, ends, and says something of both sides where something is replaced."""
    for pair in PAIRS:
        for change in (*pair.there.changes, *pair.back.changes):
            assert re.match(r'["A-Z]|[a-z.]+@', change.sentence), change.sentence
            assert re.search(r'[.!?]["”]?$', change.sentence), change.sentence
            if change.direction is Direction.UNCLEAR and " changes from " in change.sentence:
                assert " to " in change.sentence.split(" changes from ", 1)[1]

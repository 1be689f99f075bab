"""Values are frozen Structs: what holds of each of them, whoever writes the next one."""

from __future__ import annotations

import importlib
import json
import pkgutil
from datetime import UTC, datetime, timedelta
from fractions import Fraction
from functools import cached_property
from typing import get_type_hints

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec import Struct
from msgspec.structs import replace

import living_sla
from living_sla.agreements.canonical_json import canonical_json
from living_sla.errors import Place
from living_sla.model.equal_but import EqualBut
from living_sla.model.exact_json import dumped, from_values, loaded, place_of
from living_sla.model.figures.attainment import Attainment
from living_sla.model.reviews.differences import FigureParts, FoundDifferences
from living_sla.model.reviews.kept_record import as_record, as_values
from living_sla.model.reviews.record import FrozenCommitment, ReviewRecord
from living_sla.unreadable import Unreadable
from tests.reviews import examples


def of_the_package() -> list[type[Struct]]:
    for module in pkgutil.walk_packages(living_sla.__path__, "living_sla."):
        if not {"__main__", "starters"} & set(module.name.split(".")):
            importlib.import_module(module.name)
    found, todo = [], [Struct]
    while todo:
        below = todo.pop().__subclasses__()
        todo += below
        found += [one for one in below if one.__module__.startswith("living_sla.")]
    return found


VALUES = of_the_package()


def test_what_remembers_an_answer_has_a_place_for_it():
    assert len(VALUES) > 400
    for one in VALUES:
        remembers = any(isinstance(part, cached_property) for base in one.__mro__ for part in vars(base).values())
        assert not remembers or one.__dictoffset__, one


def test_a_default_that_is_left_out_is_the_same_object_wherever_it_is_made():
    """msgspec leaves a field out where it is the very object: an equal text made in another place is written."""
    leaving_out = [one for one in VALUES if one.__struct_config__.omit_defaults]
    assert Attainment in leaving_out
    for one in leaving_out:
        for default in one.__struct_defaults__:
            assert default in (None, False, True, 0, "", ()), one
            assert type(default) in (type(None), bool, int, str, tuple), one


def test_every_class_of_a_record_that_has_defaults_leaves_them_out():
    seen, todo = set(), [ReviewRecord, FrozenCommitment]
    while todo:
        one = todo.pop()
        hints = get_type_hints(one)
        for part in (inner for hint in hints.values() for inner in parts_of(hint)):
            if part not in seen:
                seen.add(part)
                todo.append(part)
    assert Attainment in seen
    assert [one for one in seen if one.__struct_defaults__ and not one.__struct_config__.omit_defaults] == []


def parts_of(hint: object):
    if isinstance(hint, type) and issubclass(hint, Struct):
        yield hint
    for inner in getattr(hint, "__args__", ()):
        yield from parts_of(inner)


class Written(EqualBut, frozen=True):
    BESIDE = frozenset({"where"})
    what: str
    where: dict[str, int]


class WrittenOtherwise(Written, frozen=True):
    pass


def test_what_stands_beside_a_value_makes_no_difference():
    one, other = Written("x", {"a": 1}), Written("x", {"b": 2})
    assert one == other
    assert hash(one) == hash(other)
    assert one != Written("y", {"a": 1})
    assert one != "x"
    assert {one, other} == {one}
    assert one != WrittenOtherwise("x", {"a": 1})


FRACTIONS = st.none() | st.fractions()
COUNTS = st.integers(0, 10**12)


@given(st.builds(FigureParts, FRACTIONS, COUNTS, COUNTS, COUNTS))
def test_what_is_kept_comes_back_to_the_digit(parts):
    assert loaded(FigureParts, dumped(parts)) == parts


REST = b',"met":0,"missed":0,"pending":0}'
REFUSED = [b"", b"[]", b"null", b"[" * 100_000, b'{"value":null,"met":0.5,"missed":0,"pending":0}'] + [
    b'{"value":' + value + REST for value in (b'"1/0"', b"1", b'"x"', b"[]")
]


@pytest.mark.parametrize("raw", REFUSED)
def test_anything_else_is_nothing_that_was_kept(raw):
    assert loaded(FigureParts, raw) is None


def test_a_refusal_knows_the_place():
    whole = {"differences": [{"agreement": "a"}], "figures": 1}
    with pytest.raises(ValueError) as missing:  # noqa: PT011  # the library's own message is what is asked
        from_values(FoundDifferences, whole)
    assert place_of(missing.value) == "differences.0.commitment"
    with pytest.raises(ValueError) as other:  # noqa: PT011
        from_values(FigureParts, {"value": None, "met": "1", "missed": 0, "pending": 0})
    assert place_of(other.value) == "met"
    assert place_of(ValueError("something else")) == ""


@pytest.mark.parametrize("written", ["x - at `$.nothing.here`", "x` - at `$.nothing", "- at `$.a`\n - at `$.b`", "`"])
def test_the_place_of_a_refusal_is_never_what_somebody_wrote(written):
    values = json.loads(canonical_json(as_values(examples.record())))
    values["agreements"][0]["basis"] = written
    with pytest.raises(Unreadable, match=r'"agreements\.0\.basis"'):
        as_record(values)


def test_a_name_that_people_choose_is_none_of_the_place():
    values = json.loads(canonical_json(as_values(examples.record())))
    values["agreements"][0]["signatories"]["sales"] = ["ben@x.example", 7]
    with pytest.raises(Unreadable, match=r'"agreements\.0\.signatories\.\*\.1"'):
        as_record(values)


def read_again(record: ReviewRecord) -> ReviewRecord:
    return as_record(json.loads(canonical_json(as_values(record))))


def aged(age: timedelta) -> ReviewRecord:
    record = examples.record()
    [agreement, *agreements] = record.agreements
    [owed, *more] = agreement.commitments
    series = (replace(owed.series[0], age=age), *owed.series[1:])
    owed = replace(owed, series=series)
    return replace(record, agreements=(replace(agreement, commitments=(owed, *more)), *agreements))


@given(st.timedeltas(timedelta(days=-4000), timedelta(days=4000)))
def test_ages_in_a_record_come_back_to_the_microsecond(age):
    assert read_again(aged(age)) == aged(age)


def test_ages_are_spelled_as_they_were_in_the_records_of_earlier_releases():
    def spelled(age: timedelta) -> str:
        return as_values(aged(age))["agreements"][0]["commitments"][0]["series"][0]["age"]

    assert spelled(timedelta(days=3, hours=1)) == "P3DT1H"
    assert spelled(timedelta(days=400, microseconds=3)) == "P1Y35DT0.000003S"


@given(st.datetimes(datetime(1990, 1, 1), datetime(2199, 12, 31)).map(lambda at: at.replace(tzinfo=UTC)))
def test_instants_in_a_record_come_back(at):
    record = replace(examples.record(), as_of=at)
    assert read_again(record) == record


def test_a_fraction_is_spelled_as_it_always_was():
    figure = as_values(replace(aged(timedelta(1)), pending=0))["agreements"][0]["commitments"][0]["series"][0]
    assert figure["value"] == str(Fraction(figure["value"]))


PLACES = st.builds(Place, st.sampled_from("ab"), st.none() | st.integers(1, 3), st.none() | st.integers(1, 3))


@given(st.lists(PLACES))
def test_places_have_an_order_whatever_is_known_of_them(places):
    found = [(place.path, place.line or 0, place.column or 0) for place in sorted(places)]
    assert found == sorted(found)

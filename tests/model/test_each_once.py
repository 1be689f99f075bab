from msgspec import Struct
from msgspec.structs import replace

from living_sla.model.each_once import each_once


class Value(Struct, frozen=True):
    many: tuple[int, ...]


def test_a_value_is_worked_out_once_and_an_equal_one_by_itself():
    asked = []

    @each_once
    def total(of: Value) -> int:
        asked.append(of)
        return sum(of.many)

    value = Value((1, 2))
    equal = replace(value)
    assert [total(value), total(value), total(equal), total(replace(value, many=(3,)))] == [3, 3, 3, 3]
    assert [id(of) for of in asked[:2]] == [id(value), id(equal)]
    assert len(asked) == 3


def test_a_new_value_in_the_place_of_one_that_is_gone_is_another_one():
    @each_once
    def total(of: Value) -> int:
        return sum(of.many)

    assert [total(Value((number,))) for number in range(1000)] == list(range(1000))

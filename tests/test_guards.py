"""Frozen classes whose guards are shared refuse what Python's own refuse, in its words."""

import dataclasses
from typing import Any

import pytest

from living_sla.cli import guards


@pytest.fixture(params=["Python's own", "shared"])
def value(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> tuple[Any, Any]:
    name = "_frozen_get_del_attr"
    monkeypatch.setattr(dataclasses, name, getattr(dataclasses, name))  # put back when the test is over
    if request.param == "shared":
        guards.share()

    @dataclasses.dataclass(frozen=True)
    class Above:
        one: int

    @dataclasses.dataclass(frozen=True)
    class Below(Above):
        two: int = 2

    class Open(Below):
        """A class that is not frozen itself, below one that is."""

    return Below(1), Open(1)


def test_no_field_can_be_set_or_deleted(value: tuple[Any, Any]) -> None:
    frozen, open_ = value
    for of in (frozen, open_):
        for name in ("one", "two"):
            with pytest.raises(dataclasses.FrozenInstanceError, match=f"^cannot assign to field '{name}'$"):
                setattr(of, name, 3)
            with pytest.raises(dataclasses.FrozenInstanceError, match=f"^cannot delete field '{name}'$"):
                delattr(of, name)
    with pytest.raises(dataclasses.FrozenInstanceError, match=r"^cannot assign to field 'three'$"):
        frozen.three = 3
    assert dataclasses.astuple(frozen) == (1, 2)


def test_what_is_not_frozen_below_a_frozen_class_may_have_more(value: tuple[Any, Any]) -> None:
    _, open_ = value
    open_.three = 3
    assert vars(open_) == {"one": 1, "two": 2, "three": 3}
    del open_.three
    assert open_ == open_
    assert hash(open_) == hash((1, 2))


def test_they_have_the_names_of_their_class(value: tuple[Any, Any]) -> None:
    kind = type(value[0])
    assert kind.__setattr__.__qualname__ == f"{kind.__qualname__}.__setattr__"

"""What is worked out once for each value, where to compare two values takes longer than to work it out again."""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache, wraps
from typing import Generic, TypeVar

Value = TypeVar("Value")
Found = TypeVar("Found")

_MOST = 256
"""So many values are remembered of each function, and with them what they hold."""


def each_once(function: Callable[[Value], Found]) -> Callable[[Value], Found]:
    """The function, which remembers what a value that never changes came to: that very one, and no equal one."""

    @lru_cache(maxsize=_MOST)
    def known(itself: _Itself[Value]) -> Found:
        return function(itself.value)

    @wraps(function)
    def found(value: Value) -> Found:
        return known(_Itself(value))

    return found


class _Itself(Generic[Value]):
    """A value that is equal to no other one."""

    def __init__(self, value: Value) -> None:
        self.value = value

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Itself) and other.value is self.value

    def __hash__(self) -> int:
        return id(self.value)

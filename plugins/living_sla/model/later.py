"""Fields of facts that are read when somebody asks for them, once."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Generic, TypeVar, overload

T = TypeVar("T")
_NOTHING: Any = object()


class Later(Generic[T]):
    """A field of a frozen dataclass that takes its value, or a function that is called once to get it.

    Written ``terms: Later[Terms] = Later()``; a value in the brackets is the field's default.
    """

    def __init__(self, default: T = _NOTHING) -> None:
        self._default = default

    def __set_name__(self, owner: type, name: str) -> None:
        self._name = f"_{name}"

    @overload
    def __get__(self, instance: None, owner: type) -> T: ...
    @overload
    def __get__(self, instance: object, owner: type) -> T: ...
    def __get__(self, instance: object | None, owner: type) -> T:
        if instance is None:  # how a dataclass asks for the default
            if self._default is _NOTHING:
                raise AttributeError(self._name)
            return self._default
        value = instance.__dict__[self._name]
        if callable(value):
            value = instance.__dict__[self._name] = value()
        found: T = value
        return found

    def __set__(self, instance: object, value: T | Callable[[], T]) -> None:
        instance.__dict__[self._name] = value

"""What refuses to change a value of a frozen class, without being compiled for each class."""

from __future__ import annotations

import dataclasses
import sys
from collections.abc import Callable, Iterable
from typing import Any


def share() -> None:
    """Let Python make both functions of every class that is defined from now on of the two below.

    They do what its own do, which are compiled from text for each class. `sla attain` imports 250 of them: without that
    it takes 0.92 of the CPU. From 3.13 on Python compiles the functions of a class together, and nothing is done.
    """
    if sys.version_info < (3, 13):
        dataclasses._frozen_get_del_attr = _guards  # type: ignore[attr-defined]


def _guards(cls: type, fields: Iterable[dataclasses.Field[Any]], _globals: object) -> tuple[Callable[..., None], ...]:
    names = frozenset(field.name for field in fields)

    def __setattr__(self: object, name: str, value: object) -> None:  # noqa: N807 it becomes one of the class
        if type(self) is cls or name in names:
            raise dataclasses.FrozenInstanceError(f"cannot assign to field {name!r}")
        super(cls, self).__setattr__(name, value)  # type: ignore[arg-type]

    def __delattr__(self: object, name: str) -> None:  # noqa: N807
        if type(self) is cls or name in names:
            raise dataclasses.FrozenInstanceError(f"cannot delete field {name!r}")
        super(cls, self).__delattr__(name)  # type: ignore[arg-type]

    return __setattr__, __delattr__

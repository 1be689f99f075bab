"""Values that carry something beside what they are: where they are written, or what answers for them."""

from __future__ import annotations

from typing import Any, ClassVar

from msgspec import Struct


class EqualBut(Struct, frozen=True, eq=False):
    """A value that is equal to another of its class where all its fields are, but for those that `BESIDE` names."""

    BESIDE: ClassVar[frozenset[str]]

    @property
    def _compared(self) -> tuple[Any, ...]:
        return tuple(getattr(self, name) for name in self.__struct_fields__ if name not in self.BESIDE)

    def __eq__(self, other: object) -> bool:
        """Whether they are equal in all that is compared."""
        return self is other or (type(other) is type(self) and self._compared == other._compared)

    def __hash__(self) -> int:
        """Of all that is compared."""
        return hash(self._compared)

"""A value that does not say what its field wants: the fault that the values of the model raise."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from living_sla.fault import Fault


class Unreadable(ValueError):
    """A value that does not say what its field wants; the caller knows the place, this knows the words.

    `at` leads from the field to the part of its value that is at fault, as keys and positions.
    """

    def __init__(
        self, message: str, hint: str = "", *, code: Fault | None = None, at: tuple[str | int, ...] = ()
    ) -> None:
        super().__init__(message)
        self.message = message
        self.hint = hint
        self.code = code
        self.at = at

    def inside(self, *at: str | int) -> Unreadable:
        """The same finding, seen from further out."""
        return Unreadable(self.message, self.hint, code=self.code, at=(*at, *self.at))

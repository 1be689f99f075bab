"""The token: nothing shows it, and one place takes it out."""

from __future__ import annotations

import re

from living_sla.errors import Unreadable

_TOKEN = re.compile(r"[\x21-\x7e]{1,8192}")


class Token:
    """A secret that no format, message or document shows."""

    __slots__ = ("__text",)

    def __init__(self, text: str) -> None:
        """Raises `Unreadable`, which does not quote it, for what would be more than one value of a header."""
        if _TOKEN.fullmatch(text) is None:
            message = "it holds a space, a line end, or a character that no token has"
            raise Unreadable(message, "store it again, without what stands before and behind it")
        self.__text = text

    def __repr__(self) -> str:
        return "Token(not shown)"

    def __reduce__(self) -> str:
        raise TypeError("a token is not written anywhere")

    def in_header(self, before: str = "") -> str:
        """The value of the header that carries it: the one place where it leaves."""
        return before + self.__text

    def stands_in(self, text: str) -> bool:
        """Whether a text would give it away."""
        return self.__text in text

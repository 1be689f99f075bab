"""What can go wrong, said for people: where, what was found, and the next step."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection, Iterable, Iterator
from contextlib import contextmanager

from msgspec import Struct

from living_sla.fault import Fault as Fault
from living_sla.unreadable import Unreadable as Unreadable
from living_sla.warning_name import WarningName as WarningName

# GitHub's and Azure's runners look for these anywhere in a line.
_ORDER = re.compile(r"##(?=(?:vso)?\[)")
# Letters and marks by their category, and yet nothing to see.
_BLANK = re.compile("[\u034f\u115f\u1160\u17b4\u17b5\u180b-\u180f\u2800\u3164\uffa0\U000e0100-\U000e01ef]")


class Place(Struct, frozen=True):
    """Where something was found: a path relative to the project, and a line and column counted from 1."""

    path: str
    line: int | None = None
    column: int | None = None

    def __str__(self) -> str:
        return ":".join(str(part) for part in (self.path, self.line, self.column) if part is not None)

    def __lt__(self, other: Place) -> bool:
        """By path, line and column; a whole file stands before its lines."""
        return (self.path, self.line or 0, self.column or 0) < (other.path, other.line or 0, other.column or 0)


def name_of(character: str) -> str:
    """``U+200B ZERO WIDTH SPACE``; only the number where the character has no name."""
    return f"U+{ord(character):04X} {unicodedata.name(character, '')}".rstrip()


def shown(text: str) -> str:
    """`text` with each character that nobody sees as ``<U+202F NARROW NO-BREAK SPACE>``; line breaks stay.

    What a message quotes comes from files: it must not act on a terminal, and two texts that differ must look so.
    """
    if text.isascii() and text.isprintable():
        return text
    return "".join(_seen(letter) if _is_unseen(letter) else letter for letter in text)


def on_one_line(text: str) -> str:
    """`text` without line breaks: a line of a terminal that a value begins is an order to some build machines."""
    return text if text.isprintable() else " ".join(re.split(r"\s*[\n\r\v\f\x1c-\x1e\x85\u2028\u2029]\s*", text))


_HINT = "\n  hint: "
"""What stands between a fault and its next step."""


def as_a_line(text: str) -> str:
    """A line for a terminal or the log of a build machine: one line, and no part of it an order (``##[add-mask]``)."""
    return _ORDER.sub("# #", on_one_line(text))


def _seen(letter: str) -> str:
    # A byte of a name that is not UTF-8 arrives as half a character.
    return f"\\x{ord(letter) - 0xDC00:02x}" if "\udc80" <= letter <= "\udcff" else f"<{name_of(letter)}>"


def _is_unseen(letter: str) -> bool:
    return (not letter.isprintable() and letter != "\n") or bool(_BLANK.match(letter))


class SlaError(Exception):
    """A fault that a person can fix; prints as ``file:line:col: CODE what was found`` and a hint line.

    `code` is None where a fault has no number.
    `exit_code` is what the command line returns: 2 for content, 3 for the environment.
    """

    exit_code = 2

    def __init__(self, message: str, *, where: Place | None = None, hint: str = "", code: Fault | None = None) -> None:
        super().__init__(message)
        self.message = message
        self.where = where
        self.hint = hint
        self.code = code

    def __str__(self) -> str:
        return _told(self.where, f"{self.code or ''} {self.message}".strip(), self.hint)


class NoFile(SlaError):
    """There is no file of the name that a source states, and nothing else is wrong with that name."""

    def gone(self, name: str, remedy: str) -> SlaError:
        """What is to be said where there was a file of that source before; `remedy` is a sentence of its own."""
        message, stop = f"the export of {name} is gone: {self.message}", "" if self.hint.endswith("?") else "."
        hint = f"{self.hint}{stop} {remedy}"
        return SlaError(message, where=self.where, hint=hint, code=self.code)


class EnvironmentFault(SlaError):
    """The machine lacks something the work needs: a tool, a history, a folder that can be written."""

    exit_code = 3


class Faults(SlaError):
    """Everything that is wrong at once, in reading order; never empty."""

    def __init__(self, faults: Iterable[SlaError]) -> None:
        self.faults = tuple(sorted(faults, key=_reading_order))
        super().__init__(f"{len(self.faults)} faults" if len(self.faults) != 1 else "1 fault")
        self.exit_code = max(fault.exit_code for fault in self.faults)

    def __str__(self) -> str:
        return "\n".join(str(fault) for fault in self.faults)


def _reading_order(fault: SlaError) -> tuple[str, int, int]:
    place = fault.where or Place("")
    return (place.path, place.line or 0, place.column or 0)


class Notice(Struct, frozen=True):
    """Something worth saying that stops nothing."""

    name: WarningName
    message: str
    where: Place | None = None
    hint: str = ""

    def __str__(self) -> str:
        return _told(self.where, f"warning: {self.message} [{self.name}]", self.hint)


def _told(where: Place | None, message: str, hint: str) -> str:
    """What was found and, on a line of its own, the next step."""
    found = ": ".join(part for part in (str(where or ""), message) if part)
    # What one fault tells of another has the other's hint in it.
    head = _HINT.join(map(as_a_line, found.split(_HINT)))
    return shown(f"{head}{_HINT}{as_a_line(hint)}" if hint else head)


@contextmanager
def as_faults() -> Iterator[None]:
    """What is raised inside, as `Faults`."""
    try:
        yield
    except SlaError as fault:
        raise fault if isinstance(fault, Faults) else Faults([fault]) from None


def raise_any(faults: Collection[SlaError]) -> None:
    """Raise `Faults` with all of them, where there are any."""
    if faults:
        raise Faults(faults)


def each(fault: SlaError) -> tuple[SlaError, ...]:
    """The faults that an error holds: many, or itself."""
    return fault.faults if isinstance(fault, Faults) else (fault,)

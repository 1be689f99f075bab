"""What can go wrong, said for people: where, what was found, and the next step."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

# Letters and marks by their category, and yet nothing to see.
_BLANK = re.compile("[\u034f\u115f\u1160\u17b4\u17b5\u180b-\u180f\u2800\u3164\uffa0\U000e0100-\U000e01ef]")


class Fault(StrEnum):
    """The faults that have a number, which prints and is what `docs/faults.md` and searches know them by."""

    UNREADABLE_YAML = "SLA-F001"
    FRONT_MATTER_NOT_CLOSED = "SLA-F002"
    DUPLICATE_FIELD = "SLA-F003"
    AMBIGUOUS_NUMBER = "SLA-F006"
    NUMBER_OUT_OF_RANGE = "SLA-F007"
    INVALID_DATE = "SLA-F008"
    UNKNOWN_NAME = "SLA-F010"
    DUPLICATE_AGREEMENT = "SLA-F011"
    INVALID_IDENTIFIER = "SLA-F012"
    SAME_ADDRESS = "SLA-F013"
    INVALID_VALUE = "SLA-F014"
    RESERVED_FIELD = "SLA-F015"
    YAML_REFERENCE = "SLA-F016"
    TOO_LARGE = "SLA-F017"
    INVISIBLE_CHARACTER = "SLA-F018"
    NOT_UTF8 = "SLA-F019"
    CONTRADICTION = "SLA-F020"
    NO_FRONT_MATTER = "SLA-F021"
    TEMPLATE_CODE = "SLA-F022"
    UNKNOWN_MACRO = "SLA-F023"
    MACRO_NOT_SHOWN = "SLA-F024"
    INVALID_LINK = "SLA-F026"
    INCLUDE = "SLA-F028"
    PAGE_TOO_COMPLEX = "SLA-F029"
    REMOTE_RESOURCE = "SLA-F030"
    UNKNOWN_ICON = "SLA-F031"
    LOOKALIKE_CHARACTER = "SLA-F032"
    WRONG_FIELD_COUNT = "SLA-F033"
    TRAILING_DELIMITER = "SLA-F034"
    MALFORMED_TEXT = "SLA-F035"
    OTHER_CONVENTION = "SLA-F036"
    WRONG_COLUMNS = "SLA-F037"
    DUPLICATE_RECORD = "SLA-F038"
    UNDECLARED_EMPTY = "SLA-F039"
    DIGITS_LOST = "SLA-F040"
    WRONG_TYPE = "SLA-F041"
    VALUE_OUT_OF_RANGE = "SLA-F042"
    NOT_A_RECORD = "SLA-F043"
    MISLEADING_CELL = "SLA-F044"
    UNUSABLE_SHEET = "SLA-F045"
    UNEXPECTED_SPELLING = "SLA-F046"
    WRONG_COLUMN_TYPE = "SLA-F047"
    UNREADABLE_EXPORT = "SLA-F048"
    UNCLEAR_NEWEST = "SLA-F049"
    CHANGED_WHILE_READ = "SLA-F050"
    OUTSIDE_FOLDER = "SLA-F051"
    TOO_COSTLY = "SLA-F052"
    UNSUPPORTED_WORKBOOK = "SLA-F053"
    AMBIGUOUS_TIME = "SLA-F057"
    NO_ZONE = "SLA-F058"
    MIXED_OFFSETS = "SLA-F059"
    UNKNOWN_ZONE = "SLA-F060"
    WRONG_HOURS = "SLA-F061"
    UNKNOWN_HOLIDAYS = "SLA-F062"
    INCOMPLETE_HISTORY = "SLA-F067"
    UNUSABLE_REPOSITORY = "SLA-F068"
    KEY_OF_ANOTHER = "SLA-F069"
    UNPROTECTED_KEYRING = "SLA-F071"
    INVALID_KEYRING_LINE = "SLA-F072"
    MISPLACED_SIGNOFF = "SLA-F081"
    WRONG_SIGNER = "SLA-F083"
    SITE_NOT_WRITTEN = "SLA-F092"
    BUILD_RUNNING = "SLA-F093"
    PERSONAL_DATA = "SLA-F095"
    NO_AGREEMENT = "SLA-F097"
    PLACE_TAKEN = "SLA-F098"
    ACTIVE_CONTENT = "SLA-F100"
    CHANGED_SCRIPT = "SLA-F105"
    RESERVED_FILE = "SLA-F106"
    FOREIGN_TEMPLATE = "SLA-F108"
    UNTRUSTED_SETTING = "SLA-F109"
    SECRET_VARIABLE = "SLA-F110"
    WRONG_SETUP = "SLA-F111"
    NO_TRUSTED_REF = "SLA-F113"
    SELF_TRUSTED_REF = "SLA-F114"
    UNTRUSTED_KEY = "SLA-F115"
    CONTACT_AS_KEY = "SLA-F122"
    AMBIGUOUS_SEPARATOR = "SLA-F123"
    UNFORESEEN = "SLA-F130"
    NO_MEMORY = "SLA-F131"
    FILE_REFUSED = "SLA-F132"
    INVALID_SOURCE_DATE = "SLA-F133"
    WRONG_ENDING = "SLA-F134"
    ACTIVE_SVG = "SLA-F135"
    UNPUBLISHED_LINK = "SLA-F136"
    MERGE_CONFLICT = "SLA-F137"
    MISSING_PACKAGE = "SLA-F140"


@dataclass(frozen=True, order=True)
class Place:
    """Where something was found: a path relative to the project, and a line and column counted from 1."""

    path: str
    line: int | None = None
    column: int | None = None

    def __str__(self) -> str:
        return ":".join(str(part) for part in (self.path, self.line, self.column) if part is not None)


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
        head = ": ".join(part for part in (str(self.where or ""), f"{self.code or ''} {self.message}".strip()) if part)
        return shown(f"{head}\n  hint: {self.hint}" if self.hint else head)


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


@dataclass(frozen=True)
class Notice:
    """Something worth saying that stops nothing. `name` is stable, so that it can be searched and switched off."""

    name: str
    message: str
    where: Place | None = None
    hint: str = ""

    def __str__(self) -> str:
        head = ": ".join(part for part in (str(self.where or ""), f"warning: {self.message} [{self.name}]") if part)
        return shown(f"{head}\n  hint: {self.hint}" if self.hint else head)


def each(fault: SlaError) -> tuple[SlaError, ...]:
    """The faults that an error holds: many, or itself."""
    return fault.faults if isinstance(fault, Faults) else (fault,)

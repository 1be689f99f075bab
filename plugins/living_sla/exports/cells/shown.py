"""What of an export may stand in a message: headers that are declared, words for nothing, and the shape of a cell.

Where a row is shifted, any cell may be somebody's telephone number, name or date of birth, and nothing in a file says
that its rows are not. So no cell is quoted, no key, no sheet, and no header that nobody declared. A shape is made of
letters that no cell consists of, and of marks: ``dd/dd/dddd``. A cell of other characters is counted: *a text of 8
characters*.
"""

from __future__ import annotations

import re
import unicodedata

from living_sla.model.counted import counted

NOTHING = frozenset(
    ("na", "n/a", "#n/a", "nan", "null", "none", "nil", "-", "--", "?", "\\n", "n.a.", "n/d", "(blank)", "(null)",
     "(none)", "(empty)", "(no value)", "no value", "(not set)", "(leer)", "(vide)", "(vac\u00edo)", "(vuoto)",
     "(leeg)",
     "#ref!", "#value!", "#name?", "#div/0!", "#null!", "#num!", "#spill!", "#calc!", "#getting_data", "#blocked!",
     "#connect!", "#field!", "#unknown!", "#nv", "#bezug!", "#wert!", "#zahl!", "#n/d")
)  # fmt: skip
"""Words that tools write where there is no value, folded."""
_QUOTED = NOTHING | {"true", "false", "inf", "-inf", "+inf", "infinity", "-infinity", "+infinity"}
"""The only cells that are ever quoted: everything that can be in this list was written by us."""

_LONGEST = 40
_DASHES = frozenset("\u2010\u2011\u2012\u2013\u2014\u2015\ufe58\ufe63\uff0d")

_MONTHS = (
    "jan|january|feb|february|mar|march|apr|april|may|jun|june|jul|july|aug|august|sep|sept|september|oct|october"
    "|nov|november|dec|december"
)
_MARKS = re.compile(
    rf"""
      (?P<digit>[0-9]) | (?P<month>\b(?:{_MONTHS})\b)
    | \b(?:am|pm|utc|gmt|z)\b | (?<=[0-9])(?:z|am|pm)\b | (?<=[0-9])t(?=[0-9]) | (?<=[0-9])e(?=[-+]?[0-9])
    | [-+/.:,%()'€$£¥_\u00a0\u202f ]
    """,
    re.VERBOSE | re.IGNORECASE,
)


def shape(text: str) -> str:
    """A cell as a message may show it, on one line: its shape, or how long it is; words for nothing as they are."""
    return f"{_shape(text)}{unseen(text)}"


def unseen(text: str) -> str:
    """`` with U+202F NARROW NO-BREAK SPACE``: the first character that nobody sees, or that only looks like a hyphen.

    Empty where all are what they look like.
    """
    character = hidden_character(text) or next((c for c in text if c in _DASHES), "")
    return f" with {named(character)}" if character else ""


def _shape(text: str) -> str:
    if text.strip().casefold() in _QUOTED:
        return f'"{text.strip()}"'
    if re.fullmatch("[0-9]+", text):
        return f"a text of {counted(len(text), 'digit')}"
    if not re.search("[0-9]", text) or len(text) > _LONGEST or _MARKS.sub("", text):
        return f"a text of {counted(len(text), 'character')}"
    return _MARKS.sub(_letters, text)


def is_nothing(text: str) -> bool:
    """Whether the cell is a word for nothing."""
    return text.strip().casefold() in NOTHING


def reads_like_a_person(key: str) -> bool:
    """Whether a key is a mail address, or a telephone number with its country: keys are shown beside missed records."""
    return "@" in key or re.fullmatch(r"\+[0-9 ()./-]{6,}", key) is not None


def hidden_character(text: str) -> str:
    """The first character of the text that nobody sees; empty where all can be seen."""
    if text.isascii() and text.isprintable():
        return ""
    return next((c for c in text if unicodedata.category(c) in ("Cf", "Cc", "Zs", "Zl", "Zp") and c != " "), "")


def named(character: str) -> str:
    """A character that nobody sees, by number and name: ``U+00A0 NO-BREAK SPACE``."""
    name = unicodedata.name(character, "") or _CONTROLS.get(character, "")
    return f"U+{ord(character):04X}{f' {name}' if name else ''}"


_CONTROLS = {"\0": "NULL", "\t": "TAB", "\n": "LINE FEED", "\r": "CARRIAGE RETURN", "\x1b": "ESCAPE", "\x7f": "DELETE"}
"""Names that Unicode's own table lacks."""


def _letters(match: re.Match[str]) -> str:
    if match["digit"]:
        return "d"
    return "mmm" if match["month"] else " " if match[0].isspace() else match[0]

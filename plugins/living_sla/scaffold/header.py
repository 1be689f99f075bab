"""The first line of a file that nobody has declared: whether it names columns or is a record; which names to show."""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Sequence
from itertools import pairwise

from living_sla.exports.cells.shown import shape
from living_sla.scaffold.cell_kinds import FAMILY, GIVEN, HEADERS, NOT_NAMES, kind_of

Fields = Sequence[str]

LONGEST_NAME = 40
"""Letters of the short name of a column."""

_WORDS = frozenset(("yes", "no", "true", "false", "null", "on", "off", "y", "n"))

_ROWS, _LONG = 200, 200
"""Rows, and characters of a cell, that are looked at."""
_CODE = re.compile(
    r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}|(?=.*[0-9])[0-9a-f]{16,}|[0-9a-zA-Z+/]{16,}={1,2}"
    r"|00[0-9A-Z][0-9a-zA-Z]{12}(?:[0-9A-Z]{3})?|https?://\S+",
    re.IGNORECASE,
)
_MOMENT = re.compile(
    r"[0-9]{1,4}([-/.])[0-9]{1,2}\1[0-9]{1,4}(?:[ T,].*)?|[0-9]{1,2}[ -/](?:[A-Za-z]{3,9})[ -/,]+[0-9]{2,4}(?:[ ,].*)?"
    r"|[0-9]{1,2}:[0-9]{2}(?::[0-9]{2})?(?: ?[AaPp][Mm])?"
)
_NUMBER = re.compile(r"[-+]?[€$£¥]?[0-9][0-9.,' \u00a0\u202f]*(?: ?[€$£¥%])?")
_PERIOD = re.compile(r"20[0-9]{2}([-/. ]?[0-9]{1,2}){0,2}|([0-9]{1,2}[-/. ]){1,2}20[0-9]{2}")
"""A month or day of this century, as columns of a pivot table are called."""
_TRUTH = frozenset(("true", "false", "yes", "no", "ja", "nein", "oui", "non", "si", "sì", "sí"))


def looks_like_data(name: str) -> bool:
    """Whether the name of a column, key or sheet looks like somebody's name, address or number, or like a code."""
    name = name[:_LONG]
    kind = kind_of(name)
    if kind in ("mail", "telephone", "address"):
        return True
    if _CODE.fullmatch(name.strip()) or (re.fullmatch(r"\W*(?:[0-9]\W*){5,}", name) and not _PERIOD.fullmatch(name)):
        return True
    return kind == "name" and len(name.split()) > 1 and not _words(name) & (HEADERS | NOT_NAMES)


def might_be_somebody(name: str) -> bool:
    """Whether a name that comes without cells, as that of a sheet, may be that of a person."""
    return looks_like_data(name) or (kind_of(name) in ("name", "perhaps a name") and not _words(name) & HEADERS)


def names_a_column(name: str) -> bool:
    """Whether a word stands in it that stands in names of columns."""
    return bool(_words(name) & HEADERS)


def may_name_columns(fields: Fields) -> bool:
    """Whether every cell that is filled could be the name of a column, as far as it tells that by itself."""
    filled = [text.strip() for text in fields if text.strip()]
    are_years = _is_a_series(fields)
    return not any(
        looks_like_data(text) or _MOMENT.fullmatch(text) or (_NUMBER.fullmatch(text) and not are_years)
        for text in filled
    )


def as_shape(name: str) -> str:
    """What is told of a name that is not shown."""
    found = shape(name)
    return found if found.startswith("a text") else f"a text of the form {found}"


def quoted(text: str) -> str:
    """The text as YAML has it as a value."""
    plain = re.fullmatch(r"[A-Za-z_][A-Za-z0-9 _/.-]*[A-Za-z0-9]", text) and text.lower() not in _WORDS
    return text if plain else json.dumps(text, ensure_ascii=False)


def is_record(first: Fields, rows: Sequence[Fields]) -> bool:
    """Whether the first line holds what the lines below it hold; `rows` are some of them, of any width."""
    sure, likely, filled = 0, 0, 0
    are_years = _is_a_series(first)
    alike = 0
    for at, cell in enumerate(first):
        below = [row[at] for row in rows[:_ROWS] if at < len(row) and row[at].strip() and tuple(row) != tuple(first)]
        if not cell.strip():
            continue
        filled += 1
        evidence = _evidence(cell[:_LONG].strip(), [text[:_LONG].strip() for text in below], are_years=are_years)
        sure += evidence > 1
        likely += evidence == 1
        alike += evidence == 0 and _is_alike(cell[:_LONG], [text[:_LONG] for text in below])
    names_columns = any(_words(cell) & HEADERS for cell in first)
    if sure or likely >= 2 or (likely and 2 * likely >= filled):
        return True
    return not names_columns and alike >= 2 and 3 * alike >= 2 * filled


def _evidence(cell: str, below: Fields, *, are_years: bool) -> int:
    """How much a cell of the first line speaks for a record: 2 is enough by itself, two of 1 are."""
    kind = kind_of(cell)
    if kind in ("mail", "telephone") or _CODE.fullmatch(cell):
        return 2
    if _MOMENT.fullmatch(cell):
        return 2 if not below or _share(below, _MOMENT) > 0.5 else 0
    if _NUMBER.fullmatch(cell):
        return int(bool(below) and not are_years and _share(below, _NUMBER) > 0.5)
    if kind in ("name", "address") and looks_like_data(cell):
        return 2 if not below or sum(kind_of(text) == kind for text in below) * 2 > len(below) else 0
    if re.search("[0-9]", cell) and re.search(r"[^\W\d_]", cell):
        patterns = [_pattern(text) for text in below]
        return 2 * int(len({cell, *below}) > 1 and patterns.count(_pattern(cell)) * 2 > len(patterns))
    if cell.casefold() in _TRUTH:
        return int(sum(text.casefold() in _TRUTH for text in below) * 2 > len(below) or not below)
    if below.count(cell) and not _words(cell) & HEADERS:
        return 1
    folded = cell.casefold()
    is_name = folded in GIVEN or folded in FAMILY
    return int(is_name and sum(text.casefold() in GIVEN | FAMILY for text in below) * 2 > len(below))


def _share(texts: Fields, expression: re.Pattern[str]) -> float:
    return sum(expression.fullmatch(text) is not None for text in texts) / len(texts)


def _is_a_series(first: Fields) -> bool:
    """Whether all numbers of the line are years, or go up by one, as columns of a pivot table do."""
    numbers = [int(text) for text in map(str.strip, first) if re.fullmatch("[0-9]{1,4}", text)]
    years = bool(numbers) and all(1900 <= number <= 2100 for number in numbers)
    return years or (len(numbers) > 2 and all(b - a == 1 for a, b in pairwise(numbers)))


def _is_alike(cell: str, below: Fields) -> bool:
    """Whether the cell is written as most of those below it: capitals, digits and spaces in the same places."""
    patterns = [_pattern(text) for text in below]
    is_written = re.search(r"[^\W\d_]", cell) is not None
    return is_written and len(set(below)) > 1 and patterns.count(_pattern(cell)) * 5 >= len(patterns) * 3


def _pattern(text: str) -> str:
    letters = (
        "9" if c.isdigit() else "A" if c.isupper() else "a" if c.isalpha() else " " if c.isspace() else c for c in text
    )
    return re.sub(r"(.)\1+", r"\1", "".join(letters))


def _words(text: str) -> set[str]:
    """The words of a name, also of one that is written without spaces, folded."""
    parted = re.sub(r"(?<=[a-z0-9])(?=[A-Z])", " ", text)
    folded = "".join(c for c in unicodedata.normalize("NFKD", parted.casefold()) if not unicodedata.combining(c))
    return {word for word in re.split(r"[\W_]+", folded) if word}

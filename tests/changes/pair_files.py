"""Pairs of agreement versions as files that people read: what is edited, what it changes for whom, and back again.

`python -m tests.changes.pair_files` makes the told part of each file again: read the difference before you commit it.
"""

from __future__ import annotations

import re
from functools import cached_property
from pathlib import Path
from typing import ClassVar
from unittest.mock import patch

from msgspec import Struct
from msgspec.structs import replace

from living_sla.agreements.agreement_file import parse_agreement
from living_sla.changes import changes
from living_sla.model.agreement import custom
from living_sla.model.agreement.custom import CustomMeasure
from living_sla.model.agreement.scalars import ColumnName, Whole
from living_sla.model.agreement.terms import Agreement
from living_sla.model.past.change import AgreementChanges, Change, Direction
from living_sla.model.past.grade import Grade, grade
from living_sla.words.numbers import plain_spaces
from living_sla.words.proposals.grades import grade_sentence

FOLDER = Path(__file__).parent / "pairs"
BASE = (FOLDER / "desk.md").read_text(encoding="utf-8")
FILES = sorted(FOLDER.glob("[0-9]*.md"))
_TOLD = "\n## What it changes\n"
_BLOCK = re.compile(r"^## (Before|After)\n+```diff\n(.*?)^```$", re.MULTILINE | re.DOTALL)


class PairFile(Struct, frozen=True, dict=True):
    """Two versions of the agreement in `desk.md`, as one file edits it."""

    path: Path
    edited: str
    """Title, reason and edits."""
    told: str
    """What the file says that they change."""
    before: Agreement
    after: Agreement

    @cached_property
    def there(self) -> AgreementChanges:
        """From the older version to the newer one."""
        return _compared(self.before, self.after)

    @cached_property
    def back(self) -> AgreementChanges:
        """From the newer version to the older one."""
        return _compared(self.after, self.before)


def read_pair(path: Path) -> PairFile:
    """The pair that a file holds; raises `ValueError` where an edit does not fit the text exactly once."""
    edited, _, told = path.read_text(encoding="utf-8").partition(_TOLD)
    before, after = _texts(edited)
    return PairFile(path, edited, told, _agreement(before), _agreement(after))


def swapped(pair: PairFile) -> PairFile:
    """The same pair with what the two teams owe each other exchanged: every key of a party is the other's."""
    before, after = (_keys_swapped(text) for text in _texts(pair.edited))
    return replace(pair, before=_agreement(before), after=_agreement(after))


def _keys_swapped(text: str) -> str:
    marketing = "growth" if "\n  growth:\n" in text else "marketing"
    other = {marketing: "sales", "sales": marketing}
    roles = re.compile(rf"\b((?:by|to|owner|party): )({marketing}|sales)\b")
    return roles.sub(lambda found: found[1] + other[found[2]], text)


def _texts(edited: str) -> tuple[str, str]:
    blocks = dict(_BLOCK.findall(edited))
    before = _patched(BASE, blocks.get("Before", ""))
    return before, _patched(before, blocks["After"])


class _Prices(CustomMeasure):
    """The measure of their own that the desks have."""

    takes: ClassVar = {"price": ()}
    price: ColumnName
    rounding: Whole = 0


class _Offered:
    def load(self) -> type[CustomMeasure]:
        return _Prices


def _agreement(text: str) -> Agreement:
    with patch.object(custom, "installed", lambda: {"price-spread": _Offered(), "price-range": _Offered()}):
        return parse_agreement(text.encode(), path="agreements/desk.md")[0]


def _compared(before: Agreement, after: Agreement) -> AgreementChanges:
    return AgreementChanges(before, after, changes(before, after))


def _patched(text: str, diff: str) -> str:
    for hunk in diff.split("@@\n"):
        lines = hunk.splitlines(keepends=True)
        old = "".join(line[1:] for line in lines if line[0] in " -")
        new = "".join(line[1:] for line in lines if line[0] in " +")
        if lines and text.count(old) != 1:
            raise ValueError(f"this stands {text.count(old)} times in the text: {old}")
        text = text.replace(old, new)
    return text


# ---------------------------------------------------------------- what a file says


MIRROR = {Grade.TIGHTENED: Grade.EASED, Grade.EASED: Grade.TIGHTENED}
"""The grades of which going back has another one."""


def told(pair: PairFile) -> str:
    """What the product says of a pair, as its file should."""
    there, back = pair.there, pair.back
    material = "material" if grade(there).is_material else "editorial"
    grades_back = dict(grade(back).parties)
    grades = [f"- {party}: {verdict}; back again {grades_back[party]}" for party, verdict in grade(there).parties]
    parts = [
        _list(there.changes),
        "## Back again",
        _list(back.changes),
        f"## Grade: {material}",
        "\n".join(grades),
        f"There: {grade_sentence(there)}\nBack: {grade_sentence(back)}",
    ]
    return "\n" + "\n\n".join(parts) + "\n"


def _list(found: tuple[Change, ...]) -> str:
    return "\n".join(map(_line, found)) or "Nothing."


def _line(change: Change) -> str:
    where = f" in {change.commitment}" if change.commitment else ""
    breaks = " (breaks the series)" if change.breaks_series else ""
    return f"- `{change.rule}`{where}, {_whom(change)}{breaks}: {plain_spaces(change.sentence)}"


def _whom(change: Change) -> str:
    if change.direction is not Direction.UNCLEAR:
        return f"{change.direction} for {change.party or 'all'}"
    return f"cannot tell for {' and '.join(change.concerns)}" if change.concerns else "neither"


if __name__ == "__main__":
    for file in FILES:
        try:
            found = read_pair(file)
        except Exception as problem:
            print(file.name, problem)
            continue
        file.write_text(f"{found.edited}{_TOLD}{told(found)}", encoding="utf-8")

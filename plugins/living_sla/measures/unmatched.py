"""Values that terms name and no record has: a word that is spelled otherwise in the export counts nothing, silently.

What is asked for is held against each batch until it was met once. Of what occurs instead two things are kept: words
that could be meant (the same but for case, spaces or form, a letter off, one of several in a cell), and, where a column
has few words, those that five records or more have: what so many share is about nobody.

    where: {lifecycle: [MQL, customer]}      cells: mql, sql, customer
    -> no record has "MQL" in lifecycle: did you mean "mql"?
"""

from __future__ import annotations

import difflib
import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import NamedTuple

import numpy as np

from living_sla.exports.batch import Batch, Column
from living_sla.measures.conditions import passes
from living_sla.model.column_tests import Includes, Not, OneOf, Test
from living_sla.model.condition import ColumnIs, Condition, columns_of

_FEW = 200
"""So many different words of a column are compared letter by letter; with more, only what is written alike is found."""
_SHARED = 5
"""A word that so many records have may stand in a message."""
_SEVERAL = (";", ",", "|", "\n")
"""What stands between several values of one cell."""


class Asked(NamedTuple):
    """Where values are looked for: in whole cells of a column, or among the several values of its cells."""

    column: str
    among: bool


@dataclass(frozen=True)
class NeverMet:
    """A value that no record has in a column."""

    column: str
    value: str
    near: str
    """The word that could be meant; empty where none could."""
    is_among: bool
    """Whether that word is a cell that holds the value beside others."""
    instead: tuple[str, ...]
    """Words that many records have, the most frequent first; empty where there are many or none."""


@dataclass
class Unmatched:
    """The values that were asked of some columns and have not been met yet; merges in any order."""

    values: dict[Asked, set[str]] = field(default_factory=dict)
    near: dict[tuple[Asked, str], str] = field(default_factory=dict)
    """The word that occurs and could be meant, by the value that was asked for."""
    counts: dict[Asked, Counter[str]] = field(default_factory=dict)
    """How many records have each word, while these are few."""

    @classmethod
    def of(cls, conditions: Iterable[Condition]) -> Unmatched:
        """All values that these conditions name; names of definitions must have been resolved before."""
        found = cls()
        for condition in conditions:
            for column, test in columns_of(condition):
                among, values = _values(test)
                if values:
                    found.values.setdefault(Asked(column, among), set()).update(values)
        return found

    def hear(self, batch: Batch) -> None:
        """Take in one batch."""
        for asked in [asked for asked, values in self.values.items() if values and asked.column in batch.columns]:
            name, column = asked.column, batch.columns[asked.column]
            if column.type == "text":
                self._hear_words(asked, column)
            else:
                self.values[asked] -= {
                    v for v in self.values[asked] if passes(ColumnIs(name, OneOf((v,))), batch).any()
                }

    def _hear_words(self, asked: Asked, column: Column) -> None:
        occurring = np.bincount(column.values[column.filled], minlength=len(column.words)).tolist()
        words: Counter[str] = Counter()
        for word, count in zip(column.words, occurring, strict=True):
            if count:
                words.update(dict.fromkeys(column.parts_of(word) if asked.among else (word,), count))
        self.values[asked] -= self.values[asked].intersection(words)
        if not self.values[asked]:
            return
        known = self.counts.setdefault(asked, Counter())
        if len(known) <= _FEW and len(words) <= _FEW:
            known.update(words)
        for value in self.values[asked]:
            if (asked, value) not in self.near and (found := _near(value, list(words))):
                self.near[asked, value] = found

    def merge(self, other: Unmatched) -> None:
        """Take in what another part of the same export came to."""
        self.values = {asked: values & other.values.get(asked, set()) for asked, values in self.values.items()}
        self.near = other.near | self.near
        for asked, counts in other.counts.items():
            self.counts.setdefault(asked, Counter()).update(counts)

    def never_met(self) -> Iterator[NeverMet]:
        """The values that no record has, in order."""
        for asked, values in sorted(self.values.items()):
            counts = self.counts.get(asked, Counter())
            shared = tuple(word for word, count in counts.most_common() if count >= _SHARED)
            instead = shared if len(counts) <= _FEW else ()
            for value in sorted(values):
                near = self.near.get((asked, value), "")
                yield NeverMet(asked.column, value, near, bool(near) and _is_among(value, near), instead)


def _values(test: Test) -> tuple[bool, tuple[str, ...]]:
    """Whether values are looked for among several of a cell, and which they are."""
    match test:
        case OneOf(values):
            return False, values
        case Includes(value):
            return True, (value,)
        case Not(inner):
            return _values(inner)
        case _:
            return False, ()


def _near(value: str, words: list[str]) -> str:
    wanted = _bare(value)
    alike = next((word for word in words if _bare(word) == wanted), "")
    if alike:
        return alike
    among = next((word for word in words if _is_among(value, word)), "")
    if among:
        return among
    if len(words) > _FEW:
        return ""
    return next(iter(difflib.get_close_matches(value, words, n=1, cutoff=0.75)), "")


def _is_among(value: str, word: str) -> bool:
    """Whether a cell holds the value beside others."""
    wanted = _bare(value)
    return any(mark in word and wanted in map(_bare, word.split(mark)) for mark in _SEVERAL)


def _bare(text: str) -> str:
    """The letters and digits of a text, without case, width and accents' spelling: ``Marketing Qualified Lead``
    and ``marketingqualifiedlead`` are one."""
    return "".join(c for c in unicodedata.normalize("NFKC", text).casefold() if c.isalnum())

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

import numpy as np

from living_sla.exports.batch import Batch, Column
from living_sla.measures.conditions import passes
from living_sla.model.column_tests import Not, OneOf, Test
from living_sla.model.condition import ColumnIs, Condition, columns_of

_FEW = 200
"""So many different words of a column are compared letter by letter; with more, only what is written alike is found."""
_SHARED = 5
"""A word that so many records have may stand in a message."""
_SEVERAL = (";", ",", "|", "\n")
"""What stands between several values of one cell."""


@dataclass(frozen=True)
class NeverMet:
    """A value that no record has in a column."""

    column: str
    value: str
    near: str
    """The word that could be meant; empty where none could."""
    instead: tuple[str, ...]
    """Words that many records have, the most frequent first; empty where there are many or none."""


@dataclass
class Unmatched:
    """The values that were asked of some columns and have not been met yet; merges in any order."""

    values: dict[str, set[str]] = field(default_factory=dict)
    """By column."""
    near: dict[tuple[str, str], str] = field(default_factory=dict)
    """By column and value, the word that occurs and could be meant."""
    counts: dict[str, Counter[str]] = field(default_factory=dict)
    """By column, how many records have each of its words, while they are few."""

    @classmethod
    def of(cls, conditions: Iterable[Condition]) -> Unmatched:
        """All values that these conditions name; names of definitions must have been resolved before."""
        found = cls()
        for condition in conditions:
            for column, test in columns_of(condition):
                for value in _values(test):
                    found.values.setdefault(column, set()).add(value)
        return found

    def hear(self, batch: Batch) -> None:
        """Take in one batch."""
        for name in [name for name, values in self.values.items() if values and name in batch.columns]:
            column = batch.columns[name]
            if column.type == "text":
                self._hear_words(name, column)
            else:
                self.values[name] -= {v for v in self.values[name] if passes(ColumnIs(name, OneOf((v,))), batch).any()}

    def _hear_words(self, name: str, column: Column) -> None:
        occurring = np.bincount(column.values[column.filled], minlength=len(column.words)).tolist()
        words = {word: count for word, count in zip(column.words, occurring, strict=True) if count}
        self.values[name] -= self.values[name].intersection(words)
        if not self.values[name]:
            return
        known = self.counts.setdefault(name, Counter())
        if len(known) <= _FEW and len(words) <= _FEW:
            known.update(words)
        for value in self.values[name]:
            if (name, value) not in self.near and (found := _near(value, list(words))):
                self.near[name, value] = found

    def merge(self, other: Unmatched) -> None:
        """Take in what another part of the same export came to."""
        self.values = {name: values & other.values.get(name, set()) for name, values in self.values.items()}
        self.near = other.near | self.near
        for name, counts in other.counts.items():
            self.counts.setdefault(name, Counter()).update(counts)

    def never_met(self) -> Iterator[NeverMet]:
        """The values that no record has, in order."""
        for name, values in sorted(self.values.items()):
            counts = self.counts.get(name, Counter())
            shared = tuple(word for word, count in counts.most_common() if count >= _SHARED)
            for value in sorted(values):
                yield NeverMet(name, value, self.near.get((name, value), ""), shared if len(counts) <= _FEW else ())


def _values(test: Test) -> tuple[str, ...]:
    match test:
        case OneOf(values):
            return values
        case Not(inner):
            return _values(inner)
        case _:
            return ()


def _near(value: str, words: list[str]) -> str:
    wanted = _bare(value)
    alike = next((word for word in words if _bare(word) == wanted), "")
    if alike:
        return alike
    for mark in _SEVERAL:
        among = next((word for word in words if mark in word and wanted in map(_bare, word.split(mark))), "")
        if among:
            return among
    if len(words) > _FEW:
        return ""
    return next(iter(difflib.get_close_matches(value, words, n=1, cutoff=0.75)), "")


def _bare(text: str) -> str:
    """The letters and digits of a text, without case, width and accents' spelling: ``Marketing Qualified Lead``
    and ``marketingqualifiedlead`` are one."""
    return "".join(c for c in unicodedata.normalize("NFKC", text).casefold() if c.isalnum())

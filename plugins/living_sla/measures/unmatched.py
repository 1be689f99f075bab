"""Values that terms name and no record has: a word that is spelled otherwise in the export counts nothing, silently.

What is asked for is held against each batch until it was met once. Of what occurs instead two things are kept: words
that could be meant (the same but for case, spaces or form, a letter off, one of several in a cell), and, where a column
has few words, all of them. Only words that five records or more have are told: what so many share is about nobody.

    where: {lifecycle: [MQL, customer]}      cells: mql, sql, customer
    -> no record has "MQL" in lifecycle: did you mean "mql"?
"""

from __future__ import annotations

import difflib
import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from typing import NamedTuple

import numpy as np
from msgspec import Struct, field

from living_sla.exports.cells.batch import Batch, Column
from living_sla.measures.conditions import passes
from living_sla.model.agreement.condition import ColumnIs, Condition, Includes, Not, OneOf, Test
from living_sla.model.agreement.meaning import columns_of

_FEW = 200
"""So many different words of a column are compared letter by letter; with more, only what is written alike is found."""
_SHARED = 5
"""A word that so many records have may stand in a message."""
_AMONG = 1.0
_CLOSE = 0.75
"""As much of two words as must be equal, for one to be meant by the other."""
_SEVERAL = (";", ",", "|", "\n")
"""What stands between several values of one cell."""


class SearchedColumn(NamedTuple):
    """Where values are looked for: in whole cells of a column, or among the several values of its cells."""

    column: str
    among: bool


class Near(NamedTuple):
    """A word that occurs and could be meant."""

    distance: float
    """0: it is written alike; 1: it is one of the several values of a cell; above 1 it is more and more another one."""
    word: str


class NeverMet(Struct, frozen=True):
    """A value that no record has in a column."""

    column: str
    value: str
    near: str
    """The word that could be meant; empty where none could, or where fewer than five records have it."""
    is_among: bool
    """Whether that word stands in cells beside others."""
    instead: tuple[str, ...]
    """Words that many records have, the most frequent first; empty where there are many or none."""
    is_partly: bool = False
    """Whether some records do have it, and others beside other values, where the whole cell was asked for."""


class Unmatched(Struct):
    """The values that were asked of some columns and have not been met yet; merges in any order."""

    values: dict[SearchedColumn, set[str]] = field(default_factory=dict)
    near: dict[tuple[SearchedColumn, str], Counter[Near]] = field(default_factory=dict)
    """How many records have each word that could be meant, by the value that was asked for."""
    counts: dict[SearchedColumn, Counter[str]] = field(default_factory=dict)
    """How many records have each word, while these are few."""
    whole: dict[str, frozenset[str]] = field(default_factory=dict)
    """What whole cells were asked for, by column."""
    passed_over: set[tuple[str, str]] = field(default_factory=set)
    """Columns and values of those that stand in cells beside others, where it is declared what separates them."""

    @classmethod
    def of(cls, conditions: Iterable[Condition]) -> Unmatched:
        """All values that these conditions name; names of definitions must have been resolved before."""
        unmatched = cls()
        for condition in conditions:
            for column, test in columns_of(condition):
                among, values = _values(test)
                if values:
                    unmatched.values.setdefault(SearchedColumn(column, among), set()).update(values)
                if not among:
                    unmatched.whole[column] = unmatched.whole.get(column, frozenset()).union(values)
        return unmatched

    def hear(self, batch: Batch) -> None:
        """Take in one batch."""
        self._hear_several(batch)
        for searched in [
            searched for searched, values in self.values.items() if values and searched.column in batch.columns
        ]:
            name, column = searched.column, batch.columns[searched.column]
            if column.type == "text":
                self._hear_words(searched, column)
            else:
                self.values[searched] -= {
                    v for v in self.values[searched] if passes(ColumnIs(name, OneOf((v,))), batch).any()
                }

    def _hear_several(self, batch: Batch) -> None:
        for name, values in self.whole.items():
            column = batch.columns.get(name)
            if column is None or not column.separator:
                continue
            occurring = np.bincount(column.values[column.filled], minlength=len(column.words)).tolist()
            for word, count in zip(column.words, occurring, strict=True):
                among_others = values.intersection(column.parts_of(word)) if count and word not in values else ()
                self.passed_over.update((name, value) for value in among_others)

    def _hear_words(self, searched: SearchedColumn, column: Column) -> None:
        occurring = np.bincount(column.values[column.filled], minlength=len(column.words)).tolist()
        words: Counter[str] = Counter()
        for word, count in zip(column.words, occurring, strict=True):
            if count:
                words.update(dict.fromkeys(column.parts_of(word) if searched.among else (word,), count))
        self.values[searched] -= self.values[searched].intersection(words)
        if not self.values[searched]:
            return
        known = self.counts.setdefault(searched, Counter())
        if len(known) <= _FEW and len(words) <= _FEW:
            known.update(words)
        for value in self.values[searched]:
            self._put(searched, value, _near(value, words))

    def _put(self, searched: SearchedColumn, value: str, counts_of_near: Counter[Near]) -> None:
        """Count words that could be meant; so many of them at the most that no export fills the memory."""
        known = self.near.setdefault((searched, value), Counter())
        for near, count in counts_of_near.items():
            if near in known or len(known) <= _FEW:
                known[near] += count

    def merge(self, other: Unmatched) -> None:
        """Take in what another part of the same export came to."""
        self.values = {searched: values & other.values.get(searched, set()) for searched, values in self.values.items()}
        self.passed_over |= other.passed_over
        for (searched, value), counts_of_near in other.near.items():
            self._put(searched, value, counts_of_near)
        for searched, counts in other.counts.items():
            self.counts.setdefault(searched, Counter()).update(counts)

    def never_met(self) -> Iterator[NeverMet]:
        """The values that no record has, in order; then those that some records have beside others only."""
        for searched, values in sorted(self.values.items()):
            counts = self.counts.get(searched, Counter())
            shared = tuple(word for word, count in counts.most_common() if count >= _SHARED)
            instead = shared if len(counts) <= _FEW else ()
            for value in sorted(values):
                counts_of_near = self.near.get((searched, value), Counter())
                shown = [near for near, count in counts_of_near.items() if count >= _SHARED]
                near = min(shown, default=Near(0, ""))
                yield NeverMet(searched.column, value, near.word, near.distance == _AMONG, instead)
        for name, value in sorted(self.passed_over):
            if value not in self.values.get(SearchedColumn(name, among=False), ()):
                yield NeverMet(name, value, value, is_among=True, instead=(), is_partly=True)


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


def _near(value: str, words: Mapping[str, int]) -> Counter[Near]:
    """How many records have each of the words that could be meant; whether one could depends on it alone."""
    wanted = _bare(value)
    counts_of_near: Counter[Near] = Counter()
    for word, count in words.items():
        if _bare(word) == wanted:
            counts_of_near[Near(0, word)] += count
        elif part := _among(wanted, word):
            counts_of_near[Near(_AMONG, part)] += count
        elif len(words) <= _FEW and (alike := difflib.SequenceMatcher(None, word, value).ratio()) >= _CLOSE:
            counts_of_near[Near(_AMONG + 1 - alike, word)] += count
    return counts_of_near


def _among(wanted: str, word: str) -> str:
    """That of the several values of a cell which is written like the one that is wanted; empty where none is."""
    parts = (part.strip() for mark in _SEVERAL if mark in word for part in word.split(mark))
    return next((part for part in parts if _bare(part) == wanted), "")


def _bare(text: str) -> str:
    """The letters and digits of a text, without case, width and accents' spelling: ``Marketing Qualified Lead``
    and ``marketingqualifiedlead`` are one."""
    return "".join(c for c in unicodedata.normalize("NFKC", text).casefold() if c.isalnum())

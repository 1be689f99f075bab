"""Keys of records: 64-bit hashes of whole columns, and which records have the same key."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from living_sla.exports.batch import Column, Flags
from living_sla.exports.shapes import Cells

Hashes = npt.NDArray[np.uint64]

_ODD = np.uint64(0x9E3779B97F4A7C15)
_MIX_1 = np.uint64(0xBF58476D1CE4E5B9)
_MIX_2 = np.uint64(0x94D049BB133111EB)

SPACES = " \t\r\n\v\f"
_SPACES = np.frombuffer(SPACES.encode(), dtype=np.uint8)


@dataclass(frozen=True, eq=False)
class CellKeys:
    """The keys of a batch, where its table holds them."""

    cells: Cells

    def __call__(self, at: npt.NDArray[np.int64], /) -> list[str]:
        """See `Keys`."""
        return [self.cells.at(position).decode() for position in at]

    def take(self, at: npt.NDArray[np.int64], /) -> CellKeys:
        """See `Keys`."""
        return CellKeys(self.cells.take(at))


def hashes(cells: Cells) -> Hashes:
    """A 64-bit hash of each text, the same in every run.

    Two of a million different keys share one with a chance of about 1 in 37 million.
    """
    longest = int(cells.lengths.max(initial=0))
    characters = np.concatenate([cells.characters, np.zeros(8, dtype=np.uint8)])
    words = np.ndarray((len(characters) - 7,), dtype="<u8", buffer=characters, strides=(1,))
    found: Hashes = _mixed(cells.lengths.astype(np.uint64) + _ODD)
    for offset in range(0, longest, 8):
        left = cells.lengths - offset
        present = left > 0
        word = words[np.minimum(cells.starts + offset, len(words) - 1)]
        if not np.all(left >= 8):
            word = word & _LOWEST[np.clip(left, 0, 8)]
        mixed = _mixed(found ^ word)
        found = mixed if np.all(present) else np.where(present, mixed, found)
    return found


def hashes_of(column: Column) -> Hashes:
    """The hash of each text of a text column, equal to that of a key with the same text."""
    words = [word.encode() for word in column.words] or [b""]
    lengths = np.array([len(word) for word in words], dtype=np.int64)
    cells = Cells(np.frombuffer(b"".join(words), dtype=np.uint8), np.cumsum(lengths) - lengths, lengths)
    found: Hashes = hashes(cells)[column.values]
    return found


# Masks of the lowest 0 to 8 bytes of a word.
_LOWEST = np.array([(1 << (8 * count)) - 1 for count in range(9)], dtype=np.uint64)


def _mixed(word: Hashes) -> Hashes:
    """The finalizer of SplitMix64: every bit of the word touches every bit of the result."""
    word = (word ^ (word >> np.uint64(30))) * _MIX_1
    word = (word ^ (word >> np.uint64(27))) * _MIX_2
    return word ^ (word >> np.uint64(31))


def has_repeats(found: Hashes) -> bool:
    """Whether a hash occurs more than once; sorts them where they are."""
    found.sort()
    return bool(np.any(found[1:] == found[:-1]))


def newest(found: Hashes, instants: npt.NDArray[np.int64]) -> Flags:
    """Of records with the same hash, the one with the largest instant; of equal instants, the last."""
    order = np.lexsort((instants, found))
    ordered = found[order]
    is_last = np.ones(len(found), dtype=np.bool_)
    is_last[:-1] = ordered[1:] != ordered[:-1]
    kept = np.zeros(len(found), dtype=np.bool_)
    kept[order[is_last]] = True
    return kept


def have_spaces_around(cells: Cells) -> bool:
    """Whether a filled text begins or ends with white space."""
    filled = cells.lengths > 0
    first = cells.characters[cells.starts[filled]]
    last = cells.characters[(cells.starts + cells.lengths - 1)[filled]]
    return bool(np.any(np.isin(first, _SPACES) | np.isin(last, _SPACES)))


def have_hidden_characters(texts: Iterable[str | None]) -> bool:
    """Whether a text holds a character that nobody sees, such as a no-break space or a zero-width one."""
    return any(hidden_character(text) for text in texts if text and not text.isascii())


def hidden_character(text: str) -> str:
    """The first character of the text that nobody sees; empty where all can be seen."""
    return next((c for c in text if unicodedata.category(c) in ("Cf", "Cc", "Zs", "Zl", "Zp") and c != " "), "")


TOTALS = frozenset(
    f(word)
    for word in (
        "total",
        "totals",
        "grand total",
        "grand totals",
        "subtotal",
        "sum",
        "average",
        "count",
        "total records",
        "gesamt",
        "gesamtsumme",
        "summe",
        "totaal",
        "totale",
        "somme",
        "suma",
    )
    for f in (str.lower, str.upper, str.capitalize, str.title)
)
"""What stands in the key of a line that sums up the others."""


def any_is_one_of(cells: Cells, words: frozenset[str]) -> bool:
    """Whether a text is one of these words; a quick look at the first letter spares nearly all of them."""
    initials = np.unique([word.encode()[0] for word in words if word]).astype(np.uint8)
    longest = max((len(word.encode()) for word in words), default=0)
    likely = np.flatnonzero((cells.lengths > 0) & (cells.lengths <= longest))
    likely = likely[np.isin(cells.characters[cells.starts[likely]], initials)]
    encoded = {word.encode() for word in words}
    return any(cells.at(position) in encoded for position in likely.tolist())

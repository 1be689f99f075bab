"""Keys of records: 64-bit hashes of whole columns, and which records have the same key.

A key is hashed eight bytes at a time, all keys of a column at once. The characters stand back to back, so a word is
eight bytes from where a key starts, and what does not belong to the key is masked away::

    key         15                    007
    starts      0                     2
    lengths     2                     3
    begun       0x975835de1c9756ce    0x1d0b14e4db018fed    the length and an odd number, mixed
    word        0x3531                0x373030              of the first 2 and 3 bytes, lowest first
    hash        0x53855815027a0219    0x643c9db4eda38007    begun and word combined, mixed
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import lru_cache

import numpy as np
import numpy.typing as npt
from msgspec import Struct

from living_sla.exports.cells.batch import Batch, Column, Flags, replaced
from living_sla.exports.cells.shapes import Cells
from living_sla.exports.cells.shown import hidden_character

Hashes = npt.NDArray[np.uint64]

_ODD = np.uint64(0x9E3779B97F4A7C15)
_MIX_1 = np.uint64(0xBF58476D1CE4E5B9)
_MIX_2 = np.uint64(0x94D049BB133111EB)

NAMELESS = np.uint64(0)
"""Stands for a key that joins nothing."""
_INEXACT = 2.0**53

_MORE = 1 << 20
"""For so many hashes more there is room when the array grows: 8 MB."""

SPACES = " \t\r\n\v\f"
_IS_SPACE = np.isin(np.arange(256), np.frombuffer(SPACES.encode(), dtype=np.uint8))
"""Of each byte, whether it is white space."""
_LAST_SPACE = max(map(ord, SPACES))


class CellKeys(Struct, frozen=True, eq=False):
    """The keys of a batch, where its table holds them."""

    cells: Cells

    def __call__(self, at: npt.NDArray[np.int64], /) -> list[str]:
        """See `Keys`."""
        cells = self.cells.take(at)
        text = cells.characters.tobytes()
        spans = zip(cells.starts.tolist(), cells.lengths.tolist(), strict=True)
        return [text[start : start + length].decode() for start, length in spans]

    def take(self, at: npt.NDArray[np.int64], /) -> CellKeys:
        """See `Keys`."""
        return CellKeys(self.cells.take(at))


def hashes(cells: Cells) -> Hashes:
    """A 64-bit hash of each text, the same in every run.

    Two of a million different keys share one with a chance of about 1 in 37 million.
    """
    if not len(cells.lengths):
        return np.zeros(0, dtype=np.uint64)
    shortest, longest = int(cells.lengths.min()), int(cells.lengths.max())
    first, count = int(cells.starts[0]), len(cells.lengths)
    end = int(cells.starts[-1] + cells.lengths[-1])
    characters = np.concatenate([cells.characters[first:end], np.zeros(8, dtype=np.uint8)])
    if shortest == longest and cells.starts[-1] - first == (count - 1) * longest:
        return _of_one_length(characters, count, longest)
    words = np.ndarray((len(characters) - 7,), dtype="<u8", buffer=characters, strides=(1,))
    starts = cells.starts - first
    state: Hashes = _mixed(cells.lengths.astype(np.uint64) + _ODD)
    for offset in range(0, longest, 8):
        if offset + 8 <= shortest:
            state = _mixed(state ^ words[starts + offset])
        else:
            left = np.clip(cells.lengths - offset, 0, 8)
            word = words[np.minimum(starts + offset, len(words) - 1)] & _LOWEST[left]
            mixed, ended = _mixed(state ^ word), np.flatnonzero(left == 0)
            mixed[ended] = state[ended]
            state = mixed
    return state


def _of_one_length(characters: npt.NDArray[np.uint8], count: int, length: int) -> Hashes:
    """The same of texts back to back, as most keys are: their words lie at equal steps, a third of the time."""
    state: Hashes = _mixed(np.full(1 if length else count, length, dtype=np.uint64) + _ODD)
    for offset in range(0, length, 8):
        word = np.ndarray((count,), dtype="<u8", buffer=characters, offset=offset, strides=(length,)).copy()
        word &= _LOWEST[min(length - offset, 8)]
        word ^= state
        state = _mixed(word)
    return state


def hashes_of(column: Column) -> Hashes:
    """The hash of what each cell of a column means, by which records and events of two exports are joined.

    A whole number means what the text does that spells it in plain digits: 15, 15.0 and ``"15"`` are one key, ``"015"``
    is another. Other values join those of their own type. `NAMELESS` where a cell is blank, or a number so large that
    floating point does not tell it from the next.
    """
    if column.type == "text":
        words = [word.encode() for word in column.words] or [b""]
        codes = column.values
    else:
        values = replaced(column.values, ~column.filled, 0)
        distinct, codes = np.unique(values, return_inverse=True)
        words = [_spelled(value, column.type).encode() for value in distinct.tolist()] or [b""]
    hashed: Hashes = hashes(_back_to_back(words))[codes]
    nameless = ~column.filled
    if column.type == "number":
        nameless = nameless | (np.abs(column.values) >= _INEXACT)
    return replaced(hashed, nameless, NAMELESS)


def _spelled(value: int | float | bool, kind: str) -> str:
    match kind:
        case "integer":
            return str(value)
        case "number":
            return str(int(value)) if value == int(value) else repr(value)
        case _:
            return f"{value} {kind}"


def hash_of(key: str) -> int:
    """The hash of a key that is written so."""
    return int(hashes(_back_to_back([key.encode()]))[0])


def links_of(batch: Batch) -> Hashes:
    """What `hashes_of` makes of the key of each record."""
    return batch.key_hashes if batch.key is None else hashes_of(batch.key)


def _back_to_back(texts: Sequence[bytes]) -> Cells:
    lengths = np.array([len(text) for text in texts], dtype=np.int64)
    return Cells(np.frombuffer(b"".join(texts), dtype=np.uint8), np.cumsum(lengths) - lengths, lengths)


# Masks of the lowest 0 to 8 bytes of a word.
_LOWEST = np.array([(1 << (8 * count)) - 1 for count in range(9)], dtype=np.uint64)


def _mixed(word: Hashes) -> Hashes:
    """The finalizer of SplitMix64, worked out in place: every bit of the word touches every bit of the result."""
    word ^= word >> np.uint64(30)
    word *= _MIX_1
    word ^= word >> np.uint64(27)
    word *= _MIX_2
    word ^= word >> np.uint64(31)
    return word


class SeenKeys:
    """The hashes of all keys of an export, in one array that grows: its pages are moved, and never held twice."""

    def __init__(self) -> None:
        self._hashes: Hashes = np.empty(0, dtype=np.uint64)
        self._count = 0

    def add(self, more: Hashes) -> None:
        """Take in the hashes of some keys."""
        end = self._count + len(more)
        if end > len(self._hashes):
            self._hashes.resize(end + _MORE, refcheck=False)
        self._hashes[self._count : end] = more
        self._count = end

    def has_repeats(self) -> bool:
        """Whether a hash occurs more than once; none may be added afterwards."""
        seen = self._hashes[: self._count]
        seen.sort()
        return bool(np.any(seen[1:] == seen[:-1]))


def newest(key_hashes: Hashes, instants: npt.NDArray[np.int64]) -> Flags:
    """Of records with the same hash, the one with the largest instant; of equal instants, the last."""
    order = np.lexsort((instants, key_hashes))
    ordered = key_hashes[order]
    is_last = np.ones(len(key_hashes), dtype=np.bool_)
    is_last[:-1] = ordered[1:] != ordered[:-1]
    kept = np.zeros(len(key_hashes), dtype=np.bool_)
    kept[order[is_last]] = True
    return kept


def have_spaces_around(cells: Cells) -> bool:
    """Whether one of these filled texts begins or ends with white space."""
    if cells.characters.min(initial=_LAST_SPACE + 1) > _LAST_SPACE:
        return False
    ends = (cells.characters[at] for at in (cells.starts, cells.starts + cells.lengths - 1))
    return any(bool(_IS_SPACE[end].any()) for end in ends)


def have_hidden_characters(texts: Iterable[str | None]) -> bool:
    """Whether a text holds a character that nobody sees, such as a no-break space or a zero-width one."""
    return any(hidden_character(text) for text in texts if text and not (text.isascii() and text.isprintable()))


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


def any_is_one_of(cells: Cells, hashed: Hashes, words: frozenset[str]) -> bool:
    """Whether one of these filled texts, whose hashes are `hashed`, is one of the words.

    The first byte spares nearly all of them a comparison.
    """
    if not words:
        return False
    encoded, hashes_of_words, is_initial = _looked_for(words)
    likely = np.flatnonzero(is_initial[cells.characters[cells.starts].astype(np.intp)])
    # np.isin would import numpy's masked arrays for it.
    nearest = np.searchsorted(hashes_of_words, hashed[likely]).clip(max=len(hashes_of_words) - 1)
    same = likely[hashes_of_words[nearest] == hashed[likely]]
    return any(cells.at(position) in encoded for position in same.tolist())


@lru_cache(maxsize=64)
def _looked_for(words: frozenset[str]) -> tuple[frozenset[bytes], Hashes, Flags]:
    """The words as bytes, their hashes in ascending order, and for each byte whether one of them begins with it."""
    encoded = [word.encode() for word in words if word]
    is_initial = np.zeros(256, dtype=np.bool_)
    is_initial[[word[0] for word in encoded]] = True
    return frozenset(encoded), np.sort(hashes(_back_to_back(encoded))), is_initial

"""Whether the quotes of a CSV stand where RFC 4180 wants them: a check over all bytes, 64 at a time.

Readers of CSV disagree on ``a"b``, ``"a"b``, `` "a"`` and a quote that is never closed, and each makes something of
them. A file with any of these is refused, so that there is one way to read what is left.

What a byte asks of the next one is handed on by a shift of all bits; what the last byte of a block asks waits for the
next block. The second field of this line closes and goes on, which a byte after a closing quote may not::

    text           a  ,  "  b  "  c  ,  "  d  "  ;
    quotes         .  .  1  .  1  .  .  1  .  1  .
    inside         .  .  1  1  .  .  .  1  1  .  .    an odd number of quotes before it or on it
    bounds         .  1  1  .  1  .  1  1  .  1  1    quotes, delimiters, line ends (written ; here)
    closing        .  .  .  .  1  .  .  .  .  1  .    quotes and not inside
    after_bound    1  .  1  1  .  1  .  1  1  .  1    bounds moved on; the start of a file is one
    after_closing  .  .  .  .  .  1  .  .  .  .  1    closing moved on
    wrong          .  .  .  .  .  1  .  .  .  .  .    opens after no bound, or no bound after closing
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

_QUOTE, _LINE_FEED, _RETURN = ord('"'), ord("\n"), ord("\r")
_ONE, _LAST = np.uint64(1), np.uint64(63)

Bits = npt.NDArray[np.uint64]


class Quotes:
    """Feed it a file block by block."""

    def __init__(self, delimiter: str) -> None:
        self._delimiter = ord(delimiter)
        self._after_bound = True  # the start of a file bounds a field like the end of a line does
        self._after_closing = self._after_return = False
        self.inside = False
        """Whether everything that was fed so far ends inside quotes."""

    def are_well_placed(self, block: bytes, *, last: bool = False) -> bool:
        """Whether everything up to the end of this block can be read in one way only."""
        placed = not block or (self._judge_plain(block) if self._is_plain(block) else self._judge(block))
        return placed and not (last and (self.inside or self._after_return))

    # ------------------------------------------------------------ blocks without quotes

    def _is_plain(self, block: bytes) -> bool:
        return not (self.inside or self._after_closing or self._after_return) and b'"' not in block

    def _judge_plain(self, block: bytes) -> bool:
        self._after_bound = block[-1] in (self._delimiter, _LINE_FEED, _RETURN)
        self._after_return = block[-1] == _RETURN
        return b"\r" not in block or block.count(b"\r") == block.count(b"\r\n") + self._after_return

    # ------------------------------------------------------------ all others

    def _judge(self, block: bytes) -> bool:
        characters = np.frombuffer(block, dtype=np.uint8)
        last = (len(block) - 1) % 64
        quotes = _bits(characters == _QUOTE)
        inside = self._inside(quotes, last)
        line_feed = characters == _LINE_FEED
        bounds = quotes | _bits(line_feed | (characters == self._delimiter))
        returns = _bits(characters == _RETURN) if b"\r" in block else None
        if returns is not None:
            bounds |= returns
        closing = quotes & ~inside
        after_bound, self._after_bound = _handed_on(bounds, self._after_bound, last)
        after_closing, self._after_closing = _handed_on(closing, self._after_closing, last)
        wrong = (quotes & inside & ~after_bound) | (after_closing & ~bounds)
        if returns is not None or self._after_return:
            # A return outside quotes ends a line for some readers and not for others, unless a line feed follows.
            outside = ~inside & returns if returns is not None else np.zeros_like(inside)
            after_return, self._after_return = _handed_on(outside, self._after_return, last)
            wrong |= after_return & ~_bits(line_feed)
        # Beyond the block there are no bytes of which anything could be asked.
        wrong[-1] &= np.uint64((2 << last) - 1)
        return not wrong.any()

    def _inside(self, quotes: Bits, last: int) -> Bits:
        """For each byte, whether an odd number of quotes stands before it or on it."""
        inside = quotes.copy()
        for shift in (1, 2, 4, 8, 16, 32):
            inside ^= inside << np.uint64(shift)
        odd = np.bitwise_xor.accumulate(inside >> _LAST)
        odd_before = np.concatenate([[np.uint64(self.inside)], odd[:-1] ^ np.uint64(self.inside)])
        inside ^= np.uint64(0) - odd_before
        self.inside = bool(inside[-1] >> np.uint64(last) & _ONE)
        return inside


def _handed_on(bits: Bits, before: bool, last: int) -> tuple[Bits, bool]:
    """Each bit moved to the next byte, the first one being `before`; and the bit of the last byte of the block."""
    moved = bits << _ONE
    moved[1:] |= bits[:-1] >> _LAST
    moved[0] |= np.uint64(before)
    return moved, bool(bits[-1] >> np.uint64(last) & _ONE)


def _bits(flags: npt.NDArray[np.bool_]) -> Bits:
    """The flags as bits, the first one lowest; the last word is filled up with zeros."""
    packed = np.packbits(flags, bitorder="little")
    if len(packed) % 8:
        packed = np.append(packed, np.zeros(-len(packed) % 8, dtype=np.uint8))
    return packed.view("<u8")

"""Whether the quotes of a CSV stand where RFC 4180 wants them: a check over all bytes, 64 at a time.

Readers of CSV disagree on ``a"b``, ``"a"b``, `` "a"`` and a quote that is never closed, and each makes something of
them. A file with any of these is refused, so that there is one way to read what is left.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

_QUOTE, _LINE_FEED, _RETURN = ord('"'), ord("\n"), ord("\r")

Bits = npt.NDArray[np.uint64]


class Quotes:
    """Feed it a file block by block. It holds back the last byte of each block, whose neighbour it has not seen."""

    def __init__(self, delimiter: str) -> None:
        self._delimiter = ord(delimiter)
        self._before = b"\n"  # the start of a file bounds a field like the end of a line does
        self._held = b""
        self.inside = False
        """Whether the bytes judged so far end inside quotes."""

    @property
    def ends_inside(self) -> bool:
        """Whether everything that was fed so far ends inside quotes."""
        return self.inside ^ (self._held == b'"')

    def are_well_placed(self, block: bytes, *, last: bool = False) -> bool:
        """Whether everything up to the end of this block can be read in one way only."""
        # After the last byte the field ends, as before a delimiter.
        text = self._before + self._held + block + (bytes([self._delimiter]) if last else b"")
        if len(text) < 3:
            self._held = text[1:]
            return True
        placed = self._judge(text)
        self._before, self._held = text[-2:-1], text[-1:]
        return placed and not (last and self.inside)

    def _judge(self, text: bytes) -> bool:
        """Judges every byte but the first and the last, which are neighbours only."""
        quotes, returns = b'"' in text, b"\r" in text
        if not quotes and not returns:
            return True
        if not quotes and not self.inside:
            return text.count(b"\r", 1, -1) == text.count(b"\r\n", 1)
        characters = np.frombuffer(text, dtype=np.uint8)
        quote = characters == _QUOTE
        line_feed = characters == _LINE_FEED
        bounds = quote | line_feed | (characters == self._delimiter)
        quote_bits = _bits(quote[1:-1])
        inside = self._inside(quote_bits)
        opens, closes = quote_bits & inside, quote_bits & ~inside
        if returns:
            bounds |= characters == _RETURN
        wrong = (opens & ~_bits(bounds[:-2])) | (closes & ~_bits(bounds[2:]))
        if returns:
            # A return outside quotes ends a line for some readers and not for others, unless a line feed follows.
            wrong |= _bits(characters[1:-1] == _RETURN) & ~inside & ~_bits(line_feed[2:])
        return not wrong.any()

    def _inside(self, quotes: Bits) -> Bits:
        """For each byte, whether an odd number of quotes stands before it or on it."""
        inside = quotes.copy()
        for shift in (1, 2, 4, 8, 16, 32):
            inside ^= inside << np.uint64(shift)
        odd = np.bitwise_xor.accumulate(inside >> np.uint64(63))
        odd_before = np.concatenate([[np.uint64(self.inside)], odd[:-1] ^ np.uint64(self.inside)])
        self.inside = bool(odd[-1]) != self.inside
        flipped: Bits = inside ^ (np.uint64(0) - odd_before)
        return flipped


def _bits(flags: npt.NDArray[np.bool_]) -> Bits:
    """The flags as bits, the first one lowest; the last word is filled up with zeros."""
    packed = np.packbits(flags, bitorder="little")
    whole = np.zeros(-(-len(packed) // 8) * 8, dtype=np.uint8)
    whole[: len(packed)] = packed
    return whole.view("<u8")

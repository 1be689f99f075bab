"""OpenPGP as it is written down (RFC 9580): packets, signatures of version 4, subpackets. Nothing is verified here.

Only what needs no guess is read: every length is stated in full, every field ends where it says.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import NamedTuple

SIGNATURE, PUBLIC_KEY, USER_ID, PUBLIC_SUBKEY = 2, 6, 13, 14
MADE_AT, SIGNATURE_ENDS, KEY_ENDS, ISSUER, ISSUER_FINGERPRINT = 2, 3, 9, 16, 33


class Packet(NamedTuple):
    """One packet, without its header."""

    tag: int
    body: bytes


class SignatureFields(NamedTuple):
    """What a signature of version 4 says about itself."""

    type: int
    hash: int
    """The number of the digest that it is made over."""
    hashed: tuple[tuple[int, bytes], ...]
    """Subpackets that the signature covers, each with its type."""
    unhashed: tuple[tuple[int, bytes], ...]
    critical: frozenset[int]
    """The types of those that it covers and that nobody may pass over who does not know them."""

    def only(self, subpacket: int) -> bytes | None:
        """The covered subpacket of a type; None where there is none. Raises `ValueError` where there are several."""
        found = [data for kind, data in self.hashed if kind == subpacket]
        if len(found) > 1:
            raise ValueError("a field stands there twice")
        return found[0] if found else None


def packets(raw: bytes) -> Iterator[Packet]:
    """The packets, one after the other; raises `ValueError` where the bytes are anything else."""
    while raw:
        head = raw[0]
        if not head & 0x80:
            raise ValueError("not a packet")
        if head & 0x40:
            tag, (length, rest) = head & 0x3F, _new_length(raw[1:])
        else:
            size = (1, 2, 4, 0)[head & 0x03]
            tag, length, rest = (head >> 2) & 0x0F, _number(raw[1 : 1 + size], size), raw[1 + size :]
        body, raw = _taken(rest, length)
        yield Packet(tag, body)


def signature_fields(body: bytes) -> SignatureFields | None:
    """The fields of a signature packet; None of another version than 4. Raises `ValueError` where they are damaged."""
    if body[:1] != b"\x04":
        return None
    hashed, rest = _taken(body[6:], _number(body[4:6], 2))
    unhashed, rest = _taken(rest[2:], _number(rest[:2], 2))
    if len(rest) <= 2:
        raise ValueError("cut short")
    covered, beside = tuple(_subpackets(hashed)), tuple(_subpackets(unhashed))
    critical = frozenset(kind & 0x7F for kind, _ in covered if kind & 0x80)
    return SignatureFields(body[1], body[3], _plain(covered), _plain(beside), critical)


def seconds(data: bytes | None) -> int:
    """The number that a subpacket of four bytes holds; 0 where there is none."""
    return 0 if data is None else _number(data, 4)


def _subpackets(area: bytes) -> Iterator[tuple[int, bytes]]:
    while area:
        length, rest = _new_length(area, longest_two_octets=254)
        data, area = _taken(rest, length)
        if not data:
            raise ValueError("a field without a type")
        yield data[0], data[1:]


def _plain(subpackets: Iterable[tuple[int, bytes]]) -> tuple[tuple[int, bytes], ...]:
    return tuple((kind & 0x7F, data) for kind, data in subpackets)


def _new_length(raw: bytes, longest_two_octets: int = 223) -> tuple[int, bytes]:
    """A length, and what follows it. Of packets, those that come in parts are not read."""
    first = _number(raw[:1], 1)
    if first < 192:
        return first, raw[1:]
    if first <= longest_two_octets:
        return ((first - 192) << 8) + _number(raw[1:2], 1) + 192, raw[2:]
    if first < 255:
        raise ValueError("a packet in parts")
    return _number(raw[1:5], 4), raw[5:]


def _number(raw: bytes, size: int) -> int:
    if len(raw) != size or not size:
        raise ValueError("cut short")
    return int.from_bytes(raw, "big")


def _taken(raw: bytes, length: int) -> tuple[bytes, bytes]:
    if len(raw) < length:
        raise ValueError("cut short")
    return raw[:length], raw[length:]

"""A public key of OpenPGP as a keyring holds it: one primary key with its subkeys. Nothing is verified here."""

from __future__ import annotations

import hashlib
from datetime import UTC, datetime
from functools import lru_cache

from msgspec import Struct

from living_sla.history.signoffs import openpgp_packets as openpgp

OPENPGP = "openpgp"
"""What a line of a keyring has in the place of OpenSSH's type of key."""
OPENPGP_FORM = "write what this prints: gpg --export --export-options export-minimal KEY | base64 -w0"
"""What to do where something else stands there."""
_MAX_BYTES = 64 * 1024
_SECRET_KEYS = (5, 7)
_ABOUT_KEYS = {0x10, 0x11, 0x12, 0x13, 0x18, 0x1F}
"""The types of signatures that may say when a key ends."""


class NotOneKey(ValueError):
    """Bytes that are not one public key; the text says why, and completes "this is not …"."""


class OpenPgpKey(Struct, frozen=True):
    """What a public key says about itself."""

    fingerprint: bytes
    """Of its primary key: 20 bytes."""
    fingerprints: tuple[bytes, ...]
    """Those of all keys that may have made a signature, the primary first."""
    made_at: datetime
    """In UTC, of the newest of them."""
    ends_at: datetime | None
    """The earliest end that it states for any of them, in UTC; None where it states none."""

    def made_by(self, issuer: bytes) -> bool:
        """Whether one of its keys has this fingerprint, or this id of 8 bytes."""
        return any(fingerprint.endswith(issuer) for fingerprint in self.fingerprints)


@lru_cache(maxsize=64)
def read_openpgp_key(raw: bytes) -> OpenPgpKey:
    """What a key says that is written in binary form. Raises `NotOneKey` where it is anything but one public key."""
    if len(raw) > _MAX_BYTES:
        raise NotOneKey(f"a key of at most {_MAX_BYTES // 1024} KB")
    try:
        return _key(tuple(openpgp.packets(raw)))
    except NotOneKey:
        raise
    except (ValueError, OverflowError):
        raise NotOneKey("a public key of OpenPGP") from None


def key_id(raw: bytes) -> str:
    """The 16 hexadecimal digits by which forges name a key that `read_openpgp_key` takes."""
    return read_openpgp_key(raw).fingerprint[-8:].hex().upper()


def _fingerprint(body: bytes) -> bytes:
    return hashlib.sha1(b"\x99%b%b" % (len(body).to_bytes(2, "big"), body), usedforsecurity=False).digest()


def _key(packets: tuple[openpgp.Packet, ...]) -> OpenPgpKey:
    if any(packet.tag in _SECRET_KEYS for packet in packets):
        raise NotOneKey("a public key: it is a private one, which everybody who reads the repository knows now")
    if [packet.tag for packet in packets].count(openpgp.PUBLIC_KEY) != 1 or packets[0].tag != openpgp.PUBLIC_KEY:
        raise NotOneKey("exactly one public key of OpenPGP")
    fingerprints: list[bytes] = []
    ends: list[int] = []
    made = newest = 0
    for tag, body in packets:
        if tag in (openpgp.PUBLIC_KEY, openpgp.PUBLIC_SUBKEY):
            if body[:1] != b"\x04":
                raise NotOneKey("a key of version 4, the one that is verified here")
            made = openpgp.seconds(body[1:5])
            newest = max(newest, made)
            fingerprints.append(_fingerprint(body))
        elif tag == openpgp.SIGNATURE:
            fields = openpgp.signature_fields(body)
            lasts = openpgp.seconds(fields.only(openpgp.KEY_ENDS)) if fields and fields.type in _ABOUT_KEYS else 0
            ends += [made + lasts] if lasts else []
        elif tag != openpgp.USER_ID:
            raise NotOneKey("a public key and no more: export it with --export-options export-minimal")
    return OpenPgpKey(
        fingerprints[0],
        tuple(fingerprints),
        datetime.fromtimestamp(newest, UTC),
        datetime.fromtimestamp(min(ends), UTC) if ends else None,
    )

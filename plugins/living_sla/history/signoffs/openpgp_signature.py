"""An OpenPGP signature as a commit carries it. Nothing is verified here."""

from __future__ import annotations

import base64
import re
from datetime import UTC, datetime

from msgspec import Struct

from living_sla.history.signoffs import openpgp_packets as openpgp

_ARMOR = re.compile(
    rb"\s*-----BEGIN PGP SIGNATURE-----\n(?:[A-Za-z]+: [^\n]*\n){0,8}\n"
    rb"((?:[A-Za-z0-9+/]+\n)*[A-Za-z0-9+/]+={0,2}\n)(?:=[A-Za-z0-9+/]{4}\n)?-----END PGP SIGNATURE-----\s*"
)
_OVER_BYTES = 0
"""The type of a signature over bytes as they are, the only one that git asks for."""
_KNOWN = {openpgp.MADE_AT, openpgp.SIGNATURE_ENDS, openpgp.ISSUER, openpgp.ISSUER_FINGERPRINT}
DIGESTS = {8: "SHA-256", 9: "SHA-384", 10: "SHA-512"}
"""Those that are strong enough, by their numbers in OpenPGP."""


class OpenPgpSignature(Struct, frozen=True):
    """One signature over bytes, as its own fields describe it."""

    packet: bytes
    """The signature without armor: exactly one packet."""
    issuer: bytes
    """Of the key that it names: its fingerprint, or its id of 8 bytes."""
    made_at: datetime
    """In UTC, as the signature says, which covers it."""


class OtherKind(Struct, frozen=True):
    """A signature that is not verified here."""

    name: str
    """With its article: ``an X.509``."""


def read_openpgp(armored: bytes) -> OpenPgpSignature | OtherKind | None:
    """What an armored signature says about itself; None where it is not exactly one."""
    match = _ARMOR.fullmatch(armored.replace(b"\r\n", b"\n"))
    if match is None:
        return None
    try:
        raw = base64.b64decode(match[1].replace(b"\n", b""), validate=True)
        [packet] = openpgp.packets(raw)
        if packet.tag != openpgp.SIGNATURE:
            return None
        fields = openpgp.signature_fields(packet.body)
        return OtherKind("an OpenPGP") if fields is None else _signature(raw, fields)
    except (ValueError, OverflowError):  # binascii.Error is a ValueError
        return None


def _signature(raw: bytes, fields: openpgp.SignatureFields) -> OpenPgpSignature | OtherKind | None:
    made_at = fields.only(openpgp.MADE_AT)
    issuer = _issuer(fields)
    if made_at is None or not issuer:
        return None
    if fields.type != _OVER_BYTES or not fields.critical <= _KNOWN:
        return OtherKind("an OpenPGP")
    if fields.hash not in DIGESTS:
        return OtherKind("a weak OpenPGP")
    if openpgp.seconds(fields.only(openpgp.SIGNATURE_ENDS)):
        return OtherKind("an expiring OpenPGP")
    return OpenPgpSignature(raw, issuer, datetime.fromtimestamp(openpgp.seconds(made_at), UTC))


def _issuer(fields: openpgp.SignatureFields) -> bytes:
    """The key that it names: as a fingerprint before an id, as it covers it before what anybody can write beside it."""
    for area in (fields.hashed, fields.unhashed):
        for kind, data in sorted(area, reverse=True):
            if kind == openpgp.ISSUER_FINGERPRINT and len(data) == 21 and data[0] == 4:
                return data[1:]
            if kind == openpgp.ISSUER and len(data) == 8:
                return data
    return b""

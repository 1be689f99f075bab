"""A signature as it is written down: of which kind, by which key, for which purpose. Nothing is verified here."""

from __future__ import annotations

import base64
import binascii
import re

from msgspec import Struct

from living_sla.history.signoffs.openpgp_signature import OpenPgpSignature, OtherKind, read_openpgp

_SSH = re.compile(rb"\s*-----BEGIN SSH SIGNATURE-----\n([A-Za-z0-9+/=\s]+)-----END SSH SIGNATURE-----\s*")
_OTHER_KINDS = {
    b"-----BEGIN PGP MESSAGE-----": "an OpenPGP",
    b"-----BEGIN SIGNED MESSAGE-----": "an X.509",
}
_OPENPGP = b"-----BEGIN PGP SIGNATURE-----"
_MAX_BYTES = 64 * 1024


class SshSignature(Struct, frozen=True):
    """An OpenSSH signature, as its own fields describe it."""

    key: bytes
    """The public key, in the form that base64 spells in a keyring."""
    namespace: str
    """What it was made for: ``git``, ``sla-signoff``."""

    @property
    def is_by_certificate(self) -> bool:
        """Whether somebody else vouches for the key, instead of a keyring that names it."""
        return b"-cert-v" in _field(self.key)[0]


def read_signature(armored: bytes) -> SshSignature | OpenPgpSignature | OtherKind | None:
    """What a signature says about itself; None where it is not one."""
    if len(armored) > _MAX_BYTES:
        return None
    for begin, name in _OTHER_KINDS.items():
        if armored.lstrip().startswith(begin):
            return OtherKind(name)
    if armored.lstrip().startswith(_OPENPGP):
        return read_openpgp(armored)
    match = _SSH.fullmatch(armored.replace(b"\r\n", b"\n"))
    if match is None:
        return None
    try:
        blob = base64.b64decode(b"".join(match[1].split()), validate=True)
        return _ssh_signature(blob)
    except (binascii.Error, UnicodeDecodeError, ValueError):
        return None


def _ssh_signature(blob: bytes) -> SshSignature:
    """The fields of PROTOCOL.sshsig: magic, version, key, namespace, reserved, hash, signature."""
    if blob[:6] != b"SSHSIG" or blob[6:10] != (1).to_bytes(4, "big"):
        raise ValueError("not an SSH signature of version 1")
    key, rest = _field(blob[10:])
    namespace, rest = _field(rest)
    for _ in ("reserved", "hash", "signature"):
        _, rest = _field(rest)
    if rest or not key:
        raise ValueError("not exactly the fields of an SSH signature")
    _field(key)
    return SshSignature(key, namespace.decode("ascii"))


def _field(blob: bytes) -> tuple[bytes, bytes]:
    """The first field of a blob, and what follows it; every field is preceded by its length."""
    length = int.from_bytes(blob[:4], "big")
    if len(blob) < 4 + length or len(blob) < 4:
        raise ValueError("cut short")
    return blob[4 : 4 + length], blob[4 + length :]

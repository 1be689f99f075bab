"""Lists of keys that are not believed any more: public keys, one a line, or a revocation list of OpenSSH's own kind."""

from __future__ import annotations

import base64
import re
from collections.abc import Iterable

from living_sla.errors import Fault, Place, SlaError, raise_any
from living_sla.history.signoffs.openpgp_key import OPENPGP, OPENPGP_FORM, OpenPgpKey, read_openpgp_key

_REVOCATION_LIST = b"SSHKRL\n\0"
_REVOKED = re.compile(rb"[ \t]*((?:sk-)?(?:ssh|ecdsa)-[a-z0-9@.-]+|openpgp)[ \t]+([A-Za-z0-9+/]+=*)(?:[ \t\r].*)?")


def revoked_in(raw: bytes | None) -> frozenset[bytes]:
    """What a list revokes: every key that a line of it names, or all of it where it is OpenSSH's own kind."""
    if not raw:
        return frozenset()
    if raw.startswith(_REVOCATION_LIST):
        return frozenset({raw})
    matches = map(_REVOKED.fullmatch, raw.split(b"\n"))
    return frozenset(b"%b %b" % match.groups() for match in matches if match)


def for_openssh(revoked: bytes) -> bytes:
    """A list without its OpenPGP keys, of which OpenSSH knows nothing and would take no other line."""
    if revoked.startswith(_REVOCATION_LIST):
        return revoked
    lines = (line for line in revoked.split(b"\n") if _openpgp_revoked(line) is None)
    return b"\n".join(lines)


def revokes(revoked: bytes, key: OpenPgpKey) -> bool:
    """Whether a list revokes an OpenPGP key, in whichever form it stands there."""
    if revoked.startswith(_REVOCATION_LIST):
        return False
    listed = filter(None, map(_openpgp_revoked, revoked.split(b"\n")))
    return any(other.fingerprint == key.fingerprint for other in listed)


def _openpgp_revoked(line: bytes) -> OpenPgpKey | None:
    match = _REVOKED.fullmatch(line)
    if match is None or match[1] != OPENPGP.encode():
        return None
    try:
        return read_openpgp_key(base64.b64decode(match[2], validate=True))
    except ValueError:
        return None


def check_revoked(raw: bytes, *, path: str) -> None:
    """Raise `Faults` with the lines that are about OpenPGP keys and that name none: they would revoke nothing."""
    lines = [] if raw.startswith(_REVOCATION_LIST) else raw.split(b"\n")
    faults = [
        SlaError(
            "this is not one public key of OpenPGP",
            where=Place(path, number),
            hint=OPENPGP_FORM,
            code=Fault.INVALID_KEYRING_LINE,
        )
        for number, line in enumerate(lines, 1)
        if line.lstrip()[: len(OPENPGP)].lower() == OPENPGP.encode() and _openpgp_revoked(line) is None
    ]
    raise_any(faults)


def as_lists(revoked: Iterable[bytes]) -> tuple[bytes, ...]:
    """Lists that revoke all of it, for OpenSSH to read."""
    keys = sorted(key for key in revoked if not key.startswith(_REVOCATION_LIST))
    binary = sorted(key for key in revoked if key.startswith(_REVOCATION_LIST))
    return (*([b"\n".join(keys) + b"\n"] if keys else []), *binary)

"""Revoked keys, as lists that OpenSSH reads: one public key a line, or a key revocation list of its own kind."""

from __future__ import annotations

import re
from collections.abc import Iterable

_BINARY = b"SSHKRL\n\0"
_KEY = re.compile(rb"[ \t]*((?:sk-)?(?:ssh|ecdsa)-[a-z0-9@.-]+)[ \t]+([A-Za-z0-9+/]+=*)(?:[ \t\r].*)?")


def revoked_in(raw: bytes | None) -> frozenset[bytes]:
    """What a list revokes: every key that a line of it names, or all of it where it is OpenSSH's own kind."""
    if not raw:
        return frozenset()
    if raw.startswith(_BINARY):
        return frozenset({raw})
    found = map(_KEY.fullmatch, raw.split(b"\n"))
    return frozenset(b"%b %b" % match.groups() for match in found if match)


def as_lists(revoked: Iterable[bytes]) -> tuple[bytes, ...]:
    """Lists that revoke all of it, for OpenSSH to read."""
    keys = sorted(one for one in revoked if not one.startswith(_BINARY))
    binary = sorted(one for one in revoked if one.startswith(_BINARY))
    return (*([b"\n".join(keys) + b"\n"] if keys else []), *binary)

"""Commits and tags as git signs them: who they name, what their signature covers, and the signature.

Raw bytes are read, so that no setting, mail map or encoding comes between the object and its signature. An object
that two readers could take for different things (two authors, two signatures) names nobody and has no signature.
"""

from __future__ import annotations

import re
from datetime import UTC, datetime
from typing import NamedTuple

from msgspec import Struct

_IDENTITY = re.compile(rb"[^<>]*<([^<>]*)> (-?[0-9]+) [+-][0-9]+")
_YEAR_2100 = 4_102_444_800
_SIGNATURE_HEADERS = (b"gpgsig", b"gpgsig-sha256")
_BEGIN = re.compile(rb"^-----BEGIN (?:SSH SIGNATURE|PGP SIGNATURE|PGP MESSAGE|SIGNED MESSAGE)-----", re.MULTILINE)


class SignedObject(Struct, frozen=True):
    """One commit or annotated tag; an address is None where the object does not name exactly one."""

    payload: bytes
    """The bytes that a signature covers."""
    signature: bytes
    """Armored; empty where there is none."""
    author: str | None = None
    """Of a commit: the address of its author, in lower case."""
    author_name: str = ""
    """Of a commit: what its author is called; empty where it does not name exactly one."""
    committer: str | None = None
    """Of a commit: the address of its committer, in lower case."""
    name: str = ""
    """Of a tag: the name inside it, which the signature covers."""
    message: str = ""
    made_at: datetime | None = None
    """When its committer or tagger says that it was made, in UTC; None for no instant of the years 1970 to 2099."""
    target: str = ""
    """Of a tag: the id of the object that it is on."""


def read_commit(data: bytes) -> SignedObject:
    """A commit object; never raises, whatever the bytes are."""
    head, blank, body = data.partition(b"\n\n")
    fields = _fields(head)
    signatures = [field for field in fields if field.name in _SIGNATURE_HEADERS]
    covered = b"\n".join(field.raw for field in fields if field.name not in _SIGNATURE_HEADERS)
    return SignedObject(
        covered + blank + body,
        signatures[0].value if len(signatures) == 1 else b"",
        author=_address(fields, b"author"),
        author_name=_only(fields, b"author").partition(b"<")[0].decode("utf-8", "replace").strip(),
        committer=_address(fields, b"committer"),
        message=body.decode("utf-8", "replace"),
        made_at=_instant(fields, b"committer"),
    )


def read_tag(data: bytes) -> SignedObject:
    """An annotated tag; its signature stands at the end of its message. Never raises."""
    begins = [match.start() for match in _BEGIN.finditer(data)]
    at = begins[-1] if begins else len(data)
    head, _, body = data[:at].partition(b"\n\n")
    fields = _fields(head)
    return SignedObject(
        data[:at],
        data[at:],
        name=_only(fields, b"tag").decode("utf-8", "replace"),
        message=body.decode("utf-8", "replace"),
        made_at=_instant(fields, b"tagger"),
        target=_only(fields, b"object").decode("ascii", "replace"),
    )


class _Field(NamedTuple):
    """One header, with its lines as they stand in the object."""

    name: bytes
    raw: bytes

    @property
    def value(self) -> bytes:
        return self.raw.partition(b" ")[2].replace(b"\n ", b"\n")


def _fields(head: bytes) -> list[_Field]:
    """The headers in their order; a line that begins with a space continues the one before it."""
    fields: list[_Field] = []
    for line in head.split(b"\n"):
        if line.startswith(b" ") and fields:
            name, raw = fields[-1]
            fields[-1] = _Field(name, raw + b"\n" + line)
        else:
            fields.append(_Field(line.partition(b" ")[0], line))
    return fields


def _address(fields: list[_Field], role: bytes) -> str | None:
    match = _IDENTITY.fullmatch(_only(fields, role))
    if match is None or not match[1].isascii():
        return None
    return match[1].decode("ascii").strip().lower() or None


def _instant(fields: list[_Field], role: bytes) -> datetime | None:
    match = _IDENTITY.fullmatch(_only(fields, role))
    at = int(match[2]) if match and len(match[2]) <= 10 else 0
    return datetime.fromtimestamp(at, UTC) if 0 < at < _YEAR_2100 else None


def _only(fields: list[_Field], name: bytes) -> bytes:
    """The value of the one field of that name; empty where there is none, or more than one."""
    values = [field.value for field in fields if field.name == name]
    return values[0] if len(values) == 1 else b""

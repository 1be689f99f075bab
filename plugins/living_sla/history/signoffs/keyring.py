"""The keyring: which keys a site accepts from whom, in OpenSSH's format of allowed signers.

Only lines that name people exactly are accepted. A pattern, a negation or a certificate authority would let a key
sign for addresses that nobody wrote down, so such a keyring is refused as a whole (F072). What `ssh-keygen` gets to
see is written anew from what was understood here: the two can never read one line in two ways.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
import re
from collections import Counter
from collections.abc import Iterable, Mapping
from datetime import UTC, datetime

from msgspec import Struct
from msgspec.structs import replace

from living_sla.agreements.yaml.characters import decode
from living_sla.errors import Fault, Place, SlaError, as_faults, raise_any
from living_sla.history.signoffs.openpgp_key import OPENPGP, OPENPGP_FORM, NotOneKey, read_openpgp_key
from living_sla.history.signoffs.openpgp_signature import OpenPgpSignature
from living_sla.history.signoffs.ssh_signature import SshSignature

_FORM = "write for example: ana.ruiz@company.example ssh-ed25519 AAAA..."
_CODE = Fault.INVALID_KEYRING_LINE
_WINDOW = ("valid-after", "valid-before")
_MOST_LINES = 16
"""Lines of one key and one address: each may have another window, and every pair of them is compared."""
_PRINCIPAL = re.compile(r"[^@\s,\"]+@[^@\s,\"]+")
_OPTION = r"""[A-Za-z-]+(?:="[^"]*")?"""
_LINE = re.compile(
    rf"(?P<principals>\S+)\s+(?:(?P<options>{_OPTION}(?:,{_OPTION})*)\s+)?"
    rf"(?P<type>(?:sk-)?(?:ssh|ecdsa)-[a-z0-9@.-]+|{OPENPGP})\s+(?P<key>[A-Za-z0-9+/]+=*)(?:\s.*)?"
)
_MOMENT = re.compile(r"[0-9]{8}(?:[0-9]{4}(?:[0-9]{2})?)?Z?")


class AllowedKey(Struct, frozen=True):
    """One key that is accepted from one address."""

    principal: str
    """An e-mail address, in lower case."""
    key_type: str
    """As OpenSSH calls it, or ``openpgp``."""
    key: bytes
    namespaces: str | None = None
    """What the key may be used for, as a list of patterns; None: for everything."""
    valid_from: datetime | None = None
    valid_to: datetime | None = None
    """In UTC; the key is good at this instant and not after it."""

    def common(self, other: AllowedKey) -> AllowedKey | None:
        """What both accept; None where that is nothing."""
        if self == other:
            return self
        if (self.principal, self.key) != (other.principal, other.key):
            return None
        opens = max((at for at in (self.valid_from, other.valid_from) if at), default=None)
        closes = min((at for at in (self.valid_to, other.valid_to) if at), default=None)
        purposes = {key.namespaces for key in (self, other)} - {None}
        if len(purposes) > 1 or (opens and closes and opens > closes):
            return None
        return replace(self, namespaces=next(iter(purposes), None), valid_from=opens, valid_to=closes)

    @property
    def line(self) -> str:
        """The entry in OpenSSH's words; times are in UTC, so it must be read in that zone."""
        options = [f'namespaces="{self.namespaces}"'] if self.namespaces is not None else []
        options += [f'valid-after="{self.valid_from:%Y%m%d%H%M%S}"'] if self.valid_from else []
        options += [f'valid-before="{self.valid_to:%Y%m%d%H%M%S}"'] if self.valid_to else []
        return " ".join(
            part
            for part in (self.principal, ",".join(options), self.key_type, base64.b64encode(self.key).decode())
            if part
        )


class Keyring(Struct, frozen=True):
    """All accepted keys, and those that are revoked."""

    entries: tuple[AllowedKey, ...] = ()
    revoked: tuple[bytes, ...] = ()
    """Lists of public keys, or key revocation lists, as OpenSSH reads them; a key that stands in any is not good."""

    def of(self, address: str) -> tuple[AllowedKey, ...]:
        """The entries of one address."""
        return tuple(entry for entry in self.entries if entry.principal == address.lower())

    def owners(self, key: bytes) -> tuple[str, ...]:
        """The addresses from which a key is accepted, in order of the file."""
        return tuple(dict.fromkeys(entry.principal for entry in self.entries if entry.key == key))

    def named_by(self, signature: SshSignature | OpenPgpSignature) -> tuple[bytes, ...]:
        """The keys that a signature names: an OpenPGP one by an id, and a key may stand there in two writings."""
        if isinstance(signature, SshSignature):
            return (signature.key,)
        keys = dict.fromkeys(entry.key for entry in self.entries if entry.key_type == OPENPGP)
        return tuple(key for key in keys if read_openpgp_key(key).made_by(signature.issuer))

    @property
    def has_openpgp(self) -> bool:
        """Whether it lists an OpenPGP key."""
        return any(entry.key_type == OPENPGP for entry in self.entries)

    @property
    def digest(self) -> str:
        """Another one for every other keyring: 64 hexadecimal digits."""
        lines = "".join(f"{entry.line}\n" for entry in self.entries).encode()
        parts = (lines, *self.revoked)
        return hashlib.sha256(b"".join(hashlib.sha256(part).digest() for part in parts)).hexdigest()


def in_common(these: Iterable[AllowedKey], others: Iterable[AllowedKey]) -> tuple[AllowedKey, ...]:
    """What both accept, in the order of `these`."""
    same = _by_key(others)
    shared: list[AllowedKey] = []
    for entry in these:
        common = [both for other in same.get((entry.principal, entry.key), ()) if (both := entry.common(other))]
        shared += [entry] if entry in common else common
    return tuple(dict.fromkeys(shared))


def beyond(these: Iterable[AllowedKey], others: Iterable[AllowedKey]) -> tuple[AllowedKey, ...]:
    """Those entries that accept something that none of the others does."""
    same = _by_key(others)
    return tuple(
        entry
        for entry in these
        if all(entry.common(other) != entry for other in same.get((entry.principal, entry.key), ()))
    )


def left(
    these: Iterable[AllowedKey], gone: Iterable[AllowedKey], others: Iterable[AllowedKey]
) -> tuple[AllowedKey, ...]:
    """These entries, of those that accept something which is `gone` only what `others` accept as well."""
    lost, kept = _by_key(gone), tuple(others)
    return tuple(
        entry
        for before in these
        for entry in (
            in_common([before], kept)
            if any(before.common(other) for other in lost.get((before.principal, before.key), ()))
            else (before,)
        )
    )


def _by_key(entries: Iterable[AllowedKey]) -> Mapping[tuple[str, bytes], list[AllowedKey]]:
    by_key: dict[tuple[str, bytes], list[AllowedKey]] = {}
    for entry in entries:
        by_key.setdefault((entry.principal, entry.key), []).append(entry)
    return by_key


def read_keyring(raw: bytes, *, path: str, revoked: bytes = b"") -> Keyring:
    """The keyring that a file holds; `path` is what places name.

    Raises `Faults` with every line that is not one key of exact addresses.
    """
    entries: list[AllowedKey] = []
    times: Counter[tuple[str, bytes]] = Counter()
    faults: list[SlaError] = []
    with as_faults():
        text = decode(raw, path=path)
    for number, line in enumerate(text.split("\n"), 1):
        if not line.strip() or line.lstrip().startswith("#"):
            continue
        try:
            for entry in _entries(line.strip(), Place(path, number)):
                times[entry.principal, entry.key] += 1
                if times[entry.principal, entry.key] > _MOST_LINES:
                    message = f"one key stands here for one address more than {_MOST_LINES} times"
                    raise SlaError(message, where=Place(path, number), hint="keep the lines that hold", code=_CODE)
                entries.append(entry)
        except SlaError as fault:
            faults.append(fault)
    raise_any(faults)
    return Keyring(tuple(entries), (revoked,) if revoked else ())


def _entries(line: str, where: Place) -> Iterable[AllowedKey]:
    parts = _LINE.fullmatch(line)
    if parts is None:
        raise SlaError("this is not a line of allowed signers", where=where, hint=_FORM, code=_CODE)
    options = _options(parts["options"] or "", where)
    key = _key(parts["type"], parts["key"], where)
    opens, closes = (_moment(options[name], where) if name in options else None for name in _WINDOW)
    if parts["type"] == OPENPGP:
        if "namespaces" in options:
            hint = "leave it out: the key of a forge signs commits, and nothing else"
            raise SlaError("namespaces is not an option of an OpenPGP key", where=where, hint=hint, code=_CODE)
        closes = min((end for end in (closes, read_openpgp_key(key).ends_at) if end), default=None)
    for principal in parts["principals"].split(","):
        yield AllowedKey(_exact(principal, where), parts["type"], key, options.get("namespaces"), opens, closes)


def _exact(principal: str, where: Place) -> str:
    if re.search(r"[*?!]", principal):
        message = f'"{principal}" stands for more than one address'
        raise SlaError(message, where=where, hint="name every address on its own", code=_CODE)
    if not _PRINCIPAL.fullmatch(principal) or not re.fullmatch("[!-~]+", principal):
        raise SlaError(f'"{principal}" is not an e-mail address', where=where, hint=_FORM, code=_CODE)
    return principal.lower()


def _options(text: str, where: Place) -> dict[str, str]:
    options: dict[str, str] = {}
    for option in re.findall(_OPTION, text):
        name, _, value = option.partition("=")
        name, value = name.lower(), value.strip('"')
        if name == "cert-authority":
            message = "a certificate authority signs for addresses that the keyring does not name"
            raise SlaError(message, where=where, hint="list the key of every signer instead", code=_CODE)
        if name not in ("namespaces", *_WINDOW) or not value or name in options:
            hint = 'known: namespaces="...", valid-after="...", valid-before="...", each once'
            raise SlaError(f"{option} is not an option of a key", where=where, hint=hint, code=_CODE)
        options[name] = value
    return options


def _key(key_type: str, spelt: str, where: Place) -> bytes:
    try:
        key = base64.b64decode(spelt, validate=True)
    except binascii.Error:
        key = b""
    if key_type == OPENPGP:
        try:
            read_openpgp_key(key)
        except NotOneKey as problem:
            raise SlaError(f"this is not {problem}", where=where, hint=OPENPGP_FORM, code=_CODE) from None
        return key
    name = key_type.encode()
    if "-cert-v" in key_type or not key.startswith(len(name).to_bytes(4, "big") + name):
        hint = "copy the line of the file that ends in .pub"
        raise SlaError(f"this is not a key of the type {key_type}", where=where, hint=hint, code=_CODE)
    return key


def _moment(text: str, where: Place) -> datetime:
    try:
        if _MOMENT.fullmatch(text) is None:
            raise ValueError(text)
        return datetime.strptime(text.removesuffix("Z").ljust(14, "0"), "%Y%m%d%H%M%S").replace(tzinfo=UTC)
    except ValueError:
        hint = "write YYYYMMDD or YYYYMMDDHHMMSS; it is read in UTC"
        raise SlaError(f'"{text}" is not a moment', where=where, hint=hint, code=_CODE) from None

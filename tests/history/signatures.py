"""Signatures made by hand, for laws that need no cryptography: the fields are real, the signature is a hash."""

from __future__ import annotations

import base64
from collections.abc import Iterable, Sequence
from datetime import datetime
from hashlib import sha256

from living_sla.history.signoffs.keyring import AllowedKey
from living_sla.history.signoffs.ssh_signature import SshSignature, read_signature


def key(name: str) -> bytes:
    """The public key of somebody."""
    return _field(b"ssh-ed25519") + _field(sha256(name.encode()).digest())


def signature(name: str, message: bytes, namespace: str = "git") -> bytes:
    """What somebody's key says about a message."""
    fields = (key(name), namespace.encode(), b"", b"sha512", sha256(key(name) + message).digest())
    blob = b"SSHSIG" + (1).to_bytes(4, "big") + b"".join(map(_field, fields))
    return b"-----BEGIN SSH SIGNATURE-----\n" + base64.encodebytes(blob) + b"-----END SSH SIGNATURE-----\n"


class Believing:
    """Stands for `ssh-keygen`: it believes the hash."""

    def accepts(
        self,
        message: bytes,
        signature: bytes,
        *,
        signer: str,
        namespace: str,
        entries: Sequence[AllowedKey],
        at: datetime,
        revoked: bytes = b"",
    ) -> bool:
        read = read_signature(signature)
        assert isinstance(read, SshSignature)
        return (
            self.is_intact(message, signature, namespace=namespace)
            and base64.b64encode(read.key) not in revoked
            and any(_good(entry, signer, namespace, at) for entry in entries if entry.key == read.key)
        )

    def is_intact(self, message: bytes, signature: bytes, *, namespace: str) -> bool:
        read = read_signature(signature)
        assert isinstance(read, SshSignature)
        blob = base64.b64decode(b"".join(signature.split(b"\n")[1:-2]))
        return read.namespace == namespace and blob.endswith(sha256(read.key + message).digest())


def _good(entry: AllowedKey, signer: str, namespace: str, at: datetime) -> bool:
    purposes: Iterable[str] = entry.namespaces.split(",") if entry.namespaces else (namespace,)
    opens, closes = entry.valid_from, entry.valid_to
    in_time = (opens is None or opens <= at) and (closes is None or at <= closes)
    return entry.principal == signer and namespace in purposes and in_time


def _field(raw: bytes) -> bytes:
    return len(raw).to_bytes(4, "big") + raw

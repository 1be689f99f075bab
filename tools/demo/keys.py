"""Keys of the people of the story: new ones, or those of a bundle, whose private halves nobody has any more."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Protocol

from tools.demo.programs import Program
from tools.demo.step import Author

COMMITS = "git"
"""The namespace in which git signs commits and tags."""
SIGNOFFS = "sla-signoff"
"""The namespace of signatures over the file of a sign-off."""
REVIEWS = "sla-review"
"""The same of a review."""


class Signing(Protocol):
    """Whoever signs for the people of the story."""

    def sign(self, holder: Author, content: bytes, *, namespace: str) -> bytes:
        """A detached signature over `content`, in the armour that ssh-keygen writes."""

    def public_key(self, holder: Author) -> str:
        """The type and the key, as they stand in a file of allowed signers."""


def allowed_signers(keys: Signing, holders: Iterable[Author]) -> bytes:
    """The public keys as a file of allowed signers: one line each, for the story's namespaces alone."""
    namespaces = ",".join((COMMITS, SIGNOFFS, REVIEWS))
    lines = (f'{holder.email} namespaces="{namespaces}" {keys.public_key(holder)}\n' for holder in holders)
    return "".join(lines).encode("ascii")


class NewKeys:
    """An Ed25519 key for each holder, made on the spot; private keys never leave `folder`."""

    def __init__(self, folder: Path, keygen: Program, holders: Iterable[Author]) -> None:
        self._folder, self._keygen = folder, keygen
        for holder in holders:
            keygen("-q", "-t", "ed25519", "-N", "", "-C", holder.email, "-f", self._path(holder))

    def sign(self, holder: Author, content: bytes, *, namespace: str) -> bytes:
        """A signature by the holder's private key."""
        return self._keygen("-q", "-Y", "sign", "-n", namespace, "-f", self._path(holder), stdin=content)

    def public_key(self, holder: Author) -> str:
        """The public half, as ssh-keygen wrote it."""
        kind, key, _ = self._path(holder).with_suffix(".pub").read_text(encoding="ascii").split(" ", 2)
        return f"{kind} {key}"

    def _path(self, holder: Author) -> Path:
        return self._folder / f"{holder.email.replace('@', '-at-').replace('.', '-')}{holder.key}"


class NotSignedBefore(Exception):
    """The story has come to sign something that its bundle has no signature for."""


class KnownSignatures:
    """The public keys and signatures of a bundle: they sign again what was signed, and nothing else."""

    def __init__(self, public_keys: Mapping[Author, str], signatures: Mapping[bytes, bytes]) -> None:
        self._public_keys, self._signatures = public_keys, signatures

    def sign(self, holder: Author, content: bytes, *, namespace: str) -> bytes:
        """The signature that lies over this content; raises `NotSignedBefore` where there is none."""
        if content not in self._signatures:
            raise NotSignedBefore(f"{holder.name} has not signed this as {namespace}")
        return self._signatures[content]

    def public_key(self, holder: Author) -> str:
        """The key of the bundle; raises `NotSignedBefore` where the holder has none."""
        if holder not in self._public_keys:
            raise NotSignedBefore(f"{holder.name} has no key")
        return self._public_keys[holder]

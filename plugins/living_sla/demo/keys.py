"""Keys of the people of the story, made on the spot: real ones, in a folder that is thrown away at the end."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from living_sla.demo.programs import Program
from living_sla.demo.step import Author

COMMITS = "git"
"""The namespace in which git signs commits and tags."""


class Keys:
    """An Ed25519 key for each holder; private keys never leave `folder`."""

    def __init__(self, folder: Path, keygen: Program, holders: Iterable[Author]) -> None:
        self._folder, self._keygen = folder, keygen
        for holder in holders:
            keygen("-q", "-t", "ed25519", "-N", "", "-C", holder.email, "-f", self._path(holder))

    def sign(self, holder: Author, content: bytes, *, namespace: str) -> bytes:
        """A detached signature over `content`, in the armour that ssh-keygen writes."""
        return self._keygen("-q", "-Y", "sign", "-n", namespace, "-f", self._path(holder), stdin=content)

    def allowed_signers(self, holders: Iterable[Author], *namespaces: str) -> bytes:
        """The public keys as a file of allowed signers: one line each, for these namespaces alone."""
        lines = []
        for holder in holders:
            kind, key, _ = self._path(holder).with_suffix(".pub").read_text(encoding="ascii").split(" ", 2)
            lines.append(f'{holder.email} namespaces="{",".join(namespaces)}" {kind} {key}\n')
        return "".join(lines).encode("ascii")

    def _path(self, holder: Author) -> Path:
        return self._folder / f"{holder.email.replace('@', '-at-').replace('.', '-')}{holder.key}"

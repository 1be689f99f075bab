"""A repository whose forge signs with OpenPGP what people do on its pages."""

from __future__ import annotations

import subprocess
from pathlib import Path

from msgspec import Struct

from living_sla.model.past.signoff import SignOffFile
from tests.factories.openpgp_keys import OpenPgpKeys
from tests.factories.signed_repositories import ANA, BEN, FORGE, TOM, Keys, Scene, address

WEB = address(FORGE)


class Web(Struct):
    """A repository whose forge signs with OpenPGP what people do on its pages."""

    scene: Scene
    pgp: OpenPgpKeys

    @classmethod
    def first(cls, folder: Path, pgp: OpenPgpKeys) -> Web:
        """The terms have landed; the keyring lists the SSH keys of the signers and the OpenPGP key of the forge."""
        (folder / "keys").mkdir()
        keys = Keys(folder / "keys")
        return cls(Scene.first(folder / "project", keys, keyring=_people(keys) + pgp.line(WEB, "forge")), pgp)

    def people(self) -> str:
        return _people(self.scene.keys)

    def keyring(self, *lines: str, **how: object) -> None:
        """The keyring of main from now on, which Tom vouches for."""
        self.scene.keyring(self.people() + "".join(lines), **{"key": "tom", **how})

    def payload(self) -> bytes:
        done = subprocess.run(
            ("git", "cat-file", "commit", "HEAD"), cwd=self.scene.root, capture_output=True, check=True
        )
        return done.stdout

    def attach(self, armored: bytes, header: str = "gpgsig") -> None:
        """Put a signature into the commit of HEAD, as git writes it."""
        lines = armored.decode().rstrip("\n").replace("\n", "\n ")
        self.scene.amend_object(b"\n\n", f"\n{header} {lines}\n\n".encode())

    def sign(self, key: str = "forge", *options: str, **how: int) -> bytes:
        return self.pgp.sign(self.payload(), key, *options, **how)

    def sign_off(self, key: str = "forge", *options: str, **how: object) -> SignOffFile:
        """A sign-off that Ana gives on the pages of the forge."""
        file = self.scene.sign_off(**{"committer": FORGE, **how})
        self.attach(self.sign(key, *options))
        return file


def _people(keys: Keys) -> str:
    return "".join(keys.line(*one) for one in ((ANA, "ana"), (BEN, "ben"), (TOM, "tom")))

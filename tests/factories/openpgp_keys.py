"""OpenPGP keys made on the spot, and what they sign: nothing of the machine's own keys is touched."""

from __future__ import annotations

import base64
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import mkdtemp

from tests.factories.git_folders import FIRST

MISSING = [name for name in ("gpg", "gpgv", "gpgconf") if shutil.which(name) is None]
REASON = f"not installed: {', '.join(MISSING)}"
MADE_AT = int(FIRST.timestamp()) - 86_400


class OpenPgpKeys:
    """One key for each name, made when first asked for, on the day before any commit."""

    def __init__(self, home: Path) -> None:
        self.home = home
        self.ids: dict[str, str] = {}

    def gpg(self, *arguments: str, stdin: bytes = b"", at: int | None = MADE_AT) -> bytes:
        clock = () if at is None else ("--faked-system-time", f"{at}")
        command = ("gpg", "--homedir", str(self.home), "--batch", "--yes", "--quiet", "--no-tty", *clock,
                   "--pinentry-mode", "loopback", "--passphrase", "", *arguments)  # fmt: skip
        done = subprocess.run(command, input=stdin, capture_output=True, check=False)
        assert done.returncode == 0, done.stderr.decode()
        return done.stdout

    def id(self, name: str, ends: str = "never", usage: str = "sign", kind: str = "ed25519") -> str:
        """The fingerprint of a key; `ends` is when it expires: ``never``, ``seconds=86400``."""
        if name not in self.ids:
            self.gpg("--quick-gen-key", f"{name} <{name}@keys.example>", kind, usage, ends)
            listed = self.gpg("--list-keys", "--with-colons", f"<{name}@keys.example>").decode()
            self.ids[name] = next(line.split(":")[9] for line in listed.splitlines() if line.startswith("fpr"))
        return self.ids[name]

    def public(self, name: str) -> bytes:
        # A second may pass while a key is made, and what signs it later than now is not exported.
        later = MADE_AT + 3_600
        return self.gpg("--export", "--export-options", "export-minimal", self.id(name), at=later)

    def line(self, address: str, name: str, options: str = "") -> str:
        spelt = base64.b64encode(self.public(name)).decode()
        return f"{address} {options + ' ' if options else ''}openpgp {spelt}\n"

    def sign(self, payload: bytes, name: str, *options: str, at: int | None = MADE_AT + 2 * 86_400) -> bytes:
        """A detached, armored signature."""
        return self.gpg(*options, "--local-user", self.id(name), "--armor", "--detach-sign", stdin=payload, at=at)


@contextmanager
def openpgp_keys() -> Iterator[OpenPgpKeys]:
    """Keys in a folder with a short path, as the socket of an agent needs it; the agent ends with them."""
    home = Path(mkdtemp(prefix="sla-gpg-"))
    try:
        yield OpenPgpKeys(home)
    finally:
        subprocess.run(("gpgconf", "--homedir", str(home), "--kill", "all"), capture_output=True, check=False)
        shutil.rmtree(home, ignore_errors=True)

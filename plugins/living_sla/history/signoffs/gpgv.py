"""The one place that starts `gpgv`: it says whether an OpenPGP signature fits, by one key that it is given.

It is found outside the project, gets constant arguments, a home that is empty, its own folder of files and an
environment with nothing in it that could lead it elsewhere. It reads no settings, asks no agent and no network.
"""

from __future__ import annotations

import re
import subprocess
from collections.abc import Sequence
from enum import StrEnum
from functools import cached_property
from pathlib import Path
from tempfile import TemporaryDirectory

from msgspec import Struct

from living_sla.errors import EnvironmentFault
from living_sla.history.signoffs.openpgp_key import OpenPgpKey
from living_sla.history.signoffs.openpgp_signature import DIGESTS
from living_sla.history.signoffs.own_folder import environment, installed, written

_WINDOWS = (r"C:\Program Files (x86)\GnuPG\bin", r"C:\Program Files\Git\usr\bin")
OLDEST = (2, 2, 8)
"""The release whose answers cannot be written by what it reads (CVE-2018-12020)."""
INSTALL = "install gpgv, a part of GnuPG, version 2.2.8 or newer"
_LONGEST = 30
"""Seconds after which an answer is not waited for any more; one takes a few thousandths of a second."""
MOST_BYTES = 1 << 20
"""Of what is signed; a commit has a few hundred."""


class GpgvAnswer(StrEnum):
    """What `gpgv` says about a signature, a key and some bytes."""

    INTACT = "intact"
    EXPIRED = "intact, by a key that has expired"
    REVOKED = "intact, by a key that is revoked"
    BAD = "bad"
    REFUSED = "refused"
    """It cannot say: an algorithm or a form that it does not take, or not a key that may sign."""


def find_gpgv(project: Path, *, path: str | None = None) -> Path | None:
    """Where `gpgv` is installed; None where it is not."""
    return installed("gpgv", project, path, on_windows=_WINDOWS)


class Gpgv(Struct, frozen=True, dict=True):
    """`gpgv`, asked about signatures; `at` is where it is installed."""

    at: Path

    def fit(self, message: bytes, signature: bytes, key: bytes, known: OpenPgpKey) -> GpgvAnswer:
        """Whether a key made the signature over exactly these bytes; `known` is what was read from the `key`.

        Times decide nothing here but of `EXPIRED`, which means today. Raises `EnvironmentFault` where `gpgv` cannot be
        run or does not answer: no signature is bad for that.
        """
        with TemporaryDirectory(prefix="sla-gpgv-") as folder:
            home = Path(folder, "home")
            home.mkdir(mode=0o700)
            files = [written(folder, "key", key), written(folder, "signature", signature)]
            status = self._run(
                ["--homedir", str(home), "--quiet", "--ignore-time-conflict", "--status-fd", "1",
                 "--keyring", files[0], "--", files[1], written(folder, "message", message)],
                folder,
            )  # fmt: skip
        return _fit([line.split()[1:] for line in status.splitlines() if line.startswith("[GNUPG:] ")], known)

    @cached_property
    def version(self) -> str:
        """What it says of its release and of the library that computes for it."""
        with TemporaryDirectory(prefix="sla-gpgv-") as folder:
            said = self._run(["--homedir", folder, "--version"], folder)
        return "\n".join(said.splitlines()[:2])

    @property
    def release(self) -> tuple[int, ...] | None:
        """Its release; None where it says something else."""
        found = re.match(r"gpgv[^\n]*? ([0-9]+)\.([0-9]+)\.([0-9]+)", self.version)
        return tuple(map(int, found.groups())) if found else None

    def _run(self, arguments: Sequence[str], folder: str) -> str:
        try:
            done = subprocess.run(
                [str(self.at), *arguments],
                stdin=subprocess.DEVNULL,
                capture_output=True,
                check=False,
                cwd=folder,
                env=environment(folder),
                timeout=_LONGEST,
            )
        except OSError as problem:
            why = problem.strerror or type(problem).__name__
            raise EnvironmentFault(f"gpgv cannot be run: {why}", hint=INSTALL) from None
        except subprocess.TimeoutExpired:
            raise EnvironmentFault(f"gpgv did not answer within {_LONGEST} seconds", hint="run this again") from None
        if done.returncode < 0:
            raise EnvironmentFault(f"gpgv was ended by signal {-done.returncode}", hint="run this again")
        if done.returncode > 2:  # 1 and 2 say that a signature does not hold
            raise EnvironmentFault(f"gpgv does not work: it ends with {done.returncode}", hint=INSTALL)
        return done.stdout.decode("utf-8", "replace")


def _fit(said: Sequence[Sequence[str]], key: OpenPgpKey) -> GpgvAnswer:
    """What lines of status come to: yes only where there is one signature, and all of them say so."""
    words = [line[0] for line in said if line]
    if words.count("NEWSIG") != 1:
        return GpgvAnswer.REFUSED
    if "BADSIG" in words:
        return GpgvAnswer.BAD
    valid = [line for line in said if line and line[0] == "VALIDSIG"]
    good = [word for word in words if word in ("GOODSIG", "EXPKEYSIG", "REVKEYSIG", "EXPSIG", "ERRSIG", "NODATA")]
    if len(valid) != 1 or len(valid[0]) < 11 or len(good) != 1:
        return GpgvAnswer.REFUSED
    _, _, _, _, ends, version, _, _, digest, kind, primary = valid[0][:11]
    fields = (ends, version, kind, primary.lower())
    if fields != ("0", "4", "00", key.fingerprint.hex()) or digest not in map(str, DIGESTS):
        return GpgvAnswer.REFUSED
    return {"GOODSIG": GpgvAnswer.INTACT, "EXPKEYSIG": GpgvAnswer.EXPIRED, "REVKEYSIG": GpgvAnswer.REVOKED}.get(
        good[0], GpgvAnswer.REFUSED
    )

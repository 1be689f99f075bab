"""The one place that starts `ssh-keygen`: it alone says whether a signature is good.

It is found by an absolute path outside the project, gets constant arguments, its own folder of files, and an
environment with nothing in it that could lead it elsewhere. What a repository configures (`gpg.ssh.program`) is never
asked.
"""

from __future__ import annotations

import os
import re
import subprocess
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from living_sla import programs
from living_sla.errors import EnvironmentFault
from living_sla.history.signoffs.own_folder import environment, installed, written

if TYPE_CHECKING:
    from living_sla.history.signoffs.keyring import AllowedKey

_WINDOWS = (r"System32\OpenSSH", r"..\Program Files\Git\usr\bin")
OLDEST = (8, 9)
"""The release of OpenSSH that verifies as it is asked to here."""
INSTALL_OPENSSH = "install the OpenSSH client, version 8.9 or newer"
_LONGEST = 30
"""Seconds after which an answer is not waited for any more; one takes a few thousandths of a second."""


def find_ssh_keygen(project: Path, *, path: str | None = None) -> Path | None:
    """Where `ssh-keygen` is installed; None where it is not."""
    root = os.environ.get("SYSTEMROOT", r"C:\Windows")
    return installed("ssh-keygen", project, path, on_windows=[os.path.join(root, folder) for folder in _WINDOWS])


class SshKeygen:
    """`ssh-keygen`, asked about signatures; `at` is where it is installed."""

    def __init__(self, at: Path) -> None:
        self._at = at

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
        """Whether one of the entries of `signer` made the signature over exactly these bytes and was good at `at`.

        Raises `EnvironmentFault` where `ssh-keygen` cannot be run or does not answer: no signature is bad for that.
        """
        lines = "".join(f"{entry.line}\n" for entry in entries)
        with TemporaryDirectory(prefix="sla-signoff-") as folder:
            keyring = written(folder, "allowed_signers", lines.encode())
            options = ["-O", f"verify-time={at.astimezone(UTC):%Y%m%d%H%M%S}"]
            if revoked:
                options += ["-r", written(folder, "revoked", revoked)]
            armored = written(folder, "signature", signature)
            arguments = ["-Y", "verify", "-I", signer, "-n", namespace, "-f", keyring, "-s", armored, *options]
            return self._succeeds(arguments, message, folder)

    def is_intact(self, message: bytes, signature: bytes, *, namespace: str) -> bool:
        """Whether the signature was made over exactly these bytes, by whatever key."""
        with TemporaryDirectory(prefix="sla-signoff-") as folder:
            armored = written(folder, "signature", signature)
            return self._succeeds(["-Y", "check-novalidate", "-n", namespace, "-s", armored], message, folder)

    def sign(self, message: bytes, *, key: Path, namespace: str) -> bytes:
        """The signature of a private key, or of a public one whose private half an agent holds.

        A passphrase is asked for on the terminal. Raises `EnvironmentFault` where nothing was signed.
        """
        arguments = [str(self._at), "-q", "-Y", "sign", "-f", str(key.absolute()), "-n", namespace]
        try:
            done = subprocess.run(arguments, input=message, stdout=subprocess.PIPE, check=False)
        except OSError as problem:
            raise _cannot_run(problem) from None
        if done.returncode or not done.stdout.startswith(b"-----BEGIN SSH SIGNATURE-----"):
            hint = "its own message stands above; --key names a private key, or the .pub of a key that an agent holds"
            raise EnvironmentFault("ssh-keygen signed nothing", hint=hint)
        return done.stdout

    def release(self, project: Path) -> tuple[int, ...] | None:
        """The release of OpenSSH, as the `ssh` beside it says; None where there is none, or it says something else."""
        ssh = programs.find("ssh", project, path=str(self._at.parent))
        if ssh is None:
            return None
        command = [str(ssh), "-F", "none", "-V"]
        try:
            done = subprocess.run(command, capture_output=True, check=False, env=environment(""), timeout=_LONGEST)
        except (OSError, subprocess.TimeoutExpired):
            return None
        found = re.match(rb"OpenSSH[A-Za-z_]*_([0-9]+)\.([0-9]+)", done.stderr)
        return tuple(map(int, found.groups())) if found else None

    def _succeeds(self, arguments: Sequence[str], message: bytes, folder: str) -> bool:
        try:
            done = subprocess.run(
                [str(self._at), *arguments],
                input=message,
                capture_output=True,
                check=False,
                cwd=folder,
                env=environment(folder),
                timeout=_LONGEST,
            )
        except OSError as problem:
            raise _cannot_run(problem) from None
        except subprocess.TimeoutExpired:
            raise EnvironmentFault(f"ssh-keygen did not answer within {_LONGEST} seconds") from None
        # It stops before it looks at anything where its user has no name, as in a container that runs under any number.
        if done.stderr.startswith(b"No user exists for uid "):
            hint = "give the user of this process a line in /etc/passwd; a container can read the one of its host"
            raise EnvironmentFault("ssh-keygen does not work for a user without a name", hint=hint)
        if done.returncode < 0:
            raise EnvironmentFault(f"ssh-keygen was ended by signal {-done.returncode}", hint="run this again")
        return done.returncode == 0


def required_ssh_keygen(project: Path) -> SshKeygen:
    """The one of this machine, for who is about to sign; raises `EnvironmentFault` where there is none."""
    found = find_ssh_keygen(project)
    if found is None:
        raise EnvironmentFault("ssh-keygen is missing", hint=INSTALL_OPENSSH)
    return SshKeygen(found)


def _cannot_run(problem: OSError) -> EnvironmentFault:
    why = problem.strerror or type(problem).__name__
    return EnvironmentFault(f"ssh-keygen cannot be run: {why}", hint=INSTALL_OPENSSH)

"""The two programs that the demonstration needs, git and ssh-keygen, run so that nobody's settings reach them."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from living_sla import programs
from living_sla.errors import EnvironmentFault

_HINTS = {
    "git": "install git 2.31 or newer, and see that it is on the PATH",
    "ssh-keygen": "install OpenSSH 8.2 or newer, and see that ssh-keygen is on the PATH",
}
_CODES = {"git": "SLA-F068"}


@dataclass(frozen=True)
class Program:
    """A program with a fixed environment: no settings, hooks, agents or templates of the user's."""

    name: str
    path: str
    environment: Mapping[str, str]

    def __call__(self, *arguments: str | Path, stdin: bytes = b"") -> bytes:
        """What the program prints; raises `EnvironmentFault` where it fails."""
        command = [self.path, *map(str, arguments)]
        try:
            done = subprocess.run(command, input=stdin, env=self.environment, capture_output=True, check=False)
        except OSError as problem:
            raise _fault(self.name, f"cannot be run: {problem.strerror or type(problem).__name__}") from None
        if done.returncode:
            said = done.stderr.decode("utf-8", "replace").strip().splitlines() or ["it does not say why"]
            raise _fault(self.name, f"failed: {said[0]}")
        return done.stdout


def find(name: str, home: Path) -> Program:
    """The program of that name on the machine; `home`, an empty folder, is where it looks for settings.

    Raises `EnvironmentFault` where there is none.
    """
    path = programs.find(name, None)
    if path is None:
        raise _fault(name, "cannot be run: there is no such program")
    return Program(name, str(path), _environment(home))


def _environment(home: Path) -> dict[str, str]:
    kept = {name: value for name, value in os.environ.items() if not name.upper().startswith(("GIT_", "SSH_"))}
    return kept | {
        "HOME": str(home),
        "XDG_CONFIG_HOME": str(home),
        "LC_ALL": "C",
        "LANGUAGE": "C",
        "GIT_CONFIG_GLOBAL": os.devnull,
        "GIT_CONFIG_SYSTEM": os.devnull,
        "GIT_CONFIG_NOSYSTEM": "1",
        "GIT_DEFAULT_HASH": "sha1",
        "GIT_TERMINAL_PROMPT": "0",
    }


def _fault(name: str, what: str) -> EnvironmentFault:
    return EnvironmentFault(f"{name} {what}", hint=_HINTS[name], code=_CODES.get(name, ""))

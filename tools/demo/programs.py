"""The two programs that the demonstration is made with, git and ssh-keygen, out of reach of anybody's settings."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Mapping
from pathlib import Path

from msgspec import Struct


class Program(Struct, frozen=True):
    """A program with a fixed environment: no settings, hooks, agents or templates of the user's."""

    name: str
    environment: Mapping[str, str]

    @classmethod
    def at(cls, name: str, home: Path) -> Program:
        """The program of that name; `home`, an empty folder, is where it looks for settings."""
        kept = {name: value for name, value in os.environ.items() if not name.upper().startswith(("GIT_", "SSH_"))}
        return cls(name, kept | {
            "HOME": str(home),
            "XDG_CONFIG_HOME": str(home),
            "LC_ALL": "C",
            "GIT_CONFIG_GLOBAL": os.devnull,
            "GIT_CONFIG_NOSYSTEM": "1",
            "GIT_DEFAULT_HASH": "sha1",
        })  # fmt: skip

    def __call__(self, *arguments: str | Path, stdin: bytes = b"") -> bytes:
        """What the program prints; raises `RuntimeError` with what it says where it fails."""
        command = [self.name, *map(str, arguments)]
        done = subprocess.run(command, input=stdin, env=self.environment, capture_output=True, check=False)
        if done.returncode:
            raise RuntimeError(f"{self.name} failed: {done.stderr.decode('utf-8', 'replace').strip()}")
        return done.stdout

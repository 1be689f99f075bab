"""Real repositories for what only git decides, made without anybody's settings."""

from __future__ import annotations

import os
import subprocess
from datetime import UTC, datetime
from pathlib import Path

from msgspec import Struct

FIRST = datetime(2026, 1, 5, 9, tzinfo=UTC)
ANA = "Ana Ruiz <ana.ruiz@northwind.example>"


class GitFolder(Struct):
    """A work tree in which commits are made, a day apart where no time is given."""

    root: Path
    commits: int = 0

    @classmethod
    def made(cls, root: Path, *options: str) -> GitFolder:
        root.mkdir(parents=True, exist_ok=True)
        made = cls(root)
        made.git("init", "--quiet", "--initial-branch=main", *options)
        return made

    def git(self, *arguments: str, stdin: bytes = b"", **environment: str) -> str:
        """What the command prints, less the line end; names and bytes are what they are."""
        done = subprocess.run(
            ("git", *arguments),
            cwd=self.root,
            env=_clean() | environment,
            input=stdin,
            capture_output=True,
            check=False,
        )
        assert done.returncode == 0, done.stderr.decode("utf-8", "replace")
        return done.stdout.decode("utf-8", "surrogateescape").rstrip("\n")

    def write(self, path: str, text: str | bytes) -> None:
        file = self.root / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(text if isinstance(text, bytes) else text.encode())

    def commit(
        self,
        files: dict[str, str | bytes | None] | None = None,
        message: str = "A change",
        *,
        author: str = ANA,
        at: str | None = None,
    ) -> str:
        """The id of a commit of everything in the work tree, after `files` were written (None: removed)."""
        for path, text in (files or {}).items():
            if text is None:
                (self.root / path).unlink()
            else:
                self.write(path, text)
        self.git("add", "--all")
        self.git("commit", "--quiet", "--allow-empty", "--message", message, **self.written_by(author, at))
        return self.head

    def merge(self, branch: str, message: str = "Merge", *options: str) -> str:
        self.git("merge", "--quiet", "--no-ff", "--message", message, *options, branch, **self.written_by(ANA, None))
        return self.head

    def written_by(self, author: str, at: str | None) -> dict[str, str]:
        """The variables with which git takes this person and time; each call moves the clock a day on."""
        name, _, email = author.removesuffix(">").partition(" <")
        when = at or f"{int(FIRST.timestamp()) + self.commits * 86400} +0000"
        self.commits += 1
        return {
            f"GIT_{role}_{what}": value
            for role in ("AUTHOR", "COMMITTER")
            for what, value in (("NAME", name), ("EMAIL", email), ("DATE", when))
        }

    @property
    def head(self) -> str:
        return self.git("rev-parse", "HEAD")


def _clean() -> dict[str, str]:
    kept = {name: value for name, value in os.environ.items() if not name.startswith("GIT_")}
    return kept | {"GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_NOSYSTEM": "1", "LC_ALL": "C"}

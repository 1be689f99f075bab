"""Write a review, and be killed meanwhile: run as a program of its own, because it forks.

`python -m tests.reviews.kills FOLDER KILLS` kills as many runs with SIGKILL, one half at a random call of the system,
one half at a random instant, and fails at the first that leaves anything but a whole review or none.
"""

from __future__ import annotations

import os
import random
import shutil
import signal
import sys
import time
from pathlib import Path

from living_sla.reviews.folder.layout import FOLDER, WORKSHOP
from living_sla.reviews.freezing import writing

REVIEW = "2026-Q3"
FILES = {
    "snapshot.json": b'{"schema": "sla-snapshot/1"}' * 5_000,
    "figures.csv": b"agreement,commitment\n" * 5_000,
    "terms/lead-handoff.v1.md": b"---\nid: lead-handoff\n---\n",
    "terms/lead-handoff.v2.md": b"---\nid: lead-handoff\ntitle: x\n---\n",
    ".gitattributes": b"* -text\n",
    "index.md": b"# Review\n",
    "SHA256SUMS": b"x" * 900,
}


SYNCED = "SLA_KILLS" in os.environ
"""Whether a run waits for the disk, which takes most of the time and decides nothing of what a kill leaves."""


def _no_disk(_descriptor: int) -> None:
    pass


class Counted:
    """The module `os`, which does something at its n-th call."""

    def __init__(self, at: int, act) -> None:
        self.calls, self._at, self._act = 0, at, act

    def __getattr__(self, name: str):
        found = getattr(os, name) if name != "fsync" or SYNCED else _no_disk
        if not callable(found) or isinstance(found, type) or name in ("fspath", "strerror"):
            return found

        def call(*arguments, **named):
            self.calls += 1
            if self.calls == self._at:
                self._act(name)
            return found(*arguments, **named)

        return call


def held(folder: Path) -> dict[str, bytes]:
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def is_whole_or_absent(root: Path) -> bool:
    """Whether a reader finds the whole review, or nothing by that name."""
    folder = root / FOLDER / REVIEW
    return held(folder) == FILES if os.path.lexists(folder) else True


def killed(root: Path, *, at: int = 0, after: float = 0.0) -> None:
    """One run, killed at a call of the system, or after some seconds."""
    child = os.fork()
    if not child:
        writing.os = Counted(at, lambda _name: os.kill(os.getpid(), signal.SIGKILL))  # type: ignore[assignment]
        writing.written(root, REVIEW, FILES)
        os._exit(0)
    if not at:
        time.sleep(after)
        os.kill(child, signal.SIGKILL)
    os.waitpid(child, 0)


def main(root: Path, kills: int) -> None:
    writing.os = Counted(0, None)  # type: ignore[assignment]
    chance, partial, there = random.Random(kills), 0, 0
    begun = time.monotonic()
    writing.written(root, REVIEW, FILES)
    whole = time.monotonic() - begun
    shutil.rmtree(root / FOLDER)
    for number in range(kills):
        if number % 2:
            killed(root, after=chance.uniform(0, 2 * whole))
        else:
            killed(root, at=chance.randint(1, 130))
        assert is_whole_or_absent(root), f"kill {number} left a part of a review"
        there += (root / FOLDER / REVIEW).exists()
        partial += os.path.lexists(root / FOLDER / WORKSHOP)
        if (root / FOLDER / REVIEW).exists():
            writing.sweep(root)
            shutil.rmtree(root / FOLDER / REVIEW)
        elif number % 3 == 0:  # the next run finishes what this one began; else what is left is another kill's to find
            writing.written(root, REVIEW, FILES)
            assert os.listdir(root / FOLDER) == [REVIEW]
            shutil.rmtree(root / FOLDER / REVIEW)
    writing.sweep(root)
    assert os.listdir(root / FOLDER) == []
    print(f"{kills} killed: {there} had written the review, {partial} left a folder that was swept")


if __name__ == "__main__":
    main(Path(sys.argv[1]), int(sys.argv[2]))

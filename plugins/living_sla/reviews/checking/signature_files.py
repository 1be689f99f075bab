"""Whether sign-offs and their signatures are what they were when they landed; what they are worth is said elsewhere."""

from __future__ import annotations

from collections.abc import Iterator

from living_sla.history.git.repository import object_id
from living_sla.model.harmless import printable
from living_sla.model.past.signoff import SIGNATURE_ENDING
from living_sla.model.reviews.review import CheckFinding, Level
from living_sla.reviews.checking.main_line import MainLine, OnMainLine, Touch
from living_sla.reviews.folder.work_tree import ReviewFolder


def signature_findings(folder: str, here: ReviewFolder, there: OnMainLine, line: MainLine) -> Iterator[CheckFinding]:
    """Files of sign-offs that are others now than those that landed, on the main line or in the work tree.

    Evidence is what landed: whoever puts another signature in its place takes nothing away from it, and is told of. A
    sign-off that was removed with its signature was withdrawn, which is no tampering.
    """
    landed: dict[str, Touch] = {}
    for touch in there.signoffs:
        landed.setdefault(touch.path, touch)
    for path, first in landed.items():
        now = there.entries.get(path)
        if now is not None and now.id != first.blob:
            yield _finding(folder, path, f"is not the one that landed: commit {first.commit.id[:12]}")
        elif now is None and path.removesuffix(SIGNATURE_ENDING) in there.entries:
            yield _finding(folder, path, f"was removed after it had landed: commit {first.commit.id[:12]}")
        elif now is not None and path not in here.files:
            yield _finding(folder, path, "is on the main line, and not in the work tree")
        elif now is not None and object_id("blob", here.files[path], len(now.id)) != now.id:
            yield _finding(folder, path, "is not the one on the main line")


def _finding(folder: str, path: str, what: str) -> CheckFinding:
    return CheckFinding(Level.SIGNATURES, printable(f"{folder}/{path}"), what, broken=False)

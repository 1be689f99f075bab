"""What anchors a review: the commit of the main line that added it, after which nothing may have touched it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from living_sla.model.harmless import printable
from living_sla.model.past.revision import Commit
from living_sla.model.reviews.review import CheckFinding, Level
from living_sla.reviews.checking.main_line import OnMainLine, Touch
from living_sla.reviews.folder import MANIFEST


def anchor_findings(folder: str, there: OnMainLine, *, is_here: bool) -> Iterator[CheckFinding]:
    """What the main line did to a review after it had added it; `is_here`: the work tree has its folder."""
    if not there.touches and not there.entries:
        if not there.merges:
            yield _finding(folder, "", "is not committed: nothing anchors it yet", broken=False)
    elif MANIFEST not in there.entries:
        removed = next((touch.commit for touch in reversed(there.touches) if touch.blob is None), None)
        yield _finding(folder, "", f"was removed from the main line{_by(removed)}")
    elif not is_here:
        yield _finding(folder, "", "is on the main line, and not in the work tree")
    files: dict[str, list[Touch]] = {}
    for touch in there.touches:
        files.setdefault(touch.path, []).append(touch)
    for path, touches in files.items():
        for touch in touches[1:]:
            yield _finding(folder, path, f"was {_done(touch)} after it had landed{_by(touch.commit)}")
    yield from _lost_in_merges(folder, there.merges)


def _lost_in_merges(folder: str, merges: Sequence[Touch]) -> Iterator[CheckFinding]:
    for touch in merges:
        done = "lost" if touch.blob is None else "replaced"
        yield _finding(
            folder, touch.path, f"was {done} by a merge, one side of which had it already{_by(touch.commit)}"
        )


def _done(touch: Touch) -> str:
    return "removed" if touch.blob is None else "added again" if touch.added else "changed"


def _by(commit: Commit | None) -> str:
    return "" if commit is None else f": commit {commit.id[:12]} of {commit.landed_at:%Y-%m-%d}"


def _finding(folder: str, path: str, what: str, *, broken: bool = True) -> CheckFinding:
    return CheckFinding(Level.ANCHOR, printable(f"{folder}/{path}" if path else folder), what, broken)

"""What anchors a review: the commit of the main line that added it, after which nothing may have touched it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import timedelta

from living_sla.errors import Fault
from living_sla.history.git.repository import object_id
from living_sla.model.harmless import printable
from living_sla.model.past.revision import Commit
from living_sla.model.past.signoff import SIGNATURE_ENDING
from living_sla.model.reviews.record import ReviewRecord
from living_sla.model.reviews.review import CheckFinding, Level, Review
from living_sla.reviews.checking.main_line import MainLine, OnMainLine, Touch
from living_sla.reviews.folder.layout import MANIFEST, RECORD
from living_sla.reviews.folder.work_tree import ReviewFolder

_SKEW = timedelta(days=1)
"""By which dates may contradict each other: clocks are wrong, and a day is counted in its own zone."""


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
    seen: set[tuple[str, str]] = set()
    files: dict[str, list[Touch]] = {}
    for touch in there.touches:
        files.setdefault(touch.path, []).append(touch)
        seen.add((touch.commit.id, touch.path))
    is_gone = MANIFEST not in there.entries
    for path, touches in files.items():
        for touch in touches[1:]:
            if not (is_gone and touch is touches[-1] and touch.blob is None):  # said of the whole folder
                yield _finding(folder, path, f"was {_done(touch)} after it had landed{_by(touch.commit)}")
    yield from _lost_in_merges(folder, [touch for touch in there.merges if (touch.commit.id, touch.path) not in seen])


def trusted_findings(folder: str, there: OnMainLine, line: MainLine) -> Iterator[CheckFinding]:
    """Whether the trusted ref holds the same review; what it does not hold has not come there yet."""
    manifest = there.entries.get(MANIFEST)
    if manifest is not None and line.trusted.get(folder.rpartition("/")[2], manifest.id) != manifest.id:
        yield _finding(folder, MANIFEST, f"is not the one of {line.trusted_name}")


def record_findings(folder: str, record: ReviewRecord, landed: Commit | None, line: MainLine) -> Iterator[CheckFinding]:
    """Whether the main line can be the one that the record was frozen on."""
    if not line.is_behind(record.commit, of=landed.id if landed else line.repository.head):
        what = f"was frozen at commit {printable(record.commit)[:12]}, which the main line does not have before it"
        yield _finding(folder, RECORD, f"{what}: the history was written anew")
        return
    if landed is None:
        return
    if landed.committed_at < record.as_of - _SKEW:
        what = f"landed before its data was exported, on {record.as_of:%Y-%m-%d}, by what the commit says"
        yield _finding(folder, RECORD, f"{what}{_by_its_own_time(landed)}")
    frozen_at = line.commits.get(record.commit)
    if frozen_at is not None and landed.committed_at < frozen_at.committed_at - _SKEW:
        what = f"landed before the commit that it was frozen at, of {frozen_at.committed_at:%Y-%m-%d}"
        yield _finding(folder, RECORD, f"{what}{_by_its_own_time(landed)}")


def dates_findings(reviews: Sequence[Review]) -> Iterator[tuple[str, CheckFinding]]:
    """Reviews that say that they landed before another one that had landed already, by their names.

    `reviews` are in the order in which the main line has them.
    """
    last: tuple[Review, Commit] | None = None
    for review in reviews:
        if review.landed is None:
            continue
        if last is not None and review.landed.committed_at < last[1].committed_at - _SKEW:
            what = f"landed after {last[0].id}, and says an earlier date than {last[1].committed_at:%Y-%m-%d}"
            found = _finding(review.folder, "", f"{what}{_by_its_own_time(review.landed)}")
            yield str(review.id), found
        last = review, review.landed


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


def _by_its_own_time(commit: Commit) -> str:
    return f": commit {commit.id[:12]} says {commit.committed_at:%Y-%m-%d}"


def _finding(folder: str, path: str, what: str, *, broken: bool = True) -> CheckFinding:
    code = Fault.REWRITTEN_REVIEW if broken else None
    return CheckFinding(Level.ANCHOR, printable(f"{folder}/{path}" if path else folder), what, broken, code)


def signature_findings(folder: str, here: ReviewFolder, there: OnMainLine) -> Iterator[CheckFinding]:
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
            what = f"is not the one that landed: commit {first.commit.id[:12]}"
        elif now is None and path.removesuffix(SIGNATURE_ENDING) in there.entries:
            what = f"was removed after it had landed: commit {first.commit.id[:12]}"
        elif now is not None and path not in here.files:
            what = "is on the main line, and not in the work tree"
        elif now is not None and object_id("blob", here.files[path], len(now.id)) != now.id:
            what = "is not the one on the main line"
        else:
            continue
        yield CheckFinding(Level.SIGNATURES, printable(f"{folder}/{path}"), what, broken=False)

"""What tests of posting share: a comment, and the door to a stand-in forge that waits without time passing."""

from __future__ import annotations

from datetime import UTC, datetime

from living_sla.errors import Place
from living_sla.forges.body import CommentBody, comment_body
from living_sla.forges.comments import Comments
from living_sla.forges.patience import Patience
from living_sla.forges.post import post
from living_sla.forges.target import read_target, read_token
from living_sla.model.proposals.mark import mark_of
from living_sla.model.proposals.posting import Posting

HEAD = "0123456789abcdef0123456789abcdef01234567"
NOW = datetime(2024, 5, 6, 12, tzinfo=UTC)
"""Long gone by every clock that runs the tests."""


def comment(text: str = "**Sales** owes more.", *, hour: int = 9, agreement: str = "lead-handoff") -> str:
    """A comment that was made at that hour of the day."""
    return f"{mark_of([agreement], HEAD, NOW.replace(hour=hour)).line}\n{text}\n"


class Waits:
    """Time that passes only where somebody waits, and how long each of them did."""

    def __init__(self) -> None:
        self.seconds: list[float] = []
        self.now = 0.0

    def sleep(self, seconds: float) -> None:
        self.seconds.append(seconds)
        self.now += seconds

    def patience(self, seconds: float = 180.0) -> Patience:
        return Patience(seconds, self.sleep, lambda: self.now, lambda: NOW.timestamp() + self.now)


def door(forge, *, author: str = "", waits: Waits | None = None, **other: str) -> Comments:
    """The comments of the pull request that the job of `forge` names."""
    variables = forge.environment | other
    target = read_target({}, variables)
    patience = (waits or Waits()).patience()
    return Comments(target, read_token(target.kind, variables), author=author, patience=patience)


def body(text: str) -> CommentBody:
    """A text as a comment."""
    return comment_body(text, Place("comment.md"), now=NOW)


def posted(forge, text: str, *, author: str = "", waits: Waits | None = None, **other: str) -> Posting:
    """What becomes of a comment there."""
    return post(door(forge, author=author, waits=waits, **other), body(text))

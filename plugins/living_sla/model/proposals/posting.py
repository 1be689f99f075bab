"""What became of a comment that was to be posted."""

from __future__ import annotations

from enum import StrEnum

from msgspec import Struct


class PostingOutcome(StrEnum):
    """What was done on the forge."""

    CREATED = "created"
    UPDATED = "updated"
    SAME = "says the same already"
    NEWER = "is newer"
    """The comment there was made later than the one that was to be posted, and stays."""


class Posting(Struct, frozen=True):
    """The one comment, and what else was found that looks like it. All numbers are those of the forge."""

    outcome: PostingOutcome
    comment: int
    others: tuple[int, ...] = ()
    """Comments of other authors with our mark, oldest first; they were left alone."""
    older: tuple[int, ...] = ()
    """Further comments of our own author; they were left alone."""
    unreadable: tuple[int, ...] = ()
    """Comments of our own author whose mark somebody changed; they were left alone."""
    is_by_another: bool = False
    """Whether the forge put another author's name under it than the one by which it is looked for."""

"""What became of a comment, in lines for a terminal."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from living_sla.model.proposals.posting import Posting, PostingOutcome

_DONE = {
    PostingOutcome.CREATED: "comment {} was created",
    PostingOutcome.UPDATED: "comment {} was updated",
    PostingOutcome.SAME: "comment {} says the same already: nothing was sent",
    PostingOutcome.NEWER: "comment {} was made later than this one, and stays: nothing was sent",
}


def posted(posting: Posting) -> str:
    """What was done, in one line."""
    return _DONE[posting.outcome].format(posting.comment)


def beside(posting: Posting) -> Iterator[str]:
    """What else was found, a line each; none of it was touched."""
    if posting.others:
        yield f"{_named(posting.others)} of another author has the mark of Living SLA, and was left alone"
    if posting.older:
        yield f"{_named(posting.older)} is an older one of the same author, and was left alone: delete it by hand"
    if posting.unreadable:
        yield f"{_named(posting.unreadable)} of the same author has a mark that somebody changed, and was left alone"
    if posting.is_by_another:
        yield "the forge put another name under it than the one that is looked for: name it with --author next time"


def _named(numbers: Sequence[int]) -> str:
    shown = ", ".join(map(str, numbers[:10]))
    return f"comment {shown}{f' and {len(numbers) - 10} more' if len(numbers) > 10 else ''}"

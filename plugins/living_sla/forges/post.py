"""The one comment on a pull request: created, brought up to date, or left as it is."""

from __future__ import annotations

import json
from collections.abc import Iterator

from msgspec.structs import replace

from living_sla.errors import Fault, Place, SlaError
from living_sla.forges.answers import ForgeComment
from living_sla.forges.body import CommentBody
from living_sla.forges.comments import Comments
from living_sla.forges.faults import MaybeDone
from living_sla.forges.token import Token
from living_sla.model.proposals.mark import BEGINNING, CommentMark, first_line, read_mark
from living_sla.model.proposals.posting import Posting, PostingOutcome

_ROUNDS = 3


def post(comments: Comments, body: CommentBody) -> Posting:
    """What became of the comment. It is found by its mark and our own author.

    A comment with a later instant in its mark is never replaced, one of another author never touched, and an equal text
    never sent. Where a forge does not say whether it made the comment, it is looked for before it is made again.
    """
    for round_of in range(_ROUNDS):
        try:
            posting = _posted(comments, body)
        except MaybeDone:
            if round_of == _ROUNDS - 1:
                raise
            continue
        is_made = round_of > 0 and posting.outcome is PostingOutcome.SAME
        return replace(posting, outcome=PostingOutcome.CREATED) if is_made else posting
    raise AssertionError("unreachable")


def refuse_token(token: Token, body: CommentBody, where: Place) -> None:
    """Raise `SlaError` where the text itself would give the token away."""
    if token.stands_in(body.text):
        hint = "revoke the token, and see which step writes it into a file"
        raise SlaError("it holds the token itself", where=where, hint=hint, code=Fault.UNPOSTABLE_COMMENT)


def requests_shown(comments: Comments, body: CommentBody) -> Iterator[str]:
    """What would be sent, without the token: the question, what follows from each answer, then one line of JSON.

    In the log of a job a line of a comment could be taken for a command to the runner: in JSON none stands alone, and
    `##[`, which counts anywhere in a line, is spelt otherwise.
    """
    made, changed = comments.creation(body.text), comments.change("NUMBER", body.text)
    yield f"GET {comments.listing()}"
    yield f"{made.method} {made.address} where none there is ours, with the token, which is not shown"
    yield f"{changed.method} {changed.address} where comment NUMBER is ours, not newer and not the same"
    yield json.dumps(made.content).replace("##[", "#\\u0023[")


def _posted(comments: Comments, body: CommentBody) -> Posting:
    author = comments.author()
    ours: list[tuple[CommentMark, ForgeComment]] = []
    others, unreadable = [], []
    for comment in comments.all():
        if not first_line(comment.body).startswith(BEGINNING):
            continue
        mark = read_mark(comment.body)
        if not _is_same(comment.author, author):
            others.append(comment.number)
        elif mark is None:
            unreadable.append(comment.number)
        else:
            ours.append((mark, comment))
    ours.sort(key=lambda found: (found[0].at, found[1].number))
    older = tuple(comment.number for _, comment in ours[:-1])
    found = Posting(PostingOutcome.CREATED, 0, tuple(others), older, tuple(unreadable))
    if not ours:
        made = comments.send(comments.creation(body.text), repeatable=False)
        is_by_another = not _is_same(made.author, author)
        return replace(found, comment=made.number, is_by_another=is_by_another)
    mark, newest = ours[-1]
    found = replace(found, comment=newest.number)
    if _plain(newest.body) == _plain(body.text):
        return replace(found, outcome=PostingOutcome.SAME)
    if mark.at > body.mark.at:
        return replace(found, outcome=PostingOutcome.NEWER)
    comments.send(comments.change(newest.number, body.text), repeatable=True)
    return replace(found, outcome=PostingOutcome.UPDATED)


def _is_same(one: str, other: str) -> bool:
    """Names that one logs in with are the same in other capitals, on both forges."""
    return one.isascii() and other.isascii() and one.lower() == other.lower()


def _plain(text: str) -> str:
    """A text as both forges keep it at least: line ends, and what is blank at the end, may come back otherwise."""
    return text.replace("\r\n", "\n").rstrip()

"""The requests that would be sent, to be looked at: without the token, and without asking anybody."""

from __future__ import annotations

import json
from collections.abc import Iterator

from living_sla.forges.body import CommentBody
from living_sla.forges.comments import Comments


def requests_shown(comments: Comments, body: CommentBody) -> Iterator[str]:
    """The question, then what follows from each answer, then what is sent, as one line of JSON.

    In the log of a job a line of a comment could be taken for a command to the runner: in JSON none stands alone, and
    `##[`, which counts anywhere in a line, is spelt otherwise.
    """
    made, changed = comments.creation(body.text), comments.change("NUMBER", body.text)
    yield f"GET {comments.listing()}"
    yield f"{made.method} {made.address} where none there is ours, with the token, which is not shown"
    yield f"{changed.method} {changed.address} where comment NUMBER is ours, not newer and not the same"
    yield json.dumps(made.content).replace("##[", "#\\u0023[")

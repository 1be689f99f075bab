"""The text of a comment, looked at before it goes anywhere: its size, its mark, and that it orders nothing."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from living_sla.errors import Fault, Faults, Place, SlaError, name_of
from living_sla.files import bytes_of
from living_sla.forges.judged import LONGEST
from living_sla.model.proposals.mark import CommentMark, read_mark

_AHEAD = timedelta(hours=1)
"""How far the clock of whoever made it may be ahead. A later one would keep every other comment away for ever."""
# Controls but for tab and line end, and what turns the direction of reading.
_UNSEEN = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069]")
_CUT = "cut whole sections from its end, and name them"
_ORDER = re.compile(r"^[ \t>]*/[A-Za-z]", re.MULTILINE)


@dataclass(frozen=True)
class CommentBody:
    """A comment that may be posted."""

    text: str
    """Markdown; the mark is its first line, and lines end as on Unix."""
    mark: CommentMark


def comment_body(text: str, where: Place, *, now: datetime) -> CommentBody:
    """The text with its mark; raises `SlaError` for what is not posted.

    A line that begins like ``/merge`` is an order to GitLab, and to bots that read comments on GitHub: it would be
    carried out with the rights of the token.
    """
    text = text.replace("\r\n", "\n")
    if len(text) > LONGEST:
        raise _refused(f"it has {len(text):,} characters, and a comment at most {LONGEST:,}", where, _CUT)
    mark = read_mark(text)
    if mark is None:
        hint = "take the file that sla comment wrote, as it is"
        raise _refused("its first line is not the mark of a comment of Living SLA", where, hint, 1)
    if mark.at > now + _AHEAD:
        raise _refused("its mark names an instant that is still to come", where, "set the clock of who made it", 1)
    if found := _UNSEEN.search(text):
        hint = "take the character out of the terms, or the file, that it comes from"
        raise _refused(f"it holds {name_of(found[0])}", where, hint, _line(text, found))
    if found := _ORDER.search(text):
        hint = "put something before the slash"
        raise _refused(
            "a line begins with a slash: the forge would take it for an order", where, hint, _line(text, found)
        )
    return CommentBody(text, mark)


def comment_file(path: Path, *, now: datetime) -> CommentBody:
    """The same of a regular file; a link is not followed."""
    where = Place(str(path))
    try:
        content = bytes_of(path, path.parent)
    except Faults as problem:
        if problem.faults[0].code is Fault.TOO_LARGE:
            raise _refused(f"a comment has at most {LONGEST:,} characters", where, _CUT) from None
        raise
    try:
        text = content.decode("utf-8")
    except UnicodeDecodeError as problem:
        place = Place(where.path, content.count(b"\n", 0, problem.start) + 1)
        raise SlaError("it is not UTF-8", where=place, hint="save it as UTF-8", code=Fault.NOT_UTF8) from None
    return comment_body(text, where, now=now)


def _line(text: str, found: re.Match[str]) -> int:
    return text.count("\n", 0, found.end()) + 1


def _refused(message: str, where: Place, hint: str, line: int | None = None) -> SlaError:
    place = Place(where.path, line) if line and where.path else where
    return SlaError(message, where=place, hint=hint, code=Fault.UNPOSTABLE_COMMENT)

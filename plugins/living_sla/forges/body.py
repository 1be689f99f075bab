"""The text of a comment, looked at before it goes anywhere: its size, its mark, and that it orders nothing."""

from __future__ import annotations

import re
from datetime import datetime, timedelta
from html import escape, unescape
from pathlib import Path

from msgspec import Struct

from living_sla.errors import Fault, Faults, Place, SlaError, name_of
from living_sla.files import bytes_of
from living_sla.forges.answers import LONGEST
from living_sla.model.proposals.mark import CommentMark, read_mark
from living_sla.words.layout import is_sought
from living_sla.words.proposals.comment import PAGE

_AHEAD = timedelta(hours=1)
"""How far the clock of whoever made it may be ahead. A later one would keep every other comment away for ever."""
# Controls but for tab and line end, and what turns the direction of reading.
_UNSEEN = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069]")
_AS_IT_IS = "take the file that sla comment wrote, as it is"
_CUT = "cut whole sections from its end, and name them"
_ORDER = re.compile(r"^[ \t>]*/[A-Za-z]", re.MULTILINE)
# The markup of ours that could be somebody's as well; whatever else stands in a comment is text, and so are entities.
_OURS = re.compile(r"</?(?:details|summary|sub|br)>|&(?:#[0-9]{1,7}|nbsp);")
_MARKUP = re.compile(r"[<>\[\]@#&]")


class CommentBody(Struct, frozen=True):
    """A comment that may be posted."""

    text: str
    """Markdown; the mark is its first line, and lines end as on Unix."""
    mark: CommentMark


def comment_body(text: str, where: Place, *, now: datetime, page: str = "") -> CommentBody:
    """The text with its mark; raises `SlaError` for what is not posted.

    A line that begins like ``/merge`` is an order to GitLab, and to bots that read comments on GitHub: it would be
    carried out with the rights of the token. Whoever wrote the file may be a stranger, and we are the ones who say it:
    so it holds no markup but that of `sla comment`, and nothing of which a forge makes more than text. `page` is the
    one address to which it may lead.
    """
    text = text.replace("\r\n", "\n")
    if len(text) > LONGEST:
        raise _refused(f"it has {len(text):,} characters, and a comment at most {LONGEST:,}", where, _CUT)
    mark = read_mark(text)
    if mark is None:
        raise _refused("its first line is not the mark of a comment of Living SLA", where, _AS_IT_IS, 1)
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
    link = f' · <a href="{escape(page)}">{PAGE}</a>' if page else ""
    for number, line in enumerate(text.split("\n")[1:], 2):
        ours = line.replace(link, "", 1) if link else line
        if _MARKUP.search(_OURS.sub("", ours)) or is_sought(unescape(ours.removeprefix("**"))):
            raise _refused(
                "it holds a link, a mention or other markup that sla comment never writes", where, _AS_IT_IS, number
            )
    return CommentBody(text, mark)


def comment_file(path: Path, *, now: datetime, page: str = "") -> CommentBody:
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
    return comment_body(text, where, now=now, page=page)


def _line(text: str, found: re.Match[str]) -> int:
    return text.count("\n", 0, found.end()) + 1


def _refused(message: str, where: Place, hint: str, line: int | None = None) -> SlaError:
    place = Place(where.path, line) if line and where.path else where
    return SlaError(message, where=place, hint=hint, code=Fault.UNPOSTABLE_COMMENT)

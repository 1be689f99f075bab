"""The mark of a comment: the hidden first line by which the one comment on a pull request is found again."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import UTC, datetime

from msgspec import Struct

BEGINNING = "<!-- living-sla:"
"""What every mark begins with, one that cannot be read included."""
_ID = "[a-z][a-z0-9]*(?:-[a-z0-9]+)*"
_LINE = re.compile(
    rf"<!-- living-sla: agreement=(?P<agreements>(?:{_ID}(?:,{_ID})*)?); "
    r"head=(?P<head>(?:[0-9a-f]{40}|[0-9a-f]{64})?); "
    r"at=(?P<at>[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}Z) -->"
)
_AT = "%Y-%m-%dT%H:%M:%SZ"


class CommentMark(Struct, frozen=True):
    """What a comment says of itself where no reader sees it."""

    agreements: tuple[str, ...]
    """The ids of those that the proposal changes; none where it changes nothing."""
    head: str
    """The whole object id of the commit that it is about; empty for a folder without one."""
    at: datetime
    """When it was made, in UTC, to the second."""

    @property
    def line(self) -> str:
        """The first line of the comment, without its end."""
        at = self.at.replace(tzinfo=None).isoformat()
        return f"{BEGINNING} agreement={','.join(self.agreements)}; head={self.head}; at={at}Z -->"


def mark_of(agreements: Iterable[str], head: str | None, at: datetime) -> CommentMark:
    """The mark of a comment that is made at `at`, which is aware; fractions of a second are dropped."""
    return CommentMark(tuple(agreements), head or "", at.astimezone(UTC).replace(microsecond=0))


def read_mark(body: str) -> CommentMark | None:
    """The mark on the first line of a comment; None where that line is not one, to the letter."""
    found = _LINE.fullmatch(first_line(body))
    if found is None:
        return None
    try:
        at = datetime.strptime(found["at"], _AT).replace(tzinfo=UTC)
    except ValueError:  # the 31st of February
        return None
    return CommentMark(tuple(found["agreements"].split(",")) if found["agreements"] else (), found["head"], at)


def first_line(body: str) -> str:
    """The first line, without its end; forges hand out both kinds of line ends."""
    return body.partition("\n")[0].removesuffix("\r")

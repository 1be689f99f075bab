"""The fields of minutes as people write them: what the front matter of `minutes.md` may say, and what it may not."""

from __future__ import annotations

import re
from typing import Annotated, Any

from pydantic import Field

from living_sla.fault import Fault
from living_sla.model.agreement.scalars import Day, Part, Slug, Spelled, Words, scalar, text_scalar
from living_sla.unreadable import Unreadable

_NAME = r"[a-z][a-z0-9]*(-[a-z0-9]+)*"
_LONGEST = 48


def _parse_commitment(text: str) -> str:
    if not re.fullmatch(f"{_NAME}/{_NAME}", text) or max(map(len, text.split("/"))) > _LONGEST:
        hint = "write the agreement and the commitment, for example lead-handoff/first-contact"
        raise Unreadable(f'"{text[:100]}" does not name a commitment', hint, code=Fault.INVALID_IDENTIFIER)
    return text


def _parse_open(raw: Any) -> str:
    return "" if raw is None else str(_TEXT.parse(raw))


_TEXT = scalar(str.strip, str, {})
CommitmentName = Annotated[
    str, text_scalar(_parse_commitment, "Commitment, agreement/commitment", f"^{_NAME}/{_NAME}$")
]
OpenText = Annotated[str, Spelled(_parse_open, str, {"type": ["string", "null"], "title": "Text, or nothing yet"})]


class ActionFields(Part):
    """What somebody takes on."""

    id: Slug
    what: Words
    owner: OpenText = ""
    due: Day | None = None
    done: Day | None = None


class DisputeFields(Part):
    """What the parties do not agree about."""

    commitment: CommitmentName
    what: Words
    by: Slug


class MinutesFields(Part):
    """The minutes of a review."""

    held_on: Day | None = None
    present: tuple[Words, ...] = ()
    causes: dict[CommitmentName, OpenText] = Field(default={})
    decisions: tuple[Words, ...] = ()
    actions: tuple[ActionFields, ...] = ()
    disputes: tuple[DisputeFields, ...] = ()

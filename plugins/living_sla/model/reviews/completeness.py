"""What minutes still lack before a review counts as reviewed."""

from __future__ import annotations

from collections.abc import Iterator
from enum import StrEnum

from msgspec import Struct

from living_sla.errors import Place
from living_sla.model.figures.attainment import Status
from living_sla.model.reviews.minutes import Minutes
from living_sla.model.reviews.record import ReviewRecord


class GapKind(StrEnum):
    """What is missing."""

    DAY = "day"
    """Of the meeting: a skeleton in which nobody has written is not the minutes of a meeting."""
    CAUSE = "cause"
    """Of a missed commitment."""
    OWNER = "owner"
    """Of an action."""
    DUE = "due"
    """The date of an action."""
    COMMITMENT = "commitment"
    """The record has no commitment of the name that a cause or a dispute is about."""
    PARTY = "party"
    """The agreement of a dispute has no such party."""


class MinutesGap(Struct, frozen=True):
    """One thing that minutes lack."""

    kind: GapKind
    of: str
    """``agreement/commitment``, the id of an action, the key of a party; empty of the day."""
    place: Place
    """Where it is to be written: a line of the minutes, or the file alone."""


def missing_from(minutes: Minutes, record: ReviewRecord) -> tuple[MinutesGap, ...]:
    """Everything that `minutes` of the review with that record lack; nothing: the review is reviewed."""
    return tuple(_gaps(minutes, record))


def missed_in(record: ReviewRecord) -> tuple[str, ...]:
    """The commitments that missed a period of the review, as ``agreement/commitment``, in the order of the record."""
    return tuple(
        f"{agreement.id}/{owed.id}"
        for agreement in record.agreements
        for owed in agreement.commitments
        if any(found.status is Status.MISSED for found in owed.reviewed)
    )


def _gaps(minutes: Minutes, record: ReviewRecord) -> Iterator[MinutesGap]:
    file = Place(minutes.path)
    if minutes.held_on is None:
        yield MinutesGap(GapKind.DAY, "", file)
    for name in missed_in(record):
        if not minutes.causes.get(name, "").strip():
            yield MinutesGap(GapKind.CAUSE, name, minutes.places.get(name, file))
    parties = {f"{of.id}/{owed.id}": of.parties for of in record.agreements for owed in of.commitments}
    for name in minutes.causes:
        if name not in parties:
            yield MinutesGap(GapKind.COMMITMENT, name, minutes.places.get(name, file))
    for action in minutes.actions:
        if not action.owner.strip():
            yield MinutesGap(GapKind.OWNER, action.id, action.place)
        if action.due is None:
            yield MinutesGap(GapKind.DUE, action.id, action.place)
    for dispute in minutes.disputes:
        if dispute.commitment not in parties:
            yield MinutesGap(GapKind.COMMITMENT, dispute.commitment, dispute.place)
        elif dispute.by not in parties[dispute.commitment]:
            yield MinutesGap(GapKind.PARTY, dispute.by, dispute.place)

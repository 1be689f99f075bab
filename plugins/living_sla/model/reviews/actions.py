"""Actions from review to review: one is carried by its id, and ends where later minutes say that it was done."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime

from msgspec import Struct

from living_sla.errors import Fault, SlaError, raise_any
from living_sla.model.reviews.minutes import Action
from living_sla.model.reviews.record import FrozenAction
from living_sla.model.reviews.review import Review


class CarriedAction(Struct, frozen=True):
    """An action as the latest minutes that name it tell it."""

    action: Action
    review: str
    """The review whose minutes were the first to name it."""
    last: str
    """The review whose minutes were the last."""
    at_its_meeting: bool
    """Whether it was still open when that last meeting was held."""


def open_actions(reviews: Iterable[Review]) -> tuple[CarriedAction, ...]:
    """The actions that nobody has finished, the earliest due first and those without a date last.

    Minutes count in the order of their records' as-of, whatever order `reviews` are in; those without a record do not.
    Raises `Faults` as `carried_actions` does.
    """
    return tuple(sorted((each for each in carried_actions(reviews) if each.action.done is None), key=_by_day))


def frozen_actions(reviews: Iterable[Review]) -> tuple[FrozenAction, ...]:
    """What the next record holds of them: those that are open, and those that were at the last meeting they came up in.

    Of reviews that came up in an earlier meeting only what is still open. Raises `Faults` as `carried_actions` does.
    """
    told = _in_order(reviews)
    last = str(told[-1].id) if told else ""
    return tuple(
        FrozenAction(
            each.action.id, each.action.what, each.action.owner, each.action.due, each.action.done, each.review
        )
        for each in sorted(carried_actions(told), key=_by_day)
        if each.action.done is None or (each.at_its_meeting and each.last == last)
    )


def carried_actions(reviews: Iterable[Review]) -> tuple[CarriedAction, ...]:
    """Every action that minutes ever named, as the latest tell it, in the order in which they came up.

    Raises `Faults` where later minutes use an id again for something else.
    """
    found: dict[str, CarriedAction] = {}
    faults: list[SlaError] = []
    for review in _in_order(reviews):
        assert review.minutes is not None
        held_on = review.minutes.held_on
        for action in review.minutes.actions:
            before = found.get(action.id)
            if before is not None and _bare(before.action.what) != _bare(action.what):
                faults.append(_used_again(action, before))
            was_open = action.done is None or (held_on is not None and action.done > held_on)
            first = before.review if before else str(review.id)
            found[action.id] = CarriedAction(action, first, str(review.id), was_open)
    raise_any(faults)
    return tuple(found.values())


def _in_order(reviews: Iterable[Review]) -> list[Review]:
    def order(review: Review) -> tuple[datetime, datetime, int, str]:
        assert review.record is not None
        return review.record.as_of, review.record.period.end, review.id.number, review.id.label

    return sorted((each for each in reviews if each.record is not None and each.minutes is not None), key=order)


def _by_day(each: CarriedAction) -> tuple[date, str]:
    return each.action.due or date.max, each.action.id


def _bare(text: str) -> str:
    return " ".join(text.casefold().split()).rstrip(".")


def _used_again(action: Action, before: CarriedAction) -> SlaError:
    return SlaError(
        f'the action "{action.id}" is something else in the minutes of {before.last}',
        where=action.place,
        hint="give this one an id of its own, or say what it is in the words used there",
        code=Fault.DUPLICATE_FIELD,
    )

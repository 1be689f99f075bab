"""What of an agreement its pages show: the worst first, and each thing said once; and the pages beside a page."""

from __future__ import annotations

from collections.abc import Sequence

from msgspec.structs import replace

from living_sla.model.figures.attainment import Attainment, Status
from living_sla.model.figures.standing import WORST_FIRST, AgreementStanding, Standing


def worst_first(standing: AgreementStanding) -> list[Standing]:
    """The commitments by `order`."""
    return sorted(standing.commitments, key=order)


def order(part: Standing) -> tuple[int, ...]:
    """For sorting: the worse of the last and the running period comes first, what nobody owes any more last."""
    return _worst(part), *part.concern


def _worst(part: Standing) -> int:
    periods = [found for found in (part.last_closed, part.current) if found is not None]
    if periods and periods[-1].status is Status.NOT_IN_FORCE:
        return WORST_FIRST.index(Status.NOT_IN_FORCE)
    return min((WORST_FIRST.index(found.status or Status.NO_DATA) for found in periods), default=_NO_PERIOD)


_NO_PERIOD = WORST_FIRST.index(Status.NO_DATA)


def neighbour(order: Sequence[tuple[str, str]], position: int) -> tuple[str, str] | None:
    """The page at a position of `order`, which are titles and addresses; None before the first and after the last."""
    return order[position] if 0 <= position < len(order) else None


def without_age(part: Standing) -> Standing:
    """The commitment without the age of its data in the reasons of its periods: its page says that once, and loudly."""
    return replace(part, series=tuple(map(_ageless, part.series)))


def _ageless(found: Attainment) -> Attainment:
    if found.age is None and not any(each.age for each in found.parts):
        return found
    return replace(found, age=None, parts=tuple(map(_ageless, found.parts)))

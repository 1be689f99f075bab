"""Grades: whether a change of an agreement is editorial or material, and which way it goes for each party."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from enum import StrEnum
from typing import TYPE_CHECKING

from msgspec import Struct

from living_sla.model.past.change import AgreementChanges, Change, Direction

if TYPE_CHECKING:
    from living_sla.model.agreement.terms import Terms


class Grade(StrEnum):
    """Which way all changes together go for one party: what it owes, and how soon."""

    TIGHTENED = "tightened"
    EASED = "eased"
    BOTH = "both"
    """Tightened in one thing, eased in another."""
    UNCLEAR = "cannot tell"
    """Something that it owes has changed, and nobody can tell whether it is harder now."""
    UNCHANGED = "unchanged"


class AgreementGrade(Struct, frozen=True):
    """How an agreement has changed."""

    is_material: bool
    """Whether it has other terms, so that everybody signs anew; else the change is editorial, or there is none."""
    parties: tuple[tuple[str, Grade], ...]
    """Of each party, by its key: those of the newer terms in their order, then those that have left."""


def grade_for(party: str, changes: Iterable[Change]) -> Grade:
    """Which way these changes together go for a party.

    What goes with a promise, such as a title or a contact, makes nothing harder and nothing easier. Where something is
    tightened and something eased, it is both, whatever else nobody can tell; where nobody can tell of one thing, nobody
    can of all together.
    """
    return _together(_directions(party, changes))


def grade(compared: AgreementChanges) -> AgreementGrade:
    """How an agreement has changed between two states of a project, also where it is new or gone.

    A new agreement tightens who owes something by it, and one that is gone eases them.
    """
    before, after = compared.before, compared.after
    parties = [key for found in (after, before) if found is not None for key in found.terms.parties]
    if before is not None and after is not None:
        graded = tuple((party, grade_for(party, compared.changes)) for party in dict.fromkeys(parties))
        return AgreementGrade(before.digest != after.digest, graded)
    whole = Grade.TIGHTENED if before is None else Grade.EASED
    owing = frozenset(_owing(compared.agreement.terms))
    return AgreementGrade(True, tuple((party, whole if party in owing else Grade.UNCHANGED) for party in parties))


def _directions(party: str, changes: Iterable[Change]) -> frozenset[Direction]:
    return frozenset(change.direction for change in changes if _bears_on(party, change))


def _bears_on(party: str, change: Change) -> bool:
    if change.direction is Direction.UNCLEAR:
        return party in change.concerns
    return change.party is None or change.party == party


def _together(directions: frozenset[Direction]) -> Grade:
    if {Direction.TIGHTENED, Direction.EASED} <= directions:
        return Grade.BOTH
    if Direction.UNCLEAR in directions:
        return Grade.UNCLEAR
    return Grade(next(iter(directions))) if directions else Grade.UNCHANGED


def _owing(terms: Terms) -> Iterator[str]:
    """The parties that owe anything: a commitment, or what the only other party needs."""
    for commitment in terms.commitments:
        yield from terms.parties if commitment.by_all else (commitment.by,)
    for need in terms.needs:
        others = [party for party in terms.parties if party != need.party]
        yield from others if len(others) == 1 else ()

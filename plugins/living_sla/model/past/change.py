"""Changes of terms: what differs between two versions of an agreement, and whom each difference burdens."""

from __future__ import annotations

from collections.abc import Callable
from enum import StrEnum
from typing import TYPE_CHECKING, TypeAlias

from msgspec import Struct

if TYPE_CHECKING:  # what a version holds is read elsewhere; here it is only spoken of
    from living_sla.errors import Place
    from living_sla.model.agreement.terms import Agreement


class Direction(StrEnum):
    """Which way a change goes for the party that it bears on."""

    TIGHTENED = "tightened"
    EASED = "eased"
    UNCLEAR = "cannot tell"
    """Nobody can tell, or it goes neither way; everybody signs it all the same."""


class Change(Struct, frozen=True):
    """One difference between the terms of two versions."""

    rule: str
    """The stable id of the rule that found it: ``target-tightened``."""
    commitment: str | None
    """The id of the commitment that it stands in; None for the agreement as a whole."""
    sentence: str
    """What changed, in plain words with both values: "The target rises from at least 90% to at least 95%."""
    direction: Direction
    party: str | None
    """The key of the party that the direction is told for; None where it cannot be told, or bears on all."""
    place: Place
    """Where it stands in the newer file (in the older one, for what was removed)."""
    breaks_series: bool = False
    """Whether figures left and right of it do not compare: what is counted has changed."""
    concerns: tuple[str, ...] = ()
    """The keys of the parties that owe what it changes, sorted, where nobody can tell which way it goes for them; none
    where it makes nothing harder or easier, as another title or contact does."""


class AgreementChanges(Struct, frozen=True):
    """One agreement in two states of a project; at least one of them is there."""

    before: Agreement | None
    after: Agreement | None
    changes: tuple[Change, ...] = ()
    """Empty where it is new, where it is gone, and where the terms are the same."""

    @property
    def agreement(self) -> Agreement:
        """As it stands now, or as it stood where it is gone."""
        found = self.after or self.before
        assert found is not None
        return found

    @property
    def kind(self) -> str:
        """``added``, ``removed``, ``changed`` (other terms), ``editorial`` (other words around them) or ``same``."""
        if self.before is None or self.after is None:
            return "added" if self.before is None else "removed"
        if self.before.digest != self.after.digest:
            return "changed"
        around = [(found.path, found.body, found.presentation) for found in (self.before, self.after)]
        return "editorial" if around[0] != around[1] else "same"


Compare: TypeAlias = "Callable[[Agreement, Agreement], tuple[Change, ...]]"
"""What the second of two agreements changes against the first; `changes` is the one."""

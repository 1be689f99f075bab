"""The past under both terms: every period of a commitment as it was judged, and as the proposed terms would have."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from msgspec import Struct

from living_sla.model.figures.attainment import Attainment, Status
from living_sla.model.figures.usual_range import Assurance
from living_sla.model.time.period import Period

if TYPE_CHECKING:
    from living_sla.model.agreement.terms import Commitment

DECIDED = (Status.MET, Status.MISSED)
GOOD = (Status.MET, Status.ON_TRACK)
LAST_PERIODS = 12
"""How many closed periods say whether a target would have been kept."""


class PeriodPair(Struct, frozen=True):
    """One period under the terms that judged it and under the proposed ones."""

    period: Period
    before: Attainment | None
    """None where no terms in force judged it."""
    after: Attainment | None
    """None where the proposed terms have no such period, or cannot answer for it."""
    why_not: str = ""
    """Why the two cannot be compared; empty where they can."""

    @property
    def flips(self) -> bool:
        """Whether both have a verdict on a closed period, and another one."""
        sides = (self.before, self.after)
        verdicts = [of.status for of in sides if of is not None and of.ended and of.status in DECIDED]
        return len(verdicts) == 2 and verdicts[0] is not verdicts[1]

    @property
    def has_both(self) -> bool:
        """Whether both terms have this period."""
        return self.before is not None and self.after is not None

    @property
    def ended(self) -> bool:
        """Whether the period is closed."""
        return any(of.ended for of in (self.before, self.after) if of is not None)


class Rescue(Struct, frozen=True):
    """The running period as it stands, and as it would if the proposal took force now: terms never reach back."""

    before: Attainment
    after: Attainment
    """Split at the instant of the proposal: what has begun is judged by the terms in force."""

    @property
    def rescues(self) -> bool:
        """Whether it turns from missed or at risk into met or on track."""
        return self.before.status in (Status.MISSED, Status.AT_RISK) and self.after.status in GOOD


class CommitmentImpact(Struct, frozen=True):
    """One commitment that a proposal touches, through the whole history."""

    agreement: str
    commitment: str
    """The id."""
    party: str
    """The key of the party that bears it: as proposed, or as it was where it is gone."""
    before: Commitment | None
    """As the terms in force have it; None for a new one."""
    after: Commitment | None
    """As proposed; None for one that is dropped."""
    periods: tuple[PeriodPair, ...] = ()
    """Oldest first, closed and running ones."""
    unchanged: tuple[Attainment, ...] = ()
    """The periods as the terms of the base would have judged them all along; empty where nobody can tell."""
    rescue: Rescue | None = None
    assurance: Assurance | None = None
    """Whether the proposed target can be kept by going on as before; None without a usual range of its own figures."""
    why_not: str = ""
    """Why the past cannot be judged by the proposed terms, where it cannot."""
    from_reviews: bool = False
    """Whether this is made of frozen reviews, because there are no exports."""
    redeclared: tuple[str, ...] = ()
    """The sources that it is judged by and that the proposal declares otherwise, in order of their names."""

    @property
    def named(self) -> Commitment:
        """As proposed, or as it was where it is dropped."""
        found = self.after or self.before
        assert found is not None
        return found

    @property
    def closed(self) -> tuple[PeriodPair, ...]:
        """The closed periods, oldest first."""
        return tuple(pair for pair in self.periods if pair.ended)

    @property
    def running(self) -> tuple[PeriodPair, ...]:
        """The periods that have not ended, oldest first; several where the two terms have periods of other lengths."""
        return tuple(pair for pair in self.periods if not pair.ended)

    @property
    def compared(self) -> tuple[PeriodPair, ...]:
        """The closed periods that both terms have, oldest first."""
        return tuple(pair for pair in self.closed if pair.has_both)

    @property
    def apart(self) -> tuple[PeriodPair, ...]:
        """The closed periods of one of the two terms, oldest first; those as agreed first where lengths differ."""
        alone = [pair for pair in self.closed if not pair.has_both]
        return tuple(sorted(alone, key=lambda pair: pair.before is None) if len(self.lengths) > 1 else alone)

    @property
    def lengths(self) -> tuple[str, ...]:
        """How long periods are: as agreed, and as proposed where that is another length; empty where one has none."""
        before = [pair.period.kind for pair in self.periods if pair.before is not None][-1:]
        after = [pair.period.kind for pair in self.periods if pair.after is not None][-1:]
        return tuple(dict.fromkeys((*before, *after))) if before and after else ()

    @property
    def flips(self) -> tuple[PeriodPair, ...]:
        """The closed periods with another verdict, oldest first."""
        return tuple(pair for pair in self.periods if pair.flips)

    @property
    def kept(self) -> tuple[int, int]:
        """How many of the last closed periods with a verdict the proposed terms would have kept, and of how many."""
        last = self._last_decided
        return sum(of.status is Status.MET for of in last), len(last)

    @property
    def kept_unchanged(self) -> int | None:
        """How many of the same periods the terms of the base would have kept; None where one has no verdict."""
        by_period = {of.period: of.status for of in self.unchanged}
        verdicts = [by_period.get(of.period) for of in self._last_decided]
        if not all(of in DECIDED for of in verdicts):
            return None
        return sum(of is Status.MET for of in verdicts)

    @property
    def _last_decided(self) -> list[Attainment]:
        return list(self._decided_after())[-LAST_PERIODS:]

    def _decided_after(self) -> Iterator[Attainment]:
        for pair in self.periods:
            if pair.after is not None and pair.after.ended and pair.after.status in DECIDED:
                yield pair.after

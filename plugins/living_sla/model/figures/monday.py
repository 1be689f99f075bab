"""What everybody has to know on Monday: which commitments were kept, which ask for a decision, which wait.

A miss alone asks for no decision: where a figure lies in its usual range, and the target does too, the next period may
turn out either way. What does: a consequence that the agreement names, a figure that is worse than usual, a target
beyond what the figure usually comes to, a period that cannot be kept any more, a miss of which nobody can say yet
whether it is usual.
"""

from __future__ import annotations

from collections.abc import Callable
from enum import StrEnum
from functools import cached_property
from itertools import takewhile

from msgspec import Struct
from msgspec.structs import replace

from living_sla.model.figures.attainment import Attainment, Status
from living_sla.model.figures.contingency import Triggered
from living_sla.model.figures.signals import ComparableRun, comparable_runs
from living_sla.model.figures.standing import AgreementStanding, Report, Standing
from living_sla.model.figures.usual_range import Assurance, Variation, side_of_news
from living_sla.model.past.basis import Basis
from living_sla.model.past.timeline import State


class Judged(StrEnum):
    """What the last judged period of a commitment came to; every row has one."""

    KEPT = "kept"
    MISSED = "missed"
    WAITING = "waiting"
    """No export has ever come."""
    UNJUDGED = "unjudged"
    """No period has been judged yet."""


class Cause(StrEnum):
    """Why somebody has to decide something."""

    CONSEQUENCE = "consequence"
    """The agreement says what follows from these misses."""
    WORSE = "worse"
    """The figure is worse than usual: something has changed."""
    LOST = "lost"
    """The running period cannot be kept any more."""
    BEYOND_REACH = "beyond reach"
    """It was missed, and the target is beyond the usual range: going on as before will miss it again."""
    MISSED = "missed"
    """It was missed, and its past is too short to say whether that is usual."""


class Worse(Struct, frozen=True):
    """That a figure is worse than usual."""

    periods: int
    """For how many settled periods in a row."""
    segments: tuple[str, ...] = ()
    """Where, in alphabetical order; empty: all together."""


class MondayRow(Struct, frozen=True, dict=True):
    """One commitment on the first page."""

    part: Standing
    agreement: AgreementStanding

    @property
    def last(self) -> Attainment | None:
        """The last judged period."""
        return self.part.last_closed

    @property
    def now(self) -> Attainment | None:
        """The latest period where it is not decided yet, or was decided before its end."""
        return self.part.now

    @property
    def verdict(self) -> Judged:
        """What the last judged period came to."""
        if self.last is not None:
            return Judged.KEPT if self.last.status is Status.MET else Judged.MISSED
        return Judged.WAITING if self.part.waits else Judged.UNJUDGED

    @property
    def is_at_risk(self) -> bool:
        """Whether the running period is at risk."""
        return self.now is not None and self.now.status is Status.AT_RISK

    @property
    def is_lost(self) -> bool:
        """Whether the running period is missed already."""
        return self.now is not None and self.now.status is Status.MISSED

    @cached_property
    def worse(self) -> Worse | None:
        """Whether it is worse than usual; where its target was missed or is at risk, its segments can say where.

        Segments are not asked otherwise: of many, one is always unusual.
        """
        run = self.part.runs[-1] if self.part.usual_range is not None else None
        periods = _worse_for(run) if run is not None else 0
        if not (periods or self.verdict is Judged.MISSED or self.is_at_risk or self.is_lost):
            return None
        by_segment = {name: _worse_for(of) for name, of in _segments(self.part).items()}
        longest = max(by_segment.values(), default=0)
        if not longest:
            return Worse(periods) if periods else None
        return Worse(periods or longest, tuple(name for name, of in by_segment.items() if of == longest))

    @property
    def is_better(self) -> bool:
        """Whether it is better than usual."""
        return self.part.variation is Variation.BETTER

    @property
    def consequences(self) -> tuple[Triggered, ...]:
        """What the agreement says of its misses, where the agreement binds."""
        if self.agreement.basis is not Basis.IN_FORCE:
            return ()
        return tuple(found for found in self.agreement.triggered if found.commitment == self.part.id)

    @cached_property
    def cause(self) -> Cause | None:
        """Why it asks for a decision; None where it asks for none."""
        if self.consequences:
            return Cause.CONSEQUENCE
        if self.worse is not None:
            return Cause.WORSE
        if self.is_lost:
            return Cause.LOST
        if self.verdict is not Judged.MISSED:
            return None
        if self.part.usual_range is None:
            return Cause.MISSED
        return Cause.BEYOND_REACH if self.part.assurance is Assurance.WILL_MISS else None

    @property
    def is_open(self) -> bool:
        """Whether it is shown as a row of its own: missed, at risk, outside its usual range, or waiting."""
        waits = self.verdict in (Judged.MISSED, Judged.WAITING)
        return waits or self.is_at_risk or self.is_better or self.cause is not None

    @property
    def shown(self) -> Attainment | None:
        """The period whose figure the row shows: the running one where that is the worse news, else the last judged."""
        if self.now is not None and (self.is_lost or (self.is_at_risk and self.verdict is not Judged.MISSED)):
            return self.now
        return self.last or self.now

    @property
    def order(self) -> tuple[int, tuple[int, int], str, str]:
        """Sorts what asks for a decision first, then the worst."""
        urgent = list(Cause).index(self.cause) if self.cause else len(Cause)
        return urgent, self.part.concern, self.agreement.title.casefold(), self.part.title.casefold()


class Monday(Struct, frozen=True):
    """The rows of the first page, in the order in which they ask for somebody."""

    rows: tuple[MondayRow, ...]
    """Of terms in force; where there are none, of all that are proposed, and where there are none, of what ended."""
    ahead: tuple[MondayRow, ...] = ()
    """Of terms that nobody has agreed on yet, where others are in force."""
    basis: Basis = Basis.IN_FORCE
    """Of `rows`."""
    has_ended: bool = False
    """Whether `rows` are of terms that have ended."""
    is_known: bool = True
    """Whether it is known which terms are in force: not where the history cannot be read."""

    def of(self, verdict: Judged) -> tuple[MondayRow, ...]:
        """The rows with that verdict."""
        return tuple(row for row in self.rows if row.verdict is verdict)

    def only(self, wanted: Callable[[MondayRow], bool]) -> Monday:
        """The same of some of the commitments."""
        return replace(self, rows=tuple(filter(wanted, self.rows)), ahead=tuple(filter(wanted, self.ahead)))

    @property
    def decisions(self) -> tuple[MondayRow, ...]:
        """The rows that ask for a decision; none where the terms bind nobody."""
        if self.has_ended or self.basis is not Basis.IN_FORCE:
            return ()
        return tuple(row for row in self.rows if row.cause is not None)


# Every team has a page that asks for its part of the same.
_known: list[tuple[Report, Monday]] = []


def monday(report: Report) -> Monday:
    """The commitments of a report as the first page shows them; worked out once for the latest report."""
    if not _known or _known[0][0] is not report:
        _known[:] = [(report, _monday(report))]
    return _known[0][1]


def _monday(report: Report) -> Monday:
    every = [MondayRow(part, standing) for standing in report.agreements for part in standing.commitments]
    every.sort(key=lambda row: row.order)
    ended = tuple(row for row in every if _has_ended(row))
    living = [row for row in every if not _has_ended(row)]
    binding = tuple(row for row in living if row.agreement.basis is Basis.IN_FORCE)
    ahead = tuple(row for row in living if row.agreement.basis is not Basis.IN_FORCE)
    known = report.unread_history is None
    if binding:
        return Monday(binding, ahead, is_known=known)
    if ahead:
        proposed = any(row.agreement.basis is Basis.PROPOSED for row in ahead)
        return Monday(ahead, basis=Basis.PROPOSED if proposed else Basis.DRAFT, is_known=known)
    return Monday(ended, has_ended=bool(ended), is_known=known)


def _has_ended(row: MondayRow) -> bool:
    current, versions = row.part.current, row.agreement.timeline.versions if row.agreement.timeline else ()
    states = {version.state for version in versions}
    lapsed = State.LAPSED in states and State.IN_FORCE not in states
    return lapsed or (current is not None and current.status is Status.NOT_IN_FORCE)


def _segments(part: Standing) -> dict[str, ComparableRun]:
    """The figures of each segment that is shown by itself in the latest settled period, as far as they compare."""
    settled = part.runs[-1].settled if part.runs else ()
    if not settled or not part.segments:
        return {}
    latest = part.series.index(settled[-1])
    names = [found.segment for found in part.segments[latest] if found.segment and not (found.withheld or found.merged)]
    series: dict[str, list[Attainment]] = {name: [] for name in names}
    begins = part.series.index(part.runs[-1].periods[0])
    for period in part.segments[begins : latest + 1]:
        for found in period:
            if found.segment in series and not found.withheld:
                series[found.segment].append(found)
    runs = {name: comparable_runs(found, volume=part.runs[-1].volume)[-1] for name, found in series.items()}
    return {name: run for name, run in runs.items() if run.settled and run.settled[-1].period == settled[-1].period}


def _worse_for(run: ComparableRun) -> int:
    """For how many settled periods in a row, up to the last, the figure has been worse than usual."""
    usual = run.usual
    if usual is None:
        return 0
    bad = -1 if run.periods[-1].target.direction == "at least" else 1
    ends = range(len(run.values), 0, -1)
    return sum(1 for _ in takewhile(lambda end: side_of_news(run.values[:end], usual) == bad, ends))

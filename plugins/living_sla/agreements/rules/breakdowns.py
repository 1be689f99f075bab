"""Warnings about commitments that break down one column: what one shows can be subtracted from what another shows."""

from __future__ import annotations

from collections.abc import Hashable, Iterator, Mapping, Sequence
from datetime import date, datetime
from functools import lru_cache

from msgspec import Struct

from living_sla.errors import Notice, WarningName
from living_sla.model.agreement.meaning import meaning, resolved
from living_sla.model.agreement.source import Source
from living_sla.model.agreement.terms import Agreement, Commitment
from living_sla.model.time.period import PeriodRule

_TWO_YEARS = (date(2026, 1, 1), date(2028, 1, 1))


def breakdown_notices(agreements: Sequence[Agreement], sources: Mapping[str, Source]) -> Iterator[Notice]:
    """One warning at the most for each commitment, about the first before it that it does not go together with.

    Two sources that read one file are two that nobody can hold against each other.
    """
    before: dict[tuple[str, str], list[_BrokenDown]] = {}
    for agreement in agreements:
        for position, commitment in enumerate(agreement.terms.commitments):
            if commitment.by_segment is None:
                continue
            found = _BrokenDown(agreement, position, commitment)
            source = sources[commitment.measure.source]
            known = before.setdefault((source.path, source.columns[commitment.by_segment].header), [])
            yield from _first(found, known)
            known.append(found)


class _BrokenDown(Struct, frozen=True):
    agreement: Agreement
    position: int
    commitment: Commitment

    @property
    def filter(self) -> Hashable:
        source, terms = self.commitment.measure.source, self.agreement.terms
        return (source, meaning(resolved(self.commitment.measure.where, terms.conditions(), self.zone)))

    @property
    def due(self) -> object:
        """What puts a record into a period; None where that is the instant in `start`."""
        if self.commitment.judged_by != "due":
            return None
        return (self.commitment.measure, self.agreement.terms.coverage)

    @property
    def start(self) -> object:
        measure = self.commitment.measure
        if self.commitment.judged_by == "end":
            return measure.clock_end
        return measure.dated_by or measure.clock_start

    @property
    def left_out(self) -> frozenset[tuple[datetime, datetime]]:
        """The windows whose records exceptions leave out."""
        found = [one for one in self.agreement.terms.exceptions if one.effect == "exclude"]
        mine = [one for one in found if not one.commitments or self.commitment.id in one.commitments]
        return frozenset((one.start, one.end) for one in mine)

    def differs(self, other: _BrokenDown) -> bool:
        """Whether it is about other records: by filter, by period, or by what exceptions leave out of one measure."""
        if self.filter != other.filter or (self.start == other.start and self.due != other.due):
            return True
        return self.commitment.measure == other.commitment.measure and self.left_out != other.left_out

    def crosses(self, other: _BrokenDown) -> bool:
        """Whether periods of the one end inside periods of the other."""
        if self.zone != other.zone:
            return True
        return not (self._ends <= other._ends or other._ends <= self._ends)

    @property
    def _ends(self) -> frozenset[date]:
        per = self.commitment.per
        return _ends_of(PeriodRule(per.kind, self.zone, since=per.since, weeks=per.weeks))

    @property
    def zone(self) -> str:
        return self.agreement.terms.coverage.timezone

    def called_in(self, agreement: Agreement) -> str:
        """Its id, with that of its agreement where that is another one."""
        of = "" if agreement is self.agreement else f" of {self.agreement.terms.id}"
        return f'"{self.commitment.id}"{of}'


@lru_cache(maxsize=64)
def _ends_of(rule: PeriodRule) -> frozenset[date]:
    """The days on which its periods end, over two years; quarters and years end with months in any fiscal year."""
    return frozenset(found.end_on for found in rule.between(*_TWO_YEARS) if found.end_on <= _TWO_YEARS[1])


def _first(found: _BrokenDown, known: Sequence[_BrokenDown]) -> Iterator[Notice]:
    where = found.agreement.place("commitments", found.position, "by_segment")
    mine = f'"{found.commitment.id}"'
    for other in known:
        both = f"{mine} and {other.called_in(found.agreement)} break down {found.commitment.by_segment}"
        if found.differs(other):
            message = f"{both} of different records: one less the other can be about fewer than five of them"
            hint = "give both the same where:, judged_by: and exceptions, or break down one of them only"
            yield Notice(WarningName.BREAKDOWNS_SUBTRACT, message, where, hint)
            return
        if found.start == other.start and found.crosses(other):
            message = f"{both} by periods that cut across each other, so only one of them shows it"
            hint = "judge both by periods that end together, such as months and quarters of one time zone"
            yield Notice(WarningName.BREAKDOWNS_CROSS, message, where, hint)
            return

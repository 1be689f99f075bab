"""Findings that rest on the terms alone: what asks for the past, what comes without notice, what is dropped."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from living_sla.changes.exceptions import held_by, owing_any
from living_sla.model.past.grade import Grade, grade
from living_sla.model.past.timeline import State
from living_sla.model.time.zones import wall_time, zone
from living_sla.proposals.findings.looked_at import LookedAt, Noticed
from living_sla.words.proposals import findings as words

if TYPE_CHECKING:
    from living_sla.model.agreement.terms import Agreement, Commitment, ExceptionTerms, Terms

_DAY = timedelta(days=1)


def retroactive(of: LookedAt) -> Iterator[Noticed]:
    """The first or last day has passed before the terms could land; one that is unchanged asks for nothing."""
    before, after = of.proposed.compared.before, of.proposed.compared.after
    if after is None or not of.proposed.changes_terms:
        return
    zoned = zone(after.terms.coverage.timezone)
    was = (before.terms.effective, before.terms.until) if before is not None else (None, None)
    if after.terms.effective != was[0] and zoned.instant(after.terms.effective + _DAY) <= of.at:
        yield Noticed(words.retroactive(after), after.place("effective"))
    if after.terms.until not in (None, was[1]) and zoned.instant(after.terms.until + _DAY) <= of.at:
        yield Noticed(words.ended_already(after), after.place("until"))


# ---------------------------------------------------------------- exceptions


def excepted(of: LookedAt) -> Iterator[Noticed]:
    """An exception excuses time that has begun already and that the agreed terms do not excuse."""
    before, after = of.proposed.compared.before, of.proposed.compared.after
    if after is None or before is None:
        return
    at = zone(after.terms.coverage.timezone)
    for position, exception in enumerate(after.terms.exceptions):
        begun = [
            commitment
            for commitment in held_by(after.terms, exception)
            if any(at.instant(start) <= of.at for start in _more(before.terms, exception, commitment.id))
        ]
        if begun:
            owing = owing_any(after.terms, begun)
            one = begun[0].id if len(begun) == 1 else None
            gains = next(iter(owing)) if len(owing) == 1 else None
            place = after.place("exceptions", position)
            yield Noticed(words.exception_begun(after, exception, of.at), place, one, gains)


def _more(before: Terms, exception: ExceptionTerms, commitment: str) -> Iterator[datetime]:
    """When each part of an exception begins that no exception of the same effect covers before, on the wall clock."""
    left = [(exception.start, exception.end)]
    for old in before.exceptions:
        if old.effect != exception.effect or (old.commitments and commitment not in old.commitments):
            continue
        cut = []
        for start, end in left:
            cut += [(start, min(end, old.start)), (max(start, old.end), end)]
        left = [(start, end) for start, end in cut if start < end]
    yield from (start for start, _ in left)


# ---------------------------------------------------------------- notice


def short_notice(of: LookedAt) -> Iterator[Noticed]:
    """Other terms would hold, or the agreement would end, sooner than the agreed terms give notice of.

    The notice is that of the terms as agreed: a proposal does not shorten its own. A first day that has passed asks for
    the day on which it lands.
    """
    before, after = of.proposed.compared.before, of.proposed.compared.after
    if before is None or before.terms.notice is None or after is None:
        return
    today = wall_time(of.at, before.terms.coverage.timezone).date()
    earliest = today + _whole_days(before)
    ends = after.terms.until
    was = before.terms.until
    if ends is not None and (was is None or ends < was) and ends + _DAY < earliest:
        yield Noticed(words.ends_without_notice(before, after, earliest), after.place("until"))
    starts = max(after.terms.effective, today)
    if starts < earliest and _bears_on_anybody(of):
        yield Noticed(words.starts_without_notice(before, starts, earliest), after.place("effective"))


def _whole_days(agreement: Agreement) -> timedelta:
    """The notice in days of the calendar; a part of a day counts as one, business time as if every hour were."""
    notice = agreement.terms.notice
    assert notice is not None
    return timedelta(days=notice.days if notice.in_days else -(-int(notice.minutes) // (24 * 60)))


def _bears_on_anybody(of: LookedAt) -> bool:
    """Whether anything gets harder or easier, or may: a title or a contact asks for no notice."""
    return any(each is not Grade.UNCHANGED for _, each in grade(of.proposed.compared).parties)


# ---------------------------------------------------------------- who owes what


def one_sided(of: LookedAt) -> Iterator[Noticed]:
    """Afterwards one party owes nothing, or only what one party owes gets harder."""
    before, after = of.proposed.compared.before, of.proposed.compared.after
    if after is None or not of.proposed.changes_terms:
        return
    owing = owing_any(after.terms, after.terms.commitments)
    owed = owing_any(before.terms, before.terms.commitments) if before is not None else after.terms.parties
    freed = [party for party in after.terms.parties if party not in owing and party in owed]
    for party in freed:
        yield Noticed(words.owes_nothing(after, party), after.place("parties", party), None, party)
    if before is None or freed or before.terms.parties.keys() != after.terms.parties.keys():
        return
    graded = dict(grade(of.proposed.compared).parties)
    harder = [party for party, each in graded.items() if each is Grade.TIGHTENED]
    others = [party for party in graded if party not in harder]
    if len(harder) == 1 and others and all(graded[each] in (Grade.UNCHANGED, Grade.EASED) for each in others):
        place = next(
            (change.place for change in of.proposed.compared.changes if change.party == harder[0]), after.place()
        )
        gains = others[0] if len(others) == 1 else None
        yield Noticed(words.harder_for_one(after, harder[0], others), place, None, gains)


# ---------------------------------------------------------------- what is dropped


def dropped(of: LookedAt) -> Iterator[Noticed]:
    """A commitment is not there any more, or the whole of an agreement that is not in force."""
    before, after = of.proposed.compared.before, of.proposed.compared.after
    if before is None:
        return
    if after is None:
        if not _in_force(of):
            yield Noticed(words.agreement_dropped(before), before.place())
        return
    kept = {commitment.id for commitment in after.terms.commitments}
    new = _new(before.terms, after.terms.commitments)
    for position, commitment in enumerate(before.terms.commitments):
        if commitment.id not in kept:
            gains = None if commitment.by_all else commitment.by
            place = before.place("commitments", position)
            instead = next((each for each in new if _is_like(each, commitment)), None)
            yield Noticed(words.commitment_dropped(before, commitment, instead), place, commitment.id, gains)


def _new(before: Terms, commitments: Collection[Commitment]) -> list[Commitment]:
    known = {commitment.id for commitment in before.commitments}
    return [commitment for commitment in commitments if commitment.id not in known]


def _is_like(one: Commitment, other: Commitment) -> bool:
    """Whether the same party owes the same kind of thing, measured in the same source."""
    measures = one.measure, other.measure
    return (one.by, measures[0].kind, measures[0].source) == (other.by, measures[1].kind, measures[1].source)


def removed(of: LookedAt) -> Iterator[Noticed]:
    """An agreement that is in force is not there any more: nobody can sign that.

    Told of each commitment, so that each side answers for what the other no longer owes; for what both owe nobody can
    answer alone.
    """
    before, after = of.proposed.compared.before, of.proposed.compared.after
    if before is None or after is not None or not _in_force(of):
        return
    for position, commitment in enumerate(before.terms.commitments):
        gains = None if commitment.by_all else commitment.by
        others = tuple(key for key in before.terms.parties if key != gains) if gains is not None else ()
        place = before.place("commitments", position)
        yield Noticed(words.agreement_removed(before, commitment), place, commitment.id, gains, others)


def _in_force(of: LookedAt) -> bool:
    """Whether the agreement is in force at the base, or will be."""
    if of.agreed is None:
        return False
    leading = of.agreed.leading
    upcoming = any(span.start > of.at for span in of.agreed.spans)
    return leading is not None and (leading.state is State.IN_FORCE or (upcoming and leading.in_force is not None))

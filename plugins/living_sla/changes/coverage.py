"""Changes of when time counts: more covered hours let a limit in business time run out earlier."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from living_sla.changes.comparison import Comparison, Pair, match, owing_parties, quoted, replaced
from living_sla.model.agreement.coverage_terms import CoverageTerms
from living_sla.model.agreement.terms import Commitment, Terms
from living_sla.model.past.change import Change
from living_sla.model.time.hours import DayRange, OpenDay, Week, Windows
from living_sla.words.numbers import listed
from living_sla.words.terms.hours import open_day_words, week_words
from living_sla.words.times import plain_day as day

_AT = ("coverage",)


def coverage_changes(both: Comparison) -> Iterator[Change]:
    """What differs in zone, hours, holidays, closures and extra days."""
    pair = Pair(both.before.terms.coverage, both.after.terms.coverage, _AT, _AT)
    old, new = pair.old, pair.new
    if pair.differs("timezone"):
        sentence = replaced("The time zone", old.timezone, new.timezone)
        yield both.change("zone-changed", sentence, pair.at("timezone"))
    if pair.differs("hours"):
        said = [week_words(week) if week is not None else None for week in (old.hours, new.hours)]
        yield from _covering(both, pair, "hours", replaced("Business time", *said), _hours(old.hours, new.hours))
    if pair.differs("holidays"):
        sentence = replaced("The calendar of public holidays", quoted(old.holidays), quoted(new.holidays))
        yield from _covering(both, pair, "holidays", sentence, _fewer(old.holidays, new.holidays))
    yield from _closed(both, pair)
    yield from _open(both, pair)


def _covering(
    both: Comparison, pair: Pair[CoverageTerms], field: str, sentence: str, more: bool | None
) -> Iterator[Change]:
    """A change to `more` or fewer covered hours; None where nobody can tell."""
    terms = [both.before.terms, both.after.terms]
    concerns = _by_working_time(terms)
    if more is None:
        yield both.change("coverage-changed", sentence, pair.at(field), concerns=concerns)
        return
    rule = "coverage-extended" if more else "coverage-cut"
    yield from both.borne(rule, sentence, pair.at(field), _pressed(both), terms, concerns=concerns)


def _by_working_time(terms: Iterable[Terms]) -> frozenset[str]:
    """The parties that owe anything that working time decides: what it is due by, or how long it took."""
    return frozenset(
        party
        for each in terms
        for commitment in each.commitments
        if commitment.target.business or commitment.measure.schedule or _has_business_limit(commitment)
        for party in owing_parties(each, commitment)
    )


def _pressed(both: Comparison) -> frozenset[str]:
    """The parties that more covered hours press: who owes a limit in business time, before as now."""
    old, new = ({found.id: found for found in terms.commitments} for terms in (both.before.terms, both.after.terms))
    kept = [(old[name], new[name]) for name in old.keys() & new.keys()]
    pressing = [(one, other) for one, other in kept if _in_business_time(one) and _in_business_time(other)]
    parties: frozenset[str] = frozenset()
    for one, other in pressing:
        parties |= owing_parties(both.before.terms, one) & owing_parties(both.after.terms, other)
    return parties


def _in_business_time(commitment: Commitment) -> bool:
    """Whether it owes something within so much covered time."""
    if commitment.measure.time_limit is not None:
        return _has_business_limit(commitment)
    return commitment.target.business and commitment.target.direction == "at most"


def _has_business_limit(commitment: Commitment) -> bool:
    limit = commitment.measure.time_limit
    return limit is not None and limit.business


def _hours(old: Week | None, new: Week | None) -> bool | None:
    """Whether the newer week covers all that the older one does, and more; None where neither holds the other."""
    if old is None or new is None:
        return None
    if _holds(new, old):
        return True
    return False if _holds(old, new) else None


def _holds(wide: Week, narrow: Week) -> bool:
    return all(_within(windows, wide[on]) for on, windows in enumerate(narrow))


def _within(narrow: Windows, wide: Windows) -> bool:
    return set(_minutes(narrow)) <= set(_minutes(wide))


def _minutes(windows: Windows) -> Iterator[int]:
    for window in windows:
        yield from range(window.opens, window.closes)


def _fewer(old: str | None, new: str | None) -> bool | None:
    """More hours where holidays are dropped, fewer where they come; None for another calendar."""
    if old is not None and new is not None:
        return None
    return new is None


def _closed(both: Comparison, pair: Pair[CoverageTerms]) -> Iterator[Change]:
    if not pair.differs("closed"):
        return
    old, new = ({on for days in terms.closed for on in days} for terms in (pair.old, pair.new))
    sentence = replaced("The list of closed days", _days(pair.old.closed), _days(pair.new.closed))
    if old == new:
        yield both.change(
            "order-changed", "The closed days are listed in another order or grouping.", pair.at("closed")
        )
    else:
        yield from _covering(both, pair, "closed", sentence, True if new < old else False if old < new else None)


def _days(ranges: tuple[DayRange, ...]) -> str | None:
    words = [day(on.first) if on.first == on.last else f"{day(on.first)} to {day(on.last)}" for on in ranges]
    return listed(words) if words else None


def _open(both: Comparison, pair: Pair[CoverageTerms]) -> Iterator[Change]:
    if not pair.differs("open"):
        return
    old, new = pair.old.open, pair.new.open
    found = match(old, new, str)
    if not found.added and not found.removed:
        yield both.change("order-changed", "The extra working days are listed in another order.", pair.at("open"))
        return
    # An extra day with hours of its own takes the place of its weekday's: it may well have fewer.
    certain = all(
        _only_adds(extra, both) for extra in (*(old[at] for at in found.removed), *(new[at] for at in found.added))
    )
    more = None if not certain or (found.added and found.removed) else bool(found.added)
    sentence = replaced("The list of extra working days", _extra(old), _extra(new))
    yield from _covering(both, pair, "open", sentence, more)


def _only_adds(extra: OpenDay, both: Comparison) -> bool:
    """Whether the day has at least the hours of its weekday, in both versions."""
    weeks = (both.before.terms.coverage.hours, both.after.terms.coverage.hours)
    return not extra.windows or all(
        week is not None and _within(week[extra.day.weekday()], extra.windows) for week in weeks
    )


def _extra(days: tuple[OpenDay, ...]) -> str | None:
    return listed([open_day_words(extra) for extra in days]) if days else None

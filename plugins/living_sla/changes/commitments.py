"""Changes of what is promised: commitments, who owes them, their targets and periods."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from living_sla.changes.comparison import At, Comparison, Pair, Promise, ended, owing_parties, quoted, replaced
from living_sla.changes.filters import redefined
from living_sla.changes.lengths import Length, compared
from living_sla.changes.measures import measure_changes
from living_sla.changes.plans import basis_changes
from living_sla.model.agreement.kinds import Measure
from living_sla.model.agreement.measured import Family
from living_sla.model.agreement.terms import Commitment, Terms
from living_sla.model.past.change import Change
from living_sla.model.quantity import Duration, Target
from living_sla.model.time.cadence import PeriodKind
from living_sla.words.numbers import grouped
from living_sla.words.people import owing
from living_sla.words.standing import figures
from living_sla.words.terms.sentences import commitment_sentence

_PERIODS: tuple[PeriodKind, ...] = ("day", "week", "weeks", "month", "quarter", "year")


def commitment_changes(both: Comparison) -> Iterator[Change]:
    """What differs between the commitments: those of the newer version in its order, then those that it drops."""
    before, after = both.before.terms, both.after.terms
    positions = {commitment.id: position for position, commitment in enumerate(before.commitments)}
    for position, new in enumerate(after.commitments):
        now = ("commitments", position)
        was = positions.pop(new.id, None)
        if was is None:
            sentence = f'"{new.title}" is new: {commitment_sentence(after, new)}'
            owing_now = owing_parties(after, new)
            yield from both.borne("commitment-added", sentence, At(now=now), owing_now, [after], commitment=new.id)
        else:
            pair = Pair(before.commitments[was], new, ("commitments", was), now)
            yield from _changed(Promise(both, pair))
    for gone, position in positions.items():
        old = before.commitments[position]
        sentence = f'"{old.title}" is dropped. It was: {commitment_sentence(before, old)}'
        at = At(was=("commitments", position))
        owing_before = owing_parties(before, old)
        yield from both.borne("commitment-removed", sentence, at, owing_before, [before], commitment=gone)


def _changed(promise: Promise) -> Iterator[Change]:
    yield from _duty(promise)
    yield from _receiver(promise)
    if promise.old == promise.new:
        yield from redefined(promise)
        return
    yield from _target(promise)
    yield from measure_changes(promise)
    yield from redefined(promise)
    yield from _period(promise)
    yield from _accompanying(promise)
    yield from basis_changes(promise)


def _duty(promise: Promise) -> Iterator[Change]:
    before, after = promise.both.before.terms, promise.both.after.terms
    old, new = (owing_parties(terms, found) for terms, found in ((before, promise.old), (after, promise.new)))
    if old == new:
        return
    owed = f"is owed by {owing(after, promise.new)} instead of {owing(before, promise.old)}"
    for rule, parties in (("duty-taken-on", new - old), ("duty-handed-off", old - new)):
        for party in sorted(parties):
            yield promise.both.change(rule, f'"{promise.new.title}" {owed}.', promise.pair.at("by"),
                                      commitment=promise.new.id, party=party)  # fmt: skip


def _receiver(promise: Promise) -> Iterator[Change]:
    before, after = promise.both.before.terms, promise.both.after.terms
    old, new = before.receiver(promise.old), after.receiver(promise.new)
    # Where two parties swap their roles, the other one receives: the duty has said so.
    follows = promise.old.to is None and promise.new.to is None and promise.old.by != promise.new.by
    if old != new and not follows:
        yield from promise.change(
            "receiver-changed", replaced("To whom it is owed", _team(before, old), _team(after, new)), "to"
        )


def _team(terms: Terms, party: str | None) -> str | None:
    return terms.parties[party].team if party else None


def _target(promise: Promise) -> Iterator[Change]:
    if not promise.pair.differs("target"):
        return
    old, new = promise.old.target, promise.new.target
    way = None if old.direction != new.direction or promise.counts_over_other_periods else _way(promise)
    rule, verb = "target-changed", "changes"
    if way is not None:
        verb = "rises" if way == "longer" else "falls"
        rule = "target-tightened" if (way == "longer") == (new.direction == "at least") else "target-eased"
    sentence = f"The target {verb} from {figures.target(old)} to {figures.target(new)}."
    other_clock = _clock_of_a_statistic(promise.old) != _clock_of_a_statistic(promise.new)
    yield from promise.change(rule, sentence, "target", breaks_series=other_clock)


def _way(promise: Promise) -> Length | None:
    """Whether the newer target asks for a larger number in every period in which it differs; None where it does not."""
    old, new = promise.old.target, promise.new.target
    if not (old.by_period or new.by_period):
        return _more(old, new)
    if promise.pair.differs("per"):
        return None
    names = [name for target in (old, new) for name, _ in target.by_period]
    # Before every name, at each, and between it and the next one: the tilde comes after all that a label holds.
    periods = ["", *names, *(f"{name}~" for name in names)]
    ways = {_more(old.at(label), new.at(label)) for label in periods if old.at(label) != new.at(label)}
    return ways.pop() if len(ways) == 1 else None


def _more(old: Target, new: Target) -> Length | None:
    """Whether the number in the newer target is larger; None where the two are no numbers of one kind."""
    if old.is_duration and new.is_duration:
        return compared(_duration(old), _duration(new))
    if old.unit != new.unit:
        return None
    return "longer" if new.amount > old.amount else "shorter"


def _duration(target: Target) -> Duration:
    unit: object = target.unit
    return Duration(target.amount, unit, target.business)  # type: ignore[arg-type]


def _clock_of_a_statistic(commitment: Commitment) -> tuple[bool, bool] | None:
    """How the time between two instants is counted, which the target of a statistic decides; None for the rest."""
    target = commitment.target
    if commitment.measure.family is not Family.STATISTIC or not target.is_duration:
        return None
    return target.business, target.business and _duration(target).in_days


def _period(promise: Promise) -> Iterator[Change]:
    if not promise.pair.differs("per"):
        return
    old, new = promise.old.per, promise.new.per
    rule = "period-changed"
    alike = old.kind == new.kind or promise.counts_over_other_periods
    if not alike and promise.old.target.direction == promise.new.target.direction:
        longer = _PERIODS.index(new.kind) > _PERIODS.index(old.kind)
        if (eases := _longer_eases(promise.new.measure, promise.new.target, (old.kind, new.kind))) is not None:
            rule = "period-eased" if longer == eases else "period-tightened"
    if promise.old.measure.kind != promise.new.measure.kind:
        rule = "period-changed"
    yield from promise.change(rule, f"It is judged {new.each} instead of {old.each}.", "per", breaks_series=True)


def _longer_eases(measure: Measure, target: Target, periods: tuple[PeriodKind, PeriodKind]) -> bool | None:
    """Whether longer periods are easier to keep for certain; None where that depends on the records.

    Who keeps a share or an average in each short period keeps it in the long one that they make up; a week is no
    part of a month. Days are parts of all. Who reaches a number in a short period has reached it in the longer one.
    """
    if measure.family is Family.COUNT:
        return target.direction == "at least"
    if measure.adds_up and ("day" in periods or not {"week", "weeks"} & {*periods}):
        return True
    return None


def _accompanying(promise: Promise) -> Iterator[Change]:
    """What goes with a promise, and makes it neither harder nor easier."""
    pair = promise.pair
    texts = (
        ("title", "commitment-renamed", "The title", quoted(pair.old.title), quoted(pair.new.title)),
        ("category", "category-changed", "The category", pair.old.category, pair.new.category),
        ("owner", "owner-changed", "The owner", pair.old.owner, pair.new.owner),
        ("warn", "warning-changed", "The warning threshold", _warning(pair.old), _warning(pair.new)),
        ("by_segment", "segments-changed", "The column that figures are broken down by",
         quoted(pair.old.by_segment), quoted(pair.new.by_segment)),
    )  # fmt: skip
    for field, rule, what, old, new in texts:
        if pair.differs(field):
            yield from promise.change(rule, replaced(what, old, new), field)
    if pair.differs("judged_by"):
        instants = {"start": "it starts", "due": "it is due", "end": "it ends"}
        sentence = (
            f"A record belongs to the period in which {instants[pair.new.judged_by]}, no longer to that in which "
        )
        yield from promise.change("judged-by-changed", sentence + ended(instants[pair.old.judged_by]), "judged_by",
                             breaks_series=True)  # fmt: skip


def _warning(commitment: Commitment) -> str | None:
    warn: Decimal | None = commitment.warn
    if warn is None:
        return None
    return figures.bare_percent(warn) if commitment.target.is_share else grouped(warn)

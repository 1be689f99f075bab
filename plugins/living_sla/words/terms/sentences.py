"""Commitments as plain sentences, written from the terms alone, so that prose cannot contradict a number."""

from __future__ import annotations

from living_sla.model.agreement.condition import AllOf, Condition
from living_sla.model.agreement.kinds import (
    Attempts,
    Completeness,
    Conversion,
    Custom,
    Gap,
    ShareOf,
    Statistic,
    Total,
    Within,
)
from living_sla.model.agreement.labels import NO_LABELS, Labels
from living_sla.model.agreement.measured import Family, Measured
from living_sla.model.agreement.terms import Commitment, Terms
from living_sla.model.time.schedule import EveryDay, Schedule, Weekly
from living_sla.words.layout import capital
from living_sla.words.numbers import listed
from living_sla.words.people import owing
from living_sla.words.standing import figures
from living_sla.words.terms.conditions import event, holding, moment, of_one, records
from living_sla.words.terms.spelling import Vocabulary, named


def commitment_sentence(terms: Terms, commitment: Commitment, labels: Labels = NO_LABELS) -> str:
    """One sentence: when, who, what, how much. Its target and limit are those of the terms, exactly.

    A target that changes by period has a second one.

    Columns that have a label are called by it.
    """
    vocabulary = Vocabulary(tuple(terms.definitions), labels, commitment.measure.source)
    who = owing(terms, commitment)
    several = commitment.by_all
    if commitment.measure.family is Family.COUNT:
        deed = (
            f"{'deliver' if several else 'delivers'} {_counted(commitment, vocabulary)}{_receiver(terms, commitment)}"
        )
    elif (schedule := commitment.measure.schedule) is not None:
        deed = f"{'deliver' if several else 'delivers'} {_delivered(commitment, schedule)}"
    else:
        verb = "make sure" if several else "makes sure"
        deed = f"{verb}{_for_whom(terms, commitment)} that {_clause(commitment, vocabulary)}"
    sentence = f"{capital(commitment.per.each)}, {who} {deed}."
    return f"{sentence} {figures.other_periods(commitment.target)}".rstrip()


def _receiver(terms: Terms, commitment: Commitment) -> str:
    receiver = None if commitment.by_all else terms.receiver(commitment)
    return f" to {terms.parties[receiver].team}" if receiver else ""


def _for_whom(terms: Terms, commitment: Commitment) -> str:
    """Named only where more than two parties leave it open."""
    receiver = terms.receiver(commitment) if len(terms.parties) > 2 else None
    return f", for {terms.parties[receiver].team}," if receiver else ""


def _clause(commitment: Commitment, names: Vocabulary) -> str:
    """What is owed, as a clause after "makes sure that"."""
    measure, target = commitment.measure, figures.target(commitment.target.plain)
    of = f"{target} of {_records(measure, names)}"
    match measure:
        case Total():
            return f"the {names.column(measure.column)} of {_records(measure, names)} adds up to {target}"
        case Statistic():
            return _statistic(commitment, measure, names)
        case ShareOf():
            return f"{of} {holding(measure.that, names)}"
        case Completeness():
            return f"{of} have {listed([names.column(field) for field in measure.fields_])} filled in"
        case Within():
            return f"{of} {moment(measure.end, names).they} {_allowed(measure, names)}"
        case Attempts():
            touches = records(measure.events.where, names.of(measure.events.source), one=measure.times == 1)
            least = f"at least {measure.times} {touches}"
            in_time = f"within {measure.limit} of {moment(measure.start, names).being}"
            return f"{of} get {least} {in_time}{_or_ended(measure, names)}"
        case Gap():
            passes = "passes" if measure.limit.amount == 1 else "pass"
            return f"for {of}, no more than {measure.limit} {passes} between {_silence(measure, names)}"
        case Conversion():
            within = f"within {measure.limit} of {moment(measure.start, names).being}"
            return f"{of} {moment(measure.end, names).they} {within}"
        case Custom():
            return f"the {named(measure.name)} of {_records(measure, names)} is {target}"
        case _:
            raise AssertionError(f"no sentence for a {measure.kind}")


def _records(measure: Measured, names: Vocabulary, *, one: bool = False) -> str:
    """The records of a measure, or `one` of them; where all of a source count, those that reached the instant that
    dates them."""
    everything: Condition = AllOf(())
    if measure.where == everything and measure.dated_by is not None:
        reached = event(measure.dated_by, names).they
        return f"{records(measure.where, names, one=one)} that {of_one(reached) if one else reached}"
    return records(measure.where, names, one=one)


def _counted(commitment: Commitment, names: Vocabulary) -> str:
    target = commitment.target.plain
    return f"{figures.target(target)} {_records(commitment.measure, names, one=target.amount == 1)}"


def _delivered(commitment: Commitment, due: Schedule) -> str:
    often = figures.target(commitment.target.plain)
    return f'"{commitment.title}" on time {often} of the times it is due, {due_words(due)}'


def due_words(due: Schedule) -> str:
    """When something is due: ``every Monday``, ``on the last working day of every month``."""
    return str(due) if isinstance(due, Weekly | EveryDay) else f"on {'' if due.which == 'day' else 'the '}{due}"


def _allowed(measure: Within, names: Vocabulary) -> str:
    if measure.limit is not None:
        return f"within {measure.limit} of {moment(measure.start, names).being}"
    return f'by the deadline in "{names.column(measure.due or "")}"'


def _or_ended(measure: Attempts, names: Vocabulary) -> str:
    """What spares a record further attempts, or that nothing does."""
    if measure.ends is None:
        return "; early success does not count"
    return f", unless they {listed([event(end, names).they for end in measure.ends.any_of], 'or')} before that"


def _statistic(commitment: Commitment, measure: Statistic, names: Vocabulary) -> str:
    target = figures.target(commitment.target.plain)
    which, over = figures.statistic(commitment), _records(measure, names)
    if measure.of is not None:
        return f"the {which} of the {names.column(measure.of)} of {over} is {target}"
    start, end = moment(measure.start or "", names), moment(measure.end or "", names)
    return f"the {which} of the time from {start.being} to {end.being} is {target} for {over}"


def _silence(measure: Gap, names: Vocabulary) -> str:
    touches = records(measure.events.where, names.of(measure.events.source))
    until = f" until {moment(measure.end, names).being}" if measure.end else ""
    return f"two {touches}, counted from {moment(measure.start, names).being}{until}"

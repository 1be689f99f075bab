"""Changes of how a commitment is measured: its kind, its source and columns, its limit, the records that count."""

from __future__ import annotations

import json
from collections.abc import Iterator

from living_sla.agreements.digest import normal
from living_sla.changes.comparison import At, Pair, Promise, quoted, replaced
from living_sla.changes.lengths import compared
from living_sla.model.agreement.condition import AllOf, AnyOf, ColumnIs, Condition, Not, OneOf, Test, spell
from living_sla.model.agreement.kinds import Attempts, Completeness, Custom, Measure, PercentileOf
from living_sla.model.agreement.meaning import names_of
from living_sla.model.agreement.measured import Events, Measured
from living_sla.model.agreement.terms import Terms
from living_sla.model.notation import plain
from living_sla.model.past.change import Change
from living_sla.words.numbers import listed
from living_sla.words.terms.conditions import first_record, holding, records
from living_sla.words.terms.sentences import due_words
from living_sla.words.terms.spelling import Vocabulary, named, plural

_ROLES = {
    "source": "The source",
    "at": "The column that dates a record",
    "from": "The column in which the clock starts",
    "to": "The column in which it ends",
    "column": "The column that is added up",
    "of": "The column that is measured",
    "for": "The column that names the due date",
}
"""What a field of a measure that names a source or a column does, by its name in the file."""
_EVENT_ROLES = {
    "source": "The source of events",
    "key": "The column that ties an event to its record",
    "at": "The column that dates an event",
}


def measure_changes(promise: Promise) -> Iterator[Change]:
    """What differs in how a commitment is measured."""
    old, new = promise.old.measure, promise.new.measure
    if old.kind != new.kind:
        sentence = f"It is measured as {_kind(new)} instead of {_kind(old)}."
        yield promise.change("measure-changed", sentence, "measure", "kind", breaks_series=True)
    else:
        pair = Pair(old, new, (*promise.pair.was, "measure"), (*promise.pair.now, "measure"))
        yield from _columns(promise, pair)
        yield from _limit(promise, pair)
        yield from _asked_for(promise, pair)
        yield from _filters(promise, pair)
        yield from _events(promise)


def _kind(measure: Measure) -> str:
    article = "an" if measure.kind[0] in "ao" else "a"
    return f'{article} "{measure.kind}"'


def _columns(promise: Promise, pair: Pair[Measure]) -> Iterator[Change]:
    for field, what in _ROLES.items():
        if pair.differs(field) and not _both_first(pair, field):
            sentence = replaced(what, quoted(_text(pair.old, field)), quoted(_text(pair.new, field)))
            yield promise.change("measure-changed", sentence, "measure", field, breaks_series=True)


def _both_first(pair: Pair[Measure], field: str) -> bool:
    """Whether the clock starts or ends at a first event of another source in both versions; `_events` tells those."""
    return all(any(at == (field, "first") for at, _ in measure.all_events()) for measure in (pair.old, pair.new))


def _text(part: Measure | Events, field: str) -> str | None:
    found = normal(part).get(field)
    if isinstance(found, dict) and isinstance(part, Measured):
        events = next(events for at, events in part.all_events() if at == (field, "first"))
        return f"{first_record(events.where, Vocabulary(source=events.source))}, by {events.at}"
    return found


def _limit(promise: Promise, pair: Pair[Measure]) -> Iterator[Change]:
    old, new = pair.old, pair.new
    if old.schedule is not None and new.schedule is not None:
        if pair.differs("due"):
            sentence = f"It is due {due_words(new.schedule)} instead of {due_words(old.schedule)}."
            yield promise.change("due-dates-changed", sentence, "measure", "due", breaks_series=True)
        return
    before, after = old.time_limit, new.time_limit
    if before is not None and after is not None and pair.differs("limit"):
        way = compared(before, after)
        rule = {"shorter": "limit-tightened", "longer": "limit-eased", None: "limit-changed"}[way]
        verb = {"shorter": "is shortened", "longer": "is extended", None: "changes"}[way]
        yield promise.change(rule, f"The time limit {verb} from {before} to {after}.", "measure", "limit")
    elif pair.differs("limit") or pair.differs("due"):
        sentence = f"Instead of {_deadline(old)} there is {_deadline(new)}."
        yield promise.change("limit-changed", sentence, "measure", "due" if after is None else "limit")


def _deadline(measure: Measure) -> str:
    limit = measure.time_limit
    return f"a limit of {limit}" if limit is not None else f'the deadline in "{measure.deadline}"'


def _asked_for(promise: Promise, pair: Pair[Measure]) -> Iterator[Change]:
    """What a measure asks of a record, beside a time limit."""
    match pair.old, pair.new:
        case Attempts() as old_attempts, Attempts() as new_attempts:
            yield from _attempts(promise, pair, old_attempts, new_attempts)
        case PercentileOf(percentile=old_rank), PercentileOf(percentile=new_rank) if old_rank != new_rank:
            sentence = f"The percentile changes from {plain(old_rank)} to {plain(new_rank)}."
            directions = {promise.old.target.direction, promise.new.target.direction}
            rule = "measure-changed"
            if len(directions) == 1:
                harder = (new_rank > old_rank) == ("at most" in directions)
                rule = "measure-tightened" if harder else "measure-eased"
            yield promise.change(rule, sentence, "measure", "percentile", breaks_series=True)
        case Custom(), Custom():
            if pair.differs("name"):
                sentence = replaced("The measure", quoted(_text(pair.old, "name")), quoted(_text(pair.new, "name")))
                yield promise.change("measure-changed", sentence, "measure", "name", breaks_series=True)
            if pair.differs("with"):
                sentence = "What the measure is told changes."
                yield promise.change("measure-changed", sentence, "measure", "with", breaks_series=True)
        case Completeness() as old_fields, Completeness() as new_fields:
            said = "The fields that must be filled in"
            yield from _set(promise, pair, "fields", said, old_fields.fields_, new_fields.fields_)
            said = "The texts that count as empty"
            yield from _set(promise, pair, "placeholders", said, old_fields.placeholders, new_fields.placeholders)
    for field in _fields(type(pair.new)) - _TOLD:
        if pair.differs(field):
            yield promise.change("measure-changed", f'The field "{field}" of the measure changes.', "measure", field,
                                 breaks_series=True)  # fmt: skip


_TOLD = frozenset(
    {*_ROLES, "kind", "where", "that", "limit", "due", "events", "times", "ends", "percentile", "name", "with"}
) | {"fields", "placeholders"}
"""The fields of measures that have words of their own here; any other field gets by with its name."""


def _fields(kind: type[Measured]) -> frozenset[str]:
    return frozenset(info.alias or name for name, info in kind.model_fields.items())


def _attempts(promise: Promise, pair: Pair[Measure], old: Attempts, new: Attempts) -> Iterator[Change]:
    if old.times != new.times:
        rule, verb = ("attempts-raised", "rises") if new.times > old.times else ("attempts-lowered", "falls")
        sentence = f"The number of attempts {verb} from {old.times} to {new.times}."
        yield promise.change(rule, sentence, "measure", "times")
    if pair.differs("ends"):
        before, after = (measure.ends.any_of if measure.ends is not None else () for measure in (old, new))
        what = "What ends the attempts early"
        yield from _set(promise, pair, "ends", what, before, after, asks_for_less=True)


def _set(
    promise: Promise,
    pair: Pair[Measure],
    field: str,
    what: str,
    old: tuple[str, ...],
    new: tuple[str, ...],
    *,
    asks_for_less: bool = False,
) -> Iterator[Change]:
    """A set that asks for more the more it holds, or for less."""
    if not pair.differs(field):
        return
    before, after = frozenset(old), frozenset(new)
    one = "s" if what.startswith("What ") else ""
    if before == after:
        yield promise.change("order-changed", f"{what} {'is' if one else 'are'} listed in another order.",
                             "measure", field)  # fmt: skip
        return
    more, less = ("measure-eased", "measure-tightened") if asks_for_less else ("measure-tightened", "measure-eased")
    rule = more if after > before else less if after < before else "measure-changed"
    sentence = f"{what} change{one} from {_names(old)} to {_names(new)}."
    yield promise.change(rule, sentence, "measure", field, breaks_series=True)


def _names(texts: tuple[str, ...]) -> str:
    return listed([f'"{text}"' for text in texts]) if texts else "none"


# ---------------------------------------------------------------- which records count


def _filters(promise: Promise, pair: Pair[Measure]) -> Iterator[Change]:
    old, new = pair.old, pair.new
    if pair.differs("where"):
        words = records(old.where, _named(old)), records(new.where, _named(new))
        yield _filter(promise, "It counts {new} instead of {old}.", words, (old.where, new.where), "where")
    if old.met_where is not None and new.met_where is not None and pair.differs("that"):
        noun, conditions = plural(named(new.source)), (old.met_where, new.met_where)
        words = f"{noun} that {holding(old.met_where)}", f"{noun} that {holding(new.met_where)}"
        yield _filter(promise, "It is about the share of {new} instead of {old}.", words, conditions, "that")


def _named(part: Measure | Events) -> Vocabulary:
    """Columns by their names, as the file has them: a label is no term."""
    return Vocabulary(source=part.source)


def _filter(
    promise: Promise, sentence: str, words: tuple[str, str], conditions: tuple[Condition, Condition], *field: str | int
) -> Change:
    spelt = _spelt(conditions[0]), _spelt(conditions[1])
    if _meant(conditions[0]) == _meant(conditions[1]):
        said = f"The condition {spelt[0]} is written as {spelt[1]}, and means the same."
        return promise.change("order-changed", said, "measure", *field)
    old, new = words if words[0] != words[1] else spelt
    return promise.change("filter-changed", sentence.format(old=old, new=new), "measure", *field, breaks_series=True)


def _spelt(condition: Condition) -> str:
    return json.dumps(spell(condition), ensure_ascii=False)


def _meant(condition: Condition) -> object:
    """The condition without the order of its parts and values."""
    match condition:
        case AllOf(parts) | AnyOf(parts):
            meant = frozenset(_meant(part) for part in parts)
            return next(iter(meant)) if len(meant) == 1 else (type(condition), meant)
        case ColumnIs(column, test):
            return column, _meant_by(test)
        case _:
            return condition


def _meant_by(test: Test) -> object:
    match test:
        case OneOf(values):
            return frozenset(values)
        case Not(inner):
            return Not, _meant_by(inner)
        case _:
            return test


def _events(promise: Promise) -> Iterator[Change]:
    """What differs in the events of other sources that both versions ask for in the same place."""
    new_events = dict(promise.new.measure.all_events())
    for field, old in promise.old.measure.all_events():
        if field not in new_events:
            continue
        at = ("measure", *field)
        pair = Pair(old, new_events[field], (*promise.pair.was, *at), (*promise.pair.now, *at))
        for role, what in _EVENT_ROLES.items():
            if pair.differs(role):
                sentence = replaced(what, quoted(_text(pair.old, role)), quoted(_text(pair.new, role)))
                yield promise.change("measure-changed", sentence, *at, role, breaks_series=True)
        if pair.differs("where"):
            words = records(pair.old.where, _named(pair.old)), records(pair.new.where, _named(pair.new))
            conditions = pair.old.where, pair.new.where
            yield _filter(promise, "Its events are {new} instead of {old}.", words, conditions, *field, "where")


def redefined(promise: Promise) -> Iterator[Change]:
    """Definitions that decide in both versions which records count, and say something else now."""
    before, after = promise.both.before.terms, promise.both.after.terms
    if before.definitions == after.definitions:
        return
    for name in sorted(_used(before, promise.old.measure) & _used(after, promise.new.measure)):
        old, new = before.definitions[name], after.definitions[name]
        if old != new and normal(old) != normal(new):
            at = At(("definitions", name), ("definitions", name))
            sentence = f'What "{named(name)}" means has changed, and with it which records count.'
            yield promise.both.change("counting-redefined", sentence, at, commitment=promise.new.id,
                                      breaks_series=True)  # fmt: skip


def _used(terms: Terms, measure: Measure) -> set[str]:
    """The definitions that a measure counts by, also through others."""
    conditions = terms.conditions()
    ahead = [condition for _, _, condition in measure.conditions()]
    found: set[str] = set()
    while ahead:
        for name in names_of(ahead.pop()):
            if name not in found:
                found.add(name)
                ahead.append(conditions[name])
    return found

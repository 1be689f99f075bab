"""Changes of how a commitment is measured: its kind, its source and columns, its limit, the records that count."""

from __future__ import annotations

import json
from collections.abc import Iterator

from living_sla.agreements.digest import normal
from living_sla.changes.comparison import Pair, Promise, quoted, replaced
from living_sla.changes.filters import filter_changes
from living_sla.changes.lengths import compared
from living_sla.model.agreement.kinds import Attempts, Completeness, Custom, Measure, PercentileOf
from living_sla.model.agreement.measured import Events, Measured
from living_sla.model.notation import plain
from living_sla.model.past.change import Change
from living_sla.words.numbers import listed
from living_sla.words.terms.conditions import first_record
from living_sla.words.terms.sentences import commitment_sentence, due_words
from living_sla.words.terms.spelling import Vocabulary

_ROLES = {
    "source": "The source",
    "at": "The column that dates a record",
    "from": "The column in which the clock starts",
    "to": "The column in which the clock ends",
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
        before, after = promise.both.before.terms, promise.both.after.terms
        said = commitment_sentence(after, promise.new), commitment_sentence(before, promise.old)
        sentence = f"It is measured as {_kind(new)} instead of {_kind(old)}. Now: {said[0]} Before: {said[1]}"
        yield from promise.change("measure-changed", sentence, "measure", "kind", breaks_series=True)
    else:
        pair = Pair(old, new, (*promise.pair.was, "measure"), (*promise.pair.now, "measure"))
        yield from _columns(promise, pair)
        yield from _limit(promise, pair)
        yield from _asked_for(promise, pair)
        yield from filter_changes(promise, pair)
        yield from _events(promise)


def _kind(measure: Measure) -> str:
    article = "an" if measure.kind[0] in "ao" else "a"
    return f'{article} "{measure.kind}"'


def _columns(promise: Promise, pair: Pair[Measure]) -> Iterator[Change]:
    for field, what in _ROLES.items():
        if pair.differs(field) and not _both_first(pair, field):
            sentence = replaced(what, quoted(_text(pair.old, field)), quoted(_text(pair.new, field)))
            yield from promise.change("measure-changed", sentence, "measure", field, breaks_series=True)


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
            yield from promise.change("due-dates-changed", sentence, "measure", "due", breaks_series=True)
        return
    before, after = old.time_limit, new.time_limit
    if before is not None and after is not None and pair.differs("limit"):
        way = compared(before, after)
        rule = {"shorter": "limit-tightened", "longer": "limit-eased", None: "limit-changed"}[way]
        verb = {"shorter": "is shortened", "longer": "is extended", None: "changes"}[way]
        yield from promise.change(rule, f"The time limit {verb} from {before} to {after}.", "measure", "limit")
    elif pair.differs("limit") or pair.differs("due"):
        sentence = f"Instead of {_deadline(old)} there is {_deadline(new)}."
        yield from promise.change("limit-changed", sentence, "measure", "due" if after is None else "limit")


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
            yield from promise.change(rule, sentence, "measure", "percentile", breaks_series=True)
        case Custom() as old_own, Custom() as new_own:
            if pair.differs("name"):
                sentence = replaced("The measure", quoted(_text(pair.old, "name")), quoted(_text(pair.new, "name")))
                yield from promise.change("measure-changed", sentence, "measure", "name", breaks_series=True)
            if pair.differs("with"):
                sentence = replaced("What the measure is told", _told(old_own), _told(new_own))
                yield from promise.change("measure-changed", sentence, "measure", "with", breaks_series=True)
        case Completeness() as old_fields, Completeness() as new_fields:
            said = "The fields that must be filled in"
            yield from _set(promise, pair, "fields", said, old_fields.fields_, new_fields.fields_)
            said = "The texts that count as empty"
            yield from _set(promise, pair, "placeholders", said, old_fields.placeholders, new_fields.placeholders)
    for field in _fields(type(pair.new)) - _TOLD:
        if pair.differs(field):
            values = _spelt(pair.old, field), _spelt(pair.new, field)
            sentence = replaced(f'The field "{field}" of the measure', *values)
            yield from promise.change("measure-changed", sentence, "measure", field, breaks_series=True)


def _told(own: Custom) -> str:
    return _spelt(own, "with") or "nothing"


def _spelt(part: Measure, field: str) -> str | None:
    found = normal(part).get(field)
    return json.dumps(found, ensure_ascii=False, sort_keys=True) if found else None


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
        yield from promise.change(rule, sentence, "measure", "times")
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
        yield from promise.change("order-changed", f"{what} {'is' if one else 'are'} listed in another order.",
                             "measure", field)  # fmt: skip
        return
    more, less = ("measure-eased", "measure-tightened") if asks_for_less else ("measure-tightened", "measure-eased")
    rule = more if after > before else less if after < before else "measure-changed"
    sentence = f"{what} change{one} from {_names(old)} to {_names(new)}."
    yield from promise.change(rule, sentence, "measure", field, breaks_series=True)


def _names(texts: tuple[str, ...]) -> str:
    return listed([f'"{text}"' for text in texts]) if texts else "none"


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
                yield from promise.change("measure-changed", sentence, *at, role, breaks_series=True)

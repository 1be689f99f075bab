"""Changes of which records count: filters, the definitions that they name, and the events that belong to a record."""

from __future__ import annotations

import json
from collections.abc import Iterator

from living_sla.changes.comparison import At, Pair, Promise, replaced
from living_sla.changes.conditions import Defining, same_meaning, within
from living_sla.model.agreement.condition import Condition, spell
from living_sla.model.agreement.kinds import Attempts, Conversion, Gap, Measure, Within
from living_sla.model.agreement.meaning import names_of
from living_sla.model.agreement.measured import Events, Family
from living_sla.model.agreement.terms import Terms
from living_sla.model.past.change import Change
from living_sla.words.terms.conditions import holding, records
from living_sla.words.terms.spelling import Vocabulary, named, plural


def filter_changes(promise: Promise, pair: Pair[Measure]) -> Iterator[Change]:
    """What differs in the conditions of a measure of one kind, those of its events among them."""
    old, new = pair.old, pair.new
    if pair.differs("where"):
        words = records(old.where, by_names(old)), records(new.where, by_names(new))
        yield from _filter(promise, "It counts {new} instead of {old}.", words, (old.where, new.where), "where")
    if old.met_where is not None and new.met_where is not None and pair.differs("that"):
        noun, conditions = plural(named(new.source)), (old.met_where, new.met_where)
        words = f"{noun} that {holding(old.met_where)}", f"{noun} that {holding(new.met_where)}"
        yield from _filter(promise, "It is about the share of {new} instead of {old}.", words, conditions, "that")
    new_events = dict(new.all_events())
    for field, events in old.all_events():
        now = new_events.get(field)
        if now is None or events.where == now.where:
            continue
        words = records(events.where, by_names(events)), records(now.where, by_names(now))
        conditions = events.where, now.where
        yield from _filter(promise, "Its events are {new} instead of {old}.", words, conditions, *field, "where")


def by_names(part: Measure | Events) -> Vocabulary:
    """Columns by their names, as the file has them: a label is no term."""
    return Vocabulary(source=part.source)


def _filter(
    promise: Promise, sentence: str, words: tuple[str, str], conditions: tuple[Condition, Condition], *field: str | int
) -> Iterator[Change]:
    before, after = _defining(promise, *conditions)
    if same_meaning(*conditions) or (within(before, after) and within(after, before)):
        said = f"The condition {_spelt(conditions[0])} is written as {_spelt(conditions[1])}, and means the same."
        yield from promise.change("order-changed", said, "measure", *field)
        return
    old, new = words if words[0] != words[1] else (_spelt(conditions[0]), _spelt(conditions[1]))
    rule = _RULES[_harder(promise, field)].format("filter")
    yield from promise.change(rule, sentence.format(old=old, new=new), "measure", *field, breaks_series=True)


def _spelt(condition: Condition) -> str:
    return json.dumps(spell(condition), ensure_ascii=False)


def _defining(promise: Promise, old: Condition, new: Condition) -> tuple[Defining, Defining]:
    """Conditions of the older and the newer version, each with the definitions of its own."""
    both = promise.both
    return Defining(old, both.before.terms.conditions()), Defining(new, both.after.terms.conditions())


_RULES = {True: "{}-tightened", False: "{}-eased", None: "{}-changed"}


def _harder(promise: Promise, field: tuple[str | int, ...]) -> bool | None:
    """Whether the records that pass a condition now make the promise harder to keep for certain.

    Fewer records make a smaller number, and a smaller share where they are the good ones; fewer events fulfil less.
    Nobody can tell what fewer records do to a share of them, or to a sum, which may have negative parts.
    """
    old, new = promise.old, promise.new
    was, now = (
        {at: (source, condition) for at, source, condition in found.measure.conditions()} for found in (old, new)
    )
    if field not in was or field not in now or was[field][0] != now[field][0]:
        return None
    if old.measure.kind != new.measure.kind or old.target.direction != new.target.direction:
        return None
    before, after = _defining(promise, was[field][1], now[field][1])
    fewer, more = within(after, before), within(before, after)
    if fewer == more:
        return None
    if field == ("that",) or (field == ("where",) and new.measure.family is Family.COUNT):
        return fewer == (new.target.direction == "at least")
    fulfils = (("events", "where"), Attempts | Gap), (("to", "first", "where"), Within | Conversion)
    return fewer if any(field == at and isinstance(new.measure, kinds) for at, kinds in fulfils) else None


def redefined(promise: Promise) -> Iterator[Change]:
    """Definitions that decide in both versions which records count, and stand for other records now."""
    before, after = promise.both.before.terms, promise.both.after.terms
    if before.definitions == after.definitions:
        return
    old, new = before.conditions(), after.conditions()
    for name in sorted(_used(before, promise.old.measure) & _used(after, promise.new.measure)):
        was, now = _defining(promise, old[name], new[name])
        if same_meaning(old[name], new[name]) or (within(was, now) and within(now, was)):
            continue
        uses = [at for at, _, condition in promise.new.measure.conditions() if name in _names(after, condition)]
        ways = {_harder(promise, at) for at in uses}
        harder = ways.pop() if len(ways) == 1 else None
        rule = "counting-redefined" if harder is None else _RULES[harder].format("counting")
        said = [f"records that {holding(where)}" for where in (old[name], new[name])]
        sentence = replaced(f'What "{named(name)}" stands for', *said)
        at = At(("definitions", name, "where"), ("definitions", name, "where"))
        yield from promise.both.borne(rule, sentence, at, promise.owing, [before, after], commitment=promise.new.id,
                                      concerns=promise.owing, breaks_series=True)  # fmt: skip


def _used(terms: Terms, measure: Measure) -> set[str]:
    """The definitions that a measure counts by, also through others."""
    return {name for _, _, condition in measure.conditions() for name in _names(terms, condition)}


def _names(terms: Terms, condition: Condition) -> set[str]:
    conditions, ahead = terms.conditions(), [condition]
    found: set[str] = set()
    while ahead:
        for name in names_of(ahead.pop()):
            if name not in found:
                found.add(name)
                ahead.append(conditions[name])
    return found

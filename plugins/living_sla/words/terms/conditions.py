"""Events and conditions turned into words that a sentence can carry."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from datetime import date, datetime

from msgspec import Struct

from living_sla.model.agreement.condition import (
    AllOf,
    AnyOf,
    Beside,
    Between,
    BetweenDays,
    ColumnIs,
    Compared,
    Condition,
    Dated,
    Defined,
    Filled,
    Includes,
    Not,
    OneOf,
    Test,
    spell_test,
)
from living_sla.model.agreement.measured import First, Moment
from living_sla.words.numbers import grouped, listed
from living_sla.words.terms.spelling import PLAIN, Vocabulary, named, plural, singular, with_article
from living_sla.words.times import plain_day

_IRREGULAR = frozenset("built done given held lost made met said seen sent spoken taken told won".split())  # noqa: SIM905

_PARTICLES = frozenset(("away", "back", "down", "in", "off", "on", "out", "over", "through", "up"))
"""What may stand behind a participle and belongs to it."""
_STAGES = frozenset(("customer", "lead", "opportunity", "prospect", "subscriber"))
"""What a record becomes in a CRM; everything else that has a moment, such as a decision, it gets."""
_ADVERBS = frozenset(("first", "last", "next", "fully", "finally", "newly"))


# ---------------------------------------------------------------- instants as events


class Event(Struct, frozen=True):
    """What happens to a record at the instant in a column, as the verbs and nouns that a sentence needs."""

    they: str
    """After a plural: ``are first contacted``, ``become an MQL``, ``get their first response``."""
    being: str
    """After a preposition: ``being first contacted``, ``becoming an MQL``, ``first response``."""


def event(column: str, vocabulary: Vocabulary = PLAIN) -> Event:
    """The event of a column of instants; a column called like a definition is the moment of becoming one."""
    label = vocabulary.label(column)
    words = label or named(re.sub(r"^date_(of_)?(?=.)|(?<=.)(_(at|on|date|time|datetime|timestamp))+$", "", column))
    last = words.split()[-1]
    if _is_done(words.casefold().split()):
        words = words if label is None else _inside(words)
        return Event(f"are {words}", f"being {words}")
    if last.endswith("ed") or last in _IRREGULAR:
        return Event(f'get their "{words}"', f'"{words}"')  # "event ended": something else than the record ended
    if words.isupper() or words.casefold() in {named(name).casefold() for name in vocabulary.definitions}:
        return Event(f"become {with_article(words)}", f"becoming {with_article(words)}")
    if label is None and last in _STAGES:
        return Event(f"become {with_article(words)}", f"becoming {with_article(words)}")
    if label is not None and label != _inside(label):
        words = f'"{label}"'  # a header of an export is a name, and no phrase
    return Event(f"get their {words}", words)


def _inside(label: str) -> str:
    """The label in the middle of a sentence: without a capital that only begins it."""
    first = label.split()[0]
    return label if first[1:] != first[1:].lower() or len(first) == 1 else label[0].lower() + label[1:]


def moment(of: Moment, vocabulary: Vocabulary = PLAIN) -> Event:
    """The event at which a clock starts or ends: of a column, or the first one in another source."""
    if not isinstance(of, First):
        return event(of, vocabulary)
    first = first_record(of.first.where, vocabulary.of(of.first.source))
    return Event(f"get {first}", first)


def _is_done(words: list[str]) -> bool:
    """Whether the words say what is done to a record: ``first contacted``, ``handed over``, ``signed up``."""
    done = list(words)
    while len(done) > 1 and done[0] in _ADVERBS:
        done.pop(0)
    return (done[0].endswith("ed") or done[0] in _IRREGULAR) and set(done[1:]) <= _PARTICLES


# ---------------------------------------------------------------- conditions


def records(condition: Condition, of: Vocabulary, *, one: bool = False) -> str:
    """The records that pass: ``MQLs``, ``leads that have the status "rejected"``; or `one` of them, without an article:
    ``MQL``, ``lead that has the status "rejected"``."""
    noun = named(condition.name if isinstance(condition, Defined) else of.source)
    noun = singular(noun) if one else plural(noun)
    if isinstance(condition, Defined) or condition == AllOf(()):
        return noun
    return f"{noun} that {holding(condition, of, one=one)}"


def first_record(condition: Condition, of: Vocabulary) -> str:
    """The first of these records: ``their first task``, ``the first of their tasks that have the type "call"``."""
    if isinstance(condition, Defined):
        return f"their first {named(condition.name)}"
    if condition == AllOf(()):
        return f"their first {singular(named(of.source))}"
    return f"the first of their {plural(named(of.source))} that {holding(condition, of)}"


def holding(condition: Condition, vocabulary: Vocabulary = PLAIN, *, one: bool = False) -> str:
    """What a record that passes does, after a plural: ``have the status "rejected"``; or after `one`: ``has …``."""
    match condition:
        case Defined(name) if one:
            return f"is {with_article(singular(named(name)))}"
        case Defined(name):
            return f"are {plural(named(name))}"
        case ColumnIs(column, test):
            clause = _dated(column, test, vocabulary) or _tested(column, test, vocabulary)
            return of_one(clause) if one else clause
        case AllOf(parts):
            return listed([_grouped_part(part, vocabulary, one=one) for part in parts])
        case AnyOf(parts):
            return listed([_grouped_part(part, vocabulary, one=one) for part in parts], "or")


_VERBS = {"are": "is", "have": "has", "do": "does", "become": "becomes", "get": "gets"}
_THEIR = re.compile(r'\btheir\b(?=(?:[^"]*"[^"]*")*[^"]*$)')  # outside of quotation marks


def of_one(clause: str) -> str:
    """What is said of many records, of one of them: ``is first contacted`` of ``are first contacted``."""
    verb, _, rest = clause.partition(" ")
    return _THEIR.sub("its", f"{_VERBS[verb]} {rest}")


def _dated(column: str, test: Test, vocabulary: Vocabulary) -> str:
    """What a record does whose date or instant passes a test: ``are closed after 31 January 2026``; else nothing."""
    match test:
        case Dated(bound, at):
            return f"{event(column, vocabulary).they} {bound} {day_words(at)}"
        case BetweenDays(first, last):
            return f"{event(column, vocabulary).they} between {day_words(first)} and {day_words(last)}"
        case Beside("after" | "on or after" | "before" | "on or before" as bound, other):
            return f"{event(column, vocabulary).they} {bound} {event(other, vocabulary).being}"
        case Not(inner) if clause := _dated(column, inner, vocabulary):
            return f"are not {clause.removeprefix('are ')}" if clause.startswith("are ") else f"do not {clause}"
        case _:
            return ""


def day_words(at: date | datetime) -> str:
    """``31 January 2026``, with the time of day where there is one: ``31 January 2026, 08:00``."""
    return plain_day(at) + (f", {at:%H:%M}" if isinstance(at, datetime) else "")


def _grouped_part(part: Condition, vocabulary: Vocabulary, *, one: bool) -> str:
    """A part that joins others itself goes into brackets, so that "and" and "or" cannot be mistaken."""
    clause = holding(part, vocabulary, one=one)
    return f"({clause})" if isinstance(part, AnyOf | AllOf) else clause


def _tested(name: str, test: Test, vocabulary: Vocabulary) -> str:
    column = vocabulary.column(name)
    match test:
        case OneOf(("true",)) | Not(OneOf(("false",))):
            return f'are marked as "{column}"'
        case OneOf(("false",)) | Not(OneOf(("true",))):
            return f'are not marked as "{column}"'
        case OneOf(values):
            return f"have the {column} {_quoted(values)}"
        case Compared(bound, limit):
            return f"have {with_article(column)} {bound} {grouped(limit)}" if bound in ("above", "below") else (
                f"have {with_article(column)} of {bound} {grouped(limit)}"
            )  # fmt: skip
        case Beside(side, other):
            of = "" if side in ("above", "below") else "of "
            return f"have {with_article(column)} {of}{side} their {vocabulary.column(other)}"
        case Between(low, high):
            return f"have {with_article(column)} from {grouped(low)} to {grouped(high)}"
        case Includes(value):
            return f'have "{value}" among their {vocabulary.label(name) or plural(column)}'
        case Filled():
            return f"have {with_article(column)}"
        case Not(Filled()):
            return f"have no {column}"
        case Not(OneOf(values)):
            return f"do not have the {column} {_quoted(values)}"
        case Not(inner):
            return f"do not {_tested(name, inner, vocabulary)}"
        case _:
            raise AssertionError(f"{test} is said by the event of its column")


def _quoted(values: Sequence[str]) -> str:
    return listed([f'"{value}"' for value in values], "or")


# ---------------------------------------------------------------- conditions by themselves


def condition_words(condition: Condition, labels: Mapping[str, str]) -> str:
    """A condition by itself: ``lifecycle is mql or sql and score is at least 60``; columns by their labels."""
    match condition:
        case Defined(name):
            return name
        case ColumnIs(column, test):
            return f"{column_words(column, labels)} {_test(test, labels)}"
        case AllOf(parts):
            return " and ".join(
                f"({condition_words(part, labels)})" if isinstance(part, AnyOf) else condition_words(part, labels)
                for part in parts
            )
        case AnyOf(parts):
            return " or ".join(condition_words(part, labels) for part in parts)


def column_words(column: str, labels: Mapping[str, str]) -> str:
    """A column as its source calls it, or by its name: ``first_contacted_at`` is *first contacted at*."""
    return labels.get(column) or column.replace("_", " ")


def _test(test: Test, labels: Mapping[str, str]) -> str:
    match test:
        case Beside(bound, other):
            return f"is {bound} {column_words(other, labels)}"
        case Not(Beside(bound, other)):
            return f"is not {bound} {column_words(other, labels)}"
        case OneOf(values):
            *head, last = values
            return f"is {', '.join(head)} or {last}" if head else f"is {last}"
        case Includes(value):
            return f"includes {value}"
        case Not(Includes(value)):
            return f"does not include {value}"
        case _:
            return f"is {spell_test(test)}"

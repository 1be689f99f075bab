"""Names of columns, definitions and sources turned into words that a sentence can carry."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from living_sla.model.column_tests import (
    Beside,
    Between,
    BetweenDays,
    Compared,
    Dated,
    Filled,
    Includes,
    Not,
    OneOf,
    Test,
)
from living_sla.model.condition import AllOf, AnyOf, ColumnIs, Condition, Defined
from living_sla.model.kinds import First, Moment
from living_sla.model.quantity import Duration, Target, plain

_ABBREVIATIONS = frozenset("arr bdr crm eu icp id kpi mrr roi sdr sla uk us".split())  # noqa: SIM905
_SPELT_WITH_A_VOWEL_SOUND = "AEFHILMNORSX"
_IRREGULAR = frozenset("built done given held lost made met said seen sent spoken taken told won".split())  # noqa: SIM905

_PARTICLES = frozenset(("away", "back", "down", "in", "off", "on", "out", "over", "through", "up"))
"""What may stand behind a participle and belongs to it."""
_ADVERBS = frozenset(("first", "last", "next", "fully", "finally", "newly"))


def named(name: str) -> str:
    """A name as people write it: ``mql`` is ``MQL``, ``first_contact`` is ``first contact``."""
    return " ".join(_word(word) for word in re.split(r"[\s_-]+", name.strip()))


def _word(word: str) -> str:
    spelt_out = word.islower() and len(word) <= 4 and not re.search(r"[aeiouy0-9]", word)
    return word.upper() if spelt_out or word.lower() in _ABBREVIATIONS else word


def plural(name: str) -> str:
    """More than one of what the name says, unless it is a plural already."""
    if name.endswith("s"):
        return name
    return f"{name[:-1]}ies" if re.search(r"[^aeiouAEIOU]y$", name) else f"{name}s"


def singular(name: str) -> str:
    """One of what the name says: ``task`` of ``tasks``, ``activity`` of ``activities``."""
    if name.endswith("ies"):
        return f"{name[:-3]}y"
    return name.removesuffix("s") if not name.endswith("ss") else name


def with_article(name: str) -> str:
    """The name behind ``a`` or ``an``, by its sound."""
    sound = _SPELT_WITH_A_VOWEL_SOUND if name.split()[0].isupper() else "AEIOU"
    return f"{'an' if name[0].upper() in sound else 'a'} {name}"


def listed(names: Sequence[str], joint: str = "and") -> str:
    """``a, b and c``."""
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} {joint} {names[-1]}"


def grouped(number: Decimal) -> str:
    """The number in full, its digits in groups of three: ``900,000``."""
    whole, point, fraction = plain(number).partition(".")
    return f"{int(whole):,}{point}{fraction}"


def target_words(target: Target) -> str:
    """The target in words: ``at least 95%``, ``at most 90 business minutes``, ``at least EUR 900,000``."""
    if target.is_share:
        return f"{target.direction} {plain(target.amount * 100)}%"
    if target.is_duration:
        unit: object = target.unit
        return f"{target.direction} {Duration(target.amount, unit, target.business)}"  # type: ignore[arg-type]
    if target.is_money and target.amount % 1:
        return f"{target.direction} {target.unit} {target.amount:,.2f}"
    return f"{target.direction} {f'{target.unit} ' if target.unit else ''}{grouped(target.amount)}"


# ---------------------------------------------------------------- instants as events


@dataclass(frozen=True)
class Event:
    """What happens to a record at the instant in a column, as the verbs and nouns that a sentence needs."""

    they: str
    """After a plural: ``are first contacted``, ``become an MQL``, ``reach first response``."""
    being: str
    """After a preposition: ``being first contacted``, ``becoming an MQL``, ``first response``."""


def event(column: str, definitions: Sequence[str] = ()) -> Event:
    """The event of a column of instants; a column named like a definition is the moment of becoming one."""
    words = named(re.sub(r"_(at|on|date|time)$", "", column))
    last = words.split()[-1]
    if _is_done(words.split()):
        return Event(f"are {words}", f"being {words}")
    if last.endswith("ed") or last in _IRREGULAR:
        return Event(f'reach "{words}"', f'"{words}"')  # "event ended": something else than the record ended
    if words.isupper() or words.casefold() in {named(name).casefold() for name in definitions}:
        return Event(f"become {with_article(words)}", f"becoming {with_article(words)}")
    return Event(f"reach {words}", words)


def moment(of: Moment, definitions: Sequence[str] = ()) -> Event:
    """The event at which a clock starts or ends: of a column, or the first one in another source."""
    if not isinstance(of, First):
        return event(of, definitions)
    first = first_record(of.first.where, of.first.source)
    return Event(f"get {first}", first)


def _is_done(words: list[str]) -> bool:
    """Whether the words say what is done to a record: ``first contacted``, ``handed over``, ``signed up``."""
    done = list(words)
    while len(done) > 1 and done[0] in _ADVERBS:
        done.pop(0)
    return (done[0].endswith("ed") or done[0] in _IRREGULAR) and set(done[1:]) <= _PARTICLES


# ---------------------------------------------------------------- conditions


def records(condition: Condition, source: str) -> str:
    """The records that pass, as a plural: ``MQLs``, ``leads that have the status "rejected"``."""
    if isinstance(condition, Defined):
        return plural(named(condition.name))
    noun = plural(named(source))
    return noun if condition == AllOf(()) else f"{noun} that {holding(condition)}"


def first_record(condition: Condition, source: str) -> str:
    """The first of these records: ``their first task``, ``the first of their tasks that have the type "call"``."""
    if isinstance(condition, Defined):
        return f"their first {named(condition.name)}"
    if condition == AllOf(()):
        return f"their first {singular(named(source))}"
    return f"the first of their {plural(named(source))} that {holding(condition)}"


def holding(condition: Condition) -> str:
    """What a record that passes does, after a plural: ``have the status "rejected"``."""
    match condition:
        case Defined(name):
            return f"are {plural(named(name))}"
        case ColumnIs(column, test):
            return _dated(column, test) or _tested(named(column), test)
        case AllOf(parts):
            return listed([_grouped_part(part) for part in parts])
        case AnyOf(parts):
            return listed([_grouped_part(part) for part in parts], "or")


def _dated(column: str, test: Test) -> str:
    """What a record does whose date or instant passes a test: ``are closed after 31 January 2026``; else nothing."""
    match test:
        case Dated(bound, at):
            return f"{event(column).they} {bound} {day_words(at)}"
        case BetweenDays(first, last):
            return f"{event(column).they} between {day_words(first)} and {day_words(last)}"
        case Beside("after" | "on or after" | "before" | "on or before" as bound, other):
            return f"{event(column).they} {bound} {event(other).being}"
        case Not(inner) if said := _dated(column, inner):
            return f"are not {said.removeprefix('are ')}" if said.startswith("are ") else f"do not {said}"
        case _:
            return ""


def day_words(at: date | datetime) -> str:
    """``31 January 2026``, with the time of day where there is one: ``31 January 2026, 08:00``."""
    return f"{at.day} {at:%B %Y}" + (f", {at:%H:%M}" if isinstance(at, datetime) else "")


def _grouped_part(part: Condition) -> str:
    """A part that joins others itself goes into brackets, so that "and" and "or" cannot be mistaken."""
    return f"({holding(part)})" if isinstance(part, AnyOf | AllOf) else holding(part)


def _tested(column: str, test: Test) -> str:
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
        case Beside(side, name):
            of = "" if side in ("above", "below") else "of "
            return f"have {with_article(column)} {of}{side} their {named(name)}"
        case Between(low, high):
            return f"have {with_article(column)} from {grouped(low)} to {grouped(high)}"
        case Includes(value):
            return f'have "{value}" among their {plural(column)}'
        case Filled():
            return f"have {with_article(column)}"
        case Not(Filled()):
            return f"have no {column}"
        case Not(OneOf(values)):
            return f"do not have the {column} {_quoted(values)}"
        case Not(inner):
            return f"do not {_tested(column, inner)}"
        case _:
            raise AssertionError(f"{test} is said by the event of its column")


def _quoted(values: Sequence[str]) -> str:
    return listed([f'"{value}"' for value in values], "or")

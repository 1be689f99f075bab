"""Definitions, needs, exceptions and consequences of the terms, as plain sentences."""

from __future__ import annotations

from datetime import datetime

from living_sla.model.agreement.terms import ExceptionTerms, Need, Terms, Trigger
from living_sla.model.counted import counted
from living_sla.words import times
from living_sla.words.layout import capital
from living_sla.words.numbers import listed
from living_sla.words.people import owing
from living_sla.words.terms.conditions import holding
from living_sla.words.terms.spelling import named, plural


def definition_sentence(terms: Terms, name: str) -> str:
    """What a word means, and the records that it stands for."""
    definition = terms.definitions[name]
    counted = f" It stands for records that {holding(definition.where)}." if definition.where is not None else ""
    word = named(name)
    return f"{capital(word)}: {stopped(definition.means)}{counted}"


def need_sentence(terms: Terms, need: Need) -> str:
    """What a party needs, and by when."""
    by = f", {need.by}" if need.by else ""
    return f"{terms.parties[need.party].team} needs {_lowered(need.what)}{by}."


def exception_sentence(terms: Terms, exception: ExceptionTerms) -> str:
    """When an exception holds, what it does to which commitments, and why."""
    window = f"From {moment_words(exception.start)} to {moment_words(exception.end)}"
    about = _commitments(terms, exception.commitments)
    what = "are left out of" if exception.effect == "exclude" else "stop the clock of"
    who = "records that start" if exception.effect == "exclude" else "hours"
    return f"{window}, {who} then {what} {about} ({exception.reason})."


def moment_words(at: datetime) -> str:
    """``3 August 2026, 08:00``, as a window of time is said."""
    return f"{times.plain_day(at.date())}, {at:%H:%M}"


def _commitments(terms: Terms, ids: tuple[str, ...]) -> str:
    return listed([f'"{terms.commitment(name).title}"' for name in ids]) if ids else "every commitment"


def trigger_sentence(terms: Terms, trigger: Trigger) -> str:
    """After which misses what happens."""
    if trigger.commitment is None:
        about, one = "a commitment", "period"
    else:
        commitment = terms.commitment(trigger.commitment)
        about, one = f'"{commitment.title}" of {owing(terms, commitment)}', commitment.per.noun
    many = one.replace("period of", "periods of", 1) if " " in one else plural(one)
    row = " in a row" if trigger.when.in_a_row else ""
    missed = counted(trigger.when.count, f"missed {one}", f"missed {many}")
    return f"After {missed}{row} of {about}: {stopped(trigger.do)}"


def _lowered(text: str) -> str:
    """Ready for the middle of a sentence; a name in capitals stays as it is."""
    first = text.split()[0]
    return text if len(first) > 1 and first.isupper() else text[0].lower() + text[1:]


def stopped(text: str) -> str:
    """The text as a sentence that ends."""
    return text if text.endswith((".", "!", "?")) else f"{text}."

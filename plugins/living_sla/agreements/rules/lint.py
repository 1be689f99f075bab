"""Warnings about an agreement that is valid and could be wiser; each has a stable name.

| name | says |
| --- | --- |
| one-sided | only one party owes anything |
| no-owner | a commitment without a named person |
| target-100 | a target that leaves no room for a single miss |
| early-success | attempts that stay owed after a record was reached |
| same-person | two addresses of one person sign for two parties, and neither counts |
| no-contingency | nobody has agreed what happens after a miss |
| unused-definition | a definition that nothing in the agreement uses |
| review-passed | the date of the next review lies in the past |
| calendar-ends | the library does not know the holidays of a year that the terms cover, or of the months ahead |
| closures-old | the last named closure is more than a year old |
| body-contradicts-term | a percentage or length of time in a sentence about a commitment that is not one of its own |
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date, timedelta
from decimal import Decimal

from living_sla.agreements.markdown.code import without_code
from living_sla.agreements.rules.conditions import stated_by_measures
from living_sla.errors import Notice, Place, Unreadable
from living_sla.model.agreement import Agreement
from living_sla.model.calendar import LOOK_AHEAD, unknown_years
from living_sla.model.kinds import Attempts
from living_sla.model.meaning import names_of
from living_sla.model.notation import plain
from living_sla.model.person import mailbox
from living_sla.model.quantity import Duration, parse_duration
from living_sla.model.terms import BOTH, Commitment


def lint(agreement: Agreement, *, today: date | None = None) -> list[Notice]:
    """Every warning about one agreement; without `today` none speaks of dates that have passed."""
    return [
        *_one_sided(agreement),
        *_same_person(agreement),
        *_commitments(agreement),
        *_no_contingency(agreement),
        *_unused_definitions(agreement),
        *_review_passed(agreement, today),
        *_calendar_ends(agreement, today),
        *_contradictions(agreement),
    ]


def _one_sided(agreement: Agreement) -> Iterator[Notice]:
    owing = {commitment.by for commitment in agreement.terms.commitments}
    idle = [key for key in agreement.terms.parties if key not in owing]
    if idle and BOTH not in owing:
        message = f"{' and '.join(idle)} owe{'s' * (len(idle) == 1)} nothing"
        hint = "an agreement that binds one side alone rarely lives: add a commitment of the other"
        yield Notice("one-sided", message, agreement.place("commitments"), hint)


def _same_person(agreement: Agreement) -> Iterator[Notice]:
    seen: dict[str, tuple[str, str]] = {}
    for key, party in agreement.terms.parties.items():
        for position, address in enumerate(party.signs):
            other, first = seen.setdefault(mailbox(address), (key, address))
            if other != key:
                message = f"{address} and {first} are the same person, who signs for {other}: neither signature counts"
                hint = "name one person for each party"
                yield Notice("same-person", message, agreement.place("parties", key, "signs", position), hint)


def _commitments(agreement: Agreement) -> Iterator[Notice]:
    for position, commitment in enumerate(agreement.terms.commitments):
        at = ("commitments", position)
        if commitment.owner is None:
            message = f'"{commitment.id}" has no owner'
            yield Notice("no-owner", message, agreement.place(*at), "add owner: and a person's name")
        for name, target in commitment.target.each:
            if target.is_share and target.amount == (1 if target.direction == "at least" else 0):
                message = f'"{commitment.id}" is missed by a single miss'
                hint = "set what can be kept in a bad month, for example 95%"
                where = agreement.place(*at, "target", *filter(None, (name,)))
                yield Notice("target-100", message, where, hint)
        if isinstance(commitment.measure, Attempts) and commitment.measure.ends is None:
            message = f'"{commitment.id}" asks for every attempt: early success does not count'
            hint = "add ends: {any: [...]} with the columns of the instants at which a record is reached or given up"
            yield Notice("early-success", message, agreement.place(*at, "measure"), hint)


def _no_contingency(agreement: Agreement) -> Iterator[Notice]:
    if not agreement.terms.contingency:
        hint = "agree on it now, for example contingency: [{when: 1 missed, do: Both contacts meet.}]"
        yield Notice("no-contingency", "nothing is agreed for the case of a miss", agreement.place(), hint)


def _unused_definitions(agreement: Agreement) -> Iterator[Notice]:
    terms = agreement.terms
    used = {name for stated in stated_by_measures(agreement) for name in names_of(stated.condition)}
    used |= {name for condition in terms.conditions().values() for name in names_of(condition)}
    for name in terms.definitions:
        if name not in used and not _mentioned(name, _texts_beside(agreement, name)):
            where = agreement.place("definitions", name)
            hint = "use it, or remove it"
            yield Notice("unused-definition", f'nothing in the agreement uses "{name}"', where, hint)


def _texts_beside(agreement: Agreement, definition: str) -> str:
    """Everything in words that the agreement says outside one definition."""
    terms = agreement.terms
    texts = [terms.title, terms.summary, terms.cancellation or "", agreement.body]
    texts += [*terms.covers, *terms.excludes]
    texts += [commitment.title for commitment in terms.commitments]
    texts += [need.what for need in terms.needs]
    texts += [trigger.do for trigger in terms.contingency]
    texts += [persona.means for persona in terms.personas]
    texts += [found.means for name, found in terms.definitions.items() if name != definition]
    return "\n".join(texts)


def _review_passed(agreement: Agreement, today: date | None) -> Iterator[Notice]:
    review = agreement.terms.review
    if today is not None and review is not None and review.next is not None and review.next < today:
        message = f"the review of {review.next} has passed"
        where = agreement.place("review", "next")
        yield Notice("review-passed", message, where, "review the agreement and write the next date")


def _calendar_ends(agreement: Agreement, today: date | None) -> Iterator[Notice]:
    """Days off that nobody has named count as working days: a promise that was kept would read as missed."""
    terms = agreement.terms
    if today is None:
        return
    ahead = min(today + LOOK_AHEAD, terms.until or date.max)
    region = terms.coverage.holidays
    unknown = unknown_years(region, terms.effective.year, ahead.year) if region else ()
    if unknown:
        message = f"the holidays of {region} are not known for {', '.join(map(str, unknown))}, or not all of them"
        hint = "name them under closed:, until a release of the holidays library has them"
        yield Notice("calendar-ends", message, agreement.place("coverage", "holidays"), hint)
    closures = [closure.last for closure in terms.coverage.closed]
    if closures and max(closures) + _A_YEAR < min(today, ahead):
        message = f"the last day that closed: names is {max(closures)}, more than a year ago"
        hint = "name the closures of this year, if there are any"
        yield Notice("closures-old", message, agreement.place("coverage", "closed"), hint)


_A_YEAR = timedelta(days=366)

# ---------------------------------------------------------------- numbers in the body

_SENTENCE_END = re.compile(r"(?<=[.!?])\s+|\n\s*\n|\n(?=\s*(?:[-*+|#]|\d+\.)\s)")
_PERCENT = re.compile(r"(?<![\w.,])(\d+(?:\.\d+)?)\s?(?:%|percent\b|per cent\b)")
_LENGTH = re.compile(r"(?<![\w.,])(\d+(?:\.\d+)?)[\s-]((?:business|working)[\s-])?(minute|hour|day|week)s?\b", re.I)


def _contradictions(agreement: Agreement) -> Iterator[Notice]:
    """Numbers in a sentence that names a commitment (by title or id) and that are none of its own.

    Only kinds of number that the commitment owes are compared: percentages where its target is one, lengths of
    time where it has a limit or a target of time counted alike (in hours, or in dates). A sentence that names
    several may use the numbers of all.
    """
    text = without_code(agreement.body)
    for start, sentence in _sentences(text):
        named = [found for found in agreement.terms.commitments if _names(found, sentence)]
        for number in _foreign_numbers(sentence, named):
            where = Place(agreement.path, agreement.body_line + text.count("\n", 0, start + sentence.index(number)))
            names = " or ".join(f'"{found.id}"' for found in named)
            message = f"the text says {number}, which is not a term of {names}"
            hint = "leave the number out: the page says it in a sentence of its own"
            yield Notice("body-contradicts-term", message, where, hint)


def _sentences(text: str) -> Iterator[tuple[int, str]]:
    start = 0
    for match in _SENTENCE_END.finditer(text):
        yield start, text[start : match.start()]
        start = match.end()
    yield start, text[start:]


def _names(commitment: Commitment, sentence: str) -> bool:
    return _mentioned(commitment.title, sentence) or _mentioned(commitment.id, sentence)


def _mentioned(words: str, text: str) -> bool:
    if words.casefold() not in text.casefold():  # most sentences name nothing, and this costs a tenth of the search
        return False
    return re.search(rf"(?<![\w-]){re.escape(words)}(?![\w-])", text, re.IGNORECASE) is not None


def _foreign_numbers(sentence: str, named: list[Commitment]) -> Iterator[str]:
    shares = {share for commitment in named for share in _shares(commitment)}
    if shares:
        for match in _PERCENT.finditer(sentence):
            if plain(Decimal(match[1]) / 100) not in shares:
                yield match[0]
    lengths = {length for commitment in named for length in _lengths(commitment)}
    if lengths:
        for match in _LENGTH.finditer(sentence):
            try:
                length = parse_duration(f"{match[1]} {'business ' if match[2] else ''}{match[3].lower()}s")
            except Unreadable:
                continue  # "0 days", "2 business weeks": no length that a term could have
            # "Reviewed after two weeks" says nothing about a limit of hours.
            same_kind = {known for known in lengths if known[0] == length.in_days}
            if same_kind and _comparable(length) not in same_kind:
                yield match[0]


def _shares(commitment: Commitment) -> set[str]:
    amounts = [*(of.amount for _, of in commitment.target.each), commitment.warn]
    return {plain(amount) for amount in amounts if commitment.target.is_share and amount is not None}


def _lengths(commitment: Commitment) -> set[tuple[bool, Decimal]]:
    limit: Duration | None = getattr(commitment.measure, "limit", None)
    lengths = [limit] if limit is not None else []
    for _, target in commitment.target.each:
        if target.is_duration:
            lengths.append(Duration(target.amount, target.unit, target.business))  # type: ignore[arg-type]
    return {_comparable(length) for length in lengths}


def _comparable(length: Duration) -> tuple[bool, Decimal]:
    """Whether it is counted in dates, and how long it is; people say "4 hours" for "4 business hours"."""
    return (True, Decimal(length.days)) if length.in_days else (False, length.minutes)

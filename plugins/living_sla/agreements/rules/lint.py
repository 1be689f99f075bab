"""Warnings about an agreement that is valid and could be wiser."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date, timedelta

from living_sla.agreements.rules.conditions import stated_by_measures
from living_sla.errors import Notice, WarningName
from living_sla.model.agreement.meaning import names_of
from living_sla.model.agreement.scalars import BOTH
from living_sla.model.agreement.terms import Agreement
from living_sla.model.past.person import mailbox
from living_sla.model.time.calendar import LOOK_AHEAD, unknown_years

MOST_AT_FIRST = 7
"""Commitments of a first version."""
_A_YEAR = timedelta(days=366)


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
    ]


def too_many_at_first(agreement: Agreement) -> Iterator[Notice]:
    """The warning about an agreement that begins with too much; who asks knows that it is its first version."""
    number = len(agreement.terms.commitments)
    if number > MOST_AT_FIRST:
        message = f"a first version with {number} commitments: more than {MOST_AT_FIRST} are rarely kept"
        hint = "start with one or two a side, and add others when these are kept"
        where = agreement.place("commitments", MOST_AT_FIRST)
        yield Notice(WarningName.MANY_COMMITMENTS, message, where, hint)


def _one_sided(agreement: Agreement) -> Iterator[Notice]:
    owing = {commitment.by for commitment in agreement.terms.commitments}
    idle = [key for key in agreement.terms.parties if key not in owing]
    if idle and BOTH not in owing:
        message = f"{' and '.join(idle)} owe{'s' * (len(idle) == 1)} nothing"
        hint = "an agreement that binds one side alone rarely lives: add a commitment of the other"
        yield Notice(WarningName.ONE_SIDED, message, agreement.place("commitments"), hint)


def _same_person(agreement: Agreement) -> Iterator[Notice]:
    seen: dict[str, tuple[str, str]] = {}
    for key, party in agreement.terms.parties.items():
        for position, address in enumerate(party.signs):
            other, first = seen.setdefault(mailbox(address), (key, address))
            if other != key:
                message = f"{address} and {first} are the same person, who signs for {other}: neither signature counts"
                hint = "name one person for each party"
                yield Notice(WarningName.SAME_PERSON, message, agreement.place("parties", key, "signs", position), hint)


def _commitments(agreement: Agreement) -> Iterator[Notice]:
    for position, commitment in enumerate(agreement.terms.commitments):
        at = ("commitments", position)
        if commitment.owner is None:
            message = f'"{commitment.id}" has no owner'
            yield Notice(WarningName.NO_OWNER, message, agreement.place(*at), "add owner: and a person's name")
        for name, target in commitment.target.each:
            if target.is_share and target.amount == (1 if target.direction == "at least" else 0):
                message = f'"{commitment.id}" is missed by a single miss'
                hint = "set what can be kept in a bad month, for example 95%"
                where = agreement.place(*at, "target", *filter(None, (name,)))
                yield Notice(WarningName.TARGET_100, message, where, hint)
        for kind, warning in commitment.measure.warnings():
            where = agreement.place(*at, "measure", *warning.at)
            yield Notice(kind, warning.message.format(commitment=commitment.id), where, warning.hint)


def _no_contingency(agreement: Agreement) -> Iterator[Notice]:
    if not agreement.terms.contingency:
        hint = "agree on it now, for example contingency: [{when: 1 missed, do: Both contacts meet.}]"
        yield Notice(WarningName.NO_CONTINGENCY, "nothing is agreed for the case of a miss", agreement.place(), hint)


def _unused_definitions(agreement: Agreement) -> Iterator[Notice]:
    terms = agreement.terms
    used = {name for stated in stated_by_measures(agreement) for name in names_of(stated.condition)}
    used |= {stage.means for stage in terms.journey if stage.means}
    used |= {name for condition in terms.conditions().values() for name in names_of(condition)}
    for name in terms.definitions:
        if name not in used and not _mentioned(name, _texts_beside(agreement, name)):
            where = agreement.place("definitions", name)
            hint = "use it, or remove it"
            yield Notice(WarningName.UNUSED_DEFINITION, f'nothing in the agreement uses "{name}"', where, hint)


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


def _mentioned(words: str, text: str) -> bool:
    if words.casefold() not in text.casefold():  # this costs a tenth of the search
        return False
    return re.search(rf"(?<![\w-]){re.escape(words)}(?![\w-])", text, re.IGNORECASE) is not None


def _review_passed(agreement: Agreement, today: date | None) -> Iterator[Notice]:
    review = agreement.terms.review
    if today is not None and review is not None and review.next is not None and review.next < today:
        message = f"the review of {review.next} has passed"
        where = agreement.place("review", "next")
        yield Notice(WarningName.REVIEW_PASSED, message, where, "review the agreement and write the next date")


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
        yield Notice(WarningName.CALENDAR_ENDS, message, agreement.place("coverage", "holidays"), hint)
    closures = [closure.last for closure in terms.coverage.closed]
    if closures and max(closures) + _A_YEAR < min(today, ahead):
        message = f"the last day that closed: names is {max(closures)}, more than a year ago"
        hint = "name the closures of this year, if there are any"
        yield Notice(WarningName.CLOSURES_OLD, message, agreement.place("coverage", "closed"), hint)

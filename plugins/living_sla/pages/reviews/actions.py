"""Parts 2 and 7: what was to be done since last time, and what was decided and taken on now."""

from __future__ import annotations

from datetime import date

from markupsafe import Markup
from msgspec import Struct

from living_sla.model.figures.attainment import Status
from living_sla.model.harmless import harmless
from living_sla.model.reviews.minutes import Minutes
from living_sla.model.reviews.record import ReviewRecord
from living_sla.model.reviews.review import Review
from living_sla.model.time.zones import wall_time
from living_sla.pages.html import render
from living_sla.words import numbers, times
from living_sla.words.reviews.answer import all_owed
from living_sla.words.reviews.naming import about, person, team

LONGEST = 2_000
"""Letters of a text of the minutes that are shown."""


class _ActionRow(Struct, frozen=True):
    what: str
    owner: str
    due: str
    state: str
    word: str
    """Which badge it has: ``signed``, ``refused`` (overdue), ``on track``."""
    review: str
    """Where it was decided."""


def last_actions(record: ReviewRecord, minutes: Minutes | None, zone: str) -> Markup:
    """The actions that were open, as they stood when the record was frozen, and what the minutes say since."""
    done = {action.id: action.done for action in (minutes.actions if minutes else ()) if action.done}
    day = wall_time(record.as_of, zone).date()
    rows = [
        _row(found.what, found.owner, found.due, found.done or done.get(found.id), day, found.review)
        for found in record.actions
    ]
    return render("reviews-actions.html", rows=rows, label="Actions of last time", day=times.day(day), elsewhere=0)


def decisions(review: Review, notes: Markup, zone: str) -> Markup:
    """What was decided, who does what by when, who does not agree, what the terms ask for after misses."""
    record, minutes = review.record, review.minutes
    assert record is not None
    day = wall_time(record.as_of, zone).date()
    all_actions = minutes.actions if minutes else ()
    told = {(found.id, found.what, found.owner, found.due) for found in record.actions}
    left = [of for of in all_actions if not of.done or (of.id, of.what, of.owner, of.due) not in told]
    rows = [_row(found.what, found.owner, found.due, found.done, day) for found in left]
    return render(
        "reviews-decisions.html",
        minutes=minutes,
        present=[harmless(name) for name in (minutes.present if minutes else ())],
        decisions=[harmless(text, LONGEST) for text in (minutes.decisions if minutes else ())],
        actions=render(
            "reviews-actions.html", rows=rows, label="Actions", day="", elsewhere=len(all_actions) - len(left)
        )
        if all_actions
        else "",
        dissent=_dissent(review),
        asked=_asked(record),
        notes=notes,
        id=record.id,
    )


def _row(what: str, owner: str, due: date | None, done: date | None, day: date, review: str = "") -> _ActionRow:
    word, state = Status.ON_TRACK.value, "Open"
    if done is not None:
        word, state = "signed", f"Done {times.day(done)}"
    elif due is not None and due < day:
        word, state = "refused", "Open, overdue"
    return _ActionRow(
        harmless(what, LONGEST),
        harmless(owner) or "nobody yet",
        times.day(due) if due else "no date yet",
        state,
        word,
        about(review) if review else "",
    )


def _dissent(review: Review) -> list[tuple[str, str, str]]:
    """Who signed and does not agree with something: name, team, and with what."""
    found = []
    agreements = review.record.agreements if review.record else ()
    for given in review.signoffs:
        if given.file.dissent:
            mine = [of for of in agreements if of.id in given.file.agreements]
            teams = dict.fromkeys(team(of, given.file.party) for of in mine)
            of = ", ".join(teams) or harmless(given.file.party)
            found.append((person(agreements, given.file.signer), of, harmless(given.file.dissent, LONGEST)))
    return found


def _asked(record: ReviewRecord) -> list[tuple[str, str, str]]:
    """The consequences that verdicts set off: of which commitment, what to do, after which periods."""
    known = {(agreement.id, owed.id): owed for agreement, owed in all_owed(record)}
    found = []
    for agreement in record.agreements:
        for set_off in agreement.consequences:
            owed = known.get((agreement.id, set_off.commitment))
            names = {figure.period.label: times.period_name(figure.period) for figure in (owed.series if owed else ())}
            when = numbers.listed(names.get(label, label) for label in set_off.periods) if set_off.periods else ""
            title = owed.title if owed else set_off.commitment
            found.append((title, set_off.do, f"{set_off.when}{f': {when}' if when else ''}"))
    return found

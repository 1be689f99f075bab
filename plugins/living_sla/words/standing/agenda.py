"""What stands in a calendar, in words: of teams and terms, never of people."""

from __future__ import annotations

from datetime import timedelta

from living_sla.model.figures.due import Due, DueKind
from living_sla.model.harmless import harmless
from living_sla.words import times
from living_sla.words.people import owed, signer, team_of
from living_sla.words.reviews.naming import about
from living_sla.words.standing.provenance import AGE_WORDS
from living_sla.words.terms.term_sentences import stopped

KIND_WORDS = {
    DueKind.EFFECTIVE: "Takes effect",
    DueKind.REVIEW: "Review",
    DueKind.UNREVIEWED: "Review overdue",
    DueKind.ACTION: "Action",
    DueKind.DELIVERY: "Due",
    DueKind.END: "Ends",
}


def agenda_title(item: Due) -> str:
    """What happens, as the title of an entry: ``Review: Inbound lead hand-off``."""
    return f"{KIND_WORDS[item.kind]}: {agenda_subject(item)}"


def agenda_subject(item: Due) -> str:
    """What it happens to: a deliverable or an agreement, with the version where terms take effect."""
    if item.action is not None:
        return harmless(item.action.what)
    assert item.agreement is not None
    if item.deliverable is not None:
        return item.deliverable.title
    if item.period is not None:
        return f"{item.agreement.title}, {times.period_name(item.period)}"
    if item.version is not None:
        return f"{item.agreement.title}, version {item.version.version.number}"
    return item.agreement.title


def agenda_note(item: Due) -> str:
    """Who is concerned and what else the terms say of that day: one or two sentences."""
    if item.action is not None:
        return f"Taken on in the review of {about(item.action.review)}."
    assert item.agreement is not None
    terms = item.agreement.terms
    if item.kind is DueKind.DELIVERY and item.deliverable is not None:
        return f"{stopped(owed(terms, item.deliverable))} Agreement: {stopped(item.agreement.title)}"
    teams = " and ".join(team_of(terms, party) for party in terms.parties)
    latest = f" The latest is {item.latest.review}, seal {item.latest.short_seal}." if item.latest else ""
    if item.kind is DueKind.REVIEW and terms.review is not None:
        return f"{teams} review the agreement every {terms.review.every}.{latest}"
    if item.period is not None:
        ended = times.day(item.period.end_on - timedelta(days=1))
        return f"The period ended on {ended}, and no review of it is frozen.{latest}"
    if item.kind is DueKind.END:
        return f"The last day of the agreement of {stopped(teams)}"
    waits = item.version is not None and bool(item.version.waiting)
    return f"Between {teams}{', once everybody has signed' if waits else ''}."


def waits_words(item: Due, zone: str) -> tuple[str, str]:
    """What waits without a day of its own: what it is about, and what is missing. Times are told in `zone`."""
    if item.waiting is not None:
        return f"Export {item.waiting.name}", "It has never come."
    if item.source is not None:
        when = times.instant(item.source.facts.as_of, zone)
        return f"Export {item.source.name}", f"It is {AGE_WORDS[item.source.age]}: as of {when}."
    assert item.agreement is not None
    terms = item.agreement.terms
    if item.signature is not None and item.version is not None:
        who = signer(terms, item.version, item.signature)
        since = f" since {times.day(item.day)}" if item.day else ""
        return f"{terms.title}, version {item.version.version.number}", f"Waits{since} for the signature of {who}."
    assert item.consequence is not None
    titles = {part.commitment.id: part.commitment.title for part in item.agreement.commitments}
    missed = f"Missed in {times.periods(item.consequence.periods)}: {item.consequence.trigger.do}"
    return titles[item.consequence.commitment], stopped(missed)

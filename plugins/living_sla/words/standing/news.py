"""What has changed since an instant, one line each."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import Struct

from living_sla.model.counted import counted
from living_sla.model.figures.news import News, NewsKind
from living_sla.model.time.zones import wall_time
from living_sla.words import times
from living_sla.words.past import versions
from living_sla.words.people import name_of, team_of
from living_sla.words.terms.term_sentences import moment_words

if TYPE_CHECKING:
    from living_sla.model.past.timeline import VersionStanding

_LONGEST = 140
"""Letters of one change; the rest is on the page of the history."""
_TOLD = 2
"""So many changes of a version are told; the page of its history has them all."""


class NewsLine(Struct, frozen=True):
    """One thing that happened, in words."""

    what: str
    """Whose: the title of an agreement, or an export."""
    text: str
    when: str
    details: tuple[str, ...] = ()
    """What the terms change, and whom that burdens."""


def news_line(item: News, zone: str) -> NewsLine:
    """The words of one thing that happened; days are those of its agreement, of an export those of `zone`."""
    if item.source is not None:
        return NewsLine(f"Export {item.source.name}", f"reaches to {times.instant(item.at, zone)}", "")
    assert item.agreement is not None
    own = item.agreement.terms.coverage.timezone
    title, when = item.agreement.title, times.day(wall_time(item.at, own).date())
    if item.exception is not None:
        return NewsLine(title, f"exception until {moment_words(item.exception.end)}: {item.exception.reason}", when)
    assert item.version is not None
    number = item.version.version.number
    if item.signoff is not None:
        terms = item.version.version.agreement.terms
        who = f"{name_of(terms, item.signoff.file.signer)}, {team_of(terms, item.signoff.file.party)},"
        return NewsLine(title, f"{who} signed version {number}", when)
    match item.kind:
        case NewsKind.REMOVED:
            return NewsLine(title, "was removed", when)
        case NewsKind.ENDED:
            return NewsLine(title, "has ended", when)
        case NewsKind.IN_FORCE:
            which = (
                f"version {number}"
                if item.first == number
                else (f"versions {item.first} {'and' if item.first == number - 1 else 'to'} {number}")
            )
            return NewsLine(title, f"{which} took force", when, _changes(item.version))
        case _:
            waits = counted(len(item.version.waiting), "signature")
            text = f"version {number} is proposed" + (f" and waits for {waits}" if item.version.waiting else "")
            return NewsLine(title, text, when, _changes(item.version))


def _changes(version: VersionStanding) -> tuple[str, ...]:
    terms = version.version.agreement.terms
    titles = {commitment.id: commitment.title for commitment in terms.commitments}
    told = []
    for change in version.version.changes[:_TOLD]:
        where = f"{titles[change.commitment]}: " if change.commitment in titles else ""
        burden = versions.burden(change, terms)
        for_whom = f" ({burden})" if burden != "cannot tell" else ""
        sentence = change.sentence.removesuffix(".")
        told.append(f"{_cut(f'{where}{sentence}')}{for_whom}")
    more = len(version.version.changes) - _TOLD
    return (*told, *[counted(more, "more change")] * (more > 0))


def _cut(text: str) -> str:
    return text if len(text) <= _LONGEST else f"{text[:_LONGEST].rpartition(' ')[0].rstrip('.,;:')} …"

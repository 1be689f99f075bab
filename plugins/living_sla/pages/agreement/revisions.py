"""The revision log: what was agreed, by whom, since when; the newest first."""

from __future__ import annotations

from collections.abc import Sequence

from markupsafe import Markup
from msgspec import Struct, field

from living_sla.model.counted import counted
from living_sla.model.figures.standing import AgreementStanding, Report
from living_sla.model.harmless import harmless
from living_sla.model.past.revision import Commit, Revision, RevisionKind
from living_sla.model.past.timeline import Timeline, VersionStanding
from living_sla.pages.html import anchor, render
from living_sla.words import numbers
from living_sla.words.past import versions
from living_sla.words.people import identity, name_of, team_of


class VersionEntry(Struct, frozen=True):
    """One version in a log or on the page of changes."""

    anchor: str
    standing: VersionStanding
    since: str
    landed: Commit | None
    by: str
    """Raw: who the commit says wrote it."""
    subject: str
    first: str
    """What a first version holds; empty for every other."""
    parts: tuple[versions.ChangedPart, ...]
    signed: str
    """Who signed it, with trust levels; empty where nobody has."""
    waits: str
    """Who still has to; empty where nobody."""
    zone: str


class _Editorial(Struct, frozen=True):
    """A revision that left the terms as they were."""

    commit: Commit
    by: str
    subject: str
    moved_to: str
    """Empty where the file stayed in its place."""


class _Item(Struct, frozen=True):
    """One line of the log: a version with what belongs to it, or an event beside the versions."""

    entry: VersionEntry | None = None
    revision: Revision | None = None
    why: str = ""
    moved_from: str = ""
    editorial: list[_Editorial] = field(default_factory=list)
    """The newest first."""


def revisions(standing: AgreementStanding, report: Report) -> Markup:
    """Versions with what each changed and whom it burdens; editorial revisions folded; what could not be read."""
    items = _items(standing)
    return render(
        "agreement-revisions.html",
        title=standing.terms.title,
        items=items,
        zone=standing.terms.coverage.timezone,
        forge=report.forge,
        missing=report.history,
    )


def entry(standing: VersionStanding, timeline: Timeline) -> VersionEntry:
    """A version as a log tells it."""
    terms, landed = standing.version.agreement.terms, standing.version.landed
    waits = [f"{name_of(terms, missing.signer)} ({team_of(terms, missing.party)})" for missing in standing.waiting]
    signed = versions.signatures(standing)
    first = standing.version.number == timeline.versions[0].version.number
    between = numbers.listed(party.team for party in terms.parties.values())
    return VersionEntry(
        anchor=anchor(terms.id, standing.version.number),
        standing=standing,
        since=versions.since(standing),
        landed=landed,
        by=identity(landed.author) if landed else "",
        subject=harmless(landed.subject) if landed else "",
        first=f"The first version: {counted(len(terms.commitments), 'commitment')} between {between}." if first else "",
        parts=tuple(versions.changed(standing, timeline)),
        signed=versions.signers_named(signed) if signed else "",
        waits=numbers.listed(waits) if waits else "",
        zone=versions.zone_of(standing),
    )


def _items(standing: AgreementStanding) -> Sequence[_Item]:
    """The log, newest first. Revisions come in the order in which they landed; a draft has none and comes on top."""
    timeline = standing.timeline
    if timeline is None:
        return ()
    by_number = {found.version.number: found for found in timeline.versions}
    items: list[_Item] = []
    latest: dict[int, _Item] = {}
    for revision in standing.revisions:
        number = revision.version
        if revision.kind in (RevisionKind.STARTED, RevisionKind.MATERIAL) and number in by_number:
            latest[number] = _Item(entry(by_number[number], timeline), moved_from=_moved(revision))
            items.append(latest[number])
        elif revision.kind is RevisionKind.EDITORIAL and number in latest:
            latest[number].editorial.insert(0, _editorial(revision))
        else:
            items.append(_Item(revision=revision, why=harmless(revision.why, 300), moved_from=_moved(revision)))
    items += [_Item(entry(found, timeline)) for number, found in by_number.items() if number not in latest]
    return items[::-1]


def _editorial(revision: Revision) -> _Editorial:
    commit = revision.commit
    moved_to = harmless(revision.path) if revision.moved_from else ""
    return _Editorial(commit, identity(commit.author), harmless(commit.subject), moved_to)


def _moved(revision: Revision) -> str:
    return harmless(revision.moved_from) if revision.moved_from else ""

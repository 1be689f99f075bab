"""What waits for a signature, for whom and since when; and what has changed since they last signed."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, datetime

from markupsafe import Markup

from living_sla.model.signoff import SignOff
from living_sla.model.standing import Report
from living_sla.model.timeline import State, Timeline, VersionStanding, Waiting
from living_sla.pages import versions, words
from living_sla.pages.html import render
from living_sla.pages.people import name_of, team_of
from living_sla.pages.revisions import anchor
from living_sla.pages.signing import Signing, signing


@dataclass(frozen=True)
class Wait:
    """One signature that is missing."""

    name: str
    team: str
    since: datetime
    days: str
    """How long that is: ``6 days``; empty where it is today."""
    before: str
    """What they signed last: ``version 2, on 3 May 2026``; empty where nothing."""
    signing: Signing | None


@dataclass(frozen=True)
class Proposal:
    """Terms that bind nobody yet: what they wait for, and what they change."""

    standing: VersionStanding
    anchor: str
    title: str
    notes: tuple[str, ...]
    waits: tuple[Wait, ...]
    against: str
    """What the changes are told against: ``since version 2``; empty where there are none to tell."""
    steps: tuple[tuple[int, list[versions.ChangedPart]], ...]
    """The changes of each version since then, the oldest first."""
    zone: str


def proposals(timeline: Timeline, report: Report) -> list[Proposal]:
    """Every version that has not taken force, the newest first."""
    return [_proposal(found, timeline, report) for found in versions.ahead(timeline)]


def _proposal(standing: VersionStanding, timeline: Timeline, report: Report) -> Proposal:
    number, zone = standing.version.number, versions.zone_of(standing)
    binding = next((found for found in timeline.versions if found.state is State.IN_FORCE), None)
    base = binding.version.number if binding else number - 1
    for found in standing.waiting:
        signed = versions.signed_before(timeline, found.signer, number)
        base = min(base, signed[0].version.number) if signed else base
    steps = tuple((found.version.number, versions.changed(found, timeline))
                  for found in versions.newer_than(timeline, base, number) if found.version.changes)  # fmt: skip
    return Proposal(
        standing=standing,
        anchor=anchor(standing.version.agreement.terms.id, number),
        title=_title(standing),
        notes=tuple(_notes(standing, binding, zone)),
        waits=tuple(_wait(found, standing, timeline, report) for found in standing.waiting),
        against=f"since version {base}" if steps else "",
        steps=steps,
        zone=zone,
    )


def _title(standing: VersionStanding) -> str:
    number, missing = standing.version.number, len(standing.waiting)
    if standing.state is State.DRAFT:
        return f"Version {number} is a draft"
    if missing:
        return f"Version {number} waits for {words.plural(missing, 'signature')}"
    return f"Version {number} is agreed, and not in force yet"


def _notes(standing: VersionStanding, binding: VersionStanding | None, zone: str) -> Iterator[str]:
    terms = standing.version.agreement.terms
    if standing.state is State.DRAFT:
        yield "This text is not in the history of the project yet. It binds nobody, and nobody can sign it."
    elif not standing.waiting and standing.in_force is not None:
        yield f"It takes force on {versions.day_in(standing.in_force.start, zone)}."
    elif not standing.waiting:
        yield f"It takes force on {words.day(terms.effective)}."
    if standing.version.returns_to:
        yield f"It returns to the terms of version {standing.version.returns_to}."
    until = "Until everybody has signed, " if standing.waiting else "Until then "
    if binding is not None:
        meanwhile = "Meanwhile " if standing.state is State.DRAFT else until
        yield f"{meanwhile}version {binding.version.number} stays in force."
    elif standing.state is State.PROPOSED:
        yield f"{until}nobody is bound. The figures show what these terms would have come to."
    if standing.asked_for:
        yield retroactive(standing, standing.asked_for)


def retroactive(standing: VersionStanding, asked_for: date) -> str:
    """Why a request to hold from an earlier day is shown and not applied."""
    zone, span = versions.zone_of(standing), standing.in_force
    instead = f"version {standing.version.number} holds from {versions.day_in(span.start, zone)}" if span else (
        f"version {standing.version.number} holds from the day on which the last signature lands")  # fmt: skip
    return f"It asks to hold from {words.day(asked_for)} already. Goalposts do not move after the shot: {instead}."


def _wait(found: Waiting, standing: VersionStanding, timeline: Timeline, report: Report) -> Wait:
    terms, zone = standing.version.agreement.terms, versions.zone_of(standing)
    before = versions.signed_before(timeline, found.signer, standing.version.number)
    days = (words.wall(report.built_at, zone).date() - words.wall(found.since, zone).date()).days
    return Wait(
        name=name_of(terms, found.signer),
        team=team_of(terms, found.party),
        since=found.since,
        days=words.plural(days, "day").replace(" ", words.NBSP) if days > 0 else "",
        before=_before(*before, zone) if before else "",
        signing=signing(standing, found, report),
    )


def _before(standing: VersionStanding, signoff: SignOff, zone: str) -> str:
    day = versions.day_in(signoff.landed.landed_at, zone) if signoff.landed else words.day(signoff.file.on)
    return f"version {standing.version.number}, on {day}"


# ---------------------------------------------------------------- home


@dataclass(frozen=True)
class _Line:
    agreement: str
    href: str
    number: int
    waits: tuple[Wait, ...]
    """All since its landing."""
    zone: str


def waiting(report: Report, address: Callable[[str], str]) -> Markup:
    """What waits for a signature in any agreement, the longest wait first; nothing where nothing waits."""
    lines = []
    for standing in report.agreements:
        for found in proposals(standing.timeline, report) if standing.timeline else ():
            if found.waits:
                terms = standing.agreement.terms
                number = found.standing.version.number
                lines.append(_Line(terms.title, f"{address(terms.id)}#{found.anchor}", number, found.waits, found.zone))
    lines.sort(key=lambda line: min(wait.since for wait in line.waits))
    return render("waiting.html", lines=lines) if lines else Markup("")

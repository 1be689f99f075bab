"""What waits for a signature, for whom and since when; and what has changed since they last signed."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime

from msgspec import Struct

from living_sla.model.figures.standing import AgreementStanding, Report
from living_sla.model.past.signoff import SignOffFile
from living_sla.model.past.timeline import Stale, State, Timeline, VersionStanding, Waiting
from living_sla.model.time.zones import wall_time
from living_sla.pages.html import anchor
from living_sla.pages.ways_to_sign import Signing, way_to_sign
from living_sla.words import numbers
from living_sla.words.past import versions
from living_sla.words.past.in_force import days_waited, proposal_notes, proposal_title, signed_before
from living_sla.words.people import name_of, team_of


class Wait(Struct, frozen=True):
    """One signature that is missing."""

    name: str
    team: str
    since: datetime
    days: str
    """How long that is: ``6 days``; empty where it is today."""
    before: str
    """What they signed last: ``version 2, on 3 May 2026``; empty where nothing."""
    signing: Signing | None


Since = tuple[str, list[versions.ChangedPart]]
"""What has changed since earlier terms, and what that is called."""


class ProposedVersion(Struct, frozen=True):
    """Terms that bind nobody yet: what they wait for, and what they change."""

    standing: VersionStanding
    anchor: str
    title: str
    notes: tuple[str, ...]
    waits: tuple[Wait, ...]
    changes: tuple[Since, ...]
    zone: str


def proposals(agreement: AgreementStanding, report: Report) -> list[ProposedVersion]:
    """Every version that has not taken force, the newest first."""
    timeline = agreement.timeline
    ahead = timeline.ahead if timeline is not None else ()
    return [_proposal(standing, timeline, agreement.stale, report) for standing in ahead if timeline is not None]


def _proposal(standing: VersionStanding, timeline: Timeline, stale: Sequence[Stale], report: Report) -> ProposedVersion:
    zone = versions.zone_of(standing)
    binding = next((found for found in timeline.versions if found.state is State.IN_FORCE), None)
    waiting = {found.signer.casefold() for found in standing.waiting}
    mine = [found for found in stale if found.signoff.file.signer.casefold() in waiting]
    return ProposedVersion(
        standing=standing,
        anchor=anchor(standing.version.agreement.terms.id, standing.version.number),
        title=proposal_title(standing),
        notes=tuple(proposal_notes(standing, binding, zone)),
        waits=tuple(_wait(found, standing, mine, report) for found in standing.waiting),
        changes=tuple(_since_signed(mine, standing, timeline) if mine else _since_binding(binding, standing, timeline)),
        zone=zone,
    )


def _since_signed(stale: Sequence[Stale], standing: VersionStanding, timeline: Timeline) -> Iterator[Since]:
    """What is new to each of those who signed earlier terms, the latest of them first."""
    terms = standing.version.agreement.terms
    for number in sorted({signed.version for signed in stale}, reverse=True):
        same = [signed for signed in stale if signed.version == number]
        names = numbers.listed(name_of(terms, signed.signoff.file.signer) for signed in same)
        parts = versions.by_commitment(same[0].changes, standing, timeline)
        yield f"What has changed since version {number}, which {names} signed", parts


def _since_binding(binding: VersionStanding | None, standing: VersionStanding, timeline: Timeline) -> Iterator[Since]:
    """What every version after the one in force changes."""
    first = binding.version.number if binding else standing.version.number - 1
    for version in reversed(timeline.versions):
        number = version.version.number
        if first < number <= standing.version.number and version.version.changes:
            yield f"What version {number} changes", versions.changed(version, timeline)


def _wait(missing: Waiting, standing: VersionStanding, stale: Sequence[Stale], report: Report) -> Wait:
    terms, zone = standing.version.agreement.terms, versions.zone_of(standing)
    before = (each for each in stale if each.signoff.file.signer.casefold() == missing.signer.casefold())
    return Wait(
        name=name_of(terms, missing.signer),
        team=team_of(terms, missing.party),
        since=missing.since,
        days=days_waited(missing, zone, report.built_at),
        before=next((signed_before(each, zone) for each in before), ""),
        signing=signing(standing, missing, report),
    )


# ---------------------------------------------------------------- how to sign


def signing(standing: VersionStanding, waiting: Waiting, report: Report) -> Signing | None:
    """How the one who is waited for can sign this version; None for a draft, which nobody can sign yet."""
    if standing.version.is_draft:
        return None
    agreement = standing.version.agreement
    today = wall_time(report.built_at, versions.zone_of(standing)).date()
    file = SignOffFile.of(
        agreement=agreement.terms.id,
        digest=standing.version.digest,
        version=standing.version.number,
        signer=waiting.signer,
        party=waiting.party,
        on=today,
    )
    return way_to_sign(file.path, file.text, f"sla sign {agreement.terms.id}", today, report)

"""What happened to agreements in lines: the versions, sign-offs and revisions of one, and the sign-offs of all."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime
from operator import itemgetter

from living_sla.model.past.revision import Revision
from living_sla.model.past.signoff import MissingSignature, SignOff
from living_sla.model.past.timeline import Stale, Timeline, VersionStanding
from living_sla.model.time.zones import wall_time
from living_sla.words.layout import aligned
from living_sla.words.numbers import plain_spaces


def history_lines(timeline: Timeline, revisions: Sequence[Revision], stale: Sequence[Stale]) -> Iterator[str]:
    """Versions, the newest first, then who signed earlier terms only, then revisions, the newest first."""
    yield f"{timeline.agreement}: {timeline.versions[-1].version.agreement.terms.title}"
    for standing in reversed(timeline.versions):
        yield ""
        yield from _version(standing)
    if stale:
        yield ""
        yield "signed earlier terms, and not the newest:"
        for earlier in stale:
            file = earlier.signoff.file
            yield f"  {file.signer} for {file.party} signed version {earlier.version}; since then:"
            yield from (f"    {plain_spaces(change.sentence)}" for change in earlier.changes)
    yield ""
    yield "revisions"
    yield from (f"  {line}" for line in aligned([_revision(revision) for revision in reversed(revisions)]))


def _version(standing: VersionStanding) -> Iterator[str]:
    version = standing.version
    zone = version.essentials.timezone
    yield f"version {version.number}: {standing.state}{_when(standing, zone)}"
    if version.landed is not None:
        yield f"  landed {_local(version.landed.landed_at, zone)} in {version.landed.id[:12]}: {version.landed.subject}"
    if version.returns_to is not None:
        yield f"  has the terms of version {version.returns_to} again"
    if standing.asked_for is not None:
        yield f"  asked for retroactively, from {standing.asked_for}: not applied"
    if version.removed is not None:
        yield f"  its file was removed {_local(version.removed.landed_at, zone)} in {version.removed.id[:12]}"
    for signoff in standing.signoffs:
        yield f"  {_signed(signoff, zone)}"
    for waiting in standing.waiting:
        yield f"  waits for {waiting.signer} ({waiting.party}) since {_local(waiting.since, zone)}"
    for change in version.changes:
        about = f"{change.commitment}: " if change.commitment else ""
        yield f"  {about}{plain_spaces(change.sentence)} [{change.rule}]"


def _when(standing: VersionStanding, zone: str) -> str:
    span = standing.in_force
    if span is None:
        return ""
    in_force = "" if standing.state == "in force" else ", in force"
    until = f" until {_local(span.end, zone)}" if span.end else ""
    return f"{in_force} from {_local(span.start, zone)}{until}"


def _signed(signoff: SignOff, zone: str) -> str:
    when = _local(signoff.landed.landed_at, zone) if signoff.landed else "not committed"
    never = "no longer counts" if signoff.ended else "does not count"
    counts = f", {never}: {signoff.refused}" if signoff.refused else ""
    return f"signed by {signoff.file.signer} ({signoff.file.party}), {signoff.level.label}, {when}{counts}"


def _local(at: datetime, zone: str) -> str:
    """``2026-10-01``, or with the time where it is not midnight, on the wall clock of the agreement."""
    wall = wall_time(at, zone)
    return f"{wall:%Y-%m-%d}" if wall.time() == datetime.min.time() else f"{wall:%Y-%m-%d %H:%M}"


def _revision(revision: Revision) -> tuple[str, ...]:
    commit = revision.commit
    moved = f" (moved from {revision.moved_from})" if revision.moved_from else ""
    number = f"version {revision.version}" if revision.version is not None else ""
    why = f": {revision.why}" if revision.why else ""
    return (
        f"{commit.landed_at:%Y-%m-%d}",
        commit.id[:12],
        str(revision.kind),
        number,
        commit.author.name,
        f"{commit.subject}{moved}{why}",
    )


def signoff_lines(given: Sequence[SignOff], missing: Sequence[MissingSignature]) -> Iterator[str]:
    """One line each, by agreement and version."""
    if not given and not missing:
        yield "nobody has signed, and nobody has to"
    rows = [_cells(signature) for signature in given] + [_waiting(signature) for signature in missing]
    rows.sort(key=itemgetter(0))
    yield from aligned(rows)


def _cells(signoff: SignOff) -> tuple[str, ...]:
    file = signoff.file
    what = f"{file.agreement} version {file.version}"
    never = "counts no longer" if signoff.ended else "does not count"
    verdict = f"{never}: {signoff.refused}." if signoff.refused else "counts."
    return what, file.party, file.signer, signoff.level.label, f"{signoff.sentence} It {verdict}"


def _waiting(signature: MissingSignature) -> tuple[str, ...]:
    return (
        f"{signature.agreement} version {signature.version}",
        signature.party,
        signature.signer,
        "missing",
        "Has to sign.",
    )

"""`sla history`: the versions of one agreement, since when each was in force, who signed it, and its revisions."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from living_sla.cli.changes import change_fields
from living_sla.cli.options import PROJECT
from living_sla.words.numbers import plain_spaces

if TYPE_CHECKING:
    from living_sla.model.revision import Commit, Revision
    from living_sla.model.signoff import SignOff
    from living_sla.model.timeline import Span, Stale, Timeline, VersionStanding


@click.command()
@click.argument("agreement")
@click.option("--format", "form", type=click.Choice(["table", "json"]), default="table", show_default=True)
@PROJECT
def command(agreement: str, form: str, project: Path) -> int:
    """Tell the history of AGREEMENT: its versions, sign-offs and revisions, the newest first."""
    from living_sla.history.past import read_past_here, stale

    past = read_past_here(project)
    past.require(agreement)
    for notice in (*past.history.notices, *past.appraisal.notices):
        click.echo(str(notice), err=True)
    found = past.timelines[agreement]
    revisions = past.history.revisions.get(agreement, ())
    if form == "json":
        click.echo(_document(found, revisions, stale(found)))
    else:
        click.echo(plain_spaces("\n".join(_lines(found, revisions, stale(found)))))
    return 0


# ---------------------------------------------------------------- for people


def _lines(found: Timeline, revisions: Sequence[Revision], left_behind: Sequence[Stale]) -> Iterator[str]:
    yield f"{found.agreement}: {found.versions[-1].version.agreement.terms.title}"
    for standing in reversed(found.versions):
        yield ""
        yield from _version(standing)
    if left_behind:
        yield ""
        yield "signed earlier terms, and not the newest:"
        for one in left_behind:
            yield f"  {one.signoff.file.signer} for {one.signoff.file.party} signed version {one.version}; since then:"
            yield from (f"    {change.sentence}" for change in one.changes)
    yield ""
    yield "revisions"
    rows = [_revision(revision) for revision in reversed(revisions)]
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)] if rows else []
    for row in rows:
        yield "  " + "  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip()


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
        yield f"  {about}{change.sentence} [{change.rule}]"


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
    from living_sla.model.zones import wall_time

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


# ---------------------------------------------------------------- for programs


def _document(found: Timeline, revisions: Sequence[Revision], left_behind: Sequence[Stale]) -> str:
    document = {
        "schema": "sla-history/1",
        "agreement": found.agreement,
        "spans": [{"version": span.version, **_span_fields(span), "basis": str(span.basis)} for span in found.spans],
        "versions": [_version_fields(standing) for standing in found.versions],
        "stale": [
            {
                "signer": one.signoff.file.signer,
                "party": one.signoff.file.party,
                "version": one.version,
                "changes": [change_fields(change) for change in one.changes],
            }
            for one in left_behind
        ],
        "revisions": [
            {
                "commit": _commit_fields(revision.commit),
                "kind": str(revision.kind),
                "path": revision.path,
                "moved_from": revision.moved_from,
                "digest": revision.digest,
                "version": revision.version,
                "why": revision.why or None,
            }
            for revision in revisions
        ],
    }
    return json.dumps(document, ensure_ascii=False, indent=1)


def _version_fields(standing: VersionStanding) -> dict[str, Any]:
    version = standing.version
    return {
        "version": version.number,
        "digest": version.digest,
        "state": str(standing.state),
        "in_force": _span_fields(standing.in_force) if standing.in_force else None,
        "effective": version.essentials.effective.isoformat(),
        "until": version.essentials.until.isoformat() if version.essentials.until else None,
        "asked_for": standing.asked_for.isoformat() if standing.asked_for else None,
        "landed": _commit_fields(version.landed) if version.landed else None,
        "removed": _commit_fields(version.removed) if version.removed else None,
        "returns_to": version.returns_to,
        "changes": [change_fields(change) for change in version.changes],
        "signoffs": [
            {
                "signer": one.file.signer,
                "party": one.file.party,
                "level": one.level.label,
                "evidence": one.evidence,
                "landed": _commit_fields(one.landed) if one.landed else None,
                "counts": not one.refused,
                "refused": one.refused or None,
            }
            for one in standing.signoffs
        ],
        "waiting": [
            {"signer": one.signer, "party": one.party, "since": one.since.isoformat()} for one in standing.waiting
        ],
    }


def _span_fields(span: Span) -> dict[str, str | None]:
    return {"start": span.start.isoformat(), "end": span.end.isoformat() if span.end else None}


def _commit_fields(commit: Commit) -> dict[str, Any]:
    return {
        "id": commit.id,
        "landed_at": commit.landed_at.isoformat(),
        "author": {"name": commit.author.name, "email": commit.author.email},
        "subject": commit.subject,
    }

"""`sla attain`: figures, as a table or Markdown for people, as JSON or CSV for machines."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import UTC, datetime
from fractions import Fraction
from pathlib import Path

import click

from living_sla import __version__
from living_sla.cli.explain import moment_with_offset
from living_sla.cli.options import AS_OF, CACHE, PROJECT, parse_as_of, say_old, say_unread, verdict
from living_sla.errors import SlaError
from living_sla.model.attainment import Attainment, Status
from living_sla.model.moment import spelled
from living_sla.model.provenance import PassedOver
from living_sla.model.standing import Report, Standing
from living_sla.words.spelling import listed

_FAIL_ON = {"missed": {Status.MISSED}, "at-risk": {Status.MISSED, Status.AT_RISK}, "never": set()}


@click.command()
@click.argument("what", metavar="[AGREEMENT[/COMMITMENT]]", required=False)
@click.option("--period", metavar="LABEL", help="Only this period, for example 2026-10, 2026-W41 or 2026-Q4.")
@AS_OF
@click.option("--by", "segments", is_flag=True, help="Break down by the segment that the commitment names.")
@click.option(
    "--format", "form", type=click.Choice(["table", "json", "csv", "markdown"]), default="table", show_default=True
)
@click.option(
    "--fail-on", type=click.Choice(list(_FAIL_ON)), default="never", show_default=True,
    help="Exit with 1 where the last judged or the latest period (or --period) came to this.",
)  # fmt: skip
@CACHE
@PROJECT
def command(
    what: str | None,
    period: str | None,
    as_of: str | None,
    segments: bool,
    form: str,
    fail_on: str,
    cache: bool,
    project: Path,
) -> int:
    """Figures: what was owed, and what was kept."""
    from living_sla import report

    agreement, _, commitment = (what or "").partition("/")
    found = report.build(project, as_of=parse_as_of(as_of), only=agreement or None, cache=cache)
    say_unread(found.unread_history)
    if as_of is None:
        say_old(found.notices)
    standings = list(_chosen(found, agreement, commitment))
    rows = [row for standing in standings for row in _rows(standing, period, segments or form in ("json", "csv"))]
    if period is not None:
        standings = [standing for standing in standings if any(_rows(standing, period, segments=False))]
    if period is not None and not rows:
        raise SlaError(f'no commitment has a period "{period}"', hint="write for example 2026-10, 2026-W41 or 2026-Q4")
    if form == "json":
        click.echo(_document(standings, rows, found, replayed=as_of is not None))
    elif form == "csv":
        from living_sla.tidy import csv

        click.echo(csv(rows), nl=False)
    else:
        from living_sla.words import tables

        write = tables.markdown_table if form == "markdown" else tables.attainment_table
        click.echo(write(standings, rows))
        if as_of is not None:
            click.echo(f"\n{_replayed(found)}")
    if fail_on == "never":
        return 0
    return verdict(bool(set(_verdicts(standings, rows, period)) & _FAIL_ON[fail_on]), found.unread_history)


def _verdicts(standings: list[Standing], rows: list[Attainment], period: str | None) -> Iterator[Status | None]:
    """The statuses that `--fail-on` looks at: of the period asked for, or of the last judged and the latest one."""
    if period is not None:
        yield from (row.status for row in rows if row.segment is None)
        return
    for standing in standings:
        yield from (found.status for found in (standing.last_closed, standing.current) if found is not None)


def _chosen(found: Report, agreement: str, commitment: str) -> Iterator[Standing]:
    standings = [standing for of in found.agreements for standing in of.commitments]
    if agreement and not standings:
        raise SlaError(f'there is no agreement "{agreement}"', hint="sla attain without arguments shows all of them")
    chosen = [standing for standing in standings if not commitment or standing.commitment.id == commitment]
    if commitment and not chosen:
        known = ", ".join(standing.commitment.id for standing in standings)
        raise SlaError(f'"{agreement}" has no commitment "{commitment}"', hint=f"its commitments: {known}")
    yield from chosen


def _rows(standing: Standing, period: str | None, segments: bool) -> Iterator[Attainment]:
    """The attainments of a commitment by period, each followed by its segments where they are asked for."""
    from living_sla.words.verdicts import told

    for number, whole in enumerate(standing.series):
        if period in (None, whole.period.label):
            shown = [whole, *(standing.segments[number] if segments and standing.segments else ())]
            yield from (told(standing.commitment, found) for found in shown)


def _replayed(found: Report) -> str:
    """The instant that was replayed, on the agreements' clock and in UTC; by source where sources have several clocks.

    ``replayed up to Tue 15 Sep 2026, 12:00:00 +01:00 (2026-09-15T11:00:00Z)``
    """
    zone = next((of.agreement.terms.coverage.timezone for of in found.agreements), "UTC")
    moments: dict[datetime, list[str]] = {}
    for name, source in found.sources.items():
        moments.setdefault(source.facts.as_of, []).append(name)
    told = [
        f"{f'{listed(names)} ' if len(moments) > 1 else ''}up to {moment_with_offset(at, zone)} ({spelled(at)})"
        for at, names in sorted(moments.items())
    ]
    return f"replayed {'; '.join(told)}"


def _document(standings: list[Standing], rows: list[Attainment], found: Report, *, replayed: bool) -> str:
    """One JSON document, one line a row: short enough to search and to compare, and written by the fast encoder."""
    lines = ",\n".join(json.dumps(as_json(row, found), ensure_ascii=False) for row in rows)
    releases = {release for of in found.agreements for release in (of.calendar_release, of.zones_release) if release}
    used = json.dumps([f"living-sla {__version__}", *sorted(releases)])
    waiting = f', "waiting": {json.dumps(sorted(found.waiting))}' if found.waiting else ""
    moments = {name: _iso(source.facts.as_of) for name, source in found.sources.items()}
    replay = f', "replayed": {json.dumps(moments)}' if replayed else ""
    unjoined = [
        {"agreement": of.agreement, "commitment": of.commitment.id, **vars(some)}
        for of in standings
        for some in of.unjoined
    ]
    lost = f', "unjoined": {json.dumps(unjoined)}' if unjoined else ""
    silent = [
        {"agreement": of.agreement, "commitment": of.commitment.id, "reason": of.why_not}
        for of in standings
        if not of.series
    ]
    not_judged = f', "not_judged": {json.dumps(silent, ensure_ascii=False)}' if silent else ""
    head = f'"schema": "sla-attainment/1", "computed_with": {used}{waiting}{replay}{lost}{not_judged}'
    return f'{{{head}, "attainment": [\n{lines}\n]}}'


def as_json(row: Attainment, found: Report) -> dict[str, object]:
    """One attainment as `docs/command-line.md` describes it; shares are 0 to 1, instants in ISO 8601."""
    source = found.sources[row.source]
    return {
        "agreement": row.agreement,
        "commitment": row.commitment,
        "period": {
            "kind": row.period.kind,
            "label": row.period.label,
            "start": _iso(row.period.start),
            "end": _iso(row.period.end),
        },
        "scope": row.scope,
        "segment": row.segment,
        "segments": list(row.merged),
        "version": row.version,
        "basis": str(row.basis),
        "value": _number(row, row.value),
        "target": str(row.target),
        "unit": row.unit,
        "status": None if row.status is None else str(row.status),
        "reason": row.reason or None,
        "counts": None if row.withheld else vars(row.counts),
        "within_clock_skew": row.skewed,
        "value_without_exceptions": _number(row, row.without_exceptions),
        "lower": _number(row, row.lower),
        "upper": _number(row, row.upper),
        "window": [_iso(at) for at in row.window] if row.window else None,
        "comparable": not row.broken,
        "parts": [_part(part) for part in row.parts],
        "as_of": _iso(row.as_of),
        "source": {
            "name": source.name,
            "files": [{"path": file.path, "sha256": file.sha256} for file in source.facts.files],
            **({"passed_over": [_passed_over(one) for one in older]} if (older := source.facts.passed_over) else {}),
            "rows": source.facts.rows,
            **({"engine": elsewhere.engine, "path": elsewhere.path} if (elsewhere := source.facts.elsewhere) else {}),
        },
    }


def _passed_over(older: PassedOver) -> dict[str, object]:
    return {"path": older.file.path, "sha256": older.file.sha256, "as_of": _iso(older.as_of)}


def _part(part: Attainment) -> dict[str, object]:
    """What one version's part of a period came to."""
    return {
        "version": part.version,
        "basis": str(part.basis),
        "window": [_iso(at) for at in part.window] if part.window else None,
        "value": _number(part, part.value),
        "target": str(part.target),
        "status": None if part.status is None else str(part.status),
        "reason": part.reason or None,
        "counts": vars(part.counts),
    }


def _number(row: Attainment, value: Fraction | None) -> int | float | None:
    if value is None:
        return None
    return int(value) if row.unit == "records" else float(value)


def _iso(at: datetime) -> str:
    return at.astimezone(UTC).isoformat()

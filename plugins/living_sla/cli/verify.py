"""`sla verify`: every sign-off, how far it can be believed, whether it counts, and who has not signed yet."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from living_sla.cli.options import PROJECT

if TYPE_CHECKING:
    from living_sla.history.signoffs.checked import Missing, SignOffsChecked
    from living_sla.model.revision import Commit
    from living_sla.model.signoff import SignOff


@click.command()
@click.argument("agreement", required=False)
@click.option("--format", "form", type=click.Choice(["table", "json"]), default="table", show_default=True)
@PROJECT
def command(agreement: str | None, form: str, project: Path) -> int:
    """Verify sign-offs. Exits with 1 where a required one is missing, with 2 where one was forged or edited."""
    from living_sla.history.past import read_past_here
    from living_sla.history.signoffs.checked import check_signoffs

    past = read_past_here(project)
    past.require(agreement)
    found = check_signoffs(past, only=agreement)
    for notice in found.notices:
        click.echo(str(notice), err=True)
    click.echo(_document(found) if form == "json" else "\n".join(_lines(found)))
    return 2 if found.forged else 1 if found.missing else 0


def _lines(found: SignOffsChecked) -> Iterator[str]:
    if not found.signoffs and not found.missing:
        yield "nobody has signed, and nobody has to"
    rows = [_cells(one) for one in found.signoffs] + [_waiting(one) for one in found.missing]
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)] if rows else []
    for row in sorted(rows, key=lambda row: row[0]):
        yield "  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip()


def _cells(one: SignOff) -> Sequence[str]:
    file = one.file
    what = f"{file.agreement} version {file.version}"
    never = "counts no longer" if one.ended else "does not count"
    verdict = f"{never}: {one.refused}." if one.refused else "counts."
    return what, file.party, file.signer, one.level.label, f"{one.sentence} It {verdict}"


def _waiting(one: Missing) -> Sequence[str]:
    return f"{one.agreement} version {one.version}", one.party, one.signer, "missing", "Has to sign."


def _document(found: SignOffsChecked) -> str:
    signoffs = [
        {
            "agreement": one.file.agreement,
            "version": one.file.version,
            "digest": one.file.digest,
            "party": one.file.party,
            "signer": one.file.signer,
            "on": one.file.on.isoformat(),
            "path": one.file.path,
            "landed": _at(one.landed),
            "level": one.level.label,
            "evidence": one.evidence,
            "sentence": one.sentence,
            "counts": not one.refused,
            "refused": one.refused or None,
            "ended": _at(one.ended),
        }
        for one in found.signoffs
    ]
    document = {
        "schema": "sla-verify/1",
        "required_trust": found.required.label,
        "signoffs": signoffs,
        "missing": [vars(one) for one in found.missing],
        "notices": [str(notice) for notice in found.notices],
    }
    return json.dumps(document, ensure_ascii=False, indent=1)


def _at(commit: Commit | None) -> dict[str, str] | None:
    return {"commit": commit.id, "at": commit.landed_at.isoformat()} if commit else None

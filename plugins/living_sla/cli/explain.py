"""`sla explain`: the arithmetic for one record, to be followed with pen and paper."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import click

from living_sla.cli.options import AS_OF, PROJECT, parse_as_of
from living_sla.errors import SlaError
from living_sla.explain import explain
from living_sla.report import read_agreed
from living_sla.words.standing.explanation import explanation_lines


@click.command(epilog="Example: sla explain lead-handoff/first-contact 41735248")
@click.argument("what", metavar="AGREEMENT/COMMITMENT")
@click.argument("record")
@AS_OF
@PROJECT
def command(what: str, record: str, as_of: str | None, project: Path) -> None:
    """The arithmetic for one record: its instants, the hours that counted, its due instant, its outcome.

    RECORD is the key of a record, or the due date of a deliverable (2026-09-30).
    """
    agreement, slash, commitment = what.partition("/")
    if not slash:
        raise SlaError(f'"{what}" names no commitment', hint="write AGREEMENT/COMMITMENT, as in sla attain")
    explained = explain(
        read_agreed(project, now=datetime.now(UTC)), agreement, commitment, record, as_of=parse_as_of(as_of)
    )
    click.echo("\n".join(explanation_lines(what, explained)))

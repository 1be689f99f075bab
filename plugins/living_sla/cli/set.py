"""`sla set`: one value of an agreement changed at its own place, and what that proposes."""

from __future__ import annotations

import difflib
import shlex
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import click

from living_sla.agreements.editing.setting import read_setting
from living_sla.changes import changes
from living_sla.cli.options import PROJECT
from living_sla.errors import SlaError
from living_sla.model.past.change import AgreementChanges
from living_sla.scaffold.changed import ChangedFile, changed, write
from living_sla.words.past.changes import change_lines


@click.command(
    "set",
    epilog='Example: sla set lead-handoff first-contact.target="at least 95%" effective=2027-01-01',
)
@click.argument("agreement", metavar="[AGREEMENT]")
@click.argument("settings", metavar="FIELD=VALUE...", nargs=-1)
@click.option("--dry-run", is_flag=True, help="Show the difference, and write nothing.")
@PROJECT
def command(agreement: str, settings: tuple[str, ...], dry_run: bool, project: Path) -> int:
    """Change values of an agreement, each at its own place: every other byte of its file stays, or nothing is written.

    FIELD is the id of a commitment and its field (first-contact.target, first-contact.measure.limit), or a field of the
    agreement (effective, review.next, parties.sales.team). An item of a list is called by its id, or by its number: 1
    is the first. AGREEMENT may be left out where there is one alone.
    """
    named, asked = (None, (agreement, *settings)) if "=" in agreement else (agreement, settings)
    if not asked:
        raise click.UsageError("Missing argument 'FIELD=VALUE...'.")
    try:
        file = changed(project, named, [read_setting(text) for text in asked])
    except SlaError:
        click.echo("nothing was written:", err=True)
        raise
    if dry_run:
        click.echo("".join(_difference(file)), nl=False)
    else:
        write(project, file)
    click.echo("\n".join(_told(file)))
    for line in _next(file, dry_run):
        click.echo(line, err=True)
    return 0


def _difference(file: ChangedFile) -> Iterator[str]:
    """The lines that differ, as git shows them."""
    old, new = (raw.decode("utf-8").splitlines(keepends=True) for raw in (file.before, file.edited.content))
    for line in difflib.unified_diff(old, new, f"a/{file.path}", f"b/{file.path}"):
        yield line.replace("\r\n", "\n") if line.endswith("\n") else f"{line}\n"


def _told(file: ChangedFile) -> Iterator[str]:
    """What was set, what that changes in the terms, and who has to sign."""
    for one in file.edited.placed:
        yield f"{one.where}: {one.setting.spelled}"
    if (compared := _compared(file)) is not None:
        yield from change_lines("the file as it was", [compared] if compared.kind != "same" else [])


def _compared(file: ChangedFile) -> AgreementChanges | None:
    """The agreement before and after; None where the file had a fault before."""
    before, after = file.edited.before, file.edited.after
    return None if before is None else AgreementChanges(before, after, changes(before, after))


def _next(file: ChangedFile, dry_run: bool) -> Iterator[str]:
    """What to do with the proposal, on standard error."""
    if file.before == file.edited.content:
        return
    compared = _compared(file)
    if compared is not None and compared.kind == "changed":
        today, first = datetime.now(UTC).astimezone().date(), file.edited.after.terms.effective
        if first < today:
            day = (today.replace(day=1) + timedelta(days=32)).replace(day=1)
            yield f"note: these terms ask to count from {first}, which has passed; for example effective={day} is ahead"
    yield "next:"
    if dry_run:
        yield "  the same without --dry-run"
        return
    yield "  sla impact"
    yield f"  git commit --message WHY {shlex.quote(file.path)}, on a branch of its own; then open a pull request"

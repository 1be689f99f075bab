"""What was written into an agreement, and what is left to a person: said by every verb that writes."""

from __future__ import annotations

from pathlib import Path

import click

from living_sla.agreements.rules.lint import too_many_at_first
from living_sla.cli.options import say
from living_sla.errors import SlaError
from living_sla.history.past import read_past_here
from living_sla.scaffold.patterns.left import Added


def told(added: Added, project: Path) -> int:
    """Say what was written and what is left; 1 where the agreement does not pass the check before something is done."""
    click.echo(f"{added.path}:{added.line}: {', '.join(added.ids)}")
    for paragraph in (*added.decisions, *added.missing):
        click.echo(paragraph, err=True)
    if _begins(project, added.agreement.terms.id):
        say(too_many_at_first(added.agreement))
    return 1 if added.missing else 0


def _begins(project: Path, agreement: str) -> bool:
    """Whether the agreement never was in force; so it is, where other files have faults that hide its history."""
    try:
        return agreement in read_past_here(project).beginning
    except SlaError:
        return True

"""`sla doctor`: what this machine and this project have, what is missing, and what to do about it."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from living_sla.cli.project import PROJECT, form_option
from living_sla.doctor.rounds import examine
from living_sla.documents.checkup import checkup_document
from living_sla.words.checkup import checkup_lines

_COLOURS = {"ok": "green", "note": "yellow", "problem": "red"}


@click.command("doctor", epilog="Example: sla doctor")
@form_option("text", "json", help="Text for people, JSON for programs.")
@PROJECT
def command(form: str, project: Path) -> int:
    """Look at machine, repository and project; every line that is not ok says what to do.

    Nothing is changed, and nothing private is shown: the output can be pasted into an issue. Exits with 1 where
    there are problems, with 3 where the product cannot work here.
    """
    checkup = examine(project.resolve())
    if form == "json":
        click.echo(checkup_document(checkup))
    else:
        for line, severity in checkup_lines(checkup, encoding=sys.stdout.encoding or "utf-8"):
            click.secho(line, fg=_COLOURS.get(severity or ""))  # click colours on a terminal alone
    return checkup.exit_code

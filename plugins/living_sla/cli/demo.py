"""`sla demo`: a demonstration repository, with a history that tells a story."""

from __future__ import annotations

import shlex
from pathlib import Path

import click

from living_sla.demonstration.checkout import write_demo
from living_sla.model.counted import counted


@click.command("demo", epilog="Example: sla demo northwind")
@click.argument("folder", metavar="DIR", type=click.Path(path_type=Path))
def command(folder: Path) -> int:
    """Write a demonstration into DIR: two agreements, five quarters of git history, and the exports that they judge.

    DIR must not exist yet, or be empty. The signatures in it are real; the private halves of their keys are gone.
    """
    written = write_demo(folder)
    click.echo(f"{written.folder}: {counted(written.commits, 'commit')}, from June 2025 to October 2026")
    into = [] if written.folder == Path() else [f"cd {shlex.quote(str(written.folder))}"]
    click.echo("\n  ".join(["next:", *into, "sla history lead-handoff", "sla serve"]), err=True)
    return 0

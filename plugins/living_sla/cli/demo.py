"""`sla demo`: a demonstration repository, with a history that tells a story."""

from __future__ import annotations

import shlex
from pathlib import Path

import click

from living_sla.model.counted import counted


@click.command("demo")
@click.argument("folder", metavar="DIR", type=click.Path(path_type=Path))
def command(folder: Path) -> int:
    """Write a demonstration into DIR: two agreements, five quarters of git history, and the exports that they judge.

    DIR must not exist yet, or be empty. The signatures in it are real; their keys are made now and thrown away.
    """
    from living_sla.demo.telling import write_demo

    told = write_demo(folder)
    click.echo(f"{told.folder}: {counted(told.commits, 'commit')}, from June 2025 to October 2026")
    into = [] if told.folder == Path() else [f"cd {shlex.quote(str(told.folder))}"]
    click.echo("\n  ".join(["next:", *into, "sla history lead-handoff", "sla serve"]), err=True)
    return 0

"""`make bench`: what figures cost, as whole processes, against the floor and against what people use today."""

from __future__ import annotations

import shutil
import statistics
import sys
from pathlib import Path

import click

from bench import generate
from bench.processes import Command, compare, run, table

HERE = Path(__file__).parent
WORK = HERE.parent / "build" / "bench"
PYTHON = sys.executable
SLA = str(Path(PYTHON).parent / "sla")


@click.command()
@click.option("--rows", default=1_000_000, show_default=True, help="Leads in the generated export.")
@click.option("--rounds", default=5, show_default=True, help="Counted runs of each command.")
def main(rows: int, rounds: int) -> None:
    """Measure whole processes in turn, and print medians and ratios from the same rounds."""
    project = prepared(rows)
    export = str(project / "data" / "exports" / "leads.csv")
    floor = Command("typed DuckDB scan (floor)", (PYTHON, str(HERE / "typed_scan.py"), export), project)
    figures = Command("sla attain --no-cache", (SLA, "attain", "--no-cache", "--format", "json"), project)
    today = Command("the same in pandas", (PYTHON, str(HERE / "with_pandas.py"), export), project)
    click.echo(f"{rows:,} leads, {Path(export).stat().st_size / 1e6:.0f} MB of CSV, {rounds} rounds\n")
    click.echo(table(compare([floor, figures, today], rounds), floor.name))
    help_ = Command("sla --help", (SLA, "--help"), project)
    costs = [run(help_).cpu for _ in range(rounds + 1)][1:]
    click.echo(f"\nsla --help: {statistics.median(costs) * 1000:.0f} ms of CPU")


def prepared(rows: int) -> Path:
    """A project with the benchmark's agreement and a generated export, made once."""
    project = WORK / str(rows)
    shutil.copytree(HERE / "project", project, dirs_exist_ok=True)
    export = project / "data" / "exports" / "leads.csv"
    if not export.exists():
        export.parent.mkdir(parents=True, exist_ok=True)
        part = export.with_suffix(".part")
        generate.main(rows, part)
        part.rename(export)
    return project


if __name__ == "__main__":
    main()

"""`python -m bench.scale`: what figures cost as exports grow, as CSV and as Parquet, beside plain pandas.

The floor of each file is a typed DuckDB scan of the same fourteen columns, which computes nothing.
"""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import click

from bench.processes import Command, compare, table
from bench.scale.agreement import compared
from bench.scale.project import project

HERE = Path(__file__).parent
FIGURES = (str(Path(sys.executable).parent / "sla"), "attain", "--format", "json")
WITH_PANDAS = "with-pandas.json"


@click.command()
@click.option("--rows", default=1_000_000, show_default=True, help="Leads in the generated export.")
@click.option("--rounds", default=3, show_default=True, help="Counted runs of each command.")
@click.option("--pandas/--no-pandas", "beside", default=True, show_default=True, help="Measure plain pandas too.")
def main(rows: int, rounds: int, beside: bool) -> None:
    """Measure whole processes in turn, and print medians and ratios from the same rounds."""
    for kind in ("csv", "parquet"):
        export = project(rows, kind)
        click.echo(f"\n{rows:,} leads, {export.stat().st_size / 1e6:,.0f} MB of {kind}, {rounds} rounds\n")
        commands = commands_for(export, beside=beside)
        click.echo(table(compare(commands, rounds), commands[0].name))
        if beside:
            ours = subprocess.run([*FIGURES, "--no-cache"], cwd=export.parents[2], check=True, capture_output=True)
            click.echo(f"\n{compared(ours.stdout.decode(), export.parents[2] / WITH_PANDAS)}")


def commands_for(export: Path, *, beside: bool) -> list[Command]:
    """The floor, the figures without and with a warm cache, and where wanted the same in pandas."""
    root = export.parents[2]
    commands = [
        Command("typed DuckDB scan (floor)", (sys.executable, str(HERE / "typed_scan.py"), str(export)), root),
        Command("sla attain --no-cache", (*FIGURES, "--no-cache"), root),
        Command("sla attain, warm cache", FIGURES, root),
    ]
    if beside:
        program = (sys.executable, str(HERE / "with_pandas.py"), str(export), WITH_PANDAS)
        commands.append(Command("the same in pandas", program, root))
    return commands


if __name__ == "__main__":
    main()

"""`python -m bench.scale`: what figures cost as exports grow, as CSV and as Parquet, beside what people write by hand.

The floor of each file is a typed DuckDB scan of the same fourteen columns, which computes nothing. Beside it stand the
same figures in plain pandas, in DuckDB's SQL and in Polars; they are compared with ours.
"""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from tempfile import TemporaryDirectory

import click

from bench.environments import other_python
from bench.processes import Command, compare, table
from bench.scale.agreement import compared
from bench.scale.project import project

HERE = Path(__file__).parent
FIGURES = (str(Path(sys.executable).parent / "sla"), "attain", "--format", "json")
PEERS = {"DuckDB": "peers.with_duckdb", "Polars": "peers.with_polars", "pandas": "with_pandas"}
"""The programs that compute the same figures."""


@click.command()
@click.option("--rows", default=1_000_000, show_default=True, help="Leads in the generated export.")
@click.option("--rounds", default=3, show_default=True, help="Counted runs of each command.")
@click.option("--kind", "kinds", multiple=True, default=("csv", "parquet"), show_default=True, help="Kind of file.")
@click.option(
    "--beside", multiple=True, type=click.Choice(list(PEERS)), default=list(PEERS), help="What else to measure."
)
@click.option("--alone", is_flag=True, help="Measure nothing else.")
def main(rows: int, rounds: int, kinds: tuple[str, ...], beside: tuple[str, ...], alone: bool) -> None:
    """Measure whole processes in turn, and print medians and ratios from the same rounds."""
    for kind in kinds:
        export = project(rows, kind)
        click.echo(f"\n{rows:,} leads, {export.stat().st_size / 1e6:,.0f} MB of {kind}, {rounds} rounds\n")
        peers = {} if alone else {name: _peer(name, export) for name in beside}
        with TemporaryDirectory() as cache:  # not below the repository, where none is kept
            commands = [*_ours(export, cache), *peers.values()]
            costs = compare(commands, rounds)
        click.echo(table(costs, commands[0].name))
        click.echo(f"\nbeside sla attain --no-cache\n{table(costs, commands[1].name)}")
        ours = subprocess.run([*FIGURES, "--no-cache"], cwd=export.parents[2], check=True, capture_output=True)
        for name in peers:
            click.echo(f"{name}: {compared(ours.stdout.decode(), _found(name, export))}")


def _ours(export: Path, cache: str) -> list[Command]:
    """The floor, then the figures: alone, for a first build that is to remember them, and remembered."""
    root, caching = export.parents[2], ("env", f"SLA_CACHE_DIR={cache}")
    return [
        Command("typed DuckDB scan (floor)", (sys.executable, str(HERE / "typed_scan.py"), str(export)), root),
        Command("sla attain --no-cache", (*FIGURES, "--no-cache"), root),
        Command(
            "sla attain, nothing remembered",
            (*caching, "sh", "-c", 'rm -rf "$SLA_CACHE_DIR"; "$@"', "-", *FIGURES),
            root,
        ),
        Command("sla attain, warm cache", (*caching, *FIGURES), root),
    ]


def _peer(name: str, export: Path) -> Command:
    python = other_python("peers") if name == "Polars" else sys.executable
    program = ("env", f"PYTHONPATH={HERE.parents[1]}", python, "-m", f"bench.scale.{PEERS[name]}")
    return Command(name, (*program, str(export), str(_found(name, export))), export.parents[2])


def _found(name: str, export: Path) -> Path:
    return export.parents[2] / f"with-{name}.json"


if __name__ == "__main__":
    main()

"""`python -m bench.history`: what the history of 200 agreements and 10,000 commits costs, against the floor."""

from __future__ import annotations

import statistics
import sys
from pathlib import Path

import click

from bench.history.generate import repository
from bench.processes import Command, Cost, compare, table

HERE = Path(__file__).parent
WORK = HERE.parent.parent / "build" / "bench"
PYTHON = sys.executable


@click.command()
@click.option("--agreements", default=200, show_default=True, help="Agreements in the generated repository.")
@click.option("--commits", default=10_000, show_default=True, help="Commits on its main line.")
@click.option("--rounds", default=5, show_default=True, help="Counted runs of each command.")
@click.option(
    "--files", default=20, show_default=True, help="Agreements that iter_commits walks; the rest is scaled up."
)
def main(agreements: int, commits: int, rounds: int, files: int) -> None:
    """Measure whole processes in turn, and print medians and ratios from the same rounds."""
    root = WORK / f"history-{agreements}-{commits}"
    if not root.exists():
        part = root.with_suffix(".part")
        repository(part, agreements=agreements, commits=commits)
        part.rename(root)

    def reading(name: str, how: str) -> Command:
        cache = str(root.with_suffix(".cache"))
        return Command(name, (PYTHON, "-m", "bench.history.read", str(root), how, cache), HERE.parent.parent)

    floor = Command("log, cat-file, YAML (floor)", (PYTHON, str(HERE / "floor.py"), str(root)), root)
    imports, tree, cold, warm, git = (
        reading("imports", "imports"),
        reading("imports and work tree", "tree"),
        reading("history, cold", "cold"),
        reading("history, warm", "warm"),
        reading("git's part alone", "git"),
    )
    walk, none = (
        Command(name, (PYTHON, str(HERE / "with_iter_commits.py"), str(root), str(count)), root)
        for name, count in ((f"iter_commits, {files} files", files), ("importing GitPython", 0))
    )
    costs = compare([floor, imports, tree, cold, warm, git, none, walk], rounds)
    click.echo(f"{agreements} agreements, {commits:,} commits, {rounds} rounds\n")
    click.echo(table(costs, floor.name))
    for name, command, baseline in (
        ("history alone, cold", cold, tree),
        ("history alone, warm", warm, tree),
        ("git's part alone", git, imports),
    ):
        click.echo(f"{name}: {_said(_beyond(costs, command, baseline))} s of CPU")
    scaled = [seconds * agreements / files for seconds in _beyond(costs, walk, none)]
    ratios = [theirs / ours for theirs, ours in zip(scaled, _beyond(costs, git, imports), strict=True)]
    click.echo(
        f"iter_commits, {files} files scaled to {agreements}: {_said(scaled)} s; {_said(ratios)} times git's part"
    )


def _beyond(costs: dict[str, list[Cost]], command: Command, baseline: Command) -> list[float]:
    """What a command costs beyond another in the same round, in seconds of CPU."""
    return [cost.cpu - base.cpu for cost, base in zip(costs[command.name], costs[baseline.name], strict=True)]


def _said(values: list[float]) -> str:
    return f"{statistics.median(values):.2f} ({min(values):.2f}–{max(values):.2f})"


if __name__ == "__main__":
    main()

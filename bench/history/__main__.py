"""`python -m bench.history`: what the history of 200 agreements and 10,000 commits costs, against the floor."""

from __future__ import annotations

import statistics
import sys
from pathlib import Path

import click

from bench.history.generate import repository
from bench.processes import Command, Cost, compare, run, table

HERE = Path(__file__).parent
WORK = HERE.parent.parent / "build" / "bench"
PYTHON = sys.executable


@click.command()
@click.option("--agreements", default=200, show_default=True, help="Agreements in the generated repository.")
@click.option("--commits", default=10_000, show_default=True, help="Commits on its main line.")
@click.option("--rounds", default=5, show_default=True, help="Counted runs of each command.")
@click.option(
    "--files", default=4, show_default=True, help="Agreements that iter_commits walks; the rest is scaled up."
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
    costs = compare([floor, imports, tree, cold, warm, git], rounds)
    click.echo(f"{agreements} agreements, {commits:,} commits, {rounds} rounds\n")
    click.echo(table(costs, floor.name))
    click.echo(f"\nhistory alone, cold: {_beyond(costs, cold, tree):.2f} s of CPU")
    click.echo(f"history alone, warm: {_beyond(costs, warm, tree):.2f} s of CPU")
    walk = Command("iter_commits", (PYTHON, str(HERE / "with_iter_commits.py"), str(root), str(files)), root)
    none = Command("importing GitPython", (PYTHON, str(HERE / "with_iter_commits.py"), str(root), "0"), root)
    scaled = (run(walk).cpu - run(none).cpu) * agreements / files
    ours = statistics.median(cost.cpu for cost in costs[git.name])
    click.echo(
        f"\niter_commits, {files} files scaled to {agreements}: {scaled:.0f} s of CPU; git's part alone {ours:.2f} s"
    )


def _beyond(costs: dict[str, list[Cost]], command: Command, baseline: Command) -> float:
    """The median of what a command costs beyond another in the same round."""
    pairs = zip(costs[command.name], costs[baseline.name], strict=True)
    return statistics.median(cost.cpu - base.cpu for cost, base in pairs)


if __name__ == "__main__":
    main()

"""`python -m bench.proposals`: what proposals cost in a project of 200 agreements over a million records."""

from __future__ import annotations

import shutil
import statistics
import subprocess
from pathlib import Path

import click

from bench.__main__ import SLA, WORK, prepared
from bench.processes import Command, run

LIMIT, SHORTER = "limit: 4 business hours", "limit: 3 business hours"


@click.command()
@click.option(
    "--agreements", default=200, show_default=True, help="Agreements of the project, of two commitments each."
)
@click.option("--rows", default=1_000_000, show_default=True, help="Leads in the generated export.")
@click.option("--touched", default=1, show_default=True, help="Agreements that the branch changes.")
@click.option("--rounds", default=3, show_default=True, help="Counted runs of each command, with a warm cache.")
def main(agreements: int, rows: int, touched: int, rounds: int) -> None:
    """Measure whole processes: the first run of each reads the export, the others remember it."""
    root = project(prepared(rows), agreements, touched)
    commands = [
        Command("sla changes", (SLA, "changes", "main"), root),
        Command("sla impact", (SLA, "impact", "main"), root),
        Command("sla impact --curve, one", (SLA, "impact", "--curve", "leads-001/first-contact"), root),
    ]
    click.echo(f"{agreements} agreements, {touched} changed, {rows:,} leads; CPU s: first, then median of {rounds}")
    for command in commands:
        first = run(command).cpu
        warm = statistics.median(run(command).cpu for _ in range(rounds))
        click.echo(f"{command.name:26} {first:8.2f} {warm:8.2f}")


def project(one: Path, agreements: int, touched: int) -> Path:
    """A repository whose branch has another time limit in so many agreements, made anew."""
    root = WORK / "proposals"
    shutil.rmtree(root, ignore_errors=True)
    (root / "agreements").mkdir(parents=True)
    (root / "data" / "exports").mkdir(parents=True)
    shutil.copy(one / "data" / "sources.yml", root / "data" / "sources.yml")
    (root / "data" / "exports" / "leads.csv").hardlink_to(one / "data" / "exports" / "leads.csv")
    (root / ".gitignore").write_text("data/exports/\n", encoding="utf-8")
    [text] = [path.read_text("utf-8") for path in (one / "agreements").glob("*.md")]
    for number in range(1, agreements + 1):
        own = text.replace("id: leads\n", f"id: leads-{number:03}\n").replace("at least 30", f"at least {number % 60}")
        (root / "agreements" / f"leads-{number:03}.md").write_text(own, encoding="utf-8")
    _git(root, "init", "--quiet", "--initial-branch", "main")
    _commit(root, "Everything")
    _git(root, "switch", "--quiet", "--create", "proposal")
    for number in range(1, touched + 1):
        path = root / "agreements" / f"leads-{number:03}.md"
        path.write_text(path.read_text("utf-8").replace(LIMIT, SHORTER), encoding="utf-8")
    _commit(root, "Answer sooner")
    return root


def _commit(root: Path, message: str) -> None:
    _git(root, "add", "--all")
    _git(root, "-c", "user.name=Bench", "-c", "user.email=bench@northwind.example", "commit", "--quiet", "-m", message)


def _git(root: Path, *arguments: str) -> None:
    subprocess.run(["git", "-C", str(root), *arguments], check=True)


if __name__ == "__main__":
    main()

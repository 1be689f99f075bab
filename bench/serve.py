"""`python -m bench.serve`: from an edit to the page that shows it, under `sla serve`.

A reader asks for a page over and over while an agreement is edited, and then an export is replaced. What counts is wall
time, on a machine that does nothing else.
"""

from __future__ import annotations

import contextlib
import os
import re
import shutil
import socket
import statistics
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator
from pathlib import Path

import click

from bench import generate
from bench.__main__ import SLA
from bench.site import project

PATIENCE = 300
EXPORT = Path("data", "exports", "leads.csv")


@click.command()
@click.option("--agreements", default=20, show_default=True, help="Agreements in the generated repository.")
@click.option("--commitments", default=5, show_default=True, help="Commitments in each of them.")
@click.option("--rows", default=100_000, show_default=True, help="Rows of the export.")
@click.option("--rounds", default=5, show_default=True, help="Edits of each kind.")
def main(agreements: int, commitments: int, rows: int, rounds: int) -> None:
    """Print medians, with the smallest and the largest."""
    root = project(agreements, agreements * 10, commitments)
    kept = root.with_name(f"leads-{rows}.csv")
    if not kept.exists():
        generate.main(rows, kept)
    shutil.copy(kept, root / EXPORT)
    with served(root) as address:
        agreement = next((root / "agreements").rglob("*.md"))
        page = f"{address}/{agreement.relative_to(root).with_suffix('').as_posix()}/"
        pages = sum(1 for _ in re.finditer("<loc>", text(f"{address}/sitemap.xml")))
        click.echo(
            f"{agreements} agreements of {commitments} commitments, {pages} pages, {rows:,} rows, {rounds} rounds\n"
        )
        report("an agreement is edited", [edited(agreement, page, number) for number in range(rounds)])
        report(
            "an export is replaced",
            [replaced(root / EXPORT, kept, page, rows + number + 1) for number in range(rounds)],
        )


def edited(agreement: Path, page: str, number: int) -> float:
    """Seconds from a new summary to the page that shows it."""
    summary = f"Summary {number} of {time.time_ns()}"
    before = agreement.read_text(encoding="utf-8")
    return shown(
        lambda: agreement.write_text(re.sub(r"(?<=summary: >\n).*", f"  {summary}", before), encoding="utf-8"),
        lambda: summary in text(page),
    )


def replaced(export: Path, kept: Path, page: str, rows: int) -> float:
    """Seconds from an export with more rows than ever to the page that counts them."""
    lines = kept.read_bytes().splitlines(keepends=True)
    more = [lines[-1].replace(b"L", f"N{rows}-{number}-".encode(), 1) for number in range(rows - len(lines) + 1)]
    part = export.with_suffix(".part")
    part.write_bytes(b"".join([*lines, *more]))
    return shown(lambda: part.rename(export), lambda: f"{rows:,}" in text(page))


def shown(change: Callable[[], object], is_there: Callable[[], bool]) -> float:
    change()
    started = time.perf_counter()
    while not is_there():
        if time.perf_counter() - started > PATIENCE:
            raise SystemExit("the page never showed it")
        time.sleep(0.01)
    elapsed = time.perf_counter() - started
    time.sleep(1)  # the server is done with what came after the page
    return elapsed


@contextlib.contextmanager
def served(root: Path) -> Iterator[str]:
    """The address of the site, once it is there."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    environment = dict(os.environ)
    environment.pop("PYTHONDONTWRITEBYTECODE", None)
    command = (SLA, "serve", "--port", str(port), "--project", str(root))
    running = subprocess.Popen(command, stderr=subprocess.DEVNULL, env=environment)
    address = f"http://127.0.0.1:{port}"
    try:
        shown(lambda: None, lambda: "<urlset" in text(f"{address}/sitemap.xml"))
        yield address
    finally:
        running.terminate()
        running.wait(10)


def text(address: str) -> str:
    try:
        with urllib.request.urlopen(address, timeout=PATIENCE) as answer:
            return answer.read().decode("utf-8")
    except OSError:
        return ""


def report(name: str, seconds: list[float]) -> None:
    median, least, most = statistics.median(seconds), min(seconds), max(seconds)
    click.echo(f"{name:26} {median:5.2f} s ({least:.2f} to {most:.2f})")


if __name__ == "__main__":
    sys.exit(main())

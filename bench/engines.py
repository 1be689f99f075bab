"""``python -m bench.engines --rows N``: the same figures by this machine, a local Spark and a local Dask.

One export as a folder of Parquet files, three whole runs of ``sla attain --format json`` with nothing warm. Memory is
that of the whole tree of processes, Java and workers included, as their shares of the pages they have in common (PSS).
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import click
import pyarrow as pa
import pyarrow.csv
import pyarrow.parquet as pq
from msgspec import Struct

from bench.__main__ import PYTHON, SLA, prepared

ROWS_A_FILE = 500_000
EVERY = 0.1
"""Seconds between two looks at the memory."""
INSTANTS = ("created_at", "mql_at", "accepted_at", "first_contacted_at", "closed_at")


class Run(Struct, frozen=True):
    """What one run took, and what it found."""

    wall: float
    cpu: float
    """Seconds of all processes."""
    peak: float
    """MB (10**6 bytes)."""
    figures: list[object]


@click.command()
@click.option("--rows", default=1_000_000, show_default=True, help="Leads in the generated export.")
def main(rows: int) -> None:
    """Measure plain, Spark and Dask once each, and stop where their figures differ."""
    home = prepared(rows)
    folder = home.parent / f"{rows}-parquet"
    split(home / "data" / "exports" / "leads.csv", folder)
    size = sum(file.stat().st_size for file in folder.iterdir()) / 1e6
    click.echo(f"{rows:,} leads, {len(list(folder.iterdir()))} Parquet files, {size:.0f} MB, {os.cpu_count()} cores\n")
    click.echo(f"{'':16} {'wall s':>8} {'CPU s':>8} {'peak MB':>8}")
    plain: Run | None = None
    for name in ("this machine", "spark", "dask"):
        found = run(project(home, folder, None if name == "this machine" else name))
        plain = plain or found
        click.echo(f"{name:16} {found.wall:8.1f} {found.cpu:8.1f} {found.peak:8.0f}")
        if not equal(found.figures, plain.figures):
            raise SystemExit(f"the figures of {name} differ")
    assert plain is not None
    click.echo(f"\n{len(plain.figures)} figures, equal: counts exactly, values within 1e-9")


def split(source: Path, folder: Path) -> None:
    """The CSV as typed Parquet files, made once."""
    if folder.exists():
        return
    part = folder.with_suffix(".part")
    shutil.rmtree(part, ignore_errors=True)
    part.mkdir(parents=True)
    types = dict.fromkeys(INSTANTS, pa.timestamp("us", "UTC")) | {"score": pa.int32(), "lead_id": pa.string()}
    options = pyarrow.csv.ConvertOptions(column_types=types, strings_can_be_null=True)
    held: list[pa.RecordBatch] = []
    number = 0
    for batch in pyarrow.csv.open_csv(source, convert_options=options):
        held.append(batch)
        if sum(map(len, held)) >= ROWS_A_FILE:
            pq.write_table(pa.Table.from_batches(held), part / f"part-{number:04}.parquet")
            held, number = [], number + 1
    if held:
        pq.write_table(pa.Table.from_batches(held), part / f"part-{number:04}.parquet")
    part.rename(folder)


def project(home: Path, folder: Path, engine: str | None) -> Path:
    """A project of its own for each, so that none finds what another left."""
    root = home.parent / f"{home.name}-{engine or 'here'}"
    shutil.rmtree(root, ignore_errors=True)
    shutil.copytree(home, root, ignore=shutil.ignore_patterns("exports"))
    sources = root / "data" / "sources.yml"
    if engine is None:
        (root / "data" / "exports").mkdir()
        for file in folder.iterdir():
            os.link(file, root / "data" / "exports" / file.name)
        read = "path: exports/part-*.parquet\n  combine: rows"
    else:
        read = f"path: {folder}\n  engine: {engine}" + ("\n  stored: parquet" if engine == "spark" else "")
    text = sources.read_text(encoding="utf-8")
    sources.write_text(text.replace("path: exports/leads.csv", read), encoding="utf-8")
    return root


def run(root: Path) -> Run:
    """One run in the project, watched."""
    output = root / "figures.json"
    started = time.perf_counter()
    peak, cpu = 0.0, dict[int, float]()
    with output.open("wb") as out:
        process = subprocess.Popen((PYTHON, SLA, "attain", "--format", "json"), cwd=root, stdout=out)
        while process.poll() is None:
            alive = list(_tree(process.pid))
            peak = max(peak, sum(map(_pss, alive)))
            cpu |= {pid: used for pid in alive if (used := _cpu(pid))}
            time.sleep(EVERY)
    if process.returncode:
        raise SystemExit(f"sla attain failed with {process.returncode} in {root}")
    found = json.loads(output.read_bytes())["attainment"]
    return Run(time.perf_counter() - started, sum(cpu.values()), peak, [{**row, "source": None} for row in found])


def _tree(root: int) -> Iterator[int]:
    """The process and everything that descends from it."""
    yield root
    try:
        tasks = list(Path(f"/proc/{root}/task").iterdir())
        children = [int(pid) for task in tasks for pid in (task / "children").read_text().split()]
    except OSError:  # it has ended meanwhile
        return
    for child in children:
        yield from _tree(child)


def _cpu(pid: int) -> float:
    """Seconds that the process has worked so far, without its children."""
    try:
        fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    except OSError:
        return 0.0
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def _pss(pid: int) -> float:
    try:
        lines = Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines()
    except OSError:
        return 0.0
    return sum(int(line.split()[1]) * 1024 / 1e6 for line in lines if line.startswith("Pss:"))


def equal(one: object, other: object) -> bool:
    """Whether two documents say the same; numbers within 1e-9 of each other."""
    match one, other:
        case dict(), dict():
            return one.keys() == other.keys() and all(equal(one[key], other[key]) for key in one)
        case list(), list():
            return len(one) == len(other) and all(map(equal, one, other))
        case float(), float():
            return abs(one - other) <= 1e-9 * max(1.0, abs(other))
    return one == other


if __name__ == "__main__":
    sys.exit(main())

"""Whole processes and what they cost, as the operating system accounts for them when they end."""

from __future__ import annotations

import os
import statistics
import subprocess
from collections.abc import Sequence
from pathlib import Path

from msgspec import Struct


class Cost(Struct, frozen=True):
    """What one run took."""

    cpu: float
    """User and system seconds of the process and its children."""
    wall: float
    peak: float
    """Peak resident memory in MB (10**6 bytes) of the largest process."""


class Command(Struct, frozen=True):
    """One thing that is measured, by a name for the table."""

    name: str
    arguments: tuple[str, ...]
    cwd: Path


def run(command: Command) -> Cost:
    """Run it once; its output is thrown away, and a failure stops the benchmark."""
    started = os.times()
    # Programs are installed with their bytecode; a machine that forbids writing it would compile them in every run.
    environment = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    environment["NO_MKDOCS_2_WARNING"] = "1"  # the theme would print a notice about another generator
    with subprocess.Popen(command.arguments, cwd=command.cwd, env=environment, stdout=subprocess.DEVNULL) as process:
        _, status, usage = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise SystemExit(f"{command.name} failed with {process.returncode}")
    elapsed = os.times().elapsed - started.elapsed
    return Cost(usage.ru_utime + usage.ru_stime, elapsed, usage.ru_maxrss * 1024 / 1e6)


def compare(commands: Sequence[Command], rounds: int) -> dict[str, list[Cost]]:
    """The costs of every command, taken in turn so that a machine that slows down slows all of them."""
    for command in commands:
        run(command)  # the first run warms the file cache and counts for nothing
    costs: dict[str, list[Cost]] = {command.name: [] for command in commands}
    for _ in range(rounds):
        for command in commands:
            costs[command.name].append(run(command))
    return costs


def table(costs: dict[str, list[Cost]], floor: str) -> str:
    """Medians, and the CPU of each command as a multiple of the floor's in the same round."""
    lines = [f"{'':34} {'CPU s':>8} {'min–max':>15} {'wall s':>8} {'peak MB':>8} {'× floor':>8}"]
    for name, runs in costs.items():
        cpu = [cost.cpu for cost in runs]
        ratios = [cost.cpu / base.cpu for cost, base in zip(runs, costs[floor], strict=True)]
        lines.append(
            f"{name:34} {statistics.median(cpu):8.2f} {f'{min(cpu):.2f}–{max(cpu):.2f}':>15} "
            f"{statistics.median(cost.wall for cost in runs):8.2f} {max(cost.peak for cost in runs):8.0f} "
            f"{statistics.median(ratios):8.2f}"
        )
    return "\n".join(lines)

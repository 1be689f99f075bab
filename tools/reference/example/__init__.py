"""A small project with one commitment a kind of measure: what the page of measures shows, computed by the product."""

from __future__ import annotations

import csv
import shutil
import tempfile
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

from msgspec import Struct

from living_sla import report
from living_sla.errors import SlaError
from living_sla.explain import explain
from living_sla.model.agreement.terms import Commitment
from living_sla.model.figures.standing import Standing
from living_sla.words.standing import figures

HERE = Path(__file__).parent
_NOW = datetime(2026, 12, 1, tzinfo=UTC)
_MONTH = "2026-10"


class Shown(Struct, frozen=True):
    """What the product makes of one commitment of the example."""

    commitment: Commitment
    written: str
    """Its measure and target, as the file has them."""
    sentence: str
    """What the product makes of the terms in words."""
    figure: str
    """Its figure of the month, the target and the status."""
    outcomes: tuple[tuple[str, str, str], ...]
    """Each record of the month: its key, what it came to, why. Empty where the figure judges no single record."""


def shown_examples() -> dict[str, Shown]:
    """The commitments of the example by the kind of their measure."""
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder)
        _lay_out(root)
        standings = report.check(root, now=_NOW, cache=False).agreements[0].commitments
        agreed = report.read_agreed(root, now=_NOW, cache=False)
        return {of.commitment.id: _shown(of, agreed) for of in standings}


def rows_of(name: str) -> list[list[str]]:
    """An export of the example, its header first."""
    with open(HERE / name, encoding="utf-8", newline="") as file:
        return list(csv.reader(file))


def _lay_out(root: Path) -> None:
    (root / "agreements").mkdir()
    (root / "data" / "exports").mkdir(parents=True)
    shutil.copy(HERE / "measures.md", root / "agreements")
    shutil.copy(HERE / "sources.yml", root / "data")
    for export in HERE.glob("*.csv"):
        shutil.copy(export, root / "data" / "exports")


def _shown(standing: Standing, agreed: report.Agreed) -> Shown:
    [month] = [row for row in standing.series if row.period.label == _MONTH]
    commitment = standing.commitment
    judges = commitment.measure.is_share
    outcomes = tuple(_outcomes(commitment, agreed)) if judges else ()
    told = f"{figures.figure(commitment, month)}, {figures.target(month.target)}: {month.status}"
    return Shown(commitment, _written(commitment.id), standing.sentence, told, outcomes)


def _outcomes(commitment: Commitment, agreed: report.Agreed) -> Iterator[tuple[str, str, str]]:
    words = commitment.measure.outcome_words
    for key in _keys(commitment):
        try:
            found = explain(agreed, "measures", commitment.id, key).explanation
        except SlaError:  # nothing was due on that day
            continue
        why = {"met": words.met, "missed": words.missed}.get(str(found.outcome), "")
        yield key, str(found.outcome), words.overdue if words.overdue and found.end is None else why


def _keys(commitment: Commitment) -> list[str]:
    """Records, or the days of the month, on some of which something was due."""
    if commitment.measure.judges_records:
        return [row[0] for row in rows_of("leads.csv")[1:]]
    return [f"{_MONTH}-{day:02}" for day in range(1, 32)]


def _written(commitment: str) -> str:
    """The lines of its measure and target, taken out of the file and brought to the left."""
    item = (HERE / "measures.md").read_text(encoding="utf-8").partition(f"- id: {commitment}\n")[2]
    lines = item.partition("\n  - id:")[0].partition("\ncontingency")[0].splitlines()
    start = next(at for at, line in enumerate(lines) if line.startswith("    measure:"))
    return "\n".join(line[4:] for line in lines[start:])

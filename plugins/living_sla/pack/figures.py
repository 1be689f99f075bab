"""The sheet of figures: each one as a number that a spreadsheet can compute with, and as its page says it."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from living_sla.model.figures.attainment import Attainment
from living_sla.model.reviews.record import FrozenAgreement, FrozenCommitment, ReviewRecord
from living_sla.pack.cell import Cell, PackSheet, Row, SheetColumn, text, whole
from living_sla.words import numbers
from living_sla.words.standing import figures as words

_COLUMNS = (
    SheetColumn("Agreement", 24),
    SheetColumn("Commitment", 22),
    SheetColumn("Owed by", 18),
    SheetColumn("Period", 10),
    SheetColumn("Of", 22),
    SheetColumn("Segment", 16),
    SheetColumn("Figure", 12, side="right"),
    SheetColumn("Unit", 9, side="center"),
    SheetColumn("In words", 28),
    SheetColumn("Target", 16),
    SheetColumn("Status", 10),
    *(SheetColumn(name, 10, side="right") for name in ("Met", "Missed", "Pending", "Left out", "Unusable")),
    SheetColumn("Lower", 10, side="right"),
    SheetColumn("Upper", 10, side="right"),
    SheetColumn("Without exceptions", 12, side="right"),
    SheetColumn("Version", 8, side="right"),
)
EARLIER, REVIEWED, WHOLE_PERIOD, BEFORE = "before the review", "reviewed", "the whole period", "the period before"
"""What a row is of: its own periods before the review and in it, and all records of the review's period together."""


def figures(record: ReviewRecord) -> PackSheet:
    """One row a figure: by agreement and commitment its own periods, oldest first, then the review's as a whole."""
    rows = [row for of in record.agreements for owed in of.commitments for row in _rows(of, owed)]
    return PackSheet("Figures", _COLUMNS, rows)


def _rows(of: FrozenAgreement, owed: FrozenCommitment) -> Iterator[Row]:
    first = len(owed.series) - owed.in_review
    for number, one in enumerate(owed.series):
        name = REVIEWED if number >= first else EARLIER
        yield from (_row(of, owed, name, found) for found in (one, *owed.segments[number]))
    for name, one_, parts in (
        (WHOLE_PERIOD, owed.pooled, owed.pooled_segments),
        (BEFORE, owed.before, owed.before_segments),
    ):
        yield from (_row(of, owed, name, found) for found in (*([one_] if one_ else []), *parts))


def _row(of: FrozenAgreement, owed: FrozenCommitment, name: str, found: Attainment) -> Row:
    counts = found.counts
    known = () if found.withheld else (counts.met, counts.missed, counts.pending, counts.excluded, counts.unusable)
    said = found.withheld or words.figure(owed, found)
    return (
        text(of.title),
        text(owed.title),
        text(of.parties.get(owed.by, owed.by)),
        text(found.period.label),
        text(name),
        text(numbers.segment(found.segments) if found.segments is not None else "all"),
        _number(found, None if found.withheld else found.value),
        text("%" if found.unit == "share" else found.unit),
        text(numbers.plain_spaces(said)),
        text(numbers.plain_spaces(words.target(found.target)) if found.status is not None else ""),
        text(str(found.status) if found.status is not None else ""),
        *([whole(count) for count in known] or [text("")] * 5),
        _number(found, None if found.withheld else found.lower),
        _number(found, None if found.withheld else found.upper),
        _number(found, None if found.withheld else found.without_exceptions),
        whole(found.version),
    )


def _number(found: Attainment, of: Fraction | None) -> Cell:
    """A figure with as many decimals as its page shows of it, so that the two never read differently."""
    if of is None:
        return Cell(None)
    exact: int | float = of.numerator if of.denominator == 1 else float(of)
    if found.unit == "share":
        return Cell(exact, f"0{_decimals(words.percent(of, against=found.target.amount))}%")
    if found.unit in ("minutes", "hours", "days", "weeks"):
        return Cell(exact, "#,##0" if of.denominator == 1 else "#,##0.0")
    if found.unit in ("records", ""):
        return Cell(exact, f"#,##0{_decimals(words.value(found, of))}")
    return Cell(exact, f'"{found.unit}" #,##0{_decimals(words.money(of, found.unit, against=found.target.amount))}')


def _decimals(said: str) -> str:
    """``.0`` of ``92.3 %``; empty where a number is shown whole."""
    digits = said.rpartition(".")[2] if "." in said else ""
    count = sum(letter.isdigit() for letter in digits)
    return f".{'0' * count}" if count else ""

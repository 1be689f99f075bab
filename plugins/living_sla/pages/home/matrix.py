"""The matrix that people know from spreadsheets: what kind of thing is owed, and by whom."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby
from typing import get_args

from markupsafe import Markup
from msgspec import Struct

from living_sla.model.agreement.terms import Category
from living_sla.model.figures.attainment import Attainment
from living_sla.model.figures.monday import MondayRow, monday
from living_sla.model.figures.standing import AgreementStanding, Report
from living_sla.model.figures.teams import Side, sides
from living_sla.pages.html import render
from living_sla.pages.links import Links
from living_sla.words.standing import figures
from living_sla.words.standing.monday import with_limit

_COLUMNS = 4
"""With more sides than these, each agreement has a table of its own: a table of twenty teams fits no page."""

_ENTRIES = 14
"""So many commitments stand in one cell."""
_TABLES = 30
"""So many agreements have their table on one page; each can have its own, by `sla_matrix("ID")`."""


class _Owed(Struct, frozen=True):
    """One commitment in its cell."""

    title: str
    href: str
    target: str
    agreement: str
    found: Attainment | None


class _Matrix(Struct, frozen=True):
    title: str
    """Of an agreement; empty where the table is about all."""
    href: str
    columns: tuple[str, ...]
    lines: tuple[tuple[str, tuple[tuple[tuple[_Owed, ...], int], ...]], ...]
    """Each category with a cell a column: what is owed, and how much more than is listed."""


def matrix(report: Report, links: Links, only: AgreementStanding | None = None) -> Markup:
    """Categories by sides: of all agreements whose terms are in force, or of one."""
    found = monday(report)
    rows = [row for row in (*found.rows, *found.ahead) if only is None or row.agreement.id == only.id]
    several = len({row.agreement.id for row in rows}) > 1
    columns = sides(rows)
    by_agreement = [list(of) for _, of in groupby(sorted(rows, key=_agreement), key=_agreement)]
    tables = [_matrix(columns, links, several=several)] if columns and len(columns) <= _COLUMNS else [
        _matrix(sides(of), links, of[0].agreement, several=False) for of in by_agreement
    ]  # fmt: skip
    return render("home-matrix.html", tables=tables[:_TABLES], more=max(0, len(tables) - _TABLES))


def _agreement(row: MondayRow) -> str:
    return row.agreement.id


def _matrix(
    columns: Sequence[Side], links: Links, agreement: AgreementStanding | None = None, *, several: bool
) -> _Matrix:
    def cell(category: str, side: Side) -> tuple[tuple[_Owed, ...], int]:
        rows = [row for row in side.rows if row.part.commitment.category == category]
        rows.sort(key=lambda row: (row.agreement.title, row.part.title))
        entries = tuple(
            _Owed(
                title=with_limit(row.part.commitment),
                href=links.commitment(row.agreement.id, row.part.id),
                target=figures.target(row.part.commitment.target),
                agreement=row.agreement.title if several else "",
                found=row.shown,
            )
            for row in rows[:_ENTRIES]
        )
        return entries, max(0, len(rows) - _ENTRIES)

    return _Matrix(
        title=agreement.title if agreement else "",
        href=links.agreement(agreement.id) if agreement else "",
        columns=tuple(side.name or "All together" for side in columns),
        lines=tuple(
            (category.capitalize(), tuple(cell(category, side) for side in columns)) for category in get_args(Category)
        ),
    )

"""Dense rows: one commitment each, with its figure, a bullet, a spark and one phrase."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from fractions import Fraction

from markupsafe import Markup
from msgspec import Struct
from msgspec.structs import replace

from living_sla.model.agreement.terms import Commitment
from living_sla.model.figures.attainment import Attainment
from living_sla.model.figures.monday import MondayRow
from living_sla.model.figures.standing import Report
from living_sla.model.figures.teams import Side, sides, team_key, teams
from living_sla.pages.charts.bullet import bullet
from living_sla.pages.html import render
from living_sla.pages.links import Links
from living_sla.pages.spark import spark
from living_sla.words.people import owing
from living_sla.words.standing.monday import kept_line, period_of, phrase, with_limit

_PERIODS = 13
"""A quarter of weeks, a year of months and the one before."""
_LISTED = 24
"""So many rows of one side are listed, and of those that ask for nothing as many more; nobody reads hundreds."""
_DRAWN, _DRAWN_BELOW = 8, 4
"""So many of them have pictures: those that ask for somebody, and those that are folded away."""
_SIDES = 12
"""With more sides than these, only those are shown of which something asks for somebody, and each with less."""
_UNFOLDED = 4
"""Where nothing asks for anybody, so few rows stand open: nobody has to click for them."""


class _DenseRow(Struct, frozen=True):
    """One commitment as the list shows it."""

    commitment: Commitment
    title: str
    href: str
    notes: tuple[str, ...]
    found: Attainment | None
    period: str
    waits: bool
    phrase: str
    bullet: Markup
    spark: Markup
    is_drawn: bool = True
    """Whether it has pictures; a list of many has them above only."""


class _Column(Struct, frozen=True):
    """What one side owes: what asks for somebody, then the rest in one line."""

    team: str
    """Who owes them; empty where all do together."""
    href: str
    """Of the page of the team; empty where these are several, or all."""
    open: tuple[_DenseRow, ...]
    rest: tuple[_DenseRow, ...]
    more_open: int
    more: int
    """Rows of each that are not listed."""
    summary: str
    unfolded: bool


def columns(rows: Sequence[MondayRow], report: Report, links: Links) -> Markup:
    """The rows by who owes them."""
    several = len({row.agreement.id for row in rows}) > 1
    ids = {team_key(team.name): team.id for team in teams(report)}
    every = sides(rows)
    share = max(1, math.ceil(len(every) / _SIDES))
    shown = [side for side in every if share == 1 or any(row.is_open for row in side.rows)][: 3 * _SIDES]
    calm = [row for side in every if side not in shown for row in side.rows]
    return render(
        "home-columns.html",
        columns=[_column(side, links, ids, several=several, share=share) for side in shown],
        more=len(every) - len(shown),
        summary=kept_line(calm) if not any(row.is_open for row in calm) else "",
        teams=links.page("teams"),
    )


def plain_rows(rows: Sequence[MondayRow], links: Links) -> Markup:
    """All of the rows, none folded away, each with its agreement."""
    shown = (_row(row, links, notes=(row.agreement.title,)) for row in rows[: 3 * _LISTED])
    return render("home-rows.html", rows=_listed(shown, _DRAWN))


def _column(side: Side, links: Links, ids: Mapping[str, str], *, several: bool, share: int) -> _Column:
    asking = [row for row in side.rows if row.is_open]
    rest = [row for row in side.rows if not row.is_open]

    listed = _LISTED // share

    def of(row: MondayRow) -> _DenseRow:
        terms = row.agreement.terms
        team = owing(terms, row.part.commitment)
        named = not side.name or team.casefold() == side.name.casefold()
        return _row(row, links, notes=(*([] if named else [team]), *([row.agreement.title] if several else [])))

    return _Column(
        team=side.name,
        href=links.team(ids[team_key(side.name)]) if team_key(side.name) in ids else "",
        open=_listed(map(of, asking[:listed]), _DRAWN // share),
        rest=_listed(map(of, rest[:listed]), _DRAWN_BELOW // share),
        more_open=max(0, len(asking) - listed),
        more=max(0, len(rest) - listed),
        summary=kept_line(rest),
        unfolded=not asking and len(rest) <= _UNFOLDED,
    )


def _row(row: MondayRow, links: Links, notes: tuple[str, ...]) -> _DenseRow:
    found, owed = row.shown, row.part.commitment
    return _DenseRow(
        commitment=owed,
        title=with_limit(owed),
        href=links.commitment(row.agreement.id, owed.id),
        notes=notes,
        found=found,
        period=period_of(found) if found is not None else "",
        waits=row.part.waits,
        phrase=phrase(row),
        bullet=bullet(found, usual=_usual(row)) if found is not None else Markup(""),
        spark=spark(row.part.series, periods=_PERIODS, quiet=True),
    )


def _listed(rows: Iterable[_DenseRow], drawn: int) -> tuple[_DenseRow, ...]:
    """The rows, the first of them with pictures."""
    nothing = Markup("")
    return tuple(
        row if at < drawn else replace(row, bullet=nothing, spark=nothing, is_drawn=False)
        for at, row in enumerate(rows)
    )


def _usual(row: MondayRow) -> tuple[Fraction, Fraction] | None:
    usual = row.part.usual_range
    return None if usual is None else (usual.low, usual.high)

"""Macros for the first page of a site."""

from __future__ import annotations

from markupsafe import Markup

from living_sla.model.site_paths import ATTAINMENT_FILE, COMMITMENTS_TABLE, MATRIX_TABLE, TEAMS_TABLE
from living_sla.pages.home.matrix import matrix
from living_sla.pages.home.monday import first_page
from living_sla.pages.home.scoreboard import scoreboard
from living_sla.pages.home.team import team_page, teams_page
from living_sla.pages.reviews.mention import mention
from living_sla.site.macros.asked import Asked

_COMMITMENTS = ("CSV", COMMITMENTS_TABLE, "All commitments as CSV")


def sla_monday(asked: Asked) -> str:
    """Monday morning: what was kept, what needs a decision, who has to do what by when, and how old the data is.

    One sentence made by rules, the age of the oldest data, one row a commitment by who owes it, what is due, what has
    changed since the Monday of the week before, and how far each running volume is.
    """
    return first_page(asked.report, asked.links, mention(asked.reviews, asked.links)) + _files(asked)


def sla_scoreboard(asked: Asked) -> str:
    """Every commitment of every agreement in one table, the worst first, and who has to do what by when."""
    return scoreboard(asked.report, asked.links) + _files(asked)


def sla_team(asked: Asked, team: str | None = None) -> str:
    """What a team owes and is owed in whatever agreement, worst first, and its week; without a name, every team.

    Parties whose `team` reads the same are one team.
    """
    if team is None:
        return teams_page(asked.report, asked.links) + _files(asked, ("CSV", TEAMS_TABLE, "All teams as CSV"))
    return team_page(asked.report, asked.links, asked.team(team)) + _files(asked)


def sla_matrix(asked: Asked, agreement: str | None = None) -> Markup:
    """Who owes what, by kind of commitment, as in a spreadsheet: of all agreements, or of one."""
    only = asked.agreement(agreement) if agreement else None
    return matrix(asked.report, asked.links, only) + _files(asked, ("CSV", MATRIX_TABLE, "Who owes what as CSV"))


def _files(asked: Asked, table: tuple[str, str, str] = _COMMITMENTS) -> Markup:
    """The table that a block is made of, and every figure."""
    return asked.downloads(table, ("JSON", ATTAINMENT_FILE, "All figures as JSON"))

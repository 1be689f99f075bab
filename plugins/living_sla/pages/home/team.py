"""A team across all agreements: what it owes, what it is owed, and its week; and all teams, a line each."""

from __future__ import annotations

from markupsafe import Markup
from msgspec import Struct
from msgspec.structs import replace

from living_sla.model.figures.monday import Judged, Monday, monday
from living_sla.model.figures.standing import Report
from living_sla.model.figures.teams import Team, teams
from living_sla.pages.home.lists import to_do
from living_sla.pages.home.rows import plain_rows
from living_sla.pages.html import render
from living_sla.pages.links import Links
from living_sla.words.standing.age import data_age
from living_sla.words.standing.monday import answer


class _TeamLine(Struct, frozen=True):
    """One team in the list of all."""

    team: Team
    href: str
    owes: int
    kept: int
    missed: int
    at_risk: int
    is_owed: int


def team_page(report: Report, links: Links, team: Team) -> Markup:
    """What the team owes and is owed in whatever agreement, worst first, and what it has to do."""
    ids = {standing.id for standing, _ in team.parties}
    # Of a site with hundreds of teams, each page would otherwise go through all agreements of all others.
    report = replace(report, agreements=tuple(of for of in report.agreements if of.id in ids))
    found = monday(report)
    owes, owed = found.only(team.owes), found.only(team.is_owed)
    first, *more = answer(owes, report.built_at) if owes.rows else ["This team owes nothing that is in force."]
    return render(
        "home-team.html",
        team=team,
        answer=first,
        more=more,
        age=data_age(report, (*owes.rows, *owed.rows)),
        owes=plain_rows(owes.rows, links),
        owed=plain_rows(owed.rows, links),
        to_do=to_do(report, links, team.concerns),
        agreements=_agreements(team, links),
    )


def _agreements(team: Team, links: Links) -> list[tuple[str, str]]:
    """Where it is a party: titles and addresses, each once."""
    found = {standing.id: standing.title for standing, _ in team.parties}
    return [(title, links.agreement(agreement)) for agreement, title in found.items()]


def teams_page(report: Report, links: Links) -> Markup:
    """Every team, a line each, which leads to its page."""
    found = monday(report)
    return render("home-teams.html", lines=[_line(team, found, links) for team in teams(report)])


def _line(team: Team, of: Monday, links: Links) -> _TeamLine:
    owes, owed = of.only(team.owes), of.only(team.is_owed)
    return _TeamLine(
        team=team,
        href=links.team(team.id),
        owes=len(owes.rows),
        kept=len(owes.of(Judged.KEPT)),
        missed=len(owes.of(Judged.MISSED)),
        at_risk=sum(row.is_at_risk or row.is_lost for row in owes.rows),
        is_owed=len(owed.rows),
    )

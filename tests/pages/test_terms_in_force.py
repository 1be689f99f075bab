"""What is proposed never stands in the place of what binds: on every page, in the calendar, in the digest."""

from __future__ import annotations

from datetime import UTC, datetime
from html import unescape

import pytest
from msgspec.structs import replace

from living_sla.documents.agenda import ics
from living_sla.model.figures.agenda import agenda
from living_sla.model.figures.due import due
from living_sla.model.figures.glossary import glossary
from living_sla.model.figures.standing import AgreementStanding, Report, Standing
from living_sla.model.figures.teams import teams
from living_sla.model.past.basis import Basis
from living_sla.model.past.timeline import Span, State, Timeline, VersionStanding, Waiting
from living_sla.pages.agreement.overview import overview
from living_sla.pages.company.calendar import calendar
from living_sla.pages.company.data import data
from living_sla.pages.company.glossary import glossary_page
from living_sla.pages.company.journey import journey
from living_sla.pages.company.poster import poster
from living_sla.pages.effects.effects import effects
from living_sla.pages.goals.goals import goals
from living_sla.pages.home.matrix import matrix
from living_sla.pages.home.monday import first_page
from living_sla.pages.home.scoreboard import scoreboard
from living_sla.pages.home.team import team_page, teams_page
from living_sla.pages.links import links_from
from living_sla.pages.provenance import provenance
from living_sla.words.standing.due import due_line
from living_sla.words.standing.message import digest
from tests.factories.full_terms import agreement, full
from tests.factories.histories import FIRST, SECOND
from tests.factories.versions import version_of

NOW = datetime(2026, 11, 16, 7, 0, tzinfo=UTC)
MARK = "UNSIGNED"
_TEXTS = ("title", "summary", "team", "means", "do", "reason", "what", "name", "updates", "cancellation", "stage")


def marked(value, key: str = ""):
    """The same fields with a mark in every text that people read, and other numbers."""
    if isinstance(value, dict):
        return {name: marked(inner, name) for name, inner in value.items()}
    if isinstance(value, list):
        return [marked(inner, key) for inner in value]
    return f"{value} {MARK}" if key in _TEXTS and isinstance(value, str) else value


def proposed() -> dict:
    fields = full()
    other = marked({name: value for name, value in fields.items() if name not in ("experiment", "exceptions")})
    other |= {"experiment": fields["experiment"], "exceptions": fields["exceptions"]}
    other["review"] = {"every": "quarter", "next": "2033-03-03"}
    other["until"] = "2034-04-04"
    other["commitments"][0]["target"] = "at least 777"
    other["commitments"][0]["basis"]["quota"] = "7777777 EUR"
    other["capacity"]["people"] = "77"
    for owed in other["commitments"]:
        if owed["measure"]["kind"] == "custom":
            owed["measure"] = full()["commitments"][-1]["measure"]
    return other


def standing(*states: State) -> AgreementStanding:
    """The full terms, then the marked ones: a version for each state; the folder has the newest."""
    texts = [agreement(full()), agreement(proposed())][2 - len(states) :]
    commits = (FIRST, SECOND)
    found = []
    for number, (state, of) in enumerate(zip(states, texts, strict=True), 1):
        start = datetime(2026, 10, 1, tzinfo=UTC)
        ended = datetime(2026, 11, 1, tzinfo=UTC) if state is State.LAPSED else None
        span = Span(number, start, ended, Basis.IN_FORCE) if state in (State.IN_FORCE, State.LAPSED) else None
        landed = None if state is State.DRAFT else commits[number - 1]
        waits = (Waiting("sales", "ben.okafor@northwind.example", SECOND.landed_at),) * (state is State.PROPOSED)
        found.append(VersionStanding(version_of(number, of, landed), state, span, waiting=waits))
    spans = tuple(each.in_force for each in found if each.in_force) or (
        Span(1, datetime(2026, 10, 1, tzinfo=UTC), None, Basis.PROPOSED),
    )
    timeline = Timeline("lead-handoff", tuple(found), spans)
    judged = timeline.shown(texts[-1]).terms
    parts = tuple(Standing("lead-handoff", owed, f"Words of {owed.id}.", ()) for owed in judged.commitments)
    return AgreementStanding(texts[-1], spans[-1].basis, parts, timeline=timeline)


def everything(of: AgreementStanding) -> dict[str, str]:
    """What site, terminal and calendars tell of the terms, but for what tells changes."""
    report = Report((of,), {}, (), NOW)
    links = links_from("", report)
    told = {
        "goals": goals([of], links),
        "journey": journey([of], links, titled=True),
        "poster": poster(of, report, links),
        "calendar": calendar(report, links),
        "glossary": glossary_page(report, links),
        "matrix": matrix(report, links),
        "teams": teams_page(report, links),
        "team": "".join(team_page(report, links, team) for team in teams(report)),
        "data": data(report, links),
        "effects": effects(report, links),
        "home": first_page(report, links),
        "digest": str(digest(report, datetime(2026, 11, 9, tzinfo=UTC))),
        "scoreboard": scoreboard(report, links),
        "provenance": provenance(of, report),
        "due": "\n".join(due_line(item, NOW.date()) for item in due(report)),
        "agenda": str([item.day for item in agenda(report)]),
        "ics": ics(agenda(report), name="SLA").decode(),
    }
    return {name: unescape(str(text)) for name, text in told.items()}


NUMBERS = (MARK, "777", "2033", "2034")


@pytest.mark.parametrize("newest", [State.PROPOSED, State.DRAFT])
@pytest.mark.parametrize("binding", [State.IN_FORCE, State.LAPSED])
def test_a_version_that_nobody_signed_shows_nowhere_as_what_binds(binding, newest):
    found = everything(standing(binding, newest))
    assert {name: [mark for mark in NUMBERS if mark in text] for name, text in found.items()} == {
        name: [] for name in found
    }


@pytest.mark.parametrize("state", [State.PROPOSED, State.DRAFT])
def test_where_nothing_ever_bound_the_newest_terms_are_shown(state):
    found = everything(standing(state))
    assert all(MARK in found[name] for name in ("goals", "poster", "teams"))
    assert {State.PROPOSED: "Only proposed", State.DRAFT: "A draft"}[state] in found["goals"]


def test_the_goals_say_which_version_would_change_them():
    of = standing(State.IN_FORCE, State.PROPOSED)
    assert "Version 2 waits for 1 signature: it would change these numbers." in everything(of)["goals"]
    same = replace(of.timeline.versions[1], version=version_of(2, agreement(full()), SECOND))
    alike = replace(of, timeline=replace(of.timeline, versions=(of.timeline.versions[0], same)))
    assert "would change" not in everything(alike)["goals"]


def test_the_words_of_the_glossary_are_those_that_bind():
    (word,) = (
        word
        for word in glossary(Report((standing(State.IN_FORCE, State.PROPOSED),), {}, (), NOW))
        if word.name == "hot"
    )
    assert word.meanings[0].definition.means == "A person who asked for a demo."


def test_the_overview_shows_a_proposal_as_its_changes_only():
    of = standing(State.IN_FORCE, State.PROPOSED)
    report = Report((of,), {}, (), NOW)
    html = str(overview(of, report, links_from("agreements/lead-handoff", report), ""))
    assert [number for number in ("2034", "7,777,777") if number in html] == []

"""A team across agreements, and who owes what kind of thing."""

from __future__ import annotations

import itertools

import pytest

from living_sla.model.figures.monday import monday
from living_sla.model.figures.teams import teams
from living_sla.pages.home.matrix import matrix
from living_sla.pages.home.monday import first_page
from living_sla.pages.home.team import team_page, teams_page
from living_sla.pages.links import links_from
from tests.factories import histories, reports
from tests.factories.mondays import STEADY, agreement, commitment, of_months, report
from tests.pages.reading import Reading

KEPT, MISSED = of_months(*STEADY), of_months(2, 9)
PARTIES = reports.TERMS["parties"]


def called(marketing: str, sales: str) -> dict:
    return {"marketing": {**PARTIES["marketing"], "team": marketing}, "sales": {**PARTIES["sales"], "team": sales}}


def two(sales="sales  DEVELOPMENT"):
    """Two agreements; their team for sales reads the same, but for capitals and spaces."""
    first = agreement(commitment("a", KEPT), commitment("b", KEPT, by="marketing"), commitment("t", KEPT, by="both"))
    second = agreement(commitment("c", MISSED), name="events", parties=called("Events", sales))
    return report(first, second)


def read(html) -> Reading:
    reading = Reading(html)
    assert (reading.open, reading.unbalanced) == ([], [])
    return reading


def test_parties_whose_team_reads_the_same_are_one_team_across_agreements():
    assert [(team.id, team.name, len(team.parties)) for team in teams(two())] == [
        ("demand-generation", "Demand Generation", 1),
        ("events", "Events", 1),
        ("sales-development", "Sales Development", 2),
    ]


def test_every_commitment_is_owed_by_somebody_and_to_somebody():
    of = two()
    found = {team.name: team for team in teams(of)}
    rows = monday(of).rows
    owes = {name: sorted(row.part.id for row in rows if team.owes(row)) for name, team in found.items()}
    owed = {name: sorted(row.part.id for row in rows if team.is_owed(row)) for name, team in found.items()}
    assert owes == {"Demand Generation": ["b", "t"], "Events": [], "Sales Development": ["a", "c", "t"]}
    assert owed == {"Demand Generation": ["a"], "Events": ["c"], "Sales Development": ["b"]}


@pytest.mark.parametrize(
    ("names", "ids"),
    [
        (("A B", "A-B"), ["a-b", "a-b-2"]),
        (("営業", "マーケ"), ["team", "team-2"]),
        (("../x", "<b>"), ["b", "x"]),
    ],
)
def test_every_team_has_an_address_of_its_own(names, ids):
    found = teams(report(agreement(commitment("a", KEPT), parties=called(*names))))
    assert sorted(team.id for team in found) == ids


def test_the_page_of_a_team_says_what_it_owes_what_it_is_owed_and_what_it_has_to_do():
    of = two()
    [team] = [team for team in teams(of) if team.id == "sales-development"]
    text = read(team_page(of, links_from("teams/sales-development", of), team)).text
    assert text.startswith("2 of 3 commitments kept last month. One needs a decision: C was missed in October.")
    assert text.index("Owes C within") < text.index("Is owed B within") < text.index("To do")
    assert "review Events" in text or "review Inbound lead hand-off" in text


def test_a_signature_is_asked_of_the_team_of_its_signer_only():
    of = reports.report(histories.agreement_standing())
    texts = {team.id: read(team_page(of, links_from("", of), team)).text for team in teams(of)}
    assert "sign version 4" in texts["sales-development"]
    assert "sign version 4" not in texts["demand-generation"]


def test_every_team_is_a_line_that_leads_to_its_page():
    reading = read(teams_page(two(), links_from("teams", two())))
    assert [of["href"] for of in reading.all("a")] == ["demand-generation/", "events/", "sales-development/"]
    assert "Sales Development 3 2 1 0 1" in reading.text


def test_the_matrix_has_a_row_a_kind_and_a_column_a_side():
    of = report(
        agreement(commitment("a", KEPT), commitment("b", MISSED, by="marketing"), commitment("t", KEPT, by="both"))
    )
    text = read(matrix(of, links_from("", of))).text
    assert "Kind Demand Generation Sales Development All together Goals – – – Metrics" in text
    assert (
        "Hand-off B within 4 business hours at least 95 % Missed A within 4 business hours at least 95 % Met T" in text
    )


@pytest.mark.parametrize("alike", [True, False], ids=["two sides", "two hundred sides"])
def test_a_page_of_five_hundred_commitments_weighs_less_than_a_hundred_thousand_bytes(alike):
    series = itertools.cycle([KEPT, KEPT, MISSED, KEPT, of_months(*STEADY, now=(40, 2))])
    made = []
    for at in range(100):
        parts = [commitment(f"c{number}", next(series), by=("sales", "marketing")[number % 2]) for number in range(5)]
        parties = called(f"Marketing {at}", f"Sales {at}")
        keys = {} if alike else {"third": {**PARTIES["sales"], "team": f"Desk {at}"}}
        made.append(agreement(*parts, name=f"a{at}", parties={**parties, **keys}))
    of = report(*made)
    links = links_from("", of)
    pages = [first_page(of, links), matrix(of, links), teams_page(of, links)]
    assert max(map(len, pages)) < 85_000 * (1 if alike else 1.5)


def test_where_there_are_many_teams_each_agreement_has_a_table():
    made = [
        agreement(commitment("a", KEPT), name=f"x{at}", parties=called(f"Marketing {at}", f"Sales {at}"))
        for at in range(4)
    ]
    of = report(*made)
    assert len(read(matrix(of, links_from("", of))).all("table")) == 1
    parties = {"desk": {**PARTIES["sales"], "team": "Desk"}, **called("Marketing", "Sales")}
    of = report(*made, agreement(commitment("c", KEPT), name="three", parties=parties))
    assert len(read(matrix(of, links_from("", of))).all("table")) == 5

"""Tables of the whole company: what the pages have, by ids, with numbers that a spreadsheet can count with."""

from __future__ import annotations

import csv
import io

from msgspec.structs import replace

from living_sla.documents import company_tables as company
from living_sla.model.agreement.journey import Stage
from living_sla.model.figures.journey import StageFigures
from living_sla.model.figures.monday import monday
from living_sla.model.figures.standing import AgreementStanding
from living_sla.model.figures.teams import teams
from living_sla.model.past.basis import Basis
from tests.factories import reports
from tests.factories.full_terms import agreement, full
from tests.model.test_effects import NOVEMBER, STEADY, part, timeline


def a_report():
    return reports.report(reports.agreement_standing(reports.first_contact(), reports.mql_volume()))


def named(header, rows):
    found = [dict(zip(header, row, strict=True)) for row in rows]
    assert found
    return found


def test_every_team_has_a_row():
    rows = named(company.TEAMS, company.team_rows(a_report()))
    assert [row["team"] for row in rows] == [team.name for team in teams(a_report())]
    assert sum(row["owes"] for row in rows) == len(monday(a_report()).rows)
    assert all(row["kept"] + row["missed"] <= row["owes"] for row in rows)


def test_the_matrix_has_every_commitment_once():
    rows = named(company.MATRIX, company.matrix_rows(a_report()))
    assert [row["commitment"] for row in rows] == ["mql-volume", "first-contact"]  # by category
    assert all(row["side"] for row in rows)


def test_a_stage_has_its_counts_and_none_that_nobody_can_tell():
    stages = [{"stage": "Lead", "owner": "marketing"}, {"stage": "MQL", "owner": "sales"}]
    lead, mql = (Stage.model_validate({**each, "source": "leads", "at": "mql_at"}) for each in stages)
    way = StageFigures(lead, reports.month("2026-10"), 400, 248), StageFigures(mql)
    standing = replace(reports.agreement_standing(), journey=way)
    first, last = named(company.JOURNEY, company.journey_rows([standing]))
    assert (first["period"], first["records"], first["went_on"], first["conversion"]) == ("2026-10", 400, 248, 0.62)
    assert (last["position"], last["records"], last["conversion"]) == (2, None, None)


def test_the_months_of_a_goal_add_up_to_its_year():
    standing = AgreementStanding(agreement(full()), Basis.IN_FORCE, ())
    rows = named(company.GOALS, company.goal_rows([standing]))
    a_year = [row["amount"] for row in rows if row["of"] == "stage"][-1]
    months = [row for row in rows if row["of"] == "month"]
    assert 0 <= sum(row["amount"] for row in months) - a_year <= len({row["region"] for row in months})


def test_a_change_of_terms_has_its_finding_and_what_it_rests_on():
    standing = replace(reports.agreement_standing(part(*STEADY, *(99,) * 6)), timeline=timeline(NOVEMBER))
    [row] = named(company.EFFECTS, company.effect_rows(reports.report(standing)))
    assert (row["kind"], row["version"], row["finding"], row["above"]) == ("change", 2, "seen", 6)
    assert (row["periods_before"], row["periods_after"], row["mean_after"]) == (10, 6, 0.99)


def test_a_day_of_the_calendar_says_what_and_of_which_agreement():
    header, *rows = csv.reader(io.StringIO(company.calendar_table(a_report())[1:]))
    assert tuple(header) == company.CALENDAR
    assert [row[0] for row in rows] == sorted(row[0] for row in rows)
    assert {row[2] for row in rows} == {"lead-handoff"}

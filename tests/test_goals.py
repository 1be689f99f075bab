"""`sla goals` tells what the page of goals shows, and refuses the numbers that an agreement file would refuse."""

from __future__ import annotations

import json

import pytest
from click.testing import CliRunner

from living_sla.cli import group
from tests.agreements.test_plans import PLANNED
from tests.documents.test_documents import assert_as_described
from tests.factories.agreements import write_project


@pytest.fixture(scope="module")
def project(tmp_path_factory):
    return write_project(tmp_path_factory.mktemp("goals"), {"lead-handoff.md": PLANNED})


def said(project, *arguments: str) -> tuple[int, str]:
    done = CliRunner().invoke(group, ["goals", *arguments, "--project", str(project)], standalone_mode=False)
    if done.exception is not None:
        return 2, str(done.exception)
    return 0, done.output


def test_the_way_back_and_the_desk_are_told_in_columns(project):
    code, told = said(project)
    assert code == 0
    assert told.splitlines()[:10] == [
        "lead-handoff/mql-volume  at least 400 each month",
        "  A draft: these numbers bind nobody.",
        "  The target is what the basis needs.",
        "",
        "                                                    a year      a quarter        a month       a week",
        "  Quota          EUR 3,600,000 a quarter    EUR 14,400,000  EUR 3,600,000  EUR 1,200,000  EUR 276,923",
        "  Owed here      40 % of it                  EUR 5,760,000  EUR 1,440,000    EUR 480,000  EUR 110,769",
        "  Deals          EUR 30,000 each                       192             48             16          3.7",
        "  Opportunities  25 % become deals                     768            192             64         14.8",
        "  MQLs           16 % become opportunities           4,800          1,200            400         92.4",
    ]
    assert told.splitlines()[12:] == [
        "                    records  attempts  hours needed  hours there     hours",
        "  An average month      400       400            80          433  353 left",
        "  It can work through 2,166 a month, with 1 attempt each.",
    ]


def test_another_number_asks_what_would_follow(project):
    code, told = said(project, "lead-handoff/mql-volume", "--share", "50%", "--attempts", "6", "--format", "json")
    assert code == 0
    (goal,) = json.loads(told)["goals"]
    assert (goal["needed"], goal["verdict"], goal["desk"]["hours_needed"]) == (500, "low", 600)
    (goal,) = json.loads(said(project, "--conversion", "MQL=32%", "--quota", "7200000", "--format", "json")[1])["goals"]
    assert (goal["needed"], goal["verdict"]) == (400, "agree")
    (goal,) = json.loads(said(project, "--people", "0.5", "--hours", "10 a week", "--format", "json")[1])["goals"]
    assert goal["desk"]["hours_there"] == 21


def test_the_document_is_as_its_schema_says(project):
    found = assert_as_described(said(project, "--format", "json")[1], "goals")
    assert len(found["goals"][0]["months"]) == 12


@pytest.mark.parametrize(
    ("arguments", "why"),
    [
        (["--share", "0%"], '"0%" leads to no number'),
        (["--share", "1e400"], '"1e400" is not a plain number'),
        (["--quota", "-1"], "is not more than nothing"),
        (["--quota", ""], "is not an amount"),
        (["--quota", "NaN"], '"NaN" is not a plain number'),
        (["--quota", "5 USD"], "the quota is in USD, the deal in EUR"),
        (["--deal", "0.000001"], "more than 1,000,000,000 records a year"),
        (["--conversion", "MQL"], "write the stage and its share"),
        (["--conversion", "MQL=0"], "leads to no number"),
        (["--conversion", "Lead=5%"], 'has no conversion from "Lead"'),
        (["--hours", "25"], "does not say hours a week"),
        (["--people", "1000000"], "cannot be a number of people"),
        (["--attempts", "0"], "not in the range"),
        (["lead-handof"], 'there is no agreement "lead-handof"'),
        (["lead-handoff/mql"], 'lead-handoff has no commitment "mql"'),
        (["lead-handoff/rejected", "--share", "5%"], "states no basis"),
    ],
)
def test_what_an_agreement_file_would_refuse_is_refused(project, arguments, why):
    code, told = said(project, *arguments)
    assert code == 2
    assert why in told


def test_without_a_basis_it_says_what_to_add(tmp_path):
    assert said(write_project(tmp_path)) == (
        0, "no count says where its number comes from: give its commitment a basis, or its agreement a capacity\n",
    )  # fmt: skip

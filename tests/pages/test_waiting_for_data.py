"""An export that has never come: what Home and the page of an agreement say in the place of figures."""

from __future__ import annotations

import pytest
from msgspec.structs import replace

from living_sla.errors import NoFile
from living_sla.model.figures.standing import WaitingSource
from living_sla.pages.home.scoreboard import scoreboard
from living_sla.words.standing.headline import running_words
from tests.factories import reports
from tests.pages import whole
from tests.pages.reading import Reading

ABSENT = 'no file is called "exports/calls-*.csv" below data/'
SILENT = {"why_not": f"waiting for data: {ABSENT} yet", "waits_for": ("leads",)}


def absent(path: str = "exports/calls-*.csv", **more: str) -> WaitingSource:
    fault = NoFile(f'no file is called "{path}" below data/', hint='did you mean "exports/cals-1.csv"?')
    return WaitingSource("leads", path, fault, **more)


def standing(*, one_is_judged: bool):
    first = reports.mql_volume() if one_is_judged else reports.standing("mql-volume", (), **SILENT)
    return reports.agreement_standing(first, reports.standing("first-contact", (), **SILENT))


def told(found, source=None):
    return replace(reports.report(found), sources={}, waiting={"leads": source or absent()})


def home(found, source=None) -> Reading:
    report = told(found, source)
    return Reading(scoreboard(report, whole.links(report, "")))


def test_home_says_what_has_never_come_and_which_commitments_wait():
    page = home(standing(one_is_judged=False)).text
    assert page.startswith(
        "No commitment has been judged yet. 2 wait for data. "
        f"Waiting for data leads : {ABSENT} Figures appear with the first export; until then nothing is judged by it."
    )
    assert page.count(f"no period has been judged yet Waiting for data N{ABSENT[1:]} yet.") == 2
    assert "cals" not in page, "what else lies in the folder is for whoever runs sla"


def test_a_commitment_that_waits_is_neither_kept_nor_running():
    page = home(standing(one_is_judged=True)).text
    assert page.startswith("The one commitment judged so far was kept last month. 1 waits for data.")
    assert "no data" not in page.lower()


def test_the_page_of_an_agreement_says_it_above_at_each_commitment_and_where_figures_come_from():
    found = standing(one_is_judged=False)
    report = told(found, absent(origin="exported by sales operations"))
    page = Reading(whole.everything(found, report)).text
    assert f"Waiting for data leads : {ABSENT} (exported by sales operations)" in page
    assert page.count(f"Waiting for data N{ABSENT[1:]} yet.") == 2
    assert page.count(f"Waiting for data {ABSENT} yet") == 2
    assert "No figures" not in page
    assert "leads exported by sales operations Waiting for data – data/exports/calls-*.csv no such file yet" in page


def test_a_path_is_text():
    nasty = absent('exports/<img src=x onerror=alert(1)>-"*.csv', origin="<script>alert(2)</script>")
    found = standing(one_is_judged=False)
    report = told(found, nasty)
    html = scoreboard(report, whole.links(report)) + whole.agreement(found, told(found, nasty))
    assert "<img" not in html
    assert "<script" not in html
    assert "<img src=x onerror=alert(1)>" in Reading(html).text


@pytest.mark.parametrize(
    ("waiting", "said"),
    [
        (0, "No period is running."),
        (1, "1 commitment waits for data."),
        (3, "3 commitments wait for data."),
    ],
)
def test_where_none_runs_only_what_waits_is_told(waiting, said):
    assert running_words([], waiting=waiting) == said


def test_what_runs_is_told_before_what_waits():
    running = [reports.mql_volume().series[-1]]
    assert running_words(running) == "Now running: 1 on track."
    assert running_words(running, waiting=1) == "Now running: 1 on track. 1 commitment waits for data."

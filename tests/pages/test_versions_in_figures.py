"""Figures, tables and charts where the terms changed: by which version, in which parts, and what does not compare."""

from __future__ import annotations

from xml.etree import ElementTree

import pytest
from msgspec.structs import replace

from living_sla.model.figures.attainment import Attainment, Status
from living_sla.model.figures.outcome import Counts
from living_sla.model.figures.standing import Standing
from living_sla.model.past.basis import Basis
from living_sla.pages import blocks as pages
from living_sla.pages import marks
from living_sla.pages.charts import trend as chart
from living_sla.pages.spark import spark
from living_sla.words import numbers
from living_sla.words.past import basis
from living_sla.words.standing import figures, tables, trend
from tests.factories import histories, reports
from tests.pages import whole
from tests.pages.reading import Reading

SEPTEMBER_ENDS = histories.at("2026-09-30T23:00")
SVG = "{http://www.w3.org/2000/svg}"


def drawn(part: Standing) -> ElementTree.Element:
    html = pages.trend(part)
    return ElementTree.fromstring(html[html.index("<svg") : html.index("</svg></div>") + 6])


def plain(text: str) -> str:
    return text.replace(numbers.NBSP, " ")


def names(turn) -> list[str]:
    return [plain(text) for text, _ in turn.texts]


def table(part: Standing) -> str:
    return Reading(pages.attainment(part, reports.LONDON)).text


# ---------------------------------------------------------------- the chart


def test_the_target_steps_inside_the_period_where_the_version_began():
    """Version 4 took force on the 15th of October: 14 of 31 days (and the hour that October has more) into it."""
    steps = marks.target_steps(histories.first_contact().series, bars=False)
    assert [(round(at, 2), str(target.amount)) for at, target in steps] == [(0.0, "0.9"), (5.45, "0.95")]


def test_the_target_of_a_volume_steps_from_period_to_period():
    steps = marks.target_steps(histories.mql_volume().series, bars=True)
    assert [(at, str(target.amount)) for at, target in steps] == [(0.0, "400"), (4.0, "432"), (5.0, "450")]


def test_a_version_is_named_where_it_moved_the_target_or_what_is_counted():
    found = chart.trend(histories.first_contact().series, bars=False)
    assert [(names(turn), turn.broken) for turn in found.turns] == [
        (["version 3", "v3"], True),
        (["version 4: 90 % → 95 %", "v4"], False),
    ]
    [turn] = chart.trend(histories.mql_volume().series, bars=True).turns
    assert (names(turn), turn.broken) == (["version 3: 400 → 450"], False)


def test_names_of_versions_that_are_close_are_short():
    """Twelve periods stand 47 pixels apart, and a name takes more."""
    may, *_, october, november = histories.first_contact().series
    versions = [replace(may, version=1)] * 9 + [
        replace(october, version=2, parts=()),
        replace(may, version=3),
        november,
    ]
    assert [names(turn) for turn in chart.trend(versions, bars=False).turns] == [["v2"], ["v3"], ["v4"]]


def test_no_line_leads_over_a_change_of_what_is_counted():
    found = chart.trend(histories.first_contact().series, bars=False)
    whole = chart.trend([replace(each, broken=False) for each in histories.first_contact().series], bars=False)
    assert len(whole.lines) - len(found.lines) == 1


def test_the_change_is_said_below_the_picture_and_in_its_description():
    said = "What is counted changed in September 2026 with version 3: figures before and after do not compare."
    block = pages.trend(histories.first_contact())
    assert Reading(block.partition("</figure>")[2]).text == said
    assert drawn(histories.first_contact()).findtext(f"{SVG}desc").endswith(said)


def test_the_description_tells_the_targets_in_their_order():
    said = drawn(histories.first_contact()).findtext(f"{SVG}desc").replace(numbers.NBSP, " ")
    assert said.startswith("Target: at least 90 %, since October 2026 at least 95 %. May 2026: 97.1 %, met;")


def test_a_part_of_a_period_at_the_start_is_no_turn():
    """An agreement that begins in the middle of a month has a smaller target there, under the same version."""
    first, *rest = reports.mql_volume().series
    begun = replace(first, target=replace(first.target, amount=first.target.amount / 2))
    assert chart.trend([begun, *rest], bars=True).turns == ()


def test_a_picture_with_names_above_it_is_higher_by_their_row():
    named, plain_one = (float(drawn(of).get("height")) for of in (histories.first_contact(), reports.first_contact()))
    assert named - plain_one == 18


def test_the_spark_steps_as_well():
    path = Reading(spark(histories.first_contact().series)).all("path")[0]
    assert path["d"].count("V") == 1
    assert Reading(spark(reports.first_contact().series)).all("path")[0]["d"].count("V") == 0


# ---------------------------------------------------------------- the table and the cards


def test_a_figure_says_by_which_version_it_was_judged():
    text = table(histories.first_contact())
    assert "August 2026 Met 93.7 % (310 of 331) at least 90 % version 2" in text
    assert "version" not in table(reports.first_contact())


def test_a_period_in_parts_unfolds_into_them():
    assert (
        "October 2026 Missed 92.9 % (340 of 366) at least 95 % versions 3 and 4 Judged in two parts "
        "1 to 14 October, version 3: Met 92.6 % (150 of 162) , target at least 90 % "
        "15 to 31 October, version 4: Missed 93.1 % (190 of 204) , target at least 95 %"
    ) in table(histories.first_contact())


def test_a_part_of_a_volume_has_no_verdict_of_its_own():
    assert (
        "September 2026 Met 445 at least 432 versions 2 and 3 Judged in two parts "
        "1 to 16 September, version 2: 210 16 to 30 September, version 3: 235"
    ) in table(histories.mql_volume())


def test_a_change_of_what_is_counted_is_a_remark():
    assert "version 3 Counted anew Figures before and after do not compare." in table(histories.first_contact())


@pytest.mark.parametrize("basis", [Basis.PROPOSED, Basis.DRAFT])
def test_a_figure_of_terms_that_bind_nobody_says_so(basis):
    series = tuple(replace(found, basis=basis, version=1) for found in reports.first_contact().series)
    standing = reports.agreement_standing(replace(reports.first_contact(), series=series), basis=basis)
    text = Reading(whole.everything(standing, reports.report(standing))).text
    assert f"at least 95 % version 1, {basis.value}" in text
    assert f"Target: at least 95 % (version 1, {basis.value})." in text
    assert f"Under {basis.value} terms: they bind nobody yet." in text


@pytest.mark.parametrize(
    ("window", "said"),
    [
        (("2026-10-14T23:00", "2026-11-01T00:00"), "15 to 31 October"),
        (("2026-09-14T23:00", "2026-10-14T23:00"), "15 September to 14 October"),
        (("2026-10-14T23:00", "2026-10-15T23:00"), "15 October"),
        (("2026-10-14T11:30", "2026-11-01T00:00"), "14 to 31 October"),
    ],
)
def test_a_part_is_told_by_its_local_days(window, said):
    found = replace(reports.share(reports.month("2026-10"), 1), window=tuple(map(histories.at, window)))
    assert basis.part_of_period(found, reports.LONDON).replace(numbers.NBSP, " ") == said


def of_london(found: Attainment) -> Standing:
    return replace(reports.first_contact(), series=(found,), timezone=reports.LONDON)


def remarks(part: Standing) -> list[str]:
    """The last column of `sla attain`, line by line."""
    rows = tables.markdown_table([part], part.series).splitlines()[2:]
    return [row.split(" | ")[-1].removesuffix(" |").strip() for row in rows]


def test_a_terminal_says_of_which_days_a_figure_is_where_the_terms_held_for_no_others():
    window = (histories.at("2026-09-09T23:00"), SEPTEMBER_ENDS)
    found = replace(reports.share(reports.month("2026-09"), 1), window=window)
    assert remarks(of_london(found)) == ["only 10 to 30 September; few records"]


def test_a_terminal_says_once_that_a_part_has_no_data():
    lost = replace(reports.share(reports.month("2026-09"), 1), value=None, counts=Counts(), status=Status.NO_DATA)
    early = replace(lost, version=1, window=(histories.at("2026-08-31T23:00"), histories.at("2026-09-09T23:00")))
    late = replace(reports.share(reports.month("2026-09"), 1), version=2, window=(early.window[1], SEPTEMBER_ENDS))
    found = replace(late, window=None, parts=(early, late))
    assert remarks(of_london(found)) == [
        "few records; 1 to 9 September by version 1: no data; "
        "10 to 30 September by version 2: 100.0 % (1 of 1), met (at least 95 %)"
    ]


def test_a_verdict_on_parts_that_do_not_add_up_has_no_single_figure():
    early, late = (reports.share(reports.month("2026-09"), 9, 1) for _ in range(2))
    found = replace(late, value=None, lower=None, upper=None, parts=(early, late))
    assert figures.figure(reports.commitment("first-contact"), found) == "no single figure"
    nothing = replace(found, status=Status.NO_DATA)
    assert figures.figure(reports.commitment("first-contact"), nothing) == "no data"


def test_where_several_versions_lie_between_none_is_blamed():
    """A quarter that begins under version 4 and ends under version 5 does not say which of them broke the series."""
    may, june, *_ = histories.first_contact().series
    later = replace(june, version=3, broken=True)
    assert [names(turn) for turn in chart.trend([may, later], bars=False).turns] == [["counted anew"]]
    assert trend.breaks([may, later]) == [
        "What is counted changed in June 2026: figures before and after do not compare."
    ]


def test_where_nothing_was_in_force_nothing_is_said_of_data():
    gone = replace(reports.share(reports.month("2026-06")), status=Status.NOT_IN_FORCE)
    part = reports.standing("first-contact", [histories.first_contact().series[0], gone])
    assert "June 2026 Not in force at least 95 %" in table(part)
    assert "no data" not in pages.trend(part)
    standing = reports.agreement_standing(part)
    assert "No period is running." in Reading(whole.state(standing, reports.report(standing))).text

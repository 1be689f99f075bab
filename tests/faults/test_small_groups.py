"""Segments that are too small to be told of, in what the product prints about real files."""

from __future__ import annotations

import json
from collections import Counter
from datetime import date, timedelta
from itertools import product

import pytest
from click.testing import CliRunner
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from living_sla import report
from living_sla.agreements.reader import load_project
from living_sla.cli import attain
from tests.model.subtraction import taken_out

HEAD = """\
---
id: {id}
title: {id}
summary: Leads are answered in time.
effective: {effective}
parties:
  marketing: {{team: Demand, contact: {{name: Demand desk, email: demand@northwind.example}}}}
  sales: {{team: Development, contact: {{name: Development desk, email: sales@northwind.example}}}}
coverage: {{timezone: {zone}, hours: 24x7}}
exceptions: {exceptions}
commitments:
"""
COMMITMENT = """\
  - id: {id}
    title: {id}
    by: sales
    category: hand-off
    measure: {measure}
    target: {target}
    per: {per}
    by_segment: {by}
"""
WITHIN = "{kind: within, source: leads, from: came_at, to: answered_at, limit: 4 hours}"
SOURCES = """\
leads:
  path: exports/leads.csv
  timezone: UTC
  key: id
  as_of: 2026-06-30T23:59
  max_unusable: 100%
  columns:
    id: {from: ID, type: text}
    came_at: {from: Came, type: instant}
    answered_at: {from: Answered, type: instant}
    region: {from: Region, type: text}
    kind: {from: Kind, type: text}
"""


def agreement(*commitments, id="desk", effective="2026-01-01", zone="UTC", exceptions="[]"):
    """The text of an agreement; each commitment is given as what differs from the usual one."""
    usual = {"measure": WITHIN, "target": "at least 50%", "per": "month", "by": "region"}
    said = "".join(
        COMMITMENT.format(**usual | {"id": f"c{number}"} | one) for number, one in enumerate(commitments, start=1)
    )
    return HEAD.format(id=id, effective=effective, zone=zone, exceptions=exceptions) + said + "---\n"


def project(root, agreements, leads):
    """Leads are a day, a region, whether it was answered in time, and a kind."""
    for folder in ("agreements", "data/exports"):
        (root / folder).mkdir(parents=True, exist_ok=True)
    for path in (root / "agreements").glob("*.md"):
        path.unlink()
    for number, text in enumerate(agreements):
        (root / "agreements" / f"a{number}.md").write_text(text, encoding="utf-8")
    (root / "data" / "sources.yml").write_text(SOURCES, encoding="utf-8")
    rows = [
        f"{number},{day} 09:00,{day} {10 if in_time else 20}:00,{region},{kind}"
        for number, (day, region, in_time, kind) in enumerate(leads)
    ]
    text = "\n".join(["ID,Came,Answered,Region,Kind", *rows, ""])
    (root / "data" / "exports" / "leads.csv").write_text(text, encoding="utf-8")
    return root


def leads(day, kind="x", **regions):
    """So many leads of each region on one day, as in time and late."""
    return [
        (day, region, in_time, kind)
        for region, counts in regions.items()
        for in_time, count in zip((True, False), counts, strict=True)
        for _ in range(count)
    ]


def printed(root, *arguments):
    command = [*arguments, "--format", "json", "--no-cache", "--project", str(root)]
    rows = json.loads(CliRunner().invoke(attain.command, command, catch_exceptions=False).stdout)["attainment"]
    return {(row["commitment"], row["period"]["label"], row["segment"]): row for row in rows}


def test_one_and_five_that_are_both_missed_are_six_together(tmp_path):
    found = printed(project(tmp_path, [agreement({})], leads("2026-03-02", EMEA=(40, 0), APAC=(0, 1), LATAM=(0, 5))))
    together = found["c1", "2026-03", "Other"]
    assert (together["segments"], together["counts"]["missed"]) == (["APAC", "LATAM"], 6)
    said = {found["c1", "2026-03", name]["reason"] for name in ("APAC", "LATAM")}
    assert said == {"shown together with others"}


def test_of_a_period_without_records_every_segment_says_so(tmp_path):
    found = printed(project(tmp_path, [agreement({})], leads("2026-03-02", EMEA=(40, 0), APAC=(9, 0))))
    said = {(row["value"], row["reason"]) for (_, month, _), row in found.items() if month in ("2026-02", "2026-04")}
    assert said == {(None, "the export holds nothing from this period"), (None, "no records")}
    assert found["c1", "2026-04", "APAC"]["counts"] == dict.fromkeys(found["c1", "2026-04", None]["counts"], 0)


QUARTER = [
    *leads("2026-01-05", EMEA=(30, 5), APAC=(4, 4), LATAM=(9, 0)),
    *leads("2026-02-05", EMEA=(30, 5), APAC=(4, 4), LATAM=(9, 0)),
    *leads("2026-03-05", EMEA=(30, 5), APAC=(1, 1), LATAM=(9, 0)),
]


def test_a_quarter_less_its_months_leaves_nobody_alone(tmp_path):
    """APAC has 8, 8 and 2: the quarter, large by itself, shows it together with what March shows it with."""
    both = [agreement({"id": "m"}, {"id": "q", "per": "quarter"})]
    found = printed(project(tmp_path, both, QUARTER))
    assert found["m", "2026-01", "APAC"]["counts"]["met"] == 4
    assert found["m", "2026-03", "APAC"]["counts"] is None
    assert found["q", "2026-Q1", "APAC"]["counts"] is None
    assert found["q", "2026-Q1", "Other"]["segments"] == ["APAC", "LATAM"]
    assert found["q", "2026-Q1", "EMEA"]["counts"]["met"] == 90


def test_two_agreements_over_one_export_look_at_each_other_also_where_one_is_asked_for(tmp_path):
    months, quarters = agreement({}, id="months"), agreement({"per": "quarter"}, id="quarters")
    root = project(tmp_path, [months, quarters], QUARTER)
    alone = printed(root, "quarters")
    assert alone["c1", "2026-Q1", "APAC"]["counts"] is None
    assert {key for key, *_ in alone} == {"c1"}
    assert alone.items() <= printed(root).items()


def test_an_agreement_that_begins_inside_a_month_is_not_subtracted_from_one_that_began_before(tmp_path):
    """Of the two of APAC that came before the 10th, nobody learns by comparing the two Januaries."""
    days = [
        *leads("2026-01-05", EMEA=(9, 0), APAC=(1, 1), LATAM=(9, 0)),
        *leads("2026-01-15", EMEA=(9, 0), APAC=(6, 0), LATAM=(6, 0)),
    ]
    texts = [agreement({}, id="early"), agreement({"id": "late"}, id="late", effective="2026-01-10")]
    found = printed(project(tmp_path, texts, days))
    assert found["late", "2026-01", "APAC"]["counts"]["met"] == 6
    assert found["c1", "2026-01", "Other"]["segments"] == ["APAC", "LATAM"]


def test_weeks_and_months_are_not_both_broken_down(tmp_path):
    root = project(tmp_path, [agreement({"id": "m"}, {"id": "w", "per": "week"})], QUARTER)
    found = printed(root)
    assert found["w", "2026-W02", "EMEA"]["counts"]["met"] == 30
    assert found["m", "2026-01", None]["counts"]["met"] == 43
    assert found["m", "2026-01", "EMEA"]["reason"] == "only the whole is shown"


OUTAGE = "[{{id: outage, from: 2026-03-05, until: 2026-03-06, reason: Outage, effect: exclude{of}}}]"


def test_what_an_exception_left_out_is_told_from_five_records_on(tmp_path):
    """On the day of the outage came nine of EMEA and two of APAC; of each, all were missed."""
    days = [*leads("2026-03-02", EMEA=(20, 0), APAC=(20, 0)), *leads("2026-03-05", EMEA=(0, 9), APAC=(0, 2))]
    found = printed(project(tmp_path, [agreement({}, exceptions=OUTAGE.format(of=""))], days))
    told = {name: found["c1", "2026-03", name]["value_without_exceptions"] for name in (None, "EMEA", "APAC")}
    assert told == {None: 40 / 51, "EMEA": None, "APAC": None}
    assert found["c1", "2026-03", "EMEA"]["counts"]["excluded"] == 9
    few = [*leads("2026-03-02", EMEA=(20, 0), APAC=(20, 0)), *leads("2026-03-05", EMEA=(0, 2), APAC=(0, 2))]
    found = printed(project(tmp_path, [agreement({}, exceptions=OUTAGE.format(of=""))], few))
    assert found["c1", "2026-03", None]["value_without_exceptions"] is None


def test_a_record_counts_whatever_it_came_to(tmp_path):
    """Three in time and two left out by an exception are five."""
    days = [*leads("2026-03-02", EMEA=(20, 0), APAC=(3, 0)), *leads("2026-03-05", APAC=(0, 2))]
    found = printed(project(tmp_path, [agreement({}, exceptions=OUTAGE.format(of=""))], days))
    assert found["c1", "2026-03", "APAC"]["counts"] == {
        "met": 3, "missed": 0, "pending": 0, "excluded": 2, "unusable": 0,
    }  # fmt: skip


# ---------------------------------------------------------------- warnings


def warnings(root, *agreements):
    """With a second source that reads the file of the first."""
    path = project(root, agreements, []) / "data" / "sources.yml"
    path.write_text(SOURCES + SOURCES.replace("leads:", "again:", 1), encoding="utf-8")
    found = load_project(root).notices
    return [str(notice) for notice in found if notice.name.startswith("breakdowns")]


OF_KIND = WITHIN.replace("source: leads,", "source: leads, where: {kind: x},")


def test_f120_two_filters_over_one_column_are_told(tmp_path):
    assert warnings(tmp_path, agreement({}, {"measure": OF_KIND}, {"by": "kind"})) == [
        'agreements/a0.md:27:17: warning: "c2" and "c1" break down region of different records: one less the other can '
        "be about fewer than five of them [breakdowns-subtract]\n"
        "  hint: give both the same where:, judged_by: and exceptions, or break down one of them only"
    ]


@pytest.mark.parametrize(
    ("other", "told"),
    [
        ({}, False),
        ({"per": "quarter"}, False),
        ({"measure": WITHIN.replace("4 hours", "8 hours")}, False),
        ({"measure": "{kind: count, source: leads, at: came_at}", "target": "at least 5"}, False),
        ({"measure": WITHIN.replace("source: leads", "source: again")}, True),
        ({"measure": OF_KIND}, True),
        ({"measure": "{kind: count, source: leads, at: answered_at, where: {kind: x}}", "target": "at least 5"}, True),
        ({"judged_by": "due"}, True),
        ({"exceptions": OUTAGE.format(of="")}, True),
        ({"exceptions": OUTAGE.format(of="").replace("exclude", "pause")}, False),
        ({"exceptions": OUTAGE.format(of=""), "measure": WITHIN.replace("4 hours", "8 hours")}, False),
    ],
)
def test_f120_what_is_told_depends_on_which_records_they_are_about(tmp_path, other, told):
    other = dict(other)
    due, exceptions = other.pop("judged_by", None), other.pop("exceptions", "[]")
    text = agreement(other, id="other", exceptions=exceptions)
    text = text.replace("    by_segment: region\n", f"    by_segment: region\n    judged_by: {due}\n") if due else text
    assert bool(warnings(tmp_path, agreement({}), text)) is told
    if told:
        assert '"c1" and "c1" of desk break down region' in warnings(tmp_path, agreement({}), text)[0]


def test_one_filter_in_other_words_is_about_the_same_records(tmp_path):
    one = WITHIN.replace("source: leads,", "source: leads, where: {all: [{kind: [x, y]}, {region: not LATAM}]},")
    same = WITHIN.replace("source: leads,", "source: leads, where: {region: not LATAM, kind: [y, x]},")
    texts = [agreement({"id": "m", "measure": one}, {"id": "q", "per": "quarter", "measure": same})]
    assert warnings(tmp_path, *texts) == []
    days = [
        *leads("2026-01-05", EMEA=(30, 5), APAC=(4, 4), MEA=(9, 0)),
        *leads("2026-02-05", EMEA=(30, 5), APAC=(1, 1), MEA=(9, 0)),
    ]
    found = printed(project(tmp_path, texts, days))
    assert found["q", "2026-Q1", "Other"]["segments"] == ["APAC", "MEA"]


@pytest.mark.parametrize(
    ("per", "other", "zone", "told"),
    [
        ("month", "week", "UTC", True),
        ("month", "month", "Europe/London", True),
        ("week", "week from sunday", "UTC", True),
        ("week", "2 weeks from 2026-01-06", "UTC", True),
        ("week", "2 weeks from 2026-01-05", "UTC", False),
        ("day", "week", "UTC", False),
        ("day", "year", "UTC", False),
        ("month", "quarter", "UTC", False),
        ("quarter", "year", "UTC", False),
    ],
)
def test_f121_periods_that_cut_across_each_other_are_told(tmp_path, per, other, zone, told):
    found = warnings(tmp_path, agreement({"per": per}), agreement({"per": other}, id="other", zone=zone))
    said = "by periods that cut across each other, so only one of them shows it [breakdowns-cross]"
    assert [said in one for one in found] == [True] * told


# ---------------------------------------------------------------- the law, through files


DAYS = st.integers(0, 180).map(lambda days: date(2026, 1, 1) + timedelta(days))
SOME = st.lists(
    st.tuples(DAYS, st.sampled_from(["A", "B", "C", "D", ""]), st.booleans(), st.just("x")), min_size=1, max_size=90
)
ASKED = st.lists(
    st.fixed_dictionaries({"per": st.sampled_from(["week", "month", "month", "quarter", "year"])}),
    min_size=1,
    max_size=3,
)


def plain_rule(sizes):
    """The rule once more, for a table that stands alone: what it merges; None where only the whole is shown."""
    line, merged = sorted((size, name) for name, size in sizes.items() if size), []
    if not line:
        return []
    while line and (line[0][0] < 5 or (merged and sum(size for size, _ in merged) < 5)):
        merged.append(line.pop(0))
    groups = len(line) + bool(merged)
    return sorted(name for _, name in merged) if groups > 1 else None


NEW_YEAR = date(2026, 1, 1)
WHOLE_WEEKS = [
    *[(NEW_YEAR, "A", False, "x")] * 5,
    *[(NEW_YEAR, "B", False, "x")] * 4,
    (date(2026, 1, 5), "B", False, "x"),
]
"""Of the two weeks wholes alone are shown: that the one record of the second is of B is told nowhere."""


@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(some=SOME, asked=ASKED, effective=st.sampled_from(["2026-01-01", "2026-02-10"]))
@example(some=WHOLE_WEEKS, asked=[{"per": "week"}, {"per": "year"}], effective="2026-01-01")
def test_nothing_that_is_printed_can_be_subtracted_to_a_few(tmp_path, some, asked, effective):
    """Every figure is that of a plain loop over its records, and none and no difference is of fewer than five."""
    texts = [agreement(*asked, id="desk"), agreement(asked[0], id="late", effective=effective)]
    rows = report.build(project(tmp_path, texts, some), cache=False)
    days, regions = ({one[at] for one in some} for at in (0, 1))
    # A region has no record on most days, which nobody is told.
    atoms = dict.fromkeys(product(days, regions), 0) | Counter((day, region) for day, region, *_ in some)
    cells = []
    for found in (
        found for of in rows.agreements for one in of.commitments for found in [*one.series, *sum(one.segments, ())]
    ):
        if found.withheld:
            assert found.counts.records == 0
            continue
        low, high = found.window or (found.period.start, found.period.end)
        cell = frozenset(
            (day, region) for day, region in atoms
            if low.date() <= day < high.date() and (found.segments is None or region in found.segments)
        )  # fmt: skip
        mine = [in_time for day, region, in_time, _ in some if (day, region) in cell]
        assert found.counts.met == sum(mine)
        assert found.counts.missed == len(mine) - sum(mine)
        cells.append(cell)
    for few in taken_out(cells, atoms):
        whole = {(day, region) for day, region in product({day for day, _ in few}, regions) if atoms[day, region]}
        assert few == whole, "not the difference of two wholes"


@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(some=SOME)
def test_a_commitment_alone_is_broken_down_by_the_plain_rule(tmp_path, some):
    [of] = report.build(project(tmp_path, [agreement({})], some), cache=False).agreements
    [one] = of.commitments
    for whole, segments in zip(one.series, one.segments, strict=True):
        sizes = Counter(
            region for day, region, *_ in some if whole.period.start.date() <= day < whole.period.end.date()
        )
        expected = plain_rule(sizes)
        merged = [list(found.merged) for found in segments if found.merged]
        shown = {found.segment for found in segments if not found.withheld and not found.merged}
        assert merged == ([expected] if expected else [])
        known = {found.segment for found in segments if not found.merged}
        assert shown == (set() if expected is None else known - set(expected))

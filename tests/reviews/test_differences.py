"""A frozen figure that is another one today is told with what made it so, to the last record."""

from __future__ import annotations

import os
from datetime import date
from fractions import Fraction
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from living_sla.model.reviews.differences import Difference, FigureParts, FoundDifferences
from living_sla.model.reviews.record import ReviewRecord
from living_sla.reviews.differences.frozen_figures import frozen_figures
from tests.factories.git_folders import GitFolder
from tests.reviews.restated import (
    CALLS,
    FIRST,
    HALF_AN_HOUR,
    LEADS,
    REPORTS,
    TIGHTER,
    Export,
    changed,
    compare,
    copied,
    freeze,
    lead,
    project,
)

EXAMPLES = int(os.environ.get("SLA_EXAMPLES", "6"))
NOTHING = FigureParts(Fraction(), 0, 0, 0)
LATER = (
    TIGHTER.replace("limit: 3 business hours", "limit: 1 business hour")
    .replace("effective: 2026-08-10", "effective: 2026-08-15")
    .replace("until: 2026-07-15", "until: 2026-08-31")
)
"""A third version, which would have reached into the period, and landed after it."""
AUGUST_HOLIDAY = date(2026, 8, 18)


@pytest.fixture(scope="module")
def frozen(tmp_path_factory) -> tuple[Path, ReviewRecord]:
    """A project with a review, whose exports lie beside those of today as well."""
    root = project(tmp_path_factory.mktemp("restated") / "project").root
    FIRST.write(root)
    FIRST.write(root, "kept")
    return root, freeze(root)


@pytest.fixture
def copy(frozen, tmp_path) -> tuple[Path, ReviewRecord]:
    root, record = frozen
    return copied(root, tmp_path / "copy"), record


def of(found: list[Difference], commitment: str, period: str, segment: str | None = None) -> Difference:
    return next(one for one in found if (one.commitment, one.period, one.segment) == (commitment, period, segment))


def test_nothing_differs_where_nothing_changed(frozen):
    root, record = frozen
    found = compare(root, record)
    assert (found.differences, found.why_not) == ((), ())
    assert found.figures == sum(1 for _ in frozen_figures(record)) >= 30


def test_two_leads_that_were_put_right_are_the_data(copy):
    root, record = copy
    rows = [dict(row) for row in LEADS]
    next(row for row in rows if row["Id"] == "5")["Contacted"] = ""
    Export(
        [*(row for row in rows if row["Id"] != "8"), lead(99, "2026-09-09 10:00", "2026-09-09 11:00")], CALLS, REPORTS
    ).write(root)
    found = of(list(compare(root, record).differences), "first-contact", "2026-09")
    assert (found.product, found.calendar) == (NOTHING, NOTHING)
    assert found.data == found.now.since(found.frozen) != NOTHING
    assert found.records is not None
    assert (found.records.added, found.records.removed, found.records.changed) == (("99",), ("8",), ("5",))


def test_another_calendar_is_told_as_the_calendar(copy):
    root, record = copy
    with changed(holidays=[AUGUST_HOLIDAY]):
        found = compare(root, record).differences
    assert found
    for one in found:
        assert (one.product, one.data, one.records) == (NOTHING, NOTHING, None)
        assert one.calendar == one.now.since(one.frozen) != NOTHING


def test_another_release_of_the_product_is_told_as_the_product(copy):
    root, record = copy
    with changed(due_later=HALF_AN_HOUR):
        found = compare(root, record).differences
    assert found
    for one in found:
        assert (one.calendar, one.data, one.records) == (NOTHING, NOTHING, None)
        assert one.product == one.now.since(one.frozen) != NOTHING


def test_without_the_sealed_export_nothing_is_split(copy):
    root, record = copy
    for file in (root / "data" / "kept").iterdir():
        file.unlink()
    Export(LEADS[1:], CALLS, REPORTS).write(root)
    found = compare(root, record)
    assert found.why_not == (
        "the sealed export data/exports/leads.csv is not here any more, so its figures are not split",
    )
    [one] = [
        one for one in found.differences if (one.commitment, one.period, one.segment) == ("volume", "2026-07", None)
    ]
    assert (one.product, one.calendar, one.data, one.records) == (None, None, None, None)
    assert one.now.since(one.frozen) == FigureParts(Fraction(-1), -1, 0, 0)


def test_a_sealed_export_that_only_git_has_is_found(copy):
    root, record = copy
    project_ = GitFolder(root)
    project_.write(".gitignore", "")
    project_.commit(message="Exports", at="2026-10-07T09:00:00Z")
    for file in (root / "data" / "kept").iterdir():
        file.unlink()
    Export(LEADS[1:], CALLS, REPORTS).write(root)
    found = compare(root, record)
    assert found.why_not == ()
    assert all(one.records is not None for one in found.differences)


def test_later_terms_exceptions_and_signatures_change_no_frozen_figure(copy):
    root, record = copy
    GitFolder(root).commit({"agreements/lead-handoff.md": LATER}, "Later terms", at="2026-10-20T09:00:00Z")
    assert compare(root, record).differences == ()


def test_an_export_that_is_gone_takes_only_its_own_figures_from_the_comparison(copy):
    root, record = copy
    Export(LEADS[1:], CALLS, REPORTS).write(root)
    (root / "data" / "exports" / "calls.csv").unlink()
    found = compare(root, record)
    assert [why for why in found.why_not if "calls.csv" in why]
    told = {one.commitment for one in found.differences}
    assert "volume" in told
    assert not told & {"tries", "called"}


def test_sources_that_are_declared_otherwise_today_read_the_sealed_export_as_it_was(copy):
    """A CRM calls a column otherwise: today's export has the new name, the sealed one the old one."""
    root, record = copy
    sources = root / "data" / "sources.yml"
    sources.write_text(sources.read_text("utf-8").replace("from: Contacted", "from: First answer"), "utf-8")
    leads = root / "data" / "exports" / "leads.csv"
    leads.write_text(leads.read_text("utf-8").replace("Contacted", "First answer"), "utf-8")
    assert compare(root, record) == FoundDifferences((), sum(1 for _ in frozen_figures(record)))


def test_a_source_that_is_declared_no_more_is_said(copy):
    root, record = copy
    sources = root / "data" / "sources.yml"
    sources.write_text(sources.read_text("utf-8").replace("leads:\n", "people:\n"), "utf-8")
    agreement = root / "agreements" / "lead-handoff.md"
    agreement.write_text(agreement.read_text("utf-8").replace("source: leads", "source: people"), "utf-8")
    found = compare(root, record)
    assert found.differences == ()
    assert any('"leads"' in why or "leads" in why for why in found.why_not)


@pytest.mark.parametrize("name", ["terms/lead-handoff.v1.md", "calendar.csv"])
def test_a_folder_that_lacks_what_judged_is_not_compared(copy, name):
    root, record = copy
    (root / "docs" / "reviews" / record.id / name).unlink()
    found = compare(root, record)
    assert (found.differences, found.figures) == ((), 0)
    assert found.why_not


def test_an_export_that_does_not_reach_back_any_more_leaves_no_data(copy):
    root, record = copy
    Export([row for row in LEADS if row["Mql"] >= "2026-09"], CALLS, REPORTS).write(root)
    found = of(list(compare(root, record).differences), "first-contact", "2026-07")
    assert found.now.value is None
    assert found.data is not None
    assert found.data.value is None
    assert found.data.met + found.data.missed == -(found.frozen.met + found.frozen.missed)


# ---------------------------------------------------------------- the law

MOMENTS = st.builds(
    "2026-{:02}-{:02} {:02}:{:02}".format, st.integers(6, 10), st.integers(1, 4), st.integers(8, 18), st.integers(0, 59)
) | st.sampled_from(["2026-08-17 16:00", "2026-08-18 09:00", "2026-08-31 12:00", "2026-07-01 00:00"])
KEYS = [row["Id"] for row in LEADS]


@st.composite
def exports(draw: st.DrawFn) -> Export:
    """The first export after people went on to work: records gone, new, and changed in any way."""
    rows = {row["Id"]: dict(row) for row in LEADS}
    for key in draw(st.sets(st.sampled_from(KEYS), max_size=4)):
        match draw(st.sampled_from(["gone", "started", "answered", "region", "amount"])):
            case "gone":
                del rows[key]
            case "started":
                rows[key]["Mql"] = draw(MOMENTS)
            case "answered":
                rows[key]["Contacted"] = draw(MOMENTS | st.just(""))
            case "region":
                rows[key]["Region"] = draw(st.sampled_from(["UKI", "DACH", "", "FR"]))
            case "amount":
                rows[key]["Amount"] = draw(st.sampled_from(["", "0", "0.0001", "99999.99"]))
    new = draw(st.lists(st.tuples(MOMENTS, MOMENTS | st.just("")), max_size=3))
    added = [lead(f"n{at}", start, end) for at, (start, end) in enumerate(new)]
    calls = [row for row in CALLS if row["Id"] not in draw(st.sets(st.sampled_from(["c1", "c2", "c3"]), max_size=2))]
    return Export([*rows.values(), *added], calls, REPORTS[: draw(st.integers(1, 2))])


@pytest.fixture(scope="module")
def changed_terms(frozen, tmp_path_factory) -> Path:
    """The same project, whose terms were changed after its review."""
    root = copied(frozen[0], tmp_path_factory.mktemp("later") / "project")
    GitFolder(root).commit({"agreements/lead-handoff.md": LATER}, "Later terms", at="2026-10-20T09:00:00Z")
    return root


@settings(max_examples=EXAMPLES, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(
    data=st.none() | exports(),
    holidays=st.sets(st.sampled_from([AUGUST_HOLIDAY, date(2026, 9, 8), date(2026, 7, 6)]), max_size=2),
    due_later=st.sampled_from([0, 0, HALF_AN_HOUR]),
    later_terms=st.booleans(),
)
def test_the_parts_add_up_and_each_is_nothing_where_its_cause_is_absent(
    frozen, changed_terms, data, holidays, due_later, later_terms
):
    root, record = frozen
    today = changed_terms if later_terms else root
    (data or FIRST).write(today)
    with changed(holidays=holidays, due_later=due_later):
        found = compare(today, record)
        again = freeze_again(root, data)
    assert found.why_not == ()
    for one in found.differences:
        assert one.product is not None
        assert one.calendar is not None
        assert one.data is not None
        assert added_up(one.frozen, one.product, one.calendar, one.data) in (one.now, replace(one.now, value=None))
        assert due_later or one.product == NOTHING
        assert holidays or one.calendar == NOTHING
        assert data or one.data == NOTHING
        assert (one.records is None) == one.data.is_nothing
        if one.records is not None:
            of_all = (one.records.added_in_all, one.records.removed_in_all, one.records.changed_in_all)
            assert any(of_all)
            lists = (one.records.added, one.records.removed, one.records.changed)
            assert tuple(map(len, lists)) == (of_all if one.segment is None else (0, 0, 0))
    told = {(one.commitment, one.period): one.now for one in found.differences if one.segment is None}
    for figure in frozen_figures(again):
        if figure.attained.segment is None:
            name = (figure.commitment.id, figure.attained.period.label)
            known = {
                (f.commitment.id, f.attained.period.label): f.parts(f.attained)
                for f in frozen_figures(record)
                if f.attained.segment is None
            }
            assert told.get(name, known[name]) == figure.parts(figure.attained), name


def freeze_again(root: Path, data: Export | None) -> ReviewRecord:
    """What a review of today's exports under the sealed terms would hold: another way to the same figures."""
    from living_sla.model.reviews.review_id import review_id
    from tests.reviews.frozen_projects import frozen_files

    (data or FIRST).write(root)
    return frozen_files(root, review_id("2026-Q3"), cache=False).record


def added_up(*parts: FigureParts) -> FigureParts:
    values = [part.value for part in parts]
    value = None if None in values else sum((of for of in values if of is not None), Fraction())
    return FigureParts(value, *(sum(getattr(part, name) for part in parts) for name in ("met", "missed", "pending")))

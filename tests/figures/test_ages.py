"""The age of an export is judged without any setting, and stands beside what is not decided."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from living_sla import report
from living_sla.pages.home.scoreboard import scoreboard
from living_sla.words.standing.outlook import why
from tests.factories.small_sites import AGREEMENT, SOURCES
from tests.pages import whole

AS_OF = datetime(2026, 10, 20, 12, tzinfo=UTC)
EXPORT = "Id,Qualified,Contacted,Email\n" + "".join(
    f"{number},2026-10-{5 + number % 10:02}T09:00,{'2026-10-15T10:00' if number < 30 else ''},x@customer.example\n"
    for number in range(40)
)
TOLD = "[export-stale]"


@pytest.fixture
def build(tmp_path):
    """Builds a project with one export that is as of `AS_OF`."""
    for folder in ("agreements", "data/exports"):
        (tmp_path / folder).mkdir(parents=True)
    (tmp_path / "data" / "exports" / "leads.csv").write_text(EXPORT, encoding="utf-8")

    def built(age, *, per="month", max_age="", **more):
        declared = SOURCES.replace("  key: id\n", f"  key: id\n{max_age}")
        lines = [line for line in declared.splitlines() if not line.startswith("  as_of:")]
        lines.insert(lines.index("  key: id") + 1, "  as_of: 2026-10-20T12:00Z")
        (tmp_path / "data" / "sources.yml").write_text("\n".join([*lines, ""]), encoding="utf-8")
        agreed = AGREEMENT.replace("per: month", f"per: {per}")
        (tmp_path / "agreements" / "lead-handoff.md").write_text(agreed, encoding="utf-8")
        return report.build(tmp_path, now=AS_OF + age, cache=False, **more)

    return built


def said(found):
    return [notice.name for notice in found.notices if notice.name.startswith("export-")]


@pytest.mark.parametrize(
    ("per", "old_after"),
    [
        ("day", timedelta(days=1)),
        ("week", timedelta(days=7)),
        ("month", timedelta(days=7)),
        ("year", timedelta(days=7)),
    ],
)
def test_an_export_is_old_after_a_period_of_what_it_feeds_or_a_week(build, per, old_after):
    for age, old in ((old_after, False), (old_after + timedelta(seconds=1), True)):
        found = build(age, per=per)
        assert said(found) == ["export-stale"] * old
        assert [source.age for source in found.sources.values()] == ["stale" if old else "fresh"]


def test_a_setting_goes_before_what_is_usual(build):
    assert said(build(timedelta(days=29), max_age="  max_age: {warn: 30 days}\n")) == []
    assert said(build(timedelta(days=3), max_age="  max_age: {warn: 2 days}\n")) == ["export-stale"]
    assert said(build(timedelta(days=8), max_age="  max_age: {fail: 30 days}\n")) == ["export-stale"]
    assert said(build(timedelta(days=3), max_age="  max_age: {fail: 2 days}\n")) == ["export-too-old"]


@settings(max_examples=12, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(hours=st.integers(0, 2000))
@example(7 * 24)
@example(7 * 24 + 1)
def test_no_open_period_is_judged_by_old_data_without_its_age_beside_it(build, hours):
    found = build(timedelta(hours=hours))
    old = hours > 7 * 24
    for standing in found.agreement("lead-handoff").commitments:
        for one in standing.series:
            expected = f"the data is {hours // 24} days old" if old and one.status in ("at risk", "on track") else ""
            assert why(standing.commitment, one).startswith(expected)
            assert ("data is" in why(standing.commitment, one)) == bool(expected)
    page = scoreboard(found, whole.links(found, ""))
    assert ("Old data" in page) == old
    assert f"{hours // 24} days old" in page or hours < 48


def test_a_replayed_moment_has_the_age_that_it_had(build):
    found = build(timedelta(days=90), as_of=datetime(2026, 10, 19, 12, tzinfo=UTC))
    assert not any("data is" in why(of.commitment, of.current) for of in found.agreements[0].commitments)
    assert said(found) == ["export-stale"]  # the export itself is old all the same

"""No figure of a record, and no difference of its figures, tells of one to four records of a segment."""

from __future__ import annotations

import os
import random
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from living_sla import report
from living_sla.model.figures.attainment import Attainment
from living_sla.model.reviews.record import FrozenCommitment, ReviewRecord
from living_sla.model.reviews.review_id import review_id
from living_sla.reviews.record.contents import FrozenContents
from tests.model.subtraction import taken_out
from tests.reviews.desk_reviews import COUNT, EVERY_KIND, MEDIAN, SHARE, Lead, commitment, export, project
from tests.reviews.frozen_projects import frozen_files

EXCEPTION = """\
exceptions:
  - {id: outage, from: 2026-08-03, until: 2026-08-20, reason: The CRM was down., effect: exclude}
"""


@pytest.fixture(scope="module")
def folder(tmp_path_factory) -> Path:
    root: Path = project(tmp_path_factory.mktemp("desk") / "desk", EVERY_KIND, more=EXCEPTION).root
    return root


def leads(seed: int) -> list[Lead]:
    """Few enough that segments of every size come up in weeks, months and quarters."""
    chance = random.Random(seed)
    regions = ["AMER", "APAC", "EMEA", "LATAM", ""][: chance.randint(2, 5)]
    weights = [chance.choice([1, 2, 6, 20]) for _ in regions]
    found = []
    for number in range(chance.choice([25, 60, 150, 400])):
        arrived = datetime(2026, 4, 1) + timedelta(minutes=chance.randrange(183 * 24 * 60))
        took = timedelta(minutes=chance.choice([10, 60, 119, 130, 600]))
        found.append(Lead(str(number), arrived, arrived + took, chance.choices(regions, weights)[0]))
    return found


def frozen(folder: Path, rows: list[Lead]) -> FrozenContents:
    (folder / "data" / "exports" / "leads.csv").write_text(export(rows), encoding="utf-8")
    return frozen_files(folder, review_id("2026-Q3"), cache=False)


def told(of: FrozenCommitment) -> Iterator[Attainment]:
    """Every figure of some segments that a record tells of a commitment."""
    for segment in (*(one for period in of.segments for one in period), *of.pooled_segments, *of.before_segments):
        if not segment.withheld:
            yield segment
            yield from segment.parts


def records_of(figure: Attainment, rows: list[Lead]) -> frozenset[str]:
    """The records that a figure is about; London is an hour ahead of UTC all the time here."""
    start, end = (at.replace(tzinfo=None) + timedelta(hours=1) for at in (figure.period.start, figure.period.end))
    return frozenset(row.id for row in rows if row.region in (figure.segments or ()) and start <= row.arrived < end)


SEEDS = range(int(os.environ.get("SLA_REVIEW_SEEDS", "5")))
OF_ALL_REVIEWS = sorted({*SEEDS[::3], 15})
"""In the world of 15, a year would tell what a quarter merges."""


@pytest.mark.parametrize("seed", SEEDS)
def test_nobody_can_subtract_their_way_to_a_few_records(folder, seed):
    """What is left of each group when the groups inside it are taken away is nothing, or five and more."""
    rows = leads(seed)
    record = frozen(folder, rows).record
    groups: set[frozenset[str]] = set()
    for of in record.agreement("desk").commitments:
        if of.id != "due":
            for figure in told(of):
                members = records_of(figure, rows)
                assert len(members) == figure.counts.records, (of.id, figure)
                groups.add(members)
    groups.discard(frozenset())
    for group in groups:
        inside = [other for other in groups if other < group]
        assert not any(other & group and not (other <= group or group <= other) for other in groups)
        rest = group.difference(*inside)
        assert len(group) >= 5
        assert len(rest) == 0 or len(rest) >= 5


@pytest.fixture(scope="module")
def monthly(tmp_path_factory) -> Path:
    commitments = "".join([commitment("answers", SHARE), commitment("volume", COUNT), commitment("median", MEDIAN)])
    root: Path = project(tmp_path_factory.mktemp("desk") / "desk", commitments, more=EXCEPTION).root
    return root


def by_month(rows: list[Lead]) -> dict[tuple[str, str], int]:
    """How many records each region has in each month."""
    months = [f"2026-{month:02}" for month in range(4, 10)]
    found = {(region, month): 0 for region in sorted({row.region for row in rows}) for month in months}
    for row in rows:
        found[row.region, f"{row.arrived:%Y-%m}"] += 1
    return found


@pytest.mark.parametrize("seed", SEEDS)
def test_no_sum_of_figures_is_about_a_few_records_of_a_segment(monthly, seed):
    """By whoever adds and subtracts all figures of months and quarters, wholes among them, any number of times."""
    rows = leads(seed)
    tell_nothing(figures_of(frozen(monthly, rows).record), rows)


@pytest.fixture(scope="module")
def quarterly(tmp_path_factory) -> Path:
    """One that is told by month, and one that is told by quarter, of the same records."""
    commitments = commitment("answers", SHARE) + commitment("median", MEDIAN, "quarter")
    root: Path = project(tmp_path_factory.mktemp("desk") / "desk", commitments, more=EXCEPTION).root
    return root


@pytest.mark.parametrize("which", ["monthly", "quarterly"])
@pytest.mark.parametrize("seed", OF_ALL_REVIEWS)
def test_no_sum_over_all_reviews_and_the_site_is_about_a_few_records(seed, which, request):
    """A review of each month, of each quarter and of the year, beside the pages of the day on which they were made."""
    folder, rows = request.getfixturevalue(which), leads(seed)
    found = list(figures_of(frozen(folder, rows).record))
    for name in (*(f"2026-{month:02}" for month in range(4, 10)), "2026-Q2", "2026"):
        found += figures_of(frozen_files(folder, review_id(name), cache=False).record)
    site = report.build(folder, now=datetime(2026, 11, 11, 12, tzinfo=UTC), cache=False)
    for standing in site.agreement("desk").commitments:
        found += [*standing.series, *(one for of in standing.segments for one in of if not one.withheld)]
    tell_nothing(found, rows)


def figures_of(record: ReviewRecord) -> Iterator[Attainment]:
    """Every figure that a record tells, of all records of a time or of some segments."""
    for of in record.agreement("desk").commitments:
        yield from (one for one in (*of.series, of.pooled, of.before) if one is not None)
        yield from told(of)


def tell_nothing(figures: Iterable[Attainment], rows: list[Lead]) -> None:
    atoms = by_month(rows)
    shown = set()
    for figure in figures:
        first, end = f"{figure.period.first_on:%Y-%m}", f"{figure.period.end_on:%Y-%m}"
        asked = figure.segments
        shown.add(frozenset(at for at in atoms if first <= at[1] < end and (asked is None or at[0] in asked)))
    shown.discard(frozenset())
    for few in taken_out(sorted(shown, key=sorted), atoms):
        months = {month for _, month in few}
        assert few == {at for at, size in atoms.items() if size and at[1] in months}, few


@pytest.mark.parametrize("seed", SEEDS)
def test_pooled_figures_are_computed_anew_from_all_records(folder, seed):
    """Whatever the measure: counts add up over months, and a median is that of all records, not of months."""
    rows = leads(seed)
    record = frozen(folder, rows).record
    by_id = {of.id: of for of in record.agreement("desk").commitments}
    start, outage = datetime(2026, 7, 1), (datetime(2026, 8, 3), datetime(2026, 8, 20))
    inside = [row for row in rows if start <= row.arrived < datetime(2026, 10, 1)]
    counted = [row for row in inside if not outage[0] <= row.arrived < outage[1]]
    answers, volume = by_id["answers"].pooled, by_id["volume"].pooled
    assert answers is not None
    assert volume is not None
    assert (answers.counts.records, answers.counts.excluded) == (len(inside), len(inside) - len(counted))
    assert answers.counts.met == sum(of.counts.met for of in by_id["answers"].reviewed)
    assert volume.value == len(counted)
    assert {of.status for of in (answers, volume)} == {None}

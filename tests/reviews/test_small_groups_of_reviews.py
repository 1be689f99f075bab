"""No figure of a record, and no difference of its figures, tells of one to four records of a segment."""

from __future__ import annotations

import random
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from living_sla.model.figures.attainment import Attainment
from living_sla.model.reviews.record import FrozenCommitment, ReviewRecord
from living_sla.model.reviews.review_id import review_id
from living_sla.reviews.freezing.contents import frozen_files
from tests.reviews.desk_reviews import EVERY_KIND, Lead, export, project

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


def frozen(folder: Path, rows: list[Lead]) -> ReviewRecord:
    (folder / "data" / "exports" / "leads.csv").write_text(export(rows), encoding="utf-8")
    return frozen_files(folder, review_id("2026-Q3"), cache=False).record


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


SEEDS = range(12)


@pytest.mark.parametrize("seed", SEEDS)
def test_nobody_can_subtract_their_way_to_a_few_records(folder, seed):
    """What is left of each group when the groups inside it are taken away is nothing, or five and more."""
    rows = leads(seed)
    record = frozen(folder, rows)
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


@pytest.mark.parametrize("seed", SEEDS)
def test_pooled_figures_are_computed_anew_from_all_records(folder, seed):
    """Whatever the measure: counts add up over months, and a median is that of all records, not of months."""
    rows = leads(seed)
    record = frozen(folder, rows)
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

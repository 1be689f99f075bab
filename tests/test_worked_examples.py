"""The examples that stand in the docstrings of vectorised modules are true."""

from __future__ import annotations

import doctest
from fractions import Fraction

import numpy as np
import pytest

from living_sla.exports.cells.batch import ListedKeys
from living_sla.measures import misses, tally
from living_sla.measures.events import Followed, without_record
from living_sla.measures.misses import MissedRecords
from living_sla.measures.records import OPEN, Groups, RecordColumns, Records
from living_sla.model.figures.attainment import Status
from living_sla.model.time import coverage, steps
from tests.factories.cohorts import WITHIN, terms
from tests.measures.test_versions import MID_OCTOBER, START, october, through
from tests.measures.test_within import lead


@pytest.mark.parametrize("module", [steps, coverage, tally], ids=lambda module: module.__name__)
def test_what_an_example_prints_is_what_it_says(module):
    failed, attempted = doctest.testmod(module)
    assert attempted
    assert not failed


def records(starts, dues, periods, keys, hashes=None):
    """Records that have not ended, in one segment."""
    groups = Groups(np.array(periods), np.zeros(len(starts), dtype=np.int64), ("",))
    ends = np.full(len(starts), OPEN)
    columns = RecordColumns(
        starts=np.array(starts), ends=ends, dues=np.array(dues), hashes=hashes, keys=ListedKeys(keys)
    )
    return Records(columns, groups)


def test_of_misses_those_that_began_together_stay_until_their_keys_decide(monkeypatch):
    monkeypatch.setattr(misses, "SHOWN", 2)
    missed = MissedRecords(_too_many=0)
    missed.offer(records([3, 9, 7, 5, 7], [20] * 5, [0, 0, 0, 1, 0], ["a", "b", "d", "e", "c"]), np.arange(5))
    [part] = missed._parts
    assert (part.periods.tolist(), part.starts.tolist()) == ([0, 0, 1, 0], [9, 7, 5, 7])
    shown = {period: [(one.start, one.key) for one in of] for period, of in missed.by_period().items()}
    assert shown == {0: [(9, "b"), (7, "c")], 1: [(5, "e")]}


def test_events_come_to_their_records_by_owner_and_time():
    a, b, c = np.array([7, 3, 5], dtype=np.uint64)
    judged = records([9, 8], [13, 10], [0, 0], ["a", "b"], np.array([a, b]))
    followed = Followed([judged], [(np.array([b, a, a]), np.array([11, 12, 10]))], strangers=[np.array([c])])
    owner, at = followed._by_owner(judged, as_of=99)
    assert (owner.tolist(), at.tolist()) == ([0, 0, 1], [10, 12, 11])
    assert followed.touches(judged, as_of=99).tolist() == [2, 0]
    assert (followed.heard, without_record(followed.strangers, [judged.columns.hashes])) == (4, 1)


def test_a_period_that_a_change_cuts_in_two_is_met_where_every_part_is():
    early, late = "2026-10-05T09:00", "2026-10-19T09:00"
    leads = [lead(early, "2026-10-05T09:30", id="1"), lead(early, "2026-10-05T09:30", id="2"), lead(early, id="3")]
    leads += [lead(late, "2026-10-19T09:30", id="4"), lead(late, "2026-10-19T09:30", id="5")]
    lenient, strict = (terms({"measure": WITHIN, "target": f"at least {share}%"}) for share in (50, 95))
    whole = october(through(leads, (START, lenient), (MID_OCTOBER, strict)))
    parts = [(part.version, part.counts.met, part.counts.matured, part.status) for part in whole.parts]
    assert parts == [(1, 2, 3, Status.MET), (2, 2, 2, Status.MET)]
    assert (whole.version, whole.value, whole.status) == (2, Fraction(4, 5), Status.MET)
    assert str(whole.target) == "at least 95%"

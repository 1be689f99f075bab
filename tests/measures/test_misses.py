"""Of the missed records of a period the newest are shown, however the batches that bring them are cut and merged."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from living_sla.exports.cells.batch import ListedKeys
from living_sla.measures import misses
from living_sla.measures.misses import MissedRecord, MissedRecords
from living_sla.measures.records import OPEN, Groups, RecordColumns, Records

# Few starts and few keys, so that many begin together.
MISSED = st.tuples(st.integers(0, 2), st.integers(0, 5))
BATCHES = st.lists(st.tuples(st.booleans(), st.lists(MISSED, max_size=12)), max_size=6)


def records(missed, first_key):
    periods, starts = (np.array([one[at] for one in missed], dtype=np.int64) for at in (0, 1))
    keys = ListedKeys([f"{(first_key + at) * 7 % 100:02}" for at in range(len(missed))])
    columns = RecordColumns(starts=starts, ends=np.full(len(missed), OPEN), dues=starts + 7, keys=keys)
    return Records(columns, Groups(periods, np.zeros(len(missed), dtype=np.int64), ("",)))


@settings(max_examples=300)
@given(BATCHES, st.integers(1, 4), st.integers(1, 20))
def test_the_newest_of_each_period_are_shown_and_by_key_what_began_together(batches, shown, many):
    whole, part, everything = MissedRecords(_too_many=many), MissedRecords(_too_many=many), {}
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(misses, "SHOWN", shown)
        patch.setattr(misses, "_MANY", many)
        key = 0
        for is_elsewhere, missed in batches:
            brought = records(missed, key)
            (part if is_elsewhere else whole).offer(brought, np.arange(len(missed)))
            for at, (period, start) in enumerate(missed):
                record = MissedRecord(-start, brought.columns.keys.texts[at], start + 7, OPEN)
                everything.setdefault(period, []).append(record)
            key += len(missed)
        whole.merge(part)
        assert whole.by_period() == {period: sorted(found)[:shown] for period, found in everything.items()}
        assert whole.by_period() == whole.by_period()


def test_only_the_positions_that_are_missed_are_considered():
    found = MissedRecords()
    found.offer(records([(0, 1), (0, 2), (1, 3)], 0), np.array([0, 2]))
    assert {period: [one.start for one in shown] for period, shown in found.by_period().items()} == {0: [1], 1: [3]}

"""What hears events in another place knows the same records there: it is handed to another process."""

from __future__ import annotations

import pickle

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from living_sla.exports.cells.batch import ListedKeys
from living_sla.measures.events import Followed, _among
from living_sla.measures.records import Groups, RecordColumns, Records


def records(keys: list[int]) -> Records:
    at = np.zeros(len(keys), dtype=np.int64)
    columns = RecordColumns(at, at, at, ListedKeys([""] * len(keys)), hashes=np.array(keys, dtype=np.uint64))
    return Records(columns, Groups(at, at, ("",)))


@given(st.lists(st.lists(st.integers(0, 2**64 - 1), max_size=4), max_size=3))
def test_ears_know_the_same_records_after_they_were_sent(parts):
    followed = Followed()
    followed.parts = [records(part) for part in parts]
    ears = pickle.loads(pickle.dumps(followed.ears())).ears()
    asked = np.array([*{key for part in parts for key in part}, 7], dtype=np.uint64)
    known = [key in {key for part in parts for key in part} for key in asked.tolist()]
    assert _among(ears._hashes_known(), asked).tolist() == known
    assert ears.parts == []

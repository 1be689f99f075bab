"""Which records make a figure differ between two exports: added, removed, changed, by key."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from living_sla.measures.records import EXCLUDED
from living_sla.measures.roll import Entry, KnownKeys
from living_sla.model.reviews.differences import ChangedRecords
from living_sla.reviews.differences.frozen_figures import FrozenFigure, label_of

if TYPE_CHECKING:
    from living_sla.reviews.differences.recomputed import Rolls

LISTED = 50
"""How many keys a list has; the numbers beside it are of all."""


def changed_records(figure: FrozenFigure, before: Rolls, now: Rolls) -> ChangedRecords:
    """The records that bear on a figure in one of two exports and not in the other, or otherwise.

    A record that both exports have is changed, whichever of them counts it in the figure.
    """
    was, came = _bearing(figure, before), _bearing(figure, now)
    had, has = before.keys.get(figure.which), now.keys.get(figure.which)
    added = {key for key in came.keys() - was.keys() if not _knows(had, key)}
    removed = {key for key in was.keys() - came.keys() if not _knows(has, key)}
    other = (was.keys() ^ came.keys()) - added - removed
    changed = other | {key for key in was.keys() & came.keys() if _told(was[key]) != _told(came[key])}
    most = LISTED if figure.attained.segment is None else 0
    lists = [tuple(sorted(keys)[:most]) for keys in (added, removed, changed)]
    return ChangedRecords(lists[0], lists[1], lists[2], len(added), len(removed), len(changed))


def _bearing(figure: FrozenFigure, of: Rolls) -> Mapping[str, Entry]:
    """The records that the figure is made of, by key."""
    records = of.entries.get(figure.which, {}).get(label_of(figure.attained.period), {})
    segments = figure.attained.segments
    return {
        key: entry
        for key, entry in records.items()
        if entry.outcome < EXCLUDED and (segments is None or entry.segment in segments)
    }


def _told(entry: Entry) -> tuple[object, ...]:
    return (entry.outcome, entry.value)


def _knows(keys: KnownKeys | None, key: str) -> bool:
    return keys is not None and key in keys

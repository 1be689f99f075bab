"""What each version of an agreement changed, told for all of them at once when the first is asked for, and kept.

Telling needs the terms of every version; what was told before needs one small file for each agreement.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

from living_sla.cache import Cache
from living_sla.errors import Place
from living_sla.history.collector import collector_at_rest
from living_sla.model.agreement import Agreement
from living_sla.model.change import Change, Direction

Differences = Callable[[Agreement, Agreement], tuple[Change, ...]]
Pair = Callable[[], tuple[Agreement, Agreement]]


class ChangesTold:
    """The changes of one agreement's versions; `cache` keeps them for the next time, where there is one."""

    def __init__(self, agreement: str, differences: Differences, cache: Cache | None) -> None:
        self._name = f"changes-{agreement}"
        self._differences = differences
        self._cache = cache
        self._pairs: dict[str, Pair] = {}
        self._told: dict[str, tuple[Change, ...]] = {}

    def between(self, files: str, pair: Pair) -> Callable[[], tuple[Change, ...]]:
        """A function that tells the changes of a pair of agreements; `files` names their contents and places."""
        self._pairs[files] = pair
        return lambda: self._all()[files]

    def differences(self, pair: Pair) -> tuple[Change, ...]:
        """The changes of a pair that is not committed, and not worth keeping."""
        return self._differences(*pair())

    def _all(self) -> dict[str, tuple[Change, ...]]:
        if not self._told:
            with collector_at_rest():
                known = self._kept()
                self._told = {
                    files: known[files] if files in known else self._differences(*pair())
                    for files, pair in self._pairs.items()
                }
            if self._cache and self._told.keys() != known.keys():
                rows = {files: [_row(change) for change in told] for files, told in self._told.items()}
                self._cache.write(self._name, json.dumps(rows, separators=(",", ":")).encode())
        return self._told

    def _kept(self) -> dict[str, tuple[Change, ...]]:
        content = self._cache.read(self._name) if self._cache else None
        rows = json.loads(content) if content else {}
        return {files: tuple(_change(*row) for row in told) for files, told in rows.items()}


def _row(change: Change) -> list[Any]:
    place = change.place
    return [change.rule, change.commitment, change.sentence, change.direction, change.party,
            [place.path, place.line, place.column], change.breaks_series]  # fmt: skip


def _change(rule: str, commitment: str | None, sentence: str, direction: str, party: str | None, place: list[Any],
            breaks_series: bool) -> Change:  # fmt: skip
    return Change(rule, commitment, sentence, Direction(direction), party, Place(*place), breaks_series)

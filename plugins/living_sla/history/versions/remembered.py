"""What was read of a history before: the main line as git printed it, and what old files said.

It depends on content alone, for a commit's id stands for everything behind it. What could not be read is read again
each time.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field

from living_sla.cache import Cache
from living_sla.history.git.log import Line
from living_sla.history.versions.readings import Key, Reading

_NAME = "history"


@dataclass(frozen=True)
class Kept:
    """What a cache holds; nothing, where there is none."""

    line: Line | None = None
    readings: Mapping[Key, Reading] = field(default_factory=dict)


def load(cache: Cache | None) -> Kept:
    """The main line and the readings that were kept."""
    content = cache.read(_NAME) if cache else None
    if content is None:
        return Kept()
    header, readings, raw = content.split(b"\n", 2)
    head, prefix = json.loads(header)
    return Kept(Line(head, prefix, raw), {Key(blob, stem): Reading(*row) for blob, stem, *row in json.loads(readings)})


def save(cache: Cache | None, line: Line, readings: Mapping[Key, Reading]) -> None:
    """Keep these for the next time."""
    if cache is None:
        return
    rows = [[*key, *reading] for key, reading in sorted(readings.items()) if reading.digest]
    header, kept = json.dumps([line.head, line.prefix]), json.dumps(rows, separators=(",", ":"))
    cache.write(_NAME, b"\n".join((header.encode(), kept.encode(), line.raw)))

"""Figures of earlier builds, kept by everything that they depend on: an unchanged export is not read again.

A figure depends on the bytes of its exports and how their source is declared, on the terms of each version, on the
as-of that was asked for, and on the calendar and the time zones. All of that is its key, and the code that computes it
is part of the cache's, so a kept figure is never wrong, only missing.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path

from living_sla.agreements.project import Project
from living_sla.cache import Cache
from living_sla.engines import EngineExport
from living_sla.errors import Notice, Place
from living_sla.exports.as_of import stated_on_clock
from living_sla.exports.freshness import freshness
from living_sla.figures.fingerprints import fingerprint, state_of
from living_sla.figures.plan import Asked
from living_sla.figures.scans import Columns, MeasuredExport, SourceRead, columns_of
from living_sla.figures.store import Store
from living_sla.model.calendar import calendar_release
from living_sla.model.kept import KeptFacts, KeptFigures, dumped, loaded
from living_sla.model.kinds import Custom
from living_sla.model.provenance import ExportFacts
from living_sla.model.zones import zones_release

Unit = tuple[Asked, ...]
"""Commitments that share records; `groups.units` finds them."""
Computed = Mapping[Asked, KeptFigures]
"""The figures of one unit, in its order."""


@dataclass(frozen=True)
class _AsRead:
    """An export as an earlier build read it."""

    place: Place
    notices: tuple[Notice, ...]
    found: ExportFacts

    def facts(self) -> ExportFacts:
        """What was read then."""
        return self.found


class RememberedFigures:
    """What earlier builds of a project left in its cache, for one as-of; without a cache, nothing is kept."""

    def __init__(self, cache: Cache | None, project: Project, fiscal_start: int, as_of: datetime | None) -> None:
        self._store = Store(cache)
        self._project = project
        self._asked_for = [fiscal_start, as_of.isoformat() if as_of else None]
        self._as_of = as_of
        self._prints: dict[str, str] = {}
        """The fingerprints of the sources that are known."""

    def sources(self, columns: Columns, now: datetime) -> dict[str, SourceRead]:
        """The sources that an earlier build read as they are now, the same columns of them, up to the as-of."""
        for name in columns:
            if found := fingerprint(self._project, name, self._hash_of):
                self._prints[name] = found
        keys = {name: _key("facts", print_, sorted(columns[name])) for name, print_ in self._prints.items()}
        raw = self._store.get(keys.values())
        kept = {name: loaded(KeptFacts, raw[key]) for name, key in keys.items() if key in raw}
        return {
            name: self._source(name, found, now)
            for name, found in kept.items()
            if found is not None and ((asked := self._asked_of(name)) is None or asked <= found.facts.as_of)
        }

    def _asked_of(self, name: str) -> datetime | None:
        """The as-of that was asked for, as it stands on the clock of a source."""
        if self._as_of is None:
            return None
        return stated_on_clock(self._as_of, self._project.sources[name], self._project.source_place(name), "--as-of: ")

    def figures(self, units: Iterable[Unit], read: Mapping[str, SourceRead]) -> dict[Asked, KeptFigures]:
        """The figures that an earlier build came to, of the commitments whose sources are all among those `read`."""
        keys = {one: key for unit in units for one, key in self._figures_keys(unit, read).items()}
        raw = self._store.get(keys.values())
        found = {one: loaded(KeptFigures, raw[key]) for one, key in keys.items() if key in raw}
        return {one: figures for one, figures in found.items() if figures is not None}

    def keep(
        self,
        columns: Columns,
        scans: Mapping[str, MeasuredExport],
        read: Mapping[str, SourceRead],
        computed: Iterable[Computed],
    ) -> None:
        """Keep what was read and computed now; where that cannot be written, the next build does it again."""
        entries: dict[str, bytes] = {}
        for name, scan in scans.items():
            if isinstance(scan.export, EngineExport):
                continue
            facts = scan.export.facts()
            files = (*facts.files, *(older.file for older in facts.passed_over))
            hashes = {self._project.root / file.path: file.sha256 for file in files}
            entries |= {state: sha.encode() for path, sha in hashes.items() if (state := state_of(path))}
            if found := fingerprint(self._project, name, hashes.get):
                self._prints[name] = found
                kept = KeptFacts(facts, scan.export.notices)
                entries[_key("facts", found, sorted(columns[name]))] = dumped(kept)
        for of_unit in computed:
            keys = self._figures_keys(tuple(of_unit), read)
            entries |= {key: dumped(of_unit[one]) for one, key in keys.items()}
        self._store.put(entries.items())

    def _hash_of(self, path: Path) -> str | None:
        state = state_of(path)
        raw = self._store.get([state]).get(state) if state else None
        return raw.decode() if raw else None

    def _source(self, name: str, kept: KeptFacts, now: datetime) -> SourceRead:
        export = _AsRead(self._project.source_place(name), kept.notices, kept.facts)
        asked = self._asked_of(name)
        facts = kept.facts if asked is None else replace(kept.facts, as_of=asked)
        return SourceRead(facts, freshness(name, self._project.sources[name], export, now=now))

    def _figures_keys(self, unit: Unit, read: Mapping[str, SourceRead]) -> dict[Asked, str]:
        """The keys of the figures of commitments that share records; none where they depend on what nobody can name.

        What is shown of one depends on the others.
        """
        chapters = [chapter for one in unit for chapter in one.chapters]
        names = sorted(columns_of(cohort for one in unit for cohort in one.cohorts))
        if not all(one.chapters for one in unit) or any(isinstance(of.commitment.measure, Custom) for of in chapters):
            return {}  # nothing was computed, or by code that is not ours
        if any(chapter.unreadable for chapter in chapters):
            return {}
        if not all(name in self._prints and name in read for name in names):
            return {}
        sources = [(name, self._prints[name], read[name].freshness.too_old) for name in names]
        said = [_said(one) for one in unit]
        return {one: _key("figures", number, sources, self._asked_for, said) for number, one in enumerate(unit)}


def _said(asked: Asked) -> list[object]:
    chapters = [[of.versions, of.basis, of.digest, of.cohort.in_force, of.breaks] for of in asked.chapters]
    return [asked.commitment.id, str(asked.commitment.per), chapters]


def _key(*parts: object) -> str:
    releases = [calendar_release(), zones_release()]
    said = json.dumps([releases, *parts])
    return f"{parts[0]} {hashlib.sha256(said.encode()).hexdigest()}"

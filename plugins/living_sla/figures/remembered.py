"""Figures of earlier builds, remembered by everything that they depend on: an unchanged export is not read again.

A figure depends on the bytes of its exports and how their source is declared, on the terms of each version, on the
as-of that was asked for, and on the calendar and the time zones. All of that is its key, and the code that computes it
is part of the cache's, so a remembered figure is never wrong, only missing.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from msgspec import Struct
from msgspec.structs import replace

from living_sla.agreements.project import Project
from living_sla.cache import Cache
from living_sla.errors import Notice, Place
from living_sla.exports.freshness import freshness
from living_sla.figures.plan import Plan, cohorts_of, columns_of
from living_sla.figures.source_read import Columns, SourceRead
from living_sla.figures.store import Store, fingerprint, state_of
from living_sla.model.agreement.measured import Family
from living_sla.model.exact_json import dumped, loaded
from living_sla.model.figures.kept import KeptFacts, KeptFigures
from living_sla.model.figures.provenance import ExportFacts
from living_sla.model.time.release import table_releases

if TYPE_CHECKING:
    from living_sla.figures.scans import MeasuredExport

Unit = tuple[Plan, ...]
"""Commitments that share records, as `groups.units_of` finds them."""
Computed = Mapping[Plan, KeptFigures]
"""The figures of commitments, in an order."""


def figures_of(
    units: Sequence[Unit],
    every: Iterable[Plan],
    remembered: RememberedFigures,
    now: datetime,
) -> tuple[dict[Plan, KeptFigures], dict[str, SourceRead]]:
    """The figures of all commitments of these units, and what their exports are: remembered, or else read and computed.

    Args:
        units: Commitments whose figures are wanted.
        every: Those of all agreements: an export is read with the columns that any of them needs, so that one agreement
            on its own is refused where the site would be.
        remembered: What earlier builds left, and where this one leaves what it reads.
        now: The build's clock, for how old the exports are.

    Raises:
        Faults: Everything that is wrong with the exports that must be read, together.
    """
    used = columns_of(cohorts_of(plan for unit in units for plan in unit))
    columns = {name: needed for name, needed in columns_of(cohorts_of(every)).items() if name in used}
    known = remembered.sources(columns, now)
    figures = remembered.figures(units, known)
    anew = [unit for unit in units if any(plan not in figures for plan in unit)]
    cohorts = cohorts_of(plan for unit in anew for plan in unit)
    must_be_read = columns_of(cohorts)
    unread = {name: of for name, of in columns.items() if name not in known or name in must_be_read}
    if not unread and not anew:
        return figures, known
    # Imported late: sixty modules, a tenth of a run in which nothing is new.
    from living_sla.figures.computed import computed
    from living_sla.figures.scans import scan_all

    scans = scan_all(remembered.project, cohorts, unread, remembered.as_of, now)
    read = known | scans
    made = [computed(unit, scans) for unit in anew]
    remembered.keep(columns, scans, read, made)
    for of_unit in made:
        figures |= of_unit
    return figures, read


class _AsRead(Struct, frozen=True):
    """An export as an earlier build read it."""

    place: Place
    notices: tuple[Notice, ...]
    found: ExportFacts

    def facts(self) -> ExportFacts:
        """What was read then."""
        return self.found


class RememberedFigures:
    """What earlier builds of a project left in its cache, for one as-of; without a cache, nothing is remembered."""

    def __init__(self, cache: Cache | None, project: Project, fiscal_start: int, as_of: datetime | None) -> None:
        self._store, self._cached = Store(cache), cache is not None
        self.project = project
        self._settings = [fiscal_start, as_of.isoformat() if as_of else None]
        self.as_of = as_of
        self._prints: dict[str, str] = {}
        """The fingerprints of the sources that are known."""

    def sources(self, columns: Columns, now: datetime) -> dict[str, SourceRead]:
        """The sources that an earlier build read as they are now, the same columns of them, up to the as-of."""
        for name in columns if self._cached else ():
            if known := fingerprint(self.project, name, self._hash_of):
                self._prints[name] = known
        keys = {name: _key("facts", print_, sorted(columns[name])) for name, print_ in self._prints.items()}
        raw = self._store.get(keys.values())
        kept = {name: loaded(KeptFacts, raw[key]) for name, key in keys.items() if key in raw}
        return {
            name: self._source(name, known, now)
            for name, known in kept.items()
            if known is not None and ((replayed := self._replayed(name)) is None or replayed <= known.facts.as_of)
        }

    def _replayed(self, name: str) -> datetime | None:
        """The as-of that was asked for, as it stands on the clock of a source."""
        if self.as_of is None:
            return None
        from living_sla.exports.as_of import stated_on_clock  # late: few ask for an earlier instant

        return stated_on_clock(self.as_of, self.project.sources[name], self.project.source_place(name), "--as-of: ")

    def figures(self, units: Iterable[Unit], read: Mapping[str, SourceRead]) -> dict[Plan, KeptFigures]:
        """The figures that an earlier build came to, of the commitments whose sources are all among those `read`."""
        keys = {plan: key for unit in units for plan, key in self._figures_keys(unit, read).items()}
        raw = self._store.get(keys.values())
        remembered = {plan: loaded(KeptFigures, raw[key]) for plan, key in keys.items() if key in raw}
        return {plan: figures for plan, figures in remembered.items() if figures is not None}

    def keep(
        self,
        columns: Columns,
        scans: Mapping[str, MeasuredExport],
        read: Mapping[str, SourceRead],
        computed: Iterable[Computed],
    ) -> None:
        """Keep what was read and computed now; where that cannot be written, the next build does it again."""
        if not self._cached:
            return
        entries: dict[str, bytes] = {}
        for name, scan in scans.items():
            if scan.is_elsewhere:
                continue
            facts = scan.export.facts()
            files = (*facts.files, *(older.file for older in facts.passed_over))
            hashes = {self.project.root / file.path: file.sha256 for file in files}
            entries |= {state: sha.encode() for path, sha in hashes.items() if (state := state_of(path))}
            if print_ := fingerprint(self.project, name, hashes.get):
                self._prints[name] = print_
                kept = KeptFacts(facts, scan.export.notices)
                entries[_key("facts", print_, sorted(columns[name]))] = dumped(kept)
        for of_unit in computed:
            keys = self._figures_keys(tuple(of_unit), read)
            entries |= {key: dumped(of_unit[plan]) for plan, key in keys.items()}
        self._store.put(entries.items())

    def _hash_of(self, path: Path) -> str | None:
        state = state_of(path)
        raw = self._store.get([state]).get(state) if state else None
        return raw.decode() if raw else None

    def _source(self, name: str, kept: KeptFacts, now: datetime) -> SourceRead:
        export = _AsRead(self.project.source_place(name), kept.notices, kept.facts)
        replayed = self._replayed(name)
        facts = kept.facts if replayed is None else replace(kept.facts, as_of=replayed)
        return SourceRead(facts, freshness(name, self.project.sources[name], export, now=now))

    def _figures_keys(self, unit: Unit, read: Mapping[str, SourceRead]) -> dict[Plan, str]:
        """The keys of the figures of commitments that share records; none where they depend on what nobody can name.

        What is shown of one depends on the others.
        """
        if not self._cached:
            return {}
        chapters = [chapter for member in unit for chapter in member.chapters]
        names = sorted(frozenset[str]().union(*(plan.sources for plan in unit)))
        if not all(member.chapters for member in unit) or any(
            of.commitment.measure.family is Family.CUSTOM for of in chapters
        ):
            return {}  # nothing was computed, or by code that is not ours
        if any(chapter.unreadable for chapter in chapters):
            return {}
        if not all(name in self._prints and name in read for name in names):
            return {}
        sources = [(name, self._prints[name], read[name].freshness.too_old) for name in names]
        depends_on = [_depends_on(plan) for plan in unit]
        return {plan: _key("figures", number, sources, self._settings, depends_on) for number, plan in enumerate(unit)}


def _depends_on(plan: Plan) -> list[object]:
    chapters = [
        [of.versions, of.basis, of.digest, of.cohort.in_force, of.breaks, of.cohort.asked_for] for of in plan.chapters
    ]
    return [plan.commitment.id, str(plan.commitment.per), chapters]


def _key(*parts: object) -> str:
    text = json.dumps([table_releases(), *parts])
    return f"{parts[0]} {hashlib.sha256(text.encode()).hexdigest()}"

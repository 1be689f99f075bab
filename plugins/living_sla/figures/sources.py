"""What is to be said of sources before and after they are read: which wait for data, and how old their data may grow.

A source waits for data while no file of it has ever been there, so terms can be published and signed before. A file
that is gone is another thing: figures that were published would vanish without a word. So what was ever read is
remembered, and a source that was is never said to wait.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Collection, Iterable, Mapping
from datetime import datetime, timedelta
from decimal import Decimal
from typing import TYPE_CHECKING

from msgspec.structs import replace

from living_sla.agreements.project import Project
from living_sla.cache import Cache
from living_sla.exports.files import FOLDER, absence
from living_sla.figures.source_read import SourceRead
from living_sla.model.agreement.source import Source
from living_sla.model.figures.attainment import Attainment, Status
from living_sla.model.figures.kept import KeptFigures
from living_sla.model.figures.standing import WaitingSource, identity
from living_sla.model.quantity import Duration

if TYPE_CHECKING:
    from living_sla.figures.plan import Plan

_FILE = "read-before"


def absent(project: Project) -> dict[str, WaitingSource]:
    """The sources that no file is there for, in the order of `sources.yml`."""
    found = {}
    for name, source in project.sources.items():
        taken = [other.path for another, other in project.sources.items() if another != name and other.engine is None]
        missing = absence(source, project.root, project.source_place(name), taken)
        if missing is not None:
            found[name] = WaitingSource(name, source.path, missing, source.origin)
    return found


def waiting_in(project: Project, before: Collection[str], ever: Callable[[str], bool]) -> dict[str, WaitingSource]:
    """The sources that no file has ever been there for, in the order of `sources.yml`.

    `before` are the identities of those that were read before, `ever` tells of a path whether it was ever committed.
    """
    return {
        name: source
        for name, source in absent(project).items()
        if source.identity not in before and not ever(f"{FOLDER}/{source.path}")
    }


def read_before(cache: Cache | None) -> frozenset[str]:
    """The identities of the sources that earlier runs read; none where nothing is remembered."""
    raw = cache.read(_FILE) if cache else None
    return frozenset(json.loads(raw)) if raw else frozenset()


def remember_read(cache: Cache | None, project: Project, names: Iterable[str]) -> None:
    """Remember that these sources were read."""
    known = read_before(cache)
    now = known | {identity(name, project.sources[name].path) for name in names}
    if cache and now != known:
        cache.write(_FILE, json.dumps(sorted(now)).encode())


def forget_read(cache: Cache | None) -> None:
    """Forget what was read: a new project stands where there may have been another."""
    if cache and read_before(cache):
        cache.write(_FILE, b"[]")


# ---------------------------------------------------------------- how old

_DAY = Duration(Decimal(1), "days")
_WEEK = Duration(Decimal(7), "days")


def with_usual_ages(project: Project, plans: Iterable[Plan]) -> Project:
    """The project whose every source says from when on its export is old.

    Where `max_age` does not say it, that is a week, or the shortest period that is judged by the export, if that is
    less. One that says only what is too old is old no later than that.
    """
    cohorts = (cohort for plan in plans for cohort in plan.cohorts)
    by_day = {name for cohort in cohorts if cohort.grid.rule.kind == "day" for name in cohort.sources}
    sources = {name: _with(source, _DAY if name in by_day else _WEEK) for name, source in project.sources.items()}
    return replace(project, sources=sources)


def _with(source: Source, usual: Duration) -> Source:
    if source.max_age.warn is not None:
        return source
    fail = source.max_age.fail
    warn = fail if fail is not None and _length(fail) < _length(usual) else usual
    return source.model_copy(update={"max_age": source.max_age.model_copy(update={"warn": warn})})


def _length(duration: Duration) -> timedelta:
    return timedelta(days=duration.days) if duration.in_days else timedelta(minutes=float(duration.minutes))


def aged(plan: Plan, figures: KeptFigures, read: Mapping[str, SourceRead], now: datetime) -> KeptFigures:
    """The figures, with how old their data is where a period is not decided and an export of theirs is old."""
    if all(read[name].freshness.age == "fresh" for name in plan.sources if name in read):
        return figures
    return replace(
        figures,
        series=tuple(_aged(attained, now) for attained in figures.series),
        segments=tuple(tuple(_aged(attained, now) for attained in of_period) for of_period in figures.segments),
    )


def _aged(attained: Attainment, now: datetime) -> Attainment:
    if attained.status not in (Status.AT_RISK, Status.ON_TRACK):
        return attained
    return replace(attained, age=now - attained.as_of, parts=tuple(_aged(part, now) for part in attained.parts))

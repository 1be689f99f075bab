"""How old exports may grow where nobody has said it, and how old the data of open periods is."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from datetime import datetime, timedelta
from decimal import Decimal

from living_sla.agreements.project import Project
from living_sla.figures.plan import Asked, cohorts_of
from living_sla.figures.scans import SourceRead
from living_sla.model.attainment import Attainment, Status
from living_sla.model.kept import KeptFigures
from living_sla.model.quantity import Duration
from living_sla.model.source import Source

_DAY = Duration(Decimal(1), "days")
_WEEK = Duration(Decimal(7), "days")


def with_usual_ages(project: Project, asked: Iterable[Asked]) -> Project:
    """The project whose every source says from when on its export is old.

    Where `max_age` does not say it, that is a week, or the shortest period that is judged by the export, if that is
    less. One that says only what is too old is old no later than that.
    """
    by_day = {
        name
        for cohort in cohorts_of(asked)
        if cohort.grid.rule.kind == "day"
        for name in (cohort.commitment.measure.source, *cohort.other_columns)
    }
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


def aged(one: Asked, figures: KeptFigures, read: Mapping[str, SourceRead], now: datetime) -> KeptFigures:
    """The figures, with how old their data is where a period is not decided and an export of theirs is old."""
    if all(read[name].freshness.age == "fresh" for name in _sources(one) if name in read):
        return figures
    return replace(
        figures,
        series=tuple(_aged(found, now) for found in figures.series),
        segments=tuple(tuple(_aged(found, now) for found in of_period) for of_period in figures.segments),
    )


def _sources(one: Asked) -> Iterator[str]:
    for cohort in one.cohorts:
        yield from (cohort.commitment.measure.source, *cohort.other_columns)


def _aged(found: Attainment, now: datetime) -> Attainment:
    if found.status not in (Status.AT_RISK, Status.ON_TRACK):
        return found
    return found.but(age=now - found.as_of, parts=tuple(_aged(part, now) for part in found.parts))

"""Whether an export is fresh enough to speak, measured from its as-of to the build's clock."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Literal, Protocol

from msgspec import Struct

from living_sla.errors import Notice, Place, WarningName
from living_sla.model.agreement.source import Source
from living_sla.model.figures.provenance import ExportFacts
from living_sla.model.quantity import Duration

Age = Literal["fresh", "stale", "too old"]

_CLOCK_SKEW = timedelta(minutes=10)


class Read(Protocol):
    """An export that was read, here or by an engine."""

    @property
    def notices(self) -> tuple[Notice, ...]:
        """What is odd about it."""

    @property
    def place(self) -> Place:
        """Where its source is declared."""

    def facts(self) -> ExportFacts:
        """What was read."""


class Freshness(Struct, frozen=True):
    """How old an export is, in the words of its source's `max_age`, and what to say about it."""

    age: Age
    notices: tuple[Notice, ...] = ()

    @property
    def too_old(self) -> bool:
        """Whether it must not be judged by: open periods have no verdict."""
        return self.age == "too old"


def freshness(name: str, source: Source, export: Read, *, now: datetime) -> Freshness:
    """How old the export is at `now`; call it when its batches have been read."""
    as_of = export.facts().as_of
    age = age_of(as_of, source, now)
    notices = list(export.notices)
    if age != "fresh":
        allowed = source.max_age.fail if age == "too old" else source.max_age.warn
        message = f"the export {name} is as of {as_of:%Y-%m-%d %H:%M} UTC, which is more than {allowed} ago"
        hint = "export it again; max_age in data/sources.yml says how old it may be"
        notices.append(Notice(WarningName(f"export-{age.replace(' ', '-')}"), message, export.place, hint))
    if as_of > now + _CLOCK_SKEW:
        message = f"the export {name} is as of {as_of:%Y-%m-%d %H:%M} UTC, which is in the future"
        hint = "check the columns and the zone that its as-of is read from, and the clock of this machine"
        notices.append(Notice(WarningName.EXPORT_FROM_THE_FUTURE, message, export.place, hint))
    return Freshness(age, tuple(notices))


def age_of(as_of: datetime, source: Source, now: datetime) -> Age:
    """Fresh, stale or too old; exactly as old as allowed is still allowed."""
    for age, allowed in (("too old", source.max_age.fail), ("stale", source.max_age.warn)):
        if allowed is not None and now - as_of > _length(allowed):
            return age  # type: ignore[return-value]
    return "fresh"


def _length(duration: Duration) -> timedelta:
    """Elapsed time: an export knows no coverage, so a business day is a day here."""
    return timedelta(days=duration.days) if duration.in_days else timedelta(minutes=float(duration.minutes))

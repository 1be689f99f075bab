"""What has changed since an instant: terms, signatures, exceptions, exports. Rows tell the figures themselves."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta
from enum import StrEnum

from msgspec import Struct
from msgspec.structs import replace

from living_sla.model.agreement.terms import ExceptionTerms
from living_sla.model.figures.standing import AgreementStanding, Report, SourceStanding
from living_sla.model.past.basis import Basis
from living_sla.model.past.signoff import SignOff
from living_sla.model.past.timeline import State, VersionStanding
from living_sla.model.time.zones import wall_time, zone


class NewsKind(StrEnum):
    """What happened."""

    REMOVED = "removed"
    ENDED = "ended"
    IN_FORCE = "in force"
    """A version took force."""
    PROPOSED = "proposed"
    """A version landed, and has not taken force."""
    SIGNED = "signed"
    EXCEPTION = "exception"
    """A window of an exception began."""
    EXPORT = "export"


class News(Struct, frozen=True):
    """One thing that happened."""

    kind: NewsKind
    at: datetime
    agreement: AgreementStanding | None = None
    """None of an export."""
    version: VersionStanding | None = None
    signoff: SignOff | None = None
    exception: ExceptionTerms | None = None
    source: SourceStanding | None = None
    first: int = 0
    """Where several versions of an agreement took force, the number of the first: the newest of them is told."""


def monday_before(now: datetime, timezone: str) -> datetime:
    """The beginning of the Monday of the week before, on the wall clock of a zone: the same instant all week long."""
    today = wall_time(now, timezone).date()
    return zone(timezone).instant(today - timedelta(days=today.weekday() + 7))


def zone_of_report(report: Report) -> str:
    """The zone in which days of the whole site are told: that of its first agreement."""
    return next((standing.terms.coverage.timezone for standing in report.agreements), "UTC")


def news(report: Report, since: datetime) -> tuple[News, ...]:
    """What happened in `[since, build]`, in the order of `NewsKind` and then the newest first.

    A version that landed and took force is told once, as in force, and those who signed it are not told beside that.
    Sign-offs are told where they count.
    """
    found = [item for standing in report.agreements for item in _of_agreement(standing, report)]
    found += [News(NewsKind.EXPORT, source.facts.as_of, source=source) for source in report.sources.values()]
    inside = [item for item in found if since <= item.at <= report.built_at]
    in_force = {_version(item) for item in inside if item.kind is NewsKind.IN_FORCE}
    inside = [item for item in inside if item.kind is not NewsKind.SIGNED or _version(item) not in in_force]
    inside = list(_newest_in_force(inside))
    return tuple(sorted(inside, key=lambda item: (list(NewsKind).index(item.kind), -item.at.timestamp())))


def _newest_in_force(found: list[News]) -> Iterator[News]:
    """The same with one version an agreement that took force, the newest."""
    numbers: dict[str, list[int]] = {}
    for item in found:
        if item.kind is NewsKind.IN_FORCE and (of := _version(item)):
            numbers.setdefault(of[0], []).append(of[1])
    for item in found:
        of = _version(item)
        if item.kind is not NewsKind.IN_FORCE or of is None:
            yield item
        elif of[1] == max(numbers[of[0]]):
            yield replace(item, first=min(numbers[of[0]]))


def _version(item: News) -> tuple[str, int] | None:
    if item.agreement is None or item.version is None:
        return None
    return item.agreement.id, item.version.version.number


def _of_agreement(standing: AgreementStanding, report: Report) -> Iterator[News]:
    for version in standing.timeline.versions if standing.timeline else ():
        yield from _of_version(standing, version, report.built_at)
    if standing.basis is Basis.IN_FORCE:
        timezone = standing.terms.coverage.timezone
        for window in standing.terms.exceptions:
            yield News(NewsKind.EXCEPTION, zone(timezone).instant(window.start), standing, exception=window)


def _of_version(standing: AgreementStanding, version: VersionStanding, now: datetime) -> Iterator[News]:
    if version.version.removed is not None:
        yield News(NewsKind.REMOVED, version.version.removed.landed_at, standing, version)
    span, landed = version.in_force, version.version.landed
    took_force = span is not None and span.start <= now
    if span is not None and took_force:
        # Terms may hold from before the day on which the last signature came in.
        yield News(NewsKind.IN_FORCE, max(span.start, landed.landed_at) if landed else span.start, standing, version)
        if span.end is not None and version.state is State.LAPSED:
            yield News(NewsKind.ENDED, span.end, standing, version)
    elif landed is not None and version.state is State.PROPOSED:
        yield News(NewsKind.PROPOSED, landed.landed_at, standing, version)
    for signoff in version.signoffs:
        if signoff.landed is not None and version.counts(signoff):
            yield News(NewsKind.SIGNED, signoff.landed.landed_at, standing, version, signoff)

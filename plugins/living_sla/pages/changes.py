"""The material changes of all agreements, in sentences, the newest first."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from itertools import groupby
from operator import attrgetter

from markupsafe import Markup

from living_sla.model.standing import Report
from living_sla.model.timeline import Timeline, VersionStanding
from living_sla.model.zones import wall_time
from living_sla.pages.html import render
from living_sla.pages.revisions import Entry, entry

VERSIONS = 200
"""The newest versions that the page holds. It would grow without end otherwise: 7,000 versions made a page of 17 MB."""


@dataclass(frozen=True)
class Landing:
    """One version on the main line, and the agreement that it belongs to."""

    standing: VersionStanding
    agreement: str
    """Its id."""
    at: datetime
    entry: Entry
    title: str
    """Of the agreement, as this version has it."""

    @property
    def on(self) -> date:
        """The local day on which it landed."""
        return wall_time(self.at, self.entry.zone).date()


@dataclass(frozen=True)
class _Day:
    on: date
    landings: tuple[tuple[Landing, str], ...]
    """Each with the address of its version in the revision log."""


def landings(report: Report, most: int | None = None) -> list[Landing]:
    """Every version that is on the main line, the newest first, or the newest `most`; drafts are on nobody's."""
    found = sorted(_landed(report), key=attrgetter("at", "agreement", "number"), reverse=True)
    return [one.told() for one in found[:most]]


def changes(report: Report, address: Callable[[str], str], feed: str, *, most: int = VERSIONS) -> Markup:
    """The newest `most` versions by day and agreement, and how many there are before them.

    Those stand in the logs of their agreements. `feed` is the address of the Atom feed, as seen from this page.
    """

    def linked(landing: Landing) -> tuple[Landing, str]:
        return landing, f"{address(landing.agreement)}#{landing.entry.anchor}"

    by_day = groupby(landings(report, most), key=lambda landing: landing.on)
    days = [_Day(on, tuple(map(linked, found))) for on, found in by_day]
    earlier = max(0, sum(1 for _ in _landed(report)) - most)
    return render("changes.html", days=days, earlier=earlier, feed=feed, forge=report.forge, missing=report.history)


@dataclass(frozen=True)
class _Landed:
    """A version on the main line, before anybody has asked for its terms: those of long ago are read late."""

    at: datetime
    agreement: str
    number: int
    standing: VersionStanding
    timeline: Timeline

    def told(self) -> Landing:
        title = self.standing.version.agreement.terms.title
        return Landing(self.standing, self.agreement, self.at, entry(self.standing, self.timeline), title)


def _landed(report: Report) -> Iterator[_Landed]:
    for agreement in report.agreements:
        timeline = agreement.timeline
        for standing in timeline.versions if timeline is not None else ():
            landed, number = standing.version.landed, standing.version.number
            if timeline is not None and landed is not None:
                yield _Landed(landed.landed_at, agreement.agreement.terms.id, number, standing, timeline)

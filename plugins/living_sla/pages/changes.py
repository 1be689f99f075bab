"""The material changes of all agreements, in sentences, the newest first: as a page, and as an Atom feed (RFC 4287)."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime
from functools import cached_property
from itertools import groupby
from operator import attrgetter
from uuid import UUID, uuid5
from xml.etree import ElementTree

from markupsafe import Markup
from msgspec import Struct

from living_sla.model.figures.standing import Report
from living_sla.model.harmless import harmless
from living_sla.model.past.timeline import Timeline, VersionStanding
from living_sla.model.time.zones import wall_time
from living_sla.pages.agreement.revisions import VersionEntry, entry
from living_sla.pages.fitting import fitting
from living_sla.pages.html import render
from living_sla.words import numbers

VERSIONS = 200
"""The newest versions that the page holds. It would grow without end otherwise: 7,000 versions made a page of 17 MB."""


class LandedVersion(Struct, frozen=True, dict=True):
    """One version on the main line. Its terms are read once somebody asks for them: of most that landed nobody does."""

    at: datetime
    agreement: str
    """The id of the agreement that it belongs to."""
    standing: VersionStanding
    timeline: Timeline

    @cached_property
    def entry(self) -> VersionEntry:
        """What a log tells of it."""
        return entry(self.standing, self.timeline)

    @property
    def title(self) -> str:
        """The title of the agreement, as this version has it."""
        return self.standing.version.agreement.terms.title

    @property
    def on(self) -> date:
        """The local day on which it landed."""
        return wall_time(self.at, self.entry.zone).date()


def landings(report: Report, most: int | None = None) -> list[LandedVersion]:
    """Every version that is on the main line, the newest first, or the newest `most`; drafts are on nobody's."""
    order = attrgetter("at", "agreement", "standing.version.number")
    return sorted(_landed(report), key=order, reverse=True)[:most]


def changes(report: Report, address: Callable[[str], str], feed: str, *, most: int = VERSIONS) -> Markup:
    """The newest `most` versions that fit on a page, by day and agreement, and how many there are before them.

    Those stand in the logs of their agreements. `feed` is the address of the Atom feed, as seen from this page.
    """
    in_all = sum(1 for _ in _landed(report))
    return fitting(lambda shown: _newest(report, address, feed, shown, in_all), min(most, max(in_all, 1)))


def _newest(report: Report, address: Callable[[str], str], feed: str, most: int, in_all: int) -> Markup:
    def linked(landing: LandedVersion) -> tuple[LandedVersion, str]:
        """With the address of its version in the revision log."""
        return landing, f"{address(landing.agreement)}#{landing.entry.anchor}"

    by_day = groupby(landings(report, most), key=lambda landing: landing.on)
    days = [(on, list(map(linked, versions_of_day))) for on, versions_of_day in by_day]
    earlier = max(0, in_all - most)
    return render("changes.html", days=days, earlier=earlier, feed=feed, forge=report.forge, missing=report.history)


def _landed(report: Report) -> Iterator[LandedVersion]:
    for agreement in report.agreements:
        timeline = agreement.timeline
        for standing in timeline.versions if timeline is not None else ():
            if timeline is not None and (landed := standing.version.landed) is not None:
                yield LandedVersion(landed.landed_at, agreement.id, standing, timeline)


# ---------------------------------------------------------------- the feed

ENTRIES = 50
"""The newest versions that the feed holds; the page of changes has more, the logs of the agreements have all."""

_ATOM = "http://www.w3.org/2005/Atom"
_OURS = UUID("6d5fb9c6-41f1-5e0c-9f0b-8e7f5a4c2b90")
"""The name space of our identifiers: an entry keeps its own wherever the site is served."""


def feed(report: Report, *, title: str, page: str, site_url: str = "", path: str = "changes.xml") -> str:
    """The feed as an XML document.

    Args:
        report: What the site tells.
        title: The name of the site.
        page: The address of the page of changes, below the site's.
        site_url: Where the site is served; without one, links are relative and the feed names no address of its own.
        path: The address of the feed, below the site's.
    """
    newest = landings(report, ENTRIES)
    root = ElementTree.Element("feed", {"xmlns": _ATOM, "xml:lang": "en"})
    base = f"{site_url.rstrip('/')}/" if site_url else ""
    _text(root, "id", uuid5(_OURS, f"changes of {base or title}").urn)
    _text(root, "title", f"{harmless(title)}: changes of what was agreed")
    _text(root, "updated", _stamp(newest[0].at if newest else _as_of(report)))
    ElementTree.SubElement(root, "link", {"rel": "alternate", "type": "text/html", "href": f"{base}{page}"})
    if base:
        ElementTree.SubElement(root, "link", {"rel": "self", "type": "application/atom+xml", "href": f"{base}{path}"})
    author = ElementTree.SubElement(root, "author")
    _text(author, "name", harmless(title))
    for landing in newest:
        _entry(root, landing, f"{base}{page}")
    ElementTree.indent(root)
    return f'<?xml version="1.0" encoding="utf-8"?>\n{ElementTree.tostring(root, encoding="unicode")}\n'


def _entry(root: ElementTree.Element, landing: LandedVersion, page: str) -> None:
    version = landing.standing.version
    entry = ElementTree.SubElement(root, "entry")
    _text(entry, "id", uuid5(_OURS, f"{version.digest} version {version.number}").urn)
    _text(entry, "title", f"{landing.title}, version {version.number}")
    _text(entry, "updated", _stamp(landing.at))
    _text(entry, "published", _stamp(landing.at))
    ElementTree.SubElement(
        entry, "link", {"rel": "alternate", "type": "text/html", "href": f"{page}#{landing.entry.anchor}"}
    )
    if version.landed is not None:
        author = ElementTree.SubElement(entry, "author")
        _text(author, "name", harmless(version.landed.author.name) or "unknown")
    _text(entry, "summary", summary(landing))
    _text(entry, "content", str(render("feed-entry.html", entry=landing.entry, version=version))).set("type", "html")


def summary(landing: LandedVersion) -> str:
    """What a version changes, as plain text: ``First contact: The target rises ... (tightened for Sales).``"""
    sentences = [
        f"{part.title}: {changed.change.sentence.rstrip('.')} ({changed.burden})."
        for part in landing.entry.parts
        for changed in part.changes
    ]
    returns = landing.standing.version.returns_to
    back = f"Returns to the terms of version {returns}." if returns else ""
    return " ".join(filter(None, (landing.entry.first, back, *sentences)))


def _as_of(report: Report) -> datetime:
    """The as-of of the data: an empty feed is the same in every build of the same inputs."""
    return max((source.facts.as_of for source in report.sources.values()), default=report.built_at)


def _stamp(at: datetime) -> str:
    return at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def _text(parent: ElementTree.Element, tag: str, text: str) -> ElementTree.Element:
    element = ElementTree.SubElement(parent, tag)
    element.text = numbers.plain_spaces(text)
    return element

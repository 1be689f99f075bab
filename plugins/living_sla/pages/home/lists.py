"""The two lists of the first page: who has to do what by when, and what has changed since the Monday before."""

from __future__ import annotations

from collections.abc import Callable

from markupsafe import Markup

from living_sla.model.figures.due import Due
from living_sla.model.figures.news import News, monday_before, news, zone_of_report
from living_sla.model.figures.standing import Report
from living_sla.model.time.zones import wall_time
from living_sla.pages.company.calendar import href_of
from living_sla.pages.html import anchor, render
from living_sla.pages.links import Links
from living_sla.words import times
from living_sla.words.standing.news import news_line
from living_sla.words.standing.to_do import tasks

_SHOWN = 7
"""So many stand open; the others are folded away."""
_FOLDED = 12
"""So many more are folded away; the page of a team has all that it has to do, that of changes all that changed."""


def to_do(report: Report, links: Links, wanted: Callable[[Due], bool] = lambda _: True) -> Markup:
    """Who has to do what by when; a sentence where nobody has to do anything."""
    found = tasks(report, wanted)
    rows = [(each, _leads_to(each.due, links)) for each in found[: _SHOWN + _FOLDED]]
    folded, more = rows[_SHOWN:], len(found) - len(rows)
    return render("home-to-do.html", rows=rows[:_SHOWN], folded=folded, more=more, teams=links.page("teams"))


def _leads_to(item: Due, links: Links) -> str:
    """Where it stands; empty of an export. A version that waits is signed on the page of its agreement."""
    if item.unfinished is not None:
        return links.review(item.unfinished.review)
    if item.agreement is None and item.action is None:
        return ""
    return links.agreement(item.agreement.id) if item.agreement and item.version else href_of(item, links)


def changed(report: Report, links: Links) -> Markup:
    """What has changed since the Monday of the week before; a sentence where nothing has."""
    zone = zone_of_report(report)
    since = monday_before(report.built_at, zone)
    rows = [(news_line(item, zone), _told_at(item, links)) for item in news(report, since)]
    day = times.day(wall_time(since, zone).date())
    folded = rows[_SHOWN : _SHOWN + _FOLDED]
    more = len(rows) - _SHOWN - len(folded)
    changes = links.page("changes")
    return render("home-changed.html", since=day, rows=rows[:_SHOWN], folded=folded, more=max(0, more), changes=changes)


def _told_at(item: News, links: Links) -> str:
    if item.agreement is None:
        return ""
    if item.version is not None:
        return f"{links.history(item.agreement.id)}#{anchor(item.agreement.id, item.version.version.number)}"
    return links.agreement(item.agreement.id)

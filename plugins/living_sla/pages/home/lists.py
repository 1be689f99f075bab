"""The two lists of the first page: who has to do what by when, and what has changed since the Monday before."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import timedelta

from markupsafe import Markup

from living_sla.model.figures.due import Due, DueKind, due
from living_sla.model.figures.news import News, NewsKind, monday_before, news, zone_of_report
from living_sla.model.figures.standing import Report
from living_sla.model.time.zones import wall_time
from living_sla.pages.html import anchor, render
from living_sla.pages.links import Links
from living_sla.words import times
from living_sla.words.standing.news import NewsLine, news_line
from living_sla.words.standing.to_do import ToDo, task

_AHEAD = timedelta(days=35)
"""So far ahead tasks are told; of reviews always the next one."""
_SHOWN = 7
"""So many stand open; the others are folded away."""


@dataclass(frozen=True)
class _Duty:
    task: ToDo
    href: str


@dataclass(frozen=True)
class _Changed:
    line: NewsLine
    href: str


def tasks(report: Report, wanted: Callable[[Due], bool] = lambda _: True) -> list[ToDo]:
    """What has to be done, late things first and then the earliest: 35 days ahead, and the next review always."""
    found = [item for item in due(report) if wanted(item) and not _is_over(item, report)]
    last = report.built_at.date() + _AHEAD
    near = [item for item in found if item.day is None or item.day <= last]
    review = next((item for item in found if item.kind is DueKind.REVIEW), None)
    if review is not None and not any(item.kind is DueKind.REVIEW for item in near):
        near.append(review)
    told = [task(item, report.built_at) for item in near]
    return sorted(told, key=lambda each: not each.is_late)


def _is_over(item: Due, report: Report) -> bool:
    """Whether it is the end of an agreement that has ended: nobody has to do anything about it on a Monday."""
    return item.kind is DueKind.END and item.day is not None and item.day < report.built_at.date()


def to_do(report: Report, links: Links, wanted: Callable[[Due], bool] = lambda _: True) -> Markup:
    """Who has to do what by when; a sentence where nobody has to do anything."""
    rows = [_Duty(each, _leads_to(each.due, links)) for each in tasks(report, wanted)]
    return render("home-to-do.html", rows=rows[:_SHOWN], folded=rows[_SHOWN:])


def _leads_to(item: Due, links: Links) -> str:
    """Where it stands; empty of an export."""
    if item.agreement is None:
        return ""
    agreement = item.agreement.id
    if item.version is not None:
        return links.agreement(agreement)
    commitment = item.deliverable.id if item.deliverable else item.consequence.commitment if item.consequence else ""
    return links.commitment(agreement, commitment) if commitment else links.agreement(agreement)


def changed(report: Report, links: Links) -> Markup:
    """What has changed since the Monday of the week before; a sentence where nothing has."""
    zone = zone_of_report(report)
    since = monday_before(report.built_at, zone)
    rows = [_Changed(news_line(item, zone), _told_at(item, links)) for item in shown_news(news(report, since))]
    day = times.day(wall_time(since, zone).date())
    return render("home-changed.html", since=day, rows=rows[:_SHOWN], folded=rows[_SHOWN:])


def shown_news(found: Sequence[News]) -> list[News]:
    """Of signatures under a version that took force as well, nothing: its line tells that it was signed by all."""
    took_force = {(item.agreement.id, item.version.version.number) for item in found
                  if item.kind is NewsKind.IN_FORCE and item.agreement and item.version}  # fmt: skip
    return [
        item
        for item in found
        if item.kind is not NewsKind.SIGNED
        or (item.agreement and item.version and (item.agreement.id, item.version.version.number) not in took_force)
    ]


def _told_at(item: News, links: Links) -> str:
    if item.agreement is None:
        return ""
    if item.version is not None:
        return f"{links.history(item.agreement.id)}#{anchor(item.agreement.id, item.version.version.number)}"
    return links.agreement(item.agreement.id)

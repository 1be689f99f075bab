"""Monday morning: one sentence, how old the data is, a row a commitment, who has to do what, what has changed."""

from __future__ import annotations

import itertools

from markupsafe import Markup
from msgspec import Struct

from living_sla.model.figures.durations import Durations
from living_sla.model.figures.monday import Judged, Monday, monday
from living_sla.model.figures.standing import Report
from living_sla.model.past.basis import Basis
from living_sla.pages.charts.burn_up import burn_ups
from living_sla.pages.durations.ages import ages
from living_sla.pages.home.lists import changed, to_do
from living_sla.pages.home.rows import columns
from living_sla.pages.html import render
from living_sla.pages.links import Links
from living_sla.words.proposals.verdict import verdict
from living_sla.words.standing.age import data_age
from living_sla.words.standing.monday import answer, with_limit
from living_sla.words.standing.to_do import tasks

NOTHING = Markup("")


def first_page(report: Report, links: Links, review: Markup = NOTHING) -> Markup:
    """The Monday page: all that Home shows; `review` names the newest one."""
    if not report.agreements:
        return render("empty.html")
    found = monday(report)
    volumes = [row for row in found.rows if row.part.commitment.measure.is_volume and row.part.current is not None]
    running = [(row.part, links.commitment(row.agreement.id, row.part.id)) for row in volumes[:_VOLUMES]]
    return render(
        "home-monday.html",
        head=head(found, report, with_duties=True),
        columns=columns(found.rows, report, links),
        to_do=to_do(report, links),
        changed=changed(report, links),
        running=burn_ups(running) if not found.has_ended else "",
        more_running=max(0, len(volumes) - _VOLUMES),
        waiting=_open_records(found, links),
        ahead=_ahead(found, links),
        review=review,
        proposed=verdict(report.proposal) if report.proposal is not None else "",
        proposal=links.page("proposal"),
    )


def head(found: Monday, report: Report, *, with_duties: bool = False) -> Markup:
    """The answer in a few sentences, how old the data is, and which exports have never come.

    With `with_duties`, above the list of what has to be done, also the first line of that list, where the list itself
    is below the first screen.
    """
    first, *more = answer(found, report.built_at)
    return render(
        "home-head.html",
        answer=first,
        more=more,
        tone=_tone(found),
        duties=tasks(report) if with_duties else [],
        long=len(found.rows) > _SHORT,
        age=data_age(report, found.rows),
        never_came=[report.waiting[name] for name in _asked(report) if name in report.waiting],
    )


_SHORT = 4
"""With so many rows the list of what has to be done is on the first screen of a desk; on a phone it never is."""
_VOLUMES = 9
"""Running volumes that are drawn, those that ask for somebody first; the page of each has its own."""
_AGES = 12
"""Commitments whose open records are shown; the page of each has its own."""


class _OpenRecords(Struct, frozen=True):
    title: str
    href: str
    ages: Markup


def _open_records(of: Monday, links: Links) -> list[_OpenRecords]:
    """How long open records have waited, of each commitment that has any."""
    if of.has_ended:
        return []
    blocks = ((row, ages(row.part, links)) for row in of.rows if _has_open(row.part.durations))
    return [
        _OpenRecords(with_limit(row.part.commitment), links.commitment(row.agreement.id, row.part.id), block)
        for row, block in itertools.islice(blocks, _AGES)
        if block
    ]


def _has_open(durations: Durations | None) -> bool:
    found = durations.ages if durations is not None else None
    return found is not None and bool(found.pending or found.overdue or found.few_pending or found.few_overdue)


def _asked(report: Report) -> dict[str, None]:
    return dict.fromkeys(name for standing in report.agreements for name in standing.terms.sources)


def _tone(of: Monday) -> str:
    """``met``, ``missed`` or ``none``: what the answer says, for whoever reads pages by machine."""
    if of.has_ended or of.basis is not Basis.IN_FORCE or not (of.of(Judged.KEPT) or of.of(Judged.MISSED)):
        return "none"
    return "missed" if of.of(Judged.MISSED) else "met"


def _ahead(of: Monday, links: Links) -> list[tuple[str, str]]:
    """The agreements that are not in force yet, while others are: titles and addresses."""
    titles = {row.agreement.id: row.agreement.title for row in of.ahead}
    return [(title, links.agreement(agreement)) for agreement, title in titles.items()]

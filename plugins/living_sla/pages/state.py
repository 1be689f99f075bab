"""The state of an agreement: what binds since when, who signed it, what waits for whom, and how old the data is."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from markupsafe import Markup

from living_sla.model.agreement.terms import Terms
from living_sla.model.figures.standing import AgreementStanding, Report
from living_sla.model.past.basis import Basis
from living_sla.model.past.timeline import State, VersionStanding
from living_sla.pages.headline import answer
from living_sla.pages.html import anchor, box, render
from living_sla.pages.proposals import proposals
from living_sla.pages.provenance import sources_of
from living_sla.words import times
from living_sla.words.past import versions
from living_sla.words.past.in_force import (
    NOT_KNOWN,
    binds_nobody,
    has_ended,
    history_words,
    retroactive,
    who_has_not_signed,
)


@dataclass(frozen=True)
class _WhatStands:
    word: State | Basis
    since: str
    version: int | None = None
    anchor: str = ""
    signed: tuple[tuple[str, object], ...] = ()
    unsigned: str = ""
    """What to say where nobody signed."""


def state(standing: AgreementStanding, report: Report) -> Markup:
    """Which version binds since when, who signed it, whether it is kept, and what is proposed and waits for whom."""
    terms, timeline = standing.agreement.terms, standing.timeline
    lead = versions.leading(timeline) if timeline else None
    return render(
        "state.html",
        terms=terms,
        stands=_stands(lead) if lead and not report.unread_history else _without_history(standing.basis, terms),
        sources=sources_of(terms, report),
        zone=terms.coverage.timezone,
        answer=answer(standing),
        never_came=report.waiting_for(terms),
        boxes=[*_boxes(standing, lead, report)],
    )


def _stands(lead: VersionStanding) -> _WhatStands:
    terms = lead.version.agreement.terms
    until = f" until {times.day(terms.until)}" if terms.until and _still_to_end(lead) else ""
    return _WhatStands(
        word=lead.state,
        since=versions.since(lead) + until,
        version=lead.version.number,
        anchor=anchor(terms.id, lead.version.number),
        signed=tuple(versions.signatures(lead)),
        unsigned=who_has_not_signed(lead, terms),
    )


def _still_to_end(lead: VersionStanding) -> bool:
    """Whether the words about its time have not named its end already."""
    return lead.state is not State.LAPSED and (lead.in_force is None or lead.in_force.end is None)


def _without_history(basis: Basis, terms: Terms) -> _WhatStands:
    until = f" until {times.day(terms.until)}" if terms.until else ""
    word = "since" if basis is Basis.IN_FORCE else "from"
    return _WhatStands(basis, f"{word} {times.day(terms.effective)}{until}")


# ---------------------------------------------------------------- what stands below the answer


def _boxes(standing: AgreementStanding, lead: VersionStanding | None, report: Report) -> Iterator[Markup]:
    if report.unread_history is not None:
        # What the clone leaves out may hold every signature: nothing is said of what nobody signed.
        yield box("warn", "The history is not complete", f"{history_words(report)}. {NOT_KNOWN}")
        return
    if report.history is not None:
        has_landed = standing.timeline is not None and any(
            version.version.landed for version in standing.timeline.versions
        )
        yield box("warn", "The history is not complete" if has_landed else "No history", history_words(report))
    if standing.timeline is None or lead is None:
        if standing.basis is not Basis.IN_FORCE:
            yield box("info", standing.basis.value.capitalize(), binds_nobody(standing.basis))
        return
    if lead.state is State.LAPSED:
        yield box("warn", "This agreement has ended", has_ended(lead))
    elif lead.asked_for:
        yield box("info", "Asked for retroactively", retroactive(lead, lead.asked_for))
    yield from _proposals(standing, report)


def _proposals(standing: AgreementStanding, report: Report) -> Iterator[Markup]:
    """The newest proposal unfolded, older ones folded."""
    for position, proposal in enumerate(proposals(standing, report)):
        yield render("proposal.html", found=proposal, open=position == 0)

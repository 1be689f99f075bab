"""The state of an agreement: what binds since when, who signed it, what waits for whom, and how old the data is."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from markupsafe import Markup
from msgspec import Struct

from living_sla.model.agreement.terms import Terms
from living_sla.model.figures.attainment import Status
from living_sla.model.figures.standing import AgreementStanding, Report, Standing
from living_sla.model.past.basis import Basis
from living_sla.model.past.timeline import State, VersionStanding
from living_sla.pages.agreement.proposals import ProposedVersion, proposals
from living_sla.pages.agreement.shown import without_age
from living_sla.pages.html import anchor, render
from living_sla.pages.links import Links
from living_sla.pages.provenance import old_exports, sources_of
from living_sla.words import times
from living_sla.words.past import versions
from living_sla.words.past.in_force import (
    NOT_KNOWN,
    binds_nobody,
    has_ended,
    history_words,
    retroactive,
    waits_line,
    who_has_not_signed,
)
from living_sla.words.standing.headline import kept_words, running_words


class _WhatStands(Struct, frozen=True):
    word: State | Basis
    since: str
    version: int | None = None
    href: str = ""
    """Where the version stands in the history."""
    signed: tuple[tuple[str, object], ...] = ()
    unsigned: str = ""
    """What to say where nobody signed."""


class _ToKnow(Struct, frozen=True):
    """What a reader has to know before the figures, in a line or two."""

    title: str
    text: str
    warns: bool = True


class _Waits(Struct, frozen=True):
    """A version that has not taken force, in one line that leads to what it changes."""

    state: State
    href: str
    text: str
    more: str
    """What stands there; empty where that is nothing that this line has not said."""


def state(standing: AgreementStanding, report: Report, links: Links) -> Markup:
    """The state in lines, then what each version that waits changes, and how to sign it."""
    return lines(standing, report, links) + proposed(standing, report)


def lines(standing: AgreementStanding, report: Report, links: Links) -> Markup:
    """Which version binds since when and who signed it, whether it is kept, what waits, how old the data is."""
    agreed, timeline = standing.terms, standing.timeline
    lead = timeline.leading if timeline else None
    sources = sources_of(standing.terms, report)
    old = old_exports(sources, agreed.coverage.timezone, report)
    known = lead is not None and not report.unread_history
    return render(
        "agreement-state.html",
        terms=agreed,
        stands=_stands(lead, links.history(standing.id))
        if known and lead
        else _without_history(standing.basis, agreed),
        oldest=min(sources, key=lambda source: source.facts.as_of) if sources and not old else None,
        several=len({source.facts.as_of for source in sources}) > 1,
        old=old,
        zone=agreed.coverage.timezone,
        answer=_answer(list(map(without_age, standing.commitments)), proposed=standing.basis is not Basis.IN_FORCE),
        notices=[*_notices(standing, lead, report)],
        waits=[*_waits(standing, report)],
        never_came=report.waiting_for(standing.terms),
    )


def _stands(lead: VersionStanding, history: str) -> _WhatStands:
    terms = lead.version.agreement.terms
    until = f" until {times.day(terms.until)}" if terms.until and _still_to_end(lead) else ""
    return _WhatStands(
        word=lead.state,
        since=versions.since(lead) + until,
        version=lead.version.number,
        href=f"{history}#{anchor(terms.id, lead.version.number)}",
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


def _answer(parts: Sequence[Standing], *, proposed: bool) -> Markup:
    """How many commitments were kept when they were last judged, which were not, and how the running ones do.

    Those that lapsed are left out while others are in force: nobody owes them any more.
    """
    parts = [part for part in parts if part.now is None or part.now.status is not Status.NOT_IN_FORCE] or parts
    judged = [(part, part.last_closed) for part in parts if part.last_closed is not None]
    missed = [
        (part.title, f"#{part.id}", times.period_name(last.period))
        for part, last in judged
        if last.status is Status.MISSED
    ]
    running = [part.now for part in parts if part.now is not None]
    return render(
        "headline.html",
        answer=kept_words(len(judged) - len(missed), len(judged), proposed=proposed),
        tone="none" if not judged else "missed" if missed else "met",
        missed=missed,
        now=running_words(running, waiting=sum(part.waits for part in parts)),
    )


# ---------------------------------------------------------------- what stands below the answer


def _notices(standing: AgreementStanding, lead: VersionStanding | None, report: Report) -> Iterator[_ToKnow]:
    if report.unread_history is not None:
        # What the clone leaves out may hold every signature: nothing is said of what nobody signed.
        yield _ToKnow("The history is not complete", f"{history_words(report)}. {NOT_KNOWN}")
        return
    if report.history is not None:
        has_landed = standing.timeline is not None and any(
            version.version.landed for version in standing.timeline.versions
        )
        yield _ToKnow("The history is not complete" if has_landed else "No history", history_words(report))
    if standing.timeline is None or lead is None:
        if standing.basis is not Basis.IN_FORCE:
            yield _ToKnow(standing.basis.value.capitalize(), binds_nobody(standing.basis), warns=False)
        return
    if lead.state is State.LAPSED:
        yield _ToKnow("This agreement has ended", has_ended(lead))
    elif lead.asked_for:
        yield _ToKnow("Asked for retroactively", retroactive(lead, lead.asked_for), warns=False)


def _waits(standing: AgreementStanding, report: Report) -> Iterator[_Waits]:
    for found in _ahead(standing, report):
        more = "What it changes" if any(found.changes) else "How to sign it" if found.waits else ""
        yield _Waits(found.standing.state, f"#{found.anchor}", waits_line(found.standing, report.built_at), more)


def proposed(standing: AgreementStanding, report: Report) -> Markup:
    """Each version that has not taken force, as its changes, the newest unfolded."""
    blocks = [
        render("agreement-proposal.html", found=found, open=position == 0)
        for position, found in enumerate(_ahead(standing, report))
    ]
    return Markup("").join(blocks)


def _ahead(standing: AgreementStanding, report: Report) -> list[ProposedVersion]:
    """What has not taken force; nobody knows that where the history is unread."""
    return [] if report.unread_history is not None else proposals(standing, report)

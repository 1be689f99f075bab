"""Every state that the pages of an agreement can be in, in one report made by hand."""

from __future__ import annotations

from datetime import timedelta

from msgspec.structs import replace

from living_sla.errors import NoFile, Notice
from living_sla.model.figures.attainment import Attainment, Status
from living_sla.model.figures.contingency import Triggered
from living_sla.model.figures.standing import (
    HISTORY_UNREAD,
    AgreementStanding,
    Report,
    SourceStanding,
    Standing,
    WaitingSource,
)
from tests.factories import histories, reports

NO_FILE = NoFile('no file is called "exports/calls-*.csv" below data/')
CALLS = WaitingSource("calls", "exports/calls-*.csv", NO_FILE, origin="exported by sales operations")
OLD = timedelta(days=41)


def of_source(standing: AgreementStanding, name: str, *only: str) -> AgreementStanding:
    """The same whose commitments, or `only` some of them, are judged by another source."""

    def moved(part: Standing) -> Standing:
        asked = not only or part.id in only
        measure = part.commitment.measure.model_copy(update={"source": name})
        return replace(part, commitment=part.commitment.model_copy(update={"measure": measure})) if asked else part

    parts = tuple(map(moved, standing.commitments))
    known = {part.id: part.commitment for part in parts}
    terms = standing.agreement.terms
    commitments = tuple(known.get(owed.id, owed) for owed in terms.commitments)
    agreed = replace(standing.agreement, terms=terms.model_copy(update={"commitments": commitments}))
    return replace(standing, agreement=agreed, commitments=parts)


def silent(part: Standing, why_not: str) -> Standing:
    return replace(part, series=(), segments=(), unusable=(), why_not=why_not)


def five() -> AgreementStanding:
    """Five commitments, of which one is missed and has set off what the terms foresee; a version waits."""
    owed = [*reports.TERMS["commitments"], *reports.MORE[:2]]
    terms = histories.signing_terms(commitments=owed)
    months = reports.months("2026-05", 7)
    money = [reports.pipeline(month, f"{580_000 + 21_000 * at}") for at, month in enumerate(months[:-1])]
    money.append(reports.pipeline(months[-1], "402500.50", days_left=8))
    minutes = [reports.first_response(month, f"{64 + 4 * at}", 300) for at, month in enumerate(months)]
    parts = (
        reports.mql_volume(), reports.first_contact(), reports.accepted(),
        reports.standing("pipeline", money, "Each month, Demand Generation makes sure that the amount of deals adds up "
                         "to at least EUR 600,000."),
        reports.standing("first-response", minutes, "Each month, Sales Development makes sure that the median of the "
                         "time from becoming an MQL to being first contacted is at most 90 business minutes."),
    )  # fmt: skip
    standing = histories.agreement_standing()
    third = replace(histories.three(), version=histories.version_of(3, histories.agreement(3, terms), histories.THIRD))
    line = histories.timeline(histories.one(), histories.two(), third, histories.four())
    agreed = histories.agreement(3, terms)
    set_off = (Triggered(terms.contingency[0], "first-contact", (reports.month("2026-10"),)),)
    return replace(standing, agreement=agreed, commitments=parts, timeline=line, triggered=set_off)


def no_export() -> AgreementStanding:
    """No commitment has an export yet."""
    whole = of_source(reports.agreement_standing(), "calls")
    why = f"waiting for data: {NO_FILE.message} yet"
    waits = tuple(replace(silent(part, why), waits_for=("calls",)) for part in whole.commitments)
    return replace(whole, commitments=waits)


def one_waits() -> AgreementStanding:
    """One commitment of several has no export yet."""
    whole = of_source(reports.agreement_standing(), "calls", "accepted")
    why = f"waiting for data: {NO_FILE.message} yet"
    waits = tuple(
        replace(silent(part, why), waits_for=("calls",)) if part.id == "accepted" else part
        for part in whole.commitments
    )
    return replace(whole, commitments=waits)


def old_data() -> AgreementStanding:
    """The export is older than a period."""
    whole = of_source(reports.agreement_standing(), "old-leads")

    def aged(found: Attainment) -> Attainment:
        return found if found.ended else replace(found, age=OLD)

    parts = tuple(replace(part, series=tuple(map(aged, part.series))) for part in whole.commitments)
    return replace(whole, commitments=parts)


def nothing_judged() -> AgreementStanding:
    """The terms begin after the newest data."""
    why = "nothing can be judged before 1 December 2026, and the export ends on 18 November 2026"
    whole = reports.agreement_standing()
    return replace(whole, commitments=tuple(silent(part, why) for part in whole.commitments))


def expired() -> AgreementStanding:
    """The last day has passed; a commitment is over."""
    whole = histories.lapsed()

    def over(part: Standing) -> Standing:
        last = part.series[-1]
        ended = replace(last, status=Status.NOT_IN_FORCE, value=None, counts=replace(last.counts, met=0, missed=0,
                        pending=0), reason="no version had it in force", room=None, pace=None, misses=())  # fmt: skip
        return replace(part, series=(*part.series[:-1], ended))

    return replace(whole, commitments=tuple(map(over, whole.commitments)))


STATES = {
    **histories.STATES,
    "five": ("Five commitments", five),
    "no-export": ("No export yet", no_export),
    "one-waits": ("One of three waits", one_waits),
    "old-data": ("Old data", old_data),
    "nothing-judged": ("Nothing judged", nothing_judged),
    "expired": ("Expired", expired),
}
"""Every state, by an id, with a title and what makes it."""


def every_state() -> Report:
    """The report of them all."""
    agreements = tuple(histories.renamed(make(), state, title) for state, (title, make) in STATES.items())
    leads = reports.leads()
    old = replace(leads.facts, as_of=leads.facts.as_of - OLD)
    sources = {
        "leads": leads,
        "old-leads": SourceStanding("old-leads", old, "stale"),
        "deals": replace(leads, name="deals"),
    }
    return replace(reports.report(*agreements), sources=sources, waiting={"calls": CALLS})


def shallow() -> Report:
    """One agreement, in a clone that lacks the history."""
    trouble = Notice(
        HISTORY_UNREAD, "this clone is shallow: 1 commit of the history is here", hint="git fetch --unshallow"
    )
    standing = histories.renamed(histories.without_history(), "shallow", "A clone without its history")
    return replace(reports.report(standing), history=trouble)

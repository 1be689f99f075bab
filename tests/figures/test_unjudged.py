"""Wherever nothing is judged there is one reason, and it is true: laws over random histories, records and exports."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from types import SimpleNamespace

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from living_sla.changes import changes
from living_sla.errors import NoFile, Place
from living_sla.exports.freshness import Freshness
from living_sla.figures.computed import computed
from living_sla.figures.plan import cohorts_of, plans_of
from living_sla.figures.scans import MeasuredExport
from living_sla.figures.standings import standing_of
from living_sla.history.in_force.timeline import timeline
from living_sla.measures.measure import measure
from living_sla.model.figures import unjudged
from living_sla.model.figures.attainment import Status
from living_sla.model.figures.outcome import Counts
from living_sla.model.figures.provenance import ExportFacts
from living_sla.model.figures.standing import WaitingSource
from living_sla.model.past.revision import Essentials
from living_sla.model.past.signoff import TrustLevel
from living_sla.model.past.timeline import State, VersionStanding, Waiting
from living_sla.model.time.zones import instant, micros
from tests.factories.cohorts import batch
from tests.factories.versions import version_of
from tests.figures.test_plan import SOURCES, agreement
from tests.history.told import ANA, BEN, BOTH_SIGN, NOBODY, landed, signoff

FIRST = datetime(2026, 6, 1, 9, tzinfo=UTC)
SIGNERS = {ANA: "marketing", BEN: "sales"}
EXCLUDED = "{id: outage, from: 2026-07-01T00:00, until: 2026-09-01T00:00, reason: It was down, effect: exclude}"
OUTAGE = ("commitments:", f"exceptions: [{EXCLUDED}]\ncommitments:")
DROPPED = ("id: volume", "id: volume-anew")
DAYS = st.integers(-60, 200)


@st.composite
def histories(draw):
    """One to four versions: signed or not, with an end or without, some without one of the commitments."""
    versions, signoffs = [], []
    landings = sorted(draw(st.lists(DAYS, min_size=1, max_size=4)))
    for number, landing in enumerate(landings, 1):
        effective = FIRST.date() + timedelta(days=draw(DAYS))
        until = draw(st.none() | st.integers(0, 90).map(lambda days, start=effective: start + timedelta(days=days)))
        edits = draw(st.sampled_from([[], [], [DROPPED], [OUTAGE]]))
        stated = f"effective: {effective}" + (f"\nuntil: {until}" if until else "")
        text = agreement(("effective: 2026-09-01", stated), *edits)
        signs = draw(st.sampled_from([NOBODY, NOBODY, BOTH_SIGN]))
        is_draft = number == len(landings) and draw(st.booleans())
        commit = None if is_draft else landed(FIRST + timedelta(days=landing))
        removed = None if is_draft or number < len(landings) else draw(st.sampled_from([None, None, landing + 40]))
        essentials = Essentials(text.digest, effective, until, "Europe/London", signs)
        versions.append(
            version_of(
                number,
                text,
                commit,
                removed=None if removed is None else landed(FIRST + timedelta(days=removed)),
                essentials=essentials,
            )
        )
        for signer in draw(st.lists(st.sampled_from([ANA, BEN]), unique=True)):
            when = f"{FIRST + timedelta(days=landing + draw(st.integers(0, 60))):%Y-%m-%dT%H:%M}"
            signoffs.append(signoff(number, signer, when, digest=text.digest))
    return versions, signoffs


@st.composite
def leads(draw):
    at = FIRST + timedelta(days=draw(st.integers(-90, 240)), hours=draw(st.integers(0, 12)))
    waited = draw(st.none() | st.integers(-2, 60))
    return {"id": str(draw(st.integers(0, 10**6))), "mql_at": at,
            "contacted_at": None if waited is None else at + timedelta(hours=waited)}  # fmt: skip


RECORDS = st.lists(leads(), max_size=6).map(lambda found: list({one["id"]: one for one in found}.values()))
AS_OF = st.integers(-80, 240).map(lambda days: FIRST + timedelta(days=days))


def standings(history, records, as_of, too_old=False):
    versions, signoffs = history
    told = timeline("lead-handoff", versions, signoffs, required=TrustLevel.OWN_COMMIT, now=as_of)
    source = SOURCES["leads"].model_copy(update={"max_unusable": 1})
    asked = plans_of(versions[-1].agreement, told, {"leads": source}, fiscal_start=1, changes=changes)
    cohorts = cohorts_of(asked)
    export = SimpleNamespace(name="leads", source=source, place=Place("data/sources.yml"), lines=lambda _: {})
    facts = ExportFacts((), len(records), as_of, ())
    found = measure(cohorts, [(batch(records), micros(as_of))])
    scan = MeasuredExport(
        facts, Freshness("too old" if too_old else "fresh"), export, dict(zip(cohorts, found, strict=True))
    )
    figures = {one: computed([one], {"leads": scan})[one] for one in asked}
    return told, [(one, standing_of(one, figures[one], {"leads": scan})) for one in asked]


QUICK = settings(max_examples=40, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])


@QUICK
@given(histories(), RECORDS, AS_OF, st.booleans())
def test_every_period_and_commitment_without_a_verdict_has_one_reason_and_it_is_true(history, records, as_of, too_old):
    told, found = standings(history, records, as_of, too_old)
    for asked, standing in found:
        assert bool(standing.why_not) == (not standing.series)
        if standing.why_not:
            assert standing.why_not == why_not(asked, told, as_of)
        for period in standing.series:
            silent = period.status in (Status.NO_DATA, Status.NOT_IN_FORCE)
            assert bool(period.reason) == silent
            if silent:
                assert period.reason == reason(asked, period, records, as_of, too_old)


@QUICK
@given(histories(), st.sampled_from([("leads",), ("calls",), ("leads", "calls")]))
def test_what_waits_for_data_asks_for_none_and_has_no_period_whatever_its_past(history, absent):
    versions, signoffs = history
    told = timeline("lead-handoff", versions, signoffs, required=TrustLevel.OWN_COMMIT, now=FIRST)
    waiting = {
        name: WaitingSource(name, f"exports/{name}.csv", NoFile(f"no file is called {name}", hint="put it there"))
        for name in absent
    }
    for asked in plans_of(versions[-1].agreement, told, SOURCES, 1, changes, waiting):
        if "leads" not in absent or not asked.chapters:
            assert not any(chapter.waits_for for chapter in asked.chapters)
            continue
        assert (asked.sources, list(asked.cohorts), asked.readable) == (frozenset(), [], ())
        standing = standing_of(asked, computed([asked], {})[asked], {})
        is_owed = asked.commitment.id in {owed.id for owed in versions[-1].agreement.terms.commitments}
        # What nobody owes any more waits for nothing; terms that were only proposed may still ask for it.
        assert standing.waits_for == ("leads",) or not is_owed
        assert (standing.series, standing.waits) == ((), bool(standing.waits_for))
        assert standing.why_not == "waiting for data: no file is called leads yet"
        assert standing.last_closed is None


def spans_of(asked):
    """When which versions had the commitment in force."""
    return [(chapter.versions, *map(instant, chapter.cohort.in_force)) for chapter in asked.chapters]


def why_not(asked, told, as_of):
    if asked.chapters:
        begins = min(start for _, start, _ in spans_of(asked))
        assert begins > as_of
        return f"the terms hold from {london(begins)}, and the export is as of {london(as_of)}"
    newest = told.versions[-1]
    assert newest.state is not State.IN_FORCE
    which = f"only version {newest.version.number} has it"
    if newest.version.is_draft:
        return f"{which}, a draft that nobody has committed"
    if newest.state is State.PROPOSED and newest.waiting:
        return f"{which}, which waits for {['no', '1 signature', '2 signatures'][len(newest.waiting)]}"
    if newest.state is State.PROPOSED and newest.in_force:
        return f"{which}, which takes force on {london(newest.in_force.start)}"
    assert newest.in_force is None
    if newest.state is State.PROPOSED:
        return f"{which}, which ends before it takes force"
    ended = {State.SUPERSEDED: "was superseded", State.LAPSED: "ended"}[newest.state]
    return f"{which}, which {ended} before it took force"


def reason(asked, period, records, as_of, too_old):
    low, high = period.period.start, period.period.end
    spans = spans_of(asked)
    inside = [span for span in spans if span[1] < high and low < span[2]]
    if period.status is Status.NOT_IN_FORCE:
        assert not inside
        before, after = [s for s in spans if s[2] <= low], [s for s in spans if s[1] >= high and s[1] <= as_of]
        told = [f"version {before[-1][0][-1][1]} had it until {london(before[-1][2] - timedelta(microseconds=1))}"]
        told += [f"it was in force again from {london(after[0][1])} on"] if after else []
        return f"no version had it in force: {', and '.join(told)}"
    assert inside
    starts = [record["mql_at"] for record in records]
    if starts and min(starts) >= high:
        return unjudged.BEFORE_EXPORT
    mine = [r for r in records if low <= r["mql_at"] < high and r["mql_at"] <= as_of
            and any(start <= r["mql_at"] < end for _, start, end in inside)]  # fmt: skip
    if too_old and (not period.ended or period.counts.pending) and period.counts.matured:
        return unjudged.TOO_OLD
    assert period.counts.records == len(mine)
    if period.parts:
        return next(
            (part.reason for part in reversed(period.parts) if part.counts != Counts()), period.parts[-1].reason
        )
    if too_old and not (period.ended and not period.counts.pending):
        return unjudged.TOO_OLD
    return unjudged.of_records(period.counts)


def london(at):
    from zoneinfo import ZoneInfo

    day = at.astimezone(ZoneInfo("Europe/London"))
    return f"{day.day} {day:%B %Y}"


@pytest.mark.parametrize(
    ("counts", "said"),
    [
        (Counts(), "no records"),
        (Counts(pending=1), "no record has a verdict yet; 1 still open"),
        (Counts(pending=2, excluded=3), "no record has a verdict yet; 2 still open"),
        (Counts(excluded=3), "every record is excluded"),
        (Counts(unusable=3), "every record is unusable"),
        (Counts(excluded=1, unusable=2), "every record is excluded or unusable"),
    ],
)
def test_records_that_say_nothing_say_why(counts, said):
    assert unjudged.of_records(counts) == said
    assert unjudged.of_records(counts, deliverable=True) == ("nothing was due" if said == "no records" else said)


@pytest.mark.parametrize(
    ("standing", "said"),
    [
        ({"state": State.DRAFT}, "a draft that nobody has committed"),
        ({"state": State.PROPOSED, "waiting": (Waiting("sales", BEN, FIRST),)}, "which waits for 1 signature"),
        ({"state": State.SUPERSEDED}, "which was superseded before it took force"),
        ({"state": State.LAPSED}, "which ended before it took force"),
    ],
)
def test_what_only_a_proposal_has_says_what_it_waits_for(standing, said):
    found = VersionStanding(version_of(3, agreement(), None), **standing)
    assert unjudged.proposed(found) == f"only version 3 has it, {said}"

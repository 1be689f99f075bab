"""Laws of timelines, over random histories: at most one version is in force at any instant, and nobody reaches back."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta
from itertools import pairwise

from hypothesis import given, settings
from hypothesis import strategies as st

from living_sla.history.in_force.timeline import timeline
from living_sla.model.past.basis import Basis
from living_sla.model.past.revision import Version
from living_sla.model.past.signoff import SignOff, TrustLevel
from living_sla.model.past.timeline import State, Timeline
from living_sla.model.time.zones import wall_time
from tests.history.told import ANA, BEN, BOTH_SIGN, NOBODY, signoff, version

FIRST = datetime(2026, 3, 20, tzinfo=UTC)  # clocks change in March and October: both within the year that is drawn
ZONES = st.sampled_from(["UTC", "Europe/London", "America/New_York", "Asia/Kolkata", "Africa/Cairo"])
DAYS = st.integers(-60, 300).map(lambda days: FIRST.date() + timedelta(days=days))
MOMENTS = st.integers(0, 260 * 24).map(lambda hours: FIRST + timedelta(hours=hours))
SIGNING = st.sampled_from([NOBODY, BOTH_SIGN, (("sales", (BEN,)),), (("marketing", (ANA,)), ("sales", (ANA,)))])


@st.composite
def histories(draw) -> tuple[list[Version], list[SignOff]]:
    """Versions that landed in any rhythm, with a draft on top or none, and sign-offs of every kind."""
    landings = sorted(draw(st.lists(MOMENTS, min_size=1, max_size=6)))
    versions = []
    for number, landing in enumerate([*landings, *draw(st.sampled_from([[], [None]]))], 1):
        effective = draw(DAYS)
        until = draw(st.none() | st.integers(0, 200).map(lambda days: effective + timedelta(days=days)))  # noqa: B023
        versions.append(
            version(
                number, landing, str(effective), until=str(until) if until else None, signs=draw(SIGNING),
                digest=draw(st.sampled_from(["a", "b", f"only-{number}"])), zone=draw(ZONES),
            )
        )  # fmt: skip
    digests = st.sampled_from([each.digest for each in versions] + ["elsewhere"])
    signoffs = draw(
        st.lists(
            st.builds(
                signoff,
                st.integers(1, len(versions)),
                st.sampled_from([ANA, BEN, BEN.upper()]),
                st.none() | MOMENTS,
                digest=digests,
                level=st.sampled_from(TrustLevel),
                refused=st.sampled_from(["", "", "", "edited afterwards"]),
            ),
            max_size=16,
        )
    )
    return versions, signoffs


def told(history: tuple[list[Version], list[SignOff]], now: datetime) -> Timeline:
    versions, signoffs = history
    return timeline("lead-handoff", versions, signoffs, required=TrustLevel.OWN_COMMIT, now=now)


@settings(max_examples=60)
@given(histories(), MOMENTS)
def test_spans_are_in_order_and_never_overlap(history, now):
    found = told(history, now)
    assert found.spans
    for span in found.spans:
        assert span.end is None or span.start < span.end
    for one, following in pairwise(found.spans):
        assert one.end is not None
        assert one.end <= following.start
        assert one.version < following.version


@settings(max_examples=60)
@given(histories(), MOMENTS)
def test_at_most_one_version_is_in_force_at_any_instant(history, now):
    found = told(history, now)
    at_once = [standing for standing in found.versions if standing.state is State.IN_FORCE]
    span = found.at(now)
    in_force = span is not None and span.basis is Basis.IN_FORCE
    assert [standing.version.number for standing in at_once] == ([span.version] if span and in_force else [])


@settings(max_examples=60)
@given(histories(), MOMENTS)
def test_only_the_first_version_that_takes_force_reaches_back(history, now):
    found = told(history, now)
    for standing in found.versions:
        span = standing.in_force
        if span is None:
            continue
        essentials, landed = standing.version.essentials, standing.version.landed
        assert landed is not None
        assert wall_time(span.start, essentials.timezone).date() >= essentials.effective
        assert essentials.until is None or wall_time(span.start, essentials.timezone).date() <= essentials.until
        assert standing.reaches_back == (span is found.spans[0])
        if standing.reaches_back:
            assert span.start == _midnight(essentials.effective, essentials.timezone)
            assert standing.asked_for is None
        else:
            counted = [one for one in standing.signoffs if one.landed]
            assert span.start >= landed.landed_at
            assert standing.asked_for is None or span.start > _end_of(standing.asked_for)
            assert not essentials.signatories or any(
                one.landed.landed_at <= span.start for one in counted if one.landed
            )


def _midnight(day: date, zone: str) -> datetime:
    """The first instant of a local day, found by looking at every quarter of an hour around it."""
    noon = datetime(day.year, day.month, day.day, 12, tzinfo=UTC)
    quarters = (noon + timedelta(minutes=15 * step) for step in range(-130, 130))
    return next(at for at in quarters if wall_time(at, zone).date() == day)


def _end_of(day: date) -> datetime:
    """The earliest instant, in any zone, at which a day is over."""
    return datetime(day.year, day.month, day.day, tzinfo=UTC) + timedelta(hours=10)


@settings(max_examples=60)
@given(histories(), MOMENTS, MOMENTS)
def test_spans_are_the_same_whenever_one_looks(history, now, later):
    assert told(history, now).spans == told(history, later).spans


@settings(max_examples=60)
@given(histories())
def test_what_counts_is_taken_or_waited_for(history):
    """A version takes force, is overtaken or over, or waits; nobody waits for a signature that has counted."""
    found = told(history, FIRST + timedelta(days=261))
    for standing in found.versions:
        if standing.waiting:
            assert standing.state is State.PROPOSED
            assert standing.in_force is None
        for one in standing.waiting:
            assert not any(_counts(given_one, one.party, one.signer) for given_one in standing.signoffs) or (
                len({party for party, signers in standing.version.essentials.signatories if one.signer in signers}) > 1
            )
        if standing.state is State.PROPOSED and standing.in_force is None:
            assert standing.waiting


def _counts(one: SignOff, party: str, signer: str) -> bool:
    same = one.file.party == party and one.file.signer.casefold() == signer.casefold()
    return same and one.landed is not None and not one.refused and one.level >= TrustLevel.OWN_COMMIT


@settings(max_examples=60)
@given(histories(), MOMENTS)
def test_signatures_that_do_not_count_change_no_span(history, now):
    versions, signoffs = history
    counting: Sequence[SignOff] = [one for one in signoffs if _counts(one, one.file.party, one.file.signer)]
    assert told((versions, list(counting)), now).spans == told(history, now).spans


@settings(max_examples=60)
@given(histories(), MOMENTS)
def test_a_draft_moves_nothing_that_is_in_force(history, now):
    versions, signoffs = history
    without = [each for each in versions if not each.is_draft]
    found, bare = told(history, now), told((without, signoffs), now)
    if any(span.basis is Basis.IN_FORCE for span in bare.spans):
        assert found.spans == bare.spans
    else:
        assert [span.basis for span in found.spans] == [Basis.DRAFT if versions[-1].is_draft else Basis.PROPOSED]

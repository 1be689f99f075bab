"""How far a review has come: frozen, reviewed, accepted; agreement by agreement and as a whole."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from living_sla.model.past.signoff import TrustLevel
from living_sla.model.reviews.review import ReviewState
from living_sla.model.reviews.state import WaitingParty, agreement_states, state_of, waiting_parties
from tests.reviews import examples
from tests.reviews.examples import ANA, BEN

FROZEN, REVIEWED, ACCEPTED = ReviewState
BOTH = (examples.signoff(), examples.signoff(BEN, "sales", TrustLevel.OWN_COMMIT))


def with_agreements(*agreements, **more):
    return examples.accepted(record=examples.record(agreements=agreements), **more)


def other(**more):
    """A second agreement that missed nothing, between the same two."""
    return examples.agreement(**{"id": "pipeline", "commitments": (), **more})


@pytest.mark.parametrize(("name", "state"), [
    ("frozen", FROZEN), ("reviewed", REVIEWED), ("accepted", ACCEPTED), ("provisional", FROZEN),
    ("correction", FROZEN), ("restated since", ACCEPTED), ("broken", FROZEN), ("not readable", FROZEN),
])  # fmt: skip
def test_each_state_of_the_examples(name, state):
    assert state_of(examples.EVERY_STATE[name]()) is state


def test_one_party_is_waited_for_until_it_has_signed():
    assert waiting_parties(examples.reviewed()) == (WaitingParty("lead-handoff", "sales", (BEN,)),)
    assert waiting_parties(examples.accepted()) == ()


def test_minutes_that_lack_a_cause_an_owner_or_a_date_hold_back_everything():
    minutes = examples.minutes()
    first, *rest = minutes.actions
    lacking = [
        replace(minutes, causes={}),
        replace(minutes, causes={"lead-handoff/first-contact": "  "}),
        replace(minutes, actions=(replace(first, owner=""), *rest)),
        replace(minutes, actions=(replace(first, due=None), *rest)),
        None,
    ]
    assert {state_of(examples.accepted(minutes=each)) for each in lacking} == {FROZEN}


def test_a_dissent_accepts():
    dissenting = tuple(replace(each, file=replace(each.file, dissent="Not August.")) for each in BOTH)
    assert state_of(examples.accepted(signoffs=dissenting)) is ACCEPTED


@pytest.mark.parametrize("more", [{"stale": "The minutes were changed afterwards."}, {"refused": "not a signatory"}])
def test_what_is_stale_or_refused_accepts_nothing(more):
    assert state_of(examples.accepted(signoffs=(BOTH[0], replace(BOTH[1], **more)))) is REVIEWED


def test_a_sign_off_accepts_the_agreements_that_it_names_and_no_other():
    review = with_agreements(examples.agreement(), other(), signoffs=BOTH)
    assert agreement_states(review) == {"lead-handoff": ACCEPTED, "pipeline": REVIEWED}
    assert state_of(review) is REVIEWED
    both = tuple(replace(each, file=replace(each.file, agreements=("lead-handoff", "pipeline"))) for each in BOTH)
    assert state_of(replace(review, signoffs=both)) is ACCEPTED


def test_one_of_several_signatories_is_enough_for_a_party_and_none_of_the_other_party():
    several = examples.agreement(signatories={"marketing": (ANA, "tom@northwind.example"), "sales": (BEN,)})
    assert state_of(with_agreements(several, signoffs=BOTH)) is ACCEPTED
    tom = examples.signoff("tom@northwind.example", "marketing")
    assert state_of(with_agreements(several, signoffs=(BOTH[0], tom))) is REVIEWED


def test_an_agreement_without_signatories_waits_for_nobody():
    """Small teams start so: it is accepted as soon as it is reviewed, and the others still wait."""
    nobody = other(signatories={})
    nothing_missed = examples.minutes(causes={}, disputes=())
    assert state_of(with_agreements(nobody, signoffs=(), minutes=nothing_missed)) is ACCEPTED
    assert state_of(with_agreements(nobody, signoffs=(), minutes=None)) is FROZEN
    review = with_agreements(examples.agreement(), nobody, signoffs=())
    assert agreement_states(review) == {"lead-handoff": REVIEWED, "pipeline": ACCEPTED}


def test_a_party_without_signatories_is_not_waited_for():
    half = examples.agreement(signatories={"marketing": (ANA,), "sales": ()})
    assert state_of(with_agreements(half, signoffs=BOTH[:1])) is ACCEPTED
    assert state_of(with_agreements(half, signoffs=())) is REVIEWED


def test_a_record_that_cannot_be_relied_on_is_frozen_whoever_signed_it():
    assert state_of(examples.broken()) is FROZEN
    assert set(agreement_states(examples.broken()).values()) == {FROZEN}
    assert agreement_states(examples.not_readable()) == {}


def test_what_is_wrong_and_breaks_nothing_holds_nothing_back():
    finding = replace(examples.broken().findings[0], broken=False)
    assert state_of(examples.accepted(findings=(finding,))) is ACCEPTED


def test_done_or_not_an_action_needs_owner_and_date():
    action = replace(examples.minutes().actions[0], done=date(2026, 10, 20), owner="")
    assert state_of(examples.accepted(minutes=examples.minutes(actions=(action,)))) is FROZEN


SIGNOFFS = st.lists(
    st.builds(
        lambda signer, party, agreements, stale, refused: replace(
            examples.signoff(signer, party),
            file=replace(examples.signoff(signer, party).file, agreements=tuple(agreements)),
            stale=stale,
            refused=refused,
        ),
        st.sampled_from([ANA, BEN]),
        st.sampled_from(["marketing", "sales", "finance"]),
        st.lists(st.sampled_from(["lead-handoff", "pipeline", "other"]), max_size=2, unique=True),
        st.sampled_from(["", "", "The minutes were changed afterwards."]),
        st.sampled_from(["", "", "not a signatory"]),
    ),
    max_size=5,
)
TWO = with_agreements(examples.agreement(), other())


@given(signoffs=SIGNOFFS, more=SIGNOFFS)
def test_order_does_not_matter_and_a_further_sign_off_takes_nothing_away(signoffs, more):
    order = list(ReviewState)
    states = agreement_states(replace(TWO, signoffs=tuple(signoffs)))
    assert states == agreement_states(replace(TWO, signoffs=tuple(reversed(signoffs))))
    later = agreement_states(replace(TWO, signoffs=(*signoffs, *more)))
    assert all(order.index(later[name]) >= order.index(state) for name, state in states.items())


@given(signoffs=SIGNOFFS)
def test_accepted_is_what_each_party_has_signed_in_a_way_that_counts(signoffs):
    review = replace(TWO, signoffs=tuple(signoffs))
    signed = {(name, of.file.party) for of in signoffs if of.counts for name in of.file.agreements}
    for name, state in agreement_states(review).items():
        assert (state is ACCEPTED) == {(name, "marketing"), (name, "sales")}.issubset(signed)
    assert (state_of(review) is ACCEPTED) == (waiting_parties(review) == ())

"""Laws of keys that join and keys that end, over small histories of every kind."""

from __future__ import annotations

import base64
from datetime import UTC, datetime, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec import Struct

from living_sla.history.git.log import LandedCommit
from living_sla.history.signoffs.in_time import Witnesses, in_time
from living_sla.history.signoffs.judge import Judge
from living_sla.history.signoffs.keyring import AllowedKey, Keyring, beyond, in_common
from living_sla.history.signoffs.keyring_past import Brought, Held, KeyringStep
from living_sla.history.signoffs.later import Signed
from living_sla.history.signoffs.objects import SignedObject
from living_sla.history.signoffs.ssh_signature import SshSignature
from living_sla.history.signoffs.vouched import vouched
from living_sla.model.past.revision import Commit, Identity
from living_sla.settings import KeysNamed
from tests.history.signatures import Believing, key, signature

NAMES = "abcd"
START = datetime(2026, 1, 1, tzinfo=UTC)


def landing(place: int, at: datetime | None = None) -> LandedCommit:
    moment = at or START + timedelta(days=place)
    commit = Commit(f"{place:040x}", Identity("Somebody", "somebody@x.example"), moment, moment, "A change")
    return LandedCommit(commit, ("0" * 40,), (), False)


def entry(name: str, **options: object) -> AllowedKey:
    return AllowedKey(f"{name}@x.example", "ssh-ed25519", key(name), **options)  # type: ignore[arg-type]


# ---------------------------------------------------------------- keys that join


class Past(Struct, frozen=True):
    """What a trusted ref held, step by step, each made by one commit that somebody signed, or nobody."""

    steps: tuple[KeyringStep, ...]
    signers: tuple[str, ...]
    ref: None = None

    @property
    def places(self) -> dict[str, int]:
        return {step.landing.commit.id: step.place for step in self.steps}

    def keyring_brought(self, step: KeyringStep) -> list[Brought]:
        payload = f"commit {step.place}".encode()
        signer = self.signers[step.place]
        signed = SignedObject(payload, signature(signer, payload) if signer else b"")
        return [Brought(signed, step.before.keyring, step.held.keyring)]

    def revoked_brought(self, step: KeyringStep) -> list[Brought]:
        [one] = self.keyring_brought(step)
        return [Brought(one.commit, step.before.revoked, step.held.revoked)]


WINDOWS = (None, "git", "file")
LINE = st.builds(
    lambda name, purpose: entry(name, namespaces=purpose), st.sampled_from(NAMES), st.sampled_from(WINDOWS)
)


@st.composite
def pasts(draw, signers: str = NAMES):
    keyrings = draw(st.lists(st.lists(LINE, max_size=5, unique=True), min_size=1, max_size=6))
    revoked = draw(
        st.lists(st.sets(st.sampled_from(NAMES), max_size=1), min_size=len(keyrings), max_size=len(keyrings))
    )
    signed = draw(st.lists(st.sampled_from(["", *signers]), min_size=len(keyrings), max_size=len(keyrings)))
    steps, before = [], Held(KeysNamed())
    for place, (entries, gone) in enumerate(zip(keyrings, revoked, strict=True)):
        text = "".join(f"{one.line}\n" for one in entries) + f"# {place}\n"
        listed = "".join(f"ssh-ed25519 {base64.b64encode(key(name)).decode()}\n" for name in sorted(gone))
        held = Held(KeysNamed("keys", "revoked"), text.encode(), None, listed.encode())
        steps.append(KeyringStep(landing(place), place, before, held))
        before = held
    return Past(tuple(steps), tuple(signed)), before.revoked


def told(past: Past, revoked: bytes):
    return vouched(past, Judge(None, Believing()), [revoked])  # type: ignore[arg-type]


def root_of(past: Past) -> tuple[AllowedKey, ...]:
    standings = told(past, b"").standings
    return standings[0].written.entries if standings else ()


@given(pasts())
def test_nothing_counts_that_is_not_written(drawn):
    past, revoked = drawn
    for standing in told(past, revoked).standings:
        assert not beyond(standing.vouched.entries, standing.written.entries)


@given(pasts(signers=""))
def test_without_a_signature_nothing_joins_and_nothing_comes_back(drawn):
    past, revoked = drawn
    counted = root_of(past)
    for standing in told(past, revoked).standings:
        assert not beyond(standing.vouched.entries, counted)
        counted = standing.vouched.entries


@settings(max_examples=150)
@given(pasts())
def test_whoever_counts_was_there_at_the_beginning_or_joined_by_somebody_who_was(drawn):
    """Whom a revoked key brought is brought by nobody."""
    past, revoked = drawn
    result = told(past, revoked)
    known = {one.key for one in root_of(past)}
    for step in past.steps:
        signer = past.signers[step.place]
        if signer and key(signer) in known and base64.b64encode(key(signer)) not in (revoked or b""):
            known |= {key(name) for name in NAMES if base64.b64encode(key(name)) in (step.held.keyring or b"")}
    assert {one.key for standing in result.standings for one in standing.vouched.entries} <= known


@given(pasts())
def test_who_was_revoked_stays_so_unless_somebody_signs(drawn):
    past, revoked = drawn
    unsigned = Past(past.steps, ("",) * len(past.steps))
    ever = {line for step in past.steps for line in (step.held.revoked or b"").splitlines()}
    assert told(unsigned, revoked).withdrawn == ever - set((revoked or b"").splitlines())
    assert told(past, revoked).withdrawn <= told(unsigned, revoked).withdrawn


DAYS = st.none() | st.integers(0, 9).map(lambda day: START + timedelta(days=day))
ANY_LINE = st.builds(
    lambda name, purpose, opens, closes: entry(name, namespaces=purpose, valid_from=opens, valid_to=closes),
    st.sampled_from("ab"), st.sampled_from(WINDOWS), DAYS, DAYS,
)  # fmt: skip


@given(st.lists(ANY_LINE, max_size=4), st.lists(ANY_LINE, max_size=4))
def test_what_two_keyrings_have_in_common_goes_beyond_neither(these, others):
    common = in_common(these, others)
    assert not beyond(common, these)
    assert not beyond(common, others)
    assert set(in_common(these, these)) == set(these)


# ---------------------------------------------------------------- keys that end


class Later(Struct, frozen=True):
    """A main line whose commits are signed."""

    commits: tuple[Signed, ...]

    def after(self, commit: str) -> tuple[Signed, ...]:
        return tuple(one for one in self.commits if int(one.commit, 16) >= int(commit, 16))


@st.composite
def later(draw):
    """Who signed the commits from the sign-off on, the day that each says, and when their keys end."""
    ends = {name: draw(DAYS) for name in NAMES}
    ends["a"] = ends["a"] or START + timedelta(days=4)
    made = []
    for place in range(draw(st.integers(0, 6))):
        name, at = draw(st.sampled_from(NAMES)), START + timedelta(days=draw(st.integers(0, 9)))
        payload = f"{place} {name} {at}".encode()
        content = SignedObject(payload, signature(name, payload), made_at=at)
        made.append(Signed(f"{place:040x}", content, SshSignature(key(name), "git"), at, landing(place, at)))
    return Later(tuple(made)), ends


def provable(commits: tuple[Signed, ...], ends, name: str, since: datetime, path: tuple[str, ...] = ()) -> bool:
    """By looking at every chain there is."""
    for place, one in enumerate(commits):
        [other] = [each for each in NAMES if key(each) == one.signature.key]
        if other == name or other in path or not since <= one.at <= ends[name]:
            continue
        if ends[other] is None:
            return True
        if one.at <= ends[other] and provable(commits[place:], ends, other, one.at, (*path, name)):
            return True
    return False


@settings(max_examples=200)
@given(later())
def test_a_key_with_an_end_is_believed_where_some_chain_of_witnesses_leads_to_one_without(drawn):
    history, ends = drawn
    keys = Keyring(tuple(entry(name, valid_to=ends[name]) for name in NAMES))
    witnesses = Witnesses(history, Judge(keys, Believing()), lambda when: keys)  # type: ignore[arg-type]
    found = in_time(
        witnesses, keys, b"signed", signature("a", b"signed"), signer="a@x.example", namespace="git", landing=landing(0)
    )
    assert found.good == provable(history.commits, ends, "a", START)
    assert found.good == (found.witness is not None)

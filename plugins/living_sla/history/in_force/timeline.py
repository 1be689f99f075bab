"""Which version of an agreement was in force when, and what the others wait for.

A version takes force at the latest of three instants: the beginning of its `effective` day in the zone of the
agreement, its landing on the main line, and the landing of the last sign-off that it asks for. The first one that does,
whatever its number, holds from its `effective` day; those after it never reach back. A version that a later one
overtakes before it takes force never does. What is in force ends with its `until` day, or when a later version takes
force.

Going back to old terms is a new version, and who signed exactly these terms before need not sign again: a sign-off is
to a digest, not to a number. A sign-off that is taken back before a version takes force was not given; afterwards
nothing takes the version out of force but a later one, or its end. A notice that the terms ask for is between the
parties; it delays nothing here.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import UTC, date, datetime, timedelta
from functools import lru_cache
from typing import NamedTuple

from living_sla.model.past.basis import Basis
from living_sla.model.past.person import mailbox
from living_sla.model.past.revision import Version
from living_sla.model.past.signoff import SignOff, TrustLevel
from living_sla.model.past.timeline import Span, State, Timeline, VersionStanding, Waiting
from living_sla.model.time.zones import zone


def timeline(
    agreement_id: str,
    versions: Sequence[Version],
    signoffs: Iterable[SignOff],
    *,
    required: TrustLevel,
    now: datetime,
) -> Timeline:
    """The timeline of one agreement.

    Args:
        agreement_id: The id of the agreement.
        versions: Its versions, oldest first; a draft last.
        signoffs: Its sign-offs. Each counts for every version with exactly its digest.
        required: The trust level that a sign-off needs to count.
        now: The instant at which states are told; the spans do not depend on it.
    """
    given = _by_digest(signoffs)
    claims = [_claim(version, given.get(version.digest, ()), required) for version in versions]
    landed = [claim for claim in claims if not claim.version.is_draft]
    spans = _spans(landed)
    first = min(spans, default=None)
    reached = max((span.version for span in spans.values() if span.start <= now), default=0)
    standings = []
    for position, claim in enumerate(claims):
        before = claims[position - 1].version if position else None
        span = spans.get(claim.version.number)
        newest, followed = position == len(landed) - 1, reached > claim.version.number
        state = _state(claim, span, now, newest=newest, followed=followed)
        waiting = _waiting(claim) if state is State.PROPOSED else ()
        reaches_back = first is None or claim.version.number <= first
        asked_for = None if reaches_back else _asked_for(claim, before, now)
        standings.append(
            VersionStanding(claim.version, state, span, claim.signoffs, waiting, asked_for, required, reaches_back)
        )
    return Timeline(agreement_id, tuple(standings), tuple(spans.values()) or _not_in_force(versions))


def _by_digest(signoffs: Iterable[SignOff]) -> dict[str, list[SignOff]]:
    """Each sign-off once, under the digest that it names, in the order in which they landed."""
    by_digest: dict[str, list[SignOff]] = {}
    for signoff in dict.fromkeys(signoffs):
        by_digest.setdefault(signoff.file.digest, []).append(signoff)
    for several in by_digest.values():
        several.sort(key=lambda each: (each.landed is None, _landing(each), each.file.path))
    return by_digest


# ---------------------------------------------------------------- what a version can claim


class _Claim(NamedTuple):
    """A version, and when it takes force if no later one comes before it."""

    version: Version
    starts: datetime
    """The beginning of its effective day."""
    ends: datetime | None
    """The end of its last day, or its removal where nothing came after it."""
    signoffs: tuple[SignOff, ...]
    missing: tuple[tuple[str, str], ...]
    """Parties and signers whose sign-off it lacks."""
    agreed: datetime | None
    """When it had landed with all its sign-offs; None for a draft, and where a sign-off is missing."""

    @property
    def ready(self) -> datetime | None:
        """When it takes force."""
        return None if self.agreed is None else max(self.agreed, self.starts)


def _claim(version: Version, given: Sequence[SignOff], required: TrustLevel) -> _Claim:
    essentials = version.essentials
    starts = _midnight(essentials.effective, essentials.timezone)
    ends = _midnight(essentials.until + timedelta(days=1), essentials.timezone) if essentials.until else None
    counting = [
        signoff
        for signoff in given
        if signoff.landed and signoff.level >= required and (not signoff.refused or signoff.ended)
    ]
    while True:
        missing, agreed, chosen = _agreed(version, counting)
        claim = _Claim(version, starts, ends, tuple(given), missing, agreed)
        # What was taken back before the version took force was not given; after that it cannot be taken back.
        over = [
            signoff
            for signoff in chosen
            if signoff.ended and (claim.ready is None or signoff.ended.landed_at <= claim.ready)
        ]
        if not over:
            return claim
        counting = [signoff for signoff in counting if signoff not in over]


def _agreed(
    version: Version, given: Sequence[SignOff]
) -> tuple[tuple[tuple[str, str], ...], datetime | None, list[SignOff]]:
    """Whose sign-off is missing, when the last one had landed where none is, and the sign-offs that were taken."""
    missing: list[tuple[str, str]] = []
    chosen: list[SignOff] = []
    signed_for: dict[str, str] = {}
    for party, signers in version.essentials.signatories:
        for signer in signers:
            signoff = _first_of(given, party, signer)
            # One person cannot sign for both parties, whatever the terms say.
            if signoff is None or signed_for.setdefault(mailbox(signer), party) != party:
                missing.append((party, signer))
            else:
                chosen.append(signoff)
    if missing or version.landed is None:
        return tuple(missing), None, chosen
    return (), max([version.landed.landed_at, *map(_landing, chosen)]), chosen


def _first_of(given: Sequence[SignOff], party: str, signer: str) -> SignOff | None:
    """The sign-off of one signer for one party that landed first; None where there is none."""
    for signoff in given:
        if signoff.file.party == party and signoff.file.signer.casefold() == signer.casefold():
            return signoff
    return None


def _landing(signoff: SignOff) -> datetime:
    return signoff.landed.landed_at if signoff.landed else datetime.max.replace(tzinfo=UTC)


@lru_cache(maxsize=65536)
def _midnight(day: date, timezone: str) -> datetime:
    """The first instant of a local day."""
    return zone(timezone).instant(day)


# ---------------------------------------------------------------- spans


def _spans(claims: Sequence[_Claim]) -> dict[int, Span]:
    """The spans in force by the number of their version, in order of time.

    Told backwards: what comes later decides whether, and until when, a version holds. Only then is it known which one
    takes force first: that one reaches back, also where its last day had passed when everybody had signed.
    """
    spans: dict[int, Span] = {}
    reaching_back: dict[int, Span] = {}
    following: datetime | None = None
    for position in range(len(claims) - 1, -1, -1):
        claim = claims[position]
        if claim.ready is None or (following is not None and claim.ready > following):
            continue
        number = claim.version.number
        end = _earliest(claim.ends, following, _removal(claim) if position == len(claims) - 1 else None)
        if end is None or claim.starts < end:
            reaching_back[number] = Span(number, claim.starts, end, Basis.IN_FORCE)
        if end is None or claim.ready < end:
            spans[number] = Span(number, claim.ready, end, Basis.IN_FORCE)
            following = claim.ready
    first = min(reaching_back, default=None)
    if first is not None:
        spans[first] = reaching_back[first]
    return dict(sorted(spans.items()))


def _removal(claim: _Claim) -> datetime | None:
    """When the file was taken away for good. One that comes back leaves no gap: its old terms hold until then."""
    removed = claim.version.removed
    return removed.landed_at if removed else None


def _earliest(*instants: datetime | None) -> datetime | None:
    return min((at for at in instants if at is not None), default=None)


def _not_in_force(versions: Sequence[Version]) -> tuple[Span, ...]:
    """What an agreement that never was in force is judged by: its newest terms, from their effective day."""
    if not versions:
        return ()
    newest = versions[-1]
    essentials = newest.essentials
    start = _midnight(essentials.effective, essentials.timezone)
    end = _midnight(essentials.until + timedelta(days=1), essentials.timezone) if essentials.until else None
    return (Span(newest.number, start, end, Basis.DRAFT if newest.is_draft else Basis.PROPOSED),)


# ---------------------------------------------------------------- standings


def _waiting(claim: _Claim) -> tuple[Waiting, ...]:
    landed = claim.version.landed
    return tuple(Waiting(party, signer, landed.landed_at) for party, signer in claim.missing) if landed else ()


def _state(claim: _Claim, span: Span | None, now: datetime, *, newest: bool, followed: bool) -> State:
    """Where a version stands; `followed` where a later one has taken force by now."""
    if claim.version.is_draft:
        return State.DRAFT
    if span is not None:
        if now < span.start:
            return State.PROPOSED
        if span.end is None or now < span.end:
            return State.IN_FORCE
        return State.SUPERSEDED if followed else State.LAPSED
    # Nobody signs a proposal any more that another one has taken the place of; all that had signed may still hold.
    if followed or not newest:
        return State.SUPERSEDED
    over = claim.ends is not None and claim.ends <= now
    return State.LAPSED if over or claim.version.removed is not None else State.PROPOSED


def _asked_for(claim: _Claim, before: Version | None, now: datetime) -> date | None:
    """The effective day, where it lies before the day on which the terms landed.

    A date that stands there unchanged asks for nothing. Signatures that come late delay a version; they make no request
    of it.
    """
    essentials, landed = claim.version.essentials, claim.version.landed
    if before is not None and before.essentials.effective == essentials.effective:
        return None
    day_after = _midnight(essentials.effective + timedelta(days=1), essentials.timezone)
    return essentials.effective if day_after <= (landed.landed_at if landed else now) else None

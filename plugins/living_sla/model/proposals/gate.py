"""The gate: whether a proposal may land, and what is missing."""

from __future__ import annotations

from enum import StrEnum

from msgspec import Struct

from living_sla.errors import SlaError
from living_sla.model.past.signoff import SignOff, TrustLevel
from living_sla.model.proposals.file_to_add import FileToAdd
from living_sla.model.proposals.finding import ProposalFinding
from living_sla.model.proposals.finding_name import FindingSeverity


class SigningState(StrEnum):
    """How far one signatory has got with exactly the proposed terms."""

    SIGNED = "signed"
    MISSING = "missing"
    STALE = "signed other terms"
    """Signed earlier terms of the agreement: the proposal makes that signature stale."""
    TOO_WEAK = "not believed far enough"
    REFUSED = "refused"


class Signatory(Struct, frozen=True):
    """Somebody who has to sign a proposal, or has."""

    agreement: str
    party: str
    """The key."""
    signer: str
    """An e-mail address."""
    state: SigningState
    required: TrustLevel
    signoff: SignOff | None = None
    """The one that is told of: of these terms, or of earlier ones where it is stale."""
    why: str = ""
    """Why it does not count, where it does not."""
    to_sign: FileToAdd | None = None
    """The sign-off that is missing; None where nothing is, or where the terms cannot be signed as they stand."""

    @property
    def has_signed(self) -> bool:
        """Whether nothing is asked of them any more."""
        return self.state is SigningState.SIGNED


class Gate(Struct, frozen=True):
    """What decides whether a proposal may land."""

    fail_on: FindingSeverity | None
    """From which severity on a finding without a waiver closes it; None: none does."""
    unsigned: tuple[Signatory, ...] = ()
    """Those who still have to sign, by agreement and party."""
    findings: tuple[ProposalFinding, ...] = ()
    """Those that close it."""
    faults: tuple[SlaError, ...] = ()
    """What is wrong with the content."""

    @property
    def is_open(self) -> bool:
        """Whether nothing is missing."""
        return not (self.unsigned or self.findings or self.faults)

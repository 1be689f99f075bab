"""A proposal: what a branch or a folder changes in the terms, and everything that both sides should know of it.

Terminal, comment, documents and pages tell parts of this value; none of them computes anything.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from msgspec import Struct, field

from living_sla.errors import Notice
from living_sla.model.past.change import AgreementChanges
from living_sla.model.proposals.finding import ProposalFinding
from living_sla.model.proposals.gate import Gate, Signatory
from living_sla.model.proposals.impact import CommitmentImpact


class ProposalEnd(Struct, frozen=True):
    """One of the two states that are compared."""

    name: str
    """As somebody asked for it, or as git knows it: ``origin/main``; empty for the folder."""
    commit: str | None
    """The whole object id; None for a folder without any commit."""
    is_edited: bool = False
    """Whether the folder differs from that commit."""


class ProposedAgreement(Struct, frozen=True):
    """One agreement that the proposal adds, drops, changes, or words otherwise."""

    compared: AgreementChanges
    impacts: tuple[CommitmentImpact, ...] = ()
    """Of the commitments that it touches, in the order of the file."""
    signatories: tuple[Signatory, ...] = ()
    """Everybody who has to sign, those who have among them; none where no terms change."""

    @property
    def id(self) -> str:
        """The id of the agreement."""
        return self.compared.agreement.terms.id

    @property
    def changes_terms(self) -> bool:
        """Whether it has other terms: anything but other words around them."""
        return self.compared.kind not in ("editorial", "same")


class Proposal(Struct, frozen=True):
    """What is proposed against `base`."""

    base: ProposalEnd
    head: ProposalEnd
    at: datetime
    """When this was told, in UTC; ages, waivers and what has begun are told for this instant."""
    agreements: tuple[ProposedAgreement, ...]
    """Those that differ, or whose sources it declares otherwise, in order of their ids."""
    findings: tuple[ProposalFinding, ...] = ()
    """The heaviest first, then by agreement and commitment."""
    gate: Gate = field(default_factory=lambda: Gate(None))
    as_of: Mapping[str, datetime] = field(default_factory=dict)
    """How far each export that was read goes, by source."""
    no_exports: str = ""
    """Why figures of exports are missing, where they are; impacts then are made of frozen reviews."""
    notices: tuple[Notice, ...] = ()
    sources: tuple[str, ...] = ()
    """The sources that it declares otherwise, in order of their names: figures move without a change of terms."""

    @property
    def changes_terms(self) -> bool:
        """Whether any agreement has other terms."""
        return any(of.changes_terms for of in self.agreements)

    @property
    def impacts(self) -> tuple[CommitmentImpact, ...]:
        """Those of all agreements."""
        return tuple(impact for of in self.agreements for impact in of.impacts)

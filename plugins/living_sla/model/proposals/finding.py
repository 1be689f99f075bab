"""Findings: what stands out in a proposal, said as facts, alike for both teams."""

from __future__ import annotations

from msgspec import Struct

from living_sla.errors import Place
from living_sla.model.proposals.file_to_add import FileToAdd
from living_sla.model.proposals.finding_name import FindingName, FindingSeverity
from living_sla.model.proposals.waiver import Waiver


class ProposalFinding(Struct, frozen=True):
    """Something about a proposal that both sides should see before they sign."""

    name: FindingName
    severity: FindingSeverity
    agreement: str
    """The id; empty where it is about files of no agreement."""
    commitment: str | None
    """None where it is about the agreement as a whole."""
    sentence: str
    """What was found, as a fact that reads alone."""
    place: Place
    party: str | None = None
    """The key of the party that alone gains by it; None where none does. Nobody of that party alone may waive it."""
    answers: tuple[str, ...] | None = None
    """The keys of the parties whose signatories may waive it; empty where nobody may, None where any of them may."""
    waivers: tuple[Waiver, ...] = ()
    """Those that name it, counted or void."""
    to_waive: FileToAdd | None = None
    """The waiver that would answer for it, as its owner would write it; None where nobody may, or one counts."""

    @property
    def waived(self) -> bool:
        """Whether a waiver of it counts."""
        return any(not waiver.void for waiver in self.waivers)

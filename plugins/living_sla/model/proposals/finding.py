"""Findings: what stands out in a proposal, said as facts, alike for both teams; and waivers of them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from living_sla.errors import Place
from living_sla.model.proposals.file_to_add import FileToAdd


class FindingSeverity(StrEnum):
    """How much a finding weighs, the lightest first."""

    NOTE = "note"
    WARNING = "warning"
    ERROR = "error"

    @property
    def rank(self) -> int:
        """0 for a note, 1 for a warning, 2 for an error."""
        return list(FindingSeverity).index(self)


class FindingName(StrEnum):
    """The stable names of findings: settings, waivers and documents name them so."""

    LOOSENED_WHILE_AT_RISK = "loosened-while-at-risk"
    RESCUES_RUNNING_PERIOD = "rescues-running-period"
    ASKS_RETROACTIVELY = "asks-retroactively"
    EXCEPTION_AFTER_THE_FACT = "exception-after-the-fact"
    DEFINITION_NARROWED = "definition-narrowed"
    NOTICE_NOT_KEPT = "notice-not-kept"
    ONE_MISS_BREAKS = "one-miss-breaks"
    WILL_USUALLY_MISS = "will-usually-miss"
    ONE_SIDED = "one-sided"
    COMMITMENT_REMOVED = "commitment-removed"
    HISTORY_REMOVED = "history-removed"
    NO_CAPACITY = "no-capacity"
    AGREEMENT_REMOVED = "agreement-removed"
    SIGNATORIES_REPLACED = "signatories-replaced"
    PARTY_CANNOT_SIGN = "party-cannot-sign"


DEFAULTS = {
    FindingName.LOOSENED_WHILE_AT_RISK: FindingSeverity.WARNING,
    FindingName.RESCUES_RUNNING_PERIOD: FindingSeverity.ERROR,
    FindingName.ASKS_RETROACTIVELY: FindingSeverity.WARNING,
    FindingName.EXCEPTION_AFTER_THE_FACT: FindingSeverity.WARNING,
    FindingName.DEFINITION_NARROWED: FindingSeverity.WARNING,
    FindingName.NOTICE_NOT_KEPT: FindingSeverity.WARNING,
    FindingName.ONE_MISS_BREAKS: FindingSeverity.NOTE,
    FindingName.WILL_USUALLY_MISS: FindingSeverity.WARNING,
    FindingName.ONE_SIDED: FindingSeverity.NOTE,
    FindingName.COMMITMENT_REMOVED: FindingSeverity.WARNING,
    FindingName.HISTORY_REMOVED: FindingSeverity.ERROR,
    FindingName.NO_CAPACITY: FindingSeverity.NOTE,
    FindingName.AGREEMENT_REMOVED: FindingSeverity.ERROR,
    FindingName.SIGNATORIES_REPLACED: FindingSeverity.ERROR,
    FindingName.PARTY_CANNOT_SIGN: FindingSeverity.ERROR,
}
"""What each weighs where no setting says otherwise."""


@dataclass(frozen=True)
class Waiver:
    """A file below `agreements/waivers/`: somebody answers for a finding, for exactly these terms, until a day."""

    path: str
    finding: FindingName
    agreement: str
    commitment: str | None
    digest: str
    """Of the proposed terms that it is for."""
    reason: str
    owner: str
    """An e-mail address."""
    expires: date
    void: str = ""
    """Why it does not count: ``is for other terms``; empty where it does."""


@dataclass(frozen=True)
class ProposalFinding:
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

"""The names of findings about a proposal, and how much each weighs."""

from __future__ import annotations

from enum import StrEnum


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

"""Waivers: somebody answers for a finding, for exactly these terms, until a day."""

from __future__ import annotations

from datetime import date

from msgspec import Struct

from living_sla.model.past.signoff import yaml_scalar
from living_sla.model.paths import WAIVERS_FOLDER
from living_sla.model.proposals.finding_name import FindingName

ENDING = ".yml"
WAIVER_REASON = "(write why)"
"""What stands for a reason until its owner writes one; it is not one."""


class WaiverFile(Struct, frozen=True):
    """What a file below `agreements/waivers/` says; every part is a claim."""

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

    @property
    def signer(self) -> str:
        """Who has to have added it."""
        return self.owner

    @property
    def party(self) -> str:
        """Nothing: an owner signs for whoever they sign for."""
        return ""

    @property
    def text(self) -> str:
        """What the file holds."""
        values = {
            "finding": self.finding.value,
            "agreement": self.agreement,
            "commitment": self.commitment,
            "digest": self.digest,
            "reason": self.reason,
            "owner": self.owner,
            "expires": self.expires.isoformat(),
        }
        fields = "".join(f"{key}: {yaml_scalar(value)}\n" for key, value in values.items() if value is not None)
        return f"# I have seen this finding, and answer for it.\n{fields}"


def waiver_path(finding: FindingName, agreement: str, commitment: str | None = None) -> str:
    """Where a waiver belongs, relative to the project."""
    about = ".".join(part for part in (finding.value, agreement, commitment) if part)
    return f"{WAIVERS_FOLDER}/{about}{ENDING}"


class Waiver(Struct, frozen=True):
    """A waiver that names a finding of a proposal."""

    file: WaiverFile
    void: str = ""
    """Why it does not count: ``it is for other terms``; empty where it does."""

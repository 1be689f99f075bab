"""Sign-offs of reviews: who accepted exactly which record and which minutes."""

from __future__ import annotations

from datetime import date
from urllib.parse import quote

from msgspec import Struct
from pydantic import Field

from living_sla.model.agreement.scalars import Day, Email, Part, Slug, Words
from living_sla.model.past.revision import Commit
from living_sla.model.past.signoff import TrustLevel, yaml_scalar

MOST_SIGNED = 99
"""How often somebody may sign one review: once more after each edit of its minutes."""


def signoff_name(party: str, signer: str, number: int = 1) -> str:
    """What the file of a sign-off is called: ``sales.ben@northwind.example.yml``; the second begins with ``sales_2.``.

    `VERIFY.txt` takes what follows the first dot for the address. What a file system might refuse in one is
    percent-encoded, as for sign-offs of terms.
    """
    return f"{party}{'' if number == 1 else f'_{number}'}.{quote(signer, safe='@+=~')}.yml"


def review_signoff_path(folder: str, party: str, signer: str, number: int = 1) -> str:
    """Where a sign-off belongs, relative to the project; `folder` is that of the review, `number` at most 99."""
    return f"{folder}/signoffs/{signoff_name(party, signer, number)}"


class ReviewSignOffFile(Struct, frozen=True):
    """What a file below `signoffs/` of a review says; every part is a claim."""

    path: str
    """Relative to the project: ``docs/reviews/2026-Q3/signoffs/sales.ben@northwind.example.yml``."""
    review: str
    seal: str
    minutes: str
    """The digest of the minutes that were signed."""
    agreements: tuple[str, ...]
    """The ids of those for which the signer signs."""
    party: str
    signer: str
    on: date
    dissent: str = ""
    """What the signer does not agree with, and signs all the same; empty where there is nothing."""

    @property
    def text(self) -> str:
        """What the file holds, as `sla sign --review` writes it and the form of a forge proposes it."""
        lines = {
            "review": yaml_scalar(self.review),
            "seal": yaml_scalar(self.seal),
            "minutes": yaml_scalar(self.minutes),
            "agreements": f"[{', '.join(map(yaml_scalar, self.agreements))}]",
            "party": yaml_scalar(self.party),
            "signer": yaml_scalar(self.signer),
            "on": yaml_scalar(self.on.isoformat()),
        }
        if self.dissent:
            lines["dissent"] = yaml_scalar(self.dissent)
        fields = "".join(f"{key}: {value}\n" for key, value in lines.items())
        return f"# I accept exactly the record that has this seal, and exactly these minutes.\n{fields}"


class ReviewSignOff(Struct, frozen=True):
    """A sign-off with the trust level that its evidence carries."""

    file: ReviewSignOffFile
    level: TrustLevel
    evidence: str
    sentence: str
    landed: Commit | None
    stale: str = ""
    """Why it is not for what lies there now: "The minutes were changed afterwards."; empty where it is."""
    refused: str = ""
    """Why it does not count whatever its level; empty where nothing speaks against it."""

    @property
    def counts(self) -> bool:
        """Whether its party has accepted what lies there now."""
        return not self.stale and not self.refused


class ReviewSignOffFields(Part):
    """Who accepted which record and which minutes; `sla sign --review` writes it."""

    review: Words
    seal: Words
    minutes: Words
    agreements: tuple[Slug, ...] = Field(min_length=1)
    party: Slug
    signer: Email
    on: Day
    dissent: Words | None = None

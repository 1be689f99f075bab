"""All sign-offs of a project held against what its newest terms ask for: what `sla verify` tells."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from living_sla.errors import Notice
from living_sla.history.history import History
from living_sla.history.signoffs.appraise import UNREADABLE, appraise
from living_sla.history.signoffs.evidence import FORGED
from living_sla.history.signoffs.refusals import EDITED, REMOVED
from living_sla.model.signoff import SignOff, TrustLevel
from living_sla.settings import Settings


@dataclass(frozen=True)
class Missing:
    """Somebody who has to sign the newest terms that landed, and has not, in a way that counts."""

    agreement: str
    version: int
    party: str
    signer: str


@dataclass(frozen=True)
class SignOffsChecked:
    """What there is, what is missing, and whether anything is not what it seems."""

    required: TrustLevel
    signoffs: tuple[SignOff, ...]
    """By agreement, then in the order in which they landed."""
    missing: tuple[Missing, ...]
    notices: tuple[Notice, ...]

    @property
    def forged(self) -> bool:
        """Whether one was edited, cannot be read, or has a signature that somebody else made or that does not fit."""
        there = [one for one in self.signoffs if not one.refused.startswith(REMOVED)]
        return any(notice.name == UNREADABLE for notice in self.notices) or any(
            one.evidence in FORGED or one.refused.startswith(EDITED) for one in there
        )


def check_signoffs(
    history: History, settings: Settings, *, only: str | None = None, cache_folder: Path | None = None
) -> SignOffsChecked:
    """The sign-offs of all agreements, or of `only` one; raises `Faults` as `appraise` does."""
    appraisal = appraise(history, settings, cache_folder=cache_folder)
    chosen = [agreement for agreement in sorted({*appraisal.signoffs, *history.versions}) if only in (None, agreement)]
    signoffs = tuple(one for agreement in chosen for one in appraisal.signoffs.get(agreement, ()))
    missing = tuple(one for agreement in chosen for one in _missing(history, agreement, signoffs))
    return SignOffsChecked(appraisal.required, signoffs, missing, appraisal.notices)


def _missing(history: History, agreement: str, signoffs: Sequence[SignOff]) -> Iterator[Missing]:
    landed = [version for version in history.versions.get(agreement, ()) if not version.is_draft]
    if not landed or landed[-1].removed is not None:
        return
    newest = landed[-1]
    signed = {one.file.signer.casefold() for one in signoffs if one.file.digest == newest.digest and not one.refused}
    for party, addresses in newest.essentials.signatories:
        for address in addresses:
            if address.casefold() not in signed:
                yield Missing(agreement, newest.number, party, address)

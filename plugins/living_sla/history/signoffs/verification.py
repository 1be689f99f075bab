"""All sign-offs of a project held against what its newest terms ask for: what `sla verify` tells."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping

from msgspec import Struct

from living_sla.errors import Notice
from living_sla.history.signoffs.appraise import Appraisal
from living_sla.history.signoffs.evidence import FORGED
from living_sla.history.signoffs.kind import TERMS
from living_sla.history.signoffs.proven import EDITED, REMOVED
from living_sla.model.past.signoff import MissingSignature, SignOff, TrustLevel
from living_sla.model.past.timeline import Timeline


class Verification(Struct, frozen=True):
    """What there is, what is missing, and whether anything is not what it seems."""

    required: TrustLevel
    signoffs: tuple[SignOff, ...]
    """By agreement, then in the order in which they landed."""
    missing: tuple[MissingSignature, ...]
    notices: tuple[Notice, ...]

    @property
    def forged(self) -> bool:
        """Whether one was edited, cannot be read, or has a signature that somebody else made or that does not fit."""
        there = [signoff for signoff in self.signoffs if not signoff.refused.startswith(REMOVED)]
        return any(notice.name == TERMS.unreadable for notice in self.notices) or any(
            signoff.evidence in FORGED or signoff.refused.startswith(EDITED) for signoff in there
        )


def verified(
    appraisal: Appraisal, timelines: Mapping[str, Timeline], *, only: Collection[str] | None = None
) -> Verification:
    """The sign-offs of all agreements, or of `only` some."""
    signoffs = tuple(signoff for signoff in appraisal.signoffs if only is None or signoff.file.agreement in only)
    chosen = [timelines[agreement] for agreement in sorted(timelines) if only is None or agreement in only]
    missing = tuple(absent for timeline in chosen for absent in _missing(timeline))
    return Verification(appraisal.required, signoffs, missing, appraisal.notices)


def _missing(timeline: Timeline) -> Iterator[MissingSignature]:
    """Who the newest terms on the main line wait for."""
    landed = [standing for standing in timeline.versions if not standing.version.is_draft]
    for waiting in landed[-1].waiting if landed else ():
        yield MissingSignature(timeline.agreement, landed[-1].version.number, waiting.party, waiting.signer)

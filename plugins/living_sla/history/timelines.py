"""The timelines of all agreements of a project: its history and its sign-offs put together."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime

from living_sla.history.history import History
from living_sla.history.signoffs.appraise import Appraisal
from living_sla.history.timeline import timeline
from living_sla.model.revision import Version
from living_sla.model.signoff import SignOff
from living_sla.model.timeline import Timeline


def timelines(history: History, appraisal: Appraisal, *, now: datetime) -> Mapping[str, Timeline]:
    """The timeline of every agreement that has versions, also of those that were removed, by its id."""
    return {
        agreement: timeline(
            agreement,
            versions,
            _by_version(versions, appraisal.signoffs.get(agreement, ())),
            required=appraisal.required,
            now=now,
        )
        for agreement, versions in history.versions.items()
    }


def _by_version(versions: Sequence[Version], signoffs: Sequence[SignOff]) -> Mapping[int, Sequence[SignOff]]:
    by_digest: dict[str, list[SignOff]] = {}
    for signoff in signoffs:
        by_digest.setdefault(signoff.file.digest, []).append(signoff)
    return {version.number: by_digest.get(version.digest, ()) for version in versions}

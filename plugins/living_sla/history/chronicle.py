"""The whole of a project's past: what was agreed, who signed it, and which version was in force when."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

from living_sla.agreements.changes import changes
from living_sla.errors import Notice
from living_sla.history.history import COMMITTED_CACHE, History, read_history
from living_sla.history.signoffs.appraise import appraise
from living_sla.history.timeline import timeline
from living_sla.model.agreement import Agreement
from living_sla.model.revision import Version
from living_sla.model.signoff import SignOff
from living_sla.model.timeline import Timeline
from living_sla.settings import Settings


@dataclass(frozen=True)
class Chronicle:
    """Every agreement of the work tree through time."""

    history: History
    timelines: Mapping[str, Timeline] = field(default_factory=dict)
    """By agreement; where the history cannot be told, each has one draft."""
    notices: tuple[Notice, ...] = ()
    cache_folder: Path | None = None
    """Where readings may be kept; None where nobody wants that, or where the repository itself holds such a folder."""


def read_chronicle(
    root: Path, agreements: Sequence[Agreement], settings: Settings, *, now: datetime, cache_folder: Path | None = None
) -> Chronicle:
    """The chronicle of the project at `root`, whose work tree holds these agreements.

    `now` tells the states of versions, and none of the spans. A history that cannot be told is no error here:
    `History.trouble` says why. Raises `Faults` where the keyring or the settings of trust cannot be used.
    """
    history = read_history(root, agreements, cache_folder=cache_folder, differences=changes)
    appraisal = appraise(history, settings, cache_folder=cache_folder)
    timelines = {}
    for agreement in (found.terms.id for found in agreements):
        versions = history.versions.get(agreement, ())
        signoffs = _by_version(versions, appraisal.signoffs.get(agreement, ()))
        timelines[agreement] = timeline(agreement, versions, signoffs, required=appraisal.required, now=now)
    # Whoever commits a cache could state any figure, so one that came with the repository is not believed.
    committed = any(notice.name == COMMITTED_CACHE for notice in history.notices)
    notices = (*history.notices, *appraisal.notices)
    return Chronicle(history, timelines, notices, None if committed else cache_folder)


def _by_version(versions: Sequence[Version], signoffs: Sequence[SignOff]) -> dict[int, tuple[SignOff, ...]]:
    """The sign-offs of each version, by its number: those that name exactly its digest."""
    return {
        version.number: tuple(signoff for signoff in signoffs if signoff.file.digest == version.digest)
        for version in versions
    }

"""The whole of a project's past: what was agreed, who signed it, and which version was in force when."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path

from living_sla.cache import Cache
from living_sla.changes import changes
from living_sla.errors import Notice
from living_sla.history.history import History, read_history
from living_sla.history.signoffs.appraise import appraise
from living_sla.history.timelines import timelines
from living_sla.model.agreement import Agreement
from living_sla.model.timeline import Timeline
from living_sla.settings import Settings

_SKEW = timedelta(hours=1)
"""By which a clock may be wrong without a word."""


@dataclass(frozen=True)
class Chronicle:
    """Every agreement of a project through time."""

    history: History
    timelines: Mapping[str, Timeline] = field(default_factory=dict)
    """By agreement, also of those that were removed; where the history cannot be told, each has one draft."""
    notices: tuple[Notice, ...] = ()


def read_chronicle(
    root: Path, agreements: Sequence[Agreement], settings: Settings, *, now: datetime, cache: Cache | None = None
) -> Chronicle:
    """The chronicle of the project at `root`, whose work tree holds these agreements.

    `now` tells the states of versions, and none of the spans. A history that cannot be told is no error here:
    `History.trouble` says why. Raises `Faults` where the keyring or the settings of trust cannot be used.
    """
    history = read_history(root, agreements, cache=cache, differences=changes)
    appraisal = appraise(history, settings, cache=cache)
    told = timelines(history, appraisal, now=now)
    notices = (*history.notices, *_from_the_future(history, now), *appraisal.notices, *_renamed(history, agreements))
    return Chronicle(history, told, notices)


def _from_the_future(history: History, now: datetime) -> Iterator[Notice]:
    """The first commit that says a time which has not come: it, and whatever follows it, lands only then."""
    clock = max(now, datetime.now(UTC)) + _SKEW
    for commit in (landing.commit for landing in history.landings):
        if commit.landed_at > clock:
            who = "says that it was made" if commit.committed_at > clock else "follows one that says it was made"
            message = (
                f"commit {commit.id[:12]} {who} on {commit.landed_at:%Y-%m-%d}: what it and later ones bring waits"
            )
            hint = "make it again with a right clock, before others build on it"
            yield Notice("commit-from-the-future", message, hint=hint)
            return


def _renamed(history: History, agreements: Sequence[Agreement]) -> Iterator[Notice]:
    """Agreements whose file had another id before: to everybody who reads the history they are new."""
    here = {agreement.terms.id for agreement in agreements}
    removed = {agreement: history.revisions[agreement] for agreement in history.revisions if agreement not in here}
    gone = {found[-1].path: agreement for agreement, found in removed.items() if found}
    for agreement in agreements:
        if agreement.path in gone:
            before = gone[agreement.path]
            message = f'the id was "{before}" before: its history, sign-offs and figures begin anew'
            hint = f"write id: {before} again, unless these are other terms between other people"
            yield Notice("agreement-id-changed", message, agreement.place("id"), hint)

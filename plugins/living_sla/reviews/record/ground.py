"""What a review is made of: the terms as they stood when its period ended, and its exports, read once.

No clock of the machine takes part. Terms are those at the last instant of the period, in the zone of each agreement;
ages and what is still proposed are told at the newest as-of of the exports.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import datetime, timedelta
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from msgspec import Struct
from msgspec.structs import replace

from living_sla.figures import sources
from living_sla.figures.groups import units_of
from living_sla.figures.plan import Plan, cohorts_of, columns_of, plans_of
from living_sla.history.git.trusted_ref import trusted_ref
from living_sla.history.past import FORMAT
from living_sla.model.agreement.terms import Agreement
from living_sla.model.figures.kept import KeptFigures
from living_sla.model.past.timeline import Timeline
from living_sla.model.reviews.review_id import ReviewId
from living_sla.model.time.period import Period, PeriodRule
from living_sla.reviews.record.other_rules import backtests, pooled_plans

if TYPE_CHECKING:
    from living_sla.figures.scans import MeasuredExport
    from living_sla.report import Agreed

_LAST_INSTANT = timedelta(microseconds=1)


class ReviewGround(Struct, frozen=True, eq=False, dict=True):
    """Everything that a review tells, before it is written down."""

    root: Path
    id: ReviewId
    agreed: Agreed
    agreements: tuple[Agreement, ...]
    """As the folder has them, or as they stood last where they were removed, in the order of their ids."""
    periods: Mapping[str, Period]
    """The period of the review in the zone of each agreement, by its id."""
    timelines: Mapping[str, Timeline]
    """As they stood at the last instant of the period."""
    today: Mapping[str, Timeline]
    """As they stand at the newest as-of."""
    plans: tuple[Plan, ...]
    figures: Mapping[Plan, KeptFigures]
    """By commitment, in its own periods."""
    pooled: Mapping[Plan, KeptFigures]
    """By commitment, in periods as long as that of the review."""
    backtests: Mapping[tuple[str, int, str], KeptFigures]
    """By agreement, version and commitment of a proposal: its own periods as the proposed terms would judge them."""
    scans: Mapping[str, MeasuredExport]

    @cached_property
    def committed(self) -> Mapping[str, str]:
        """What the commit that is checked out holds below `data/`: the id of each file by its path in the project."""
        repository = self.agreed.past.history.repository
        if repository is None:
            return {}
        return {path: entry.id for path, entry in repository.files(repository.head, "data").items()}

    @property
    def commit(self) -> str:
        """The newest commit that HEAD and the trusted ref have in common; empty where there is no history.

        A branch of which a review is part may be squashed or rebased when it is merged: then nobody has its commits.
        """
        repository = self.agreed.past.history.repository
        if repository is None:
            return ""
        ref = trusted_ref(repository)
        parted = repository.parted_from(ref.commit) if ref and ref.commit != repository.head else None
        return parted or repository.head

    def rule(self, agreement: str) -> PeriodRule:
        """How time is cut into periods as long as that of the review, in the zone of an agreement."""
        [timezone] = (of.terms.coverage.timezone for of in self.agreements if of.terms.id == agreement)
        return PeriodRule(self.id.kind, timezone, self.agreed.settings.fiscal_year_start)

    @cached_property
    def as_of(self) -> datetime:
        """The newest as-of of the exports, or the end of the period where none was read."""
        return newest(self.scans) or max(period.end for period in self.periods.values())


def ground_of(root: Path, review: ReviewId, *, cache: bool = True) -> ReviewGround:
    """What a review of the project at `root` is made of.

    Raises:
        Faults: Everything that is wrong with its files, history or exports.
        Unreadable: The years of the site do not have such a period.
    """
    # Imported late: sixty modules, which only a freezing needs.
    from living_sla.figures.computed import computed
    from living_sla.figures.scans import scan_all
    from living_sla.report import read_agreed

    # The clock here tells nothing that is used: every timeline is told anew for the instant that counts.
    agreed = read_agreed(root, now=_a_day_in(review), cache=cache)
    agreed.past.require()
    start = agreed.settings.fiscal_year_start
    periods = {id: review.period(timezone, start) for id, timezone in _zones(agreed).items()}
    then = timelines_at(agreed, {id: period.end - _LAST_INSTANT for id, period in periods.items()})
    agreements = tuple(_agreements(agreed, then, periods))
    periods = {of.terms.id: periods[of.terms.id] for of in agreements}
    plans = [
        plan
        for of in agreements
        for plan in plans_of(of, then[of.terms.id], agreed.project.sources, start, FORMAT.changes, agreed.waiting)
    ]
    units = units_of(plans)
    beside = {plan: of for unit in units for plan, of in pooled_plans(unit, review.kind, start).items()}
    proposed = backtests(agreements, then, periods, agreed.project.sources, start)
    everything = [*plans, *(pooled for of in beside.values() for pooled in of), *proposed.values()]
    cohorts = cohorts_of(everything)
    project = sources.with_usual_ages(agreed.project, plans)
    scans = scan_all(project, cohorts, columns_of(cohorts), None, max(period.end for period in periods.values()))
    told: dict[Plan, KeptFigures] = {}
    for unit in units:
        pooled = [of for plan in unit for of in beside.get(plan, ())]
        told |= computed(unit, scans, pooled, tuple(proposed.values()))
    last = newest(scans) or max(period.end for period in periods.values())
    return ReviewGround(
        root,
        review,
        replace(agreed, project=project),
        agreements,
        periods,
        then,
        timelines_at(agreed, dict.fromkeys(periods, last)),
        tuple(plans),
        {plan: told[plan] for plan in plans},
        {plan: told[of[-1]] for plan, of in beside.items()},
        {key: figures for key, plan in proposed.items() for figures in computed((plan,), scans).values()},
        scans,
    )


def _zones(agreed: Agreed) -> dict[str, str]:
    """The zone of each agreement, also of those whose file was removed."""
    past = {id: versions[-1].essentials.timezone for id, versions in agreed.past.history.versions.items()}
    return past | {of.terms.id: of.terms.coverage.timezone for of in agreed.project.agreements}


def _agreements(
    agreed: Agreed, timelines: Mapping[str, Timeline], periods: Mapping[str, Period]
) -> Iterator[Agreement]:
    """The agreements of the folder, and those that were removed and judged in the period, in the order of their ids."""
    here = {of.terms.id: of for of in agreed.project.agreements}
    for id, timeline in sorted(timelines.items()):
        if id in here:
            yield here[id]
        elif any(
            of.start < periods[id].end and (of.end is None or of.end > periods[id].start) for of in timeline.spans
        ):
            yield timeline.versions[-1].version.agreement


def newest(scans: Mapping[str, MeasuredExport]) -> datetime | None:
    """The newest as-of of what was read; None where nothing was."""
    return max((scan.facts.as_of for scan in scans.values()), default=None)


def timelines_at(agreed: Agreed, moments: Mapping[str, datetime]) -> dict[str, Timeline]:
    """The timeline of each agreement as it stood at an instant of its own."""
    at = {moment: replace(agreed.past, now=moment).timelines for moment in set(moments.values())}
    return {agreement: at[moment][agreement] for agreement, moment in moments.items()}


def _a_day_in(review: ReviewId) -> datetime:
    return review.period("UTC", 1 if not review.label.startswith("FY") else 7).start

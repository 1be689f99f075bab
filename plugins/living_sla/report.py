"""The whole story, top to bottom: what was agreed, what the exports say, how every commitment stands.

The site and the command line both tell what this module returns, so they show the same figures.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from msgspec import Struct
from msgspec.structs import replace

from living_sla.agreements.reader import load_project, load_sources
from living_sla.cache import Cache, cache_of
from living_sla.errors import Faults, SlaError, each
from living_sla.figures import journeys, sources
from living_sla.figures.groups import units_of
from living_sla.figures.late_experiments import late_experiments
from living_sla.figures.plan import Plan, figures_alone, project_plans
from living_sla.figures.remembered import Computed, RememberedFigures, figures_of
from living_sla.figures.standings import agreement_standing
from living_sla.history.past import FORMAT, Past, read_past, stale
from living_sla.model.figures.standing import AgreementStanding, Report, SourceStanding, WaitingSource, identity
from living_sla.model.time import calendar
from living_sla.settings import Settings, read_settings

if TYPE_CHECKING:
    from living_sla.agreements.project import Project
    from living_sla.figures.source_read import SourceRead
    from living_sla.model.agreement.terms import Agreement


def build(
    root: Path,
    *,
    as_of: datetime | None = None,
    now: datetime | None = None,
    only: str | None = None,
    cache: bool = True,
    settings: Settings | None = None,
    incomplete: bool = False,
    agreed: Agreed | None = None,
    alone: bool = False,
) -> Report:
    """How everything stands in the project at `root`.

    Args:
        root: The folder that holds `agreements/` and `data/`.
        as_of: Replay this earlier instant instead of the exports' own; later facts are unseen. Without a zone it is on
            the wall clock of each source, as its own `as_of` is.
        now: The build's clock; it decides no figure, only warnings: an old export, a review date that has passed.
        only: The id of the one agreement that is asked for; exports that it does not use are not opened.
        cache: Whether to remember what was read; the report is the same without.
        settings: Those to use instead of the folder's.
        incomplete: Whether it may be published though the clone lacks a part of the history.
        agreed: What was agreed, where somebody has read it already, as of the same `now`.
        alone: Whether figures are all that is wanted: no durations, missed records, days or time before the terms. What
            is remembered serves pages too, so only where nothing is.

    Raises:
        Faults: Everything that is wrong with agreements, sources and exports, together.
    """
    now = now or datetime.now(UTC)
    agreed = agreed or read_agreed(root, now=now, cache=cache, settings=settings)
    plans = [figures_alone(plan, exceptions=True) for plan in agreed.plans()] if alone else agreed.plans()
    project = sources.with_usual_ages(agreed.project, plans)
    ways = agreed.journeys(only)
    wanted = [unit for unit in units_of(plans) if any(only in (None, plan.terms.id) for plan in unit)]
    wanted += [(plan,) for plan in journeys.plans_in(ways)]
    remembered = RememberedFigures(agreed.cache, project, agreed.settings.fiscal_year_start, as_of)
    figures, read = figures_of(wanted, [*plans, *journeys.plans_in(ways)], remembered, now)
    sources.remember_read(agreed.cache, project, read)
    shown = {plan: figures[plan] for plan in plans if only in (None, plan.terms.id)}
    if as_of is None:
        shown = {plan: sources.aged(plan, of, read, now) for plan, of in shown.items()}
    report = _report(replace(agreed, project=project), shown, read, now, only)
    report = replace(report, agreements=tuple(_with_journey(found, ways, figures) for found in report.agreements))
    if agreed.cache:
        calendar.remember(agreed.cache)
    trouble = agreed.past.history.trouble
    return replace(report, refused=None) if incomplete and trouble and trouble.is_incomplete else report


def check(root: Path, *, now: datetime | None = None, cache: bool = True) -> Report:
    """The same as `build`, with every declared column of every declared export read, used or not.

    Exports are read even where agreements have faults, so that one run tells everything; a history that is there and
    cannot be told is among it.
    """
    from living_sla.figures.computed import computed, scan_declared  # imported late: see `figures_of`

    now = now or datetime.now(UTC)
    faults: list[SlaError] = []
    plans: list[Plan] = []
    agreed = None
    try:
        agreed = read_agreed(root, now=now, cache=cache)
        if refused := agreed.past.refused:
            faults.append(refused)
        plans = agreed.plans()
        project, waiting = sources.with_usual_ages(agreed.project, plans), agreed.waiting
    except SlaError as fault:
        faults += each(fault)
        try:
            project = load_sources(root)
        except SlaError:  # said already: loading the project reads them too
            raise Faults(faults) from None
        waiting = sources.absent(project)
    try:
        scans = scan_declared(project, plans, waiting, now)
    except Faults as several:
        faults += several.faults
    if faults or agreed is None:
        raise Faults(faults)
    figures = {plan: of for unit in units_of(plans) for plan, of in computed(unit, scans).items()}
    sources.remember_read(agreed.cache, project, scans)
    return _report(replace(agreed, project=project), {plan: figures[plan] for plan in plans}, scans, now)


def forget(root: Path) -> None:
    """Forget which exports were read at `root`: a new project stands there, whatever stood there before."""
    sources.forget_read(cache_of(root))


# ---------------------------------------------------------------- what was agreed


class Agreed(Struct, frozen=True):
    """What a project declares and what its history holds, before any export is read."""

    project: Project
    settings: Settings
    past: Past
    waiting: Mapping[str, WaitingSource]
    """The sources that wait for data, by name."""
    cache: Cache | None

    def plans(self) -> list[Plan]:
        """What is measured for every commitment, in the order of the files; raises `Faults` as `project_plans` does."""
        return project_plans(
            self.project, self.past.timelines, self.settings.fiscal_year_start, self.waiting, FORMAT.changes
        )

    def journeys(self, only: str | None = None) -> journeys.JourneyPlans:
        """What is asked about the stages of every agreement, or of the only one that is asked for."""
        fiscal_start = self.settings.fiscal_year_start
        return journeys.journey_plans(self.project, self.past.timelines, fiscal_start, self.waiting, only)


def read_agreed(root: Path, *, now: datetime, cache: bool = True, settings: Settings | None = None) -> Agreed:
    """What was agreed in the project at `root`; `settings` are those to use instead of the folder's.

    Raises `Faults` for everything that is wrong with its files, together.
    """
    remembered = cache_of(root) if cache else None
    if remembered:
        calendar.recall(remembered)
    project, settings = load_project(root, today=now.date()), settings or read_settings(root)
    past = read_past(root, project.agreements, settings, now=now, cache=remembered)
    waiting = sources.waiting_in(project, sources.read_before(remembered), past.ever_held)
    return Agreed(project, settings, past, waiting, remembered)


# ---------------------------------------------------------------- what is told


def _report(
    agreed: Agreed,
    figures: Computed,
    read: Mapping[str, SourceRead],
    now: datetime,
    only: str | None = None,
) -> Report:
    project, past = agreed.project, agreed.past
    waiting = agreed.waiting
    agreements = [agreement for agreement in project.agreements if only in (None, agreement.terms.id)]
    if only is not None:
        asked = {name for agreement in agreements for name in agreement.terms.sources}
        waiting = {name: source for name, source in waiting.items() if name in asked}
    of_exports = [notice for found in read.values() for notice in found.freshness.notices]
    of_exports += [notice for of in figures.values() for notice in of.notices]
    standings = tuple(_agreement(agreement, past, figures, read, project) for agreement in agreements)
    return Report(
        standings,
        {
            name: SourceStanding(
                name, read[name].facts, read[name].freshness.age, source.origin, project.source_place(name)
            )
            for name, source in project.sources.items()
            if name in read
        },
        (
            *project.notices,
            *project.too_much_at_first(past.beginning),
            *late_experiments(standings, now),
            *past.notices,
            *(source.notice for source in waiting.values()),
            *of_exports,
        ),
        now,
        waiting=waiting,
        read=frozenset(identity(name, project.sources[name].path) for name in read),
        history=past.unread,
        refused=past.refused,
        forge=agreed.settings.forge,
        fiscal_year_start=agreed.settings.fiscal_year_start,
        folder=past.history.folder,
    )


def _agreement(
    agreement: Agreement,
    past: Past,
    figures: Computed,
    read: Mapping[str, SourceRead],
    project: Project,
) -> AgreementStanding:
    agreement_id, history = agreement.terms.id, past.history
    standing = agreement_standing(agreement, past.timelines[agreement_id], figures, read, project.sources)
    return replace(
        standing,
        stale=stale(past.timelines[agreement_id]),
        revisions=history.revisions(agreement_id),
        commit=None if agreement_id in history.uncommitted else history.head,
    )


def _with_journey(standing: AgreementStanding, ways: journeys.JourneyPlans, figures: Computed) -> AgreementStanding:
    stages = ways.get(standing.id)
    return replace(standing, journey=journeys.journey_figures(stages, figures)) if stages else standing

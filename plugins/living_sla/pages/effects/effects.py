"""Each change of terms, and whether the figures left their usual range: for the whole site, or one commitment."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from markupsafe import Markup
from msgspec import Struct

from living_sla.model.figures import welch
from living_sla.model.figures.effects import Effect, effects_of
from living_sla.model.figures.standing import AgreementStanding, Report, Standing
from living_sla.model.figures.trials import Trial, trials_of
from living_sla.model.time.zones import wall_time
from living_sla.pages.html import anchor, render
from living_sla.pages.links import Links
from living_sla.words.standing import effects as words

MOST = 60
"""The newest changes that the page holds."""


class EffectRow(Struct, frozen=True):
    """One change, as a page tells it."""

    icon: str
    title: str
    """Of the commitment; empty on its own page."""
    href: str
    version: str
    version_href: str
    changes: tuple[str, ...]
    found: str
    notes: tuple[str, ...]
    small_print: str


class TrialRow(Struct, frozen=True):
    """One experiment, as a page tells it."""

    icon: str
    title: str
    """Of the commitment and its agreement; empty on its own page."""
    href: str
    hypothesis: str
    terms: str
    found: str
    notes: tuple[str, ...]
    small_print: str


def effects(report: Report, links: Links) -> Markup:
    """The newest changes of all agreements that bear on a commitment, with what its figures say of each."""
    found = [
        (effect, standing)
        for standing in report.agreements
        for part in standing.commitments
        for effect in effects_of(part, standing.timeline, report.fiscal_year_start)
    ]
    found.sort(key=lambda pair: (pair[0].version.since, pair[1].id, pair[0].part.title), reverse=True)
    rows = [_row(effect, standing, links, titled=True) for effect, standing in found[:MOST]]
    trials = [
        _trial(trial, standing, links, titled=True) for standing in report.agreements for trial in trials_of(standing)
    ]
    return _rendered(rows, trials, earlier=len(found) - len(rows), alone=True)


def effects_on(
    part: Standing, standing: AgreementStanding, report: Report, links: Links, *, titled: bool = False
) -> Markup:
    """The same of one commitment, `titled` where others stand beside it; empty where no change or trial bears on it."""
    found = effects_of(part, standing.timeline, report.fiscal_year_start)[::-1]
    rows = [_row(effect, standing, links, titled=titled) for effect in found]
    trials = [_trial(each, standing, links, titled=titled) for each in trials_of(standing) if each.part is part]
    return _rendered(rows, trials, earlier=0, alone=False) if rows or trials else Markup("")


def _rendered(rows: Sequence[EffectRow], trials: Sequence[TrialRow], *, earlier: int, alone: bool) -> Markup:
    told = [row.small_print for row in rows] + [row.small_print for row in trials]
    install = welch.INSTALL if any(told) and not welch.is_installed() else ""
    return render("effects.html", rows=rows, trials=trials, earlier=earlier, alone=alone, install=install)


def _row(effect: Effect, standing: AgreementStanding, links: Links, *, titled: bool) -> EffectRow:
    part, version = effect.part, effect.version
    notes = (words.JUDGED_OTHERWISE if version.judges_otherwise and effect.sides.compares else "", words.others(effect))
    return EffectRow(
        icon=words.icon(effect.sides),
        title=f"{part.title}, {standing.title}" if titled else "",
        href=links.commitment(standing.id, part.id),
        version=words.version(version, part.timezone),
        version_href=f"{links.history(standing.id)}#{anchor(standing.id, version.number)}",
        changes=tuple(change.sentence for change in version.changes),
        found=words.sentence(effect.sides, effect.sayable_on, _as_of(part)),
        notes=tuple(note for note in notes if note),
        small_print=words.small_print(effect.sides),
    )


def _trial(found: Trial, standing: AgreementStanding, links: Links, *, titled: bool) -> TrialRow:
    part = found.part
    return TrialRow(
        icon=words.trial_icon(found),
        title=f"{part.title}, {standing.title}" if titled else "",
        href=links.commitment(standing.id, part.id),
        hypothesis=found.experiment.hypothesis,
        terms=words.trial_terms(found),
        found=words.trial(found, _as_of(part)) if part.series else "There are no figures yet.",
        notes=tuple(note for note in (words.registered(found), words.others(found)) if note),
        small_print=words.small_print(found.sides) if found.has_ended else "",
    )


def _as_of(part: Standing) -> date:
    return wall_time(part.series[-1].as_of, part.timezone).date()

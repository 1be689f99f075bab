"""The figures of a review once more, from other inputs."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING

from msgspec import Struct, field

from living_sla.figures.frames import frames_of
from living_sla.figures.groups import shown_of, units_of
from living_sla.figures.plan import Plan, cohorts_of, columns_of, figures_alone
from living_sla.figures.scans import MeasuredExport, measured, scan_all
from living_sla.measures import versions
from living_sla.measures.records import EXCLUDED
from living_sla.measures.roll import Entry, KnownKeys
from living_sla.model.figures.attainment import Attainment
from living_sla.model.figures.small_groups import Shown
from living_sla.model.reviews.differences import ChangedRecords
from living_sla.model.time.cadence import PeriodKind
from living_sla.model.time.period import Period
from living_sla.reviews.differences.frozen_figures import FrozenFigure, Label, Which, label_of

if TYPE_CHECKING:
    from living_sla.reviews.differences.inputs import Inputs


class Recomputed(Struct, frozen=True, eq=False):
    """The figures of a review from one set of inputs."""

    inputs: Inputs
    plans: Mapping[Which, Plan]
    """Those that could be measured."""
    chapters: Mapping[Which, Sequence[versions.VersionFigures]]
    parts: Mapping[Which, Mapping[Period, tuple[versions.PeriodPart, ...]]]
    shown: Mapping[Which, Mapping[Label, Shown]]
    """What may be shown of each period, given the others."""
    _series: dict[tuple[Which, tuple[tuple[Label, tuple[str, ...]], ...]], versions.Series] = field(
        default_factory=dict
    )

    def of(self, figure: FrozenFigure, together: Mapping[Label, tuple[str, ...]]) -> Attainment | None:
        """The same figure from these inputs; None where there is none.

        `together` are the segments that the record tells as one, by every period that it has a figure of.
        """
        which = figure.which
        if which not in self.chapters:
            return None
        asked = (which, tuple(sorted(together.items())))
        if asked not in self._series:
            parts = self.parts[which]
            wanted = {
                of: Shown(by_segment=True, merged=together[label_of(of)]) for of in parts if label_of(of) in together
            }
            self._series[asked] = versions.joined_in(self.chapters[which], parts, wanted)
        series = self._series[asked]
        for whole, segments in zip(series.whole, series.segments, strict=True):
            if label_of(whole.period) == label_of(figure.attained.period):
                found = (whole,) if figure.attained.segments is None else segments
                return next((of for of in found if of.segments == figure.attained.segments and not of.withheld), None)
        return None

    def may_show(self, figure: FrozenFigure) -> bool:
        """Whether the segments of a figure, told together, may be told of these inputs as well."""
        segments = figure.attained.segments
        if segments is None:
            return True
        answer = self.shown.get(figure.which, {}).get(label_of(figure.attained.period))
        if answer is None or not answer.by_segment:
            return False
        merged = set(answer.merged)
        return not merged & set(segments) or merged <= set(segments)


def recomputed(inputs: Inputs, kind: PeriodKind, only: Collection[Which] | None = None) -> Recomputed:
    """The figures of all commitments of a review, or of some, from these inputs.

    Raises:
        Faults: Everything that is wrong with the exports that must be read, together.
    """
    plans = {
        which: plan for which, plan in inputs.plans(kind).items() if _is_whole(plan) and (only is None or which in only)
    }
    scans = _scanned(inputs, plans.values())
    chapters = {which: _chapters(plan, scans) for which, plan in plans.items()}
    parts = {which: versions.by_period(of) for which, of in chapters.items()}
    return Recomputed(inputs, plans, chapters, parts, _shown(plans, parts))


def _is_whole(plan: Plan) -> bool:
    """Whether the exports can answer all that its terms ask: what a part of them made is not to be held against all."""
    return bool(plan.chapters) and len(plan.readable) == len(plan.chapters)


def _scanned(inputs: Inputs, plans: Iterable[Plan]) -> dict[str, MeasuredExport]:
    """Every export that these plans need, read; raises `Faults`."""
    cohorts = cohorts_of(plans)
    return scan_all(inputs.project, cohorts, columns_of(cohorts), None, inputs.now)


def _chapters(plan: Plan, scans: Mapping[str, MeasuredExport]) -> list[versions.VersionFigures]:
    """What each version of the terms came to, by what was read."""
    return [versions.VersionFigures(frames_of(of.cohort, of, plan, scans), of.breaks) for of in plan.chapters]


def _shown(
    plans: Mapping[Which, Plan], parts: Mapping[Which, Mapping[Period, tuple[versions.PeriodPart, ...]]]
) -> dict[Which, dict[Label, Shown]]:
    which_of = {plan: which for which, plan in plans.items()}
    answers: dict[Which, dict[Label, Shown]] = {}
    for unit in units_of(plans.values()):
        whiches = [which_of[plan] for plan in unit]
        kinds = {which: plans[which].commitment.per.kind for which in whiches}
        for which, of in shown_of({which: parts[which] for which in whiches}, kinds).items():
            answers[which] = {label_of(period): shown for period, shown in of.items()}
    return answers


# ---------------------------------------------------------------- what single records came to


class Rolls(Struct, frozen=True, eq=False):
    """What the records of some commitments came to, by key."""

    entries: Mapping[Which, Mapping[Label, Mapping[str, Entry]]]
    keys: Mapping[Which, KnownKeys | None]
    """The keys of all records of its export; None where what is judged are no records of it."""


def rolls(of: Recomputed, wanted: Mapping[Which, Collection[Label]]) -> Rolls:
    """The records of these commitments in these periods: their exports are read once more."""
    plans = {which: figures_alone(of.plans[which], records=ps) for which, ps in wanted.items() if which in of.plans}
    scans = _scanned(of.inputs, plans.values())
    entries: dict[Which, dict[Label, dict[str, Entry]]] = {}
    keys: dict[Which, KnownKeys | None] = {}
    for which, plan in plans.items():
        _chapters(plan, scans)  # to judge what waits for the as-of
        entries[which] = {}
        for label, found in _entries(plan, scans):
            entries[which].setdefault(label, {}).update(found)
        keys[which] = _keys(plan, scans)
    return Rolls(entries, keys)


def _entries(plan: Plan, scans: Mapping[str, MeasuredExport]) -> Iterator[tuple[Label, Mapping[str, Entry]]]:
    for chapter in plan.readable:
        roll = measured(scans, chapter.cohort).tally.roll
        for number in roll.entries if roll is not None else ():
            if number >= 0:
                yield label_of(chapter.cohort.grid.period(number)), roll.of(number) if roll is not None else {}


def _keys(plan: Plan, scans: Mapping[str, MeasuredExport]) -> KnownKeys | None:
    newest = plan.readable[-1]
    roll = measured(scans, newest.cohort).tally.roll
    return roll.keys() if roll is not None and newest.commitment.measure.judges_records else None


LISTED = 50
"""How many keys a list has; the numbers beside it are of all."""


def changed_records(figure: FrozenFigure, before: Rolls, now: Rolls) -> ChangedRecords:
    """The records that bear on a figure in one of two exports and not in the other, or otherwise.

    A record that both exports have is changed, whichever of them counts it in the figure.
    """
    was, came = _bearing(figure, before), _bearing(figure, now)
    had, has = before.keys.get(figure.which), now.keys.get(figure.which)
    added = {key for key in came.keys() - was.keys() if not _knows(had, key)}
    removed = {key for key in was.keys() - came.keys() if not _knows(has, key)}
    other = (was.keys() ^ came.keys()) - added - removed
    changed = other | {key for key in was.keys() & came.keys() if _told(was[key]) != _told(came[key])}
    most = LISTED if figure.attained.segment is None else 0
    lists = [tuple(sorted(keys)[:most]) for keys in (added, removed, changed)]
    return ChangedRecords(lists[0], lists[1], lists[2], len(added), len(removed), len(changed))


def _bearing(figure: FrozenFigure, of: Rolls) -> Mapping[str, Entry]:
    """The records that the figure is made of, by key."""
    records = of.entries.get(figure.which, {}).get(label_of(figure.attained.period), {})
    segments = figure.attained.segments
    return {
        key: entry
        for key, entry in records.items()
        if entry.outcome < EXCLUDED and (segments is None or entry.segment in segments)
    }


def _told(entry: Entry) -> tuple[object, ...]:
    return (entry.outcome, entry.value)


def _knows(keys: KnownKeys | None, key: str) -> bool:
    return keys is not None and key in keys

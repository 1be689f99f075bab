"""What is planned to be measured: every commitment, once for each run of versions that judge its records alike."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from types import MappingProxyType

from msgspec import Struct
from msgspec.structs import replace

from living_sla.agreements.project import Project
from living_sla.agreements.rules.columns import check_columns
from living_sla.agreements.rules.commitments import fiscal_faults
from living_sla.errors import Faults
from living_sla.measures.baseline import baseline
from living_sla.measures.cohort import FAR, Cohort, PeriodLabel, cohort, converted_by
from living_sla.model.agreement.source import Source
from living_sla.model.agreement.terms import Agreement, Commitment, Terms
from living_sla.model.figures import unjudged
from living_sla.model.figures.standing import WaitingSource
from living_sla.model.past.basis import Basis
from living_sla.model.past.change import Compare
from living_sla.model.past.timeline import Span, Timeline
from living_sla.model.time.zones import MINUTE, micros


class Chapter(Struct, frozen=True, eq=False):
    """One commitment under terms that judge it alike: one version, or several that left it as it was."""

    versions: tuple[tuple[int, int], ...]
    """Since when (in UTC microseconds) each version has judged, and its number; in order."""
    basis: Basis
    terms: Terms
    """Of the newest of them."""
    cohort: Cohort
    digest: str
    """Of the terms."""
    breaks: bool
    """Whether what is counted differs from the version before, so that figures left and right do not compare."""
    unreadable: str = ""
    """Why the exports of today cannot answer what this version asks; empty where they can."""
    waits_for: tuple[str, ...] = ()
    """The sources that no file is there for yet, where that is why."""

    @property
    def commitment(self) -> Commitment:
        """The commitment as these terms have it."""
        return self.cohort.commitment

    def version_at(self, moment: int) -> int:
        """The version that judges what starts at this instant of the chapter."""
        begun = [number for start, number in self.versions if start <= moment]
        return begun[-1] if begun else self.versions[0][1]


class Plan(Struct, frozen=True, eq=False):
    """One commitment through all versions that judge its records."""

    terms: Terms
    """The terms that state it as it is shown: those in force, or else the newest."""
    commitment: Commitment
    chapters: tuple[Chapter, ...]
    """In the order of their spans; none for a commitment that no version in force has."""
    why_not: str = ""
    baseline: Cohort | None = None
    """The records of the last year before anything was agreed, by the rules of the first terms; None where there are
    no such figures.
    """

    @property
    def cohorts(self) -> Iterator[Cohort]:
        """Every cohort that must be measured: of each chapter, and the one without exceptions beside it."""
        for chapter in self.chapters:
            if not chapter.unreadable:
                yield chapter.cohort
                if chapter.cohort.without_exceptions is not None:
                    yield chapter.cohort.without_exceptions

    @property
    def sources(self) -> frozenset[str]:
        """The names of all sources that its figures are made of."""
        return frozenset(name for cohort in self.cohorts for name in cohort.sources)

    @property
    def readable(self) -> tuple[Chapter, ...]:
        """The chapters that the exports of today can answer."""
        return tuple(chapter for chapter in self.chapters if not chapter.unreadable)


def project_plans(
    project: Project,
    timelines: Mapping[str, Timeline],
    fiscal_start: int,
    waiting: Mapping[str, WaitingSource],
    changes: Compare,
) -> list[Plan]:
    """Every commitment of the project, in the order of the files; raises `Faults` for quarters that the site lacks.

    `waiting` are the sources that wait for data, by name; `changes` says what one version changes against another.
    """
    faults = [fault for agreement in project.agreements for fault in fiscal_faults(agreement, fiscal_start)]
    if faults:
        raise Faults(faults)
    return [
        plan
        for agreement in project.agreements
        for plan in plans_of(agreement, timelines[agreement.terms.id], project.sources, fiscal_start, changes, waiting)
    ]


def plans_of(
    agreement: Agreement,
    timeline: Timeline,
    sources: Mapping[str, Source],
    fiscal_start: int,
    changes: Compare,
    waiting: Mapping[str, WaitingSource] = MappingProxyType({}),
) -> tuple[Plan, ...]:
    """The commitments of an agreement: those of the terms in force, those that newer terms add, those that ended.

    One that ended stands in the terms that had it last: what it came to does not vanish with it.

    Terms that judge by a source or a column that `sources` does not declare any more are told as unreadable; those of
    the work tree are known to fit. So are those that judge by a source that is `waiting`, with that reason.
    """
    today = _Today(sources, waiting, fiscal_start)
    spans = [(span, _agreement_of(span, agreement, timeline)) for span in timeline.spans]
    breaks = _Breaks(changes)
    begun = spans[: _leading(spans, timeline) + 1]
    shown = begun[-1][1] if begun else agreement
    known = {commitment.id for commitment in shown.terms.commitments}
    added = [commitment for commitment in agreement.terms.commitments if commitment.id not in known]
    why_not = unjudged.proposed(timeline.versions[-1]) if timeline.versions else unjudged.NO_VERSION
    return (
        *(
            _with_baseline(Plan(shown.terms, commitment, _chapters(commitment.id, spans, breaks, today)), today)
            for commitment in shown.terms.commitments
        ),
        *(Plan(agreement.terms, commitment, (), why_not) for commitment in added),
        *(
            Plan(terms, commitment, _over(_chapters(commitment.id, spans, breaks, today)))
            for terms, commitment in _ended(begun, known | {commitment.id for commitment in added})
        ),
    )


def _leading(spans: Sequence[tuple[Span, Agreement]], timeline: Timeline) -> int:
    """Which of the spans is of the version that pages are about; the last where none is.

    A version that everybody has signed may begin next month: until then the one before it binds.
    """
    lead = timeline.leading.version.number if timeline.leading is not None else None
    return max((at for at, (span, _) in enumerate(spans) if span.version == lead), default=len(spans) - 1)


def _with_baseline(plan: Plan, today: _Today) -> Plan:
    """The plan with what its first terms would have judged before they held."""
    first = plan.chapters[0] if plan.chapters else None
    if first is None or first.unreadable:
        return plan
    return replace(plan, baseline=baseline(first.terms, first.cohort, today.fiscal_start))


class _Today(Struct, frozen=True):
    """What is declared now, whatever version it is looked at for."""

    sources: Mapping[str, Source]
    waiting: Mapping[str, WaitingSource]
    fiscal_start: int

    def clock_skew(self, commitment: Commitment) -> int:
        """By how many microseconds the clocks that wrote the commitment's source may differ."""
        source = self.sources.get(commitment.measure.source)
        return int(source.clock_skew.minutes * MINUTE) if source is not None and source.clock_skew is not None else 0

    def waited_for(self, judging: Cohort) -> tuple[str, ...]:
        """The sources of a cohort that wait for data; it has nothing to judge while there is one."""
        return tuple(name for name in dict.fromkeys(judging.sources) if name in self.waiting)

    def why_silent(self, waits_for: Iterable[str]) -> str:
        """Why a cohort that waits for these sources has nothing to judge yet; empty where it waits for none."""
        return unjudged.waiting(self.waiting[name].what for name in waits_for)


def _ended(spans: Sequence[tuple[Span, Agreement]], known: set[str]) -> Iterator[tuple[Terms, Commitment]]:
    """The commitments that an earlier version had in force and that no later terms have, the latest version first."""
    seen = set(known)
    for span, agreement in reversed(spans):
        for commitment in agreement.terms.commitments if span.basis is Basis.IN_FORCE else ():
            if commitment.id not in seen:
                seen.add(commitment.id)
                yield agreement.terms, commitment


def _over(chapters: Iterable[Chapter]) -> tuple[Chapter, ...]:
    """The chapters of a commitment that has ended: nobody waits for its exports any more."""
    return tuple(replace(chapter, waits_for=()) for chapter in chapters)


def figures_alone(plan: Plan, *, records: Collection[PeriodLabel] = (), exceptions: bool = False) -> Plan:
    """The plan with nothing counted but its figures; of the periods `records`, what each record came to as well.

    With `exceptions`, beside them those without exceptions.
    """

    def alone(judging: Cohort) -> Cohort:
        plain = judging.without_exceptions
        less = replace(judging, asks_durations=False, asks_misses=False, asks_records=frozenset(records))
        return replace(less, without_exceptions=alone(plain) if exceptions and plain is not None else None)

    chapters = (replace(of, cohort=alone(of.cohort)) for of in plan.chapters)
    return replace(plan, chapters=tuple(chapters), baseline=None)


def cohorts_of(plans: Iterable[Plan]) -> list[Cohort]:
    """The cohorts of all these commitments, each followed by that of the time before."""
    return [
        cohort for plan in plans for cohort in (*plan.cohorts, *([plan.baseline] if plan.baseline is not None else []))
    ]


def _agreement_of(span: Span, agreement: Agreement, timeline: Timeline) -> Agreement:
    """The agreement as the version of a span had it; the one of the work tree where its terms are the same."""
    version = timeline.standing(span.version).version
    return agreement if version.digest == agreement.digest else version.agreement


def _chapters(
    commitment_id: str,
    spans: Sequence[tuple[Span, Agreement]],
    breaks: _Breaks,
    today: _Today,
) -> tuple[Chapter, ...]:
    """One chapter a version that has the commitment; those that follow on another and judge alike are one."""
    chapters: list[Chapter] = []
    before: Agreement | None = None
    for span, agreement in spans:
        try:
            commitment = agreement.terms.commitment(commitment_id)
        except KeyError:
            continue
        interval = _interval(span)
        skew = today.clock_skew(commitment)
        judging = cohort(agreement.terms, commitment, today.fiscal_start, interval, clock_skew=skew)
        judging = _with_conversion(judging, agreement, today, span.version)
        unreadable = _unreadable(agreement, commitment, today.sources, span.version)
        waits_for = () if unreadable else today.waited_for(judging)
        chapter = Chapter(
            versions=((interval[0], span.version),),
            basis=span.basis,
            terms=agreement.terms,
            cohort=judging,
            digest=agreement.digest,
            breaks=before is not None and breaks.between(before, agreement, commitment_id),
            unreadable=unreadable or today.why_silent(waits_for),
            waits_for=waits_for,
        )
        before = agreement
        if chapters and _go_on(chapters[-1], chapter):
            whole = (chapters[-1].cohort.in_force[0], interval[1])
            judging = cohort(agreement.terms, commitment, today.fiscal_start, whole, clock_skew=skew)
            chapter = replace(
                chapter,
                versions=(*chapters[-1].versions, *chapter.versions),
                cohort=_with_conversion(judging, agreement, today, span.version),
                breaks=chapters.pop().breaks,
            )
        chapters.append(chapter)
    return tuple(chapters)


def _with_conversion(judging: Cohort, agreement: Agreement, today: _Today, version: int) -> Cohort:
    """The cohort with the first conversion of its agreement that says what became of its records."""
    for commitment, by in converted_by(agreement.terms, judging):
        if not _unreadable(agreement, commitment, today.sources, version):
            return replace(judging, converts=by)
    return judging


def _go_on(chapter: Chapter, following: Chapter) -> bool:
    """Whether the second chapter begins where the first ends, and judges every record as the first one would."""
    if chapter.cohort.in_force[1] != following.cohort.in_force[0] or chapter.basis is not following.basis:
        return False
    return not (chapter.unreadable or following.unreadable or following.breaks) and chapter.cohort.judges_like(
        following.cohort
    )


def _interval(span: Span) -> tuple[int, int]:
    return micros(span.start), micros(span.end) if span.end else FAR


class _Breaks:
    """Between which terms the figures of which commitments do not compare; two terms are compared once."""

    def __init__(self, changes: Compare) -> None:
        self._changes = changes
        self._known: dict[tuple[str, str], frozenset[str | None]] = {}

    def between(self, before: Agreement, after: Agreement, commitment_id: str) -> bool:
        """Whether what a commitment counts differs from one version to the other."""
        pair = (before.digest, after.digest)
        if pair not in self._known:
            changes = self._changes(before, after)
            self._known[pair] = frozenset(change.commitment for change in changes if change.breaks_series)
        return not self._known[pair].isdisjoint({None, commitment_id})


def _unreadable(agreement: Agreement, commitment: Commitment, sources: Mapping[str, Source], version: int) -> str:
    alone = replace(agreement, terms=agreement.terms.model_copy(update={"commitments": (commitment,)}))
    faults = check_columns(alone, sources)
    return unjudged.unreadable(version, faults[0].message) if faults else ""


def columns_of(cohorts: Iterable[Cohort]) -> dict[str, frozenset[str]]:
    """The columns that these cohorts need, by source; no other source is opened."""
    needed: dict[str, frozenset[str]] = {}
    for of in cohorts:
        for name, columns in ((of.commitment.measure.source, of.columns), *of.other_columns.items()):
            needed[name] = needed.get(name, frozenset()) | columns
    return needed

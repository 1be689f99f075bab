"""The tables of the site as CSV: one file a table, with the figures of the page and ids beside the words.

Each begins with `FOR_SPREADSHEETS`, because people open them by a click.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from living_sla.documents import company_tables as company
from living_sla.documents import duration_tables, tidy
from living_sla.documents.cells import FOR_SPREADSHEETS, csv_text
from living_sla.documents.landed import MOST, Landed, landed
from living_sla.documents.rows import rows_of
from living_sla.model import site_paths as paths
from living_sla.model.figures.attainment import Attainment
from living_sla.model.figures.effects import may_have_any
from living_sla.model.figures.standing import AgreementStanding, Report, Standing
from living_sla.words.numbers import plain_spaces

_OF_PERIOD = ("period", "value", "unit", "status", "met", "missed", "pending", "target", "version")
_COMMITMENTS = (
    *("agreement", "commitment", "title", "by"),
    *(f"last_{name}" for name in _OF_PERIOD),
    *(f"now_{name}" for name in _OF_PERIOD),
    *("variation", "assurance", "why_not"),
)
_CHANGES = (
    *("agreement", "title", "version", "state", "landed_at", "effective", "in_force_from", "in_force_until"),
    *("rule", "commitment", "direction", "party", "breaks_series", "sentence"),
)
_SIGNOFFS = ("agreement", "version", "party", "signer", "level", "counts", "refused", "landed_at")
_EXPORTS = ("source", "file", "sha256", "bytes", "rows", "as_of", "age")


def site_tables(report: Report) -> Iterator[tuple[str, str]]:
    """Path and text of every table, in the order of the agreements; the same for the same report."""
    everything = [standing for agreement in report.agreements for standing in agreement.commitments]
    header = tidy.csv(())
    figures = {
        (agreement.id, of.id): tidy.csv(rows_of([of])).removeprefix(header)
        for agreement in report.agreements
        for of in agreement.commitments
    }
    yield paths.ATTAINMENT_TABLE, "".join([FOR_SPREADSHEETS, header, *figures.values()])
    yield paths.COMMITMENTS_TABLE, _csv(_COMMITMENTS, map(_commitment, everything))
    for agreement in report.agreements:
        for standing in agreement.commitments:
            of = agreement.id, standing.id
            yield paths.periods_table(*of), f"{FOR_SPREADSHEETS}{header}{figures[of]}"
            if standing.durations is not None and not standing.durations.shown_by:
                yield paths.durations_table(*of), _csv(duration_tables.DURATIONS, duration_tables.durations(standing))
                yield paths.ages_table(*of), _csv(duration_tables.AGES, duration_tables.ages(standing))
        yield paths.commitments_table(agreement.id), _csv(_COMMITMENTS, map(_commitment, agreement.commitments))
        yield paths.signoffs_table(agreement.id), _csv(_SIGNOFFS, _signoffs(agreement))
        yield paths.versions_table(agreement.id), _csv(_CHANGES, _changes(landed([agreement])))
    yield paths.CHANGES_TABLE, _csv(_CHANGES, _changes(landed(report.agreements)[:MOST]))
    yield paths.PROMISES_TABLE, _csv(duration_tables.PROMISES, duration_tables.promised(everything))
    yield paths.EXPORTS_TABLE, _csv(_EXPORTS, _exports(report))
    yield paths.TEAMS_TABLE, _csv(company.TEAMS, company.team_rows(report))
    yield paths.MATRIX_TABLE, _csv(company.MATRIX, company.matrix_rows(report))
    if any(agreement.journey for agreement in report.agreements):
        yield paths.JOURNEY_TABLE, _csv(company.JOURNEY, company.journey_rows(report.agreements))
    if goals := list(company.goal_rows(report.agreements)):
        yield paths.GOALS_TABLE, _csv(company.GOALS, goals)
    if may_have_any(report):
        yield paths.EFFECTS_TABLE, _csv(company.EFFECTS, company.effect_rows(report))


def _csv(header: Sequence[str], rows: Iterable[Sequence[object]]) -> str:
    return FOR_SPREADSHEETS + csv_text(header, rows)


def _commitment(standing: Standing) -> list[object]:
    words = [str(word) if word else None for word in (standing.variation, standing.assurance)]
    about = [standing.agreement, standing.id, standing.title, standing.commitment.by]
    periods = [*_period(standing.last_closed), *_period(standing.current)]
    return [*about, *periods, *words, standing.why_not or None]


def _period(found: Attainment | None) -> list[object]:
    if found is None:
        return [None] * len(_OF_PERIOD)
    counts = found.counts
    return [
        found.period.label,
        None if found.value is None else float(found.value),
        found.unit,
        None if found.status is None else str(found.status),
        counts.met,
        counts.missed,
        counts.pending,
        str(found.target),
        found.version,
    ]


def _changes(versions: Iterable[Landed]) -> Iterator[list[object]]:
    """A row a change; a version that changes nothing else, as the first one, has a row of its own."""
    for one in versions:
        version, span = one.standing.version, one.standing.in_force
        about: list[object] = [
            one.agreement,
            one.title,
            version.number,
            str(one.standing.state),
            one.at.isoformat(),
            version.essentials.effective.isoformat(),
            span.start.isoformat() if span else None,
            span.end.isoformat() if span and span.end else None,
        ]
        for change in version.changes:
            burden = [change.rule, change.commitment, str(change.direction), change.party, change.breaks_series]
            yield [*about, *burden, plain_spaces(change.sentence)]
        if not version.changes:
            yield [*about, *[None] * (len(_CHANGES) - len(about))]


def _signoffs(agreement: AgreementStanding) -> Iterator[list[object]]:
    for standing in agreement.timeline.versions if agreement.timeline else ():
        for one in standing.signoffs:
            landed_at = one.landed.landed_at.isoformat() if one.landed else None
            about = [agreement.id, standing.version.number, one.file.party, one.file.signer]
            yield [*about, one.level.label, standing.counts(one), one.refused or None, landed_at]


def _exports(report: Report) -> Iterator[list[object]]:
    for source in report.sources.values():
        facts = source.facts
        told = [facts.rows, facts.as_of.isoformat(), source.age]
        for file in facts.files:
            yield [source.name, file.path, file.sha256, file.bytes, *told]
        if facts.elsewhere:
            yield [source.name, facts.elsewhere.path, None, None, *told]

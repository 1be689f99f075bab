"""What pages of the whole company list, as rows of CSV: teams, who owes what, the way, goals, effects, the calendar."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from fractions import Fraction
from math import ceil
from typing import get_args

from living_sla.documents.cells import FOR_SPREADSHEETS, csv_text
from living_sla.model.agreement.terms import Category
from living_sla.model.figures.agenda import agenda
from living_sla.model.figures.before_and_after import BeforeAndAfter
from living_sla.model.figures.effects import effects_of
from living_sla.model.figures.goal_item import A_MONTH, GoalItem, goal_items
from living_sla.model.figures.monday import Judged, monday
from living_sla.model.figures.standing import AgreementStanding, Report
from living_sla.model.figures.teams import sides, teams
from living_sla.model.figures.trials import trials_of
from living_sla.model.time.zones import wall_time
from living_sla.words.numbers import plain_spaces
from living_sla.words.standing.agenda import KIND_WORDS, agenda_note, agenda_subject

TEAMS = ("team", "owes", "kept", "missed", "at_risk", "is_owed", "agreements")
MATRIX = (
    *("category", "side", "agreement", "agreement_title", "commitment", "title", "target"),
    *("period", "value", "unit", "status"),
)
JOURNEY = (
    *("agreement", "position", "stage", "owner", "team", "commitments"),
    *("period", "records", "went_on", "conversion"),
)
GOALS = ("agreement", "commitment", "of", "name", "region", "per", "amount", "unit")
EFFECTS = (
    *("agreement", "commitment", "title", "kind", "version", "experiment", "since", "until", "what"),
    *("finding", "sayable_on", "periods_before", "mean_before", "low", "high", "periods_after", "mean_after"),
    *("above", "below", "other_versions"),
)
CALENDAR = ("day", "kind", "agreement", "commitment", "version", "what", "note")


def team_rows(report: Report) -> Iterator[list[object]]:
    """A row a team, as the page of all teams has it."""
    found = monday(report)
    for team in teams(report):
        owes, owed = found.only(team.owes), found.only(team.is_owed)
        risk = sum(row.is_at_risk or row.is_lost for row in owes.rows)
        counts = [len(owes.rows), len(owes.of(Judged.KEPT)), len(owes.of(Judged.MISSED)), risk, len(owed.rows)]
        yield [team.name, *counts, " ".join(dict.fromkeys(standing.id for standing, _ in team.parties))]


def matrix_rows(report: Report) -> Iterator[list[object]]:
    """A row a commitment, by its category and by who owes it; what all owe together has no side."""
    found = monday(report)
    columns = sides([*found.rows, *found.ahead])
    for category in get_args(Category):
        for side in columns:
            rows = [row for row in side.rows if row.part.commitment.category == category]
            for row in sorted(rows, key=lambda row: (row.agreement.id, row.part.title)):
                of, shown = row.part.commitment, row.shown
                about = [category, side.name or None, row.agreement.id, row.agreement.title, of.id, of.title]
                figure: list[object] = [None] * 4
                if shown is not None:
                    value = None if shown.value is None else float(shown.value)
                    figure = [
                        shown.period.label,
                        value,
                        shown.unit,
                        None if shown.status is None else str(shown.status),
                    ]
                yield [*about, str(of.target), *figure]


def journey_rows(standings: Iterable[AgreementStanding]) -> Iterator[list[object]]:
    """A row a stage, in the order of the way, with the records of the last ended month."""
    for standing in standings:
        for position, found in enumerate(standing.journey, 1):
            stage, share = found.stage, found.conversion
            party = standing.terms.parties.get(stage.owner)
            about = [standing.id, position, stage.stage, stage.owner, party.team if party else None]
            counted = [found.period.label, found.records] if found.period else [None, None]
            yield [
                *about,
                " ".join(stage.commitments),
                *counted,
                found.went_on,
                None if share is None else float(share),
            ]


def goal_rows(standings: Iterable[AgreementStanding]) -> Iterator[list[object]]:
    """What each stage takes a year, what each month takes of each region, and the hours of the desk."""
    for standing in standings:
        for item in goal_items(standing.terms):
            yield from ([standing.id, item.commitment.id, *row] for row in _goal(item))


def _goal(item: GoalItem) -> Iterator[list[object]]:
    if (goal := item.goal) is not None:
        for stage in goal.stages:
            yield ["stage", stage.name, None, "year", ceil(stage.a_year), "records"]
        names: list[str | None] = [name for name, _ in goal.regions] or [None]
        for name, row in zip(names, goal.plan(), strict=True):
            for month, records in enumerate(row, 1):
                yield ["month", f"{month:02}", name, "month", records, "records"]
    if item.desk is not None:
        load = item.load(A_MONTH, item.a_month)
        for what, amount in (("needed", load.hours), ("there", load.hours_there)):
            yield ["desk", what, None, "month", amount, "hours"]


def effect_rows(report: Report) -> Iterator[list[object]]:
    """A row a change of terms that bears on a commitment, oldest first, then a row an experiment."""
    for standing in report.agreements:
        for part in standing.commitments:
            about = [standing.id, part.id, part.title]
            for effect in effects_of(part, standing.timeline, report.fiscal_year_start):
                since = wall_time(effect.version.since, part.timezone).date()
                told = plain_spaces(" ".join(change.sentence for change in effect.version.changes))
                others = " ".join(str(other.number) for other in effect.others)
                of = [effect.version.number, None, since.isoformat(), None, told]
                yield [*about, "change", *of, *_sides(effect.sides, str(effect.sayable_on)), others or None]
        for trial in trials_of(standing):
            owed, asked = trial.part, trial.experiment
            others = " ".join(str(other.number) for other in trial.others)
            of = [None, asked.id, asked.start.isoformat(), asked.until.isoformat(), asked.hypothesis]
            told_of = _sides(trial.sides, str(trial.sayable_on), known=trial.has_ended)
            yield [standing.id, owed.id, owed.title, "experiment", *of, *told_of, others or None]


def _sides(sides: BeforeAndAfter, sayable_on: str, *, known: bool = True) -> list[object]:
    """What was found, from when on it can be said, and what it rests on; of an experiment only once it is over."""
    if not known:
        return ["too early", sayable_on, *[None] * 8]
    usual, (above, below) = sides.usual, sides.outside
    means = [_mean([found.value for found in of if found.value is not None]) for of in (sides.before, sides.after)]
    limits = [float(usual.low), float(usual.high)] if usual is not None else [None, None]
    before = [len(sides.before), means[0], *limits]
    return [str(sides.finding), sayable_on, *before, len(sides.after), means[1], above, below]


def _mean(values: list[Fraction]) -> float | None:
    return float(sum(values) / len(values)) if values else None


def calendar_table(report: Report) -> str:
    """The days of the calendar as a file: those that `agenda` tells, which move with the day of the build."""
    return FOR_SPREADSHEETS + csv_text(CALENDAR, _days(report))


def _days(report: Report) -> Iterator[list[object]]:
    for item in agenda(report):
        agreement = item.agreement.id if item.agreement else None
        commitment = item.deliverable.id if item.deliverable else None
        version = item.version.version.number if item.version else None
        about = [str(item.day), KIND_WORDS[item.kind], agreement, commitment, version]
        yield [*about, plain_spaces(agenda_subject(item)), plain_spaces(agenda_note(item))]

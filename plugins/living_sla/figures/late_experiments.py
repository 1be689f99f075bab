"""Experiments that began before the terms that register them were in force: whoever sees figures may bet on them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import datetime

from living_sla.errors import Notice, WarningName
from living_sla.model.figures.standing import AgreementStanding
from living_sla.model.figures.trials import trials_of
from living_sla.model.time.zones import wall_time


def late_experiments(standings: Iterable[AgreementStanding], now: datetime) -> Iterator[Notice]:
    """A warning about each experiment of today's terms whose first day has come before it was agreed."""
    for standing in standings:
        experiment = standing.agreement.terms.experiment
        # Where no history can be read, nobody knows when anything was agreed.
        if experiment is None or standing.timeline is None:
            continue
        for trial in trials_of(standing):
            begun = wall_time(now, trial.part.timezone).date() >= experiment.start
            if trial.experiment.id == experiment.id and begun and not trial.was_registered:
                message = f'the experiment "{experiment.id}" began on {experiment.start}, before it was in force'
                hint = "let it begin after both sides have signed: give it another id and a later from"
                yield Notice(WarningName.EXPERIMENT_LATE, message, standing.agreement.place("experiment", "from"), hint)

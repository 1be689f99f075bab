"""What could be promised: how the terms of today would have judged the whole past, with every limit in one reading."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from living_sla.errors import Fault, SlaError
from living_sla.figures.remembered import RememberedFigures, figures_of
from living_sla.figures.sources import absent
from living_sla.figures.standings import standing_of
from living_sla.history.past import FORMAT
from living_sla.model.agreement.labels import labels_of
from living_sla.model.suggestion import did_you_mean
from living_sla.proposals.impact.plans import Declared, proposed_all_along
from living_sla.report import read_agreed

if TYPE_CHECKING:
    from living_sla.figures.plan import Plan
    from living_sla.model.figures.standing import Standing
    from living_sla.report import Agreed


def promised(
    root: Path, agreement: str = "", commitment: str = "", *, now: datetime | None = None, cache: bool = True
) -> tuple[Standing, ...]:
    """The commitments of the folder at `root`, of one agreement or one of them, with the past under today's terms.

    Raises `SlaError` where none is called so, and what `read_agreed` and reading exports raise.
    """
    at = now or datetime.now(UTC)
    agreed = read_agreed(root, now=at, cache=cache)
    plans = _plans(agreed, agreement, commitment)
    remembered = RememberedFigures(agreed.cache, agreed.project, agreed.settings.fiscal_year_start, None)
    figures, read = figures_of([(plan,) for plan in plans], plans, remembered, at)
    labels = labels_of(agreed.project.sources)
    return tuple(standing_of(plan, figures[plan], read, labels) for plan in plans)


def _plans(agreed: Agreed, agreement: str, commitment: str) -> list[Plan]:
    project = agreed.project
    declared = Declared(project.sources, absent(project), agreed.settings.fiscal_year_start, FORMAT.changes)
    named = [of for of in project.agreements if agreement in ("", of.terms.id)]
    _require(named, "agreement", agreement, [of.terms.id for of in project.agreements])
    past = {of.terms.id: proposed_all_along(of, agreed.past.timelines[of.terms.id]) for of in named}
    found = [plan for of in named for plan in declared.plans(of, past[of.terms.id], durations=True).values()]
    plans = [plan for plan in found if commitment in ("", plan.commitment.id)]
    _require(plans, "commitment", commitment, [plan.commitment.id for plan in found])
    return plans


def _require(found: object, kind: str, name: str, known: list[str]) -> None:
    if name and not found:
        raise SlaError(f'there is no {kind} "{name}"', hint=did_you_mean(name, known), code=Fault.UNKNOWN_NAME)

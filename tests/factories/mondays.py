"""Reports of many commitments, for what the first page says of them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime

from msgspec.structs import replace

from living_sla.model.figures.attainment import Attainment
from living_sla.model.figures.contingency import triggered
from living_sla.model.figures.standing import AgreementStanding, Report, Standing
from living_sla.model.past.basis import Basis
from tests.factories import reports

NOW = datetime(2026, 11, 16, 7, 0, tzinfo=UTC)
"""A Monday morning."""
FIRST_PERIOD = "2026-01"


def of_months(*missed: int, now: tuple[int, int] | None = (50, 0), of: int = 100) -> tuple[Attainment, ...]:
    """First contact from January 2026 on: so many of `of` missed in each month up to October, then November so far."""
    months = reports.months("2026-01", 11)[10 - len(missed) :]
    closed = [reports.share(month, of - bad, bad, as_of=NOW) for month, bad in zip(months, missed, strict=False)]
    running = [reports.share(months[-1], *now, as_of=NOW)] if now is not None else []
    return (*closed, *running)


def commitment(name: str, series: Sequence[Attainment] = (), *, by: str = "sales", **more: object) -> Standing:
    owed = reports.commitment("first-contact").model_copy(update={"id": name, "title": name.capitalize(), "by": by})
    return Standing("lead-handoff", owed, f"Words of {name}.", tuple(series), **more)


def agreement(*parts: Standing, basis: Basis = Basis.IN_FORCE, name: str = "", **terms: object) -> AgreementStanding:
    found = reports.terms(commitments=[reports.TERMS["commitments"][1]], contingency=[], **terms)
    found = found.model_copy(update={"commitments": tuple(part.commitment for part in parts)})
    if name:
        found = found.model_copy(update={"id": name, "title": name.capitalize()})
    parts = tuple(replace(part, agreement=found.id) for part in parts)
    standing = AgreementStanding(reports.agreement_of(found, f"agreements/{found.id}.md"), basis, parts)
    return replace(standing, triggered=triggered(found, {part.id: part.series for part in parts}))


def report(*agreements: AgreementStanding, now: datetime = NOW) -> Report:
    return Report(agreements, {"leads": reports.leads()}, (), now)


STEADY = (4, 5, 3, 4, 5, 4, 3, 5, 4, 3)
"""Ten months of a desk that keeps 95 %, now and then by a hair."""

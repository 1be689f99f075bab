"""The time before the terms: which records a commitment would have judged had it held already."""

from __future__ import annotations

from collections.abc import Mapping

from msgspec.structs import replace

from living_sla.measures.cohort import Cohort, cohort
from living_sla.model.agreement.measured import Family
from living_sla.model.agreement.terms import Terms
from living_sla.model.time.cadence import PeriodKind
from living_sla.model.time.zones import instant, micros

_PERIODS: Mapping[PeriodKind, int] = {"day": 60, "week": 52, "weeks": 26, "month": 12, "quarter": 4, "year": 1}
"""How many periods it goes back."""


def baseline(terms: Terms, first: Cohort, fiscal_start: int) -> Cohort | None:
    """The cohort of the last periods before `first`, which is the first of a commitment: by the same rules, without
    segments and exceptions.

    None for due dates, which were set by the terms, and for a user's own measure.
    """
    measure = first.commitment.measure
    if measure.family is Family.CUSTOM or not measure.judges_records:
        return None
    until, rule = first.in_force[0], first.grid.rule
    span = (micros(rule.earlier(instant(until), _PERIODS[rule.kind]).start), until)
    commitment = first.commitment.model_copy(update={"by_segment": None})
    found = cohort(terms, commitment, fiscal_start, span, clock_skew=first.clock_skew)
    return replace(found.without_exceptions or found, asks_durations=False, asks_misses=False, converts=first.converts)

"""Every cell of a goal's tables in words; the calculator of the page (`goals.js`) writes the same for other numbers."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from math import floor

from living_sla.model.figures.goal_item import A_MONTH, GoalItem, agrees
from living_sla.model.figures.goals import MONTHS, PERIODS_OF_A_YEAR
from living_sla.model.notation import MONTHS as MONTH_NAMES
from living_sla.words.numbers import NBSP, number
from living_sla.words.terms.plans import up

PERIODS = ("year", "quarter", "month", "week")
"""The columns of the way back."""
ALL_ALIKE = "The heaviest: all are alike"
VERDICTS = {
    "agree": "The target is what the basis needs.",
    "low": "The target is less than the basis needs.",
    "high": "The target is more than the basis needs.",
}


def cells(item: GoalItem) -> dict[str, str]:
    """The text of each cell by its name: ``stage-2-month``, ``month-8-0``, ``desk-average-hours``."""
    return dict([*_way(item), *_months(item), *_desk(item)])


def _way(item: GoalItem) -> Iterator[tuple[str, str]]:
    goal, basis = item.goal, item.commitment.basis
    if goal is None or basis is None:
        return
    for period in PERIODS:
        parts = PERIODS_OF_A_YEAR[period]
        for name, share in (("quota", Fraction(1)), ("sum", goal.share)):
            value = goal.quota * share / parts
            yield f"{name}-{period}", money(value, basis.quota.currency) if basis.deal else number(up(value))
        for position, stage in enumerate(goal.stages):
            yield f"stage-{position}-{period}", number(up(stage.a_year / parts))
    yield "verdict", VERDICTS[verdict(item)]


def money(amount: Fraction, currency: str) -> str:
    """``EUR 1,440,000``: whole, rounded to the nearest."""
    return f"{currency}{NBSP}{floor(amount + Fraction(1, 2)):,}"


def verdict(item: GoalItem) -> str:
    """Whether the target and its basis agree: the first period in which they do not decides."""
    assert item.goal is not None
    for label, target in item.commitment.target.each:
        needed = item.goal.needed(item.commitment.per, label)
        if not agrees(target.amount, needed):
            return "low" if target.amount < needed else "high"
    return "agree"


def _months(item: GoalItem) -> Iterator[tuple[str, str]]:
    if item.goal is None:
        return
    plan = item.goal.plan()
    for month in range(MONTHS):
        yield f"month-{month + 1}", number(sum(row[month] for row in plan))
        for region, row in enumerate(plan):
            yield f"month-{month + 1}-{region}", number(row[month])
    yield "months", number(sum(map(sum, plan)))
    for region, row in enumerate(plan):
        yield f"months-{region}", number(sum(row))


def _desk(item: GoalItem) -> Iterator[tuple[str, str]]:
    if item.desk is None:
        return
    heaviest = item.heaviest
    asked = [("average", item.a_month), ("heaviest", heaviest[1] if heaviest else item.a_month)]
    for name, records in asked:
        load = item.load(A_MONTH, records)
        yield f"desk-{name}-records", number(load.records)
        yield f"desk-{name}-attempts", number(load.attempts)
        yield f"desk-{name}-hours", number(load.hours)
        yield f"desk-{name}-there", number(load.hours_there)
        yield f"desk-{name}-left", f"{number(load.left)} left" if load.left >= 0 else f"{number(-load.left)} short"
    yield "heaviest", f"The heaviest: {MONTH_NAMES[heaviest[0] - 1]}" if heaviest else ALL_ALIKE
    yield "most", number(item.most_records)

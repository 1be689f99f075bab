"""Goals as a JSON document."""

from __future__ import annotations

import json
from collections.abc import Iterable
from math import ceil
from typing import Any

from living_sla.model.figures.goal_item import A_MONTH, GoalItem
from living_sla.model.figures.goals import MONTHS, Goal
from living_sla.model.notation import plain
from living_sla.words.terms.goals import verdict


def goals_document(items: Iterable[GoalItem]) -> str:
    """``sla-goals/1``: one object a goal, in the order of agreements and commitments."""
    document = {"schema": "sla-goals/1", "goals": [_fields(item) for item in items]}
    return json.dumps(document, ensure_ascii=False, indent=1)


def _fields(item: GoalItem) -> dict[str, Any]:
    goal, commitment = item.goal, item.commitment
    return {
        "agreement": item.terms.id,
        "commitment": commitment.id,
        "per": str(commitment.per),
        "targets": [
            {"period": label or None, "amount": plain(target.amount)} for label, target in commitment.target.each
        ],
        "needed": ceil(goal.needed(commitment.per)) if goal else None,
        "verdict": verdict(item) if goal else None,
        "stages": [{"name": stage.name, "a_year": ceil(stage.a_year)} for stage in goal.stages] if goal else [],
        "months": _months(goal) if goal else [],
        "desk": _desk(item),
    }


def _months(goal: Goal) -> list[dict[str, Any]]:
    plan = goal.plan()
    names = [name for name, _ in goal.regions]
    return [
        {
            "month": month + 1,
            "records": sum(row[month] for row in plan),
            "regions": {name: row[month] for name, row in zip(names, plan, strict=False)},
        }
        for month in range(MONTHS)
    ]


def _desk(item: GoalItem) -> dict[str, Any] | None:
    if item.desk is None or item.terms.capacity is None:
        return None
    average, heaviest = item.load(A_MONTH, item.a_month), item.heaviest
    return {
        "party": item.terms.capacity.party,
        "attempts_each": item.attempts,
        "records_a_month": average.records,
        "hours_needed": average.hours,
        "hours_there": average.hours_there,
        "heaviest_month": heaviest[0] if heaviest else None,
        "hours_needed_then": item.load(A_MONTH, heaviest[1]).hours if heaviest else average.hours,
        "most_records": item.most_records,
    }

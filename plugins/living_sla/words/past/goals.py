"""Goals beside the versions that have them: what binds is shown, and what waits is told in a sentence."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from living_sla.model.figures.goal_item import GoalItem, goal_items
from living_sla.model.past.timeline import State, Timeline, VersionStanding
from living_sla.words.past.in_force import proposal_title

_NOT_BOUND = {
    State.DRAFT: "A draft: these numbers bind nobody.",
    State.PROPOSED: "Only proposed: these numbers bind nobody yet.",
    State.LAPSED: "This agreement has ended: these numbers bind nobody any more.",
}


def not_bound(timeline: Timeline | None) -> str:
    """Why nobody is bound by the goals that are shown; empty where somebody is, or where there is no history."""
    lead = timeline.leading if timeline is not None else None
    return _NOT_BOUND.get(lead.state, "") if lead is not None else ""


def changes_ahead(shown: GoalItem, timeline: Timeline | None) -> Iterator[tuple[VersionStanding, str]]:
    """The versions that have not taken force and would change a goal, the newest first, with what each would do."""
    for version, items in _ahead(timeline):
        other = items.get(shown.commitment.id)
        if other is None:
            yield version, f"{proposal_title(version)}: it has no such goal."
        elif _essence(other) != _essence(shown):
            yield version, f"{proposal_title(version)}: it would change these numbers."


def new_ahead(shown: Iterator[GoalItem], timeline: Timeline | None) -> Iterator[tuple[VersionStanding, str]]:
    """The same versions where they would bring a goal that the terms in force have not."""
    known = {item.commitment.id for item in shown}
    for version, items in _ahead(timeline):
        for key in items:
            if key not in known:
                yield version, f"{proposal_title(version)}: it would bring a goal for {items[key].commitment.title}."


def _ahead(timeline: Timeline | None) -> Iterator[tuple[VersionStanding, Mapping[str, GoalItem]]]:
    lead = timeline.leading if timeline is not None else None
    for version in timeline.ahead if timeline is not None else ():
        if version is not lead:
            items = goal_items(version.version.agreement.terms)
            yield version, {item.commitment.id: item for item in items}


def _essence(item: GoalItem) -> object:
    """What the numbers of a goal are made of."""
    owed = item.commitment
    return owed.target, owed.per, owed.basis, item.desk, item.attempts, item.goal

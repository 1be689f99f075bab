"""The terms of an agreement on its page: every one of them that is not a commitment."""

from __future__ import annotations

from collections.abc import Mapping

from markupsafe import Markup

from living_sla.model.attainment import Basis
from living_sla.model.condition import (
    AllOf,
    AnyOf,
    Beside,
    ColumnIs,
    Condition,
    Defined,
    Includes,
    Not,
    OneOf,
    Test,
    spell_test,
)
from living_sla.model.counted import counted
from living_sla.model.quantity import Misses
from living_sla.model.standing import AgreementStanding
from living_sla.model.terms import Terms, Trigger
from living_sla.model.timeline import State
from living_sla.pages.html import render
from living_sla.words import numbers, versions
from living_sla.words.hours import day_lines


def terms(standing: AgreementStanding) -> Markup:
    """Parties, channels, definitions, scope, working time, exceptions, needs, consequences, term and cancellation."""
    agreed = standing.agreement.terms
    return render(
        "terms.html",
        terms=agreed,
        not_in_force=_not_in_force(standing),
        channels=[(name.capitalize(), text) for name, text in agreed.channels if text],
        conditions={
            name: condition(found.where, standing.labels) if found.where is not None else ""
            for name, found in agreed.definitions.items()
        },
        hours=day_lines(agreed.coverage.hours),
        calendar=standing.calendar,
        release=standing.calendar_release,
        exempt={found.id: _titles(agreed, found.commitments) for found in agreed.exceptions},
        consequences=[
            (
                after(found.when),
                found.do,
                _titles(agreed, (found.commitment,) if found.commitment else ()),
                set_off(standing, found),
            )
            for found in agreed.contingency
        ],
    )


def _not_in_force(standing: AgreementStanding) -> str:
    """That the terms of the file are not those in force, where another version is."""
    timeline = standing.timeline
    lead = versions.leading(timeline) if timeline else None
    ahead = timeline.ahead if timeline else ()
    if lead is None or not ahead or lead.state is not State.IN_FORCE:
        return ""
    newest = ahead[0]
    return (
        f"As in version {newest.version.number}, which is {newest.state.value}. "
        f"In force is version {lead.version.number}; what differs stands in the box at the top."
    )


def _titles(agreed: Terms, commitments: tuple[str, ...]) -> str:
    return numbers.listed(agreed.commitment(key).title for key in commitments) if commitments else "every commitment"


def after(misses: Misses) -> str:
    """What sets off a consequence: ``After 1 miss``, ``After 3 misses in a row``."""
    return f"After {counted(misses.count, 'miss', 'misses')}{' in a row' * misses.in_a_row}"


def set_off(standing: AgreementStanding, trigger: Trigger) -> str:
    """Which misses set a consequence off now; empty where none do. Terms that bind nobody only would."""
    mine = [found for found in standing.triggered if found.trigger == trigger]
    if not mine:
        return ""
    verb = "Set off" if standing.basis is Basis.IN_FORCE else "Would be set off"
    titles = {part.commitment.id: part.commitment.title for part in standing.commitments}
    missed = numbers.listed(f"{titles[found.commitment]} in {numbers.listed(found.periods)}" for found in mine)
    return f"{verb} now: {missed}."


def condition(found: Condition, labels: Mapping[str, str]) -> str:
    """A condition in words: ``lifecycle is mql, sql or customer and score is at least 60``; columns by their labels."""
    match found:
        case Defined(name):
            return name
        case ColumnIs(column, test):
            return f"{_called(column, labels)} {_test(test, labels)}"
        case AllOf(parts):
            return " and ".join(
                f"({condition(part, labels)})" if isinstance(part, AnyOf) else condition(part, labels) for part in parts
            )
        case AnyOf(parts):
            return " or ".join(condition(part, labels) for part in parts)


def _called(column: str, labels: Mapping[str, str]) -> str:
    return labels.get(column) or column.replace("_", " ")


def _test(test: Test, labels: Mapping[str, str]) -> str:
    match test:
        case Beside(bound, other):
            return f"is {bound} {_called(other, labels)}"
        case Not(Beside(bound, other)):
            return f"is not {bound} {_called(other, labels)}"
        case OneOf(values):
            *head, last = values
            return f"is {', '.join(head)} or {last}" if head else f"is {last}"
        case Includes(value):
            return f"includes {value}"
        case Not(Includes(value)):
            return f"does not include {value}"
        case _:
            return f"is {spell_test(test)}"

"""Targets that change by period: a quota with slow seasons, a share that is to rise."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date, timedelta

from living_sla.errors import Unreadable
from living_sla.model.cadence import Cadence
from living_sla.model.quantity import Target, parse_day, parse_target

OTHERWISE = "otherwise"
_EXAMPLE = "write for example target: {2026-Q1: at least 50, 2026-Q2: at least 100}"


def parse_targets(raw: dict[object, object]) -> Target:
    """The target that a mapping from periods to targets spells, ``otherwise`` for all that are not named.

    Raises `Unreadable` where one of them is none, or where they differ in more than their number.
    """
    if not raw:
        raise Unreadable("a target is missing", _EXAMPLE, code="SLA-F014")
    found: dict[str, Target] = {}
    for name, text in raw.items():
        if not isinstance(text, str):
            raise Unreadable("one target is wanted here", _EXAMPLE, code="SLA-F014").inside(str(name))
        try:
            found[str(name)] = parse_target(text)
        except Unreadable as fault:
            raise fault.inside(str(name)) from None
    first, *others = found.items()
    for name, target in others:
        if (one := _kind(first[1])) != (other := _kind(target)):
            message = f"the targets differ in more than their number: {one} in {first[0]}, {other} in {name}"
            hint = "one commitment has one kind of target; make two of them, or write all in one unit"
            raise Unreadable(message, hint, code="SLA-F014").inside(name)
    named = tuple(sorted((name, target.amount) for name, target in found.items() if name != OTHERWISE))
    if not named:
        raise Unreadable("no period is named", "write the target itself, for example target: at least 50",
                         code="SLA-F014")  # fmt: skip
    base = found.get(OTHERWISE)
    return replace(
        base or first[1], amount=base.amount if base else named[0][1], by_period=named, otherwise=base is not None
    )


def _kind(target: Target) -> str:
    clock = "business " if target.business else ""
    return f"{target.direction} {clock}{target.unit or 'a number'}"


def wrong_label(label: str, per: Cadence) -> Unreadable | None:
    """What is wrong with the name of a period of this cadence; None where it is one."""
    example = _example(per)
    hint = f"name a {per.noun} as the figures do, for example {example}"
    try:
        if _is_label(label, per):
            return None
    except (ValueError, Unreadable):
        pass
    return Unreadable(f'"{label}" is not a {per.noun}', hint, code="SLA-F014")


def _is_label(label: str, per: Cadence) -> bool:
    if per.kind == "day":
        return parse_day(label) is not None
    if per.since is not None:
        first, _, last = label.partition("..")
        length = timedelta(weeks=per.weeks)
        begins = not (parse_day(first) - per.since) % length
        return begins and parse_day(last) - parse_day(first) == length - timedelta(days=1)
    if per.kind == "week":
        match = re.fullmatch(r"([0-9]{4})-W([0-9]{2})", label)
        return match is not None and _is_year(date.fromisocalendar(int(match[1]), int(match[2]), 1).year)
    if per.kind == "month":
        return re.fullmatch(r"[0-9]{4}-[0-9]{2}", label) is not None and parse_day(f"{label}-01") is not None
    match = re.fullmatch(r"(?:FY)?([0-9]{4})" + ("-Q[1-4]" if per.kind == "quarter" else ""), label)
    return match is not None and _is_year(int(match[1]))


def _is_year(year: int) -> bool:
    return parse_day(f"{year}-06-30") is not None


def _example(per: Cadence) -> str:
    if per.kind == "day":
        return "2026-10-05"
    if per.since is not None:
        length = timedelta(weeks=per.weeks)
        first = per.since + (date(2026, 10, 5) - per.since) // length * length
        return f"{first}..{first + length - timedelta(days=1)}"
    return {"week": "2026-W41", "month": "2026-10", "quarter": "2026-Q4", "year": "2026"}[per.kind]

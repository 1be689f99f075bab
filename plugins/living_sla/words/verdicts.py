"""Why a period has the status that it has, where its figure beside its target suggests another one.

One sentence, the same on every page, in the terminal, in JSON and in CSV.
"""

from __future__ import annotations

from dataclasses import replace

from living_sla.model.attainment import Attainment, Status, keeps
from living_sla.model.counted import counted
from living_sla.model.measured import Family
from living_sla.model.terms import Commitment
from living_sla.words import figures, outlook
from living_sla.words.times import length

_DECIDED = (Status.MET, Status.MISSED)
_KEPT = (Status.MET, Status.ON_TRACK)
_BY_PARTS = {
    Status.MET: "every part of it that has records met its own target",
    Status.MISSED: "a part of it missed its own target",
    Status.AT_RISK: "a part of it is at risk",
    Status.ON_TRACK: "no part of it is missed or at risk",
}


def why(commitment: Commitment, found: Attainment) -> str:
    """Why there is no data, or why the status is not the one that figure and target suggest; empty where it is.

    Of a period that is not decided, first how old its data is, where that is old.

    Lower case and without a full stop, as `Attainment.reason` is.
    """
    if found.reason or found.status not in _BY_PARTS:
        return found.reason
    said = _of_volume(found) if found.pace is not None else _of_rate(commitment, found, found.status)
    return "; ".join(said if found.age is None else [f"the data is {length(found.age)} old", *said])


def told(commitment: Commitment, found: Attainment) -> Attainment:
    """The attainment with that reason as its own, and so its parts."""
    parts = tuple(told(commitment, part) for part in found.parts)
    return found.but(reason=why(commitment, found), parts=parts)


def _of_volume(found: Attainment) -> list[str]:
    """Of a volume whose period is running: another one is judged by its figure alone."""
    if found.status in _DECIDED or found.value is None:
        return []
    kept = keeps(found.target, found.value)
    told = []
    if kept == (found.target.direction == "at least"):
        told.append("not decided yet because amounts below zero occur, so it may fall again")
    if kept != (found.status in _KEPT):
        told.append(outlook.pace(found).removesuffix("."))
    return told


def _of_rate(commitment: Commitment, found: Attainment, status: Status) -> list[str]:
    """Of a share or a statistic."""
    decided = status in _DECIDED
    told = []
    if found.ended and not decided and found.counts.pending:
        told.append(f"not decided yet because {_still_open(found)} still open")
    suggested = found.value is not None and keeps(found.target, found.value) == (status in _KEPT)
    if not suggested or (decided and not found.ended):
        told.append(_because(commitment, found, status))
    return told


def _because(commitment: Commitment, found: Attainment, status: Status) -> str:
    if not found.parts and found.value is not None:
        if status in _DECIDED and found.counts.pending and found.lower is not None:
            return f"{status} because with the {_open_ones(found)} the {_name(commitment)} is already {_least(found)}"
        if status is Status.AT_RISK and found.warn is not None:
            side = "below" if found.target.direction == "at least" else "above"
            shown = figures.value(found, found.value, against=found.warn)
            return f"{status} because {shown} is {side} {_limit(found)}, where the agreement begins to warn"
    return f"{status} because the terms changed inside the period, and {_BY_PARTS[status]}"


def _still_open(found: Attainment) -> str:
    return counted(found.counts.pending, "record is", "records are")


def _open_ones(found: Attainment) -> str:
    return counted(found.counts.pending, "record that is still open", "records that are still open")


def _name(commitment: Commitment) -> str:
    return figures.statistic(commitment) if commitment.measure.family is Family.STATISTIC else "figure"


def _least(found: Attainment) -> str:
    """What it is at the least: open records may take longer yet."""
    return f"{figures.value(found, found.lower)} or more"


def _limit(found: Attainment) -> str:
    assert found.warn is not None
    return figures.target(replace(found.target, amount=found.warn)).removeprefix(f"{found.target.direction} ")

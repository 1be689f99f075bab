"""Rules that hold already while other parts of the terms cannot be read: nobody fixes a file twice for them."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import Any

from living_sla.agreements.yaml.nodes import Path, Places
from living_sla.errors import Fault, Place, SlaError, Unreadable
from living_sla.model.agreement.scalars import BOTH
from living_sla.model.quantity import Duration, Target, parse_duration, parse_target
from living_sla.model.suggestion import did_you_mean


def early_faults(raw: dict[str, Any], places: Places, found: Sequence[SlaError]) -> list[SlaError]:
    """What the terms break by themselves, as far as `raw`, the fields as they were written, lets it be known.

    `found` are the faults of the schema: no second one is put where one stands, and a part whose own names are at
    fault says nothing.
    """
    taken = {fault.where for fault in found}

    def trusted(part: Any, *at: str) -> bool:
        return isinstance(part, dict) and not any(places.key((*at, name)) in taken for name in part)

    faults: list[SlaError] = []
    if trusted(raw.get("parties"), "parties"):
        faults += _parties(raw, list(raw["parties"]), places)
    if trusted(raw.get("coverage"), "coverage") and "hours" not in raw["coverage"]:
        faults += _business_time(raw, places)
    return [fault for fault in faults if fault.where not in taken]


def _parties(raw: dict[str, Any], parties: list[str], places: Places) -> Iterator[SlaError]:
    wanted: tuple[tuple[str, str, list[str]], ...] = (
        ("commitments", "by", [*parties, BOTH]),
        ("commitments", "to", parties),
        ("needs", "party", parties),
        ("journey", "owner", parties),
    )
    capacity = raw.get("capacity")
    party = capacity.get("party") if isinstance(capacity, dict) else None
    if isinstance(party, str) and party not in parties:
        yield unknown_party(party, parties, places.value(("capacity", "party")))
    for field, role, known in wanted:
        for at, entry in _entries(raw, field):
            name = entry.get(role)
            if isinstance(name, str) and name not in known:
                yield unknown_party(name, known, places.value((*at, role)))


def _business_time(raw: dict[str, Any], places: Places) -> Iterator[SlaError]:
    for at, entry in _entries(raw, "commitments"):
        measure = entry.get("measure")
        limit = measure.get("limit") if isinstance(measure, dict) else None
        places_of_time: list[Path] = [(*at, "measure", "limit")] if _is_business(limit, parse_duration) else []
        places_of_time += [(*at, "target")] if _is_business(entry.get("target"), parse_target) else []
        for place in places_of_time:
            yield without_hours(str(entry.get("id")), places.value(place))


def _is_business(text: object, parse: Callable[[str], Duration | Target]) -> bool:
    try:
        return isinstance(text, str) and parse(text).business
    except Unreadable:
        return False  # the schema says so


def _entries(raw: dict[str, Any], field: str) -> Iterator[tuple[Path, dict[str, Any]]]:
    """The entries of a list that are fields, with their places in the file."""
    entries = raw.get(field)
    for position, entry in enumerate(entries if isinstance(entries, list) else []):
        if isinstance(entry, dict):
            yield (field, position), entry


def unknown_party(name: str, known: list[str], where: Place) -> SlaError:
    """The fault of naming a party that the agreement does not have."""
    return SlaError(f'unknown party "{name}"', where=where, hint=did_you_mean(name, known), code=Fault.CONTRADICTION)


def without_hours(commitment_id: str, where: Place) -> SlaError:
    """The fault of counting business time where nobody says when business is."""
    return SlaError(
        f'"{commitment_id}" counts business time, but the agreement has no working hours',
        where=where,
        hint="add hours under coverage, for example hours: {mon-fri: 09:00-17:30}",
        code=Fault.WRONG_HOURS,
    )

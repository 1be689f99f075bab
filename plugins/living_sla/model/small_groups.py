"""Groups so small that a figure about them would speak about single people: withheld, also from subtraction."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from living_sla.model.attainment import Attainment
from living_sla.model.outcome import Counts

SMALLEST_GROUP = 5
"""A segment with fewer records in a period is withheld."""
TOO_SMALL = f"<{SMALLEST_GROUP}"
FOR_ANOTHER = "not shown"

_REASONS = {
    TOO_SMALL: f"fewer than {SMALLEST_GROUP} records",
    FOR_ANOTHER: "it would give a smaller group away",
}

Series = tuple[Attainment, ...]


def without_small_groups(segments: Mapping[str, Series]) -> dict[str, Series]:
    """The segments of a commitment, each with the same periods, without the figures of small groups.

    Of every period the groups below `SMALLEST_GROUP` records are withheld. The whole less the groups that are shown
    is what the withheld ones come to together; so there are at least two of them, of `SMALLEST_GROUP` records
    together, and where there are not, the next smallest group is withheld as well. The whole itself never is.
    """
    periods = zip(*segments.values(), strict=True)
    columns = [_one_period(dict(zip(segments, found, strict=True))) for found in periods]
    return {name: tuple(column[name] for column in columns) for name in segments}


def _one_period(found: Mapping[str, Attainment]) -> dict[str, Attainment]:
    sizes = {name: records(one) for name, one in found.items()}
    withheld = _withheld(sizes)
    return {
        name: _empty(one, TOO_SMALL if sizes[name] < SMALLEST_GROUP else FOR_ANOTHER)
        if name in withheld
        else _whole_of(one)
        for name, one in found.items()
    }


def _whole_of(found: Attainment) -> Attainment:
    """The figure without what each version of the terms came to, where one of those is too small to be told."""
    if any(0 < records(part) < SMALLEST_GROUP for part in found.parts):
        return replace(found, parts=())
    return found


def _withheld(sizes: Mapping[str, int]) -> Sequence[str]:
    smallest_first = sorted((name for name, size in sizes.items() if size), key=lambda name: (sizes[name], name))
    small = [name for name in smallest_first if sizes[name] < SMALLEST_GROUP]
    chosen = list(small)
    for name in smallest_first[len(small) :] if small else ():
        if len(chosen) > 1 and sum(sizes[name] for name in chosen) >= SMALLEST_GROUP:
            break
        chosen.append(name)
    return chosen


def records(found: Attainment) -> int:
    """How many records a figure speaks about."""
    return found.counts.matured + found.counts.pending


def _empty(found: Attainment, shown: str) -> Attainment:
    """Nothing of it but where it stands, and why there is no more."""
    return replace(
        found,
        value=None,
        counts=Counts(),
        lower=None,
        upper=None,
        status=None,
        room=None,
        pace=None,
        reason=_REASONS[shown],
        without_exceptions=None,
        misses=(),
        parts=(),
        withheld=shown,
    )

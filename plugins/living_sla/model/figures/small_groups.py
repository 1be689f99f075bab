"""Small groups: which segments a table shows, so that no figure, and no difference of figures, tells of a few records.

Rule and reasons: `docs/security.md`. A table is one period of one commitment, broken down by a column. Its groups are
the segments that it shows and the one into which the smallest are merged. Tables over the same records lie inside each
other or apart: those that would cross are not broken down. So everything that can be had by adding and subtracting is
made of what is left of each group when the groups of the tables inside are taken away; that is nothing, or enough.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

from msgspec import Struct, field
from msgspec.structs import replace

from living_sla.model.figures.extent import Extent, cross, volume, within
from living_sla.model.figures.outcome import OTHER

SMALLEST_GROUP = 5
"""A group with fewer records is not shown; a record counts, whatever it came to."""
IN_OTHER, NOT_SHOWN = f"in {OTHER}", "not shown"
"""What stands in place of a figure."""
WITHHELD = {IN_OTHER: "shown together with others", NOT_SHOWN: "only the whole is shown"}
"""Why it stands there; every segment of a table says the same."""


class TablePart(Struct, frozen=True):
    """What one version of the terms judges of a period that a change of terms has split."""

    extent: Extent
    sizes: Mapping[str, int]


class SegmentTable(Struct, frozen=True, eq=False):
    """One period of one commitment, and how many records it has of each segment."""

    order: tuple[int, int]
    """Of the commitment, and of no other: the first is broken down where two of them cross."""
    extent: Extent
    """Nothing, where the commitment is not broken down."""
    sizes: Mapping[str, int]
    parts: tuple[TablePart, ...] = ()
    """More than one, where the terms changed inside the period."""
    excepted: Extent = frozenset()
    """Which records an exception can bear on; nothing, where none leaves any out."""
    left_out: Mapping[str, int] = field(default_factory=dict)
    """By segment, the records that tell the figure from the one without exceptions."""
    left_out_of_all: int = 0


class Shown(Struct, frozen=True):
    """What may be shown of a table. The whole, its parts and its status always are."""

    by_segment: bool = False
    merged: tuple[str, ...] = ()
    """The segments that are shown together, in alphabetical order; every other is shown by itself."""
    by_version: bool = False
    """Whether each group may say what every part of the period came to."""
    without_exceptions: bool = True
    """Whether the whole may say what it would be without exceptions."""
    groups_without_exceptions: bool = False


def shown(tables: Sequence[SegmentTable]) -> list[Shown]:
    """What may be shown of each table, given all that is shown beside it."""
    answers = [Shown()] * len(tables)
    for of in _not_without_exceptions(tables):
        answers[of] = Shown(without_exceptions=False)
    for cluster in _clusters([(of, table.extent) for of, table in enumerate(tables)]):
        for of, merged in _broken_down([(of, tables[of]) for of in cluster]):
            answers[of] = replace(answers[of], by_segment=True, merged=merged)
        alone = len({tables[of].extent for of in cluster}) == 1
        splits = {tuple(part.extent for part in tables[of].parts) for of in cluster if tables[of].parts}
        for of in cluster:
            if alone and answers[of].by_segment:
                answers[of] = _details(tables[of], answers[of], one_split=len(splits) == 1)
    return answers


def is_enough(size: int) -> bool:
    """Whether a group of so many records may be shown; nobody is in one of none."""
    return size == 0 or size >= SMALLEST_GROUP


# ---------------------------------------------------------------- segments


class _Inside(Struct, frozen=True):
    """A table that is broken down and has no other around it as yet."""

    extent: Extent
    sizes: Mapping[str, int]
    merged: frozenset[str]


def _broken_down(cluster: Sequence[tuple[int, SegmentTable]]) -> Iterator[tuple[int, tuple[str, ...]]]:
    """Those that are broken down, each with the segments that it merges."""
    outermost: list[_Inside] = []
    known: dict[tuple[Extent, frozenset[tuple[str, int]]], frozenset[str] | None] = {}
    for of, table in _uncrossed(cluster):
        asked = (table.extent, frozenset(table.sizes.items()))
        if asked not in known:
            inside = [one for one in outermost if within(one.extent, table.extent)]
            known[asked] = found = _merged(table.sizes, inside)
            if found is not None:
                outermost = [one for one in outermost if one not in inside]
                outermost.append(_Inside(table.extent, table.sizes, found))
        merged = known[asked]
        if merged is not None:
            yield of, tuple(sorted(merged))


def _merged(sizes: Mapping[str, int], inside: Sequence[_Inside]) -> frozenset[str] | None:
    """The segments that are shown together; None where that leaves nothing to tell apart.

    What a table inside merges is merged here, too: otherwise what is shown of one segment would take apart what was
    merged there.
    """
    some = {name: size for name, size in sizes.items() if size}
    rest = {name: size - sum(one.sizes.get(name, 0) for one in inside) for name, size in some.items()}
    merged = {name for one in inside for name in one.merged if name in some}
    merged |= {name for name, size in some.items() if not (is_enough(size) and is_enough(rest[name]))}
    together, left = (sum(of[name] for name in merged) for of in (some, rest))
    for name in sorted(set(some) - merged, key=lambda name: (some[name], name)) if merged else ():
        if is_enough(together) and is_enough(left):
            break
        merged.add(name)
        together, left = together + some[name], left + rest[name]
    groups = len(some) - len(merged) + bool(merged)
    return frozenset(merged) if groups > 1 else None


def _details(table: SegmentTable, answer: Shown, *, one_split: bool) -> Shown:
    """With what its groups may say beside their figure, where no other table has some of the records only."""

    def enough_in(sizes: Mapping[str, int]) -> bool:
        alone = [size for name, size in sizes.items() if name not in answer.merged]
        return all(map(is_enough, [*alone, sum(sizes.get(name, 0) for name in answer.merged)]))

    return replace(
        answer,
        by_version=one_split and all(enough_in(part.sizes) for part in table.parts),
        groups_without_exceptions=answer.without_exceptions and enough_in(table.left_out),
    )


# ---------------------------------------------------------------- figures without exceptions


def _not_without_exceptions(tables: Sequence[SegmentTable]) -> Iterator[int]:
    """Which wholes may not say what they would be without exceptions: the difference is what these left out."""
    for cluster in _clusters([(of, table.excepted) for of, table in enumerate(tables) if table.left_out_of_all]):
        told: dict[Extent, int] = {}
        uncrossed = _uncrossed([(of, replace(tables[of], extent=tables[of].excepted)) for of in cluster])
        yield from set(cluster) - {of for of, _ in uncrossed}
        for of, table in uncrossed:
            size, inside = table.left_out_of_all, [one for one in told if within(one, table.extent)]
            if told.get(table.extent) == size:
                continue
            if not (is_enough(size) and is_enough(size - sum(told[one] for one in inside))):
                yield of
                continue
            told = {one: of_one for one, of_one in told.items() if one not in inside} | {table.extent: size}


# ---------------------------------------------------------------- what lies beside and inside what


def _uncrossed(cluster: Iterable[tuple[int, SegmentTable]]) -> list[tuple[int, SegmentTable]]:
    """The tables of the commitments that do not cross an earlier one, what lies inside others first."""
    by_commitment: dict[tuple[int, int], list[tuple[int, SegmentTable]]] = {}
    for of, table in cluster:
        by_commitment.setdefault(table.order, []).append((of, table))
    kept: list[tuple[int, SegmentTable]] = []
    extents: set[Extent] = set()
    for order in sorted(by_commitment):
        mine = by_commitment[order]
        if not any(cross(table.extent, known) for _, table in mine for known in extents - {table.extent}):
            kept += mine
            extents |= {table.extent for _, table in mine}
    return sorted(kept, key=lambda one: volume(one[1].extent))


def _clusters(extents: Iterable[tuple[int, Extent]]) -> list[list[int]]:
    """The tables that have an extent, by their numbers: those apart that cannot have a record in common."""
    numbered = [(of, extent) for of, extent in extents if extent]
    boxes = sorted(
        ((box.sides[0], box.population, of) for of, extent in numbered for box in extent), key=lambda one: one[0]
    )
    leads = {of: of for of, _ in numbered}

    def lead(of: int) -> int:
        while leads[of] != of:
            leads[of] = of = leads[leads[of]]
        return of

    reached: dict[object, tuple[int, int]] = {}
    for (low, high), population, of in boxes:
        until, before = reached.get(population, (low, of))
        if low < until:
            leads[lead(of)] = lead(before)
        reached[population] = (max(high, until), of)
    found: dict[int, list[int]] = {}
    for of, _ in numbered:
        found.setdefault(lead(of), []).append(of)
    return list(found.values())

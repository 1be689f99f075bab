"""How far a figure changed because other records came (mix), and how far because records came to something else.

A share, or an average, of all records is the average of what its segments came to, weighed by how many records each
has. So between two periods it changes in two ways: the weights move, or the segments do.

    change     = sum over segments of  w1 r1 - w0 r0
    behaviour  = sum over segments of  (w0 + w1) / 2 x (r1 - r0)
    mix        = sum over segments of  (w1 - w0) x ((r0 + r1) / 2 - (R0 + R1) / 2)

with `w` the part that a segment is of all records, `r` what it came to, and `R` what all came to, before (0) and now
(1). The weights add up to 1 on both sides, so `(R0 + R1) / 2` adds nothing to the sum; it makes the mix of one segment
say whether more records came where it is better than usual, or fewer. Of a segment that has records on one side only,
`r` is the same on both: all of its part is mix. Both periods are treated alike, and nothing is left over.

Source: E. M. Kitagawa, "Components of a Difference Between Two Rates", Journal of the American Statistical Association
50 (272), 1955, pages 1168 to 1194.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from fractions import Fraction

from msgspec import Struct

from living_sla.model.figures.attainment import Attainment
from living_sla.model.reviews.apart import why_apart

_HALF = Fraction(1, 2)


class SegmentChange(Struct, frozen=True):
    """What one segment, or several that are told together, add to the change of a figure."""

    segments: tuple[str, ...]
    """More than one: they are shown together in one of the periods, so they are told together."""
    weight_before: Fraction
    """Which part of all records it had: 0 to 1."""
    weight_now: Fraction
    before: Fraction | None
    """What its records came to; None where it had none."""
    now: Fraction | None
    mix: Fraction
    """How much of the change of the whole comes from how many of all records are in it."""
    behaviour: Fraction
    """How much comes from what its records came to."""

    @property
    def change(self) -> Fraction:
        """All that it adds."""
        return self.mix + self.behaviour


class Mix(Struct, frozen=True):
    """The change of a share or an average between two periods, by its causes; the parts add up to it exactly."""

    before: Fraction
    now: Fraction
    segments: tuple[SegmentChange, ...]
    """Those that add most, whichever way, come first."""

    @property
    def change(self) -> Fraction:
        """The whole change."""
        return self.now - self.before

    @property
    def mix(self) -> Fraction:
        """How much of it comes from other records."""
        return sum((part.mix for part in self.segments), Fraction())

    @property
    def behaviour(self) -> Fraction:
        """How much of it comes from records that came to something else."""
        return sum((part.behaviour for part in self.segments), Fraction())


def mix(
    before: Attainment, before_segments: Sequence[Attainment], now: Attainment, now_segments: Sequence[Attainment]
) -> Mix | None:
    """How far a share or an average changed by mix and how far by behaviour; None where nobody can tell.

    The segments are those that may be shown. Nothing is told where one period is not broken down, where what is counted
    changed in between, and of a figure that is not the average of its segments: a median, a percentile, a volume, most
    measures of one's own.

    Args:
        before: All records of the earlier period.
        before_segments: Its segments, those that are withheld as such, and the one of those that are shown together.
        now: All records of the later period.
        now_segments: Its segments.
    """
    groups = _groups(before_segments, now_segments)
    if groups is None or before.value is None or now.value is None or why_apart(before, now):
        return None
    sides = [_weighed(before, before_segments, groups), _weighed(now, now_segments, groups)]
    if sides[0] is None or sides[1] is None:
        return None
    middle = (before.value + now.value) / 2
    parts = [_part(*of, middle) for of in zip(groups, sides[0], sides[1], strict=True)]
    some = [part for part in parts if part.weight_before or part.weight_now]
    return Mix(before.value, now.value, tuple(sorted(some, key=lambda part: (-abs(part.change), part.segments))))


# ---------------------------------------------------------------- segments that can be told apart on both sides


def _groups(before: Sequence[Attainment], now: Sequence[Attainment]) -> list[tuple[str, ...]] | None:
    """The segments that are told apart in both periods, and as one those that are shown together in either.

    None where that leaves nothing to tell apart.
    """
    together = sorted({name for figure in (*before, *now) for name in figure.merged})
    names = {figure.segment for figure in (*before, *now) if _is_shown(figure) and not figure.merged}
    apart = sorted(name for name in names if name is not None and name not in together)
    groups = [*((name,) for name in apart), *([tuple(together)] if together else [])]
    return groups if len(groups) > 1 else None


def _is_shown(figure: Attainment) -> bool:
    return figure.segment is not None and not figure.withheld


def _of(group: tuple[str, ...], side: Iterable[Attainment]) -> list[Attainment]:
    """The figures of one side that make up a group."""
    return [figure for figure in side if _is_shown(figure) and set(figure.segments or ()) <= set(group)]


def _weighed(
    whole: Attainment, side: Sequence[Attainment], groups: Sequence[tuple[str, ...]]
) -> list[tuple[Fraction, Fraction | None]] | None:
    """The weight of each group, and what it came to; None where the whole is not the average of the groups.

    Of a share, matured records weigh; of an average, those that have a value, which are met.
    """
    counted = [[(figure.counts.matured, figure.value) for figure in _of(group, side)] for group in groups]
    if any(records and value is None for of in counted for records, value in of):
        return None
    sizes = [sum(records for records, _ in of) for of in counted]
    sums = [sum((records * (value or Fraction()) for records, value in of), Fraction()) for of in counted]
    in_all = sum(sizes)
    if not in_all or in_all != whole.counts.matured or sum(sums, Fraction()) / in_all != whole.value:
        return None
    return [(Fraction(size, in_all), total / size if size else None) for size, total in zip(sizes, sums, strict=True)]


def _part(
    group: tuple[str, ...],
    before: tuple[Fraction, Fraction | None],
    now: tuple[Fraction, Fraction | None],
    middle: Fraction,
) -> SegmentChange:
    (weight_before, was), (weight_now, came) = before, now
    first = was if was is not None else came
    second = came if came is not None else was
    if first is None or second is None:  # no records on either side
        return SegmentChange(group, weight_before, weight_now, was, came, Fraction(), Fraction())
    mixed = (weight_now - weight_before) * ((first + second) * _HALF - middle)
    behaved = (weight_before + weight_now) * _HALF * (second - first)
    return SegmentChange(group, weight_before, weight_now, was, came, mixed, behaved)

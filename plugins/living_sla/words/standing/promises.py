"""What could be promised, in lines for a terminal: the bargaining curve of each commitment."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction
from math import ceil, floor

from living_sla.model.figures.pooled import PROMISED_OF, by_limit, kept_by_nine, settled
from living_sla.model.figures.standing import Standing
from living_sla.words.layout import aligned
from living_sla.words.numbers import plain_spaces
from living_sla.words.standing import durations as words
from living_sla.words.standing.figures import target, value

HEAD = "The highest target that nine of the last ten closed periods kept, by the terms of this folder all along:"


def promise_lines(standings: Sequence[Standing]) -> Iterator[str]:
    """A block a commitment: what is agreed, then a line a limit, or the target alone."""
    yield HEAD
    for part in standings:
        yield ""
        yield from map(plain_spaces, _block(part))


def _block(part: Standing) -> Iterator[str]:
    yield f"{part.agreement}/{part.id}  {part.title}: {target(part.commitment.target)} agreed"
    durations = part.durations
    rows = by_limit(durations) if durations is not None and part.commitment.measure.is_share else ()
    if rows and durations is not None:
        scale = durations.scale
        cells = [
            [
                f"within {words.length(edge, scale.unit, business=scale.business)}",
                f"at least {floor(share * 100)} %",
                "the agreed limit" if edge == scale.limit else "",
            ]
            for edge, share in rows
        ]
        yield from (f"  {line}" for line in aligned(cells))
        return
    kept = kept_by_nine(part)
    if kept is not None:
        yield f"  {part.commitment.target.direction} {_rounded(part, kept)}"
    else:
        yield f"  it takes {PROMISED_OF} closed periods to say this; there are {len(settled(part))}"


def _rounded(part: Standing, kept: Fraction) -> str:
    """The target so that it was kept: rounded to the side on which it asks for less."""
    newest = part.runs[-1].settled[-1]
    if newest.unit == "share":
        percents = floor(kept * 100) if part.commitment.target.direction == "at least" else ceil(kept * 100)
        return f"{percents} %"
    return value(newest, kept)

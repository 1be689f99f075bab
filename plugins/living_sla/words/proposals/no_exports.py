"""That there are no exports, and what is told instead, in one sentence."""

from __future__ import annotations

from collections.abc import Sequence

from living_sla.words.numbers import listed


def no_exports(sources: Sequence[str], used: Sequence[str], broken: Sequence[str]) -> str:
    """Which exports are missing, and which reviews tell instead; `broken` ones do not."""
    missing = f"no export of {listed(sources)} is here"
    told = f"what follows is of the periods that reviews hold ({listed(used)})" if used else "no review tells instead"
    if not broken:
        return f"{missing}; {told}"
    are = "is" if len(broken) == 1 else "are"
    return f"{missing}; {told}; {listed(broken)} {are} broken, or not on the main line, and not used"

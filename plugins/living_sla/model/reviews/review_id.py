"""What reviews are called: after their period, and after the number of the correction."""

from __future__ import annotations

import re
from functools import lru_cache

from msgspec import Struct

from living_sla.model.time.cadence import PeriodKind
from living_sla.model.time.period import Period, PeriodRule
from living_sla.unreadable import Unreadable

_NAME = re.compile(r"(?P<label>(?:FY)?[0-9]{4}(?:-(?:Q[1-4]|0[1-9]|1[0-2]))?)(?:\.(?P<number>[2-9]|[1-9][0-9]))?")
_EXAMPLES = "write a month, a quarter or a year: 2026-09, 2026-Q3, FY2027-Q1, 2026; a correction ends in .2, .3 …"


class ReviewId(Struct, frozen=True, order=True):
    """``2026-Q3`` is the first review of that quarter, ``2026-Q3.2`` the first that restates it."""

    label: str
    """Of the period."""
    number: int = 1

    def __str__(self) -> str:
        return self.label if self.number == 1 else f"{self.label}.{self.number}"

    @property
    def kind(self) -> PeriodKind:
        """What kind of period it is about."""
        _, _, part = self.label.partition("-")
        return "year" if not part else "quarter" if part.startswith("Q") else "month"

    def period(self, timezone: str, fiscal_start: int) -> Period:
        """Its period in a zone. Raises `Unreadable` where the site's years do not have it."""
        return _period(self.kind, timezone, fiscal_start, self.label)


@lru_cache(maxsize=1024)
def _period(kind: PeriodKind, timezone: str, fiscal_start: int, label: str) -> Period:
    # Pages order reviews by it: forty of them, some hundred times in a build.
    return PeriodRule(kind, timezone, fiscal_start).parse(label)


def review_id(text: str) -> ReviewId:
    """The name of a review. Raises `Unreadable` where no review can be called so."""
    found = _NAME.fullmatch(text)
    if found is None or (text.startswith("FY") and "-Q" not in text and "-" in text):
        meant = text.strip().upper()
        hint = f"did you mean {meant}?" if meant != text and is_review_id(meant) else _EXAMPLES
        raise Unreadable(f'"{text}" is not the name of a review', hint)
    return ReviewId(found["label"], int(found["number"] or 1))


def is_review_id(text: str) -> bool:
    """Whether a review can be called so."""
    try:
        review_id(text)
    except Unreadable:
        return False
    return True

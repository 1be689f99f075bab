"""Digits before the decimals, with or without marks between thousands, as part of a regular expression."""

from __future__ import annotations

import re

_THOUSANDS = {" ": "(?: |\u00a0|\u202f|\u2009)", "'": "(?:'|\u2019)"}
"""A space may be one that does not break, and an apostrophe a curly one."""
GROUPS = 5
"""Groups of three digits behind the first one: 18 digits fit into 64 bits."""

MINUS = "(?P<minus>-|\u2212)?"
"""A hyphen, or the sign that spreadsheets of northern Europe write."""


def whole_digits(most: int, thousands: str | None, plain: str, group: str) -> str:
    """Up to `most` digits in the group `plain`; or, with marks between thousands, in several named `group`."""
    whole = f"(?P<{plain}>[0-9]{{1,{most}}})"
    if thousands in (None, "none"):
        return whole
    mark = _THOUSANDS.get(thousands or "", re.escape(thousands or ""))
    further = ""
    for number in range(min(GROUPS, most // 3), 1, -1):
        further = f"(?:{mark}(?P<{group}{number}>[0-9]{{3}}){further})?"
    return f"(?:{whole}|(?P<{group}0>[0-9]{{1,3}}){mark}(?P<{group}1>[0-9]{{3}}){further})"

"""CSV that may be opened in a spreadsheet: no text in it becomes a formula there (OWASP ASVS 1.2.10)."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Sequence
from functools import lru_cache

FOR_SPREADSHEETS = "\ufeff"
"""What a file begins with that people open by a click: without it Excel reads UTF-8 as the code page of the machine.

What a program reads from a pipe begins without it.
"""

# What a spreadsheet takes for the start of a formula, full-width forms included, at the start of a cell. A text may
# hold several cells for a spreadsheet whose own separator is another: it splits there, and sees no quotes of ours.
_FORMULA = re.compile(r"(^|[;|\t\r\n])(?=[ \"\xa0\ufeff\u200b]*[=+\-@\uff1d\uff0b\uff0d\uff20])")
_EMPTY_STARTS = ("\t", "\r", "\n")


@lru_cache(maxsize=4096)  # names, units, statuses and targets come again and again
def defused(text: str) -> str:
    """`text` with an apostrophe before whatever a spreadsheet would take for a formula; any other text as it is."""
    marked = _FORMULA.sub(r"\1'", text)
    return f"'{marked}" if marked.startswith(_EMPTY_STARTS) else marked


def csv_text(header: Sequence[str], rows: Iterable[Sequence[object]]) -> str:
    """A table as CSV: commas, lines that end with LF, texts defused; None is empty, numbers are as Python spells them.

    For a file put `FOR_SPREADSHEETS` before it.
    """
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow([defused(name) for name in header])
    writer.writerows([defused(cell) if isinstance(cell, str) else cell for cell in row] for row in rows)
    return out.getvalue()

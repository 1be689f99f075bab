"""Lines that a merge left behind: nobody has decided yet which of two texts is meant."""

from __future__ import annotations

import re

from living_sla.agreements.markdown.code import without_code
from living_sla.errors import Fault, Place, SlaError

_SIDE = re.compile(r"^(?:<{7}|>{7})(?: [^\n]*)?$", re.MULTILINE)
_BETWEEN = re.compile(r"^={7}$", re.MULTILINE)


def refuse_conflict(text: str, *, path: str, markdown: bool = False) -> None:
    """Raise `SlaError` at the first line of a conflict; of Markdown, what stands as code is not looked at."""
    if not _SIDE.search(text) or not _BETWEEN.search(text):
        return
    found = _SIDE.search(without_code(text) if markdown else text)
    if found is not None:
        where = Place(path, text.count("\n", 0, found.start()) + 1)
        hint = "decide for one of the two texts, and remove the lines <<<<<<<, ======= and >>>>>>>"
        raise SlaError(
            "a merge left a conflict that nobody resolved", where=where, hint=hint, code=Fault.MERGE_CONFLICT
        )

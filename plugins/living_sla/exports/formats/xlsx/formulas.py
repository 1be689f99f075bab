"""Formulas whose stored value is not what a person sees: never computed, or different whenever they are."""

from __future__ import annotations

import re

from living_sla.exports.formats.xlsx.references import Range

_STRING = re.compile(r'"(?:[^"]|"")*"')
_CHANGES = re.compile(r"(?<![A-Z0-9_.])(?:_xlfn\.)?(?:NOW|TODAY|RAND|RANDBETWEEN|RANDARRAY)\s*\(", re.IGNORECASE)
_ELSEWHERE = re.compile(
    r"\[[0-9]+\][^\[\]()'\",;]*!|'\[[0-9]+\][^']*'!"
    r"|(?<![A-Z0-9_.])(?:_xlfn\.)?(?:WEBSERVICE|RTD|STOCKHISTORY|CUBE[A-Z]+)\s*\(|[A-Z0-9]+\|[^!]+![^ ]",
    re.IGNORECASE,
)


def doubt_about(formula: str) -> str:
    """``changes`` or ``elsewhere``: why nobody can rely on the value of the formula; empty where there is no doubt."""
    bare = _STRING.sub('""', formula)
    return "changes" if _CHANGES.search(bare) else "elsewhere" if _ELSEWHERE.search(bare) else ""


class Formulas:
    """The formulas of one sheet that cover more than their own cell."""

    def __init__(self) -> None:
        self._shared: dict[str, str] = {}
        self._arrays: list[Range] = []

    def doubt(self, given: dict[str, str], formula: str) -> str:
        """See `doubt_about`, of a formula element; one that is shared is written out in its first cell only."""
        kind = given.get("t", "normal")
        if kind == "shared" and not formula:
            return self._shared.get(given.get("si", ""), "")
        doubt = doubt_about(formula)
        if kind == "shared":
            self._shared[given.get("si", "")] = doubt
        elif kind in ("array", "dataTable") and "ref" in given:
            self._arrays.append(Range.of(given["ref"]))
        return doubt

    def columns_in(self, row: int) -> list[int]:
        """The columns of that row that belong to an array or a table of data; each of their cells has a value."""
        if not self._arrays:
            return []
        self._arrays = [array for array in self._arrays if array.last_row >= row]
        return [at for array in self._arrays if array.first_row <= row for at in range(array.first, array.last + 1)]

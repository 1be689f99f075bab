"""Whether an export rather has a row a call or a task than a row a lead."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from living_sla.model.counted import counted
from living_sla.scaffold.header import quoted

if TYPE_CHECKING:
    from living_sla.scaffold.guess import Looked

_OF_A_LEAD = re.compile(
    r"(?:associated[\s_-]*)?(?:lead|who|contact|prospect|person)[\s_-]*(?:record[\s_-]*)?ids?", re.IGNORECASE
)
_OFTEN = 0.9
"""The share of different cells from which a column rather names each lead once: lists have some leads twice."""


def looks_like_events(looked: Looked) -> str:
    """Why the rows are rather events of leads than leads; empty where nothing says so. No cell is told."""
    for column in looked.guessed.columns.values():
        if _OF_A_LEAD.fullmatch(column.header.strip()) and len(column.texts) < _OFTEN * column.filled:
            rows = counted(column.filled, "row")
            return (
                f"{quoted(column.header)} has {len(column.texts):,} different cells in {rows}: "
                "this looks like a file of calls or tasks, and figures count its rows as leads"
            )
    return ""

"""The text of a new agreement's file around its commitments, and the schema by which editors check it."""

from __future__ import annotations

import textwrap
from datetime import date, timedelta
from pathlib import Path

from living_sla.agreements.schema.json_schema import AGREEMENT_SCHEMA, MODELINE, agreement_schema, schema_text
from living_sla.files import is_there
from living_sla.scaffold.header import quoted
from living_sla.scaffold.patterns.sides import Sides
from living_sla.scaffold.written import write_new

_SUMMARY = "Marketing hands over leads that Sales can work, and Sales answers each of them in time."
_BODY = """\

## Why we agreed

Write here, in your own words, why both teams want this. Everything that binds stands above.
"""


def agreement_text(
    id: str, title: str, sides: Sides, items: str, *, today: date, more: str = "", body: str = _BODY
) -> str:
    """The text of an agreement's file; `items` are its commitments, `more` are fields below them."""
    effective = (today.replace(day=1) + timedelta(days=32)).replace(day=1)
    return f"""\
---
{MODELINE}
id: {id}
title: {quoted(title)}
summary: {_SUMMARY}  # decide: in your own words
effective: {effective}  # decide: the first day from which it counts
notice: 30 days
review: {{every: quarter}}

{sides.text}
commitments:
{textwrap.indent(items, "  ")}
{more}contingency:
  - {{when: 1 missed, do: "Both contacts meet within five working days, and name one cause and one change."}}
cancellation: Either party, in writing, with the notice above.
---
{body}"""


def write_with_schema(path: Path, root: Path, content: bytes) -> None:
    """Write a new agreement, and ``agreement.schema.json`` at the top of a project that has none yet.

    Raises as `write_new`.
    """
    write_new(path, root, content)
    if not is_there(root / AGREEMENT_SCHEMA, root):
        write_new(root / AGREEMENT_SCHEMA, root, schema_text(agreement_schema()).encode("utf-8"))

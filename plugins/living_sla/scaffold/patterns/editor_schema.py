"""The schema by which editors check and complete an agreement, where its first line leads them to it."""

from __future__ import annotations

from pathlib import Path

from living_sla.agreements.schema.json_schema import AGREEMENT_SCHEMA, agreement_schema, schema_text
from living_sla.files import is_there
from living_sla.scaffold.written import write_new


def write_with_schema(path: Path, root: Path, content: bytes) -> None:
    """Write a new agreement, and ``agreement.schema.json`` at the top of a project that has none yet.

    Raises as `write_new`.
    """
    write_new(path, root, content)
    if not is_there(root / AGREEMENT_SCHEMA, root):
        write_new(root / AGREEMENT_SCHEMA, root, schema_text(agreement_schema()).encode("utf-8"))

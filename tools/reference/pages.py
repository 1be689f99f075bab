"""Which pages of the documentation are written from the code, and by which module."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from tools.reference import commands, documents, faults, fields, macros, measures, patterns, rules, settings

FOLDER = Path(__file__).parents[2] / "docs" / "reference"
PAGES: dict[str, Callable[[], str]] = {
    "commands.md": commands.text,
    "documents.md": documents.text,
    "faults.md": faults.text,
    "fields.md": fields.text,
    "macros.md": macros.text,
    "measures.md": measures.text,
    "patterns.md": patterns.text,
    "rules.md": rules.text,
    "settings.md": settings.text,
}

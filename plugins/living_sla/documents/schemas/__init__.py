"""The JSON Schemas of the documents for machines; they are files, so that programs can take them as they are."""

from __future__ import annotations

from importlib.resources import files

DOCUMENTS = ("attainment", "history", "changes", "changelog", "verify", "doctor", "goals", "snapshot", "proposal")
"""Named as in the `schema` of a document: ``sla-history/1`` is `history`."""


def document_schema(name: str) -> str:
    """The JSON Schema (draft 2020-12) of a document, as text."""
    return files(__name__).joinpath(f"{name}.schema.json").read_text(encoding="utf-8")

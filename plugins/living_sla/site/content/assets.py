"""Our style sheet and our script: one file a room, joined into one that pages load."""

from __future__ import annotations

from importlib.resources import files as resources

_FIRST = "base"


def joined(kind: str) -> str:
    """All files of ``css`` or ``js``: `base` first, the others by name."""
    found = [file for file in (resources("living_sla.site") / "assets" / kind).iterdir() if file.name.endswith(kind)]
    found.sort(key=lambda file: (file.name != f"{_FIRST}.{kind}", file.name))
    return "\n".join(file.read_text("utf-8") for file in found)

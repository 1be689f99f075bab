"""Our style sheet and our script: one file a room, joined into one that pages load."""

from __future__ import annotations

from importlib.resources import files as resources

_FIRST = "base"
# A script that begins with a bracket would be taken for arguments of the one above it.
_BETWEEN = {"css": "\n", "js": "\n;\n"}


def joined(kind: str) -> str:
    """All files of ``css`` or ``js``: `base` first, the others by name."""
    found = [file for file in (resources("living_sla.site") / "assets" / kind).iterdir() if file.name.endswith(kind)]
    found.sort(key=lambda file: (file.name != f"{_FIRST}.{kind}", file.name))
    return _BETWEEN[kind].join(file.read_text("utf-8") for file in found)

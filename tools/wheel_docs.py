"""The pages of the documentation go into the wheel, for `sla docs`; pictures and drawings stay in the repository.

An editable installation reads them where they are.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

_INTO = "living_sla/handbook/docs"
"""Where `living_sla/handbook/pages.py` looks for them."""


class PagesInTheWheel(BuildHookInterface[Any]):
    """What hatchling asks before it builds."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Add each page, and `mkdocs.yml`, whose navigation has their groups."""
        if version == "editable":
            return
        root = Path(self.root)
        files = {page: page.relative_to(root / "docs") for page in sorted((root / "docs").rglob("*.md"))}
        del files[root / "docs" / "index.md"]  # Home of the site, which explains nothing
        files[root / "mkdocs.yml"] = Path("mkdocs.yml")
        for file, inside in files.items():
            build_data["force_include"][str(file)] = f"{_INTO}/{inside.as_posix()}"

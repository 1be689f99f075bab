"""The agreement that the README shows, as a project of its own over the exports of the demonstration."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]


def shown_agreement() -> str:
    """The first block of Markdown in the README."""
    found = re.search(r"^```markdown\n(.*?)^```$", (ROOT / "README.md").read_text("utf-8"), re.MULTILINE | re.DOTALL)
    assert found
    return found[1]


def write_shown_project(root: Path) -> Path:
    """A project whose one agreement is that of the README; returns its folder."""
    for folder in ("agreements", "docs"):
        (root / folder).mkdir(parents=True)
    (root / "agreements" / "lead-handoff.md").write_text(shown_agreement(), encoding="utf-8")
    shutil.copytree(ROOT / "data", root / "data")
    shutil.copy(ROOT / "docs" / "index.md", root / "docs")
    settings = (ROOT / "mkdocs.yml").read_text("utf-8")
    kept = re.sub(r"(?ms)^  - Start:.*", "", settings)
    (root / "mkdocs.yml").write_text(kept, encoding="utf-8")
    return root

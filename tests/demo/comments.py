"""The comment that each branch of the demonstration produces, as text that is the same on every run.

``python -m tests.demo.comments`` writes the golden files anew; read them before they are committed.
"""

from __future__ import annotations

import re
import tempfile
from datetime import UTC, datetime
from pathlib import Path

from living_sla.demonstration.checkout import write_demo
from living_sla.documents.proposals.comment import comment
from living_sla.proposals.proposal import proposal_of
from tests.demo.reading_git import git

GOLDEN = Path(__file__).parent / "golden" / "comments"
NOW = datetime(2026, 10, 22, 9, tzinfo=UTC)
BRANCHES = (
    "loosen-while-at-risk",
    "tighten-first-contact",
    "rename-only",
    "redefine-mql",
    "after-the-fact-exception",
    "retroactive",
    "one-sided",
    "typo",
)


def commented(project: Path, branch: str) -> str:
    """The comment on a branch of a copy of the demonstration, which it leaves checked out; ids and release are dots."""
    git(project, "switch", "--quiet", branch)
    text = comment(proposal_of(project, "main", now=NOW, cache=False))
    text = re.sub(r"Living SLA [0-9]\S*", "Living SLA ·", text)
    return re.sub(r"\b[0-9a-f]{40}\b|\b[0-9a-f]{12}\b", lambda found: "·" * len(found[0]), text)


if __name__ == "__main__":
    GOLDEN.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory() as temporary:
        folder = write_demo(Path(temporary) / "northwind").folder
        for name in BRANCHES:
            (GOLDEN / f"{name}.md").write_text(commented(folder, name), encoding="utf-8")

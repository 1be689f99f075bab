"""Small projects in which a branch proposes other terms."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

from living_sla.model.proposals.proposal import Proposal
from living_sla.proposals.proposal import proposal_of
from tests.factories.git_folders import GitFolder
from tests.reviews.frozen_projects import AGREEMENT, EXPORT, PATH, SOURCES

NOW = datetime(2026, 10, 20, 9, tzinfo=UTC)
HEADER = "Id,Name,Phone,Owner,Qualified,Contacted\n"
ANSWERED_AFTER = (1, 3, 3, 3)
"""Hours, of the four leads of each month."""
ROWS = "".join(
    f"L{month}{day:02},,,,2026-{month:02}-{day:02} 10:00,2026-{month:02}-{day:02} {10 + hours}:00\n"
    for month in range(2, 11)
    for day, hours in zip((2, 5, 12, 16), ANSWERED_AFTER, strict=True)
    if (month, day) < (10, 15)
)
"""On days that may be at a weekend; then the clock of four business hours has not begun when somebody answers."""


BEN = "Ben Okafor <ben.okafor@northwind.example>"
SIGNED = AGREEMENT
for _name in ("Ana Ruiz, email: ana.ruiz", "Ben Okafor, email: ben.okafor"):
    _contact = f"contact: {{name: {_name}@northwind.example}}\n"
    SIGNED = SIGNED.replace(_contact, f"{_contact}    signs: [{_name.rpartition(' ')[2]}@northwind.example]\n")
"""The same terms, which both parties have to sign."""


def project(root: Path, agreement: str = AGREEMENT) -> GitFolder:
    """A project on main, and a branch `proposal` checked out that has no commit of its own yet."""
    made = GitFolder.made(root, "--template=")
    made.commit({PATH: agreement, "data/sources.yml": SOURCES, EXPORT: HEADER + ROWS}, "Everything")
    made.git("switch", "--quiet", "--create", "proposal")
    return made


def edited(folder: GitFolder, *pairs: tuple[str, str]) -> None:
    """Replace texts of the agreement in the work tree, each of which is there."""
    path = folder.root / PATH
    text = path.read_text(encoding="utf-8")
    for old, new in pairs:
        assert old in text, old
        text = text.replace(old, new)
    path.write_text(text, encoding="utf-8")


def proposed(folder: GitFolder, base: str | None = None, now: datetime = NOW) -> Proposal:
    """What the folder proposes."""
    return proposal_of(folder.root, base, now=now, cache=False)

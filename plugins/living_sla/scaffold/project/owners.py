"""CODEOWNERS: whom a forge asks for approval of a change of terms, reviews or what decides about them."""

from __future__ import annotations

from collections.abc import Iterator

from living_sla.model.forge import ForgeKind
from living_sla.scaffold.project.answers import Answers, TeamAnswer

PATHS = {ForgeKind.GITHUB: ".github/CODEOWNERS", ForgeKind.GITLAB: ".gitlab/CODEOWNERS"}
"""Where each forge looks for it."""
_OWNED = ("/agreements/", "/docs/reviews/", "/data/sources.yml", "/pyproject.toml", "/mkdocs.yml", "/requirements.txt")
_OWN = {ForgeKind.GITHUB: "/.github/", ForgeKind.GITLAB: "/.gitlab-ci.yml"}
_OF_ONE_LINE = (
    "# Who has to approve. Of a line, one owner's approval suffices: that both parties agree, the check Gate asks, or",
    "# a rule Required reviewers for each party. An address counts where it is that of an account with write access.",
)
_OF_SECTIONS = (
    "# Who has to approve: one owner of each section, so both parties. An address counts where it is that of an",
    "# account that may approve. GitLab asks for it in paid plans; the job gate asks for signatures in all.",
)
_DECIDE = "# decide: who signs for both teams? Put their addresses here, and take the # away"


def code_owners(answers: Answers) -> Iterator[tuple[str, str]]:
    """The path of the file and its text; nothing for a forge that has none."""
    if answers.forge not in PATHS:
        return
    teams = (answers.marketing, answers.sales)
    owned = (*_OWNED, _OWN[answers.forge])
    if answers.forge is ForgeKind.GITHUB:
        lines = [*_OF_ONE_LINE, *_lines(owned, *teams)]
    else:
        sections = ("[Marketing]", *_lines(owned, teams[0]), "", "[Sales]", *_lines(owned, teams[1]))
        lines = [*_OF_SECTIONS, *sections]
    yield PATHS[answers.forge], "\n".join(lines) + "\n"


def _lines(owned: tuple[str, ...], *teams: TeamAnswer) -> Iterator[str]:
    """A line a path; a comment where nobody said who that is, since a forge would wait for a stranger for ever."""
    is_open = any(team.is_placeholder for team in teams)
    if is_open:
        yield _DECIDE
    for path in owned:
        yield f"{'# ' if is_open else ''}{path} {' '.join(team.email for team in teams)}"

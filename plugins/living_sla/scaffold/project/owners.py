"""CODEOWNERS: whom a forge asks for approval of a change of terms, reviews or what decides about them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING

from living_sla.model.forge import ForgeKind
from living_sla.scaffold.project.answers import Answers

if TYPE_CHECKING:
    from living_sla.model.agreement.terms import Agreement

PATHS = {ForgeKind.GITHUB: ".github/CODEOWNERS", ForgeKind.GITLAB: ".gitlab/CODEOWNERS"}
"""Where each forge looks for it."""
Owners = Mapping[str, Mapping[str, Sequence[str]]]
"""By party, then by path, who has to approve: of a path the last line that fits counts, so the particular come last."""
_SHARED = ("agreements/", "docs/reviews/", "data/sources.yml", "pyproject.toml", "mkdocs.yml", "requirements.txt")
_AT_THE_TOP = {ForgeKind.GITHUB: "/.github/", ForgeKind.GITLAB: "/.gitlab-ci.yml"}
_HEADS = {
    ForgeKind.GITHUB: (
        "# Who has to approve. Of a line, one owner's approval suffices: that both parties agree, the check Gate asks,",
        "# or a rule Required reviewers for each. An address counts where it is that of an account that may write.",
    ),
    ForgeKind.GITLAB: (
        "# Who has to approve: one owner of each section, so both parties. An address counts where it is that of an",
        "# account that may approve. GitLab asks for it in paid plans; the job gate asks for signatures in all.",
    ),
}
_DECIDE = "# decide: who signs for both teams? Put their addresses here, and take the # away"


def code_owners(answers: Answers, agreements: Sequence[Agreement] = ()) -> Iterator[tuple[str, str]]:
    """The path of the file and its text; nothing for a forge that has none.

    Owners are the signatories of `agreements`, the contact of a party that has none; without agreements, who was named.
    """
    if answers.forge not in PATHS:
        return
    owners = _of_agreements(answers, agreements) if agreements else _of_answers(answers)
    lines = _together(owners) if answers.forge is ForgeKind.GITHUB else _in_sections(owners)
    if not agreements and (answers.marketing.is_placeholder or answers.sales.is_placeholder):
        # A forge would wait for a stranger for ever.
        lines = [_DECIDE, *(f"# {line}" if line else "" for line in lines)]
    yield PATHS[answers.forge], "\n".join([*_HEADS[answers.forge], *lines]) + "\n"


def _of_answers(answers: Answers) -> Owners:
    teams = {"Marketing": answers.marketing.email, "Sales": answers.sales.email}
    return {party: dict.fromkeys(_shared(answers), (email,)) for party, email in teams.items()}


def _of_agreements(answers: Answers, agreements: Sequence[Agreement]) -> Owners:
    signing = [
        (party.capitalize(), agreement.path, [email for email in of.signs or (of.contact.email,) if _is_one(email)])
        for agreement in agreements
        for party, of in agreement.terms.parties.items()
    ]
    owners: dict[str, dict[str, Sequence[str]]] = {}
    for name in dict.fromkeys(party for party, _, _ in signing):
        every = tuple(dict.fromkeys(email for party, _, emails in signing if party == name for email in emails))
        owners[name] = dict.fromkeys(_shared(answers), every)
        # Forges read signs in a path in ways of their own; then the line of the folder counts.
        particular = {path: emails for party, path, emails in signing if party == name and _is_plain(path)}
        owners[name] |= {_placed(answers, path): emails for path, emails in particular.items()}
    return owners


def _is_one(email: str) -> bool:
    """Whether it is one word for every forge."""
    return re.fullmatch(r"[\w.%+=&-]+@[\w.-]+", email) is not None


def _is_plain(path: str) -> bool:
    return re.fullmatch(r"[\w./-]+", path, re.ASCII) is not None


def _shared(answers: Answers) -> list[str]:
    """Files that decide about every agreement."""
    top = [_AT_THE_TOP[answers.forge]] if answers.forge in _AT_THE_TOP else []
    return [*(_placed(answers, path) for path in _SHARED), *top]


def _placed(answers: Answers, path: str) -> str:
    return f"/{answers.folder}{path}".replace(" ", "\\ ")


def _together(owners: Owners) -> list[str]:
    paths = dict.fromkeys(path for of in owners.values() for path in of)
    every = {path: dict.fromkeys(email for of in owners.values() for email in of.get(path, ())) for path in paths}
    return [f"{path} {' '.join(emails)}" for path, emails in every.items()]


def _in_sections(owners: Owners) -> list[str]:
    lines: list[str] = []
    for party, of in owners.items():
        lines += ["", f"[{party}]", *(f"{path} {' '.join(emails)}" for path, emails in of.items())]
    return lines

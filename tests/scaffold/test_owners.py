"""CODEOWNERS of a new project: both parties, and nobody where nobody was named."""

from __future__ import annotations

import pytest
from msgspec.structs import replace

from living_sla.agreements.reader import parse_agreement
from living_sla.model.forge import ForgeKind
from living_sla.scaffold.project.owners import code_owners
from tests.proposals.proposing import SIGNED as TERMS
from tests.scaffold.test_init import ANSWERS

BOTH = (ANSWERS.marketing.email, ANSWERS.sales.email)


def rules(forge: ForgeKind, **said: object) -> list[str]:
    [(_, text)] = code_owners(replace(ANSWERS, forge=forge, **said))
    return [line for line in text.splitlines() if line and not line.startswith("#")]


def test_on_github_a_line_names_both_and_covers_what_decides():
    found = dict(line.split(maxsplit=1) for line in rules(ForgeKind.GITHUB))
    assert set(found.values()) == {" ".join(BOTH)}
    assert {"/agreements/", "/docs/reviews/", "/pyproject.toml", "/requirements.txt", "/.github/"} <= found.keys()


def test_on_gitlab_each_party_has_a_section_of_the_same_paths():
    marketing, sales = " ".join(rules(ForgeKind.GITLAB)).removeprefix("[Marketing] ").split(" [Sales] ")
    assert marketing.replace(BOTH[0], BOTH[1]) == sales
    assert "/.gitlab-ci.yml" in sales


@pytest.mark.parametrize("forge", [ForgeKind.GITHUB, ForgeKind.GITLAB])
def test_nobody_is_asked_where_nobody_was_named(forge):
    unknown = replace(ANSWERS.marketing, is_placeholder=True)
    assert not [line for line in rules(forge, marketing=unknown) if unknown.email in line]


SIGNED = parse_agreement(TERMS.encode(), path="agreements/lead-handoff.md")[0]


def test_of_agreements_that_are_there_the_signatories_own_the_files():
    for forge in (ForgeKind.GITHUB, ForgeKind.GITLAB):
        [(_, text)] = code_owners(replace(ANSWERS, forge=forge, folder="sub dir/"), [SIGNED])
        lines = [line for line in text.splitlines() if line.startswith("/sub\\ dir/agreements/lead-handoff.md ")]
        owners = [line.split()[2:] for line in lines]
        ana, ben = "ana.ruiz@northwind.example", "ben.okafor@northwind.example"
        assert owners == ([[ana, ben]] if forge is ForgeKind.GITHUB else [[ana], [ben]])


def test_a_path_that_forges_read_in_ways_of_their_own_has_no_line_of_its_own():
    odd = replace(SIGNED, path="agreements/#a [b]*.md")
    [(_, text)] = code_owners(replace(ANSWERS, forge=ForgeKind.GITHUB), [odd])
    assert "[b]" not in text
    assert "\n/agreements/ ana.ruiz@northwind.example ben.okafor@northwind.example\n" in text


def test_without_a_forge_there_is_none():
    assert list(code_owners(replace(ANSWERS, forge=None))) == []

"""Which pull request, and which token: from the environment or options of the same names, and nothing else passes."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from living_sla.errors import EnvironmentFault, Fault, SlaError
from living_sla.forges.address import read_web_address
from living_sla.forges.target import NAMES, PullRequest, option_of, read_target, read_token
from living_sla.model.forge import ForgeKind

GITHUB = {
    "GITHUB_TOKEN": "ghs_canary", "GITHUB_API_URL": "https://api.github.com",
    "GITHUB_REPOSITORY": "northwind/agreements", "GITHUB_REF": "refs/pull/7/merge",
}  # fmt: skip
GITLAB = {
    "GITLAB_TOKEN": "glpat-canary", "CI_API_V4_URL": "https://gitlab.com/api/v4", "CI_PROJECT_ID": "4711",
    "CI_MERGE_REQUEST_IID": "7",
}  # fmt: skip
ON_GITHUB = PullRequest(ForgeKind.GITHUB, read_web_address("https://api.github.com"), "northwind/agreements", 7)
ON_GITLAB = PullRequest(ForgeKind.GITLAB, read_web_address("https://gitlab.com/api/v4"), "4711", 7)
TARGETS = {ForgeKind.GITHUB: (GITHUB, ON_GITHUB), ForgeKind.GITLAB: (GITLAB, ON_GITLAB)}
EVERY_NAME = pytest.mark.parametrize(
    ("kind", "name"), [(kind, name) for kind, names in NAMES.items() for name in names], ids=str
)
BEHIND = (
    "\r\nX-Evil: 1", "\n", "\r", " y", "\x00y", "/../../x", "/./x", "?y=1", "#y", "%2fy", "%0d%0aX: y",
    "é", "７", "٧", "${{ github.token }}", "$(id)", "@evil.example", "//evil.example",
    "\\\\evil.example", ";x", ",x", "\u202e", "x" * 9_000,
)  # fmt: skip
"""What no value ends with."""
ALONE = (
    "",
    "..",
    ".",
    "/",
    "a/",
    "/a",
    "a/..",
    "../a",
    "a/b/c",
    "0",
    "-1",
    "1e3",
    "+7",
    " 7",
    "07",
    "0x7",
    "７",
    "7.0",
    "true",
)


@pytest.mark.parametrize("kind", NAMES)
def test_the_environment_of_a_job_names_a_pull_request(kind):
    variables, target = TARGETS[kind]
    assert read_target({}, variables) == target


@EVERY_NAME
def test_an_option_stands_in_place_of_its_variable(kind, name):
    variables, target = TARGETS[kind]
    assert read_target({name: variables[name]}, variables | {name: "nonsense\n"}) == target
    assert read_target({name: variables[name]}, {key: said for key, said in variables.items() if key != name}) == target


@EVERY_NAME
def test_what_is_missing_is_named(kind, name):
    variables, _ = TARGETS[kind]
    for absent in ({key: said for key, said in variables.items() if key != name}, variables | {name: ""}):
        with pytest.raises(EnvironmentFault, match=f"^SLA-F170 {name} is not set\n") as told:
            read_target({}, absent)
        assert told.value.code is Fault.NO_PULL_REQUEST


@EVERY_NAME
@pytest.mark.parametrize("text", BEHIND, ids=lambda text: ascii(text)[:30])
def test_nothing_slips_in_behind_a_value_and_none_is_quoted(kind, name, text):
    refuse(kind, name, TARGETS[kind][0][name] + text)


@EVERY_NAME
@pytest.mark.parametrize("text", [*ALONE, *BEHIND], ids=lambda text: ascii(text)[:30])
def test_a_value_that_is_not_what_a_forge_calls_it_is_refused(kind, name, text):
    refuse(kind, name, text)


def refuse(kind: ForgeKind, name: str, text: str) -> None:
    """See that a value is refused, wherever it comes from."""
    variables, _ = TARGETS[kind]
    for options, known, called in (
        ({}, variables | {name: text}, name),
        ({name: text}, variables, option_of(name)),
    ):
        with pytest.raises(SlaError) as told:
            read_target(options, known)
        assert told.value.code is Fault.NO_PULL_REQUEST
        assert told.value.exit_code == (2 if options else 3)
        assert told.value.message.startswith(called)
        assert len(text) < 9 or text not in str(told.value)


@pytest.mark.parametrize(
    "ref", ["refs/heads/main", "refs/tags/v1", "refs/pull/7", "refs/pull//merge", "refs/pull/7/merge/x",
            "refs/pull/x/merge", "main", "refs/heads/refs/pull/7/merge", "refs/pull/7/merge\n",
            "refs/pull/0/merge", "refs/pull/7/head/"],
)  # fmt: skip
def test_a_ref_that_is_no_pull_request_is_told_with_one_that_is(ref):
    with pytest.raises(EnvironmentFault) as told:
        read_target({}, GITHUB | {"GITHUB_REF": ref})
    assert str(told.value) == (
        "SLA-F170 GITHUB_REF: it is not the ref of a pull request\n  hint: for example GITHUB_REF=refs/pull/7/merge"
    )


def test_the_head_of_a_pull_request_names_it_too():
    assert read_target({}, GITHUB | {"GITHUB_REF": "refs/pull/7/head"}) == ON_GITHUB


def test_nothing_named_and_two_forges_named_are_told():
    for variables in ({}, {"GITHUB_TOKEN": "x"}, {"GITLAB_TOKEN": "x"}, {"GITHUB_API_URL": "https://api.github.com"}):
        with pytest.raises(EnvironmentFault, match="no pull request is named"):
            read_target({}, variables)
    with pytest.raises(EnvironmentFault, match="two forges are named"):
        read_target({}, GITHUB | GITLAB)
    with pytest.raises(EnvironmentFault, match="two forges are named"):
        read_target({name: GITHUB[name] for name in NAMES[ForgeKind.GITHUB]} | {"CI_PROJECT_ID": "1"}, {})


def test_of_two_forges_the_one_with_a_token_or_an_option_is_meant():
    assert read_target({}, {**GITHUB, **GITLAB, "GITLAB_TOKEN": ""}) == ON_GITHUB
    assert read_target({}, {**GITHUB, **GITLAB, "GITHUB_TOKEN": ""}) == ON_GITLAB
    assert read_target({"GITHUB_REF": "refs/pull/7/merge"}, GITHUB | GITLAB) == ON_GITHUB


@pytest.mark.parametrize("kind", NAMES)
def test_a_token_is_that_of_its_own_forge(kind):
    assert read_token(kind, GITHUB | GITLAB).in_header() == (
        "ghs_canary" if kind is ForgeKind.GITHUB else "glpat-canary"
    )
    with pytest.raises(EnvironmentFault, match="_TOKEN is not set"):
        read_token(kind, {})
    assert read_token(kind, {}, needed=False) is None


@given(st.text(max_size=40) | st.from_regex(r"(x{0,3}[/.\-_%\r\n ]{0,2}){1,4}"))
def test_a_repository_that_passes_is_two_plain_names(text):
    try:
        found = read_target({}, GITHUB | {"GITHUB_REPOSITORY": text}).repository
    except SlaError:
        return
    owner, name = found.split("/")
    assert found.isascii()
    assert found.isprintable()
    assert {owner, name}.isdisjoint({"", ".", ".."})
    assert not set(found) & set(" %?#\\&@:")

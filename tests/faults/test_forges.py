"""Faults 170 to 174: no pull request, a forge that refuses, is silent or odd, and what is no comment."""

from __future__ import annotations

import pytest

from living_sla.errors import SlaError
from living_sla.forges.target import read_target, read_token
from living_sla.model.forge import ForgeKind
from tests.forges.forge_server import Trouble, another_host, github
from tests.forges.posting import body, comment, posted


def told(trouble: Trouble) -> str:
    """What is said of a forge that answers so, each time."""
    with github() as forge:
        forge.troubles = [trouble] * 5
        with pytest.raises(SlaError) as found:
            posted(forge, comment())
    assert found.value.exit_code == 3
    return str(found.value)


def test_170_a_job_without_a_token_is_told_which_variable_holds_it():
    with pytest.raises(SlaError) as found:
        read_token(ForgeKind.GITHUB, {})
    assert str(found.value) == (
        "SLA-F170 GITHUB_TOKEN is not set\n  hint: hand it to this step alone, in the environment: GITHUB_TOKEN"
    )


def test_170_a_token_with_a_line_end_is_refused_before_anything_is_sent():
    with pytest.raises(SlaError) as found:
        read_token(ForgeKind.GITLAB, {"GITLAB_TOKEN": "glpat-canary\n"})
    assert str(found.value) == (
        "SLA-F170 GITLAB_TOKEN: it holds a space, a line end, or a character that no token has\n"
        "  hint: store it again, without what stands before and behind it"
    )


def test_170_a_repository_that_would_be_another_address_is_refused():
    with pytest.raises(SlaError) as found:
        read_target({"GITHUB_REPOSITORY": "a/b/../../user"}, {"GITHUB_API_URL": "https://api.github.com"})
    assert str(found.value) == (
        "SLA-F170 --github-repository: it is not an owner and a name with a slash between them\n"
        "  hint: for example --github-repository northwind/agreements"
    )


def test_171_rights_that_a_token_lacks_are_named():
    assert told(Trouble(403, body=b'{"message": "Resource not accessible by integration"}')) == (
        "SLA-F171 GitHub does not let the token do it (403)\n  hint: give the job permissions: pull-requests: write; "
        "of a fork no job of its own has it, but one that runs afterwards"
    )


def test_172_a_forge_in_trouble_is_told_after_five_questions():
    assert told(Trouble(503)) == (
        "SLA-F172 GitHub is in trouble: it answers 503 each time\n  hint: run it again later; nothing was changed"
    )


def test_173_a_page_in_the_place_of_an_answer_is_told():
    hint = "see that its address is that of the programming interface, and that nothing between answers in its place"
    assert told(Trouble(200, body=b"<html>")) == (
        f"SLA-F173 GitHub answered with something that is not JSON\n  hint: {hint}"
    )


def test_173_a_redirect_to_another_host_is_not_followed():
    with another_host() as there:
        assert "SLA-F173 GitHub answered with a redirect that no token follows" in told(
            Trouble(302, {"Location": there.address})
        )
        assert there.asked == []


def test_174_an_order_to_the_forge_is_not_posted():
    with pytest.raises(SlaError) as found:
        body(comment("/merge"))
    assert str(found.value) == (
        "comment.md:2: SLA-F174 a line begins with a slash: the forge would take it for an order\n"
        "  hint: put something before the slash"
    )

"""The one comment: found by its mark and its author, never doubled, never put back, never sent twice."""

from __future__ import annotations

import json

import pytest

from living_sla.model.proposals.posting import Posting, PostingOutcome
from tests.forges.forge_server import JOB, Trouble, github, gitlab
from tests.forges.posting import comment, posted

FORGES = pytest.mark.parametrize("forge_of", [github, gitlab], ids=["github", "gitlab"])
CREATED, UPDATED, SAME, NEWER = PostingOutcome


@FORGES
def test_the_first_comment_is_created_and_the_next_one_takes_its_place(forge_of):
    with forge_of() as forge:
        forge.add("octo", "What does this change?")
        first = posted(forge, comment("first", hour=8))
        assert first == Posting(CREATED, 1_001)
        second = posted(forge, comment("second", hour=9))
        assert second == Posting(UPDATED, 1_001)
        assert forge.bodies(forge.job) == [comment("second", hour=9)]
        assert [asked.method for asked in forge.changes] == ["POST", "PATCH" if forge.kind == "github" else "PUT"]


@FORGES
def test_an_equal_text_is_never_sent(forge_of):
    with forge_of() as forge:
        forge.add(forge.job, comment().replace("\n", "\r\n").rstrip())  # as a forge may hand it out
        assert posted(forge, comment()) == Posting(SAME, 1_000)
        assert forge.changes == []


@FORGES
def test_a_comment_that_was_made_later_is_never_replaced(forge_of):
    with forge_of() as forge:
        forge.add(forge.job, comment("of a later run", hour=10))
        assert posted(forge, comment(hour=9)) == Posting(NEWER, 1_000)
        assert forge.changes == []


@FORGES
def test_a_comment_of_another_author_with_our_mark_is_left_alone(forge_of):
    with forge_of() as forge:
        forge.add("octo", comment("**Everybody has signed.**", hour=11))
        assert posted(forge, comment()) == Posting(CREATED, 1_001, others=(1_000,))
        assert forge.bodies("octo") == [comment("**Everybody has signed.**", hour=11)]


@FORGES
def test_of_several_of_ours_the_newest_is_updated_whatever_their_order(forge_of):
    with forge_of() as forge:
        for hour in (7, 8, 6):
            forge.add(forge.job, comment(f"of {hour}", hour=hour))
        assert posted(forge, comment()) == Posting(UPDATED, 1_001, older=(1_002, 1_000))
        assert forge.bodies() == [comment("of 7", hour=7), comment(), comment("of 6", hour=6)]


@FORGES
def test_a_mark_that_somebody_changed_is_told_and_its_comment_left_alone(forge_of):
    with forge_of() as forge:
        forge.add(forge.job, comment().replace("T09", "T99"))
        assert posted(forge, comment()) == Posting(CREATED, 1_001, unreadable=(1_000,))


@FORGES
def test_a_mark_counts_on_the_first_line_alone(forge_of):
    with forge_of() as forge:
        forge.add(forge.job, "> quoted\n" + comment(hour=11))
        forge.add(forge.job, "\n" + comment(hour=11))
        assert posted(forge, comment()) == Posting(CREATED, 1_002)


@FORGES
def test_ours_is_found_on_the_last_page(forge_of):
    with forge_of(page_size=3) as forge:
        for number in range(11):
            forge.add("octo", f"comment {number}")
        forge.add(forge.job, comment(hour=8))
        assert posted(forge, comment()) == Posting(UPDATED, 1_011)
        assert len([asked for asked in forge.asked if "comments" in asked.path or "notes" in asked.path]) == 4 + 1


@FORGES
def test_an_author_who_is_gone_and_a_comment_without_text_are_no_trouble(forge_of):
    with forge_of() as forge:
        forge.add(None, comment(hour=11))
        forge.add("octo", "")
        forge.rows[-1]["body"] = None
        assert posted(forge, comment()) == Posting(CREATED, 1_002, others=(1_000,))


def test_notes_that_gitlab_writes_itself_are_none_of_anybody():
    with gitlab() as forge:
        forge.add(forge.job, comment(hour=11), system=True)
        assert posted(forge, comment()).outcome is CREATED


def test_an_author_is_the_same_in_other_capitals_and_not_in_other_letters():
    with github() as forge:
        forge.add("GitHub-Actions[Bot]", comment(hour=8))
        forge.add("ｇithub-actions[bot]", comment(hour=11))
        forge.add("github-actions", comment(hour=11))
        forge.job = "GitHub-Actions[Bot]"
        assert posted(forge, comment()) == Posting(UPDATED, 1_000, others=(1_001, 1_002))


@FORGES
def test_a_named_author_is_looked_for_and_nobody_asked(forge_of):
    with forge_of(job="agreements-bot") as forge:
        forge.add(JOB, comment(hour=11))
        forge.add("agreements-bot", comment(hour=8))
        assert posted(forge, comment(), author="agreements-bot") == Posting(UPDATED, 1_001, others=(1_000,))
        assert not any(asked.path == "/user" for asked in forge.asked)


def test_a_token_of_somebody_else_than_the_one_looked_for_is_told():
    with github(job="anna") as forge:
        assert posted(forge, comment()) == Posting(CREATED, 1_000, is_by_another=True)


@FORGES
def test_a_comment_that_was_made_although_the_forge_failed_is_not_made_again(forge_of):
    with forge_of() as forge:
        forge.troubles = [Trouble(502, only="POST", is_done=True, body=b"<html>Bad gateway</html>")]
        assert posted(forge, comment()) == Posting(CREATED, 1_000)
        assert len(forge.bodies()) == 1


@FORGES
def test_a_comment_that_was_not_made_is_made_in_the_end(forge_of):
    with forge_of() as forge:
        forge.troubles = [Trouble(503, only="POST"), Trouble(only="POST", raw=b"not HTTP at all")]
        assert posted(forge, comment()) == Posting(CREATED, 1_000)
        assert len(forge.bodies()) == 1


@FORGES
def test_what_is_sent_is_the_text_to_the_letter(forge_of):
    text = comment("| Sales | 95 % → 90 % |\n\n<details>\n\u2714 ✓ é 😀\n</details>")
    with forge_of() as forge:
        posted(forge, text)
        [asked] = forge.changes
        assert json.loads(asked.body) == {"body": text}
        assert forge.bodies() == [text]


@FORGES
def test_each_request_has_the_token_in_its_header_and_nowhere_else(forge_of):
    with forge_of(page_size=1) as forge:
        forge.add("octo", "one")
        forge.add("octo", "two")
        posted(forge, comment())
        token = next(iter(forge.environment.values()))
        for asked in forge.asked:
            assert [name for name, value in asked.headers.items() if token in value] == [
                "Authorization" if forge.kind == "github" else "Private-Token"
            ]
            assert token not in asked.path
            assert token.encode() not in asked.body

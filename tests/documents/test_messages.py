"""Messages for chats and mail: what comes from outside is text there, and nothing else."""

from __future__ import annotations

import json
import re
from html.parser import HTMLParser

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from living_sla.documents.messages import FORMATS, mrkdwn, slack, teams, text
from living_sla.pages.home.mail import mail
from living_sla.words.standing.message import Message, MessageLine, MessagePart

HOSTILE = [
    "<!channel> leads", "<!here|x>", "<@U123>", "@everyone", "@channel", "*bold* _it_ ~no~ `code`", "```", ":tada:",
    "<https://evil.example|click>", "[click](https://evil.example)", "https://evil.example", "&lt;!channel&gt;",
    "{{DATE(2026-01-01T00:00:00Z, SHORT)}}", "${secret}", "<at>Ana</at>", "<script>alert(1)</script>", '"><img src=x>',
    "# heading", "> quote", "a|b", "\u202eevil", "{{{{x}}}}",
]  # fmt: skip
TEXT = st.one_of(st.sampled_from(HOSTILE), st.text(alphabet="<>!@*_`~{}$[]()|&:#ab \"'", max_size=12))


def message(of: str) -> Message:
    return Message(
        f"{of} kept.",
        (of,),
        (MessagePart(of, (MessageLine(of, of, of), MessageLine("", of))),),
        of,
        "https://sla.example/",
    )


def texts(node) -> list[str]:
    """Every text of a payload that a chat shows."""
    if isinstance(node, dict):
        own = [node[key] for key in ("text", "summary", "fallbackText") if isinstance(node.get(key), str)]
        return own + [found for value in node.values() for found in texts(value)]
    return [found for value in node for found in texts(value)] if isinstance(node, list) else []


def kinds(node) -> set[str]:
    if isinstance(node, dict):
        own = {node["type"]} if "type" in node else set()
        return own.union(*(kinds(value) for value in node.values()))
    return set().union(*map(kinds, node)) if isinstance(node, list) else set()


@given(TEXT)
@settings(max_examples=60)
def test_slack_shows_text_as_it_is_and_its_notification_holds_no_markup(of):
    payload = json.loads(slack(message(of)))
    assert kinds(payload["blocks"]) <= {
        "header", "plain_text", "rich_text", "rich_text_section", "rich_text_list", "text", "link",
    }  # fmt: skip
    told = payload["text"]
    assert not re.search(r"<|>|&(?!(?:amp|lt|gt);)", told)
    assert not re.search(r"(?<!\u200b)[*_~`@#|]|[*_~`@#|](?!\u200b)", told)
    header = payload["blocks"][0]["text"]
    assert (header["type"], header["emoji"]) == ("plain_text", False)
    assert re.findall(r'"url": "([^"]*)"', slack(message(of))) == ["https://sla.example/"]
    assert of in " ".join(texts(payload["blocks"])) or not of.strip()


@given(TEXT)
@settings(max_examples=60)
def test_teams_has_runs_of_text_only_without_templates_and_mentions(of):
    payload = json.loads(teams(message(of)))
    [card] = [found["content"] for found in payload["attachments"]]
    assert kinds(card) <= {"AdaptiveCard", "RichTextBlock", "TextRun", "Action.OpenUrl"}
    assert "entities" not in card
    assert not any(re.search(r"\{\{|\$\{|</?at\b", found, re.IGNORECASE) for found in texts(payload))


class _Elements(HTMLParser):
    def __init__(self, html: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.feed(html)

    def handle_starttag(self, tag, attrs):
        self.tags.append((tag, dict(attrs)))


@given(TEXT)
@settings(max_examples=60)
def test_mail_is_tables_with_styles_and_whatever_is_said_adds_no_element(of):
    plain, hostile = (_Elements(mail(message(words))).tags for words in ("words", f"x{of}"))
    assert hostile == plain
    assert {tag for tag, _ in plain} == {
        "html", "head", "meta", "title", "body", "table", "tr", "td", "b", "br", "span", "a",
    }  # fmt: skip


def test_plain_text_has_the_subject_alone_on_its_first_line():
    made = Message(
        "Both commitments kept.",
        ("1 waits for data.",),
        (MessagePart("To do", (MessageLine("Ana", "sign", "late"),)),),
        "Data.",
    )
    assert text(made) == "Both commitments kept.\n\n1 waits for data.\n\nTo do\n- Ana: sign (late)\n\nData."


def test_a_long_subject_fits_a_header_of_slack():
    payload = json.loads(slack(replace(message("a"), subject="x" * 400)))
    assert len(payload["blocks"][0]["text"]["text"]) == 150


def test_what_slack_would_take_for_emphasis_is_kept_apart():
    assert mrkdwn("a < b & *c*") == "a &lt; b &amp; \u200b*\u200bc\u200b*\u200b"


@pytest.mark.parametrize("form", FORMATS)
def test_no_space_that_does_not_break_is_sent(form):
    assert "\u00a0" not in FORMATS[form](message("92.3\u00a0%"))

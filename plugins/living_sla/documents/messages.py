"""A message as what mail, Slack and Teams want. All that comes from outside stays text there: no mention, no markup.

Slack: blocks of rich text, whose texts are shown as they are; what a notification shows is its own kind of markup
(mrkdwn), in which `&`, `<` and `>` are escaped and marks of emphasis are kept from their neighbours. Teams: runs of
text of an Adaptive Card, which know no Markdown.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator, Mapping
from typing import Any

from living_sla.words.numbers import plain_spaces
from living_sla.words.standing.message import Message, MessageLine

_HEADER = 150
"""Letters that a header of Slack may have."""
_APART = "\u200b"
"""A space without width: between two braces, or a mark and its word, nothing is a template or emphasis any more."""


def text(message: Message) -> str:
    """Plain text, the subject alone on the first line; for a terminal and for the body of a mail."""
    blocks = [message.subject, " ".join(message.sentences)]
    for part in message.parts:
        blocks.append("\n".join([part.title, *(f"- {_joined(line)}" for line in part.lines)]))
    blocks.append("\n".join(filter(None, (message.foot, message.address))))
    return plain_spaces("\n\n".join(block for block in blocks if block))


def _joined(line: MessageLine) -> str:
    said = f"{line.about}: {line.text}" if line.about else line.text
    return f"{said} ({line.note})" if line.note else said


# ---------------------------------------------------------------- Slack


def slack(message: Message) -> str:
    """The JSON that an incoming webhook takes."""
    subject = plain_spaces(message.subject)
    subject = subject if len(subject) <= _HEADER else f"{subject[: _HEADER - 1]}…"
    header = {"type": "plain_text", "text": subject, "emoji": False}
    blocks: list[dict[str, Any]] = [{"type": "header", "text": header}]
    if message.sentences:
        blocks.append(_rich([_section([_run(" ".join(message.sentences))])]))
    for part in message.parts:
        lines = [_section(list(_runs(line, _run, {"bold": True}, {"italic": True}))) for line in part.lines]
        listed = {"type": "rich_text_list", "style": "bullet", "elements": lines}
        blocks.append(_rich([_section([_run(part.title, bold=True)]), listed]))
    foot = [_run(message.foot)]
    if message.address:
        foot += [_run(" "), {"type": "link", "url": message.address, "text": "Open the page"}]
    blocks.append(_rich([_section(foot)]))
    return _json({"text": mrkdwn(message.subject), "unfurl_links": False, "blocks": blocks})


def mrkdwn(text: str) -> str:
    """Text in which Slack finds no mention, no link and no emphasis."""
    escaped = text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    return re.sub(r"([*_~`@#|]|:(?=[\w+'-]+:))", rf"{_APART}\1{_APART}", plain_spaces(escaped))


def _rich(elements: list[dict[str, Any]]) -> dict[str, Any]:
    return {"type": "rich_text", "elements": elements}


def _section(elements: list[dict[str, Any]]) -> dict[str, Any]:
    return {"type": "rich_text_section", "elements": elements}


def _run(words: str, **style: object) -> dict[str, Any]:
    run: dict[str, Any] = {"type": "text", "text": plain_spaces(words)}
    return {**run, "style": style} if style else run


def _runs(
    line: MessageLine, run: Callable[..., dict[str, Any]], bold: Mapping[str, object], faint: Mapping[str, object]
) -> Iterator[dict[str, Any]]:
    """A line as runs of text, each made by `run`: what it is about in bold, a remark faint."""
    if line.about:
        yield run(line.about, **bold)
    yield run(f"{': ' * bool(line.about)}{line.text}")
    if line.note:
        yield run(f" ({line.note})", **faint)


# ---------------------------------------------------------------- Teams


def teams(message: Message) -> str:
    """The JSON that a workflow of Teams takes: an Adaptive Card in a message."""
    body = [_rich_block([_text_run(message.subject, weight="Bolder", size="Large")])]
    if message.sentences:
        body.append(_rich_block([_text_run(" ".join(message.sentences))]))
    for part in message.parts:
        body.append(_rich_block([_text_run(part.title, weight="Bolder")], separator=True, spacing="Medium"))
        lines = [list(_runs(line, _text_run, {"weight": "Bolder"}, {"isSubtle": True})) for line in part.lines]
        body += [_rich_block(line, spacing="Small") for line in lines]
    body.append(_rich_block([_text_run(message.foot, isSubtle=True)], separator=True, spacing="Medium"))
    card: dict[str, Any] = {
        "$schema": "http://adaptivecards.io/schemas/adaptive-card.json",
        "type": "AdaptiveCard",
        "version": "1.4",
        "fallbackText": _without_templates(message.subject),
        "body": body,
    }
    if message.address:
        card["actions"] = [{"type": "Action.OpenUrl", "title": "Open the page", "url": message.address}]
    attachment = {"contentType": "application/vnd.microsoft.card.adaptive", "contentUrl": None, "content": card}
    return _json({"type": "message", "summary": _without_templates(message.subject), "attachments": [attachment]})


def _rich_block(inlines: list[dict[str, Any]], **more: object) -> dict[str, Any]:
    return {"type": "RichTextBlock", "inlines": inlines, **more}


def _text_run(words: str, **more: object) -> dict[str, Any]:
    return {"type": "TextRun", "text": _without_templates(words), **more}


def _without_templates(words: str) -> str:
    """The text without what cards replace: ``{{DATE(...)}}``, ``${...}``, ``<at>...</at>``."""
    apart = re.sub(r"([{$])(?=\{)", rf"\1{_APART}", plain_spaces(words))
    return re.sub(r"<(?=/?at\b)", f"<{_APART}", apart, flags=re.IGNORECASE)


# ----------------------------------------------------------------


def _json(payload: dict[str, Any]) -> str:
    return json.dumps(payload, ensure_ascii=False, indent=2)


FORMATS: dict[str, Callable[[Message], str]] = {"text": text, "slack": slack, "teams": teams}
"""By the name that `sla digest --format` has for them; HTML is a page, and made where pages are."""

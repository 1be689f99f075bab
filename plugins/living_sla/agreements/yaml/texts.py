"""Texts of a front matter as they were typed: what would be run, what was cut off, what looks like something else."""

from __future__ import annotations

import re
from collections.abc import Iterator

from living_sla.agreements.yaml.characters import mixed_scripts
from living_sla.agreements.yaml.nodes import Mapping, Node, Scalar, Sequence, walk
from living_sla.errors import Fault, Notice, Place, SlaError, WarningName

_TEMPLATE = re.compile(r"\{[{%#]")


def check_texts(tree: Node, source: str, *, first_line: int) -> Iterator[SlaError | Notice]:
    """Findings about single texts and lists, in the order of the file; `source` is what `tree` was read from."""
    lines = source.split("\n")
    for _, node, key in walk(tree):
        for scalar in (key, node):
            if isinstance(scalar, Scalar) and scalar.text:
                yield from _template(scalar.text, scalar.where)
                yield from _script(scalar.text, scalar.where)
        if isinstance(node, Scalar):
            yield from _cut(node, lines, first_line)
        elif isinstance(node, Sequence):
            yield from _split(node)
        elif isinstance(node, Mapping):
            yield from _cut_number(node)


def _template(text: str, where: Place) -> Iterator[SlaError]:
    match = _TEMPLATE.search(text)
    if match:
        hint = "terms are words and numbers; calls of sla_... macros belong in the body"
        yield SlaError(f'template syntax "{match[0]}" in the terms', where=where, hint=hint, code=Fault.TEMPLATE_CODE)


def _script(text: str, where: Place) -> Iterator[Notice]:
    word = mixed_scripts(text)
    if word:
        hint = "retype it: a letter of another alphabet may look the same"
        yield Notice(WarningName.MIXED_SCRIPTS, f'"{word}" mixes letters of several alphabets', where, hint)


def _cut(scalar: Scalar, lines: list[str], first_line: int) -> Iterator[Notice]:
    """A plain text followed by one space and ``#``: probably a text with a ``#`` in it, read as a comment."""
    line, column = scalar.end
    if not scalar.plain or line - first_line >= len(lines):
        return
    rest = lines[line - first_line][column - 1 :]
    # Behind an empty value only `#word` is suspicious: "tags: # none yet" is how people write a comment.
    if rest.startswith(" #") and (scalar.text or re.match(r" #\S", rest)):
        where = Place(scalar.where.path, line, column + 1)
        hint = 'put the text in quotes to keep it; put two spaces before the "#" of a comment'
        yield Notice(WarningName.TEXT_CUT_BY_COMMENT, f'the text ends before "{shortened(rest.strip())}"', where, hint)


def _split(node: Sequence) -> Iterator[Notice]:
    """A phrase with a comma in brackets: its second half became an item of its own."""
    texts = [item for item in node.items if isinstance(item, Scalar) and item.plain and item.text]
    if not node.flow or len(texts) != len(node.items) or not texts or not _is_phrase(texts[0].text or ""):
        return
    for item in texts[1:]:
        text = item.text or ""
        if text[0].islower() and " " in text:
            hint = "put each item in quotes, or on a line of its own behind a -"
            message = f'"{shortened(text)}" became an item of its own, cut off at the comma'
            yield Notice(WarningName.LIST_ITEM_SPLIT, message, item.where, hint)


def _cut_number(node: Mapping) -> Iterator[SlaError]:
    """A number with a comma in braces: its last digits became a field of their own."""
    for key, value in node.entries:
        if isinstance(value, Scalar) and value.text is None and re.fullmatch(r"[0-9.]+%?", key.text or ""):
            hint = "write numbers without commas, for example 1000 or 0.95"
            message = f'a number that was cut off at its comma, before "{key.text}"'
            yield SlaError(message, where=key.where, hint=hint, code=Fault.AMBIGUOUS_NUMBER)


def _is_phrase(text: str) -> bool:
    return text[0].isupper() and " " in text


def shortened(text: str) -> str:
    """A text as messages quote it: no more than 40 letters."""
    return text if len(text) <= 40 else text[:39] + "…"

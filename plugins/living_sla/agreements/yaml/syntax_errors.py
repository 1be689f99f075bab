"""YAML's syntax errors, said for somebody who never heard of YAML."""

from __future__ import annotations

from typing import Any

from living_sla.errors import Fault, Place, SlaError

_QUOTE = 'put the whole text in quotes: title: "..."'


def in_plain_words(found: Any, text: str, *, path: str, first_line: int) -> SlaError:
    """What the C parser found (`yaml.MarkedYAMLError`), as a sentence, at the place where a writer should look."""
    message, hint, at_context = _said(found, text)
    mark = found.context_mark if at_context and found.context_mark else found.problem_mark
    line, column = mark.line, mark.column
    if line >= text.count("\n") + (not text.endswith("\n")):  # the end of the text: point at its last line
        line, column = max(text.rstrip("\n").count("\n"), 0), 0
    return SlaError(message, where=Place(path, first_line + line, column + 1), hint=hint, code=Fault.UNREADABLE_YAML)


def _said(found: Any, text: str) -> tuple[str, str, bool]:
    """Sentence, hint, and whether to point at where the part began (else at where it went wrong)."""
    problem, context = found.problem or "", found.context or ""
    mark = found.problem_mark
    lines = text.split("\n")
    rest = lines[mark.line][mark.column :] if mark.line < len(lines) else ""
    if problem.startswith("mapping values are not allowed"):
        before = lines[mark.line][: mark.column]
        if ":" in before:
            return "a colon inside a text", f"a colon followed by a space starts a field; {_QUOTE}", False
        hint = "start it in the column of the field above; if the line above is a field, it needs a colon and a space"
        return "a field in the middle of the text above it", hint, False
    if "quoted scalar" in context and ("end of stream" in problem or "document indicator" in problem):
        return "a quote that is never closed", 'end the text with the quote it begins with: "..."', True
    if problem == "found unknown escape character":
        return "a backslash inside double quotes", r"use single quotes, '...', or write it twice: \\", False
    if "any token" in problem:
        return f'a text that begins with "{rest[:1]}"', _QUOTE, False
    if "flow sequence" in context:
        return "a list whose [ is never closed, or that lacks a comma", "write [one, two]", True
    if "flow mapping" in context:
        return "braces that are never closed, or that lack a comma", "write {name: value, name: value}", True
    if context == "while scanning an alias" or context == "while scanning an anchor":
        return f'a text that begins with "{"*" if context.endswith("alias") else "&"}"', _QUOTE, True
    if problem == "could not find expected ':'":
        return "a line that is not a field", "write name: value, or indent the line to carry on the text above", True
    if problem.startswith("block sequence entries"):
        return "a list that begins on the line of its field", "put each - on a line of its own, below", False
    if "'-' indicator" in problem:
        return "a line that is neither an item of the list nor a field", "check its indentation", False
    if problem == "did not find expected key":
        if rest.startswith(":"):
            return "a value without the name of a field", "write a name before the :", False
        inner = "use quotes of the other kind around it, or double the ' inside"
        return "text after a closing quote, or a line indented differently from the fields above", inner, False
    if "document start" in problem:
        return "a line that is indented less than the first field", "start every field in the same column", False
    if "block scalar" in context:
        return "text behind > or |", "start the text on the next line, indented", False
    if "node content" in problem:
        return f'a "{rest[:1]}" with nothing before it', _QUOTE, False
    return f"this cannot be read ({problem})", _QUOTE, False

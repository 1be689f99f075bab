"""The texts that stand below members and fields in the code, which are no part of the compiled module."""

from __future__ import annotations

import ast
import inspect
import re
import textwrap
from collections.abc import Sequence
from itertools import pairwise


def below(owner: type) -> dict[str, str]:
    """The text below each name that the body of a class assigns; names without one are left out."""
    (found,) = ast.parse(_source(owner)).body
    assert isinstance(found, ast.ClassDef)
    return _below(found.body)


def below_constants(source: str) -> dict[str, str]:
    """The text below each constant of a module that is a text, by that text."""
    body = ast.parse(source).body
    values = {
        name: statement.value.value
        for statement in body
        if isinstance(statement, ast.Assign) and isinstance(statement.value, ast.Constant)
        for name in _assigned(statement)
        if isinstance(statement.value.value, str)
    }
    return {values[name]: told for name, told in _below(body).items() if name in values}


def _below(body: Sequence[ast.stmt]) -> dict[str, str]:
    return {
        name: inspect.cleandoc(after.value.value)
        for before, after in pairwise(body)
        if isinstance(after, ast.Expr) and isinstance(after.value, ast.Constant) and isinstance(after.value.value, str)
        for name in _assigned(before)
    }


def sections(owner: type) -> dict[str, str]:
    """The section of each name that the body of a class assigns: the last comment on a line of its own before it."""
    section, found = "", {}
    for line in _source(owner).splitlines():
        if comment := re.fullmatch(r"    # (.+)", line):
            section = comment[1]
        elif assigned := re.match(r"    (\w+)\s*(?::[^=]+)?=", line):
            found[assigned[1]] = section
    return found


def paragraphs(text: str) -> list[str]:
    """The paragraphs of a text, each as one line; lines that are indented further stay as they are."""
    parts = [part for part in re.split(r"\n\s*\n", inspect.cleandoc(text)) if part.strip()]
    return [part if re.search(r"^(?: {2,}|[-|] )", part, re.MULTILINE) else " ".join(part.split()) for part in parts]


def first_sentence(text: str) -> str:
    """The first paragraph of a text."""
    return next(iter(paragraphs(text)), "")


def _source(owner: type) -> str:
    return textwrap.dedent(inspect.getsource(owner))


def _assigned(statement: ast.stmt) -> list[str]:
    targets = statement.targets if isinstance(statement, ast.Assign) else []
    targets = [statement.target] if isinstance(statement, ast.AnnAssign) else targets
    return [target.id for target in targets if isinstance(target, ast.Name)]

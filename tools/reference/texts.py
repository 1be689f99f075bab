"""The texts that stand below members and fields in the code, which are no part of the compiled module."""

from __future__ import annotations

import ast
import inspect
import re
import textwrap
from itertools import pairwise
from types import ModuleType


def below(owner: type | ModuleType) -> dict[str, str]:
    """The text below each name that the body of a class or a module assigns; names without one are left out."""
    body = ast.parse(_source(owner)).body
    if isinstance(owner, type):
        (found,) = body
        assert isinstance(found, ast.ClassDef)
        body = found.body
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


def _source(owner: type | ModuleType) -> str:
    return textwrap.dedent(inspect.getsource(owner))


def _assigned(statement: ast.stmt) -> list[str]:
    targets = statement.targets if isinstance(statement, ast.Assign) else []
    targets = [statement.target] if isinstance(statement, ast.AnnAssign) else targets
    return [target.id for target in targets if isinstance(target, ast.Name)]

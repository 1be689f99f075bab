"""A message that sends somebody to a page says it in a way that works from the wheel, too."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from living_sla.handbook.pages import handbook_pages
from living_sla.handbook.topics import passages_of
from tests.factories.readme_project import ROOT

PACKAGE = ROOT / "plugins" / "living_sla"
TOPIC = re.compile(r"`sla docs ([^`]+)`")
OURS = re.compile(rf"\bdocs/(?:{'|'.join(re.escape(page.name) for page in handbook_pages())})\.md")
ON_THE_FORGE = "https://github.com/living-sla/living-sla/blob/main/"


def texts(path: Path) -> Iterator[str]:
    """What a file may say to somebody: of a module its texts, less its docstrings."""
    if path.suffix != ".py":
        yield path.read_text(encoding="utf-8")
        return
    tree = ast.parse(path.read_text(encoding="utf-8"))
    plain = {
        id(statement.value)
        for node in ast.walk(tree)
        for statement in ast.iter_child_nodes(node)
        if isinstance(statement, ast.Expr)
    }
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in plain:
            yield node.value


FILES = [
    path
    for path in sorted(PACKAGE.rglob("*"))
    if path.is_file() and path.suffix in {".py", ".html", ".yml", ".yaml", ".toml", ".md", ".js"}
]
SAID = {path.relative_to(PACKAGE).as_posix(): "\n".join(texts(path)) for path in FILES}


def test_somebody_is_sent_to_a_page():
    assert sum(len(TOPIC.findall(text)) for text in SAID.values()) >= 3


@pytest.mark.parametrize("name", [name for name, text in SAID.items() if TOPIC.search(text)])
def test_a_topic_that_a_message_names_is_one_page_or_one_part(name):
    for topic in TOPIC.findall(SAID[name]):
        assert topic.isupper() or len(passages_of(topic)) == 1, topic


@pytest.mark.parametrize("name", SAID)
def test_no_message_names_a_file_of_the_documentation(name):
    """Somebody who installed the wheel has none, or one of the own project that has nothing to do with it."""
    assert OURS.findall(SAID[name].replace(ON_THE_FORGE + "docs/", "")) == []

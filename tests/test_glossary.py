"""The glossary has the words that the code leans on, once each, and no word that nobody uses."""

from __future__ import annotations

import ast
import re
from collections import Counter
from pathlib import Path

import pytest

from living_sla.model.figures.attainment import Status
from living_sla.model.figures.outcome import Outcome
from living_sla.model.past.basis import Basis
from living_sla.model.past.signoff import TrustLevel
from tests.test_architecture import statements, tree_of

ROOT = Path(__file__).parent.parent
PAGE = (ROOT / "docs" / "glossary.md").read_text(encoding="utf-8")
ENTRIES = dict(re.findall(r"^\| ([a-z][a-z -]*) \| (.+) \|$", PAGE, re.MULTILINE))
CODE = sorted((ROOT / "plugins").rglob("*.py"))
LEANED_ON = 8
"""A class of `model/` that so many modules import is a word that a reader has to know."""
OF_THE_SCHEMA = {
    "Part",
    "Family",
    "Marks",
    "ColumnSpec",
    "ColumnIs",
    "AllOf",
    "AnyOf",
    "OneOf",
    "Not",
    "Test",
    "State",
    "Slug",
    "CoverageTerms",
    "Within",
}
"""How a condition or a field is built, explained where it stands."""


PLAIN = {"file", "fact"}


def leaned_on() -> list[str]:
    imported = Counter(
        name.name
        for path in CODE
        for node in statements(tree_of(path))
        if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("living_sla.model.")
        for name in node.names
    )
    return sorted(
        name for name, times in imported.items() if times >= LEANED_ON and name[0].isupper() and not name.isupper()
    )


def words_of(name: str) -> str:
    """The words of a class name: ``SignOff`` is "sign-off"."""
    return re.sub(r"(?<=[a-z])(?=[A-Z])", " ", name).lower().replace("sign off", "sign-off")


def test_words_that_many_modules_use_are_explained():
    missing = [name for name in leaned_on() if name not in OF_THE_SCHEMA and not known(words_of(name))]
    assert missing == []


def known(words: str) -> bool:
    """Whether the glossary has these words, or each of them, as in "version standing"."""
    return words in ENTRIES or all(word.removesuffix("s") in PLAIN | set(ENTRIES) for word in words.split())


@pytest.mark.parametrize(
    ("word", "values"),
    [("status", Status), ("basis", Basis), ("trust level", TrustLevel), ("outcome", Outcome)],
    ids=["status", "basis", "trust level", "outcome"],
)
def test_a_word_with_few_values_names_each_of_them(word, values):
    told = ENTRIES[word].replace("-", " ")
    assert [one.name for one in values if one.name.replace("_", " ").lower() not in told] == []


def test_every_word_is_used():
    pages = [path for path in (ROOT / "docs").rglob("*.md") if path.name != "glossary.md"]
    everything = " ".join(" ".join(path.read_text("utf-8").lower().split()) for path in [*pages, *CODE])
    assert [word for word in ENTRIES if word not in everything] == []

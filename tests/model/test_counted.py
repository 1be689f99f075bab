"""Singular and plural."""

import re
from pathlib import Path

import pytest

from living_sla.model.counted import counted

SOURCE = Path(__file__).parents[2] / "plugins" / "living_sla"


@pytest.mark.parametrize(
    ("count", "words", "said"),
    [
        (0, ("lead",), "0 leads"),
        (1, ("lead",), "1 lead"),
        (2, ("lead",), "2 leads"),
        (1_204, ("day",), "1,204 days"),
        (1, ("record is", "records are"), "1 record is"),
        (11, ("record is", "records are"), "11 records are"),
        (1, ("miss", "misses"), "1 miss"),
        (21, ("miss", "misses"), "21 misses"),
    ],
)
def test_a_noun_agrees_with_the_number_before_it(count, words, said):
    assert counted(count, *words) == said


def test_no_other_place_puts_an_s_behind_a_noun_that_a_number_stands_before():
    """``{count} record{'s' if count > 1 else ''}`` and its like."""
    by_hand = re.compile(r"""\}[^{}'"]*[a-z]\{['"]s?['"] ?(\*|if)""")
    found = [
        f"{path.name}:{number}"
        for path in SOURCE.rglob("*.py")
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1)
        if by_hand.search(line) and path.name not in ("lint.py", "configured.py")  # verbs behind names
    ]
    assert found == []

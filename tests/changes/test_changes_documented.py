"""The reference of changes in `docs/history.md` is the table of rules."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from living_sla.changes.rules import RULES
from living_sla.model.past.change import Direction

PAGE = Path(__file__).parents[2] / "docs" / "history.md"


def rows() -> Iterator[str]:
    """One row a rule and its mirror, in the order of the rules."""
    told: set[str] = set()
    for rule in RULES.values():
        mirror = RULES[rule.mirror]
        if rule.id not in told:
            told |= {rule.id, mirror.id}
            names = f"`{rule.id}`" if mirror is rule else f"`{rule.id}`, `{mirror.id}`"
            says = rule.tells if mirror is rule else f"{rule.tells}; {mirror.tells}"
            ways = {Direction.TIGHTENED: "tightens, eases", Direction.EASED: "eases, tightens"}
            yield f"| {names} | {says} | {ways.get(rule.direction, 'cannot tell')} |"


def test_the_page_lists_every_rule_as_the_code_has_it():
    page = PAGE.read_text(encoding="utf-8")
    listed = [line for line in page.splitlines() if line.startswith("| `")]
    assert listed == list(rows())

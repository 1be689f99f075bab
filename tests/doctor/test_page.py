"""The page for when something does not work names every line that `sla doctor` prints."""

from __future__ import annotations

import ast
from pathlib import Path

from living_sla.doctor.rounds import GROUPS
from living_sla.model.observation import note, ok, problem

ROOT = Path(__file__).parents[2]
DOCTOR = ROOT / "plugins" / "living_sla" / "doctor"
PAGE = (ROOT / "docs" / "how-to" / "when-something-does-not-work.md").read_text(encoding="utf-8")
MADE_BY = {made.__name__ for made in (ok, note, problem)}


def subjects() -> set[str]:
    """The first argument of whatever makes an observation, where it is written out."""
    modules = [DOCTOR / f"{name}.py" for names in GROUPS.values() for name in names]
    nodes = [node for file in modules for node in ast.walk(ast.parse(file.read_text("utf-8")))]
    return {
        node.args[0].value
        for node in nodes
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in MADE_BY
        if isinstance(node.args[0], ast.Constant)
    }


def test_every_line_is_named_on_the_page():
    found = subjects()
    assert len(found) > 20
    assert sorted(subject for subject in found if f"`{subject}`" not in PAGE) == []


def test_every_group_is_named_on_the_page():
    assert [group for group in GROUPS if group not in PAGE] == []

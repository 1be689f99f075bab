"""Every warning is explained where its name stands in the code, and something gives it."""

from __future__ import annotations

from pathlib import Path

import pytest
from tools.reference.texts import below, paragraphs

from living_sla.errors import WarningName

PACKAGE = Path(__file__).parents[2] / "plugins" / "living_sla"
TOLD = below(WarningName)
CODE = "\n".join(path.read_text(encoding="utf-8") for path in PACKAGE.rglob("*.py") if path.name != "warning_name.py")


@pytest.mark.parametrize("warning", WarningName)
def test_a_warning_says_what_it_tells_and_what_to_do(warning):
    """Below the member in `warning_name.py`; `make reference` makes the page of it."""
    assert len(paragraphs(TOLD.get(warning.name, ""))) == 2


@pytest.mark.parametrize("warning", WarningName)
def test_something_gives_each_warning(warning):
    assert f"WarningName.{warning.name}" in CODE

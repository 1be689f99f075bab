"""What the overview says first in every state: `python -m tests.pages.told` writes the golden file again.

Pictures of the same screens are in `tests/browser/golden/`; this text hangs on no font.
"""

from __future__ import annotations

from pathlib import Path

from tests.factories import page_states
from tests.pages import whole
from tests.pages.reading import Reading

GOLDEN = Path(__file__).parent / "golden"
TOLD = GOLDEN / "states.txt"


def told() -> str:
    """The first screen of each state, up to the terms."""
    parts = []
    for report in (page_states.every_state(), page_states.shallow()):
        for standing in report.agreements:
            text = Reading(whole.agreement(standing, report)).text.partition(" Terms ")[0]
            rows = text.replace(" Commitment Last period Running Outlook Trend ", "\n  ")
            parts.append(f"{standing.id}\n  {rows}\n")
    return "\n".join(parts)


if __name__ == "__main__":
    GOLDEN.mkdir(exist_ok=True)
    TOLD.write_text(told(), encoding="utf-8")

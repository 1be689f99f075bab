"""``python -m tools.release.changelog VERSION`` closes the changelog: what is unreleased becomes that release."""

from __future__ import annotations

import re
import sys
from datetime import UTC, date, datetime
from pathlib import Path

CHANGELOG = Path(__file__).parents[2] / "CHANGELOG.md"
_UNRELEASED = "## Unreleased\n"


def closed(text: str, version: str, day: date) -> str:
    """The changelog with a section for the version, below one for what comes next.

    Raises:
        ValueError: The version is not one, is there already, or there is nothing to release.
    """
    if not re.fullmatch(r"\d+\.\d+\.\d+", version):
        raise ValueError(f'"{version}" is not a version: 0.2.0')
    if f"\n## {version} " in text:
        raise ValueError(f"{version} is released already")
    before, found, after = text.partition(_UNRELEASED)
    if not found or not after.partition("\n## ")[0].strip():
        raise ValueError("nothing is unreleased")
    return f"{before}{_UNRELEASED}\n## {version} - {day}\n{after}"


if __name__ == "__main__":
    try:
        CHANGELOG.write_text(closed(CHANGELOG.read_text("utf-8"), sys.argv[1], datetime.now(UTC).date()), "utf-8")
    except (ValueError, IndexError) as problem:
        sys.exit(f"{problem}: make changelog VERSION=0.2.0")

"""The changelog is closed by a command, and nothing of it is lost."""

from __future__ import annotations

from datetime import date

import pytest
from tools.release.changelog import CHANGELOG, closed

DAY = date(2026, 11, 28)
TEXT = "# Changelog\n\n## Unreleased\n\n- One thing.\n\n## 0.1.0 - 2026-01-02\n\n- The first.\n"


def test_what_is_unreleased_becomes_the_section_of_the_version():
    assert closed(TEXT, "0.2.0", DAY) == (
        "# Changelog\n\n## Unreleased\n\n## 0.2.0 - 2026-11-28\n\n- One thing.\n\n"
        "## 0.1.0 - 2026-01-02\n\n- The first.\n"
    )


@pytest.mark.parametrize(
    ("version", "said"),
    [("0.1.0", "0.1.0 is released already"), ("v0.2.0", '"v0.2.0" is not a version: 0.2.0'), ("0.2", "not a version")],
)
def test_a_version_is_new_and_has_three_numbers(version, said):
    with pytest.raises(ValueError, match=said):
        closed(TEXT, version, DAY)


def test_nothing_is_released_twice():
    with pytest.raises(ValueError, match="nothing is unreleased"):
        closed(closed(TEXT, "0.2.0", DAY), "0.3.0", DAY)


def test_the_changelog_of_the_project_has_room_for_what_comes_next():
    assert CHANGELOG.read_text("utf-8").split("\n## ")[1].startswith("Unreleased\n")

"""F137: what a merge left behind is told as that, wherever it stands; and headers with characters that nobody sees."""

from __future__ import annotations

import pytest

from tests.faults.test_exports import ANN, HEADER, source_of, told

SIDES = ("<<<<<<< HEAD\n", "=======\n", ">>>>>>> exports of May\n")


@pytest.mark.parametrize("before", ["", HEADER, HEADER + ANN])
def test_f137_a_conflict_in_an_export_is_told_at_its_first_line(tmp_path, before):
    export = before + SIDES[0] + (HEADER if not before else "") + ANN + SIDES[1] + ANN + SIDES[2]
    assert told(tmp_path, export).startswith(
        f"data/exports/leads.csv:{before.count(chr(10)) + 1}: SLA-F137 a merge left a conflict that nobody resolved\n"
        "  hint: decide for one of the two exports, and put it here whole"
    )


@pytest.mark.parametrize(
    ("character", "name"),
    [
        ("\u00ad", "U+00AD SOFT HYPHEN"),
        ("\u200b", "U+200B ZERO WIDTH SPACE"),
        ("\u00a0", "U+00A0 NO-BREAK SPACE"),
        ("\u202f", "U+202F NARROW NO-BREAK SPACE"),
        ("\u2060", "U+2060 WORD JOINER"),
    ],
)
@pytest.mark.parametrize("place", ["Sco{}re", "Score{}", "{}Score"])
def test_f037_a_header_with_a_character_that_nobody_sees_is_told_with_it(tmp_path, character, name, place):
    message = told(tmp_path, HEADER.replace("Score", place.format(character)) + ANN, source_of())
    assert f"is called so, but for {name}, which nobody sees: remove it in the export" in message

"""Text of strangers: one rule for what a terminal, a page and a feed show of it."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from living_sla.agreements.yaml import characters
from living_sla.model.harmless import LONGEST, cannot_be_shown, harmless
from living_sla.model.harmless import harmless_bytes as of_bytes


@pytest.mark.parametrize("unseen", ["\u3164", "\ufe0f", "\u200b", "\u202e", "\x1b", "\ue000", "\ufdd0", "\U0001ffff"])
def test_what_nobody_sees_is_replaced_in_both_readings(unseen):
    assert harmless(f"a{unseen}b") == of_bytes(f"a{unseen}b".encode()) == "a�b"


@pytest.mark.parametrize("letter", ["\u0378", "é", "中", "🚚", "ש"])
def test_a_letter_is_a_letter_also_where_this_python_does_not_know_it(letter):
    assert harmless(letter) == of_bytes(letter.encode()) == letter


@given(st.text(st.characters(codec="utf-8"), max_size=400))
def test_both_readings_agree_on_one_line_without_anything_unseen(text):
    found = harmless(text)
    assert found == of_bytes(text.encode(), limit=LONGEST)
    assert "\n" not in found
    assert len(found) <= LONGEST
    assert not any(cannot_be_shown(letter) for letter in found)


def test_what_an_agreement_must_not_hold_is_never_shown():
    letters = map(chr, range(0x110000))
    assert [letter for letter in letters if characters._HIDDEN.match(letter) and not cannot_be_shown(letter)] == []

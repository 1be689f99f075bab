"""A front matter read in pieces says what it says when it is read at once, or nothing."""

from __future__ import annotations

from functools import lru_cache, partial

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from living_sla.agreements.pieces import in_pieces, read_field, read_piece
from living_sla.agreements.yaml.nodes import places_of, plain
from living_sla.agreements.yaml.strict_yaml import MAX_BYTES, parse
from living_sla.errors import SlaError

USUAL = """\
# who agrees
id: hand-off
title: "Hand-off: leads"
summary: >
  Two lines
  of words.

covers: [a, b]
parties:
  marketing:
    signs:
    - ana@northwind.example
  # a remark
  sales: {team: Sales}
commitments:
  - id: volume
    target: at least 5

  - id: contact
    measure:
      where: |
        - not an item
    target: at most 4 hours
needs:
- one
- {party: sales}
empty:
"""
LINES = [
    "a: 1", "b:", "b: ", "a: [1,", "2]", "]", "c: {d: 1,", "e: 2}", "}", "f: |", "f: |+", "f: >-", "f: |2", "g: 'x",
    "y'", 'g: "x', 'y"', "h", "h i", "- 1", "  - 1", "  - k: 1", "    l: 2", "  -", "-", "  - - 1", "    - 2",
    "  - |", "  m: 1", "  m", " ", "   ", "", "# r", "  # r", "---", "...", "- - -", "-x", "--", "%YAML 1.1", "? q",
    ": r", "<<: 1", "s: &t 1", "s: *t", "s: !t 1", "a: 1 # r", "a: b: c", "\ta: 1", "a:\t1", "  '- x", "  - 'x",
    "  - x'", "   n: 1", "null: 1", "é: 1", "'a': 1", "a: \u200b", "u:v",
]  # fmt: skip


def whole(front: str):
    """Values and places as the strict reader tells them; None where it refuses the text, or finds no fields."""
    try:
        tree = parse(front, path="f.md", first_line=2)
    except SlaError:
        return None
    fields = plain(tree)
    return (fields, dict(places_of(tree).values)) if isinstance(fields, dict) else None


def cut(front: str):
    """The same as it is told in pieces."""
    read = in_pieces(front, first_line=2)
    return None if read is None else (read.fields, dict(read.places("f.md")))


def test_a_usual_front_matter_is_read_in_pieces():
    assert cut(USUAL) is not None
    assert cut(USUAL) == whole(USUAL)


@settings(max_examples=500)
@given(st.lists(st.sampled_from(LINES), max_size=9), st.sampled_from(["\n", ""]))
@example(["a: 'x", "b: y'"], "\n")
@example(["b:", "  - 'x", "  - y'"], "\n")
@example(["b:", "    - 1", "  - 2"], "\n")
def test_what_is_read_in_pieces_is_what_is_read_at_once(lines, end):
    front = "\n".join(lines) + end
    assert cut(front) in (None, whole(front))


@pytest.mark.parametrize(("field", "item"), [("volume", 0), ("contact", 1)])
def test_an_item_that_changes_leaves_the_others_as_they_were(field, item):
    read = partial(read_field, read=lru_cache(read_piece))
    before, after = (in_pieces(text, first_line=2, read=read) for text in (USUAL, USUAL.replace(field, "other")))
    assert before is not None
    assert after is not None
    pairs = zip(before.fields["commitments"], after.fields["commitments"], strict=True)
    assert [position for position, (one, other) in enumerate(pairs) if one is not other] == [item]


def test_a_front_matter_that_is_too_long_is_not_read_in_pieces():
    long = "".join(f"field_{number}: {'x' * 100}\n" for number in range(MAX_BYTES // 100))
    assert cut(long) is None


@pytest.mark.parametrize(
    ("at", "line"), [((), 3), (("needs", 1), 27), (("commitments", 1, "target"), 24), (("commitments",), 17)]
)
def test_a_place_counts_from_the_top_of_the_file(at, line):
    read = in_pieces(USUAL, first_line=2)
    assert read is not None
    assert read.places("f.md")[at].line == line
    assert (*at, 9) not in read.places("f.md")

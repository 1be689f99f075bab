"""A page on a terminal: wrapped, with headings that stand out, and tables that fit."""

from __future__ import annotations

import pytest

from living_sla.handbook.pages import handbook_pages
from living_sla.handbook.terminal import WIDEST, laid_out


def shown(text: str, width: int = 40) -> str:
    return laid_out(text, width=width, bold=lambda words: f"<{words}>")


def test_paragraphs_are_wrapped_anew_and_headings_stand_out():
    text = "# A title\n\nSome words that\nstand on several short\nlines of a file, which is no reason.\n"
    assert shown(text) == "<A title>\n\nSome words that stand on several short\nlines of a file, which is no reason."


def test_a_row_is_its_first_cell_with_the_others_below():
    head = "| field | says | by default |\n| --- | --- | --- |\n"
    table = f"{head}| `key` | what names a record, in every row | none |\n| `a` | b | |\n"
    assert shown(table) == (
        "<`key`>\n    says: what names a record, in every\n    row\n    by default: none\n<`a`>\n    says: b"
    )


def test_a_table_of_two_columns_needs_no_heads():
    assert shown("| word | meaning |\n| --- | --- |\n| mql | a `\\|` b |\n") == "<mql>\n    a `|` b"


def test_links_lose_the_address_that_only_a_site_has():
    text = "See [the page](other.md#part) or [theirs](https://a.example/b), ![a drawing](x.svg)."
    assert shown(text, 90) == "See the page or theirs (https://a.example/b), (picture: a drawing)."


def test_code_stays_as_it_is():
    text = "Text.\n\n```yaml\na:\n  - **b** [c](d.md)  # a line that is longer than forty columns are\n```\n"
    assert shown(text) == "Text.\n\n    a:\n      - **b** [c](d.md)  # a line that is longer than forty columns are"


def test_items_and_definitions_keep_their_lines():
    text = "- one thing\n- another thing that is\n  longer than a line is wide\n\n`term`\n:   what it means\n"
    assert shown(text) == (
        "- one thing\n- another thing that is longer than a\n  line is wide\n\n<`term`>\n  - what it means"
    )


@pytest.mark.parametrize("page", handbook_pages(), ids=lambda page: page.name)
def test_every_page_fits_and_keeps_its_words(page):
    text = laid_out(page.text, width=300, bold=str)
    outside_code = [line for line in text.splitlines() if not line.startswith("    ")]
    long = [line for line in outside_code if len(line) > WIDEST and " " in line.strip()]
    assert [line for line in long if max(map(len, line.split())) < WIDEST // 2] == []
    assert "](" not in "".join(outside_code).replace("`", "")

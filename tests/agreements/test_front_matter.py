from __future__ import annotations

import pytest

from living_sla.agreements.front_matter import Split, split
from living_sla.errors import SlaError

BEGIN = "begin the file with a line ---, then the fields, then a line ---"


def refusal(text: str) -> str:
    with pytest.raises(SlaError) as found:
        split(text, path="a.md")
    return str(found.value)


def test_both_parts_keep_their_lines():
    assert split("---\na: 1\n---\n\n# T\n", path="a.md") == Split("a: 1\n", 2, "\n# T\n", 4)


def test_a_rule_in_the_body_belongs_to_the_body():
    assert split("---\na: 1\n---\nx\n\n---\n\ny", path="a.md").body == "x\n\n---\n\ny"


def test_nothing_between_the_lines_is_an_empty_front_matter():
    assert split("---\n---\nx", path="a.md") == Split("", 2, "x", 3)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", f"a.md:1: SLA-F021 the file is empty\n  hint: {BEGIN}"),
        (
            "# Title\n\ntext",
            f"a.md:1: SLA-F021 no front matter\n  hint: {BEGIN}",
        ),
        (
            "---\na: 1\n\ntext",
            "a.md:1: SLA-F002 the front matter is not closed\n  hint: write a line --- after the last field",
        ),
        (
            "  ---\n  a: 1\n  ---\n",
            "a.md:1: SLA-F002 the --- is indented\n  hint: write --- alone at the start of the line",
        ),
        (
            "\n\n---\na: 1\n---\n",
            "a.md:1: SLA-F002 empty lines above the front matter\n  hint: begin the file with the line ---",
        ),
        (
            "--- #x\na: 1\n---\n",
            'a.md:1: SLA-F002 the front matter opens with "--- #x"\n  hint: write --- alone at the start of the line',
        ),
        (
            "---\na: 1\n--- #x\ntext",
            'a.md:3: SLA-F002 a closing line "--- #x" that is more than ---\n  hint: write --- alone, unindented',
        ),
        (
            "—\na: 1\n—\n",
            'a.md:1: SLA-F002 the front matter opens with "—"\n  hint: write --- alone at the start of the line',
        ),
    ],
)  # fmt: skip
def test_a_front_matter_that_others_would_read_as_text_is_refused(text, said):
    assert refusal(text) == said

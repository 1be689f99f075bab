"""The reference pages are what the code says today: a verb, a macro, a field, a fault that is missing fails here."""

from __future__ import annotations

import re
from difflib import unified_diff
from itertools import islice

import pytest
from tools.reference.pages import FOLDER, PAGES


@pytest.mark.parametrize("name", PAGES)
def test_the_page_is_what_the_code_says(name):
    written = (FOLDER / name).read_text(encoding="utf-8") if (FOLDER / name).exists() else ""
    differing = unified_diff(written.splitlines(), PAGES[name]().splitlines(), "written", "the code", lineterm="", n=1)
    first = "\n".join(islice(differing, 20))
    assert not first, f"docs/reference/{name} is not what the code says: run `make reference`\n{first}"


def test_every_page_of_the_folder_is_written_from_the_code():
    assert sorted(path.name for path in FOLDER.iterdir()) == sorted(PAGES)


@pytest.mark.parametrize("name", PAGES)
def test_an_anchor_stands_for_one_heading(name):
    """`sla docs` and links from messages go by them."""
    anchors = re.findall(r"\{ #(\S+) \}$", (FOLDER / name).read_text(encoding="utf-8"), re.MULTILINE)
    assert anchors
    assert len(set(anchors)) == len(anchors)

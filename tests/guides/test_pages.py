"""The tutorial and the guides say what happens: their files are written, their commands run, their outputs compared."""

from __future__ import annotations

import csv
from datetime import datetime, timedelta

import pytest

from tests.browser import screenshots
from tests.factories.demonstration import needs_programs
from tests.guides.pages import changed, commands_of, pictures_of, says, steps_of
from tests.guides.table import DOCS, NOT_FOLLOWED, PAGES, README
from tests.guides.walk import followed


@needs_programs
@pytest.mark.parametrize("name", PAGES)
def test_whoever_follows_the_page_sees_what_it_shows(name, tmp_path):
    page = PAGES[name]
    followed(DOCS / name, tmp_path / "reader", at=page.at, skipped=page.skipped)


def test_every_page_with_commands_that_can_be_followed_is_followed():
    pages = {page.relative_to(DOCS).as_posix(): page for page in DOCS.rglob("*.md")} | {README: DOCS / README}
    assert {name for name, page in pages.items() if any(not step.path for step in steps_of(page))} == set(PAGES) | set(
        NOT_FOLLOWED
    )


@pytest.mark.parametrize("name", PAGES)
def test_a_command_that_is_not_run_stands_on_its_page(name):
    commands = [command.text for step in steps_of(DOCS / name) if not step.path for command in commands_of(step)]
    assert PAGES[name].skipped <= set(commands)


PAGE = """\
Write `this`:

`a/file.md`

```markdown
one
```

1. Then

    ```console
    $ printf 'two\\n' \\
        >> a/file.md
    $ cat a/file.md
    one
    ...
    ```

```python
not = followed
```
"""


def test_blocks_are_found_where_they_stand(tmp_path):
    page = tmp_path / "page.md"
    page.write_text(PAGE, encoding="utf-8")
    file, console = steps_of(page)
    assert (file.path, file.text, file.line) == ("a/file.md", "one\n", 6)
    assert [(command.text, command.output, command.line) for command in commands_of(console)] == [
        ("printf 'two\\n' \\\n    >> a/file.md", "", 12),
        ("cat a/file.md", "one\n...\n", 14),
    ]


def test_three_dots_stand_for_anything_on_a_line_and_for_any_lines():
    assert says("a\n...\nd\n", "a\nb\nc\nd\n")
    assert says("a\n...\nd\n", "a\nd\n")
    assert says("made in ... s\n", "made in 12 s\n")
    assert not says("made in ... s\n", "made in 1\n2 s\n")
    assert not says("a\n", "a\nb\n")


def test_a_line_is_changed_where_it_stands_once():
    assert changed("a\nb\nc\n", " a\n-b\n+B\n") == "a\nB\nc\n"
    with pytest.raises(AssertionError, match="stands there 2 times"):
        changed("a\na\n", "-a\n+b\n")


def test_another_output_fails(tmp_path):
    page = tmp_path / "page.md"
    page.write_text("```console\n$ echo a\nb\n```\n", encoding="utf-8")
    with pytest.raises(AssertionError, match=r"page\.md:2: \$ echo a"):
        followed(page, tmp_path / "reader", at="2026-10-22T09:00")


def test_every_picture_is_there_in_both_looks_and_is_taken_anew_by_a_command():
    for name in PAGES:
        pictures = {picture for _, picture in pictures_of(DOCS / name)}
        assert pictures <= set(screenshots.TUTORIAL)
        for picture in pictures:
            for look in ("light", "dark"):
                assert 0 < (DOCS / "assets" / f"{picture}-{look}.png").stat().st_size < screenshots.LARGEST


def test_the_index_finds_every_guide():
    index = (DOCS / "how-to" / "index.md").read_text(encoding="utf-8")
    guides = {page.name for page in (DOCS / "how-to").glob("*.md")} - {"index.md"}
    assert [name for name in sorted(guides) if f"]({name}" not in index] == []


def test_the_report_of_the_crm_that_the_guide_speaks_of_counts_every_hour(demo_project):
    (export,) = (demo_project / "data" / "exports").glob("hubspot-contacts-*.csv")
    waited = [
        _instant(row["Date of first engagement"]) - _instant(row["Became a Marketing Qualified Lead Date"])
        for row in csv.DictReader(export.read_text("utf-8").splitlines())
        if row["Became a Marketing Qualified Lead Date"].startswith("2026-09") and row["Date of first engagement"]
        if row["First Conversion"] in ("Demo request", "Contact us") or int(row["HubSpot Score"] or 0) >= 70
        if row["First Conversion"] != "Event badge scan"
    ]
    soon = sum(time <= timedelta(hours=4) for time in waited)
    said = f"shows {soon / len(waited):.1%} for September: {soon} of {len(waited)}.".replace("%", " %")
    assert said in (DOCS / "how-to" / "another-figure.md").read_text(encoding="utf-8")


def _instant(text: str) -> datetime:
    return datetime.strptime(text, "%Y-%m-%d %H:%M")

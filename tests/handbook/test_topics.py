"""What `sla docs TOPIC` finds, and what it says where there is nothing."""

from __future__ import annotations

import pytest
import yaml
from click.testing import CliRunner

from living_sla.cli import _VERBS, docs
from living_sla.errors import SlaError
from living_sla.fault import Fault
from living_sla.handbook import pages as handbook
from living_sla.handbook.lines import lines_of
from living_sla.handbook.pages import HandbookPage, handbook_pages
from living_sla.handbook.topics import passages_of
from living_sla.model.macros import MACROS
from living_sla.warning_name import WarningName
from tests.factories.readme_project import ROOT


@pytest.fixture
def written(monkeypatch):
    """Writes pages that are the whole documentation."""

    def write(**texts: str) -> None:
        pages = tuple(HandbookPage(name, "Write", f"The {name}", text) for name, text in texts.items())
        monkeypatch.setattr("living_sla.handbook.topics.handbook_pages", lambda: pages)

    return write


def found(topic: str) -> list[str]:
    return [passage.text for passage in passages_of(topic)]


def run(*arguments: str) -> str:
    outcome = CliRunner().invoke(docs.command, arguments, catch_exceptions=False)
    assert outcome.exit_code == 0
    return outcome.stdout


def below(entries) -> list[str]:
    """The pages of a part of the navigation, whatever stands around them."""
    if isinstance(entries, str):
        return [entries]
    return [page for entry in (entries if isinstance(entries, list) else entries.values()) for page in below(entry)]


def test_every_page_of_a_group_is_listed_in_the_order_of_the_navigation():
    """But for those that a site makes itself, such as Teams."""
    settings = yaml.load((ROOT / "mkdocs.yml").read_text(encoding="utf-8"), Loader=yaml.BaseLoader)
    groups = {name: pages for entry in settings["nav"] for name, pages in entry.items() if isinstance(pages, list)}
    listed = [
        (group, page.removesuffix(".md").removesuffix("/index"))
        for group in groups
        for page in below(groups[group])
        if (ROOT / "docs" / page).is_file()  # a site makes others of its agreements
        if (ROOT / "docs" / page).is_file()
    ]
    assert "teams" not in [name for _, name in listed]
    assert [(page.group, page.name) for page in handbook_pages()] == listed


def test_without_a_topic_the_pages_are_listed_below_their_groups():
    lines = run().splitlines()
    assert lines[0] == "Start"
    assert [line for line in lines if line.split() == ["glossary", "Glossary"]]


def test_a_page_is_called_by_its_name_its_path_or_its_title():
    for topic in ("how-to/sign", "sign terms", "docs/how-to/sign.md"):
        assert found(topic)[0].startswith("# Sign terms\n")


def test_a_call_that_only_a_site_answers_is_left_out(written):
    written(one='# One\n\nBefore.\n{{ sla_state(agreement="a") }}\n\n```\n{{ sla_state() }}\n```\n')
    assert found("one") == ["# One\n\nBefore.\n\n```\n{{ sla_state() }}\n```"]


def test_a_page_begins_with_its_title():
    assert [page.name for page in handbook_pages() if not page.text.startswith(f"# {page.title}")] == []


@pytest.mark.parametrize("fault", Fault, ids=lambda fault: fault.value)
def test_every_fault_has_its_place(fault):
    number = fault.value.removeprefix("SLA-")
    assert number in found(number)[0].partition("\n")[0]
    assert found(fault.value) == found(number.lower())


NAMED = [
    *(f"sla {verb}" for verb in _VERBS if verb != "sources"),
    *(macro.name for macro in MACROS),
    *(name.value for name in WarningName),
]


@pytest.mark.parametrize("word", NAMED)
def test_every_verb_macro_and_warning_has_its_place(word):
    assert any(word in passage.names for passage in passages_of(word))


@pytest.mark.parametrize("word", ["max_age", "keyring", "as-of", "within", "target-eased", "contingency"])
def test_a_field_a_setting_a_measure_a_rule_and_a_word_have_their_places(word):
    assert any(word in passage.names for passage in passages_of(word))


def test_a_row_of_a_table_comes_with_its_head(written):
    written(one="# One\n\n## Fields\n\n| field | says |\n| --- | --- |\n| `from`, `to` | a way |\n| `by` | who |\n")
    assert found("to") == ["| field | says |\n| --- | --- |\n| `from`, `to` | a way |"]


def test_a_term_comes_with_its_definitions(written):
    written(one="# One\n\n`big-step`{ #big-step }\n:   It is big.\n\n    Very.\n\n`other`\n:   It is not.\n")
    assert found("big-step") == ["`big-step`\n:   It is big.\n\n    Very."]
    assert passages_of("one#big-step")[0].names == {"big-step", "one#big-step"}


def test_a_part_of_a_page_ends_where_the_next_one_begins(written):
    written(one="# One\n\n## A\n\nfirst\n\n### deeper\n\nmore\n\n## B\n\nsecond\n")
    assert found("one#a") == ["## A\n\nfirst\n\n### deeper\n\nmore"]
    assert found("deeper") == ["### deeper\n\nmore"]


def test_what_stands_in_a_code_block_is_no_heading_and_no_row(written):
    written(one="# One\n\n```yaml\n# hidden\n| a | b |\n```\n\n````md\n```\n# inner\n```\n````\n")
    for topic in ("hidden", "inner"):
        with pytest.raises(SlaError):
            passages_of(f"one#{topic}")


def test_a_word_that_has_no_place_of_its_own_is_looked_for_in_names_and_then_in_texts(written):
    written(one="# One\n\n## Weighing things\n\nscales\n\n## Other\n\nWeigh, too, with scales.\n")
    assert found("weigh") == ["## Weighing things\n\nscales"]
    assert found("scales") == ["## Weighing things\n\nscales", "## Other\n\nWeigh, too, with scales."]


def test_many_places_are_told_with_the_topics_that_show_them(written):
    written(one="# One\n\n" + "\n".join(f"## Part {n}\n\nwords\n" for n in range(9)))
    outcome = CliRunner().invoke(docs.command, ["words"])
    assert outcome.stdout.splitlines()[0] == "sla docs one#part-0  (The one: Part 0)"
    assert len(outcome.stdout.splitlines()) == 9


def test_an_unknown_topic_is_told_with_the_nearest_one():
    with pytest.raises(SlaError) as error:
        passages_of("sourcs")
    assert str(error.value) == 'the documentation says nothing about "sourcs"\n  hint: sla docs sources'


@pytest.mark.parametrize(
    "topic", ["", "zzzzzz", "\x00", "#", "sources#", "*", "(", "\\", "F", "`", "é" * 500, "docs/.md"]
)
def test_whatever_is_asked_is_answered_or_told(topic):
    outcome = CliRunner().invoke(docs.command, [topic])
    assert outcome.exit_code == 0 or isinstance(outcome.exception, SlaError)


def test_an_installation_without_pages_says_so(monkeypatch, tmp_path):
    monkeypatch.setattr(handbook, "_SHIPPED", tmp_path / "docs")
    monkeypatch.setattr(handbook, "__file__", str(tmp_path / "a" / "b" / "c" / "d.py"))
    handbook_pages.cache_clear()
    try:
        with pytest.raises(SlaError, match="has no documentation"):
            handbook_pages()
    finally:
        handbook_pages.cache_clear()


@pytest.mark.parametrize("page", handbook_pages(), ids=lambda page: page.name)
def test_every_heading_of_a_page_can_be_asked_for(page):
    for line in lines_of(page.text):
        if line.anchor and line.depth != 1:
            address = f"{page.name}#{line.anchor}"
            assert any(address in passage.names for passage in passages_of(address))


def test_a_question_is_answered_by_what_it_is_about():
    assert passages_of("what is a target") == passages_of("target")
    assert [part.page.name for part in passages_of("business hours")] == ["glossary"]

"""Each verb has an example in its help, and it runs in the demonstration."""

from __future__ import annotations

import re
import shlex
import shutil
from datetime import UTC, datetime

import pytest
from tools.reference.commands import examples, text

from living_sla.cli import main, serve
from living_sla.model.proposals.mark import mark_of
from living_sla.pack import workbook

EXAMPLES = examples()
WITH_FINDINGS = {"sla verify"}
"""The demonstration waits for a signature."""


@pytest.fixture
def a_copy(demo_project, tmp_path):
    """The demonstration, to write into."""
    copy = shutil.copytree(demo_project, tmp_path / "northwind-freight", symlinks=True)
    sheet = (
        ",Marketing,Sales\nGoals,At least 400 MQLs a month,\nHand-off,,95% of MQLs are called within 4 business hours\n"
    )
    (copy / "our-sla.csv").write_text(sheet, encoding="utf-8")
    mark = mark_of(["lead-handoff"], None, datetime(2026, 10, 1, tzinfo=UTC))
    (copy / "comment.md").write_text(f"{mark.line}\n**No change in the terms.**\n", encoding="utf-8")
    return copy


@pytest.mark.parametrize("verb", EXAMPLES)
def test_a_verb_has_an_example_in_its_help(verb):
    hint = f'give the command of `{verb}` an epilog="Example: {verb} …" that runs in the demonstration, see sla attain'
    assert EXAMPLES[verb].startswith(verb), f"{hint}; then run `make reference`"


@pytest.mark.parametrize("verb", EXAMPLES)
def test_the_example_of_a_verb_runs(verb, a_copy, monkeypatch):
    if verb in ("sla minutes", "sla pack") and not (a_copy / "docs" / "reviews").is_dir():
        pytest.skip("the demonstration has no review")
    if verb == "sla pack" and not workbook.is_installed():
        pytest.skip("the extra pack is not installed")
    monkeypatch.chdir(a_copy)
    monkeypatch.setattr(serve, "serve", lambda *_, **__: None)  # it would never end
    with pytest.raises(SystemExit) as ended:
        main(shlex.split(EXAMPLES[verb])[1:])
    assert ended.value.code == (1 if verb in WITH_FINDINGS else 0)


@pytest.mark.parametrize("verb", EXAMPLES)
def test_every_option_says_what_it_does(verb):
    entry = re.split("\n##+ ", text().partition(f"# `{verb}` {{")[2])[0]
    assert "\n:   \n" not in entry
    assert "\n:   *(" not in entry


def test_a_name_that_may_be_left_out_or_repeated_is_told_without_its_brackets():
    told = text()
    assert "\n`TOPIC`\n:   May be left out. There may be several.\n" in told
    assert "\n`AGREEMENT[/COMMITMENT]`\n:   May be left out.\n" in told

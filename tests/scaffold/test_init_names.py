"""Whatever a company or a team is called: the files of a new project are valid, and nothing of it is run."""

from __future__ import annotations

import csv
import re
import tomllib
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
import yaml
from hypothesis import example, given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from living_sla.agreements.agreement_file import parse_agreement
from living_sla.agreements.rules.columns import check_columns
from living_sla.agreements.sources_file import read_sources
from living_sla.errors import Place, SlaError, Unreadable
from living_sla.model.forge import ForgeKind
from living_sla.model.harmless import cannot_be_shown
from living_sla.scaffold.guess import look
from living_sla.scaffold.project.answers import LONGEST, Answers, TeamAnswer, checked_email, checked_name, cleaned
from living_sla.scaffold.project.declared import usual_source
from living_sla.scaffold.project.files import in_markdown, project_files
from living_sla.scaffold.project.handover import chosen, moment_columns, unfit_columns
from living_sla.scaffold.project.plan import GivenExport, planned

TODAY = date(2026, 11, 28)
ANSWERS = Answers(
    "Northwind",
    TeamAnswer("Demand Generation", "Ana Ruiz", "ana.ruiz@northwind.example"),
    TeamAnswer("Sales Development", "Ben Okafor", "ben.okafor@northwind.example"),
    "Europe/London",
    "GB",
    forge=ForgeKind.GITHUB,
    repository="https://github.com/northwind/agreements",
)
ODD = st.text(
    st.sampled_from(
        "\"'\\:#{}[]%&*!|>@`-?,$ \n\r\t\u2028\u0085\u200f\u202e\u200d\ufe0f\x00\x7f\ud800<>/=~_()+.aZ0öß漢א🤝"
    )
    | st.characters(),
    max_size=120,
)


def files_with(name: str) -> dict[str, str]:
    team = TeamAnswer(name, name, "ana.ruiz@northwind.example")
    answers = replace(ANSWERS, company=name, marketing=team, sales=replace(ANSWERS.sales, team=name, contact=name))
    return project_files(answers, usual_source(answers, TODAY), TODAY, has_figures=False)


@settings(max_examples=60, deadline=None)
@given(ODD)
@example('"; rm -rf /')
@example("{{ config }} {% raw %} {# x #} {{{ }}}")
@example("a: b\nc: [d]\n---\n- e")
@example("<script>alert(1)</script> & </title>")
@example("\u202eecruos nepo\u202c \u200f")
@example("null")
@example("\U000e0000")
@example("ж" * 300)
@example("👩\u200d💻 & Söhne, GmbH – «Straße»")
def test_any_name_gives_valid_files_without_template_code(text):
    name = cleaned(text)
    if not name:
        return
    texts = files_with(name)
    agreement, notices = parse_agreement(
        texts["agreements/lead-handoff.md"].encode(), path="agreements/lead-handoff.md"
    )
    assert agreement.terms.parties["marketing"].team == name
    assert agreement.terms.parties["sales"].contact.name == name
    assert [notice for notice in notices if notice.name != "mixed-scripts"] == []
    assert yaml.load(texts["mkdocs.yml"].replace("!ENV ", ""), Loader=yaml.SafeLoader)["site_name"].startswith(name)
    assert tomllib.loads(texts["pyproject.toml"])["tool"]["living_sla"]["forge"] == ANSWERS.repository
    assert not re.search(r"\{[{%#]", texts["README.md"] + texts["mkdocs.yml"] + texts["agreements/lead-handoff.md"])
    assert not re.search(r"<(?!http|ana\.|ben\.)", texts["README.md"])
    assert all("\r" not in one and one.endswith("\n") for one in texts.values() if one)


@settings(max_examples=100, deadline=None)
@given(ODD)
def test_a_cleaned_name_is_short_and_stays_as_it_is_when_it_is_cleaned_again(text):
    name = cleaned(text)
    assert cleaned(name) == name
    assert len(name) <= LONGEST * 2
    assert not any(map(cannot_be_shown, name))


def test_a_name_of_nothing_is_asked_for_again():
    for text in ("", "  \n", "\u200b\u202e", "\x00"):
        with pytest.raises(Unreadable):
            checked_name(text)


@pytest.mark.parametrize(
    "text",
    ["", "Ana", "ana@northwind", "ana@@northwind.example", "{{x}}@northwind.example", "ana ruiz@northwind.example",
     "аna@northwind.example", "<ana@northwind.example>", "a`b@northwind.example", f"{'a' * 300}@northwind.example"],
)  # fmt: skip
def test_what_is_no_address_is_refused_with_a_sentence(text):
    with pytest.raises(Unreadable) as refused:
        checked_email(text)
    assert refused.value.hint


def test_markup_in_a_name_is_text():
    assert in_markdown("*a* [b](c) <d> `e`") == r"\*a\* \[b\]\(c\) &lt;d> \`e\`"


# ---------------------------------------------------------------- headers

PIECES = (
    "id", "Lead ID", "Assigned", "First call", "Country", "company", "modified", "handed_over_at", "created_at",
    "mql_at", "first_contacted_at", "leads", "personal", "true", "null", "2026", " # x", ": ", "- ", "{{ x }}",
    "{% x %}", '"', "'", "\\", "|", ">", "&a", "*a", "!!x", "%", "`", "<b>", "[", "]", ",", "$company", "${x}", "Ü",
    "İ", "ß", "日", "🙂", "x" * 60,
)  # fmt: skip
HEADER = st.lists(st.sampled_from(PIECES), min_size=1, max_size=3).map("".join)


@settings(max_examples=40, deadline=None)
@given(st.lists(HEADER, min_size=3, max_size=6), st.sampled_from(["a.csv", "{{x}}.csv", "a: b #.csv", "q'\".csv"]))
@example(["id", "handed_over_at", "first_contacted_at"], "leads-2026-11-28.csv")
@example(["Lead ID", "first_contacted_at", "created_at", "{{ x }} company"], "a.csv")
@example(["id", "Assigned: {{ x }}", "First call # x", "- Country", "[company]"], "a.csv")
def test_whatever_columns_are_called_the_agreement_fits_the_sources(headers, name):
    with TemporaryDirectory() as folder:
        root = Path(folder)
        export = root / name
        with export.open("w", encoding="utf-8", newline="") as file:
            rows = (
                [n, f"2026-11-{n:02} 09:00", f"2026-11-{n:02} 10:30", *"abc"[: len(headers) - 3]] for n in range(1, 9)
            )
            csv.writer(file).writerows([headers, *rows])
        try:
            looked = look(export)
            pair = chosen(moment_columns(looked, "Europe/London"), "other", Place(name), unfit=unfit_columns(looked))
        except SlaError:
            return
        texts = planned(root / "new", ANSWERS, GivenExport(export, looked, pair), TODAY).texts
        (root / "data").mkdir()
        (root / "data" / "sources.yml").write_text(texts["data/sources.yml"], encoding="utf-8")
        sources = read_sources(root).sources
        agreement, notices = parse_agreement(texts["agreements/lead-handoff.md"].encode(), path="agreements/x.md")
        assert notices == []
        assert list(check_columns(agreement, sources)) == []
        columns = sources["leads"].columns
        contact = agreement.terms.commitments[0].measure
        assert columns[contact.start].headers == (pair.handed_over.header,)
        assert columns[contact.end].headers == (pair.answered.header,)

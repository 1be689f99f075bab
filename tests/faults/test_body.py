"""Faults 22, 23 and 25 to 32: Markdown, templates, HTML. Each test is named after the number of its fault."""

from __future__ import annotations

import time

import jinja2
import pytest

from living_sla.agreements.markdown.code import protect_code
from living_sla.model.suggestion import did_you_mean
from tests.factories.agreements import (
    AGREEMENT,
    PATH,
    SOURCES,
    changed,
    faults_in,
    line_of,
    notices_in,
    project_faults,
    read,
    write_project,
)

BODY = "Why we do this, in our own words."
LINE = line_of(BODY)


def with_body(text: str) -> str:
    return changed(BODY, text)


def headlines(text: str) -> list[str]:
    return [fault.split("\n")[0].removeprefix(f"{PATH}:") for fault in faults_in(text)]


@pytest.mark.parametrize(
    "attack",
    [
        "{{ cycler.__init__.__globals__.os.popen('id').read() }}",
        "{{ ''.__class__.__mro__[1].__subclasses__() }}",
        "{% import os %}",
        "{{ sla_state.__globals__ }}",
        "{{ sla_state()|attr('x') }}",
        "{% set x = 1 %}{{ x }}",
    ],
)
def test_f022_template_code_in_the_body_is_refused_by_line(attack):
    assert all(said.startswith(f"{LINE}: SLA-F022 ") for said in headlines(with_body(attack)))


@pytest.mark.parametrize(
    ("old", "new", "column"),
    [
        ("title: Inbound lead hand-off", 'title: "{{ 7*7 }}"', 8),
        ("title: First contact", "title: First {{ contact }}", 12),
        ("title: First contact", "title: First {% contact %}", 12),
        ("reason: CRM outage", 'reason: "{{ x }}"', 83),
        ("  mql:\n    means: A person", '  mql:\n    means: "{{ x }}" # A person', None),
    ],
)
def test_f022_template_code_in_the_terms_is_refused_by_line(old, new, column):
    text = changed(old, new)
    (said,) = headlines(text)
    line = text[: text.index(new)].count("\n") + 1 + new.count("\n")
    assert said.startswith(f"{line}:")
    assert "SLA-F022 template syntax" in said
    if column:
        assert said.startswith(f"{line}:{column}:")


def test_f023_a_typo_in_a_macro_has_a_suggestion():
    assert faults_in(with_body("{{ sla_comitments() }}")) == [
        f'{PATH}:{LINE}: SLA-F023 unknown macro "sla_comitments"\n  hint: did you mean "sla_commitments"?'
    ]


def test_f025_braces_in_code_are_shown_as_they_are():
    text = "Write `{{ x }}` or\n\n```yaml\nwhere: {{ y }}  # {% z %}\n```"
    body = read(with_body(text)).body
    assert text in jinja2.Environment().from_string(protect_code(body)).render()


def test_f026_html_that_the_site_strips_is_a_warning():
    text = "<script>x</script>\n<b onclick=x>y</b>\n[z](javascript:x)\n# T {: onerror=x }"
    found = [(notice.name, notice.where and notice.where.line) for notice in notices_in(with_body(text))]
    assert sorted(found) == [
        ("raw-html", LINE),
        ("raw-html", LINE + 1),
        ("raw-html", LINE + 3),
        ("unsafe-link", LINE + 2),
    ]


def test_f027_pipes_and_html_in_terms_are_text():
    """They are escaped where they are shown; here they are neither refused nor changed."""
    title = "a | b <b>c</b> `d`"
    assert read(changed("title: First contact", f'title: "{title}"')).terms.commitments[1].title == title


def test_f028_an_include_of_another_file_is_refused():
    assert headlines(with_body('--8<-- "../.env"')) == [f"{LINE}: SLA-F028 an include (--8<--)"]


@pytest.mark.parametrize(
    "blow_up", ["![" * 10_000, "\n".join("  " * depth + "- x" for depth in range(3_000)), "x" * 99_000]
)
def test_f029_a_page_too_complex_is_refused_in_half_a_second(blow_up):
    text = with_body(blow_up)
    begun = time.process_time()
    (said,) = headlines(text)
    assert time.process_time() - begun < 0.5
    assert "SLA-F029 too complex a page" in said


@pytest.mark.parametrize(
    "text", ["![x](https://x.example/a.png)", "<img src=//x.example/a.png>", "<style>@import 'https://x.example'</style>",
             "<script src='https://x.example/a.js'></script>", "<link href='https://x.example/font.css'>"]
)  # fmt: skip
def test_f030_nothing_is_fetched_from_another_host(text):
    assert all(": SLA-F030 " in said for said in headlines(with_body(text)))


@pytest.mark.parametrize(
    ("new", "said"),
    [
        ("icon: material/handshak", '{line}:7: SLA-F031 unknown icon "material/handshak"'),
        ("icon: ../../secret", '{line}:7: SLA-F031 unknown icon "../../secret"'),
        ("icon: material/../../main", '{line}:7: SLA-F031 unknown icon "material/../../main"'),
        ("template: ../x.html", '{line}:1: SLA-F031 "template" cannot be chosen'),
    ],
)
def test_f031_icons_are_those_of_the_theme_and_templates_are_not_chosen(new, said):
    assert headlines(changed("tags: [inbound]", new)) == [said.format(line=line_of("tags:"))]


def test_f031_an_icon_of_the_theme_is_fine():
    assert read(changed("tags: [inbound]", "icon: material/handshake")).presentation.icon == "material/handshake"


def test_f032_a_number_in_other_digits_names_its_character():
    text = changed("at least 95%", "at least 9\uff15%")
    assert faults_in(text) == [
        f'{PATH}:{line_of("at least 95%")}:13: SLA-F032 "9\uff15" holds U+FF15 FULLWIDTH DIGIT FIVE\n'
        "  hint: type the number again, with the digits 0 to 9"
    ]


def test_f032_a_field_an_address_and_an_id_hold_no_look_alike():
    text = changed("summary:", "summ\u0430ry:")
    assert f'{PATH}:4:1: SLA-F032 unknown field "summ\u0430ry": it holds U+0430 CYRILLIC SMALL LETTER A' in (
        fault.split("\n")[0] for fault in faults_in(text)
    )
    address = changed("signs: [ana.ruiz@", "signs: [\u0430na.ruiz@")
    assert ": SLA-F032 " in faults_in(address)[0]
    assert ": SLA-F012 " in faults_in(changed("- id: rejected", "- id: reject\u0435d"))[0]


def test_f032_a_column_in_look_alikes_is_refused(tmp_path):
    sources = changed("    score:", "    sc\u043ere:", SOURCES)
    assert any(": SLA-F012 " in fault for fault in project_faults(write_project(tmp_path, {}, sources)))


def test_f032_a_name_of_two_alphabets_is_a_warning():
    (notice,) = notices_in(changed("name: Ben Okafor", "name: B\u0435n Okafor"))
    assert notice.name == "mixed-scripts"


def test_a_hint_is_never_a_guess_out_of_nothing():
    assert did_you_mean("xyz", ["one", "two"]) == "use one of: one, two"
    assert AGREEMENT.count(BODY) == 1

from __future__ import annotations

import time

import jinja2
import markdown
import pytest
from hypothesis import given
from hypothesis import strategies as st

from living_sla.agreements.markdown.body import MAX_CHARACTERS, MAX_MARKS, body_findings, template_findings
from living_sla.agreements.markdown.code import code_ranges, protect_code, without_code
from tests.factories.agreements import AGREEMENT, line_of, read


def findings(body: str) -> list[str]:
    return [str(found) for found in body_findings(body, path="a.md", first_line=10)]


def headlines(body: str) -> list[str]:
    return [found.split("\n")[0] for found in findings(body)]


@pytest.mark.parametrize(
    "body",
    [
        "plain *Markdown* with [a link](https://crm.example) and a | pipe",
        "{{ sla_state() }}",
        '{{ sla_attainment("first-contact") }} and {{sla_trend(commitment="first-contact", agreement="x")}}',
        "text `{{ config }}` text",
        "```jinja\n{% include 'x' %}\n```\n",
        "~~~\n{{ x }}\n```\n{# y #}\n~~~\n",
        "``a ` {{ b }} c``",
        "<div class='note'>x</div> <br> &amp; 3 < 4",
        "a lonely } or }} or { brace",
        "![seal](seal.png) <img src='seal.png'>",
        "<https://crm.example> and <ana@northwind.example>",
    ],
)
def test_a_body_of_markdown_and_macros_is_fine(body):
    assert findings(body) == []


@pytest.mark.parametrize(
    ("body", "said"),
    [
        ("x\n\n{% include 'x.md' %}", "a.md:12: SLA-F022 a {% block %} is not allowed"),
        ("{% for i in range(10**9) %}x{% endfor %}", "a.md:10: SLA-F022 a {% block %} is not allowed"),
        ("{# hidden #}", "a.md:10: SLA-F022 a {# comment #} is not allowed"),
        ("{% raw %}{{ x }}{% endraw %}", "a.md:10: SLA-F022 a {% raw %} section is not allowed"),
        ("{{ cycler.__init__.__globals__ }}", "a.md:10: SLA-F022 template code in the text (getattr)"),
        ("{{ ''.__class__ }}", "a.md:10: SLA-F022 template code in the text (getattr)"),
        ("{{ config['x'] }}", "a.md:10: SLA-F022 template code in the text (getitem)"),
        ("{{ sla_state()|safe }}", "a.md:10: SLA-F022 template code in the text (filter)"),
        ("{{ 'a'*10**9 }}", "a.md:10: SLA-F022 template code in the text (mul)"),
        ("{{ config }}", "a.md:10: SLA-F022 template code in the text (name)"),
        ("{{ 'text' }}", "a.md:10: SLA-F022 template code in the text (const)"),
        ("{{ sla_state(config.site_dir) }}", "a.md:10: SLA-F022 an argument of sla_state that is not a constant"),
        ("{{ sla_state(*[1]) }}", "a.md:10: SLA-F022 an argument of sla_state that is not a constant"),
        ("{{ sla_state('a'~'b') }}", "a.md:10: SLA-F022 an argument of sla_state that is not a constant"),
        ("{{ sla_state()() }}", "a.md:10: SLA-F022 template code in the text (call)"),
        ("x\n{{ sla_stat() }}", 'a.md:11: SLA-F023 unknown macro "sla_stat"'),
        ("{{ range(9) }}", 'a.md:10: SLA-F023 unknown macro "range"'),
        ("{{ sla_state }}", "a.md:10: SLA-F023 {{ sla_state }} does not call the macro"),
        ("{{ sla_scoreboard('x') }}", "a.md:10: SLA-F023 sla_scoreboard takes no arguments, found 1"),
        ("{{ sla_state(agrement='x') }}", 'a.md:10: SLA-F023 sla_state has no argument "agrement"'),
        ("{{ sla_state('x', agreement='y') }}", 'a.md:10: SLA-F023 sla_state is given "agreement" twice'),
        (
            "text {{ broken",
            "a.md:10: SLA-F022 template syntax that cannot be read: unexpected end of template, "
            "expected 'end of print statement'.",
        ),
        ("{{ " + "(" * 30_000, "a.md:10: SLA-F022 template syntax too deep to be read"),
        ("{{ " + "9" * 5_000 + " }}", "a.md:10: SLA-F022 template syntax too deep to be read"),
        ("a `b {{ c }}\n\nnew` paragraph", "a.md:10: SLA-F022 template code in the text (name)"),
        ("```\n{{ x }}\n", "a.md:11: SLA-F022 template code in the text (name)"),
        ('--8<-- "secret.txt"', "a.md:10: SLA-F028 an include (--8<--)"),
        ("```\n--8<--\n../.env\n--8<--\n```", "a.md:11: SLA-F028 an include (--8<--)"),
        ("![x](https://x.example/a.png)", "a.md:10: SLA-F030 an image from another host"),
        ("![x](//x.example/a.png)", "a.md:10: SLA-F030 an image from another host"),
        ("![x][logo]\n\n[logo]: https://x.example/a.png", "a.md:12: SLA-F030 an image from another host"),
        ('<img alt="" src="https://x.example/a.png">', "a.md:10: SLA-F030 <img> from another host"),
        ("<img srcset='a.png 1x,https://x.example/b.png 2x'>", "a.md:10: SLA-F030 <img> from another host"),
        ('<p style="background: url(https://x.example/a.png)">', "a.md:10: SLA-F030 a style from another host"),
    ],
)
def test_what_would_run_or_leave_the_site_is_refused_by_line(body, said):
    assert headlines(body)[0] == said


@pytest.mark.parametrize(
    ("body", "said"),
    [
        ("<script>alert(1)</script>", "a.md:10: warning: <script> is left out of the page [raw-html]"),
        ("x\n<iframe src='a.html'></iframe>", "a.md:11: warning: <iframe> is left out of the page [raw-html]"),
        ("<b onclick=x()>y</b>", "a.md:10: warning: an on... attribute is left out of the page [raw-html]"),
        ("# T {: onmouseover=x }", "a.md:10: warning: an on... attribute is left out of the page [raw-html]"),
        ("# T {#t onmouseover=x}", "a.md:10: warning: an on... attribute is left out of the page [raw-html]"),
        (
            "[x](javascript:alert(1))",
            "a.md:10: warning: a javascript: address is left out of the page [unsafe-link]",
        ),
        (
            "[x](java&#115;cript:alert(1))",
            "a.md:10: warning: a javascript: address is left out of the page [unsafe-link]",
        ),
        (
            "<a href='JaVaScRiPt:x'>y</a>",
            "a.md:10: warning: a javascript: address is left out of the page [unsafe-link]",
        ),
        (
            "[x]: data:text/html,hi",
            "a.md:10: warning: a data: address is left out of the page [unsafe-link]",
        ),
        (
            "[x](https://bank.example@elsewhere.example/)",
            "a.md:10: warning: an address with a user before its host is left out of the page [unsafe-link]",
        ),
        (
            "<a href='/\\\\elsewhere.example'>y</a>",
            "a.md:10: warning: an address that browsers and people read in two ways is left out of the page"
            " [unsafe-link]",
        ),
        (
            '<img src="data:image/png;base64,AA">',
            "a.md:10: warning: a data: address is left out of the page [unsafe-link]",
        ),
    ],
)
def test_what_the_site_strips_is_a_warning(body, said):
    assert headlines(body) == [said]


def test_an_external_script_is_both():
    assert headlines("<script src='//x.example/a.js'></script>") == [
        "a.md:10: warning: <script> is left out of the page [raw-html]",
        "a.md:10: SLA-F030 <script> from another host",
    ]


def test_hints_say_the_next_step():
    assert findings("{{ sla_stat() }}") == [
        'a.md:10: SLA-F023 unknown macro "sla_stat"\n  hint: did you mean "sla_state"?'
    ]
    assert findings("{{ x }}") == [
        "a.md:10: SLA-F022 template code in the text (name)\n"
        "  hint: only calls of sla_... macros with plain arguments are allowed; "
        "to show braces, put them in `backticks`"
    ]


def test_the_caller_says_which_macros_there_are():
    greeting = template_findings("{{ greet('x') }}", path="a.md", first_line=10, macros=frozenset({"greet"}))
    assert list(greeting) == []


def test_a_body_is_checked_by_the_lines_of_its_file():
    agreement = read(AGREEMENT.replace("# Lead hand-off", "# Lead hand-off `{{ x }}`"))
    assert agreement.body_line + 1 == line_of("# Lead hand-off")


# ---------------------------------------------------------------- code


def rendered(body: str) -> str:
    return jinja2.Environment(keep_trailing_newline=True).from_string(protect_code(body)).render()


@pytest.mark.parametrize(
    "body",
    [
        "text `{{ x }}` text `{%` and ``{# ` #}`` end\n",
        "```\n{{ a }}\n{%- if b %}\n{{{{{% raw %}{{\n```\n",
        "- item\n\n    ```yaml\n    where: {{ x }}\n    ```\n",
        "~~~~ {.yaml}\n{{ x }}\n~~~\n{{ y }}\n~~~~\n",
    ],
)
def test_braces_in_code_reach_the_reader_as_written(body):
    assert rendered(body) == body
    assert findings(body) == []


@pytest.mark.parametrize("body", ["## Why {#why}\n", "## Why {#why-now.1:2 .own-wide title=x}\n", "*a*{#b} `{#c}`\n"])
def test_an_id_behind_a_heading_reaches_markdown(body):
    assert rendered(body) == body
    assert findings(body) == []


@pytest.mark.parametrize("body", ["{#why#}", "{#why #}", "{# why }", "{#why} {{ x }}"])
def test_a_comment_of_a_template_is_no_id(body):
    assert findings(body)


@given(st.text("`~{}%# \nab-", max_size=80))
def test_what_passes_the_check_renders_as_written_when_it_calls_no_macro(body):
    """The check and the engine read the same text: a body without findings comes out as it went in."""
    if not findings(body):
        assert rendered(body) == body


@given(st.text("`~{} \nab", max_size=80))
def test_blanking_code_moves_nothing(body):
    blanked = without_code(body)
    assert len(blanked) == len(body)
    assert [position for position, letter in enumerate(blanked) if letter == "\n"] == [
        position for position, letter in enumerate(body) if letter == "\n"
    ]


def test_code_ends_where_markdown_ends_it():
    body = "a `b` c\n```\nd\n```\ne `f\n\ng` h"
    assert [body[start:end] for start, end in code_ranges(body)] == ["`b`", "```\nd\n```\n"]


# ---------------------------------------------------------------- complexity


@pytest.mark.parametrize(
    "body",
    [
        "![" * 10_000,
        "[" * 30_000,
        "*a_" * 10_000,
        "`" * 9_000,
        "\n".join(" " * (2 * depth) + "- x" for depth in range(200)),
        ">" * 500 + " x",
        "x" * (MAX_CHARACTERS + 1),
        "<a " * 9_000,
        "a\n" * 20_000 + "[x" * 10_000,
        "- " * 10_000 + "a",
        "1. " * 10_000 + "a",
        "> - " * 100 + "a",
        "a\n: b\n" * 5_000,
    ],
)
def test_a_page_that_would_keep_a_parser_busy_is_refused_at_once(body):
    begun = time.process_time()
    (said,) = headlines(body)
    assert time.process_time() - begun < 0.1
    assert "SLA-F029 too complex a page: " in said


@pytest.mark.parametrize(
    "piece",
    [
        "![", "[", "*a ", "_a", "**a", "`a ``", "<a ", "[a](", "![a][", "&a", "\\", "<", "[a]: x\n",
        "{{ sla_state() }}", "(", "--", "'\"", "<!--", "{: .a", "    - x\n", "> x\n", "| a ",
    ],
)  # fmt: skip
def test_the_most_complex_page_that_is_allowed_takes_half_a_second(piece):
    """Every construct repeated as often as one paragraph may, checked and turned into HTML."""
    body = (piece * (MAX_MARKS // max(1, len(piece.strip(" a"))) + 1))[:MAX_MARKS]
    begun = time.process_time()
    body_findings(body, path="a.md", first_line=1)
    assert time.process_time() - begun < 0.5
    markdown.markdown(body, extensions=["tables", "attr_list", "fenced_code", "admonition"])
    assert time.process_time() - begun < 1.0

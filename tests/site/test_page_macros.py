"""Pages are texts with calls of macros: nothing else in them is ever run."""

from __future__ import annotations

from types import SimpleNamespace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from living_sla.model.macros import MACRO_NAMES
from living_sla.site.content.page_macros import House, _Guarded


class Ran(Exception):
    """Something was called that a page may not call."""


class Mine:
    """What templates would find under its name, and must not."""

    def __getattr__(self, name: str) -> object:
        raise Ran(name)

    def __call__(self, *_: object, **__: object) -> str:
        raise Ran("a call")

    def __str__(self) -> str:
        raise Ran("a text")


class Plugin:
    """As much of the macros plugin as the guard looks at."""

    def __init__(self, text: str, meta: dict, *, by_default: bool) -> None:
        known = {name: lambda *given, name=name, **named: f"<{name}>" for name in MACRO_NAMES}
        self.macros = known | {"context": Mine(), "now": lambda: "<now>"}
        self.variables = {"config": Mine(), "git": Mine(), "sla_state": Mine()}
        self.config = {"render_by_default": by_default}
        self.markdown = text
        file = SimpleNamespace(src_uri="a.md", content_string=f"---\nx: y\n---\n{text}")
        self._page = SimpleNamespace(meta=meta, file=file)


def shown(
    text: str, *, meta: dict | None = None, by_default: bool = True, forced: bool = False, extra: tuple[str, ...] = (),
    trusted: bool = False, title: bool = False
) -> tuple[str, list[str]]:  # fmt: skip
    """What a page of this text becomes, and the faults."""
    faults: list[str] = []
    plugin = Plugin(text, meta or {}, by_default=by_default)
    guarded = _Guarded(plugin, lambda markdown, force: f"template: {markdown}")
    guarded.house = House(
        allowed=MACRO_NAMES | {*extra},
        is_trusted=lambda page: trusted,
        is_agreement=lambda page: False,
        path_of=lambda page: f"docs/{page.file.src_uri}",
        fail=lambda fault: faults.append(str(fault)),
    )
    return guarded("".join([*text]) if title else text, forced), faults


def test_calls_of_macros_are_answered_and_code_stays_code():
    text = 'Say `{{ x }}` and\n\n{{ sla_state(agreement="a") }}\n\n```\n{% raw %}\n```\n'
    assert shown(text) == ("Say `{{ x }}` and\n\n<sla_state>\n\n```\n{% raw %}\n```\n", [])


@pytest.mark.parametrize(
    ("meta", "by_default", "forced", "runs"),
    [
        ({}, True, False, True),
        ({}, False, False, False),
        ({}, False, True, True),
        ({"render_macros": True}, False, False, True),
        ({"render_macros": False}, True, True, False),
        ({"render_macros": "no"}, False, False, False),
        ({"ignore_macros": True, "sla_state": "x", 7: 7}, True, False, True),
    ],
)
def test_macros_run_where_the_plugin_would_run_them(meta, by_default, forced, runs):
    found, faults = shown("{{ sla_state() }}", meta=meta, by_default=by_default, forced=forced)
    assert (found, faults) == ("<sla_state>" if runs else "{{ sla_state() }}", [])


def test_a_fault_names_the_line_of_the_file():
    assert shown("Text\n\n{{ config }}\n") == (
        "",
        [
            "docs/a.md:6: SLA-F022 template code in the text (name)\n  hint: only calls of sla_... macros with plain "
            "arguments are allowed; to show braces, put them in `backticks`"
        ],
    )


def test_a_title_is_no_template():
    assert shown("{{ sla_state() }}", title=True) == (
        "{{ sla_state() }}",
        ["docs/a.md: SLA-F022 template code in the title\n  hint: write a title without braces"],
    )


def test_a_trusted_page_is_a_template_without_limits():
    assert shown("{{ config }}", trusted=True) == ("template: {{ config }}", [])


def test_a_macro_of_the_site_s_own_is_called_where_it_is_allowed():
    assert shown("{{ now() }}", extra=("now",)) == ("<now>", [])
    assert shown("{{ now() }}")[1][0].startswith('docs/a.md:4: SLA-F023 unknown macro "now"')
    assert shown("{{ now().year }}", extra=("now",))[1][0].startswith("docs/a.md:4: SLA-F022 ")


def test_a_macro_that_fails_is_a_fault_that_quotes_nothing():
    found, faults = shown("{{ context() }}", extra=("context",))
    assert (found, len(faults)) == ("", 1)
    assert "SLA-F023 Macro Rendering Error: a macro ended in Ran at " in faults[0]


CODE = (
    "lipsum.__globals__.os.popen('x').read()", "cycler.__init__.__globals__", "config", "git.commit", "self",
    "sla_state", "sla_state.__globals__", "sla_state(config)", "sla_state(*config)", "sla_state(**config)",
    "sla_state(a=config)", "sla_state()|attr('x')", "sla_state()['x']", "context()", "''.__class__.__mro__",
    "'a'.format(config)", "'%s'|format(1)", "range(9)", "namespace(a=1)", "dict(a=1)", "joiner()", "1/0",
    "'a' * 9999999999", "()", "{}", "[config]", "not config", "sla_state() ~ config", "sla_state() if config else 1",
    "sla_state()()", "config()", "loop", "caller()",
)  # fmt: skip
BLOCKS = (
    "{% include 'a.md' %}", "{% import 'a' as b %}", "{% from 'a' import b %}", "{% extends 'a' %}",
    "{% set a = 1 %}", "{% for a in config %}{% endfor %}", "{% if config %}{% endif %}",
    "{% macro a() %}{% endmacro %}", "{% do config() %}", "{% call config() %}{% endcall %}",
    "{% filter upper %}a{% endfilter %}", "{% block a %}{% endblock %}", "{# a #}",
    "{% raw %}{{ config }}{% endraw %}", "{% with a = config %}{% endwith %}",
    "{% autoescape true %}{% endautoescape %}", "{% debug %}", "{%- set a = 1 -%}", "{{", "}}", "{%", "{#",
    "{{ '{{' }}", "{{ %} }}", "{{-", "`", "``", "```\n", "~~~\n",
)  # fmt: skip
AROUND = (
    "\n",
    " ",
    "text",
    "    ",
    "> ",
    "- ",
    "<!-- ",
    " -->",
    "\\",
    "\r\n",
    "\ufeff",
    "\0",
    "&#123;",
    "$",
    "#}",
    "-}}",
)
PIECES = st.one_of(
    st.sampled_from(CODE).map(lambda code: f"{{{{ {code} }}}}"), st.sampled_from(BLOCKS), st.sampled_from(AROUND)
)


@pytest.mark.parametrize("code", CODE)
def test_code_is_a_fault_and_is_not_run(code):
    found, faults = shown(f"{{{{ {code} }}}}")
    assert (found, len(faults)) == ("", 1)
    assert "SLA-F02" in faults[0]


@settings(max_examples=150)
@given(st.lists(PIECES, max_size=6).map("".join), st.booleans())
def test_nothing_but_macros_is_ever_run(text, forced):
    found, faults = shown(text, forced=forced)
    assert not any("Ran" in fault for fault in faults)
    assert "template: " not in found

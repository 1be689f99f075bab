import pytest

from living_sla.errors import SlaError
from living_sla.site.content.left_out import left_out, left_over, macro_error, placing


def found(html: str) -> list[str]:
    return [str(one).partition("\n")[0] for one in left_out(html, placing("docs.md", lambda: html))]


@pytest.mark.parametrize(
    ("html", "said"),
    [
        ("<p>a</p>\n<video src=a.mp4></video>", "docs.md:2: warning: <video> is left out of the page [raw-html]"),
        ("<b onclick=x>a</b>", "docs.md:1: warning: onclick is left out of the page [raw-html]"),
        ("<body onload=x>", "docs.md:1: warning: onload is left out of the page [raw-html]"),
        ('<a href="javascript:x">a</a>', "docs.md:1: warning: a link is left out of the page [unsafe-link]"),
        ('<h2 id="__init__">a</h2>', "docs.md:1: warning: the id __init__ is left out of the page [raw-html]"),
        ('<img src="https:evil.example/x">', "docs.md:1: SLA-F030 <img> from another host"),
        ('<img src="/\\evil.example/x">', "docs.md:1: SLA-F030 <img> from another host"),
    ],
)
def test_what_a_page_does_not_show_is_told_with_its_line(html, said):
    assert said in found(html)


def test_what_passes_is_not_told():
    assert found('<h2 id="a">A</h2><p class="x" style="top: 0"><img src="a.png"><a href="../b/">c</a></p>') == []


@pytest.mark.parametrize(
    ("html", "what"),
    [
        ("<p>{{ sla_state() }}</p>", "a call of a macro that nobody ran"),
        ("<p>{% if x %}</p>", "a template that nobody ran"),
    ],
)
def test_template_code_that_nobody_ran_is_a_fault(html, what):
    assert [str(fault) for fault in left_over(html, placing("a.md", lambda: f"# A\n\n{html}"))] == [
        f"a.md:3: SLA-F024 the page shows {what}\n  hint: put braces that readers are to see in `backticks`"
    ]


@pytest.mark.parametrize(
    "html", ["<code>{{ x }}</code>", "<pre><code>{% x %}</code></pre>", '<img alt="{{ x }}" src="a">']
)
def test_braces_in_code_are_what_the_author_shows(html):
    assert list(left_over(html, placing("a.md", lambda: html))) == []


def test_the_error_page_of_the_macros_plugin_is_a_fault():
    assert isinstance(macro_error("# _Macro Rendering Error_\n\n_File_: `a.md`", placing("a.md", str)), SlaError)
    assert (
        macro_error("# Errors\n\nTraceback (most recent call last), Macro Rendering Error", placing("a.md", str))
        is None
    )

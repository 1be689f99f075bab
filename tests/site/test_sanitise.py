import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from living_sla.agreements.markdown.html import page_findings
from living_sla.errors import Notice
from living_sla.site.safety.inspection import findings
from living_sla.site.safety.sanitise import sanitise

PROSE = [
    '<h2 id="why">Why<a class="headerlink" href="#why" title="Permanent link">¶</a></h2>',
    '<p>A <strong>bold</strong> <em>word</em>, <code>code</code> and <a href="../other/">a link</a>.</p>',
    '<div class="admonition note"><p class="admonition-title">Note</p><p>Text</p></div>',
    '<div class="highlight"><pre><span></span><code><span class="n">x</span></code></pre></div>',
    "<table><thead><tr><th>A</th></tr></thead><tbody><tr><td>1</td></tr></tbody></table>",
    '<details class="note"><summary>More</summary><p>Text</p></details>',
    '<img alt="A map" src="map.png">',
    '<h2 id="sla-build">A</h2><h2 id="_1">B</h2><h2 id="Ünïcode.1:2">C</h2><p id="mermaid">D</p>',
    '<table><tbody><tr><td align="right">1</td></tr></tbody></table>',
    '<sup id="fnref:1"><a class="footnote-ref" href="#fn:1">1</a></sup><div class="footnote"><ol><li id="fn:1"><p>Text '
    '<a class="footnote-backref" href="#fnref:1" title="Back">↩</a></p></li></ol></div>',
    '<ul class="task-list"><li class="task-list-item"><label class="task-list-control"><input type="checkbox" '
    'disabled="" checked=""><span class="task-list-indicator"></span></label> Done</li></ul>',
    '<div class="highlight"><pre><code><span class="p p-Indicator">-</span><span class="l l-Scalar l-Scalar-Plain">x'
    '</span><a id="__codelineno-0-1" href="#__codelineno-0-1"></a></code></pre></div>',
    '<div class="tabbed-set tabbed-alternate" data-tabs="1:2"><input checked="" id="__tabbed_1_1" name="__tabbed_1" '
    'type="radio"><div class="tabbed-labels"><label for="__tabbed_1_1">A</label></div></div>',
    '<div class="toc"><span class="toctitle">Contents</span></div><p class="own-wide">x</p>',
    '<p><a href="mailto:ana@northwind.example">a</a> <a href="tel:+31">b</a> <a href="https://crm.example/?q=1#a">c</a></p>',
]
HOSTILE = [
    ("<p>a</p><script>alert(1)</script>", "<p>a</p>"),
    ('<img src="x" onerror="alert(1)">', '<img src="x">'),
    ('<a href="javascript:alert(1)">x</a>', "<a>x</a>"),
    ('<a href="data:text/html,x">x</a>', "<a>x</a>"),
    ('<p style="position:fixed">a</p>', "<p>a</p>"),
    ('<iframe src="https://elsewhere.example"></iframe>', ""),
    ("<style>p{}</style><p>a</p>", "<p>a</p>"),
    ('<form action="/x"><input type="text" name="q"></form>', '<input type="checkbox">'),
    ("<svg><animate onbegin=alert(1)></svg>", ""),
    ("<!-- note --><p>a</p>", "<p>a</p>"),
    ('<div id="__config">{"search": "//evil.example/x.js"}</div>', '<div>{"search": "//evil.example/x.js"}</div>'),
    ('<label for="__search">x</label><p id="__palette_0">y</p>', "<label>x</label><p>y</p>"),
    ('<input type="radio" name="__palette" id="__drawer" class="md-toggle">', '<input type="radio">'),
    ('<pre class="mermaid"><code>graph</code></pre>', "<pre><code>graph</code></pre>"),
    ('<p class="md-overlay MERMAID glightbox sla-badge note">x</p>', '<p class="note">x</p>'),
    ('<p data-md-component="search" data-sla-today="x" hidden tabindex="1" role="alert">x</p>', "<p>x</p>"),
    ('<a name="search" target="_top" ping="/x" download href="a">x</a>', '<a href="a">x</a>'),
    ('<div data-tabs="x">a</div>', "<div>a</div>"),
    (
        "<table><tr><td style='text-align: right'>a</td></tr></table>",
        "<table><tbody><tr><td>a</td></tr></tbody></table>",
    ),
    (
        '<img src="https:evil.example/x.png"><img src="/\\evil.example/x.png"><img src=" //evil.example">',
        "<img><img><img>",
    ),
    ('<img src="data:image/png;base64,AA" srcset="//evil.example 2x">', "<img>"),
    ('<a href="https://bank.example@evil.example/">x</a>', "<a>x</a>"),
    ('<a href="/\t/evil.example">x</a><a href="https:evil.example">y</a>', "<a>x</a><a>y</a>"),
    ('<base href="//evil.example"><meta http-equiv="refresh" content="0;url=x"><link rel="stylesheet" href="x">', ""),
]


@pytest.mark.parametrize("html", PROSE)
def test_prose_passes_as_it_is(html):
    assert sanitise(html) == html


@pytest.mark.parametrize(("html", "left"), HOSTILE)
def test_what_prose_does_not_need_is_taken_out(html, left):
    assert sanitise(html) == left


def test_a_writer_cannot_make_a_figure_of_ours():
    assert sanitise('<span class="sla-badge sla-met">Met</span>') == "<span>Met</span>"
    assert sanitise('<span class="own-lead sla-met">Met</span>') == '<span class="own-lead">Met</span>'


PIECES = [
    "<", ">", "</", "/>", "=", '"', "'", " ", "\n", "\x00", "<!--", "-->", "--!>", "<![CDATA[", "]]>", "<?", "&lt;",
    "&#60;", "a", "img", "svg", "math", "style", "script", "noscript", "template", "textarea", "title", "table", "p",
    "select", "form", "iframe", "object", "base", "meta", "link", "use", "foreignObject", "mglyph", "xmp", "plaintext",
    " href=", " src=", " id=", " class=", " style=", " onclick=", " http-equiv=", " srcset=", " for=", " name=", "x",
    "javascript:x", "//evil.example", "https:evil.example", "/\\evil.example", "data:text/html,x", "__config",
    "mermaid", "md-overlay", "url(//evil.example)",
]  # fmt: skip


@given(st.lists(st.sampled_from(PIECES), max_size=25).map("".join))
@settings(max_examples=100, deadline=None)
def test_what_is_left_of_any_html_is_nothing_that_a_finished_site_must_not_hold(tmp_path_factory, html):
    left = sanitise(html)
    site = tmp_path_factory.getbasetemp() / "sanitised"
    site.mkdir(exist_ok=True)
    (site / "index.html").write_text(f"<!doctype html><html><body>{left}</body></html>", encoding="utf-8")
    assert findings(site, expected={}) == []
    assert sanitise(left) == left


@pytest.mark.parametrize("name", ["time", "aside", "dfn", "nav", "section", "p", "script", "iframe", "form", "video"])
def test_what_check_says_is_left_out_is_left_out(name):
    html = f"<{name}>x</{name}>"
    said = [found.name for found in page_findings(html, path="a.md", first_line=1) if isinstance(found, Notice)]
    assert (said == ["raw-html"]) is (f"<{name}>" not in sanitise(html))

import pytest

from living_sla.site.sanitise import sanitise

PROSE = [
    '<h2 id="why">Why<a class="headerlink" href="#why" title="Permanent link">¶</a></h2>',
    '<p>A <strong>bold</strong> <em>word</em>, <code>code</code> and <a href="../other/">a link</a>.</p>',
    '<div class="admonition note"><p class="admonition-title">Note</p><p>Text</p></div>',
    '<div class="highlight"><pre><span></span><code><span class="n">x</span></code></pre></div>',
    "<table><thead><tr><th>A</th></tr></thead><tbody><tr><td>1</td></tr></tbody></table>",
    '<details class="note"><summary>More</summary><p>Text</p></details>',
    '<img alt="A map" src="map.png">',
]
HOSTILE = [
    ("<p>a</p><script>alert(1)</script>", "<p>a</p>"),
    ('<img src="x" onerror="alert(1)">', '<img src="x">'),
    ('<a href="javascript:alert(1)">x</a>', "<a>x</a>"),
    ('<a href="data:text/html,x">x</a>', "<a>x</a>"),
    ('<p style="position:fixed">a</p>', "<p>a</p>"),
    ('<iframe src="https://elsewhere.example"></iframe>', ""),
    ("<style>p{}</style><p>a</p>", "<p>a</p>"),
    ('<form action="/x"><input type="text" name="q"></form>', '<input type="checkbox" name="q">'),
    ("<svg><animate onbegin=alert(1)></svg>", ""),
    ("<!-- note --><p>a</p>", "<p>a</p>"),
]


@pytest.mark.parametrize("html", PROSE)
def test_prose_passes_as_it_is(html):
    assert sanitise(html) == html


@pytest.mark.parametrize(("html", "left"), HOSTILE)
def test_what_prose_does_not_need_is_taken_out(html, left):
    assert sanitise(html) == left


def test_a_writer_cannot_make_a_figure_of_ours():
    assert sanitise('<span class="sla-badge sla-met">Met</span>') == "<span>Met</span>"
    assert sanitise('<span class="lead sla-met">Met</span>') == '<span class="lead">Met</span>'

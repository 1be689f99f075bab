"""Every page of the demonstration and of the repository's own site is valid HTML, as far as a quick check knows it."""

from __future__ import annotations

import pytest

from living_sla.site.safety.theme_html import corrected
from tests.factories.demonstration import needs_programs
from tests.markup import findings


@pytest.mark.parametrize(
    "site", [pytest.param("demo_site", marks=needs_programs), "own_site"], ids=["the demonstration", "this one"]
)
def test_every_page_is_valid(request, site):
    folder = request.getfixturevalue(site)
    pages = sorted(folder.rglob("*.html"))
    assert len(pages) > 20
    assert [f"{page.relative_to(folder)}, {one}" for page in pages for one in findings(page.read_text("utf-8"))] == []


@pytest.mark.parametrize(
    ("html", "found"),
    [
        ('<p id="a">A</p><p id="a">B</p>', "a second element with the id a"),
        ('<p id="">A</p>', "the id '' of <p>"),
        ('<label for="b">B</label>', "for names b, which is not on the page"),
        ('<label for="b">B</label><p id="b">B</p>', "for names b, which is no control"),
        ('<section aria-labelledby="t u"><h1 id="t">T</h1></section>', "aria-labelledby names u, which"),
        ('<table><tr><td align="right">1</td></tr></table>', "align of <td> is gone"),
        ('<table role="table"><tr><td>1</td></tr></table>', "role of <table>"),
        ('<label tabindex="">A</label>', "tabindex of <label> is no number"),
        ('<input type="checkbox" autocomplete="off">', "autocomplete where nothing is written"),
        ("<p><span><div>A</div></span></p>", "<div> in <span>"),
        ("<p>A<ul><li>B</li></ul></p>", "</p> closes nothing"),
        ("<div><b>A</div>", "<b> of line 1 is not closed"),
        ("<ul><div>A</div></ul>", "<div> in <ul>"),
        ("<div><li>A</li></div>", "<li> in <div>"),
        ('<a href="b"><button>A</button></a>', "<button> in a link"),
        ("<h1>A</h1><h3>B</h3>", "<h3> after <h1>"),
        ('<img src="a.png">', "an image without alt"),
        ('<p class="a" class="b">A</p>', "an attribute twice"),
        ("<center>A</center>", "<center> is gone"),
        ("<div/>A", "<div/> closes nothing"),
        ("<main>A", "<main> is not closed"),
    ],
)
def test_the_check_finds(html, found):
    assert any(found in one for one in findings(html)), findings(html)


@pytest.mark.parametrize(
    "html",
    [
        "<ul><li>A<li>B</ul><p>C<p>D",
        "<dl><div><dt>A</dt><dd>B</dd></div></dl>",
        '<p><a href="b"><span>A</span></a></p><div><a href="b"><div>A</div></a></div>',
        '<svg role="img"><title>A</title><g/><line x1="1"/></svg>',
        "<h1>A</h1><h2>B</h2><h3>C</h3><h2>D</h2>",
        "<table><thead><tr><th scope='col'>A</th></tr></thead><tbody><tr><td>1</td></tr></tbody></table>",
    ],
)
def test_the_check_leaves_alone(html):
    assert findings(html) == []


SWITCH = '<input class="md-toggle" data-md-toggle="drawer" type="checkbox" id="__drawer" autocomplete="off">'
SECTION = '<label class="md-nav__link" for="__nav_6" id="__nav_6_label" tabindex="">'
CONTENTS = '<label class="md-nav__title" for="__toc">'
SHOWN = '<input class="md-nav__toggle md-toggle" type="checkbox" id="__toc">'


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        (SWITCH, SWITCH.replace(' autocomplete="off"', "")),
        (SECTION, SECTION.replace(' tabindex=""', "")),
        (SECTION.replace('""', '"0"'), SECTION.replace('""', '"0"')),
        (CONTENTS, CONTENTS.replace(' for="__toc"', "")),
        (SHOWN + CONTENTS, SHOWN + CONTENTS),
        ('<p>tabindex="" autocomplete="off"</p>', '<p>tabindex="" autocomplete="off"</p>'),
        ('<input type="text" autocomplete="off">', '<input type="text" autocomplete="off">'),
    ],
)
def test_what_the_theme_writes_is_corrected_and_nothing_else(written, expected):
    assert corrected(written) == expected

import json

import pytest

from living_sla.site.safety import brought
from living_sla.site.safety.empty_pages import EmptyPage
from living_sla.site.safety.inspection import findings

CLEAN = """<html><head><link rel="canonical" href="https://us.example/"><meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'"></head><body>
<p>See <a href="https://elsewhere.example/">there</a>, <a href="../a/?b#c">here</a> and <code>{{ braces }}</code>.</p>
<img src="a.png"><svg viewBox="0 0 1 1"><path d="M0 0"/></svg></body></html>"""
THEME = """<html><head><link rel="stylesheet" href="{0}/assets/a.css"><style>b {{ top: 0 }}</style></head><body>
<form onsubmit="go()"><input name="q"></form><script>base = "{0}"</script><script src="{0}/assets/a.js"></script>
</body></html>"""


def inspected(tmp_path, page: str = CLEAN, name: str = "index.html", **more) -> list[str]:
    (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
    (tmp_path / name).write_text(page, encoding="utf-8")
    return [str(fault).partition("\n")[0] for fault in findings(tmp_path, expected=more.pop("expected", {}), **more)]


def test_a_page_of_text_passes(tmp_path):
    assert inspected(tmp_path) == []


def test_a_page_that_was_not_built_is_missed(tmp_path):
    expected = {"agreements/a/index.html": "agreements/a.md"}
    assert inspected(tmp_path, expected=expected) == [
        "agreements/a/index.html: the page of agreements/a.md was not built"
    ]


# ---------------------------------------------------------------- what acts


@pytest.mark.parametrize(
    ("element", "what"),
    [
        ("<script>alert(1)</script>", "<script>"),
        ('<script type="application/json">{}</script>', "<script>"),
        ('<script src="a.js"></script>', "<script>"),
        ("<p onclick=x>a</p>", "onclick"),
        ("<p ONCLICK>a</p>", "onclick"),
        ('<img src="a.png"onerror="x">', "onerror"),
        ('<meta http-equiv="refresh" content="0">', "<meta http-equiv>"),
        ('<iframe src="a.html"></iframe>', "<iframe>"),
        ("<object data=a.svg></object>", "<object>"),
        ("<embed src=a.svg>", "<embed>"),
        ('<base href="a/">', "<base>"),
        ("<style>p { top: 0 }</style>", "<style>"),
        ('<link rel="stylesheet" href="a.css">', "<link>"),
        ('<link rel="next stylesheet" href="a.css">', "<link>"),
        ("<template><script>x</script></template>", "<template>"),
        ('<noscript><p title="</noscript><img src=x onerror=y>"></noscript>', "<noscript>"),
        ("<math><mtext></mtext></math>", "<math>"),
        ("<svg><set attributeName=onclick to=x /></svg>", "<set>"),
        ("<svg><foreignObject></foreignObject></svg>", "<foreignObject>"),
        ("<own-element></own-element>", "<own-element>"),
        ("<!-- --!><script>x</script> -->", "<script>"),
        ("<select><iframe></select>", "<select>"),
        ('<a href="javascript:x">a</a>', "a link that leads where no link may (href of <a>)"),
        ('<a href="&#1;java&#9;script:x">a</a>', "a link that leads where no link may (href of <a>)"),
        ('<a href="https://us.example@evil.example">a</a>', "a link that leads where no link may (href of <a>)"),
        ('<svg><a xlink:href="javascript:x"></a></svg>', "a link that leads where no link may (xlink:href of <a>)"),
        ('<link rel="next" href="javascript:x">', "a link that leads where no link may (href of <link>)"),
        ('<form action="javascript:x"></form>', "action of <form>"),
        ('<button formaction="data:text/html,x">a</button>', "formaction of <button>"),
        ('<img src="data:image/svg+xml,x">', "src of <img>"),
        ('<p id="__config"></p><p id="__config"></p>', "a second element with the id __config"),
    ],
)
def test_what_could_act_is_refused_where_the_theme_does_not_bring_it(tmp_path, element, what):
    found = inspected(tmp_path, f"<html><body>{element}</body></html>")
    assert f"index.html: SLA-F100 {what} is nothing that the theme brings" in found


def test_what_the_theme_brings_passes_at_every_depth_and_nothing_like_it(tmp_path):
    empties = [EmptyPage(THEME.format(base), url) for base, url in ((".", ""), ("..", "x/"), ("../..", "x/x/"))]
    known = brought.of_theme([*empties, EmptyPage(THEME.format("/sub"), "404.html")])
    for name, base in (("index.html", "."), ("a/b/index.html", "../.."), ("404.html", "/sub")):
        assert inspected(tmp_path, THEME.format(base), name, brought_to=lambda name: known) == []
    changed = [
        THEME.replace("go()", "went()"), THEME.replace("assets/a.js", "assets/b.js"), THEME.replace("top: 0", "top: 1"),
        THEME.replace("base =", "face ="), THEME.replace("<form", "<form action='//evil.example'"),
    ]  # fmt: skip
    for page in changed:
        assert len(inspected(tmp_path / "one", page.format("."), brought_to=lambda name: known)) == 1


def test_a_policy_may_add_hashes_to_scripts_of_the_theme(tmp_path):
    known = brought.of_theme([EmptyPage(THEME.format("."), "")])
    checked = THEME.format(".").replace("<script src", '<script integrity="sha256-x" src')
    assert inspected(tmp_path, checked, brought_to=lambda name: known) == []


# ---------------------------------------------------------------- other hosts


@pytest.mark.parametrize(
    "element",
    [
        '<script src="https://cdn.example/a.js"></script>',
        '<link rel="stylesheet" href="//cdn.example/a.css">',
        '<link rel="preconnect" href="https://cdn.example">',
        '<img src="https://cdn.example/a.png">',
        '<img src="a.png" srcset="b.png 1x, https://cdn.example/c.png 2x">',
        '<iframe src="https://cdn.example/"></iframe>',
        '<svg><use href="https://cdn.example/i.svg#a"></use></svg>',
        "<p style=\"background: url('https://cdn.example/a.png')\">x</p>",
        '<video poster="https://cdn.example/a.png"></video>',
        '<img alt="a > b" src="//cdn.example/a.png">',
        '<img alt=a"b src=//cdn.example/a.png>',
        '<IMG\nSRC = "https&#58;//cdn.example/a.png">',
        '<img src="a.js"><img src="https:cdn.example/a.png">',
        '<img src="/\\cdn.example/a.png">',
        '<img src="/\t/cdn.example/a.png">',
        '<p style="background: &#117;rl(//cdn.example/a.png)">x</p>',
        "<p style=background:url(//cdn.example/a.png)>x</p>",
        "<style>@import '//cdn.example/a.css';</style>",
        '<svg><image xlink:href="//cdn.example/a.png"/></svg>',
        '<a ping="a/ //cdn.example" href="b/">x</a>',
        '<table background="//cdn.example/a.png"></table>',
        '<form action="https://cdn.example/a"></form>',
    ],
)
def test_a_page_that_asks_another_host_is_refused(tmp_path, element):
    assert inspected(tmp_path, f"<html><body>{element}</body></html>") == [
        "index.html: SLA-F030 the page would ask cdn.example for something"
    ]


def test_a_style_sheet_that_asks_another_host_is_refused(tmp_path):
    css = '@import "https://cdn.example/a.css"; b { src: url(//cdn.example/f) } i { background: url(x.png) }'
    assert inspected(tmp_path, css, "a.css") == ["a.css: SLA-F030 the page would ask cdn.example for something"] * 2


def test_a_page_that_is_trusted_with_more_than_prose_asks_no_other_host_either(tmp_path):
    page = '<html><body><video src="a.mp4"></video><img src="//cdn.example/a.png" onerror="x"></body></html>'
    assert inspected(tmp_path, page, brought_to=lambda name: None) == [
        "index.html: SLA-F030 the page would ask cdn.example for something"
    ]
    assert len(inspected(tmp_path, page)) == 2


# ---------------------------------------------------------------- what is no page


def test_a_picture_and_an_xml_file_that_run_a_script_are_refused(tmp_path):
    picture = '<svg xmlns="http://www.w3.org/2000/svg"><script>x</script></svg>'
    assert inspected(tmp_path, picture, "a.SVG") == ["a.SVG: SLA-F135 the picture is not published: it holds <script>"]
    assert inspected(tmp_path / "b", picture, "a.xml") == ["a.xml: SLA-F100 <svg> is nothing that the theme brings"]


def test_a_search_index_holds_text_and_code(tmp_path):
    index = {
        "config": {"separator": "(?<!x)"},
        "docs": [{"location": "a/", "title": "A &lt;b&gt;", "text": "<p>x</p>"}],
    }
    assert inspected(tmp_path, json.dumps(index), "search/search_index.json") == []
    for part in ({"title": "<img src=x>"}, {"text": "<p onclick=x>"}, {"tags": ["<b>"]}):
        index["docs"][0] = {"location": "a/", "title": "A", "text": "", **part}
        (said,) = inspected(tmp_path, json.dumps(index), "search/search_index.json")
        assert "SLA-F100 an element in what the search shows of a/ is nothing" in said


@pytest.mark.parametrize(
    "text", ["{{ sla_state() }}", "{% if x %}", "slablock12ab0x", "Traceback (most recent call last):"]
)
def test_what_a_record_says_is_no_fault_of_ours(tmp_path, text):
    assert inspected(tmp_path, f"<html><body><table><tr><td>{text}</td></tr></table></body></html>") == []

import pytest

from living_sla.site.inspection import findings

CLEAN = """<html><head><link rel="stylesheet" href="assets/a.css"><link rel="canonical" href="https://us.example/">
</head><body><p>See <a href="https://elsewhere.example/">there</a> and <code>{{ braces }}</code>.</p>
<img src="data:image/png;base64,AA"><script src="assets/a.js"></script></body></html>"""


def inspected(tmp_path, page: str = CLEAN, css: str = "", **more) -> list[str]:
    (tmp_path / "index.html").write_text(page, encoding="utf-8")
    (tmp_path / "a.css").write_text(css, encoding="utf-8")
    return [str(fault) for fault in findings(tmp_path, expected=more.pop("expected", {}), **more)]


def test_a_clean_site_passes(tmp_path):
    assert inspected(tmp_path, css="@import url(b.css); a { background: url(x.png) }") == []


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
    ],
)
def test_a_page_that_asks_another_host_is_refused(tmp_path, element):
    assert inspected(tmp_path, f"<html><body>{element}</body></html>") == [
        "index.html: SLA-F030 the page would ask cdn.example for something\n"
        "  hint: put the file into docs/ and link to it there"
    ]


def test_a_style_sheet_that_asks_another_host_is_refused(tmp_path):
    assert len(inspected(tmp_path, css='@import "https://cdn.example/a.css"; b { src: url(//cdn.example/f) }')) == 2


def test_the_sites_own_host_is_no_other_host(tmp_path):
    page = '<img src="https://us.example/a.png">'
    assert inspected(tmp_path, page, host="us.example") == []
    assert len(inspected(tmp_path, page, host="we.example")) == 1


def test_a_page_that_was_not_built_is_missed(tmp_path):
    expected = {"agreements/a/index.html": "agreements/a.md"}
    assert inspected(tmp_path, expected=expected) == [
        "agreements/a/index.html: the page of agreements/a.md was not built\n  hint: see the messages of the build"
    ]


@pytest.mark.parametrize(
    "element",
    [
        '<img alt="a > b" src="//cdn.example/a.png">',
        '<img alt=a"b src=//cdn.example/a.png>',
        '<IMG\nSRC = "https&#58;//cdn.example/a.png">',
        '<script src="a.js"></script><img src="//cdn.example/a.png">',
        '<p style="background: &#117;rl(//cdn.example/a.png)">x</p>',
        "<p style=background:url(//cdn.example/a.png)>x</p>",
        '<svg><image xlink:href="//cdn.example/a.png"/></svg>',
    ],
)
def test_no_spelling_of_an_address_gets_past_the_quick_look(tmp_path, element):
    assert len(inspected(tmp_path, f"<html><body>{element}</body></html>")) == 1

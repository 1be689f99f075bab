"""Files that a browser reads otherwise than whoever looks them through: other encodings, styles, settings of hosts."""

from __future__ import annotations

import pytest

from living_sla.site.safety import inspection, stylesheets, svg

SCRIPT = '<!doctype html><html><head><title>x</title></head><body><script>document.title="taken"</script></body></html>'
ESCAPED = (
    b'<!doctype html><html><head><title>x</title></head><body><div title="\x1b$B">aa</div>\x1b(B'
    b'<i title=">\x1b(B<script>1</script>">t</i></body></html>'
)
HARMLESS = "<!doctype html><html><head>{}<title>x</title></head><body><p>x</p></body></html>"


@pytest.mark.parametrize(
    "raw",
    [
        ("\ufeff" + SCRIPT).encode("utf-16-le"),
        ("\ufeff" + SCRIPT).encode("utf-16-be"),
        SCRIPT.encode("utf-16-le"),
        ESCAPED,
        "<p>café</p>".encode("latin-1"),
        HARMLESS.format('<meta charset="iso-2022-jp">').encode(),
        HARMLESS.format('<meta charset="shift_jis">').encode(),
        HARMLESS.format('<meta http-equiv="content-type" content="text/html; charset=big5">').encode(),
    ],
)
@pytest.mark.parametrize("name", ["page.html", "page.HTM"])
def test_a_page_that_can_be_read_in_another_encoding_is_refused(tmp_path, name, raw):
    (tmp_path / name).write_bytes(raw)
    assert [fault.code for fault in inspection.findings(tmp_path, expected={})] == ["SLA-F100"]


def test_a_page_in_utf_8_is_read_with_its_mark_or_without(tmp_path):
    for number, mark in enumerate(("", "\ufeff")):
        text = mark + HARMLESS.format('<meta charset="UTF-8">')
        (tmp_path / f"{number}.html").write_text(text, encoding="utf-8")
    assert inspection.findings(tmp_path, expected={}) == []


@pytest.mark.parametrize(
    "attribute", ["mask", "fill", "stroke", "clip-path", "filter", "cursor", "marker-start", "style"]
)
def test_attributes_of_a_drawing_are_styles(tmp_path, attribute):
    value = "fill:url(https://evil.example/a)" if attribute == "style" else "url(https://evil.example/a#b)"
    drawn = f'<svg><rect {attribute}="{value}"/><rect {attribute}="url(#a)"/></svg>'
    (tmp_path / "page.html").write_text(HARMLESS.format("").replace("<p>x</p>", drawn))
    assert [fault.code for fault in inspection.findings(tmp_path, expected={})] == ["SLA-F030"]


def test_an_element_inside_the_styles_of_a_drawing_hides_nothing():
    head = '<svg xmlns="http://www.w3.org/2000/svg"><style>'
    assert svg.why_not(f"{head}@import url(https://evil.example/a);<g/></style></svg>".encode())
    assert svg.why_not(f"{head}<g/>@import url(https://evil.example/a);</style></svg>".encode())
    assert svg.why_not(f"{head}rect {{fill: red}}</style><rect/></svg>".encode()) == ""


FETCHING = [
    'a{content:" /*\n;background:url(https://evil.example/a)} /* */',
    "body{--x:url(/*);background:url(https://evil.example/a)} /**/",
    'a{background-image:image-set("data:image/gif;base64,R0lGODlhAQABAAAAACw=" 3x, "https://evil.example/a" 1x)}',
    'a{background:url("ht\\\ntps://evil.example/a")}',
    'a{background:url("/\\\n/evil.example/a")}',
    "a{background:\\75 rl(https://evil.example/a)}",
    'a{background:u\\72l("https://evil.example/a")}',
    '@\\69mport "//evil.example/a";',
    '@import/**/"//evil.example/a"',
    'a{--y:"https://evil.example/a"}',
    'a{content:url("//evil.example/a")}',
    "a{background:url(\\68 ttps://evil.example/a)}",
    'a{background:url(\n  "https://evil.example/a"\n)}',
    "a{background:URL(//evil.example/a",
    "a{background:url('https:\\2f\\2f evil.example/a')}",
]


@pytest.mark.parametrize("css", FETCHING)
def test_a_style_sheet_that_asks_another_host_is_told(css):
    assert "evil.example" in [address.host for address in stylesheets.foreign(css)]


@pytest.mark.parametrize(
    "css",
    [
        'a[href^="https://forge.example"]{content:"https://forge.example"} /* see url(https://licence.example) */',
        '@charset "utf-8"; @namespace svg "http://www.w3.org/2000/svg";',
        "a{background:url(\"data:image/svg+xml;charset=utf-8,<svg xmlns='http://www.w3.org/2000/svg'/>\")}",
        "a{mask:url(#b);background:url(../images/a.png)}",
        'a{font-family:"Noto Sans", sans-serif;quotes:"«" "»"}',
    ],
)
def test_a_style_sheet_that_asks_nobody_is_read(css):
    assert list(stylesheets.foreign(css)) == []


def test_a_style_sheet_is_read_once_from_end_to_end():
    """Strings that are never closed once took the square of their length: this many, most of an hour."""
    assert list(stylesheets.foreign('@"' + '\\"' * 128_000)) == []


def test_a_style_sheet_in_another_encoding_is_refused(tmp_path):
    (tmp_path / "a.css").write_bytes('@import "https://evil.example/a";'.encode("utf-16"))
    (tmp_path / "b.css").write_bytes(b'@charset "iso-2022-jp"; a{}')
    (tmp_path / "c.css").write_bytes(b'@charset "utf-8"; a{}')
    assert [fault.where.path for fault in inspection.findings(tmp_path, expected={})] == ["a.css", "b.css"]

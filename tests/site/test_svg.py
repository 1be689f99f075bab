"""Pictures are published where they only draw."""

from __future__ import annotations

import pytest

from living_sla.site.safety.svg import why_not

SVG = 'xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink"'


def picture(inside: str, attributes: str = "") -> bytes:
    return f"<svg {SVG} {attributes}>{inside}</svg>".encode()


@pytest.mark.parametrize(
    "raw",
    [
        picture("<rect width='1' height='1' fill='url(#a)'/><text>onload=1</text>"),
        picture("<use href='#a'/><use xlink:href='#a'/>"),
        picture("<image href='data:image/png;base64,iVBORw0KGgo='/>"),
        picture("<style>.a { fill: red; mask: url(#m) }</style>"),
        picture("<title>a\\b (c)</title>", 'role="img" aria-label="a\\b (3 of 4), url(//h.example/x)"'),
        picture("<style><![CDATA[.a > .b { clip-path: url('#m') }]]></style>"),
        picture("<i:view xmlns:i='urn:inkscape'><i:script/></i:view>"),
        b'<?xml version="1.0" encoding="UTF-8"?>\n<!DOCTYPE svg PUBLIC "-//W3C//DTD SVG 1.1//EN" "svg11.dtd">\n'
        + picture(""),
        "\ufeff".encode() + picture("<title>Übergabe</title>"),
    ],
)
def test_a_picture_that_only_draws_is_published(raw):
    assert why_not(raw) == ""


@pytest.mark.parametrize(
    ("raw", "why"),
    [
        (picture("<script>1</script>"), "it holds <script>"),
        (picture("<g><SCRIPT/></g>"), "it holds <SCRIPT>"),
        (picture("<a href='javascript:1'/>"), "it holds <a>"),
        (picture("<foreignObject><iframe xmlns='http://www.w3.org/1999/xhtml'/></foreignObject>"),
         "it holds <foreignObject>"),
        (picture("<x:script xmlns:x='http://www.w3.org/1999/xhtml'/>"), "it holds <script>"),
        (picture("<x:script xmlns:x='http://www.w3.org/2000/svg'/>"), "it holds <script>"),
        (picture("<script xmlns=''/>"), "it holds <script>"),
        (picture("<animate attributeName='href' values='javascript:1'/>"), "it holds <animate>"),
        (picture("<set attributeName='onload' to='1'/>"), "it holds <set>"),
        (picture("<handler/>"), "it holds <handler>"),
        (picture("", "onload='1'"), "it holds an attribute onload"),
        (picture("", "ONLOAD='1'"), "it holds an attribute onload"),
        (picture("<g xlink:onload='1'/>"), "it holds an attribute onload"),
        (picture("<use href='other.svg#a'/>"), "it refers to something outside itself"),
        (picture("<use xlink:href='https://pictures.example/a.svg#a'/>"), "it refers to something outside itself"),
        (picture("<image href='data:image/svg+xml;base64,PHN2Zy8+'/>"), "it refers to something outside itself"),
        (picture("<image href='data:text/html,x'/>"), "it refers to something outside itself"),
        (picture("<image href=' #a'/>"), "it refers to something outside itself"),
        (picture("<style>@import 'https://fonts.example/a.css';</style>"), "its styles load something"),
        (picture("<style>a { fill: url( //pictures.example/a ) }</style>"), "its styles load something"),
        (picture("<style>a { fill: u\\72l(//pictures.example/a) }</style>"), "its styles load something"),
        (picture("<style>@im<!-- -->port 'x'</style>"), "its styles load something"),
        (picture("<g style='fill: url(https://pictures.example/a)'/>"), "its attribute style loads something"),
        (picture("<g fill='url(other.svg#a)'/>"), "its attribute fill loads something"),
        (b"<?xml-stylesheet href='a.xsl'?>" + picture(""), "it holds an instruction <?xml-stylesheet?>"),
        (b"<!DOCTYPE svg [<!ENTITY a 'b'>]>" + picture("&a;"), "it declares entities"),
        (b"<html xmlns='http://www.w3.org/1999/xhtml'/>", "it holds <html>"),
        (b"<svg/>", "it holds <svg>"),
        (picture("").decode().encode("utf-16"), "it cannot be read as XML in UTF-8"),
        (b'<?xml version="1.0" encoding="iso-8859-1"?>' + picture(""), "it is not in UTF-8"),
        (b"<!DOCTYPE html><p>1</script>", "it cannot be read as XML in UTF-8"),
        (b"<g>" * 200_000, "it cannot be read as XML in UTF-8"),
        (picture("<g>"), "it cannot be read as XML in UTF-8"),
        (b"\x1f\x8b\x08", "it cannot be read as XML in UTF-8"),
        (b"", "it cannot be read as XML in UTF-8"),
        (picture(" " * (4 << 20)), "it is larger than 4 MB"),
        (picture("<style>a { fill: image-set('//pictures.example/a' 1x) }</style>"), "its styles load something"),
    ],
)  # fmt: skip
def test_a_picture_that_does_more_is_named(raw, why):
    assert why_not(raw) == why

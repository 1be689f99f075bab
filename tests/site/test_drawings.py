import pytest

from living_sla.site.drawings import acting

SVG = 'xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" xmlns:h="http://www.w3.org/1999/xhtml"'


def drawn(inside: str, before: str = "") -> list[str]:
    return acting(f"{before}<svg {SVG}>{inside}</svg>".encode())


@pytest.mark.parametrize(
    ("inside", "what"),
    [
        ("<script>x</script>", "<script>"),
        ("<h:script>x</h:script>", "<script>"),
        ("<h:img src='a.png'/>", "<img>"),
        ("<foreignObject/>", "<foreignObject>"),
        ("<g onload='x'/>", "onload"),
        ("<set attributeName='onmouseover' to='x'/>", "<set>"),
        ("<animate attributeName='href' values='javascript:x'/>", "<animate>"),
        ("<a xlink:href='javascript:x'/>", "href of <a>"),
        ("<a href='https://us.example@evil.example'/>", "href of <a>"),
        ("<image href='//cdn.example/a.png'/>", "href of <image>"),
        ("<image href='data:image/svg+xml,x'/>", "href of <image>"),
        ("<use xlink:href='https:cdn.example/a.svg'/>", "href of <use>"),
        ("<g style='fill: url(//cdn.example/a.svg)'/>", "a style that asks another host"),
        ("<g filter='url(//cdn.example/a.svg)'/>", "a style that asks another host"),
        ("<style>@import '//cdn.example/a.css';</style>", "a style sheet that asks another host"),
        ("<style><![CDATA[a { fill: url(//cdn.example/a.svg) }]]></style>", "a style sheet that asks another host"),
        ("<g>", "what is no XML"),
    ],
)
def test_what_a_drawing_could_do_is_seen(inside, what):
    assert what in drawn(inside)


@pytest.mark.parametrize(
    ("before", "what"),
    [
        ("<?xml-stylesheet href='a.xsl' type='text/xsl'?>", "<?xml-stylesheet?>"),
        ("<!DOCTYPE svg [<!ENTITY a 'b'>]>", "an entity of its own"),
        ("<?xml version='1.0' encoding='x-unknown'?>", "what is no XML"),
    ],
)
def test_what_stands_before_a_drawing_is_seen_too(before, what):
    assert what in drawn("", before)


def test_a_page_in_xml_is_a_drawing_too():
    assert acting(b'<html xmlns="http://www.w3.org/1999/xhtml"><body onload="x"/></html>') == [
        "<html>",
        "<body>",
        "onload",
    ]


@pytest.mark.parametrize(
    "inside",
    [
        "<title>A map</title><g style='fill: url(#b)'><path d='M0 0'/></g><use href='#c'/><use xlink:href='b.svg#c'/>",
        "<image href='data:image/png;base64,AA'/><a href='https://elsewhere.example/'><text>x</text></a>",
        "<style>a { fill: red }</style><desc>{{ x }} &lt;script&gt;</desc>",
        "<style>a { fill: red }</style><desc>a { fill: url(//cdn.example/a.svg) }</desc>",
    ],
)
def test_a_drawing_of_shapes_and_words_passes(inside):
    assert (
        drawn(inside, '<?xml version="1.0" encoding="UTF-8"?><!DOCTYPE svg PUBLIC "-//W3C//DTD SVG 1.1//EN" "a.dtd">')
        == []
    )


def test_a_feed_and_a_map_of_the_site_pass():
    inside = '<link href="https://us.example"/><content type="html">&lt;script&gt;</content>'
    assert acting(f'<feed xmlns="http://www.w3.org/2005/Atom">{inside}</feed>'.encode()) == []

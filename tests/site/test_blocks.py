from types import SimpleNamespace

from living_sla.site.content.blocks import Blocks, contents


def outline(html: str) -> list:
    def shown(entries):
        return [(entry.title, entry.url, shown(entry.children)) for entry in entries]

    return shown(contents(html))


def test_headings_nest_by_level():
    html = '<h2 id="a">A</h2><h3 id="b">B</h3><h3 id="c">C</h3><h2 id="d">D</h2>'
    assert outline(html) == [("A", "#a", [("B", "#b", []), ("C", "#c", [])]), ("D", "#d", [])]


def test_a_heading_says_what_a_reader_sees():
    html = '<h2 id="a">Q &amp; <em>A</em> &#60;b&#62;<a class="headerlink" href="#a">¶</a></h2>'
    assert outline(html) == [("Q &amp; A &lt;b&gt;", "#a", [])]


def test_a_heading_without_an_id_is_no_entry():
    assert outline("<h2>A</h2>") == []


def test_a_skipped_level_still_nests():
    assert outline('<h1 id="t">T</h1><h3 id="b">B</h3><h2 id="c">C</h2>') == [
        ("T", "#t", [("B", "#b", []), ("C", "#c", [])])
    ]


def test_a_block_leads_to_no_part_that_the_page_leaves_out():
    blocks, page = Blocks(), SimpleNamespace(present_anchor_ids=None)
    state = blocks.held('<p><a href="#v2">version 2</a>, <a href="&#35;v1">version 1</a></p>')
    versions = blocks.held('<h2 id="v1">Version 1</h2>')
    author = '<a href="#v2">mine</a>'
    assert blocks.filled(f"{state}{author}{versions}", page) == (
        f'<p>version 2, <a href="&#35;v1">version 1</a></p>{author}<h2 id="v1">Version 1</h2>'
    )
    assert page.present_anchor_ids == {"v1"}

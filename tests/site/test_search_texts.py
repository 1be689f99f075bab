"""What the search knows of a page: sentences, and of tables of figures, charts and records nothing."""

from __future__ import annotations

import json
import re
from types import SimpleNamespace

import pytest
from material.plugins.search.plugin import SearchIndex as OfMaterial
from mkdocs.contrib.search.search_index import SearchIndex as OfMkDocs
from mkdocs.structure.toc import get_toc

from living_sla.cache import cache_of
from living_sla.site.content.search_texts import ShortTexts, text_of

TABLE = '<div class="sla-scroll"><table class="sla-table"><tr><td>92.4 %</td></tr></table></div>'


def test_figures_labels_and_ids_are_left_out():
    chart = '<div data-search-exclude="1"><svg><text>Feb</text></svg></div>'
    html = (
        f'<h2 id="a">Contact<a class="headerlink">¶</a></h2>{TABLE}{chart}<p>In time.</p><svg><title>Met</title></svg>'
    )
    assert text_of(html) == '<h2 id="a">Contact</h2><div> </div><p>In time.</p>'


def test_words_of_two_cells_do_not_run_together():
    html = "<table><tr><th>Field</th><th>Value</th></tr>\n<tr><td>id</td><td><code>A name</code></td></tr></table>"
    assert read(html) == "Field · Value. id · A name."


def test_a_term_and_what_it_means_are_a_sentence():
    html = '<dl><div><dt>mql</dt><dd>A person<span class="sla-note">Counted</span></dd></div><dt>x</dt><dd>y.</dd></dl>'
    assert read(html) == "mql: A person, Counted. x: y."


def read(html: str) -> str:
    """The text as somebody reads it in a result."""
    return " ".join(re.sub("<[^>]+>", "", text_of(html)).split())


def test_search_finds_a_commitment_by_its_words(a_site):
    entries = json.loads((a_site / "search" / "search_index.json").read_text(encoding="utf-8"))["docs"]
    found = [entry["location"] for entry in entries if "are contacted within 4 business hours" in entry["text"]]
    assert any(location.startswith("agreements/lead-handoff/") for location in found)
    assert not any("Last judgedNow" in entry["text"] or "<td>" in entry["text"] for entry in entries)


def told(kind, cache, pages):
    """What an index of that kind holds when it was told of these pages, and how many of them it took apart."""
    index, read = kind(lang=["en"], indexing="full"), []
    take_apart = index.add_entry_from_context
    index.add_entry_from_context = lambda page: read.append(page) or take_apart(page)
    texts = ShortTexts(SimpleNamespace(plugins={"material/search": SimpleNamespace(search_index=index)}), cache)
    for page in pages:
        index.add_entry_from_context(page)
    texts.keep()
    return getattr(index, "entries", None) or index._entries, len(read)


def page(text, url="a/", title="A", **meta):
    toc = get_toc([{"id": "b", "name": "B", "level": 2, "children": []}])
    content = f'<h1 id="a">{title}</h1><p>{text}</p><h2 id="b">B</h2><p>one <b>two</b></p>'
    return SimpleNamespace(content=content, url=url, title=title, toc=toc, meta=meta)


@pytest.mark.parametrize("kind", [OfMaterial, OfMkDocs])
def test_a_page_that_is_as_it_was_is_not_taken_apart_again(tmp_path, kind):
    def build(*pages):
        return told(kind, cache_of(tmp_path / "project", tmp_path / "cache"), pages)

    first, second = page("one"), page("two", "b/", "\ud800é")
    cold, read = build(first, second)
    assert read == 2
    assert cold
    assert build(first, second) == (cold, 0)
    assert build(second, first)[1] == 0
    changed = (page("other"), page("one", "c/"), page("one", title="C"), page("one", search={"boost": 2}, tags=["x"]))
    for one in changed:
        assert build(second, one) == (told(kind, None, (second, one))[0], 1)
    assert build(first)[1] == 1, "what a build did not show is forgotten"

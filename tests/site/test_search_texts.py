"""What the search knows of a page: sentences, and of tables of figures, charts and records nothing."""

from __future__ import annotations

import json
import re

from living_sla.site.content.search_texts import text_of

TABLE = '<div class="sla-scroll"><table class="sla-table"><tr><td>92.4 %</td></tr></table></div>'


def test_figures_labels_and_ids_are_left_out():
    chart = '<div data-search-exclude="1"><svg><text>Feb</text></svg></div>'
    html = (
        f'<h2 id="a">Contact<a class="headerlink">¶</a></h2>{TABLE}{chart}<p>In time.</p><svg><title>Met</title></svg>'
    )
    assert text_of(html) == '<h2 id="a">Contact</h2><div class="sla-scroll"> </div><p>In time.</p>'


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

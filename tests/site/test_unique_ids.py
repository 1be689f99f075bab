"""An id stands once on a page, whatever macros it calls and however often, and what points to it finds it."""

from __future__ import annotations

from collections import Counter
from types import SimpleNamespace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from selectolax.lexbor import LexborHTMLParser

from living_sla.model.macros import MACROS
from living_sla.site import macros
from living_sla.site.content.blocks import Blocks
from living_sla.site.content.unique_ids import unlike
from living_sla.site.macros import showing
from tests.factories import page_states, reports
from tests.site.test_macros import Env

STATES = page_states.every_state()
CALLS = [
    (macro.name, {"agreement": of.id} if "agreement" in macro.arguments else {})
    for macro in MACROS
    for of in (STATES.agreements if "agreement" in macro.arguments else STATES.agreements[:1])
]


def macros_of(report, monkeypatch) -> dict:
    env = Env("guide/board.md")
    monkeypatch.setattr(showing, "report_of", lambda root: report)
    macros.define_env(env)
    return env.known


def repeated(html: str) -> list[str]:
    ids = [node.attributes["id"] for node in LexborHTMLParser(html).css("[id]")]
    return sorted(name for name, times in Counter(ids).items() if times > 1)


def lost(html: str) -> set[str]:
    """What is pointed to and is not there."""
    tree = LexborHTMLParser(html)
    ids = {node.attributes["id"] for node in tree.css("[id]")}
    names = ("aria-labelledby", "aria-describedby", "for")
    asked = [node.attributes[name] for name in names for node in tree.css(f"[{name}]")]
    return {part for text in asked for part in (text or "").split()} - ids


@pytest.fixture(scope="module")
def known():
    with pytest.MonkeyPatch.context() as patch:
        yield {(name, arguments.get("agreement")): _called(patch, name, arguments) for name, arguments in CALLS}


def _called(patch, name, arguments) -> str:
    return macros_of(STATES, patch)[name](**arguments)


def test_no_macro_brings_an_id_twice(known):
    found = {of: repeated(html) for of, html in known.items()}
    assert {of: ids for of, ids in found.items() if ids} == {}
    missing = {of: lost(html) for of, html in known.items()}
    assert {of: ids for of, ids in missing.items() if ids} == {}


@settings(max_examples=25, deadline=None)
@given(st.lists(st.sampled_from(CALLS), min_size=2, max_size=8))
def test_a_page_may_call_whatever_it_likes_and_twice(known, calls):
    taken: set[str] = set()
    page = "".join(unlike(known[name, arguments.get("agreement")], taken) for name, arguments in calls)
    assert (repeated(page), lost(page)) == ([], set())
    blocks = Blocks()
    held = "".join(blocks.held(known[name, arguments.get("agreement")]) for name, arguments in (*calls, calls[0]))
    author = '<h2 id="commitments">Mine</h2><p id="first-contact-2">x</p>'
    page = blocks.filled(f"{author}{held}", SimpleNamespace(present_anchor_ids=None))
    assert (repeated(page), lost(page)) == ([], set())


def test_without_our_plugin_each_page_begins_anew(monkeypatch):
    env = Env()
    monkeypatch.setattr(showing, "report_of", lambda root: reports.report())
    macros.define_env(env)
    once = env.known["sla_trend"]("first-contact")
    twice = env.known["sla_trend"]("first-contact")
    assert once != twice
    assert (repeated(once + twice), lost(once + twice)) == ([], set())
    env.page = SimpleNamespace(file=env.page.file, markdown="")
    assert env.known["sla_trend"]("first-contact") == once


def test_what_points_into_a_block_follows_and_what_points_out_of_it_does_not():
    block = '<p id="a"><a href="&#35;a">x</a> <a href="#b">y</a> <i aria-labelledby="a b">a</i></p>'
    assert unlike(block, {"a", "b", "a-2"}) == (
        '<p id="a-3"><a href="&#35;a-3">x</a> <a href="#b">y</a> <i aria-labelledby="a-3 b">a</i></p>'
    )

"""Addresses as browsers read them; the tables are answers of the WHATWG URL Standard."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from living_sla.model.address import read_address

PATHS = ["", "x.png", "../a/b.md#c", "/x.png", "?q=1", "#top", "a//evil.example", ".//evil.example", "/a/\\b", "1:2"]
ELSEWHERE = [
    "//evil.example/x.png", "/\\evil.example/x.png", "\\\\evil.example/x.png", "\\/evil.example", "///evil.example",
    "https:evil.example/x.png", "https:/evil.example", "https:\\\\evil.example", "HTTPS:///evil.example",
    " //evil.example", "\x01//evil.example", "/\t/evil.example", "ht\ntps://evil.example", "\x00https://evil.example",
    "//user:word@evil.example", "http://evil.example", "ftp://evil.example/x", "wss:evil.example",
]  # fmt: skip
NOT_LINKS = [
    "javascript:alert(1)", "JaVa\tScRiPt:alert(1)", "\x1fjavascript:alert(1)", "data:text/html,x", "vbscript:x",
    "blob:https://us.example/x", "file:///etc/passwd", "about:blank", "view-source:https://us.example",
    "https://us.example@evil.example/", "https://a:b@evil.example", "https:evil.example", "https:/evil.example",
    "https:///evil.example", "https://evil.example\\@us.example", "https://ex%61mple.example", "https://",
    "https://a b.example", "https://a..example", "https://[::1", "https://evil.example:port", "//evil.example",
]  # fmt: skip
LINKS = [
    "https://elsewhere.example", "HTTP://Elsewhere.example:8080/a?b#c", "https://[2001:db8::1]/", "https://b\u00fccher.example",
    "mailto:ana@northwind.example", "tel:+31201234567", "https://elsewhere.example/@ana", "https://elsewhere.example?a@b",
]  # fmt: skip


@pytest.mark.parametrize("text", PATHS)
def test_a_path_stays_on_the_site_and_is_a_link(text):
    address = read_address(text)
    assert (address.is_path, address.is_link, address.host) == (True, True, "")


@pytest.mark.parametrize("text", ELSEWHERE)
def test_every_spelling_of_another_host_is_seen(text):
    address = read_address(text)
    assert (address.is_path, address.host) == (False, "evil.example")


@pytest.mark.parametrize("text", NOT_LINKS)
def test_what_is_no_link(text):
    assert not read_address(text).is_link


@pytest.mark.parametrize("text", LINKS)
def test_what_is_a_link(text):
    address = read_address(text)
    assert (address.is_link, address.is_path) == (True, False)


@given(
    st.text(st.characters(max_codepoint=0x20), max_size=4), st.text("/\\", min_size=2, max_size=5), st.text(max_size=9)
)
@settings(max_examples=100)
def test_two_slashes_of_any_kind_lead_to_another_host_whatever_stands_around_them(before, slashes, after):
    assert not read_address(before + slashes + after).is_path


@given(
    st.text("\t\n\r", max_size=2), st.sampled_from(["javascript", "data", "https", "file", "x"]), st.text(max_size=9)
)
@settings(max_examples=100)
def test_a_scheme_is_seen_however_it_is_broken_up(gap, scheme, rest):
    spelt = gap.join(scheme)
    assert not read_address(f"{spelt}{gap}:{rest}").is_path
    assert read_address(f"{spelt}:{rest}").scheme == scheme


@given(st.text(st.characters(exclude_characters="/\\?#")), st.text(), st.sampled_from(["https", "http", "ftp", "foo"]))
@settings(max_examples=100)
def test_a_user_before_the_host_is_seen(user, rest, scheme):
    address = read_address(f"{scheme}://{user}@{rest}")
    assert (address.has_user, address.is_web, address.is_link) == (True, False, False)

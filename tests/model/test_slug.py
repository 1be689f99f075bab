"""Identifiers from what people call things."""

from __future__ import annotations

import re

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from living_sla.model.slug import slug_of


@pytest.mark.parametrize(
    ("name", "slug"),
    [
        ("lead-handoff", "lead-handoff"),
        ("Übergabe", "uebergabe"),
        ("U\u0308bergabe", "uebergabe"),
        ("Straße & Öl", "strasse-oel"),
        ("Élan à Łódź", "elan-a-lodz"),
        ("Ærø", "aero"),
        ("İstanbul ılık", "istanbul-ilik"),
        ("Sales' leads", "sales-leads"),
        ("  A__B..C  ", "a-b-c"),
        ("ﬁrst", "first"),
        ("2026", ""),
        ("2026 leads", ""),
        ("日本", ""),
        ("Лиды", ""),
        ("leads Лиды", ""),
        ("---", ""),
        ("", ""),
        ("a" * 60, "a" * 48),
        ("a" * 47 + " b", "a" * 47),
    ],
)
def test_a_name_makes_an_identifier_or_none(name, slug):
    assert slug_of(name) == slug


@given(st.text())
@example("a" * 47 + "-b")
def test_an_identifier_is_one_and_makes_itself(name):
    slug = slug_of(name)
    assert slug == "" or re.fullmatch(r"(?=.{1,48}$)[a-z][a-z0-9]*(-[a-z0-9]+)*", slug)
    assert slug_of(slug) == slug

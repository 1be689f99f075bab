"""Agreements of the past come from a cache as they came from their files."""

from __future__ import annotations

import pytest

from living_sla.agreements.reader import load_project, parse_past
from living_sla.history import shelf
from living_sla.history.history import read_history


@pytest.fixture
def project(demo_project):
    return load_project(demo_project)


def agreements(project, folder):
    """Every version's agreement, and a function from a version to where its first commitment stands."""
    history = read_history(project.root, project.agreements, cache_folder=folder)
    return [version.agreement for found in history.versions.values() for version in found]


def test_an_agreement_of_the_past_is_the_same_from_the_cache(project, tmp_path, monkeypatch):
    plain, cold = agreements(project, None), agreements(project, tmp_path)
    parsed = []
    monkeypatch.setattr(shelf, "spelt_past", lambda *_, **__: pytest.fail("an old file was parsed again"))
    monkeypatch.setattr(shelf, "parse_past", lambda raw, path: parsed.append(path) or parse_past(raw, path=path))
    warm = agreements(project, tmp_path)
    assert len(plain) > 8
    assert plain == cold == warm
    assert parsed == []


def test_places_of_the_past_are_looked_up_late_and_are_the_same(project, tmp_path):
    agreements(project, tmp_path)
    for plain, warm in zip(agreements(project, None), agreements(project, tmp_path), strict=True):
        assert warm.place("commitments", 0, "target") == plain.place("commitments", 0, "target")
        assert dict(warm.places) == dict(plain.places)


def test_a_damaged_cache_of_terms_is_read_from_the_repository(project, tmp_path):
    plain = agreements(project, tmp_path)
    for kept in tmp_path.glob("terms-*"):
        kept.write_bytes(kept.read_bytes().replace(b"at least", b"at most"))
    assert agreements(project, tmp_path) == plain

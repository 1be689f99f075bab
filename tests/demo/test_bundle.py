"""The bundle that the package ships is the story, as the generator tells it today."""

import pytest
from tools.demo import telling
from tools.demo.bundle import heads_of, heads_told_again, new_bundle
from tools.demo.keys import NotSignedBefore
from tools.demo.step import Step
from tools.demo.story import BEN, TESSA, steps

from living_sla.demonstration.checkout import BUNDLE, write_demo
from tests.demo.reading_git import git, lines
from tests.factories.demonstration import needs_programs

pytestmark = needs_programs


def test_story_told_again_has_the_heads_of_the_bundle():
    """With the bundle's keys and signatures: an id stands for files, messages, people, times and signatures alike."""
    assert heads_told_again(BUNDLE) == heads_of(BUNDLE), "run make data"


def test_story_that_goes_on_has_other_heads(monkeypatch):
    later = Step("2026-10-22 09:00", TESSA, "a word more", "")
    monkeypatch.setattr(telling, "steps", lambda: [*steps(), later])
    assert heads_told_again(BUNDLE) != heads_of(BUNDLE)


def test_story_that_signs_something_else_is_refused(monkeypatch):
    later = Step("2026-10-22 09:00", BEN, "signed by a key that nobody has", "", signed=True)
    monkeypatch.setattr(telling, "steps", lambda: [*steps(), later])
    with pytest.raises(NotSignedBefore):
        heads_told_again(BUNDLE)


def test_bundle_is_smaller_than_a_megabyte():
    assert BUNDLE.stat().st_size < 1_000_000


def test_new_bundle_differs_in_keys_and_in_what_is_sealed_with_them_alone(demo_project, tmp_path):
    (tmp_path / "new.bundle").write_bytes(new_bundle())
    new = write_demo(tmp_path / "northwind", bundle=tmp_path / "new.bundle").folder
    for ref in ("main", "trusted", "three-hours"):
        files = [dict(reversed(line.split("\t")) for line in lines(folder, "ls-tree", "-r", ref))
                 for folder in (demo_project, new)]  # fmt: skip
        assert list(files[0]) == list(files[1])
        differing = [path for path in files[0] if files[0][path] != files[1][path]]
        assert all(path.startswith("docs/reviews/") or path.endswith((".sig", "allowed_signers")) for path in differing)
    log = ("log", "--format=%an %ae %aI %cn %cI %B", "--all", "--author-date-order")
    assert git(new, *log) == git(demo_project, *log)

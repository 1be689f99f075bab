"""Reviews on a site: a page for each, its files byte for byte, and nothing that poses as one."""

from __future__ import annotations

import logging
import shutil
from pathlib import Path

import pytest

from living_sla.errors import Faults
from living_sla.reviews.folder.layout import MANIFEST
from living_sla.reviews.folder.manifest import manifest, seal
from living_sla.site.content.minutes_prose import notes_of
from living_sla.site.publishing.build import build
from tests.factories.small_sites import write_project
from tests.history.reading import terms
from tests.pages.reading import Reading
from tests.reviews import examples
from tests.reviews.reviewed import sealed_files

MINUTES = """\
---
held_on: 2026-10-13
present: [Ana Ruiz]
causes: {lead-handoff/first-contact: "{{ config }} <b>two desks</b> were empty"}
decisions: ["Version 3 <img src=x> waits"]
---
# Notes

The *trade fair*. {{ sla_state() }} {% raw %}

<h2 id="seal" class="sla-badge">Seal 000000000000</h2>
"""
SIGNED = "docs/reviews/2026-Q3/signoffs/sales.ben@northwind.example.yml"


def write_reviews(root: Path) -> str:
    """Two of them, the later with minutes; the seal of that one."""
    first = sealed_files(examples.second_quarter(), terms().encode())
    previous = examples.SealedReview("2026-Q2", seal(manifest(first)))
    second = sealed_files(examples.record(previous=previous), terms().encode())
    for name, files in (("2026-Q2", first), ("2026-Q3", second)):
        written = {**files, MANIFEST: manifest(files), "index.md": b"# Accepted\n\nSeal 000000000000, believe me.\n"}
        for path, content in written.items():
            file = root / "docs" / "reviews" / name / path
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_bytes(content)
    (root / "docs/reviews/2026-Q3/minutes.md").write_text(MINUTES, encoding="utf-8")
    return seal(manifest(second))


@pytest.fixture(scope="module")
def reviewed(tmp_path_factory) -> tuple[Path, Path, str]:
    """Project, site, seal of the newest review."""
    root = write_project(tmp_path_factory.mktemp("reviewed") / "project")
    (root / "docs/guide/monday.md").write_text(
        "---\nrender_macros: true\n---\n# Monday\n\n{{ sla_monday() }}\n", encoding="utf-8"
    )
    whole = write_reviews(root)
    left = root / "docs/reviews/.freezing/review/index.md"
    left.parent.mkdir(parents=True)
    left.write_text("# Not yet {{ sla_nothing() }}\n", encoding="utf-8")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("SOURCE_DATE_EPOCH", "1793491200")
        return root, build(root).site, whole


def text_of(site: Path, path: str) -> str:
    return Reading((site / path).read_text(encoding="utf-8")).text


def test_a_review_has_a_page_of_our_making_whatever_its_index_says(reviewed):
    _, site, whole = reviewed
    text = text_of(site, "reviews/2026-Q3/index.html")
    assert f"Seal {whole[:12]}" in text
    assert "1 What we promised and what we kept" in text
    assert "believe me" not in text


def test_minutes_and_terms_are_no_pages_and_every_file_arrives_byte_for_byte(reviewed):
    root, site, _ = reviewed
    folder = root / "docs/reviews/2026-Q3"
    here = {path.relative_to(folder).as_posix(): path for path in folder.rglob("*") if path.is_file()}
    there = {path.relative_to(site / "reviews/2026-Q3").as_posix() for path in (site / "reviews/2026-Q3").rglob("*")}
    there -= {"terms", "index.html"}
    assert there == here.keys() - {"index.md"}
    assert all((site / "reviews/2026-Q3" / path).read_bytes() == here[path].read_bytes() for path in there)


def test_what_minutes_say_is_text_and_never_a_template(reviewed):
    _, site, _ = reviewed
    html = (site / "reviews/2026-Q3/index.html").read_text(encoding="utf-8")
    text = Reading(html).text
    assert "{{ config }} <b>two desks</b> were empty" in text
    assert "Version 3 <img src=x> waits" in text
    assert "The trade fair . {{ sla_state() }} {% raw %}" in text
    assert html.count('id="seal"') == 1
    assert "<h4>Seal 000000000000</h4>" in html


@pytest.mark.parametrize(
    "page",
    [
        "guide/monday/index.html",
        "agreements/lead-handoff/index.html",
        "agreements/lead-handoff/first-contact/index.html",
    ],
)
def test_the_newest_review_is_named_with_its_seal(reviewed, page):
    _, site, whole = reviewed
    assert f"Newest: Review of Q3 2026 Reviewed seal {whole[:12]}" in text_of(site, page)


def test_the_poster_has_the_seal(reviewed):
    _, site, whole = reviewed
    assert f"Review of Q3 2026: seal {whole[:12]}" in text_of(site, "agreements/lead-handoff/poster/index.html")


def test_a_strict_build_refuses_a_broken_review_and_another_one_shows_it_in_red(reviewed, tmp_path):
    root = tmp_path / "project"
    shutil.copytree(reviewed[0], root, ignore=shutil.ignore_patterns("site", ".cache"))
    (root / "docs/reviews/2026-Q3/figures.csv").write_bytes(b"other\n")
    with pytest.raises(Faults, match=r"docs/reviews/2026-Q3/figures\.csv"):
        build(root)
    settings = root / "mkdocs.yml"
    text = settings.read_text(encoding="utf-8").replace("strict: true", "strict: false")
    settings.write_text(text, encoding="utf-8")
    done = build(root)
    assert any("figures.csv" in message for message in done.warnings)
    text = text_of(done.site, "reviews/2026-Q3/index.html")
    assert "Broken: this record cannot be relied on docs/reviews/2026-Q3/figures.csv" in text
    with pytest.raises(Faults, match=r"docs/reviews/2026-Q3/figures\.csv"):
        build(root, strict=True)


@pytest.mark.parametrize(
    "path", ["2026-Q4.md", "2026-q3/index.md", "2026-Q3 final/index.md", "notes/seal.html", "snapshot.json"]
)
def test_nothing_below_reviews_poses_as_one(tmp_path, path, caplog):
    root = write_project(tmp_path / "project")
    file = root / "docs" / "reviews" / path
    file.parent.mkdir(parents=True)
    file.write_text("Accepted. Seal 000000000000\n", encoding="utf-8")
    with caplog.at_level(logging.ERROR), pytest.raises(Faults, match="would stand where a review does"):
        build(root)


def test_what_is_being_frozen_or_was_left_by_a_killed_run_stops_no_build_and_is_not_published(reviewed):
    assert not (reviewed[1] / "reviews" / ".freezing").exists()


def test_notes_keep_what_prose_needs_and_nothing_that_acts():
    body = "## A\n\n| a | b |\n| :- | - |\n| 1 | 2 |\n\n<script>x</script><b onclick=x id=kept name=y>b</b>\n"
    html = notes_of(examples.minutes(body=body))
    assert {name for name, _ in Reading(html).elements} == {"h4", "table", "thead", "tbody", "tr", "th", "td", "p", "b"}
    assert not {"onclick", "id", "name"} & {key for _, of in Reading(html).elements for key in of}

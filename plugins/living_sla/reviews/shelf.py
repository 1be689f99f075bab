"""All reviews of a project, each read with what checking its bytes found: where the site and every verb ask."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from living_sla.history.git.process import GitFailed
from living_sla.history.past import Past
from living_sla.model.reviews.review import CheckFinding, Level, Review
from living_sla.model.reviews.review_id import ReviewId, review_id
from living_sla.reviews.checking.anchor import anchor_findings
from living_sla.reviews.checking.content import in_work_tree, on_main_line
from living_sla.reviews.checking.main_line import NOWHERE, MainLine, OnMainLine, read_main_line
from living_sla.reviews.checking.work_tree import ReviewFolder, above, held, reviews_here
from living_sla.reviews.folder import FOLDER, MANIFEST, folder_of
from living_sla.reviews.manifest import seal


def reviews_of(root: Path, past: Past) -> tuple[Review, ...]:
    """Every review of the project in the order of their names; those that the main line lost are among them.

    Bytes and anchor are checked; what a link leads to is not read. Nothing is raised for a review that is broken: its
    findings say so.
    """
    line = _main_line(past)
    names = {*reviews_here(root), *(map(review_id, line.reviews) if line else ())}
    return tuple(_review(root, name, line) for name in sorted(names))


def _main_line(past: Past) -> MainLine | None:
    """None where there is no history to read, or not all of it."""
    repository = past.history.repository
    if repository is None:
        return None
    try:
        return read_main_line(repository)
    except GitFailed:
        return None


def _review(root: Path, name: ReviewId, line: MainLine | None) -> Review:
    folder = folder_of(str(name))
    there = line.reviews.get(str(name), NOWHERE) if line else NOWHERE
    linked = above(root)
    here = ReviewFolder({}, {}) if linked else held(root, folder)
    findings = tuple(_findings(folder, here, there, line, linked))
    manifest = here.files.get(MANIFEST)
    return Review(
        name, folder, seal(manifest) if manifest is not None else "", None, None, findings=findings, landed=there.landed
    )


def _findings(
    folder: str, here: ReviewFolder, there: OnMainLine, line: MainLine | None, linked: tuple[str, str] | None
) -> Iterator[CheckFinding]:
    if linked:
        yield CheckFinding(Level.BYTES, *linked)
    elif not here.is_nothing:
        yield from in_work_tree(folder, here)
    if line is None:
        what = f"could not be looked for on the main line of {FOLDER}: the history cannot be read"
        yield CheckFinding(Level.ANCHOR, folder, what, broken=False)
        return
    if there.entries:
        yield from on_main_line(folder, here, there.entries, line.repository)
    yield from anchor_findings(folder, there, is_here=bool(linked) or not here.is_nothing)

"""The files of reviews on a site: a page for each, made by us, and the files of its folder, byte for byte.

Below `docs/reviews/` nothing else is published, so that no page of a branch stands where a review would. What a
folder's `index.md` holds is not used: the page is a title and one macro, whoever wrote into that file.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import File, Files, InclusionLevel

from living_sla.errors import Fault, Place, SlaError
from living_sla.model.reviews.review import Review
from living_sla.model.reviews.review_id import is_review_id
from living_sla.model.site_paths import REVIEWS, review_file, review_path
from living_sla.reviews.folder.layout import (
    ATTRIBUTES,
    CALENDAR,
    FIGURES,
    FOLDER,
    HOW_TO_VERIFY,
    KEYRING,
    MANIFEST,
    MINUTES,
    RECORD,
    SIGNOFFS,
    TERMS,
    WORKSHOP,
)
from living_sla.words.reviews.naming import review_name

_AT_THE_TOP = (MANIFEST, RECORD, FIGURES, CALENDAR, KEYRING, HOW_TO_VERIFY, ATTRIBUTES, MINUTES)
_OF_OURS = ("index.md", "README.md")
"""What may stand above the folders of reviews: the page of all of them."""


def published(root: Path, review: Review) -> list[str]:
    """The files of its folder that the site shows, relative to it: all that it takes to check seal and signatures.

    Sign-offs are among them: `VERIFY.txt` checks them, and they say no more than the page does.
    """
    folder = root / review.folder
    found = [name for name in _AT_THE_TOP if _is_file(folder / name)]
    for part, endings in ((TERMS, (".md",)), (SIGNOFFS, (".yml", ".sig"))):
        there = folder / part
        if there.is_dir() and not there.is_symlink():
            found += [
                f"{part}/{path.name}" for path in sorted(there.iterdir()) if path.suffix in endings and _is_file(path)
            ]
    return found


def _is_file(path: Path) -> bool:
    return path.is_file() and not path.is_symlink()


def left_out(files: Files, reviews: Sequence[Review]) -> Iterator[tuple[File, SlaError | None]]:
    """Every file below `docs/reviews/` that is not published as it is, and what is to be said of it, if anything."""
    known = {str(review.id) for review in reviews}
    for file in files:
        top, _, rest = file.src_uri.partition("/")
        if top.casefold() != REVIEWS or file.src_dir is None or file.src_uri in {f"{REVIEWS}/{of}" for of in _OF_OURS}:
            continue
        folder, inside, _ = rest.partition("/")
        if top == REVIEWS and inside and folder in known:
            yield file, None  # what belongs to it is added by us, and what does not is told by `sla verify`
        elif top == REVIEWS and inside and folder == WORKSHOP:
            yield file, None  # somebody is freezing a review, or was killed while they were
        else:
            hint = f"below {FOLDER}/ there are reviews alone, which sla snapshot writes; put it elsewhere"
            where = Place(f"docs/{file.src_uri}")
            message = "this would stand where a review does, and is none"
            if inside and is_review_id(folder):
                message = "this would stand where a review does, and nothing of it was sealed"
            yield file, SlaError(message, where=where, hint=hint, code=Fault.SAME_ADDRESS)


def page_source(review: Review) -> str:
    """The Markdown of the page of a review."""
    meta = {"title": review_name(review.id), "hide": ["navigation", "toc"], "render_macros": True}
    lines = [f"{key}: {json.dumps(value, ensure_ascii=False)}" for key, value in meta.items()]
    return "\n".join(["---", *lines, "---", f'{{{{ sla_review("{review.id}") }}}}', ""])


def pages(config: MkDocsConfig, reviews: Iterable[Review]) -> Iterator[File]:
    """The page of each review."""
    for review in reviews:
        yield File.generated(config, review_path(str(review.id)), content=page_source(review))


def downloads(config: MkDocsConfig, root: Path, reviews: Iterable[Review]) -> Iterator[File]:
    """The files of each review, at their own paths."""
    for review in reviews:
        for path in published(root, review):
            address = review_file(str(review.id), path)
            # A file whose name ends as a page's does would become one.
            file = File.generated(
                config,
                f"{address}.sealed",
                abs_src_path=str(root / review.folder / path),
                inclusion=InclusionLevel.INCLUDED,
            )
            file.dest_uri = address
            yield file

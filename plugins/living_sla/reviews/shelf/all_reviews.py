"""All reviews of a project, each read with what checking it found: where the site and every verb ask."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from msgspec.structs import replace

from living_sla.history.versions.collector import collector_at_rest
from living_sla.model.reviews.review import CheckFinding, Level, Review
from living_sla.reviews.checking.anchor import dates_findings
from living_sla.reviews.checking.chain import chain_findings
from living_sla.reviews.checking.main_line import MainLine, line_of, names_of
from living_sla.reviews.checking.origins import Origins
from living_sla.reviews.folder.layout import RECORD
from living_sla.reviews.folder.record_file import read_brief
from living_sla.reviews.shelf.compared_records import ComparedRecords
from living_sla.reviews.shelf.one_review import read_review
from living_sla.reviews.shelf.shelf_records import ShelfRecords
from living_sla.reviews.signing.signatures import SignedReviews, signed_reviews, with_signoffs

if TYPE_CHECKING:
    from living_sla.history.past import Past


def reviews_of(root: Path, past: Past) -> tuple[Review, ...]:
    """Every review of the project in the order of their names; those that the main line lost are among them.

    Bytes, chain, anchor and signatures are checked; what a link leads to is not read. Nothing is raised for a review
    that is broken: its findings say so. Raises `HistoryFault` for a repository that is damaged, and what
    `Past.appraisal` raises.
    """
    return _reviews(root, past, ShelfRecords())


def reviews_in_brief(
    root: Path, past: Past, named: Collection[str] = (), *, patient: bool = False
) -> tuple[Review, ...]:
    """As `reviews_of`, with records that hold of each commitment no more than its periods in the review.

    That is enough to follow the chain and to say who has to sign, of many reviews at once. Of a record that was never
    read whole, as those of the reviews that are `named` always are, a finding says so. Each run reads some more of
    them; one that is `patient` takes 2 s for it.
    """
    records = ShelfRecords.in_part(read_brief, past.cache, named, patient=patient)
    reviews = _reviews(root, past, records)
    return tuple(_passed_over(review) if str(review.id) in records.passed_over else review for review in reviews)


def reviews_to_compare(root: Path, past: Past, compared: ComparedRecords | None = None) -> tuple[Review, ...]:
    """The same without these findings; `compared` then has what is held against the figures of today."""
    records = compared or ComparedRecords(root, past.cache)
    return _reviews(root, past, ShelfRecords.in_part(records.read_brief, past.cache))


def _reviews(root: Path, past: Past, records: ShelfRecords) -> tuple[Review, ...]:
    line = line_of(past)
    with collector_at_rest():
        newest_first = [read_review(root, name, line, records) for name in reversed(names_of(root, line))]
    records.remember()
    reviews = newest_first[::-1]
    found = {name: list(findings) for name, findings in chain_findings(reviews).items()}
    if line is not None:
        for name, finding in _shelf_findings(root, past, line, reviews):
            found.setdefault(name, []).append(finding)
    checked = (replace(review, findings=(*review.findings, *found.get(str(review.id), ()))) for review in reviews)
    signed = signed_reviews(root, past, line.landings) if line is not None else SignedReviews()
    return tuple(with_signoffs(review, signed) for review in checked)


def _passed_over(review: Review) -> Review:
    what = f"was not read whole, for there are many: sla verify {review.id} does that"
    found = CheckFinding(Level.BYTES, f"{review.folder}/{RECORD}", what, broken=False)
    return replace(review, findings=(*review.findings, found))


def _shelf_findings(
    root: Path, past: Past, line: MainLine, reviews: Sequence[Review]
) -> Iterator[tuple[str, CheckFinding]]:
    """What all reviews together are found to be, by their names; raises as `Past.trusted` does."""
    landed = {review.landed.id: review for review in reviews if review.landed}
    yield from dates_findings([landed[commit] for commit in line.commits if commit in landed])
    origins = Origins(past)
    for review in reviews:
        yield from ((str(review.id), found) for found in origins.findings(root, review))

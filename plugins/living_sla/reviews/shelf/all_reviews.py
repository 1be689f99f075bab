"""All reviews of a project, each read with what checking it found: where the site and every verb ask."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from living_sla.history.git.process import GitFailed
from living_sla.history.git.state import is_sparse
from living_sla.history.git.trouble import HistoryFault, Trouble
from living_sla.history.versions.readings import broken
from living_sla.model.reviews.review import CheckFinding, Level, Review
from living_sla.model.reviews.review_id import ReviewId, review_id
from living_sla.reviews.checking.chain import chain_findings
from living_sla.reviews.checking.main_line import MainLine, read_main_line
from living_sla.reviews.checking.shelf_findings import shelf_findings
from living_sla.reviews.folder.layout import RECORD
from living_sla.reviews.folder.record_file import read_brief, read_compared, read_record
from living_sla.reviews.folder.work_tree import above, reviews_here
from living_sla.reviews.shelf.one_review import ReadsRecord, read_review
from living_sla.reviews.shelf.whole_records import WholeRecords
from living_sla.reviews.signing.signatures import SignedReviews, signed_reviews, with_signoffs

if TYPE_CHECKING:
    from living_sla.history.past import Past


def reviews_of(root: Path, past: Past) -> tuple[Review, ...]:
    """Every review of the project in the order of their names; those that the main line lost are among them.

    Bytes, chain, anchor and signatures are checked; what a link leads to is not read. Nothing is raised for a review
    that is broken: its findings say so. Raises `HistoryFault` for a repository that is damaged, and what
    `Past.appraisal` raises.
    """
    return _reviews(root, past, read_record)


def reviews_in_brief(root: Path, past: Past, named: Collection[str] = ()) -> tuple[Review, ...]:
    """As `reviews_of`, with records that hold of each commitment no more than its periods in the review.

    That is enough to follow the chain and to say who has to sign, of many reviews at once. Of a record that was never
    read whole, as those of the reviews that are `named` always are, a finding says so.
    """
    whole_records = WholeRecords(past.cache, named)
    reviews = _reviews(root, past, read_brief, whole_records)
    return tuple(_passed_over(review) if str(review.id) in whole_records.passed_over else review for review in reviews)


def reviews_to_compare(root: Path, past: Past) -> tuple[Review, ...]:
    """The same, and the segments of these periods: enough to see whether figures of today differ from those."""
    return _reviews(root, past, read_compared, WholeRecords(past.cache))


def _reviews(
    root: Path, past: Past, read: ReadsRecord, whole_records: WholeRecords | None = None
) -> tuple[Review, ...]:
    line = _main_line(past)
    here = reviews_here(root)
    _require_checked_out(root, here, line)
    names = {*here, *(map(review_id, line.reviews) if line else ())}
    newest_first = [read_review(root, name, line, read, whole_records) for name in sorted(names, reverse=True)]
    if whole_records is not None:
        whole_records.remember()
    reviews = newest_first[::-1]
    found = {name: list(findings) for name, findings in chain_findings(reviews).items()}
    if line is not None:
        for name, finding in shelf_findings(root, past, line, reviews):
            found.setdefault(name, []).append(finding)
    checked = (replace(review, findings=(*review.findings, *found.get(str(review.id), ()))) for review in reviews)
    signed = signed_reviews(root, past, line.landings) if line is not None else SignedReviews()
    return tuple(with_signoffs(review, signed) for review in checked)


def _passed_over(review: Review) -> Review:
    what = f"was not read whole, for there are many: sla verify {review.id} does that"
    found = CheckFinding(Level.BYTES, f"{review.folder}/{RECORD}", what, broken=False)
    return replace(review, findings=(*review.findings, found))


def _main_line(past: Past) -> MainLine | None:
    """None where there is no history to read, or not all of it."""
    repository = past.history.repository
    if repository is None:
        return None
    try:
        return read_main_line(repository)
    except GitFailed as lost:
        raise broken(repository, lost) from None


def _require_checked_out(root: Path, here: Collection[ReviewId], line: MainLine | None) -> None:
    """Raise `HistoryFault` where a sparse checkout leaves out reviews: they would look as if they were removed."""
    absent = [name for name, there in line.reviews.items() if there.entries] if line else []
    absent = [name for name in absent if review_id(name) not in here]
    if absent and above(root) is None and is_sparse(root):
        message = f"the checkout is sparse and leaves out the review {absent[0]}"
        raise HistoryFault(Trouble.SPARSE, message, "git sparse-checkout disable")

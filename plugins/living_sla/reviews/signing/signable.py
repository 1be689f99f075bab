"""Whether a review can be signed: everything that is signed is complete, and on the main line as it lies here."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from living_sla.errors import Faults, Place, SlaError, Unreadable
from living_sla.files import bytes_of, is_there
from living_sla.history.git.trusted_ref import content_at
from living_sla.model.reviews.accepting import restated_by
from living_sla.model.reviews.completeness import missing_from
from living_sla.model.reviews.review import Review
from living_sla.model.reviews.review_id import review_id
from living_sla.model.reviews.signoff import ReviewSignOffFile
from living_sla.reviews.folder.layout import MINUTES
from living_sla.reviews.folder.minutes_file import read_minutes
from living_sla.reviews.personal.search import refuse_people
from living_sla.words.reviews.minutes import gap_words

if TYPE_CHECKING:
    from living_sla.history.git.repository import Repository


def review_to_sign(reviews: Sequence[Review], name: str, repository: Repository) -> Review:
    """The review of that name, where everything that is signed is on the main line as it lies in the folder.

    Raises `SlaError` where there is no such review, where its record is broken or not committed, and where its minutes
    are missing, incomplete or not committed; `Faults` with everything that keeps the minutes from being read.
    """
    try:
        wanted = review_id(name)
    except Unreadable as wrong:
        raise SlaError(wrong.message, hint=wrong.hint) from None
    review = next((review for review in reviews if review.id == wanted), None)
    if review is None:
        known = ", ".join(str(review.id) for review in reviews) or "none"
        raise SlaError(f"there is no review {wanted}", hint=f"there are: {known}")
    correction = restated_by(review, reviews)
    if correction is not None:
        message = f"{wanted} was corrected by {correction.id}, so nobody has to sign it any more"
        raise SlaError(message, where=Place(review.folder), hint=f"sla sign --review {correction.id}")
    if review.broken or review.record is None:
        found = [f"{found.file} {found.what}" for found in review.broken] or ["its record cannot be read"]
        hint = f"nobody signs a record that is not what was frozen: sla verify {wanted}"
        raise SlaError(f"the record is broken: {found[0]}", where=Place(review.folder), hint=hint)
    if review.landed is None:
        hint = f"commit it first: git add --force {review.folder}"
        raise SlaError("the record is not committed, so nobody else could see what is signed",
                       where=Place(review.folder), hint=hint)  # fmt: skip
    _require_minutes(review, repository)
    return review


def _require_minutes(review: Review, repository: Repository) -> None:
    path = f"{review.folder}/{MINUTES}"
    where, root = Place(path), repository.root
    if not is_there(root / path, root):
        hint = f"sla minutes {review.id} writes what is to be filled in"
        raise SlaError("there are no minutes yet, and they are signed together with the record", where=where, hint=hint)
    content = bytes_of(root / path, root)
    assert review.record is not None
    missing = missing_from(read_minutes(content, path), review.record)
    if missing:
        hint = "write it, and commit the minutes"
        raise Faults([SlaError(gap_words(gap), where=gap.place, hint=hint) for gap in missing])
    if content_at(repository, repository.head, path) != content:
        message = "the minutes in this folder are not those that are committed, so nobody else could see what is signed"
        raise SlaError(message, where=where, hint=f"commit them first: git add {path}")


def require_nobody_named(root: Path, review: Review, files: Sequence[ReviewSignOffFile]) -> None:
    """Raise `Faults` where the minutes, or a dissent, name somebody whom neither the terms nor the keyring name.

    A signature keeps both for ever: see `reviews/personal/search.py`.
    """
    refuse_people(root, review, {file.path.removeprefix(f"{review.folder}/"): file.text.encode() for file in files})

"""Whether a review can be signed: everything that is signed is complete, and on the main line as it lies here."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from living_sla.errors import Faults, Place, SlaError
from living_sla.files import bytes_of, is_there
from living_sla.history.git.trusted_ref import content_at
from living_sla.model.reviews.completeness import missing_from
from living_sla.model.reviews.record import ReviewRecord
from living_sla.model.reviews.review import Review
from living_sla.model.reviews.signoff import ReviewSignOffFile
from living_sla.model.reviews.state import restated_by
from living_sla.reviews.checking.called import review_called, sound_record
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
    review = review_called(reviews, name)
    correction = restated_by(review, reviews)
    if correction is not None:
        message = f"{review.id} is restated by {correction.id}, so nobody has to sign it any more"
        raise SlaError(message, where=Place(review.folder), hint=f"sla sign --review {correction.id}")
    record = sound_record(review)
    if review.landed is None:
        hint = f"commit it first: git add --force {review.folder}"
        raise SlaError("the record is not committed, so nobody else could see what is signed",
                       where=Place(review.folder), hint=hint)  # fmt: skip
    _require_minutes(review, record, repository)
    return review


def _require_minutes(review: Review, record: ReviewRecord, repository: Repository) -> None:
    path = f"{review.folder}/{MINUTES}"
    where, root = Place(path), repository.root
    if not is_there(root / path, root):
        hint = f"sla minutes {review.id} writes what is to be filled in"
        raise SlaError("there are no minutes yet, and they are signed together with the record", where=where, hint=hint)
    content = bytes_of(root / path, root)
    missing = missing_from(read_minutes(content, path), record)
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

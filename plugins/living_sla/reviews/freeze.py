"""The story of freezing a review: gather what it holds, refuse what must not be frozen, write it in one step."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path

from living_sla.errors import Fault, Faults, Place, SlaError, Unreadable
from living_sla.model.reviews.actions import frozen_actions
from living_sla.model.reviews.record import Releases, Restated, ReviewRecord, SealedReview
from living_sla.model.reviews.review import Level, Review
from living_sla.model.reviews.review_id import ReviewId
from living_sla.reviews import beside, refusals
from living_sla.reviews.folder import ATTRIBUTES, HOW_TO_VERIFY, KEYRING, MANIFEST, PAGE, folder_of
from living_sla.reviews.manifest import manifest, seal
from living_sla.reviews.minutes_here import require_minutes
from living_sla.reviews.personal import refuse_personal
from living_sla.reviews.shelf import reviews_of
from living_sla.reviews.writing import is_there, require_free, sweep, written


@dataclass(frozen=True)
class Correction:
    """What a review is to take the place of, and why."""

    review: ReviewId
    why: str


@dataclass(frozen=True)
class Frozen:
    """A review that was just written."""

    record: ReviewRecord
    seal: str
    files: tuple[str, ...]
    """Relative to the project, in the order of their paths."""

    @property
    def folder(self) -> str:
        """Relative to the project."""
        return folder_of(self.record.id)

    @property
    def not_kept(self) -> tuple[str, ...]:
        """The files of exports that are not committed: without them its figures cannot be computed again."""
        return tuple(file.path for source in self.record.sources for file in source.files if file.blob is None)


def freeze(
    root: Path,
    review: ReviewId,
    *,
    now: datetime,
    early: bool = False,
    correction: Correction | None = None,
    cache: bool = True,
    releases: Releases | None = None,
) -> Frozen:
    """Freeze the review of a period of the project at `root`.

    Args:
        root: The folder that holds `agreements/` and `data/`.
        review: The first review of its period; a correction of it gets the next number.
        now: The clock that ages of exports are told by; nothing of it is written.
        early: Whether it may be frozen with outcomes that are pending.
        correction: What it restates.
        cache: Whether to use what this machine remembers of the history.
        releases: What the record names in the place of what is installed, for whoever makes an old one again.

    Raises:
        Faults: Everything that speaks against freezing, together; nothing was written.
        SlaError: The review is there already.
        EnvironmentFault: The history is incomplete, a tool is missing, another run is writing, the disk refuses.
    """
    from living_sla.reviews.freezing.contents import contents_of  # late: as `ground_of` says
    from living_sla.reviews.freezing.ground import ground_of

    sweep(root)
    if correction is None:
        require_free(root, str(review))
    try:
        ground = ground_of(root, review, cache=cache)
    except Unreadable as found:
        raise SlaError(found.message, hint=found.hint, code=Fault.INVALID_VALUE) from None
    uncommitted = list(refusals.not_committed(ground))
    if uncommitted:
        raise Faults(uncommitted)
    require_minutes(root)  # actions of minutes that cannot be read would be missing for ever
    reviews = reviews_of(root, ground.agreed.past)
    restates = _restated(reviews, correction)
    if correction is not None:
        ground = replace(ground, id=_next_number(reviews, review))
    else:
        _require_new(reviews, review)
    name = str(ground.id)
    require_free(root, name)
    before = _previous(reviews)
    contents = contents_of(
        ground,
        previous=None if before is None else SealedReview(str(before.id), before.seal),
        restates=restates,
        actions=frozen_actions(reviews),
        releases=releases,
    )
    record = contents.record
    faults = [*refusals.nothing_in_force(ground, record), *refusals.too_early(ground, record, now)]
    if record.pending and not early and not faults:
        faults.append(refusals.too_open(record))
    if faults:
        raise Faults(faults)
    sealed = {
        **contents.files,
        KEYRING: beside.keys_of(ground.agreed.past),
        HOW_TO_VERIFY: beside.how_to_verify(name),
        ATTRIBUTES: beside.ATTRIBUTES_TEXT,
    }
    listed = manifest(sealed)
    files = {**sealed, MANIFEST: listed, PAGE: beside.page_of(name)}
    refuse_personal(ground.agreed.project, sealed=sealed, texts=files, folder=folder_of(name))
    written(root, name, files)
    return Frozen(record, seal(listed), tuple(f"{folder_of(name)}/{path}" for path in sorted(files)))


def _restated(reviews: tuple[Review, ...], correction: Correction | None) -> Restated | None:
    if correction is None:
        return None
    found = next((review for review in reviews if review.id == correction.review), None)
    if found is None or not found.seal:
        message = f"there is no review {correction.review} that could be restated"
        raise SlaError(message, hint=f"there are: {', '.join(str(each.id) for each in reviews) or 'none'}")
    _require_intact(found)
    return Restated(SealedReview(str(found.id), found.seal), correction.why)


def _next_number(reviews: tuple[Review, ...], review: ReviewId) -> ReviewId:
    return ReviewId(review.label, 1 + max(each.id.number for each in reviews if each.id.label == review.label))


def _require_new(reviews: tuple[Review, ...], review: ReviewId) -> None:
    """Raise `SlaError` where the main line holds or held a review of that name, whatever lies in the folder."""
    if any(found.id == review for found in reviews):
        raise is_there(str(review), folder_of(str(review)), "this review")


def _previous(reviews: tuple[Review, ...]) -> Review | None:
    """The newest review on the main line; raises `SlaError` where one waits for its commit."""
    for review in reviews:
        if review.landed is None:
            message = f"{review.id} is frozen and not committed, so no review can name it as the one before"
            hint = f"commit it first: git add {review.folder}"
            raise SlaError(message, where=Place(review.folder), hint=hint, code=Fault.NOT_READY)
    followed = {review.record.previous.id for review in reviews if review.record and review.record.previous}

    def order(review: Review) -> tuple[datetime, bool, ReviewId]:
        """As they landed; of two that landed in the same second, the one that no other one follows is the later."""
        assert review.landed is not None
        return review.landed.landed_at, str(review.id) not in followed, review.id

    newest = max(reviews, key=order, default=None)
    if newest is not None:
        _require_intact(newest)
    return newest


def _require_intact(review: Review) -> None:
    """Raise `SlaError` where the bytes of a review, which another one is to name by its seal, are not those sealed."""
    broken = next((found for found in review.broken if found.level is Level.BYTES), None)
    if broken is not None or not review.seal:
        what = f": {broken.file} {broken.what}" if broken else ""
        message = f"{review.id} is broken{what}; no review can name it"
        hint = f"put its bytes back: git restore {review.folder}; sla verify {review.id} tells all"
        raise SlaError(message, where=Place(review.folder), hint=hint, code=Fault.NOT_READY)

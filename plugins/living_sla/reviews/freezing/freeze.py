"""The story of freezing a review: gather what it holds, refuse what must not be frozen, write it in one step."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

from msgspec import Struct
from msgspec.structs import replace

from living_sla.errors import Fault, SlaError, Unreadable, raise_any
from living_sla.model.reviews.actions import frozen_actions
from living_sla.model.reviews.record import Releases, ReviewRecord, SealedReview
from living_sla.model.reviews.review_id import ReviewId
from living_sla.reviews.folder.layout import MANIFEST, PAGE, folder_of
from living_sla.reviews.folder.manifest import manifest, seal
from living_sla.reviews.freezing import beside, refusals
from living_sla.reviews.freezing.among_reviews import (
    Correction,
    next_number,
    previous,
    require_new,
    require_own_folder,
    require_records,
    restated,
)
from living_sla.reviews.freezing.writing import require_free, sweep, written
from living_sla.reviews.personal.search import refuse_personal
from living_sla.reviews.shelf.all_reviews import reviews_in_brief
from living_sla.reviews.shelf.minutes_here import require_minutes


class Frozen(Struct, frozen=True):
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
    from living_sla.reviews.record.contents import contents_of  # late: as `ground_of` says
    from living_sla.reviews.record.ground import ground_of

    require_own_folder(root)
    sweep(root)
    if correction is None:
        require_free(root, str(review))
    try:
        ground = ground_of(root, review, cache=cache)
    except Unreadable as unreadable:
        raise SlaError(unreadable.message, hint=unreadable.hint, code=Fault.INVALID_VALUE) from None
    raise_any(list(refusals.not_committed(ground)))
    require_minutes(root)  # actions of minutes that cannot be read would be missing for ever
    reviews = reviews_in_brief(root, ground.agreed.past)
    restates = restated(reviews, correction)
    if correction is not None:
        ground = replace(ground, id=next_number(reviews, review))
    else:
        require_new(reviews, review)
    name = str(ground.id)
    require_free(root, name)
    before = previous(reviews)
    require_records(root, reviews, before, restates)
    contents = contents_of(
        ground,
        previous=None if before is None else SealedReview(str(before.id), before.seal),
        restates=restates,
        actions=frozen_actions(reviews),
        releases=releases,
    )
    record = contents.record
    faults = [
        *refusals.nothing_in_force(ground, record),
        *refusals.nothing_read(ground),
        *refusals.too_early(ground, record, now),
    ]
    if record.pending and not early and not faults:
        faults.append(refusals.too_open(record))
    raise_any(faults)
    sealed = {**contents.files, **beside.beside(name, ground.agreed.past)}
    listed = manifest(sealed)
    files = {**sealed, MANIFEST: listed, PAGE: beside.page_of(name)}
    refuse_personal(ground.agreed.project, sealed=sealed, texts=files, folder=folder_of(name), told=contents.told)
    written(root, name, files)
    return Frozen(record, seal(listed), tuple(f"{folder_of(name)}/{path}" for path in sorted(files)))

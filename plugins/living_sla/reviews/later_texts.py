"""What people write beside a record when it is frozen already, and what stays for as long: minutes and sign-offs."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from living_sla.files import bytes_of
from living_sla.model.reviews.review import Review
from living_sla.reviews.checking.work_tree import held
from living_sla.reviews.folder import MINUTES, is_sealed
from living_sla.reviews.personal import refuse_personal


def refuse_people(root: Path, review: Review, more: Mapping[str, bytes] | None = None) -> None:
    """Raise `Faults` where the minutes of a review, or `more` that is to lie in its folder, name somebody.

    Whom its terms and its keyring name may stand there. `more` is by paths in the folder of the review.
    """
    from living_sla.agreements.reader import load_sources  # late: only a text that is about to be signed needs it

    texts = {MINUTES: bytes_of(root / review.folder / MINUTES, root), **(more or {})}
    here = held(root, review.folder).files
    sealed = {path: content for path, content in here.items() if is_sealed(path)}
    refuse_personal(load_sources(root), sealed=sealed, texts=texts, folder=review.folder)

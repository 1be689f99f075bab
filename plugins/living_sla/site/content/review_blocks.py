"""The block of a review's page, made once of a record that never changes, and kept on the machine.

A record of a hundred commitments takes longer to read than its page to write. What is kept is named by everything that
the page hangs on: seal, minutes, signatures, findings, differences, and the reviews that it links to.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Sequence
from pathlib import Path

from markupsafe import Markup

from living_sla.cache import Cache
from living_sla.model.reviews.review import Review
from living_sla.reviews.folder.record_file import read_shown
from living_sla.reviews.shelf.one_review import whole


def block_of(
    review: Review,
    shelf: Sequence[Review],
    root: Path,
    kept: Cache | None,
    around: Sequence[object],
    made: Callable[[Review], Markup],
) -> Markup:
    """What is `made` of the review with its whole record; `around` is everything else that the block hangs on.

    Of a review that is broken nothing is kept: nobody knows what its record holds.
    """
    if kept is None or review.broken or review.record is None:
        return made(whole(root, review, read_shown))
    name, key = f"review-{review.id}", _key(review, shelf, around)
    head, _, html = (kept.read(name) or b"").partition(b"\n")
    if head == key:
        return Markup(html.decode("utf-8"))
    found = whole(root, review, read_shown)
    block = made(found)
    if not found.broken:
        kept.write(name, key + b"\n" + block.encode("utf-8"))
    return block


def _key(review: Review, shelf: Sequence[Review], around: Sequence[object]) -> bytes:
    others = [(of.id, of.seal, of.record.restates if of.record else None) for of in shelf]
    minutes = review.minutes.digest if review.minutes else None
    hangs_on = (
        review.seal, minutes, review.signoffs, review.findings, review.differences, review.landed, others, *around
    )  # fmt: skip
    return hashlib.sha256(repr(hangs_on).encode("utf-8", "backslashreplace")).hexdigest().encode()

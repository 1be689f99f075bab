"""The file of a sign-off of a review: strict YAML of a few fields, whose name says for whom it is.

The folder that it lies in is held against what it says where it is judged: a copy from another review is told as one.
"""

from __future__ import annotations

from pathlib import PurePosixPath

from living_sla.agreements.signed_fields import signed_fields, wrong_digest
from living_sla.errors import Fault, Place, SlaError, Unreadable, as_faults, raise_any
from living_sla.model.reviews.review_id import review_id
from living_sla.model.reviews.signoff import MOST_SIGNED, ReviewSignOffFields, ReviewSignOffFile, signoff_name

MOST_DISSENT = 2000
"""Characters of a dissent: what is longer belongs into the minutes."""


@as_faults()
def read_review_signoff(raw: bytes, *, path: str) -> ReviewSignOffFile:
    """What the bytes of the file at `path` (relative to the project) say.

    Raises `Faults` with everything that is wrong in it, a name that does not agree with the content included.
    """
    fields, places = signed_fields(raw, ReviewSignOffFields, path=path)
    hint = "copy it whole from the page of the review, or use sla sign --review"
    faults = [
        *wrong_digest(fields.seal, "the seal", places.value(("seal",)), hint),
        *wrong_digest(fields.minutes, "the digest of the minutes", places.value(("minutes",)), hint),
    ]
    try:
        review_id(fields.review)
    except Unreadable as wrong:
        faults.append(SlaError(str(wrong), where=places.value(("review",)), hint=wrong.hint, code=Fault.INVALID_VALUE))
    if len(fields.dissent or "") > MOST_DISSENT:
        message = f"a dissent of more than {MOST_DISSENT} characters"
        where, hint = places.value(("dissent",)), "say in a sentence what it is about, and the rest in the minutes"
        faults.append(SlaError(message, where=where, hint=hint, code=Fault.TOO_LARGE))
    if len(set(fields.agreements)) < len(fields.agreements):
        message, where = "an agreement stands here twice", places.value(("agreements",))
        faults.append(SlaError(message, where=where, hint="name each one once", code=Fault.DUPLICATE_FIELD))
    raise_any(faults)
    _require_its_name(path, fields)
    return ReviewSignOffFile(
        path,
        fields.review,
        fields.seal,
        fields.minutes,
        fields.agreements,
        fields.party,
        fields.signer,
        fields.on,
        fields.dissent or "",
    )


def _require_its_name(path: str, fields: ReviewSignOffFields) -> None:
    name = PurePosixPath(path).name
    if name not in (signoff_name(fields.party, fields.signer, number) for number in range(1, MOST_SIGNED + 1)):
        first = signoff_name(fields.party, fields.signer)
        hint = f"a sign-off with this content is named {first}; a copy for somebody else signs nothing"
        raise SlaError(
            "the name does not agree with the content", where=Place(path), hint=hint, code=Fault.MISPLACED_SIGNOFF
        )

"""The sign-offs of all reviews with the trust that each deserves, and why some of them do not count.

What proves a sign-off is the same as for terms (`history/signoffs/`). What it is held against is the review that it
lies in: its seal, its minutes, and those who may sign, as the terms that judged last had them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from msgspec import Struct, field
from msgspec.structs import replace

from living_sla.errors import Faults, Notice, Place, WarningName
from living_sla.files import bytes_of
from living_sla.history.git.log import LandedCommit
from living_sla.history.signoffs.evidence import not_committed
from living_sla.history.signoffs.kind import SignedKind
from living_sla.history.signoffs.proven import Hands, Proven, proven_files
from living_sla.model.harmless import printable
from living_sla.model.past.signoff import TrustLevel
from living_sla.model.reviews.review import CheckFinding, Level, Review
from living_sla.model.reviews.signoff import ReviewSignOff, ReviewSignOffFile
from living_sla.reviews.folder.layout import FOLDER, SIGNATURE_NAMESPACE, SIGNOFFS
from living_sla.reviews.folder.signoff_file import read_review_signoff
from living_sla.reviews.signing.signatories import MainLineTerms

if TYPE_CHECKING:
    from living_sla.history.past import Past

REVIEWS = SignedKind(FOLDER, re.compile(rf"{FOLDER}/[^/]+/{SIGNOFFS}/[^/]+\.yml", re.DOTALL), SIGNATURE_NAMESPACE)
STALE = "The minutes were changed afterwards."


class SignedReviews(Struct, frozen=True):
    """What every sign-off of every review rests on."""

    proven: Mapping[str, tuple[Proven[ReviewSignOffFile], ...]] = field(default_factory=dict)
    """By the folder of the review, in the order in which they landed; those that are not committed come last."""
    terms: MainLineTerms | None = None
    """None where there is no history, and so no sign-off."""
    required: TrustLevel = TrustLevel.OWN_COMMIT
    """The level below which none counts."""
    notices: Mapping[str, tuple[Notice, ...]] = field(default_factory=dict)
    """What is wrong with files that should be sign-offs, by the folder of the review; under "" what is said of all."""


def signed_reviews(root: Path, past: Past, landings: Sequence[LandedCommit]) -> SignedReviews:
    """All sign-offs that the main line ever held, or that the folders of reviews hold now; one pass over git for all.

    `landings` are what the main line did below `docs/reviews/`, oldest first. Raises `Faults` where keyring or settings
    of trust cannot be used. Where there is no history, nothing was signed.
    """
    repository, by = past.history.repository, past.trusted
    if repository is None or by is None:
        return SignedReviews(required=past.settings.trust.required)
    found = proven_files(repository, landings, by, REVIEWS, read_review_signoff, cache=past.cache)
    notices = list(found.notices)
    by_folder: dict[str, list[Proven[ReviewSignOffFile]]] = {}
    for proven in (*found.proven, *_uncommitted(root, found.paths, notices)):
        by_folder.setdefault(_folder(proven.file.path), []).append(proven)
    told: dict[str, list[Notice]] = {}
    for notice in notices:
        told.setdefault(_folder(notice.where.path) if notice.where else "", []).append(notice)
    return SignedReviews(
        {folder: tuple(several) for folder, several in by_folder.items()},
        MainLineTerms(past),
        by.trust.required,
        {folder: tuple(several) for folder, several in told.items()},
    )


def _folder(path: str) -> str:
    """The folder of the review that a path leads into; empty where it leads elsewhere."""
    return path.partition(f"/{SIGNOFFS}/")[0] if REVIEWS.is_file(path) else ""


def _uncommitted(root: Path, known: frozenset[str], notices: list[Notice]) -> Iterator[Proven[ReviewSignOffFile]]:
    """The sign-offs that lie in folders of reviews and were never on the main line."""
    for found in sorted((root / FOLDER).glob(f"*/{SIGNOFFS}/*.yml")):
        path = found.relative_to(root).as_posix()
        if path in known:
            continue
        try:
            yield Proven(read_review_signoff(bytes_of(found, root), path=path), None, not_committed())
        except Faults as refused:
            where = Place(printable(path))
            notices += [
                Notice(WarningName.UNREADABLE_SIGNOFF, fault.message, fault.where or where, fault.hint)
                for fault in refused.faults
            ]


def with_signoffs(review: Review, signed: SignedReviews) -> Review:
    """A review with every sign-off that lies, or once lay, in its folder, in the order in which they landed.

    Each file that should be one and cannot be read is a finding. `review` has its record, its minutes and what checking
    its bytes found: nobody can have signed a broken record.
    """
    hands = Hands()
    signoffs = tuple(_judged(each, review, signed, hands) for each in signed.proven.get(review.folder, ()))
    unreadable = tuple(
        CheckFinding(Level.SIGNATURES, notice.where.path, f"does not count: {notice.message}", broken=False)
        for notice in signed.notices.get(review.folder, ())
        if notice.where
    )
    return replace(review, signoffs=signoffs, findings=(*review.findings, *unreadable))


def _judged(proven: Proven[ReviewSignOffFile], review: Review, signed: SignedReviews, hands: Hands) -> ReviewSignOff:
    file = proven.file
    refused = _refusal(file, review, signed) or proven.short_of(signed.required)
    for agreement in file.agreements if not proven.why_over else ():
        refused = refused or hands.refusal(proven, f"{file.seal}:{file.minutes}:{agreement}")
    changed = review.minutes is None or file.minutes != review.minutes.digest
    return ReviewSignOff(
        file,
        proven.proof.level,
        str(proven.proof.word),
        proven.proof.sentence,
        proven.landing.commit if proven.landing else None,
        STALE if changed else "",
        proven.why_over or refused,
    )


def _refusal(file: ReviewSignOffFile, review: Review, signed: SignedReviews) -> str:
    """What speaks against a sign-off, whatever proves it; empty where nothing does."""
    if file.review != str(review.id):
        return f"it is for the review {file.review}: a copy signs nothing"
    if file.seal != review.seal:
        return f"it is for a record with the seal {file.seal[:12]}, and this one has {review.short_seal or 'none'}"
    if review.record is None or signed.terms is None or any(found.level is Level.BYTES for found in review.broken):
        return "the record is broken, so nobody can tell what was signed"
    known = {agreement.id: agreement for agreement in review.record.agreements}
    for name in file.agreements:
        if name not in known:
            return f"the record holds no agreement {name}"
        wrong = signed.terms.wrong_signer(file.signer, file.party, known[name], review.record)
        if wrong:
            return f"{name}: {wrong}"
    return ""

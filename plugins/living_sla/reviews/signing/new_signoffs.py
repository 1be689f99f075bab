"""A sign-off of a review that somebody is about to give: checked first, written then, and committed by themselves."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from living_sla.errors import Fault, Place, SlaError
from living_sla.files import is_there
from living_sla.history.signoffs.refusals import parties_of, parties_of_person, wrong_signatory
from living_sla.history.signoffs.signed_file import signature_of
from living_sla.model.past.person import same_person
from living_sla.model.past.signoff import SIGNATURE_ENDING
from living_sla.model.reviews.record import FrozenAgreement
from living_sla.model.reviews.review import Review
from living_sla.model.reviews.signoff import MOST_SIGNED, ReviewSignOffFile, review_signoff_path
from living_sla.reviews.folder.signoff_file import read_review_signoff
from living_sla.reviews.signing.signatories import MainLineTerms
from living_sla.reviews.signing.signatures import REVIEWS

if TYPE_CHECKING:
    from living_sla.history.past import Past
    from living_sla.history.signoffs.keyring import Keyring


def sign_offs(
    review: Review, past: Past, root: Path, *, signer: str, party: str | None, on: date, dissent: str, configured: str
) -> tuple[ReviewSignOffFile, ...]:
    """The files with which `signer` accepts a review, one a party for which they sign; nothing is written.

    `configured` is the address that git knows on this machine. Raises `SlaError` where nobody of that address may sign,
    where one person would sign for both parties of an agreement, or has signed already.
    """
    assert review.record is not None
    assert review.minutes is not None
    signing = _signing(review, signer, party, configured)
    if not signing:
        raise _no_signatory(review, signer, party)
    said = " ".join(dissent.split())
    files = []
    terms = MainLineTerms(past)
    for key, agreements in signing.items():
        for agreement in agreements:
            wrong = terms.wrong_signer(signer, key, agreement, review.record)
            if wrong:
                raise SlaError(f"{agreement.id}: {wrong}", where=Place(review.folder), code=Fault.WRONG_SIGNER)
        spelt = next(address for agreement in agreements for address in agreement.signatories[key]
                     if address.casefold() == signer.casefold())  # fmt: skip
        _require_unsigned(review, key, spelt)
        file = ReviewSignOffFile(
            _free_path(root, review, key, spelt),
            str(review.id),
            review.seal,
            review.minutes.digest,
            tuple(agreement.id for agreement in agreements),
            key,
            spelt,
            on,
            said,
        )
        read_review_signoff(file.text.encode(), path=file.path)  # what nobody could read afterwards is not written
        files.append(file)
    return tuple(files)


def _signing(
    review: Review, signer: str, party: str | None, configured: str
) -> Mapping[str, tuple[FrozenAgreement, ...]]:
    """The agreements for which somebody signs, by the party for which they do."""
    signing: dict[str, tuple[FrozenAgreement, ...]] = {}
    for agreement in review.record.agreements if review.record else ():
        named = tuple(agreement.signatories.items())
        parties = parties_of(signer, named)
        if len(parties) > 1:
            hint = "let two people sign: see signs of each party in the terms"
            message = f"{agreement.id}: {wrong_signatory(signer, parties[0], named)}"
            raise SlaError(message, hint=hint, code=Fault.WRONG_SIGNER)
        here = parties_of_person(configured, named)
        if parties and here and here != parties:
            message = f"git knows {configured} here, who signs for {here[0]}: one person cannot sign for both parties"
            raise SlaError(message, hint=f"let {signer} sign on a machine of their own", code=Fault.WRONG_SIGNER)
        for key in parties if party in (None, *parties) else ():
            signing[key] = (*signing.get(key, ()), agreement)
    return signing


def _no_signatory(review: Review, signer: str, party: str | None) -> SlaError:
    agreements = review.record.agreements if review.record else ()
    who = dict.fromkeys(
        f"{address} for {key}"
        for agreement in agreements
        for key, addresses in agreement.signatories.items()
        for address in addresses
    )
    hint = f"those who sign are {', '.join(who)}; name one with --as" if who else "its agreements wait for nobody"
    of = f" for {party}" if party else ""
    message = f"{signer} is not a signatory{of} of any agreement at the end of {review.id}"
    return SlaError(message, hint=hint, code=Fault.WRONG_SIGNER)


def _require_unsigned(review: Review, party: str, signer: str) -> None:
    """What somebody else added in their name does not count, and keeps nobody from signing."""
    for signoff in review.signoffs:
        file = signoff.file
        given = signoff.counts or (signoff.landed is None and not signoff.stale)
        if given and file.party == party and same_person(file.signer, signer):
            hint = "a sign-off is added once and never edited; sla verify says what it is worth"
            raise SlaError("signed already", where=Place(file.path), hint=hint)


def _free_path(root: Path, review: Review, party: str, signer: str) -> str:
    for number in range(1, MOST_SIGNED + 1):
        path = review_signoff_path(review.folder, party, signer, number)
        if not any(is_there(root / taken, root) for taken in (path, f"{path}{SIGNATURE_ENDING}")):
            return path
    raise SlaError(f"{signer} has signed {MOST_SIGNED} times", where=Place(review.folder), hint="remove stale ones")


def signature(root: Path, review: Review, file: ReviewSignOffFile, key: Path, keyring: Keyring | None) -> bytes:
    """The detached signature of a private key over a file.

    Raises `SlaError` where the key is known to be somebody else's, or signed the review for another party of one of its
    agreements; `EnvironmentFault` where `ssh-keygen` is missing or signs nothing.
    """
    others = (signoff.file for signoff in review.signoffs if signoff.file.party != file.party)
    sharing = [other for other in others if not set(other.agreements).isdisjoint(file.agreements)]
    return signature_of(root, file, key, keyring, REVIEWS, others=sharing, thing=f"the review {review.id}")

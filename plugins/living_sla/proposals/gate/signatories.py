"""Who has to sign a proposal, and how far each of them has got with exactly its terms."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from typing import TYPE_CHECKING

from msgspec.structs import replace

from living_sla.model.past.signoff import SignOff, TrustLevel
from living_sla.model.proposals.gate import Signatory, SigningState

if TYPE_CHECKING:
    from living_sla.history.signoffs.appraise import Appraisal
    from living_sla.model.agreement.terms import Agreement


RETURNS = "these are earlier terms again: give them another first day (effective), and everybody signs that"


def signatories_of(agreement: Agreement, appraisal: Appraisal, given: Collection[str] = ()) -> Iterator[Signatory]:
    """Everybody whom the proposed terms name as a signatory, in the order of the file.

    `given` are the paths of sign-offs that were given before anybody proposed this: where it goes back to terms that
    both sides had signed once, one side alone would bring them back by them, so none of them counts.

    `appraisal` is that of the branch: what counts there has been committed, by whom its evidence says. One person never
    signs for both parties; the appraisal refuses the second.
    """
    of_agreement = [signoff for signoff in appraisal.signoffs if signoff.file.agreement == agreement.terms.id]
    for party, of in agreement.terms.parties.items():
        for signer in of.signs:
            theirs = [found for found in of_agreement if _is_by(found, party, signer)]
            found = _signatory(agreement, party, signer, theirs, appraisal.required)
            returns = found.has_signed and found.signoff is not None and found.signoff.file.path in given
            yield replace(found, state=SigningState.STALE, why=RETURNS) if returns else found


def _is_by(signoff: SignOff, party: str, signer: str) -> bool:
    return signoff.file.party == party and signoff.file.signer.casefold() == signer.casefold()


def _signatory(
    agreement: Agreement, party: str, signer: str, theirs: Sequence[SignOff], required: TrustLevel
) -> Signatory:
    name = agreement.terms.id
    exact = [found for found in theirs if found.file.digest == agreement.digest]
    for signoff in exact:
        if counts(signoff, required):
            return Signatory(name, party, signer, SigningState.SIGNED, required, signoff)
    if exact:
        best = max(exact, key=lambda found: (not found.refused, found.landed is not None, found.level))
        state = SigningState.TOO_WEAK if _is_only_weak(best, required) else SigningState.REFUSED
        return Signatory(name, party, signer, state, required, best, best.refused or best.sentence)
    earlier = _last_counted(theirs)
    if earlier is not None:
        return Signatory(name, party, signer, SigningState.STALE, required, earlier)
    return Signatory(name, party, signer, SigningState.MISSING, required)


def counts(signoff: SignOff, required: TrustLevel) -> bool:
    """Whether a sign-off counts: it is committed, nothing speaks against it, and it can be believed far enough."""
    return signoff.landed is not None and not signoff.refused and signoff.level >= required


def _is_only_weak(signoff: SignOff, required: TrustLevel) -> bool:
    """Whether better evidence is all that it lacks."""
    return signoff.landed is not None and signoff.level < required


def _last_counted(theirs: Iterable[SignOff]) -> SignOff | None:
    """The newest sign-off of earlier terms that nothing speaks against."""
    found = [signoff for signoff in theirs if signoff.landed is not None and not signoff.refused]
    return found[-1] if found else None

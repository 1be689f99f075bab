"""Why a sign-off does not count, whatever its level is."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

from living_sla.history.signoffs.proven import Hands, Proven
from living_sla.model.past.person import same_person
from living_sla.model.past.revision import Version
from living_sla.model.past.signoff import SignOff, SignOffFile, TrustLevel

Signatories = Sequence[tuple[str, Sequence[str]]]
"""The e-mail addresses of those who may sign, by the key of their party."""


def counted(
    proven: Iterable[Proven[SignOffFile]], versions: Mapping[str, Sequence[Version]], required: TrustLevel
) -> Iterator[SignOff]:
    """Every sign-off, in the same order, with the reason why it does not count, where it does not.

    One that was removed or edited, and that nothing else speaks against, also says which commit ended it.
    """
    hands = Hands()
    for signoff in proven:
        version = _version(signoff.file, versions.get(signoff.file.agreement, ()))
        refused = _refusal(signoff, version, required)
        refused = refused or hands.refusal(signoff, signoff.file.digest)
        over = signoff.filed.over if signoff.filed else None
        yield SignOff(
            signoff.file,
            signoff.proof.level,
            str(signoff.proof.word),
            _with_version(signoff, version),
            signoff.landing.commit if signoff.landing else None,
            signoff.why_over or refused,
            over.commit if over and not refused else None,
        )


def _version(file: SignOffFile, versions: Sequence[Version]) -> Version | None:
    """The version with exactly these terms; where several have them, the one that the file names, or the first."""
    same = [version for version in versions if version.digest == file.digest]
    return next((version for version in same if version.number == file.version), same[0] if same else None)


def _refusal(signoff: Proven[SignOffFile], version: Version | None, required: TrustLevel) -> str:
    """What speaks against a sign-off as it landed, whatever happened to it since; empty where nothing does."""
    if version is None:
        return f"no version of {signoff.file.agreement} has these terms"
    wrong = wrong_signatory(signoff.file.signer, signoff.file.party, version.essentials.signatories)
    return wrong or signoff.short_of(required)


def wrong_signatory(signer: str, party: str, signatories: Signatories) -> str:
    """Why these terms do not let `signer` sign for `party`; empty where they do."""
    signs_for = parties_of(signer, signatories)
    if not signs_for:
        return f"{signer} is not a signatory of these terms"
    if len(signs_for) > 1:
        named = sorted({address for _, several in signatories for address in several if same_person(address, signer)})
        return f"{' and '.join(named)} sign for {' and for '.join(signs_for)}: one person cannot sign for both parties"
    if party not in signs_for:
        return f"{signer} signs for {signs_for[0]}, not for {party}"
    return ""


def parties_of(signer: str, signatories: Signatories) -> list[str]:
    """The keys of the parties that a signatory signs for, by whichever address of theirs; none of anybody else's."""
    named = {address.casefold() for _, addresses in signatories for address in addresses}
    return parties_of_person(signer, signatories) if signer.casefold() in named else []


def parties_of_person(address: str, signatories: Signatories) -> list[str]:
    """The keys of the parties for which the person signs whose address this is, however they spell it there."""
    return [party for party, addresses in signatories if any(same_person(address, other) for other in addresses)]


def _with_version(signoff: Proven[SignOffFile], version: Version | None) -> str:
    """The sentence of the proof, and, where the file names another version than its digest, which one that is."""
    if version is None or version.number == signoff.file.version:
        return signoff.proof.sentence
    return (
        f"{signoff.proof.sentence} It names version {signoff.file.version}; these terms are version {version.number}."
    )

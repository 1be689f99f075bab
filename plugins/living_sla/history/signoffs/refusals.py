"""Why a sign-off does not count, whatever its level is."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from living_sla.model.past.person import person_name, same_person
from living_sla.model.past.revision import Essentials, Version
from living_sla.model.past.signoff import SignOff, SignOffFile, TrustLevel

if TYPE_CHECKING:
    from living_sla.history.git.log import LandedCommit
    from living_sla.history.signoffs.evidence import Proof
    from living_sla.history.signoffs.files_over_time import Filed

REMOVED = "removed again"
"""How the reason begins for one that is not there any more: whatever was wrong with it is fixed."""
EDITED = "edited afterwards"
"""How the reason begins for one that is not any more what its signer signed."""


@dataclass(frozen=True)
class Proven:
    """A sign-off, where it stands in the history (None: nowhere yet), and what it rests on."""

    file: SignOffFile
    filed: Filed | None
    proof: Proof

    @property
    def landing(self) -> LandedCommit | None:
        """What brought it to the main line, with the evidence that makes it count; None where nothing did yet."""
        return self.proof.landing or (self.filed.landing if self.filed else None)


def counted(
    proven: Iterable[Proven], versions: Mapping[str, Sequence[Version]], required: TrustLevel
) -> Iterator[SignOff]:
    """Every sign-off, in the same order, with the reason why it does not count, where it does not.

    One that was removed or edited, and that nothing else speaks against, also says which commit ended it.
    """
    parties: dict[tuple[str, str, bytes | str], str] = {}
    for signoff in proven:
        version = _version(signoff.file, versions.get(signoff.file.agreement, ()))
        refused = _refusal(signoff, version, required)
        for what, mark in (("key", signoff.proof.key), ("author", person_name(signoff.proof.author))):
            signed = (signoff.file.digest, what, mark)
            first = parties.setdefault(signed, signoff.file.party) if mark and not refused else ""
            proven_otherwise = what == "author" and signoff.proof.key
            if first not in ("", signoff.file.party) and not proven_otherwise:
                refused = f"the same {what} signed for {first} already: one person cannot sign for both parties"
        over = signoff.filed.over if signoff.filed else None
        yield SignOff(
            signoff.file,
            signoff.proof.level,
            str(signoff.proof.word),
            _with_version(signoff, version),
            signoff.landing.commit if signoff.landing else None,
            _why_over(signoff.filed) or refused,
            over.commit if over and not refused else None,
        )


def _version(file: SignOffFile, versions: Sequence[Version]) -> Version | None:
    """The version with exactly these terms; where several have them, the one that the file names, or the first."""
    same = [version for version in versions if version.digest == file.digest]
    return next((version for version in same if version.number == file.version), same[0] if same else None)


def _why_over(filed: Filed | None) -> str:
    """Why a file is not any more what its signer signed; empty where it is."""
    if filed is None or filed.over is None:
        return ""
    at = filed.over.commit.id[:12]
    return f"{EDITED} in {at}: sign again, a sign-off is never edited" if filed.edited else f"{REMOVED} in {at}"


def _refusal(signoff: Proven, version: Version | None, required: TrustLevel) -> str:
    """What speaks against a sign-off as it landed, whatever happened to it since; empty where nothing does."""
    if version is None:
        return f"no version of {signoff.file.agreement} has these terms"
    wrong = wrong_signatory(signoff.file.signer, signoff.file.party, version.essentials)
    if wrong:
        return wrong
    if signoff.proof.refused:
        return signoff.proof.refused
    if signoff.filed is None:
        return "not committed yet"
    if signoff.proof.level < required:
        return f"this site asks for {required.label}, and this is {signoff.proof.level.label}"
    return ""


def wrong_signatory(signer: str, party: str, terms: Essentials) -> str:
    """Why these terms do not let `signer` sign for `party`; empty where they do."""
    signs_for = parties_of(signer, terms)
    if not signs_for:
        return f"{signer} is not a signatory of these terms"
    if len(signs_for) > 1:
        named = sorted(
            {address for _, several in terms.signatories for address in several if same_person(address, signer)}
        )
        return f"{' and '.join(named)} sign for {' and for '.join(signs_for)}: one person cannot sign for both parties"
    if party not in signs_for:
        return f"{signer} signs for {signs_for[0]}, not for {party}"
    return ""


def parties_of(signer: str, terms: Essentials) -> list[str]:
    """The keys of the parties that a signatory signs for, by whichever address of theirs; none of anybody else's."""
    named = {address.casefold() for _, addresses in terms.signatories for address in addresses}
    return parties_of_person(signer, terms) if signer.casefold() in named else []


def parties_of_person(address: str, terms: Essentials) -> list[str]:
    """The keys of the parties for which the person signs whose address this is, however they spell it there."""
    return [party for party, addresses in terms.signatories if any(same_person(address, other) for other in addresses)]


def _with_version(signoff: Proven, version: Version | None) -> str:
    """The sentence of the proof, and, where the file names another version than its digest, which one that is."""
    if version is None or version.number == signoff.file.version:
        return signoff.proof.sentence
    return (
        f"{signoff.proof.sentence} It names version {signoff.file.version}; these terms are version {version.number}."
    )

"""Why a sign-off does not count, whatever its level is."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from living_sla.history.log import Landing
from living_sla.history.log import Landing
from living_sla.history.signoffs.evidence import Proof
from living_sla.history.signoffs.filed import Filed
from living_sla.model.revision import Essentials, Version
from living_sla.model.signoff import SignOff, SignOffFile, TrustLevel

REMOVED = "removed again"
"""How it is said that one is not there any more: whatever was wrong with it is mended."""
EDITED = "edited afterwards"
"""How it is said that one is not any more what its signer signed."""


@dataclass(frozen=True)
class Proven:
    """A sign-off, where it stands in the history (None: nowhere yet), and what it rests on."""

    file: SignOffFile
    filed: Filed | None
    proof: Proof

    @property
    def landing(self) -> Landing | None:
        """What brought it to the main line, with the evidence that makes it count; None where nothing did yet."""
        return self.proof.landing or (self.filed.landing if self.filed else None)


def counted(
    proven: Iterable[Proven], versions: Mapping[str, Sequence[Version]], required: TrustLevel
) -> Iterator[SignOff]:
    """Every sign-off, in the same order, with the reason why it does not count, where it does not.

    One that was removed or edited counts where all had signed before: what was agreed stays agreed.
    """
    judged = list(_judged(proven, versions, required))
    signed: dict[tuple[str, str], dict[tuple[str, str], datetime]] = {}
    for one, _, refused in judged:
        if not refused and one.landing:
            since = signed.setdefault((one.file.agreement, one.file.digest), {})
            key, landed = (one.file.party, one.file.signer.casefold()), one.landing.commit.landed_at
            since[key] = min(landed, since.get(key, landed))
    for one, version, refused in judged:
        sentence, withdrawn = _with_version(one, version), one.filed.withdrawn if one.filed else None
        if withdrawn and one.filed:
            what = f"{EDITED if one.filed.edited else REMOVED} in {withdrawn.commit.id[:12]}"
            agreed = _agreed(version, signed.get((one.file.agreement, one.file.digest), {}))
            if not refused and agreed is not None and agreed < withdrawn.commit.landed_at:
                sentence = f"{sentence} It was {what}, when all had signed."
            else:
                refused = f"{what}{': sign again, a sign-off is never edited' if one.filed.edited else ''}"
        landed = one.landing.commit if one.landing else None
        yield SignOff(one.file, one.proof.level, str(one.proof.word), sentence, landed, refused)


def _judged(
    proven: Iterable[Proven], versions: Mapping[str, Sequence[Version]], required: TrustLevel
) -> Iterator[tuple[Proven, Version | None, str]]:
    """Each with its version, and why it does not count, whatever happened to its file afterwards."""
    parties: dict[tuple[str, bytes], str] = {}
    for one in proven:
        version = _version(one.file, versions.get(one.file.agreement, ()))
        refused = _refusal(one, version, required)
        key = (one.file.digest, one.proof.key)
        if not refused and one.proof.key and parties.setdefault(key, one.file.party) != one.file.party:
            refused = f"the same key signed for {parties[key]} already: one person cannot sign for both parties"
        yield one, version, refused


def _agreed(version: Version | None, signed: Mapping[tuple[str, str], datetime]) -> datetime | None:
    """When a version had landed with the sign-offs of all its signatories; None where one is missing."""
    if version is None or version.landed is None:
        return None
    wanted = [(party, one.casefold()) for party, addresses in version.essentials.signatories for one in addresses]
    if not all(one in signed for one in wanted):
        return None
    return max([version.landed.landed_at, *(signed[one] for one in wanted)])


def _version(file: SignOffFile, versions: Sequence[Version]) -> Version | None:
    """The version with exactly these terms; where several have them, the one that the file names, or the first."""
    same = [version for version in versions if version.digest == file.digest]
    return next((version for version in same if version.number == file.version), same[0] if same else None)


def _over(filed: Filed | None) -> Landing | None:
    """What took it away or edited it, whichever came first."""
    return (filed.edited or filed.removed) if filed else None


def _why_over(filed: Filed | None) -> str:
    if version is None:
        return f"no version of {file.agreement} has these terms"
    wrong = wrong_signatory(file.signer, file.party, version.essentials)
    if wrong:
        return wrong
    if one.proof.refused:
        return one.proof.refused
    if filed is None:
        return "not committed yet"
    if one.proof.level < required:
        return f"this site asks for {required.label}, and this is {one.proof.level.label}"
    return ""


def wrong_signatory(signer: str, party: str, terms: Essentials) -> str:
    """Why these terms do not let `signer` sign for `party`; empty where they do."""
    signs_for = parties_of(signer, terms)
    if not signs_for:
        return f"{signer} is not a signatory of these terms"
    if len(signs_for) > 1:
        return f"{signer} is named for {' and for '.join(signs_for)}: one person cannot sign for both parties"
    if party not in signs_for:
        return f"{signer} signs for {signs_for[0]}, not for {party}"
    return ""


def parties_of(signer: str, terms: Essentials) -> list[str]:
    """The keys of the parties that an address signs for."""
    return [
        party
        for party, addresses in terms.signatories
        if signer.casefold() in {address.casefold() for address in addresses}
    ]


def _with_version(one: Proven, version: Version | None) -> str:
    """The sentence of the proof, and, where the file names another version than its digest, which one that is."""
    if version is None or version.number == one.file.version:
        return one.proof.sentence
    return f"{one.proof.sentence} It names version {one.file.version}; these terms are version {version.number}."

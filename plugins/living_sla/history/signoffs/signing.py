"""A sign-off that somebody is about to give: checked first, written then, and committed by themselves."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from living_sla.agreements.signoff_file import signoffs_of
from living_sla.errors import Fault, Place, SlaError
from living_sla.history.signoffs.kind import TERMS
from living_sla.history.signoffs.refusals import parties_of, parties_of_person, wrong_signatory
from living_sla.history.signoffs.signed_file import signature_of
from living_sla.model.past.revision import Version
from living_sla.model.past.signoff import SignOffFile

if TYPE_CHECKING:
    from living_sla.history.signoffs.keyring import Keyring


def current_version(versions: Mapping[str, Sequence[Version]], agreement: str) -> Version:
    """The version whose terms can be signed now: those of the folder, where they are committed.

    Raises `SlaError` where there is no such agreement, or where its terms in the folder are not committed.
    """
    if agreement not in versions:
        known = ", ".join(sorted(versions)) or "none"
        raise SlaError(f'there is no agreement "{agreement}"', hint=f"there are: {known}")
    version = versions[agreement][-1]
    path = version.agreement.path
    if version.is_draft:
        message = "its terms in this folder are not those that are committed, so nobody else could see what is signed"
        raise SlaError(message, where=Place(path), hint=f"commit them first, or put them back: git restore {path}")
    if version.removed is not None:
        raise SlaError(f"{agreement} was removed", where=Place(path), hint="there is nothing to sign")
    return version


def sign_off(
    version: Version, *, signer: str, party: str | None, on: date, remark: str, configured: str = ""
) -> SignOffFile:
    """The file with which `signer` agrees to a version's terms; nothing is written.

    `configured` is the address that git knows on this machine. Raises `SlaError` where the terms do not let the signer
    sign, or where one person would sign for both parties.
    """
    signatories = version.essentials.signatories
    parties = parties_of(signer, signatories)
    if len(parties) != 1 or party not in (None, parties[0]):
        who = ", ".join(f"{address} for {key}" for key, addresses in signatories for address in addresses)
        hint = f"add signs: [{signer}] to the party, and commit that first"
        if who:
            hint = f"those who sign are {who}; name one with --as"
        raise SlaError(wrong_signatory(signer, party or "", signatories), hint=hint, code=Fault.WRONG_SIGNER)
    here = parties_of_person(configured, signatories)
    if here and here != parties:
        message = f"git knows {configured} here, who signs for {here[0]}: one person cannot sign for both parties"
        raise SlaError(message, hint=f"let {signer} sign on a machine of their own", code=Fault.WRONG_SIGNER)
    spelt = next(spelling for key, addresses in signatories if key in parties
                 for spelling in addresses if spelling.casefold() == signer.casefold())  # fmt: skip
    return SignOffFile.of(
        agreement=version.agreement.terms.id,
        digest=version.digest,
        version=version.number,
        signer=spelt,
        party=parties[0],
        on=on,
        remark=" ".join(remark.split()),
    )


def signature(root: Path, file: SignOffFile, key: Path, keyring: Keyring | None) -> bytes:
    """The detached signature of a private key over the file.

    Raises `SlaError` where the key is known to be somebody else's, or signed these terms for the other party;
    `EnvironmentFault` where `ssh-keygen` is missing or signs nothing.
    """
    others = [signoff for signoff in signoffs_of(root) if signoff.digest == file.digest and signoff.party != file.party]
    return signature_of(root, file, key, keyring, TERMS, others=others, thing="these terms")

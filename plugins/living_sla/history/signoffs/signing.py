"""A sign-off that somebody is about to give: checked first, written then, and committed by themselves."""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path
from tempfile import NamedTemporaryFile
from typing import TYPE_CHECKING

from living_sla.agreements.signoff_file import signoffs_of
from living_sla.errors import EnvironmentFault, Fault, Place, SlaError
from living_sla.files import bytes_of, is_there
from living_sla.history.signoffs.accepted import Accepted
from living_sla.history.signoffs.judge import judge_of
from living_sla.history.signoffs.keyring import read_keyring
from living_sla.history.signoffs.kind import TERMS
from living_sla.history.signoffs.refusals import parties_of, parties_of_person, wrong_signatory
from living_sla.history.signoffs.signed_file import signature_of
from living_sla.history.signoffs.ssh_keygen import required_ssh_keygen
from living_sla.history.signoffs.ssh_signature import SshSignature, read_signature
from living_sla.history.signoffs.verdict import KEYRING_NAMESPACE
from living_sla.model.past.revision import Version
from living_sla.model.past.signoff import SIGNATURE_ENDING, SignOffFile
from living_sla.settings import SETTINGS_FILE

if TYPE_CHECKING:
    from living_sla.history.signoffs.keyring import Keyring
    from living_sla.history.signoffs.trusted import Trusted


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


def sign_keyring(root: Path, by: Trusted, key: Path) -> tuple[str, str]:
    """The paths of the keyring in this folder and of the signature that was put beside it.

    With it somebody who is trusted already vouches for every line of the keyring.

    Raises `SlaError` where there is no keyring here to sign, and where the key does not count on the trusted ref;
    `Faults` where the keyring cannot be read.
    """
    if by.past is None:
        message = "there is no keyring on the trusted ref, so nobody has to vouch for its lines"
        raise SlaError(message, where=Place(SETTINGS_FILE), hint="keyring = a path in the repository names one")
    path = by.past.named.keyring
    if not is_there(root / path, root):
        hint = f"check out the branch that holds it: git switch {by.trust.ref.removeprefix('origin/')}"
        raise SlaError("the keyring is not in this folder", where=Place(path), hint=hint)
    content = bytes_of(root / path, root)
    read_keyring(content, path=path)
    armored = required_ssh_keygen(root).sign(content, key=key, namespace=KEYRING_NAMESPACE)
    made = read_signature(armored)
    counts = Accepted(by, judge_of(by.keyring, root, {})).now
    owners = counts.owners(made.key) if isinstance(made, SshSignature) else ()
    if not set(owners) - {by.trust.forge_signer}:
        message = f"{key.name} is not a key that counts on {by.trust.ref}, so it vouches for nothing"
        raise SlaError(message, where=Place(path), hint="sign with a key that counts there", code=Fault.UNTRUSTED_KEY)
    signature_path = f"{path}{SIGNATURE_ENDING}"
    _write(root / signature_path, armored, Place(signature_path))
    return path, signature_path


def _write(path: Path, armored: bytes, where: Place) -> None:
    """Put the signature there, whole, in the place of an older one; a link is replaced, not followed."""
    begun = []
    try:
        with NamedTemporaryFile(dir=path.parent, prefix=".sla-", delete=False) as part:
            begun.append(Path(part.name))
            part.write(armored)
        os.chmod(part.name, 0o644)
        os.replace(part.name, path)
    except OSError as problem:
        for part_path in begun:
            part_path.unlink(missing_ok=True)
        message = f"the signature cannot be written: {problem.strerror or type(problem).__name__}"
        hint = "free the disk, or give yourself the right to write there"
        raise EnvironmentFault(message, where=where, hint=hint) from None

"""A sign-off that somebody is about to give: checked first, written then, and committed by themselves."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from living_sla.agreements.signoff_file import signoffs_of
from living_sla.errors import EnvironmentFault, Fault, Place, SlaError
from living_sla.files import is_there
from living_sla.history.git.process import GitFailed
from living_sla.history.signoffs.refusals import parties_of, parties_of_person, wrong_signatory
from living_sla.history.signoffs.ssh_keygen import SshKeygen, find_ssh_keygen
from living_sla.history.signoffs.ssh_signature import SshSignature, read_signature
from living_sla.history.signoffs.verdict import FILE_NAMESPACE
from living_sla.model.past.revision import Version
from living_sla.model.past.signoff import SIGNATURE_ENDING, SignOffFile

if TYPE_CHECKING:
    from living_sla.history.git.repository import Repository
    from living_sla.history.signoffs.keyring import Keyring


def configured_email(repository: Repository) -> str:
    """The address that git would write into a commit here; empty where none is set."""
    try:
        raw = repository.run("config", "--null", "--get", "user.email")
    except GitFailed:
        return ""
    return raw.rstrip(b"\0").decode("utf-8", "replace").strip()


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
    terms = version.essentials
    parties = parties_of(signer, terms)
    if len(parties) != 1 or party not in (None, parties[0]):
        who = ", ".join(f"{address} for {key}" for key, addresses in terms.signatories for address in addresses)
        hint = f"add signs: [{signer}] to the party, and commit that first"
        if who:
            hint = f"those who sign are {who}; name one with --as"
        raise SlaError(wrong_signatory(signer, party or "", terms), hint=hint, code=Fault.WRONG_SIGNER)
    here = parties_of_person(configured, terms)
    if here and here != parties:
        message = f"git knows {configured} here, who signs for {here[0]}: one person cannot sign for both parties"
        raise SlaError(message, hint=f"let {signer} sign on a machine of their own", code=Fault.WRONG_SIGNER)
    spelt = next(spelling for key, addresses in terms.signatories if key in parties
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
    tool = find_ssh_keygen(root)
    if tool is None:
        hint = "install the OpenSSH client, version 8.9 or newer"
        raise EnvironmentFault("ssh-keygen is missing", hint=hint)
    armored = SshKeygen(tool).sign(file.text.encode(), key=key, namespace=FILE_NAMESPACE)
    made = read_signature(armored)
    if not isinstance(made, SshSignature) or made.is_by_certificate:
        raise SlaError(f"{key.name} makes signatures of a kind that is not verified", hint="sign with a plain SSH key")
    owners = keyring.owners(made.key) if keyring else ()
    if owners and file.signer.lower() not in owners:
        hint = "sign with your own key; the keyring lists the key of every signer"
        raise SlaError(
            f"the keyring knows {key.name} as a key of {', '.join(owners)}", hint=hint, code=Fault.KEY_OF_ANOTHER
        )
    for other in _other_parties(root, file):
        other_signature = read_signature(_bytes(root / f"{other.path}{SIGNATURE_ENDING}"))
        if isinstance(other_signature, SshSignature) and other_signature.key == made.key:
            message = f"the same key signed these terms for {other.party}: one person cannot sign for both parties"
            raise SlaError(message, hint="sign with your own key", code=Fault.WRONG_SIGNER)
    return armored


def _other_parties(root: Path, file: SignOffFile) -> Sequence[SignOffFile]:
    return [signoff for signoff in signoffs_of(root) if signoff.digest == file.digest and signoff.party != file.party]


def _bytes(path: Path) -> bytes:
    return path.read_bytes() if path.is_file() and not path.is_symlink() else b""


def require_unsigned(root: Path, file: SignOffFile) -> None:
    """Raise `SlaError` where the signer has signed these terms already."""
    for path in (file.path, f"{file.path}{SIGNATURE_ENDING}"):
        if is_there(root / path, root):
            hint = "a sign-off is added once and never edited; sla verify says what it is worth"
            raise SlaError("signed already", where=Place(path), hint=hint)


@dataclass(frozen=True)
class Written:
    """What was written, and what is left for the signer to do."""

    paths: tuple[str, ...]
    """From the project's folder."""
    message: str
    """For the commit."""


def write(root: Path, file: SignOffFile, armored: bytes | None) -> Written:
    """Put the file, and the signature beside it, where they belong.

    Raises `SlaError` where one is there already, `EnvironmentFault` where the folder cannot be written; nothing is left
    behind then.
    """
    require_unsigned(root, file)
    contents = {file.path: file.text.encode()}
    if armored is not None:
        contents[f"{file.path}{SIGNATURE_ENDING}"] = armored
    folder, begun = (root / file.path).parent, []
    try:
        folder.mkdir(parents=True, exist_ok=True)
        if not folder.resolve().is_relative_to(root.resolve()):
            message = "the folder of the sign-offs is a link out of the project"
            hint = "put the folder itself here"
            raise SlaError(message, where=Place(file.path), hint=hint, code=Fault.OUTSIDE_FOLDER)
        for path, content in contents.items():
            with (root / path).open("xb") as written:
                begun.append(root / path)
                written.write(content)
    except OSError as problem:
        for part in begun:
            part.unlink(missing_ok=True)
        message = f"the sign-off cannot be written: {problem.strerror or type(problem).__name__}"
        hint = "free the disk, or give yourself the right to write there"
        raise EnvironmentFault(message, where=Place(file.path), hint=hint) from None
    subject = f"Sign version {file.version} of {file.agreement} for {file.party}"
    return Written(tuple(contents), re.sub(r"[^\w .,-]", " ", subject))

"""A sign-off that is about to be given: the signature of the signer's own key, and the files where they belong."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from living_sla.errors import EnvironmentFault, Fault, Place, SlaError
from living_sla.files import is_there
from living_sla.history.signoffs.judge import Judge
from living_sla.history.signoffs.ssh_keygen import required_ssh_keygen
from living_sla.history.signoffs.ssh_signature import SshSignature, read_signature
from living_sla.history.signoffs.verdict import Finding, Verdict
from living_sla.model.past.signoff import SIGNATURE_ENDING

if TYPE_CHECKING:
    from living_sla.history.signoffs.keyring import Keyring
    from living_sla.history.signoffs.kind import SignedFile, SignedKind


def signature_of(
    root: Path,
    file: SignedFile,
    key: Path,
    keyring: Keyring | None,
    kind: SignedKind,
    *,
    others: Iterable[SignedFile],
    thing: str,
) -> bytes:
    """The detached signature of a private key over what a file of a kind will hold.

    `others` are the sign-offs of the same `thing` ("these terms") for other parties. Raises `SlaError` where the key is
    known to be somebody else's, or made one of theirs; `EnvironmentFault` where `ssh-keygen` is missing or signs
    nothing.
    """
    content, signer, namespace = file.text.encode(), file.signer, kind.namespace
    tool = required_ssh_keygen(root)
    armored = tool.sign(content, key=key, namespace=namespace)
    made = read_signature(armored)
    if not isinstance(made, SshSignature) or made.is_by_certificate:
        raise SlaError(f"{key.name} makes signatures of a kind that is not verified", hint="sign with a plain SSH key")
    owners = keyring.owners(made.key) if keyring else ()
    if owners and signer.lower() not in owners:
        hint = "sign with your own key; the keyring lists the key of every signer"
        raise SlaError(
            f"the keyring knows {key.name} as a key of {', '.join(owners)}", hint=hint, code=Fault.KEY_OF_ANOTHER
        )
    judge, now = Judge(keyring, tool), datetime.now(UTC)
    _require_use(judge.judge(content, armored, signer=signer, namespace=namespace, at=now), key, namespace)
    for other in others:
        other_signature = read_signature(_bytes(root / f"{other.path}{SIGNATURE_ENDING}"))
        if isinstance(other_signature, SshSignature) and other_signature.key == made.key:
            message = f"the same key signed {thing} for {other.party}: one person cannot sign for both parties"
            raise SlaError(message, hint="sign with your own key", code=Fault.WRONG_SIGNER)
    return armored


_USELESS = {
    Finding.NOT_PERMITTED: "is not accepted for {namespace}",
    Finding.NOT_YET_VALID: "is not valid yet",
    Finding.EXPIRED: "has expired",
    Finding.REVOKED: "is revoked",
}


def _require_use(verdict: Verdict, key: Path, namespace: str) -> None:
    """Raise `SlaError` where the keyring says that the key proves nothing here."""
    if verdict.finding in _USELESS:
        hint = "its line in the keyring on the trusted ref says so; sign with another key, or without --key"
        if verdict.finding is Finding.NOT_PERMITTED:
            hint = f'its line in the keyring has to name it: namespaces="git,sla-signoff,{namespace}"'
        raise SlaError(f"{key.name} {_USELESS[verdict.finding].format(namespace=namespace)}", hint=hint)


def _bytes(path: Path) -> bytes:
    return path.read_bytes() if path.is_file() and not path.is_symlink() else b""


def require_none_at(root: Path, path: str) -> None:
    """Raise `SlaError` where a sign-off, or the signature of one, lies at a path already."""
    for taken in (path, f"{path}{SIGNATURE_ENDING}"):
        if is_there(root / taken, root):
            hint = "a sign-off is added once and never edited; sla verify says what it is worth"
            raise SlaError("signed already", where=Place(taken), hint=hint)


def write_signed(root: Path, files: Sequence[tuple[SignedFile, bytes | None]]) -> tuple[str, ...]:
    """The paths of all files, and of the signatures beside them, that were put where they belong.

    Raises `SlaError` where one is there already, `EnvironmentFault` where a folder cannot be written; nothing is left
    behind then.
    """
    contents: dict[str, bytes] = {}
    for file, armored in files:
        require_none_at(root, file.path)
        contents[file.path] = file.text.encode()
        if armored is not None:
            contents[f"{file.path}{SIGNATURE_ENDING}"] = armored
    path, begun = "", []
    try:
        for path in contents:
            folder = (root / path).parent
            folder.mkdir(parents=True, exist_ok=True)
            if not folder.resolve().is_relative_to(root.resolve()):
                message = "the folder of the sign-offs is a link out of the project"
                hint = "put the folder itself here"
                raise SlaError(message, where=Place(path), hint=hint, code=Fault.OUTSIDE_FOLDER)
        for path, content in contents.items():
            with (root / path).open("xb") as written:
                begun.append(root / path)
                written.write(content)
    except OSError as problem:
        for part in begun:
            part.unlink(missing_ok=True)
        message = f"the sign-off cannot be written: {problem.strerror or type(problem).__name__}"
        hint = "free the disk, or give yourself the right to write there"
        where = Place(path.removesuffix(SIGNATURE_ENDING))
        raise EnvironmentFault(message, where=where, hint=hint) from None
    return tuple(contents)

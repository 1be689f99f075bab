"""A signature over the keyring itself, with which somebody who is trusted already vouches for every line of it."""

from __future__ import annotations

import os
from pathlib import Path
from tempfile import NamedTemporaryFile
from typing import TYPE_CHECKING

from living_sla.errors import EnvironmentFault, Fault, Place, SlaError
from living_sla.files import bytes_of, is_there
from living_sla.history.signoffs.accepted import Accepted
from living_sla.history.signoffs.judge import judge_of
from living_sla.history.signoffs.keyring import read_keyring
from living_sla.history.signoffs.ssh_keygen import SshKeygen, find_ssh_keygen
from living_sla.history.signoffs.ssh_signature import SshSignature, read_signature
from living_sla.history.signoffs.verdict import KEYRING_NAMESPACE
from living_sla.model.past.signoff import SIGNATURE_ENDING
from living_sla.settings import SETTINGS_FILE

if TYPE_CHECKING:
    from living_sla.history.signoffs.trusted import Trusted


def sign_keyring(root: Path, by: Trusted, key: Path) -> tuple[str, str]:
    """The paths of the keyring in this folder and of the signature that was put beside it.

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
    tool = find_ssh_keygen(root)
    if tool is None:
        hint = "install the OpenSSH client, version 8.9 or newer"
        raise EnvironmentFault("ssh-keygen is missing", hint=hint)
    armored = SshKeygen(tool).sign(content, key=key, namespace=KEYRING_NAMESPACE)
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

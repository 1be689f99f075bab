"""What lies beside a record so that anybody can check it without this program: keys, instructions, attributes."""

from __future__ import annotations

from base64 import b64encode
from typing import TYPE_CHECKING

from living_sla.errors import EnvironmentFault, WarningName
from living_sla.history.signoffs.accepted import Accepted
from living_sla.history.signoffs.judge import Judge
from living_sla.history.signoffs.revoked_keys import revoked_in
from living_sla.history.signoffs.ssh_keygen import SshKeygen, find_ssh_keygen
from living_sla.history.signoffs.trusted import trusted
from living_sla.reviews.folder.fixed_texts import ATTRIBUTES_TEXT, how_to_verify
from living_sla.reviews.folder.layout import ATTRIBUTES, HOW_TO_VERIFY, KEYRING

if TYPE_CHECKING:
    from living_sla.history.past import Past
    from living_sla.history.signoffs.keyring import Keyring

_LOST = (WarningName.KEYRING_MISSING, WarningName.TRUSTED_REF_MISSING)


def beside(review: str, past: Past) -> dict[str, bytes]:
    """The sealed files beside the record, by their paths in the folder; raises as `keys_of` does."""
    return {KEYRING: keys_of(past), HOW_TO_VERIFY: how_to_verify(review), ATTRIBUTES: ATTRIBUTES_TEXT}


def page_of(review: str) -> bytes:
    """`index.md`: a title and the macro that shows the review."""
    return f'# Review {review}\n\n{{{{ sla_review("{review}") }}}}\n'.encode()


def keys_of(past: Past) -> bytes:
    """`allowed_signers`: the keys that count today, written anew so that `ssh-keygen` reads what was understood here.

    Keys that a list of lines revokes are left out; what a list of OpenSSH's own kind revokes only a tool can tell.

    Raises `EnvironmentFault` where there is a keyring, and it or the tool that asks it is not on this machine: levels
    of trust would be frozen lower than they are.
    """
    keyring = _accepted(past)
    if keyring is None:
        return b"# The project had no keyring when this review was frozen: nobody signs with a key that it knows.\n"
    head = b"# The keys that counted when this review was frozen; times are in UTC.\n"
    revoked = frozenset(key for listing in keyring.revoked for key in revoked_in(listing))
    kept = (
        entry for entry in keyring.entries if b"%b %b" % (entry.key_type.encode(), b64encode(entry.key)) not in revoked
    )
    return head + "".join(f"{entry.line}\n" for entry in kept).encode()


def _accepted(past: Past) -> Keyring | None:
    repository = past.history.repository
    assert repository is not None  # nothing is frozen without a history
    by = trusted(repository, past.settings)
    for notice in by.notices:
        if notice.name in _LOST:
            raise EnvironmentFault(notice.message, hint=notice.hint)
    if by.keyring is None:
        return None
    tool = find_ssh_keygen(repository.root)
    if tool is None:
        message = "ssh-keygen is missing: what signatures are worth would be frozen lower than it is"
        raise EnvironmentFault(message, hint="install the OpenSSH client, version 8.9 or newer")
    return Accepted(by, Judge(by.keyring, SshKeygen(tool))).now

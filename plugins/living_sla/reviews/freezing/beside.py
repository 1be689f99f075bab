"""What lies beside a record so that anybody can check it without this program: keys, instructions, attributes."""

from __future__ import annotations

from base64 import b64encode
from typing import TYPE_CHECKING

from living_sla.errors import EnvironmentFault, WarningName
from living_sla.history.signoffs.accepted import Accepted
from living_sla.history.signoffs.gpgv import INSTALL
from living_sla.history.signoffs.judge import judge_of
from living_sla.history.signoffs.openpgp_key import OPENPGP, read_openpgp_key
from living_sla.history.signoffs.revoked_keys import revoked_in, revokes
from living_sla.history.signoffs.ssh_keygen import INSTALL_OPENSSH
from living_sla.history.signoffs.trusted import trusted
from living_sla.reviews.folder.fixed_texts import ATTRIBUTES_TEXT, how_to_verify
from living_sla.reviews.folder.layout import ATTRIBUTES, HOW_TO_VERIFY, KEYRING

if TYPE_CHECKING:
    from living_sla.history.past import Past
    from living_sla.history.signoffs.keyring import AllowedKey, Keyring

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
    kept = (entry for entry in keyring.entries if not _is_revoked(entry, keyring, revoked))
    return head + "".join(f"{entry.line}\n" for entry in kept).encode()


def _is_revoked(entry: AllowedKey, keyring: Keyring, revoked: frozenset[bytes]) -> bool:
    if entry.key_type == OPENPGP:
        return any(revokes(listing, read_openpgp_key(entry.key)) for listing in keyring.revoked)
    return b"%b %b" % (entry.key_type.encode(), b64encode(entry.key)) in revoked


def _accepted(past: Past) -> Keyring | None:
    repository = past.history.repository
    assert repository is not None  # nothing is frozen without a history
    by = trusted(repository, past.settings)
    for notice in by.notices:
        if notice.name in _LOST:
            raise EnvironmentFault(notice.message, hint=notice.hint)
    if by.keyring is None:
        return None
    judge = judge_of(by.keyring, repository.root, {})
    if judge.ssh_keygen is None:
        message = "ssh-keygen is missing: what signatures are worth would be frozen lower than it is"
        raise EnvironmentFault(message, hint=INSTALL_OPENSSH)
    if judge.gpgv is None and by.keyring.has_openpgp:
        message = "gpgv is missing: what the forge's signatures are worth would be frozen lower than it is"
        raise EnvironmentFault(message, hint=INSTALL)
    return Accepted(by, judge).now

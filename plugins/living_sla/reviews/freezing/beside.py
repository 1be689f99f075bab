"""What lies beside a record so that anybody can check it without this program: keys, instructions, attributes."""

from __future__ import annotations

from base64 import b64encode
from typing import TYPE_CHECKING

from living_sla.errors import EnvironmentFault, WarningName
from living_sla.history.signoffs.accepted import Accepted
from living_sla.history.signoffs.judge import Judge
from living_sla.history.signoffs.keyring import revoked_in
from living_sla.history.signoffs.ssh_keygen import SshKeygen, find_ssh_keygen
from living_sla.history.signoffs.trusted import trusted
from living_sla.reviews.folder.layout import KEYRING, MANIFEST, MINUTES, PAGE, SIGNATURE_NAMESPACE, SIGNOFFS

if TYPE_CHECKING:
    from living_sla.history.past import Past
    from living_sla.history.signoffs.keyring import Keyring

ATTRIBUTES_TEXT = b"* -text -filter -ident -diff !eol !working-tree-encoding\n"
"""Keeps the bytes of the folder on every machine, whatever the attributes above it say."""
_LOST = (WarningName.KEYRING_MISSING, WarningName.TRUSTED_REF_MISSING)


def how_to_verify(review: str) -> bytes:
    """`VERIFY.txt`: ten lines for somebody who has a shell and nothing else of ours."""
    verify = f'ssh-keygen -Y verify -n {SIGNATURE_NAMESPACE} -f {KEYRING} -I "${{i#*.}}" -s "$s" < "${{s%.sig}}"'
    one = f'i=${{s#{SIGNOFFS}/}}; i=${{i%.yml.sig}}; [ ! -e "$s" ] || TZ=UTC {verify} || echo "NOT verified: $s"'
    lines = (
        f"How to check the review {review} with sha256sum and ssh-keygen: in this folder, run the indented lines.",
        f"Bytes: every line has to end in OK. Nothing else belongs here but {MINUTES}, {PAGE} and {SIGNOFFS}/.",
        f"    sha256sum -c {MANIFEST}",
        "Seal: its first twelve digits are printed wherever the review is named; paper with others was of other bytes.",
        f"    (echo sla-snapshot/1; cat {MANIFEST}) | sha256sum",
        "Signatures: every line has to begin with Good, for the address in the name of the file.",
        f"    for s in {SIGNOFFS}/*.sig; do {one}; done",
        f"Each file in {SIGNOFFS}/ has to name that seal, and the digest of the minutes that were signed:",
        f"    sha256sum {MINUTES}",
        f"{KEYRING} is of the day of freezing: for keys that came later, name the keyring of the trusted ref after -f.",
    )
    return "".join(f"{line}\n" for line in lines).encode()


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

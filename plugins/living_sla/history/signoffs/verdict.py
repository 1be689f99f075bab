"""What may come out of looking at a signature, and what signatures are made for."""

from __future__ import annotations

from enum import StrEnum

from msgspec import Struct

COMMIT_NAMESPACE = "git"
FILE_NAMESPACE = "sla-signoff"
KEYRING_NAMESPACE = "sla-keyring"


class Finding(StrEnum):
    """What came out of looking at a signature; the words are stable."""

    GOOD = "good"
    NOT_A_SIGNATURE = "unreadable-signature"
    UNSUPPORTED = "unsupported-signature"
    OTHER_PURPOSE = "signature-for-something-else"
    NO_KEYRING = "no-keyring"
    UNKNOWN_KEY = "unknown-key"
    OTHER_SIGNER = "signed-by-another"
    NOT_PERMITTED = "key-not-for-this"
    NO_SSH_KEYGEN = "ssh-keygen-missing"
    NO_GPGV = "gpgv-missing"
    BAD = "bad-signature"
    REVOKED = "revoked-key"
    NOT_YET_VALID = "key-not-yet-valid"
    EXPIRED = "expired-key"
    KEY_TOO_NEW = "key-too-new"
    NOT_VOUCHED_FOR = "key-not-vouched-for"
    TIME_NOT_PROVABLE = "time-not-provable"


class Verdict(Struct, frozen=True):
    """A finding, and what it is about."""

    finding: Finding
    key: bytes = b""
    """The public key that the signature names; of an OpenPGP signature, the one of the keyring that it names."""
    owners: tuple[str, ...] = ()
    """From whom the keyring accepts that key."""
    kind: str = ""
    """Of an unsupported signature: ``an OpenPGP``."""
    key_id: str = ""
    """Of an OpenPGP key, the 16 digits by which forges name it; empty of any other."""

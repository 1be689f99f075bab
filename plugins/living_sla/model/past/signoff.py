"""Sign-offs: who agreed to exactly which terms, and how far that can be believed."""

from __future__ import annotations

import json
import re
from datetime import date
from enum import IntEnum
from urllib.parse import quote

from msgspec import Struct

from living_sla.model.past.revision import Commit
from living_sla.model.paths import SIGNOFFS_FOLDER

SIGNATURE_ENDING = ".sig"
"""What the name of a detached signature adds to the name of the sign-off beside it."""


class TrustLevel(IntEnum):
    """How far a sign-off can be believed; computed from how it got into the history, never stated."""

    CLAIMED = 0
    """The file was added by somebody else than its signer."""
    OWN_COMMIT = 1
    """The commit that added it has the signer as author, unsigned."""
    FORGE_ATTESTED = 2
    """As before, and the commit is signed by the forge's own key."""
    VERIFIED = 3
    """A signature of one of the signer's allowed keys, over the file or over the commit or tag."""

    @property
    def label(self) -> str:
        """``claimed``, ``own commit``, ``forge-attested``, ``verified``."""
        return {0: "claimed", 1: "own commit", 2: "forge-attested", 3: "verified"}[self.value]


class SignOffFile(Struct, frozen=True):
    """What a file under `agreements/signoffs/` says; every part is a claim."""

    path: str
    agreement: str
    digest: str
    version: int
    signer: str
    """An e-mail address."""
    party: str
    on: date
    """The day on which the signer says to have signed; what counts is when the file landed."""
    remark: str = ""

    @classmethod
    def of(
        cls, *, agreement: str, digest: str, version: int, signer: str, party: str, on: date, remark: str = ""
    ) -> SignOffFile:
        """A sign-off that is to be written, at the path where it belongs."""
        path = signoff_path(agreement, digest, signer)
        return cls(path, agreement, digest, version, signer, party, on, remark)

    @property
    def text(self) -> str:
        """What the file holds, as `sla sign` writes it and the form of a forge proposes it."""
        lines = {
            "agreement": self.agreement,
            "digest": self.digest,
            "version": str(self.version),
            "signer": self.signer,
            "party": self.party,
            "on": self.on.isoformat(),
        }
        if self.remark:
            lines["remark"] = self.remark
        fields = "".join(f"{key}: {yaml_scalar(value)}\n" for key, value in lines.items())
        return f"# I agree to exactly the terms that have this digest.\n{fields}"


def signoff_path(agreement: str, digest: str, signer: str) -> str:
    """Where the sign-off of one signer to one terms digest belongs, relative to the project.

    What a file system might refuse in an address is percent-encoded: ``a/b@c.example`` becomes ``a%2Fb@c.example``.
    """
    return f"{SIGNOFFS_FOLDER}/{agreement}/{digest[:12]}.{quote(signer, safe='@+=~')}.yml"


_WORDS_OF_YAML = frozenset({"null", "true", "false", "yes", "no", "on", "off", "y", "n"})


def yaml_scalar(text: str) -> str:
    """A text as YAML; in quotes unless everybody reads it as itself. A JSON text is a YAML text."""
    plain = re.fullmatch(r"[A-Za-z0-9][A-Za-z0-9._+@-]*", text) and text.casefold() not in _WORDS_OF_YAML
    return text if plain else json.dumps(text, ensure_ascii=False)


class SignOff(Struct, frozen=True):
    """A sign-off with the trust level that its evidence carries."""

    file: SignOffFile
    level: TrustLevel
    evidence: str
    """A stable word for what the level rests on: ``own-commit``, ``file-signature``, ``expired-key`` …"""
    sentence: str
    """The same in words: "Committed by the signer, unsigned."""
    landed: Commit | None
    """The commit of the main line that added the file; None where it is not committed."""
    refused: str = ""
    """Why it does not count, in words: edited afterwards, a digest that never existed, not a signatory."""
    ended: Commit | None = None
    """The commit that took the file away or edited it, where nothing else speaks against the sign-off as it landed:
    what had taken force by then stays in force."""


class MissingSignature(Struct, frozen=True):
    """Somebody who has to sign the newest terms that landed, and has not, in a way that counts."""

    agreement: str
    version: int
    party: str
    signer: str

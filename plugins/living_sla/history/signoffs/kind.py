"""The kinds of things that people sign by adding a file: where it lies, and what the signature beside it is for.

Everything else is the same for all of them: how a file got into the history, what proves it, whose keys count.
"""

from __future__ import annotations

import re
from typing import Protocol

from msgspec import Struct

from living_sla.errors import WarningName
from living_sla.history.signoffs.verdict import FILE_NAMESPACE
from living_sla.model.past.signoff import SIGNATURE_ENDING
from living_sla.model.paths import SIGNOFFS_FOLDER


class SignedFile(Protocol):
    """What a file says by which somebody signs something."""

    @property
    def path(self) -> str:
        """Relative to the project."""

    @property
    def signer(self) -> str:
        """An e-mail address."""

    @property
    def party(self) -> str:
        """The key of the party for which they sign."""

    @property
    def text(self) -> str:
        """What the file holds."""


class SignedKind(Struct, frozen=True):
    """One kind of sign-off."""

    folder: str
    """Below which all of them lie, relative to the project."""
    path: re.Pattern[str]
    """Of a file that is one."""
    namespace: str
    """Of the SSH signatures beside them: one that was made for another kind signs nothing here."""
    called: str = "sign-off"
    """What messages call a file of this kind."""
    unreadable: WarningName = WarningName.UNREADABLE_SIGNOFF
    """The name of the notice for a file that should be one and cannot be read as one."""

    def is_file(self, path: str) -> bool:
        """Whether a sign-off lies there."""
        return self.path.fullmatch(path) is not None

    def is_signature(self, path: str) -> bool:
        """Whether the signature of a sign-off lies there."""
        return path.endswith(SIGNATURE_ENDING) and self.is_file(path.removesuffix(SIGNATURE_ENDING))


TERMS = SignedKind(SIGNOFFS_FOLDER, re.compile(rf"{SIGNOFFS_FOLDER}/.*\.yml", re.DOTALL), FILE_NAMESPACE)

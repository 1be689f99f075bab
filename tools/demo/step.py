"""The words in which the story of the demonstration is told: people, steps, and what a step does to the files."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from zoneinfo import ZoneInfo

from msgspec import Struct, field

from tools.demo.company import PORTAL_ZONE

Files = Mapping[str, bytes]
"""Every file of the project by its path, with forward slashes."""


class Author(Struct, frozen=True):
    """Somebody who commits, or the forge that commits for somebody who works in its web pages."""

    name: str
    email: str
    key: str = ""
    """Which of their keys they sign with; empty: their first."""


class Put(Struct, frozen=True):
    """A file as it comes with the package."""

    path: str


class PutExports(Struct, frozen=True):
    """The exports of both tools, as the simulator writes them at a time, in the place of those before."""

    at: str
    """Wall-clock time in London, ``2026-07-14 08:30``."""


class PutKeys(Struct, frozen=True):
    """The public keys of those who sign."""

    path: str
    holders: tuple[Author, ...]


class PutStory(Struct, frozen=True):
    """The page that tells this story."""

    path: str


class Edit(Struct, frozen=True):
    """One passage of a file, found exactly once, in other words."""

    path: str
    old: str
    new: str


class Move(Struct, frozen=True):
    """A file at another place, unchanged."""

    old: str
    new: str


class SignOff(Struct, frozen=True):
    """A sign-off of the terms as they stand in this step."""

    agreement: str
    signer: Author
    party: str
    remark: str = ""
    with_key: bool = False
    """Whether a detached signature of the signer's key lies beside it."""


class Freeze(Struct, frozen=True):
    """A review, frozen by the product itself from what is committed before this step."""

    review: str
    """``2026-Q2``; of a correction the period, ``2026-Q2`` too."""
    restates: str = ""
    why: str = ""


class Accept(Struct, frozen=True):
    """A sign-off of a review: of its seal, and of its minutes as they stand in this step."""

    review: str
    signer: Author
    party: str
    agreements: tuple[str, ...]
    dissent: str = ""
    with_key: bool = False
    """Whether a detached signature of the signer's key lies beside it."""


Act = Put | PutExports | PutKeys | PutStory | Edit | Move | SignOff | Freeze | Accept

MAIN = "main"
TRUSTED = "trusted"
"""A branch with a history of its own, which holds the keys; on a forge it is protected."""


class Step(Struct, frozen=True):
    """One commit of the story."""

    at: str
    """Wall-clock time in London, ``2025-07-01 09:30``."""
    author: Author
    subject: str
    shows: str
    """What is worth seeing in it, in a sentence or two."""
    acts: tuple[Act, ...] = ()
    body: str = ""
    committer: Author | None = None
    """None: the author."""
    signed: bool = False
    """Whether the committer signs the commit with a key of theirs."""
    branch: str = MAIN
    merges: str = ""
    """The branch that a merge commit brings in."""
    tagged: bool = False
    """Whether the author confirms the sign-off in it by a tag that carries their key's signature."""

    @property
    def moment(self) -> datetime:
        """`at`, with London's offset."""
        return datetime.fromisoformat(self.at).replace(tzinfo=ZoneInfo(PORTAL_ZONE))

    @property
    def message(self) -> str:
        """The whole message of the commit."""
        return f"{self.subject}\n\n{self.body}\n" if self.body else f"{self.subject}\n"


class Chapter(Struct, frozen=True):
    """A quarter of the story."""

    title: str
    steps: tuple[Step, ...] = field(default=())

"""Which sign-offs the main line ever held: where each landed, what signed it, and what happened to it since.

What once landed stays evidence: a file that is removed or edited later was there when it was agreed to, and a
signature that is taken away was made. So every stay of a file is kept, from when it was added to when it was removed.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from msgspec import Struct
from msgspec.structs import replace

from living_sla.model.past.signoff import SIGNATURE_ENDING

if TYPE_CHECKING:
    from living_sla.history.git.log import FileChange, LandedCommit
    from living_sla.history.signoffs.kind import SignedKind

_LINKS = ("120000", "160000")


class Filed(Struct, frozen=True):
    """One stay of a sign-off's file on the main line."""

    path: str
    blob: str
    """The bytes with which it landed, whatever they were edited to."""
    landing: LandedCommit
    position: int
    """The place of its landing among all of them: times may be the same."""
    is_link: bool = False
    edited: LandedCommit | None = None
    """The first commit that left it with other bytes, unless that was taken back."""
    removed: LandedCommit | None = None
    removed_at: int | None = None
    """The place of its removal among all landings."""

    @property
    def over(self) -> LandedCommit | None:
        """The commit from which on it is not any more what its signer signed."""
        return self.edited or self.removed


class FiledSignature(Struct, frozen=True):
    """A detached signature, as long as it lay beside a sign-off with the same bytes."""

    path: str
    blob: str
    landing: LandedCommit
    position: int
    until: int | None = None
    """The place at which it was replaced or removed."""

    def lay_beside(self, file: Filed) -> bool:
        """Whether the two were there together, for however long."""
        began_in_time = file.removed_at is None or self.position <= file.removed_at
        return (
            self.path == f"{file.path}{SIGNATURE_ENDING}"
            and began_in_time
            and (self.until is None or self.until > file.position)
        )


def filed(landings: Sequence[LandedCommit], kind: SignedKind) -> tuple[Filed, ...]:
    """Every stay of every sign-off of a kind, in the order in which they landed."""
    ended: list[Filed] = []
    there: dict[str, Filed] = {}
    for position, landing, change in _changes(landings, kind.is_file):
        before = there.pop(change.path, None)
        if change.blob is None:
            ended += [replace(before, removed=landing, removed_at=position)] if before else []
        elif before is None:
            there[change.path] = Filed(change.path, change.blob, landing, position, change.mode in _LINKS)
        else:
            edited = None if change.blob == before.blob else before.edited or landing
            there[change.path] = replace(before, edited=edited)
    return tuple(sorted((*ended, *there.values()), key=lambda file: (file.position, file.path)))


def filed_signatures(landings: Sequence[LandedCommit], kind: SignedKind) -> tuple[FiledSignature, ...]:
    """Every detached signature that ever lay beside a sign-off, in the order in which they landed."""
    ended: list[FiledSignature] = []
    there: dict[str, FiledSignature] = {}
    for position, landing, change in _changes(landings, kind.is_signature):
        before = there.pop(change.path, None)
        ended += [replace(before, until=position)] if before else []
        if change.blob is not None and change.mode not in _LINKS:
            there[change.path] = FiledSignature(change.path, change.blob, landing, position)
    return tuple(sorted((*ended, *there.values()), key=lambda signature: (signature.position, signature.path)))


def _changes(
    landings: Sequence[LandedCommit], wanted: Callable[[str], bool]
) -> Sequence[tuple[int, LandedCommit, FileChange]]:
    return [
        (position, landing, change)
        for position, landing in enumerate(landings)
        for change in landing.changes
        if wanted(change.path)
    ]

"""Which sign-off files the main line ever held: where each one landed, and what happened to it since."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from living_sla.history.log import FileChange, Landing
from living_sla.model.signoff import SIGNATURE_ENDING, SIGNOFFS_FOLDER

_LINKS = ("120000", "160000")


@dataclass(frozen=True)
class Filed:
    """One file below the folder of sign-offs, as the main line has it now or had it last."""

    path: str
    blob: str
    original: str
    """The blob with which it landed: an edit that is taken back is none."""
    landing: Landing
    """The commit of the main line that added it; after a removal, the one that added it again."""
    touched: Landing
    """The last commit that left it with these bytes."""
    position: int
    """The place of its landing among all of them: times may be the same."""
    is_link: bool = False
    edited: Landing | None = None
    """The first commit since then that left it with other bytes, where it has other bytes now."""
    removed: Landing | None = None
    """The commit that took it away."""


def filed(landings: Iterable[Landing]) -> Mapping[str, Filed]:
    """Every file that ever stood below `agreements/signoffs/`, by path, in the order in which they landed."""
    found: dict[str, Filed] = {}
    for position, landing in enumerate(landings):
        for change in landing.changes:
            if change.path.startswith(f"{SIGNOFFS_FOLDER}/"):
                found[change.path] = _after(found.get(change.path), change, landing, position)
    return dict(sorted(found.items(), key=lambda entry: (entry[1].position, entry[0])))


def _after(before: Filed | None, change: FileChange, landing: Landing, position: int) -> Filed:
    if change.blob is None:
        assert before is not None, "git reports no removal of what was never added"
        return replace(before, removed=landing)
    if before is None or before.removed:
        return Filed(change.path, change.blob, change.blob, landing, landing, position, change.mode in _LINKS)
    taken_back = change.blob == before.original
    return replace(
        before,
        blob=change.blob,
        is_link=change.mode in _LINKS,
        edited=None if taken_back else before.edited or landing,
        touched=landing,
    )


def signature_of(files: Mapping[str, Filed], path: str) -> Filed | None:
    """The detached signature beside a sign-off, where it stands there now."""
    found = files.get(f"{path}{SIGNATURE_ENDING}")
    return None if found is None or found.removed or found.is_link else found

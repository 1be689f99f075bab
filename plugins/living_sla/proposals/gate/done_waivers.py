"""Waivers that have done their work: who removes one takes nothing from the history."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import TYPE_CHECKING

from living_sla.agreements.waiver_file import read_waiver
from living_sla.errors import Faults, Notice, Place, WarningName
from living_sla.files import MAX_FILE_BYTES
from living_sla.model.harmless import printable
from living_sla.model.past.signoff import SIGNATURE_ENDING
from living_sla.model.paths import WAIVERS_FOLDER
from living_sla.model.proposals.waiver import ENDING

if TYPE_CHECKING:
    from living_sla.proposals.ground import ProposalGround


def done_waivers(ground: ProposalGround, at: datetime) -> Iterator[tuple[str, str]]:
    """Each waiver of the base that no longer answers for anything, by its path, with why it may go."""
    repository = ground.past.history.repository
    waivers = {
        path: blob
        for path, blob in ground.signed_files.items()
        if path.startswith(f"{WAIVERS_FOLDER}/") and path.endswith(ENDING)
    }
    if repository is None:
        return
    for path, blob in zip(waivers, repository.objects(waivers.values(), max_bytes=MAX_FILE_BYTES), strict=True):
        try:
            file = read_waiver(blob.data, path=path)
        except Faults:
            yield path, "cannot be read"
            continue
        versions = ground.past.history.versions.get(file.agreement, ())
        if file.expires < at.date():
            yield path, f"expired on {file.expires.isoformat()}"
        elif not versions:
            yield path, "is about an agreement that is not there any more"
        elif any(version.digest == file.digest for version in versions):
            yield path, "has done its work: the terms that it is for have landed"


def of_waiver(path: str) -> str:
    """The waiver that a file belongs to: itself, or the one beside which it lies as a signature."""
    return path.removesuffix(SIGNATURE_ENDING)


def done_notices(ground: ProposalGround, done: dict[str, str]) -> Iterator[Notice]:
    """A notice for each waiver that may go and still lies in the folder."""
    for path, why in sorted(done.items()):
        if (ground.root / path).exists() and path not in ground.lost:
            where = Place(printable(path))
            yield Notice(WarningName.WAIVER_DONE, f"this waiver {why}", where, hint="remove the file")

"""The file of a waiver: strict YAML of a few fields, whose name says the same as its content."""

from __future__ import annotations

import os
from pathlib import Path

from living_sla.agreements.signed_fields import signed_fields, wrong_digest
from living_sla.errors import Fault, Faults, Place, SlaError, as_faults, raise_any
from living_sla.files import bytes_of
from living_sla.model.agreement.scalars import Day, Email, Part, Slug, Words
from living_sla.model.harmless import printable
from living_sla.model.past.signoff import SIGNATURE_ENDING
from living_sla.model.paths import WAIVERS_FOLDER
from living_sla.model.proposals.finding_name import FindingName
from living_sla.model.proposals.waiver import ENDING, WAIVER_REASON, WaiverFile, waiver_path
from living_sla.model.suggestion import did_you_mean


class WaiverFields(Part):
    """Who answers for which finding, for exactly which terms, until when."""

    finding: Words
    agreement: Slug
    commitment: Slug | None = None
    digest: Words
    reason: Words
    owner: Email
    expires: Day


@as_faults()
def read_waiver(raw: bytes, *, path: str) -> WaiverFile:
    """What the bytes of the file at `path` (relative to the project) say.

    Raises `Faults` with everything that is wrong in it, a name that does not agree with the content included.
    """
    fields, places = signed_fields(raw, WaiverFields, path=path, what="waiver", by="sla gate prints one to paste")
    faults = list(
        wrong_digest(fields.digest, "the digest", places.value(("digest",)), "sla gate prints the whole digest")
    )
    names = [name.value for name in FindingName]
    if fields.finding not in names:
        hint = did_you_mean(fields.finding, names, f"known: {', '.join(names)}")
        where = places.value(("finding",))
        faults.append(
            SlaError(f'there is no finding "{fields.finding}"', where=where, hint=hint, code=Fault.UNKNOWN_NAME)
        )
    if fields.reason == WAIVER_REASON:
        hint = "write why you answer for it"
        where = places.value(("reason",))
        faults.append(SlaError("the reason is still to be written", where=where, hint=hint, code=Fault.INVALID_VALUE))
    raise_any(faults)
    name = FindingName(fields.finding)
    found = WaiverFile(
        path, name, fields.agreement, fields.commitment, fields.digest, fields.reason, fields.owner, fields.expires
    )
    belongs = waiver_path(name, found.agreement, found.commitment)
    if path != belongs:
        hint = f"a waiver with this content is named {belongs}"
        message = "the name does not agree with the content"
        raise SlaError(message, where=Place(path), hint=hint, code=Fault.MISPLACED_SIGNOFF)
    return found


def waiver_paths(root: Path) -> tuple[str, ...]:
    """Where waivers lie in the project's folder, in order; signatures beside them are left out."""
    try:
        names = sorted(os.listdir(root / WAIVERS_FOLDER))
    except (FileNotFoundError, NotADirectoryError):
        return ()
    return tuple(f"{WAIVERS_FOLDER}/{name}" for name in names if not name.endswith(SIGNATURE_ENDING))


def waiver_at(root: Path, path: str) -> WaiverFile:
    """The waiver at a path of the project's folder; raises `Faults` with everything that is wrong in it."""
    if not path.endswith(ENDING):
        hint = f"a waiver is named by its finding and ends in {ENDING}; anything else belongs elsewhere"
        where = Place(printable(path))
        raise Faults([SlaError("not read as a waiver", where=where, hint=hint, code=Fault.MISPLACED_SIGNOFF)])
    return read_waiver(bytes_of(root / path, root), path=path)


def require_waivers(root: Path) -> None:
    """Raise `Faults` with everything that is wrong in any waiver that lies in the project's folder."""
    faults: list[SlaError] = []
    for path in waiver_paths(root):
        try:
            waiver_at(root, path)
        except Faults as several:
            faults += several.faults
    raise_any(faults)

"""One review, read from its folder with what checking it alone found."""

from __future__ import annotations

from pathlib import Path

from msgspec.structs import replace

from living_sla.errors import Faults
from living_sla.files import bytes_of
from living_sla.model.reviews.minutes import Minutes
from living_sla.model.reviews.review import CheckFinding, Level, Review
from living_sla.model.reviews.review_id import ReviewId
from living_sla.reviews.checking.folder_findings import findings_of_record, folder_findings
from living_sla.reviews.checking.main_line import NOWHERE, MainLine
from living_sla.reviews.folder.layout import MANIFEST, MINUTES, RECORD, folder_of
from living_sla.reviews.folder.manifest import seal
from living_sla.reviews.folder.minutes_file import read_minutes
from living_sla.reviews.folder.record_file import MOST_BYTES, read_record
from living_sla.reviews.folder.work_tree import ReviewFolder, above, held
from living_sla.reviews.shelf.kept_parts import KeptPart
from living_sla.reviews.shelf.shelf_records import ReadsRecord, ShelfRecords


def read_review(root: Path, name: ReviewId, line: MainLine | None, records: ShelfRecords) -> Review:
    """The review of that name; `line` is None where there is no history to hold it against."""
    folder = folder_of(str(name))
    there = line.reviews.get(str(name), NOWHERE) if line else NOWHERE
    linked = above(root)
    here = ReviewFolder({}, {}) if linked else held(root, folder)
    findings = list(folder_findings(folder, here, there, line, linked))
    manifest = here.files.get(MANIFEST)
    sealed = seal(manifest) if manifest is not None else ""
    are_sealed = not any(found.level is Level.BYTES and found.broken for found in findings)
    part = _part(folder, str(name), here, records, sealed if are_sealed else "", findings)
    if part is not None:
        findings += findings_of_record(folder, part.record, part.contradicted, there, line, found=findings)
    return Review(
        id=name,
        folder=folder,
        seal=sealed,
        record=part.record if part is not None else None,
        minutes=_minutes(folder, here, findings),
        findings=tuple(findings),
        landed=there.landed,
    )


def whole(root: Path, review: Review, read: ReadsRecord = read_record) -> Review:
    """One of them with its whole record, or with all that `read` takes of it; what is wrong then joins its findings."""
    if review.record is None:
        return review
    path = f"{review.folder}/{RECORD}"
    try:
        return replace(review, record=read(bytes_of(root / path, root, largest=MOST_BYTES), path))
    except Faults as faults:
        return replace(review, record=None, findings=(*review.findings, _unreadable(path, faults)))


def _part(
    folder: str, review: str, here: ReviewFolder, records: ShelfRecords, seal: str, findings: list[CheckFinding]
) -> KeptPart | None:
    """What is read of the record, or None where there is none that can be read; why joins `findings`."""
    if RECORD not in here.files:
        return None
    try:
        return records.part(review, folder, here.files, seal)
    except Faults as faults:
        findings.append(_unreadable(f"{folder}/{RECORD}", faults))
        return None


def _unreadable(path: str, faults: Faults) -> CheckFinding:
    return CheckFinding(Level.BYTES, path, f"cannot be read: {_first(faults)}", code=faults.faults[0].code)


def _minutes(folder: str, here: ReviewFolder, findings: list[CheckFinding]) -> Minutes | None:
    """The minutes, or None where there are none that can be read; why joins `findings`: the record stands without."""
    content, path = here.files.get(MINUTES), f"{folder}/{MINUTES}"
    if content is None:
        return None
    try:
        return read_minutes(content, path)
    except Faults as faults:
        findings.append(CheckFinding(Level.SIGNATURES, path, f"cannot be read: {_first(faults)}", broken=False))
        return None


def _first(faults: Faults) -> str:
    fault = faults.faults[0]
    line = f"line {fault.where.line}: " if fault.where and fault.where.line else ""
    return f"{line}{fault.message}"

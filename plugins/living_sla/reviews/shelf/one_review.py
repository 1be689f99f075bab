"""One review, read from its folder with what checking it alone found."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from living_sla.errors import Faults
from living_sla.files import bytes_of
from living_sla.model.reviews.minutes import Minutes
from living_sla.model.reviews.record import ReviewRecord
from living_sla.model.reviews.review import CheckFinding, Level, Review
from living_sla.model.reviews.review_id import ReviewId
from living_sla.reviews.checking.folder_findings import findings_of_record, folder_findings
from living_sla.reviews.checking.main_line import NOWHERE, MainLine
from living_sla.reviews.folder.layout import MANIFEST, MINUTES, RECORD, folder_of
from living_sla.reviews.folder.manifest import seal
from living_sla.reviews.folder.minutes_file import read_minutes
from living_sla.reviews.folder.record_file import MOST_BYTES, read_record
from living_sla.reviews.folder.work_tree import ReviewFolder, above, held
from living_sla.reviews.shelf.whole_records import WholeRecords

ReadsRecord = Callable[[bytes, str], ReviewRecord]
"""`read_record`, or `read_brief` for who asks for no figures."""


def read_review(
    root: Path, name: ReviewId, line: MainLine | None, read: ReadsRecord, whole_records: WholeRecords | None = None
) -> Review:
    """The review of that name; `line` is None where there is no history to hold it against.

    Where `read` takes a part of the record, `whole_records` say whether the rest is sound.
    """
    folder = folder_of(str(name))
    there = line.reviews.get(str(name), NOWHERE) if line else NOWHERE
    linked = above(root)
    here = ReviewFolder({}, {}) if linked else held(root, folder)
    findings = list(folder_findings(folder, here, there, line, linked))
    manifest = here.files.get(MANIFEST)
    sealed = seal(manifest) if manifest is not None else ""
    are_sealed = sealed and not any(found.level is Level.BYTES and found.broken for found in findings)

    def reading(content: bytes, path: str) -> ReviewRecord:
        if whole_records is not None and are_sealed:
            whole_records.require(str(name), sealed, content, path)
        return read(content, path)

    record = _record(folder, here, reading, findings)
    if record is not None:
        findings += findings_of_record(folder, record, here, there, line, is_whole=read is read_record, found=findings)
    return Review(
        id=name,
        folder=folder,
        seal=sealed,
        record=record,
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
        found = CheckFinding(Level.BYTES, path, f"cannot be read: {_first(faults)}", code=faults.faults[0].code)
        return replace(review, record=None, findings=(*review.findings, found))


def _record(folder: str, here: ReviewFolder, read: ReadsRecord, findings: list[CheckFinding]) -> ReviewRecord | None:
    """The record, or None where there is none that can be read; why joins `findings`."""
    content, path = here.files.get(RECORD), f"{folder}/{RECORD}"
    if content is None:
        return None
    try:
        return read(content, path)
    except Faults as faults:
        findings.append(
            CheckFinding(Level.BYTES, path, f"cannot be read: {_first(faults)}", code=faults.faults[0].code)
        )
        return None


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

"""What checking the folder of one review finds: its bytes, and what the main line did to it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from living_sla.errors import Fault
from living_sla.model.reviews.record import ReviewRecord
from living_sla.model.reviews.review import CheckFinding, Level
from living_sla.reviews.checking.anchor import anchor_findings, record_findings, signature_findings, trusted_findings
from living_sla.reviews.checking.content import in_work_tree, on_main_line
from living_sla.reviews.checking.contradictions import Contradiction, contradiction_findings
from living_sla.reviews.checking.main_line import MainLine, OnMainLine
from living_sla.reviews.folder.work_tree import ReviewFolder


def folder_findings(
    folder: str, here: ReviewFolder, there: OnMainLine, line: MainLine | None, linked: tuple[str, str] | None
) -> Iterator[CheckFinding]:
    """Findings of all levels that need no record; `linked` is the folder above that is not followed, and why."""
    if linked:
        yield CheckFinding(Level.BYTES, *linked, code=Fault.BROKEN_REVIEW)
    elif not here.is_nothing:
        yield from in_work_tree(folder, here)
    if line is None:
        what = "is not looked for on the main line: its history cannot be read"
        yield CheckFinding(Level.ANCHOR, folder, what, broken=False)
        return
    if there.entries:
        yield from on_main_line(folder, here, there.entries, line.repository)
    yield from anchor_findings(folder, there, is_here=bool(linked) or not here.is_nothing)
    yield from trusted_findings(folder, there, line)
    if not linked and not here.is_nothing:
        yield from signature_findings(folder, here, there)


def findings_of_record(
    folder: str,
    record: ReviewRecord,
    contradicted: Iterable[Contradiction],
    there: OnMainLine,
    line: MainLine | None,
    *,
    found: Sequence[CheckFinding],
) -> list[CheckFinding]:
    """What the record contradicts: the files beside it, and the main line; `found` is what was found without it."""
    findings = list(contradiction_findings(folder, contradicted, {of.file for of in found}))
    if line is not None:
        findings += record_findings(folder, record, there.landed, line)
    return findings

"""Whether the sealed files of a review say one thing: a seal over files that contradict each other proves nothing.

Whoever can add a folder can seal whatever lies in it. What follows from the record is therefore held against it: the
table of figures, the calendar, the terms, who may sign, how to verify. What these files are is part of the schema: a
release that writes them otherwise keeps what it holds records of schema 1 against.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Set
from functools import lru_cache
from typing import TYPE_CHECKING

from living_sla.documents.review_tables import figures_csv, is_table_of
from living_sla.errors import Fault, Faults
from living_sla.model.harmless import printable
from living_sla.model.reviews.record import FrozenAgreement, ReviewRecord
from living_sla.model.reviews.review import CheckFinding, Level
from living_sla.model.reviews.whole_record import never_frozen
from living_sla.reviews.folder.calendar_file import is_calendar_of
from living_sla.reviews.folder.fixed_texts import ATTRIBUTES_TEXT, how_to_verify
from living_sla.reviews.folder.layout import ATTRIBUTES, CALENDAR, FIGURES, HOW_TO_VERIFY, RECORD, TERMS

if TYPE_CHECKING:
    from living_sla.model.agreement.coverage_terms import CoverageTerms
    from living_sla.model.agreement.terms import Agreement


Contradiction = tuple[str, str]
"""The path of a sealed file in the folder of its review, and what is wrong about it."""


def contradictions(record: ReviewRecord, files: Mapping[str, bytes], *, is_whole: bool) -> tuple[Contradiction, ...]:
    """What sealed files say that the record does not, or the other way round.

    `files` are those of the folder by their paths in it. Of a record that was read in part, not `is_whole`, rows of
    its own periods alone are compared.
    """
    return tuple(_contradictions(record, files, is_whole))


def contradiction_findings(
    folder: str, contradicted: Iterable[Contradiction], told: Set[str]
) -> Iterator[CheckFinding]:
    """These as findings; of files that were `told` of, by their paths in the project, no more is said."""
    for path, what in contradicted:
        if printable(f"{folder}/{path}") not in told:
            yield CheckFinding(Level.BYTES, printable(f"{folder}/{path}"), what, code=Fault.BROKEN_REVIEW)


def _contradictions(record: ReviewRecord, files: Mapping[str, bytes], is_whole: bool) -> Iterator[Contradiction]:
    for what in never_frozen(record, is_whole=is_whole):
        yield RECORD, what
    for path, written in ((HOW_TO_VERIFY, how_to_verify(record.id)), (ATTRIBUTES, ATTRIBUTES_TEXT)):
        if files.get(path, written) != written:
            yield path, "is not what sla snapshot writes: follow nothing that it says"
    if FIGURES in files:
        table = files[FIGURES].decode("utf-8", "replace")
        if not (table == figures_csv(record) if is_whole else is_table_of(table, record)):
            yield FIGURES, f"has other figures than {RECORD}"
    yield from _of_calendar(record, files, is_whole)
    judged = {version.file for agreement in record.agreements for version in agreement.versions}
    for path in files:
        if path.startswith(f"{TERMS}/") and path not in judged:
            yield path, f"judged nothing: {RECORD} does not name it"
    for agreement in record.agreements:
        yield from _of_terms(agreement, files)


def _of_calendar(record: ReviewRecord, files: Mapping[str, bytes], is_whole: bool) -> Iterator[Contradiction]:
    """Nothing where terms are missing or cannot be read, which is said of them."""
    coverages: dict[tuple[str, int], CoverageTerms] = {}
    for frozen in record.agreements:
        for version in frozen.versions:
            agreement = _parsed(files[version.file], frozen.path) if version.file in files else None
            if agreement is None:
                return
            coverages[frozen.id, version.number] = agreement.terms.coverage
    if CALENDAR in files:
        table, coverage_of = files[CALENDAR].decode("utf-8", "replace"), lambda *of: coverages[of]
        if not is_calendar_of(table, record, coverage_of, is_whole=is_whole):
            yield CALENDAR, f"has other days or hours than {RECORD} and the terms say"


def _of_terms(frozen: FrozenAgreement, files: Mapping[str, bytes]) -> Iterator[Contradiction]:
    for version in frozen.versions:
        if version.file not in files:
            yield version.file, f"is missing: {RECORD} names it"
            continue
        agreement = _parsed(files[version.file], frozen.path)
        if agreement is None:
            yield version.file, "cannot be read: nobody can tell what was agreed"
        elif agreement.digest != version.digest:
            yield version.file, f"holds other terms than {RECORD} names by their digest"
        elif version is frozen.versions[-1]:
            signs = {party: terms.signs for party, terms in agreement.terms.parties.items()}
            if signs != dict(frozen.signatories):
                yield RECORD, f"names others who may sign than {version.file}"


@lru_cache(maxsize=64)
def _parsed(content: bytes, path: str) -> Agreement | None:
    """The terms of a file; None where they cannot be read. One version judges several reviews."""
    from living_sla.agreements.past import parse_past  # late: a project without reviews reads no terms here

    try:
        return parse_past(content, path=path)
    except Faults:
        return None

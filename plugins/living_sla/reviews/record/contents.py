"""Everything that a frozen review holds, as bytes: nothing is written here, and nothing refused."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Mapping
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from msgspec import Struct
from msgspec.structs import replace

from living_sla import __version__
from living_sla.documents.review_tables import figures_csv
from living_sla.errors import Fault, Faults, Place, SlaError
from living_sla.exports.freshness import age_of
from living_sla.model.figures.provenance import ExportFile
from living_sla.model.reviews.record import (
    FrozenAction,
    FrozenAgreement,
    FrozenFile,
    FrozenSource,
    Releases,
    Restated,
    ReviewRecord,
    SealedReview,
)
from living_sla.model.reviews.whole_record import pending_of
from living_sla.model.time.calendar import calendar_release
from living_sla.model.time.zones import zones_release
from living_sla.reviews.folder import layout
from living_sla.reviews.folder.calendar_file import calendar_csv
from living_sla.reviews.folder.record_file import read_record, record_text
from living_sla.reviews.record.agreements import frozen_agreements, judging_spans, terms_file, terms_told
from living_sla.reviews.record.commitments import frozen_commitments
from living_sla.reviews.record.ground import ReviewGround

if TYPE_CHECKING:
    from living_sla.model.agreement.coverage_terms import CoverageTerms
    from living_sla.model.agreement.terms import Terms


class FrozenContents(Struct, frozen=True):
    """A record, and the files in which it and what it rests on are kept."""

    record: ReviewRecord
    files: Mapping[str, bytes]
    """By their paths in the folder of the review: `snapshot.json`, `figures.csv`, `calendar.csv` and the terms."""
    told: tuple[Terms, ...]
    """The terms that changes in the record are between; not all of them are kept."""


def contents_of(
    ground: ReviewGround,
    *,
    previous: SealedReview | None = None,
    restates: Restated | None = None,
    actions: Iterable[FrozenAction] = (),
    releases: Releases | None = None,
) -> FrozenContents:
    """What a review holds; its period may still run, then its figures are of the periods that have ended.

    Args:
        ground: What it is made of: the state of a repository and of its exports.
        previous: The review before it in the chain.
        restates: What it restates, and why.
        actions: What the review before it took on, as it stands now.
        releases: What takes the place of what is installed.
    """
    record = _record(ground, previous, restates, tuple(actions))
    if releases is not None:
        record = replace(record, releases=releases)
    text = record_text(record)
    read_record(text, layout.RECORD)  # what nobody could read again is never written
    files = {
        layout.RECORD: text,
        layout.FIGURES: figures_csv(record).encode(),
        layout.CALENDAR: calendar_csv(record, partial(_coverage, ground)).encode(),
        **{terms_file(name, number): content for name, number, content in _terms(ground, record.agreements)},
    }
    return FrozenContents(record, files, tuple(terms_told(ground, record.agreements)))


def _record(
    ground: ReviewGround, previous: SealedReview | None, restates: Restated | None, actions: tuple[FrozenAction, ...]
) -> ReviewRecord:
    commitments = {name: frozen_commitments(ground, name) for name in ground.periods}
    agreements = tuple(frozen_agreements(ground, commitments))
    first = agreements[0].id if agreements else min(ground.periods)
    return ReviewRecord(
        str(ground.id),
        ground.periods[first],
        ground.as_of,
        ground.commit,
        previous,
        restates,
        sum(map(pending_of, agreements)),
        ground.agreed.settings.fiscal_year_start,
        Releases(f"living-sla {__version__}", _holidays(ground), zones_release()),
        tuple(_sources(ground, agreements)),
        agreements,
        actions,
    )


def _holidays(ground: ReviewGround) -> str:
    """The release of the holidays; empty where no terms that judged name any."""
    judged = (
        ground.timelines[name].standing(span.version).version.agreement.terms
        for name in ground.periods
        for span in judging_spans(ground, name)
    )
    return calendar_release() if any(terms.coverage.holidays for terms in judged) else ""


def _coverage(ground: ReviewGround, agreement: str, version: int) -> CoverageTerms:
    return ground.timelines[agreement].standing(version).version.agreement.terms.coverage


def _sources(ground: ReviewGround, agreements: Iterable[FrozenAgreement]) -> Iterator[FrozenSource]:
    """In the order of `sources.yml`."""
    unusable: dict[str, int] = {}
    for agreement in agreements:
        for of in agreement.commitments:
            for name in {attained.source for attained in of.reviewed}:
                found = sum(attained.counts.unusable for attained in of.reviewed if attained.source == name)
                unusable[name] = max(unusable.get(name, 0), found)
    for name, source in ground.agreed.project.sources.items():
        if name in ground.scans:
            facts = ground.scans[name].facts
            yield FrozenSource(
                name,
                tuple(frozen_file(ground, file) for file in facts.files),
                facts.rows,
                unusable.get(name, 0),
                facts.as_of,
                age_of(facts.as_of, source, ground.as_of),
                source.exported_by or "",
                source.view or "",
            )


def _terms(ground: ReviewGround, agreements: Iterable[FrozenAgreement]) -> Iterator[tuple[str, int, bytes]]:
    for agreement in agreements:
        timeline = ground.timelines[agreement.id]
        for version in agreement.versions:
            try:
                yield agreement.id, version.number, timeline.standing(version.number).version.content
            except ValueError:
                message = f"version {version.number} of its terms is not committed"
                hint = "commit it, and have it signed, before it judges a review"
                fault = SlaError(message, where=Place(agreement.path), hint=hint, code=Fault.NOT_READY)
                raise Faults([fault]) from None


def frozen_file(ground: ReviewGround, file: ExportFile) -> FrozenFile:
    """A file of an export; with its object in the repository, where the commit that is checked out holds these bytes.

    A file that git stores otherwise than it lies there, by a filter or with other line ends, is not kept as it was.
    """
    stored = ground.committed.get(file.path)
    is_kept = stored is not None and _digests(ground.root / file.path, len(stored)) == (stored, file.sha256)
    return FrozenFile(file.path, file.bytes, file.sha256, stored if is_kept else None)


def _digests(path: Path, digits: int) -> tuple[str, str] | None:
    """The id that git would give to the bytes of a file, and their SHA-256; None where it is gone."""
    blob, plain = hashlib.sha1(usedforsecurity=False) if digits == 40 else hashlib.sha256(), hashlib.sha256()
    try:
        with open(path, "rb") as opened:
            blob.update(b"blob %d\0" % path.stat().st_size)
            while piece := opened.read(1 << 20):
                blob.update(piece)
                plain.update(piece)
    except OSError:
        return None
    return blob.hexdigest(), plain.hexdigest()

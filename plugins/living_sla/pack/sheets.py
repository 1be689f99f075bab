"""The sheets of the workbook beside the figures: actions, sources, and the seal with everything that hangs on it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

from living_sla.model.reviews.minutes import Minutes
from living_sla.model.reviews.record import ReviewRecord
from living_sla.model.reviews.review import Review
from living_sla.model.reviews.signoff import ReviewSignOff
from living_sla.pack.cell import Cell, PackSheet, Row, SheetColumn, day, moment, text, whole
from living_sla.pack.figures import figures


def sheets(review: Review, record: ReviewRecord) -> tuple[PackSheet, ...]:
    """Figures, actions, sources and seal of a review, in that order."""
    return figures(record), _actions(record, review.minutes), _sources(record), _seal(review, record)


def _actions(record: ReviewRecord, minutes: Minutes | None) -> PackSheet:
    """A row each, last time's first; one that these minutes carry over is as they say, and named by where it began."""
    columns = (
        SheetColumn("Decided in", 12),
        SheetColumn("Action", 22),
        SheetColumn("What", 60, wraps=True),
        SheetColumn("Owner", 20),
        SheetColumn("Due", 12),
        SheetColumn("Done", 12),
        SheetColumn("State", 18),
    )
    now = {of.id: of for of in (minutes.actions if minutes else ())}
    decided = {of.id: of.review for of in record.actions}
    left = [of for of in record.actions if of.id not in now]
    before = [_action(of.review, of.id, of.what, of.owner, of.due, of.done) for of in left]
    told = [
        _action(decided.get(of.id, record.id), of.id, of.what, of.owner, of.due, of.done)
        for of in sorted(now.values(), key=lambda of: of.id not in decided)
    ]
    return PackSheet("Actions", columns, [*before, *told])


def _action(decided_in: str, name: str, what: str, owner: str, due: date | None, done: date | None) -> Row:
    late = due is not None and done is not None and done > due
    state = "open" if done is None else "done late" if late else "done"
    return text(decided_in), text(name), text(what), text(owner), day(due), day(done), text(state)


def _sources(record: ReviewRecord) -> PackSheet:
    columns = (
        SheetColumn("Source", 18),
        SheetColumn("File", 50),
        SheetColumn("Bytes", 12, side="right"),
        SheetColumn("SHA-256", 66),
        SheetColumn("Git object", 42),
        SheetColumn("Rows", 10, side="right"),
        SheetColumn("Unusable", 10, side="right"),
        SheetColumn("As of (UTC)", 17),
        SheetColumn("Age", 8),
        SheetColumn("Exported by", 18),
        SheetColumn("View", 30),
    )
    rows = [
        (
            text(source.name),
            text(file.path),
            whole(file.bytes),
            text(file.sha256),
            text(file.blob or "not committed"),
            whole(source.rows),
            whole(source.unusable),
            moment(source.as_of),
            text(source.age),
            text(source.exported_by),
            text(source.view),
        )
        for source in record.sources
        for file in source.files
    ]
    return PackSheet("Sources", columns, rows)


def _seal(review: Review, record: ReviewRecord) -> PackSheet:
    columns = (
        SheetColumn("What", 26),
        SheetColumn("Value", 68, wraps=True),
        SheetColumn("", 26),
        SheetColumn("", 16),
        SheetColumn("", 30),
        SheetColumn("", 13),
        SheetColumn("", 40, wraps=True),
    )
    return PackSheet("Seal", columns, [*_sealed(review, record), *_signoffs(review.signoffs)])


def _sealed(review: Review, record: ReviewRecord) -> Iterator[Row]:
    before, restates = record.previous, record.restates
    said: tuple[tuple[str, Cell], ...] = (
        ("Review", text(record.id)),
        ("First day", day(record.period.first_on)),
        ("Last day", day(record.period.end_on - timedelta(days=1))),
        ("As of (UTC)", moment(record.as_of)),
        ("Outcomes still open", whole(record.pending)),
        ("Seal", text(review.seal)),
        ("Folder", text(review.folder)),
        ("Terms as committed in", text(record.commit)),
        ("Review before it", text(before.id if before else "none: it is the first")),
        ("Its seal", text(before.seal if before else "")),
        ("Restates", text(restates.review.id if restates else "")),
        ("Seal of that", text(restates.review.seal if restates else "")),
        ("Because", text(restates.why if restates else "")),
        ("Minutes, SHA-256", text(review.minutes.digest if review.minutes else "none yet")),
        ("Computed with", text(", ".join(filter(None, vars(record.releases).values())))),
        ("How to check it", text(f"in {review.folder}: sha256sum -c SHA256SUMS; VERIFY.txt says the rest")),
    )
    return ((text(name), cell) for name, cell in said if cell.value is not None)


def _signoffs(signoffs: tuple[ReviewSignOff, ...]) -> Iterator[Row]:
    if not signoffs:
        return
    yield ()
    titles = ("Signed for", "Signer", "Agreements", "Level", "Counts", "On", "Dissent")
    yield tuple(text(title, strong=True) for title in titles)
    for one in signoffs:
        counts = one.refused or one.stale or "yes"
        file = one.file
        yield (
            text(file.party),
            text(file.signer),
            text(", ".join(file.agreements)),
            text(one.level.label),
            text(counts),
            day(file.on),
            text(file.dissent),
        )

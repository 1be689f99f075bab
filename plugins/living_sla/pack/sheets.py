"""The sheets of the workbook: figures, actions, sources, and the seal with everything that hangs on it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from fractions import Fraction

from msgspec.structs import asdict

from living_sla.model.figures.attainment import Attainment
from living_sla.model.reviews.minutes import Minutes
from living_sla.model.reviews.record import FrozenAgreement, FrozenCommitment, ReviewRecord
from living_sla.model.reviews.review import Review
from living_sla.model.reviews.signoff import ReviewSignOff
from living_sla.pack.cell import Cell, PackSheet, Row, SheetColumn, day, moment, text, whole
from living_sla.words import numbers
from living_sla.words.standing import figures as words


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
        ("Computed with", text(", ".join(filter(None, asdict(record.releases).values())))),
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


_COLUMNS = (
    SheetColumn("Agreement", 24),
    SheetColumn("Commitment", 22),
    SheetColumn("Owed by", 18),
    SheetColumn("Period", 10),
    SheetColumn("Of", 22),
    SheetColumn("Segment", 16),
    SheetColumn("Figure", 12, side="right"),
    SheetColumn("Unit", 9, side="center"),
    SheetColumn("In words", 28),
    SheetColumn("Target", 16),
    SheetColumn("Status", 10),
    *(SheetColumn(name, 10, side="right") for name in ("Met", "Missed", "Pending", "Left out", "Unusable")),
    SheetColumn("Lower", 10, side="right"),
    SheetColumn("Upper", 10, side="right"),
    SheetColumn("Without exceptions", 12, side="right"),
    SheetColumn("Version", 8, side="right"),
)
EARLIER, REVIEWED, WHOLE_PERIOD, BEFORE = "before the review", "reviewed", "the whole period", "the period before"
"""What a row is of: its own periods before the review and in it, and all records of the review's period together."""


def figures(record: ReviewRecord) -> PackSheet:
    """One row a figure: by agreement and commitment its own periods, oldest first, then the review's as a whole."""
    rows = [row for of in record.agreements for owed in of.commitments for row in _rows(of, owed)]
    return PackSheet("Figures", _COLUMNS, rows)


def _rows(of: FrozenAgreement, owed: FrozenCommitment) -> Iterator[Row]:
    first = len(owed.series) - owed.in_review
    for number, one in enumerate(owed.series):
        name = REVIEWED if number >= first else EARLIER
        yield from (_row(of, owed, name, found) for found in (one, *owed.segments[number]))
    for name, one_, parts in (
        (WHOLE_PERIOD, owed.pooled, owed.pooled_segments),
        (BEFORE, owed.before, owed.before_segments),
    ):
        yield from (_row(of, owed, name, found) for found in (*([one_] if one_ else []), *parts))


def _row(of: FrozenAgreement, owed: FrozenCommitment, name: str, found: Attainment) -> Row:
    counts = found.counts
    known = () if found.withheld else (counts.met, counts.missed, counts.pending, counts.excluded, counts.unusable)
    said = found.withheld or words.figure(owed, found)
    return (
        text(of.title),
        text(owed.title),
        text(of.parties.get(owed.by, owed.by)),
        text(found.period.label),
        text(name),
        text(numbers.segment(found.segments) if found.segments is not None else "all"),
        _number(found, None if found.withheld else found.value),
        text("%" if found.unit == "share" else found.unit),
        text(numbers.plain_spaces(said)),
        text(numbers.plain_spaces(words.target(found.target)) if found.status is not None else ""),
        text(str(found.status) if found.status is not None else ""),
        *([whole(count) for count in known] or [text("")] * 5),
        _number(found, None if found.withheld else found.lower),
        _number(found, None if found.withheld else found.upper),
        _number(found, None if found.withheld else found.without_exceptions),
        whole(found.version),
    )


def _number(found: Attainment, of: Fraction | None) -> Cell:
    """A figure with as many decimals as its page shows of it, so that the two never read differently."""
    if of is None:
        return Cell(None)
    exact: int | float = of.numerator if of.denominator == 1 else float(of)
    if found.unit == "share":
        return Cell(exact, f"0{_decimals(words.percent(of, against=found.target.amount))}%")
    if found.unit in ("minutes", "hours", "days", "weeks"):
        return Cell(exact, "#,##0" if of.denominator == 1 else "#,##0.0")
    if found.unit in ("records", ""):
        return Cell(exact, f"#,##0{_decimals(words.value(found, of))}")
    return Cell(exact, f'"{found.unit}" #,##0{_decimals(words.money(of, found.unit, against=found.target.amount))}')


def _decimals(said: str) -> str:
    """``.0`` of ``92.3 %``; empty where a number is shown whole."""
    digits = said.rpartition(".")[2] if "." in said else ""
    count = sum(letter.isdigit() for letter in digits)
    return f".{'0' * count}" if count else ""

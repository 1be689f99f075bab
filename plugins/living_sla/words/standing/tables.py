"""Tables of figures for a terminal: the words of the pages, in columns."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime

from living_sla.model.figures.attainment import Attainment, Status
from living_sla.model.figures.standing import Report, Standing, events_without_record
from living_sla.model.time.moment import spelled
from living_sla.words import numbers
from living_sla.words.layout import aligned, in_markdown
from living_sla.words.past import basis
from living_sla.words.standing import figures, outlook, signals
from living_sla.words.times import moment_with_offset


def attainment_table(standings: Sequence[Standing], rows: Sequence[Attainment]) -> str:
    """One block a commitment: its sentence, then one line a period and segment, oldest first.

    `rows` come with the reasons of their statuses (`outlook.with_reason`).
    """
    blocks = []
    for standing in standings:
        mine = [row for row in rows if (row.agreement, row.commitment) == (standing.agreement, standing.commitment.id)]
        cells = [_cells(standing, row) for row in mine]
        unjoined = [f"  {events_without_record(some)}" for some in standing.unjoined]
        words = signals.two_words(standing)
        signal = [f"  {words}: {signals.usually(standing)}"] if words else []
        head = f"{standing.agreement}/{standing.commitment.id}  {standing.sentence}"
        blocks.append(
            "\n".join(
                [head, *(f"  {line}" for line in aligned(cells)), *signal, *unjoined]
                if cells
                else [head, f"  not judged: {standing.why_not}"]
            )
        )
    return numbers.plain_spaces("\n\n".join(blocks))


def markdown_table(standings: Sequence[Standing], rows: Sequence[Attainment]) -> str:
    """The same as one Markdown table, for a comment or a page; text from outside cannot leave its cell."""
    known = {(standing.agreement, standing.commitment.id): standing for standing in standings}
    head = ["Commitment", "Period", "Segment", "Figure", "Target", "Status", "Remarks"]
    cells = [[f"{row.agreement}/{row.commitment}", *_cells(known[row.agreement, row.commitment], row)] for row in rows]
    silent = [standing for standing in standings if not standing.series]
    cells += [[f"{of.agreement}/{of.commitment.id}", *[""] * 4, "not judged", of.why_not] for of in silent]
    lines = [head, ["---"] * len(head), *([in_markdown(cell) for cell in line] for line in cells)]
    table = numbers.plain_spaces("\n".join(f"| {' | '.join(line)} |" for line in lines))
    unjoined = dict.fromkeys(in_markdown(events_without_record(some)) for of in standings for some in of.unjoined)
    return "\n\n".join([table, *unjoined])


def _cells(standing: Standing, row: Attainment) -> list[str]:
    commitment = standing.commitment
    segment = "" if row.segments is None else f"· {numbers.segment(row.segments, blank='(blank)')}"
    status = "" if row.status is None else str(row.status)
    room = outlook.room(commitment, row) if row.segment is None else ""
    few = "few records" if figures.few(commitment, row) else ""
    broken = "what is counted changed" if row.broken else ""
    remarks = "; ".join(
        part
        for part in (_only(standing, row), row.reason, figures.left_out(row), few, broken, *_parts(standing, row), room)
        if part
    )
    absent = "–" if row.status is Status.NOT_IN_FORCE else ""
    figure = row.withheld or absent or figures.figure(commitment, row)
    return [row.period.label, segment, figure, figures.target(row.target), status, remarks]


def _only(standing: Standing, row: Attainment) -> str:
    """``only 10 to 30 September``, where the terms held for a part of the period."""
    days = basis.part_of_period(row, standing.timezone)
    return f"only {days}" if days else ""


def _parts(standing: Standing, row: Attainment) -> Iterator[str]:
    """What each version's part of the period came to, where the terms changed inside it."""
    for part in row.parts:
        days, terms = basis.part_of_period(part, standing.timezone), basis.judged_by(part)
        yield f"{days} by {terms}: {_came_to(standing, part)}"


def _came_to(standing: Standing, part: Attainment) -> str:
    """``92.4 % (170 of 184), met (at least 75 %)``; without data, and for a part of a volume, the figure alone."""
    figure = figures.figure(standing.commitment, part)
    if part.status in (None, Status.NO_DATA):
        return figure
    because = f"; {part.reason}" if part.reason else ""
    return f"{figure}, {part.status} ({figures.target(part.target)}{because})"


def replayed(report: Report) -> str:
    """The instant that was replayed, on the agreements' clock and in UTC; by source where sources have several clocks.

    ``replayed up to Tue 15 Sep 2026, 12:00:00 +01:00 (2026-09-15T11:00:00Z)``
    """
    zone = next((of.terms.coverage.timezone for of in report.agreements), "UTC")
    moments: dict[datetime, list[str]] = {}
    for name, source in report.sources.items():
        moments.setdefault(source.facts.as_of, []).append(name)
    spans = [
        f"{f'{numbers.listed(names)} ' if len(moments) > 1 else ''}up to {moment_with_offset(at, zone)} ({spelled(at)})"
        for at, names in sorted(moments.items())
    ]
    return f"replayed {'; '.join(spans)}"

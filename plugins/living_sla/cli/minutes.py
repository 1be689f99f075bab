"""`sla minutes`: the minutes of a review, to be filled in, and then what they still lack."""

from __future__ import annotations

from pathlib import Path

import click

from living_sla.cli.options import PROJECT
from living_sla.history.past import read_past_here
from living_sla.model.reviews.completeness import missing_from
from living_sla.reviews.checking.called import review_called, sound_record
from living_sla.reviews.personal.search import refuse_people
from living_sla.reviews.shelf.all_reviews import reviews_of
from living_sla.reviews.shelf.minutes_here import minutes_of, minutes_path
from living_sla.scaffold.written import write_new
from living_sla.words.reviews.minutes import lacking, skeleton, written_lines


@click.command(
    epilog="Exits with 1 where the minutes lack something.\n\nExample: sla minutes 2026-Q3",
)
@click.argument("review")
@PROJECT
def command(review: str, project: Path) -> int:
    """Write the minutes of REVIEW, to be filled in; where there are some, say what they lack, and leave them alone.

    Every commitment that was missed waits there for its cause, and what was still open of last time's actions stands
    there again. Minutes are complete with the day of the meeting, a cause for every missed commitment, an owner and a
    date for every action; then both parties sign them with the record: sla sign --review REVIEW.
    """
    found = review_called(reviews_of(project, read_past_here(project)), review)
    record = sound_record(found)
    path = minutes_path(record.id)
    minutes = minutes_of(project, record.id)
    if minutes is None:
        write_new(project / path, project, skeleton(record, found.seal).encode())
        click.echo(written_lines(path, record))
        return 0
    refuse_people(project, found)
    gaps = missing_from(minutes, record)
    click.echo(lacking(path, gaps))
    return 1 if gaps else 0

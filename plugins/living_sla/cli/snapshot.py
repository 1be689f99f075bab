"""`sla snapshot`: the review of a period, frozen and sealed; whoever runs it makes the commit."""

from __future__ import annotations

from pathlib import Path

import click

from living_sla.cli.options import CACHE, PROJECT, checked, one_line
from living_sla.model.reviews.review_id import ReviewId, review_id
from living_sla.reviews.freezing.among_reviews import Correction
from living_sla.reviews.freezing.freeze import freeze
from living_sla.site.current_report import build_time
from living_sla.words.reviews.freezing import frozen_lines, not_kept

_LONGEST = 2_000


@click.command(
    epilog="Exits with 2 where something speaks against freezing, with 3 where the history is incomplete, a tool is "
    "missing or the disk refuses; nothing is written then.\n\nExample: sla snapshot 2026-09",
)
@click.argument("review", metavar="PERIOD", callback=checked(review_id))
@click.option("--early", is_flag=True, help="Freeze it with outcomes that are pending; the review is provisional then.")
@click.option(
    "--restates",
    metavar="REVIEW",
    callback=checked(review_id),
    help="Restate this review of the same period, in a correction beside it; with --why.",
)
@click.option("--why", default="", metavar="TEXT", callback=checked(one_line), help="What was wrong, for the record.")
@CACHE
@PROJECT
def command(review: ReviewId, early: bool, restates: ReviewId | None, why: str, cache: bool, project: Path) -> int:
    """Freeze the review of PERIOD: what was promised and kept, sealed, in a folder below docs/reviews/.

    PERIOD is a month, a quarter or a year: 2026-09, 2026-Q3, FY2027-Q1, 2026. Nothing is ever written over a review:
    one that is wrong is restated by another one beside it.
    """
    frozen = freeze(
        project, review, now=build_time(), early=early, correction=_correction(review, restates, why), cache=cache
    )
    for notice in not_kept(frozen.not_kept):
        click.echo(notice, err=True)
    click.echo(frozen_lines(frozen.record, frozen.seal, frozen.folder, frozen.files))
    return 0


def _correction(review: ReviewId, restates: ReviewId | None, why: str) -> Correction | None:
    if restates is None:
        if why.strip():
            raise click.UsageError("--why goes with --restates REVIEW.")
        if review.number > 1:
            example = f"sla snapshot {review.label} --restates REVIEW --why TEXT"
            raise click.UsageError(f"a correction gets its number by itself: {example}")
        return None
    if not why.strip():
        raise click.UsageError("--restates needs a reason, which stands in the record: --why TEXT")
    if len(why) > _LONGEST:
        raise click.UsageError(f"--why is a sentence of at most {_LONGEST:,} characters.")
    if restates.label != review.label:
        raise click.UsageError(f"{restates} is the review of another period than {review.label}.")
    return Correction(restates, why.strip())

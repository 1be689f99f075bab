"""`sla verify`: sign-offs of agreements, and reviews: what they are worth, what is broken, and who has to sign."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path

import click

from living_sla.cli.options import PROJECT, form_option, say
from living_sla.documents.signoffs import signoffs_document
from living_sla.errors import Fault, Place, SlaError
from living_sla.history.past import Past, read_past_here
from living_sla.history.signoffs.verification import verified
from living_sla.model.harmless import printable
from living_sla.model.reviews.review import Review
from living_sla.reviews.checking.verdict import verdict_of
from living_sla.reviews.folder.work_tree import no_reviews_here
from living_sla.reviews.shelf.all_reviews import reviews_in_brief, reviews_of
from living_sla.words.past.history import signoff_lines
from living_sla.words.reviews.checks import review_lines


@click.command(
    epilog="Exits with 1 where a required signature is missing, stale or does not verify, with 2 where a review is "
    "broken or a sign-off of an agreement was forged or edited, with 3 where the history is shallow or a tool is "
    "missing. Of these 2 comes first, then 3.\n\n"
    "Example: sla verify lead-handoff",
)
@click.argument("names", metavar="[AGREEMENT | REVIEW]...", nargs=-1)
@form_option("table", "json")
@click.option(
    "--figures",
    is_flag=True,
    help="Recompute the figures of these reviews from their exports, and say what differs today and why.",
)
@PROJECT
def command(names: tuple[str, ...], form: str, figures: bool, project: Path) -> int:
    """Verify sign-offs and reviews: what each is worth, what was tampered with, who still has to sign."""
    past = read_past_here(project)
    of_agreements_alone = bool(names) and all(name in past.history.versions for name in names)
    reviews = () if of_agreements_alone else reviews_in_brief(project, past, names, patient=True)
    agreements = _agreements(names, past, reviews)
    asked = [review for review in reviews if not names or str(review.id) in names]
    lacking = past.history.trouble
    if figures:
        asked = _with_figures(project, asked)
    strange = () if names else tuple(map(printable, no_reviews_here(project)))
    for path in strange:
        hint = "sla snapshot names folders, as 2026-Q3 or 2026-Q3.2; put what is not a review elsewhere"
        what, where = "is a folder that is not a review", Place(path)
        fault = SlaError(what, where=where, hint=hint, code=Fault.BROKEN_REVIEW)
        click.echo(str(fault), err=True)
    if lacking and not asked and not strange:
        raise lacking
    signoffs = verified(past.appraisal, {} if lacking else past.timelines, only=agreements)
    say(signoffs.notices)
    if form == "json":
        given, missing, notices = signoffs.signoffs, signoffs.missing, signoffs.notices
        click.echo(signoffs_document(signoffs.required, given, missing, notices, asked, reviews, strange))
    else:
        of_terms = () if agreements == () else signoff_lines(signoffs.signoffs, signoffs.missing)
        click.echo("\n".join((*of_terms, *review_lines(asked, reviews))))
    if lacking:
        click.echo(str(lacking), err=True)
    verdict = verdict_of(signoffs, asked, reviews, lacking=lacking is not None)
    return SlaError.exit_code if strange else verdict


def _with_figures(project: Path, asked: Sequence[Review]) -> list[Review]:
    """The same reviews, read whole, with how their figures differ today; the next build knows it as well."""
    # Imported late: who does not compare figures does not wait for what computes them.
    from living_sla import report
    from living_sla.reviews.differences.remembered import RememberedDifferences
    from living_sla.reviews.differences.restated import with_figures

    now = datetime.now(UTC)
    agreed = report.read_agreed(project, now=now)
    wanted = {review.id for review in asked}
    whole = [review for review in reviews_of(project, agreed.past) if review.id in wanted]
    try:
        remembered = RememberedDifferences(agreed, report.build(project, now=now, agreed=agreed))
    except SlaError:  # no site is built of these exports; the figures of some reviews may need none of them
        remembered = None
    return list(with_figures(agreed, whole, remembered))


def _agreements(names: Sequence[str], past: Past, reviews: Sequence[Review]) -> tuple[str, ...] | None:
    """The agreements that are asked for; None for all of them. Raises `SlaError` for a name that nothing has."""
    if not names:
        return None
    known = {str(review.id) for review in reviews}
    for name in names:
        if name not in known and name not in past.history.versions:
            past.require()
            hint = f"there are: {', '.join((*sorted(past.history.versions), *sorted(known)))}"
            raise SlaError(f'there is no agreement or review "{name}"', hint=hint)
    return tuple(name for name in names if name in past.history.versions)

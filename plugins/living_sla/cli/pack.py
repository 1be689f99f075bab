"""`sla pack`: a review to hand round, on paper and as a workbook."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Sequence
from pathlib import Path

import click

from living_sla.cli.options import PROJECT
from living_sla.errors import EnvironmentFault, Fault, Place, SlaError
from living_sla.history.past import read_past_here
from living_sla.model.reviews.review import Review
from living_sla.pack.paper import paper
from living_sla.pack.printing import printed
from living_sla.pack.sheets import sheets
from living_sla.pack.workbook import INSTALL, is_installed, workbook
from living_sla.programs import find_browser
from living_sla.reviews.checking.called import review_called, sound_record
from living_sla.reviews.folder.layout import FOLDER
from living_sla.reviews.shelf.all_reviews import reviews_of
from living_sla.site.content.assets import joined
from living_sla.site.content.minutes_prose import notes_of
from living_sla.words.reviews.naming import review_name


@click.command(
    epilog="Exits with 2 where the review is broken: nothing is handed round then. Exits with 3 where the PDF needs a "
    "browser, or the workbook a package, that is not there.\n\nExample: sla pack 2026-Q3 -o handout",
)
@click.argument("review")
@click.option("-o", "--output", metavar="FOLDER", required=True, type=click.Path(path_type=Path), help="Where to.")
@click.option("--only", type=click.Choice(["pdf", "xlsx"]), help="One of the two; without it both are made.")
@PROJECT
def command(review: str, output: Path, only: str | None, project: Path) -> int:
    """Make a PDF for paper (A4) and a workbook (XLSX) of a frozen review, both from its record and its minutes alone.

    The PDF is the review's page, printed by the Chromium of this machine. The workbook needs the extra `pack`; its
    sheets are figures, actions, sources and seal. Files of these names in FOLDER are replaced.
    """
    shelf = reviews_of(project, read_past_here(project))
    found = review_called(shelf, review)
    sound_record(found)
    _require_elsewhere(output, project)
    made: dict[str, bytes] = {}
    if only != "pdf" and not is_installed():
        raise EnvironmentFault("a workbook needs the package XlsxWriter", hint=INSTALL, code=Fault.MISSING_PACKAGE)
    if only != "xlsx":
        made[f"review-{found.id}.pdf"] = _pdf(found, shelf, project)
    if only != "pdf":
        made[f"review-{found.id}.xlsx"] = _xlsx(found)
    for name, content in made.items():
        _put(output, name, content)
        click.echo(output / name)
    return 0


def _pdf(review: Review, shelf: Sequence[Review], project: Path) -> bytes:
    assert review.record is not None
    browser = find_browser(project)
    if browser is None:
        hint = "install Chromium or Chrome, print the review's page from any browser, or make the workbook: --only xlsx"
        raise EnvironmentFault("a PDF needs a browser, and none is installed", hint=hint, code=Fault.NO_BROWSER)
    document = paper(review, shelf, style=joined("css"), notes=notes_of(review.minutes))
    return printed(document, browser, dated=review.record.as_of)


def _xlsx(review: Review) -> bytes:
    assert review.record is not None
    title = review_name(review.id)
    footer = f"{title} · seal {review.short_seal}"
    return workbook(sheets(review, review.record), title=title, footer=footer, as_of=review.record.as_of)


def _require_elsewhere(output: Path, project: Path) -> None:
    """A file more in the folder of a review would break it."""
    if output.resolve().is_relative_to((project / FOLDER).resolve()):
        hint = "name another folder: a file more beside a frozen review breaks it"
        raise SlaError(f"{FOLDER} holds frozen reviews, and nothing else", where=Place(str(output)), hint=hint)


def _put(folder: Path, name: str, content: bytes) -> None:
    """Write a file whole or not at all."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with tempfile.NamedTemporaryFile(dir=folder, prefix=f".{name}.", delete=False) as file:
            try:
                file.write(content)
                file.close()
                os.chmod(file.name, 0o644)
                os.replace(file.name, folder / name)
            except BaseException:
                os.unlink(file.name)
                raise
    except OSError as problem:
        message = f"the pack cannot be written: {problem.strerror or type(problem).__name__}"
        hint = "choose another folder, or fix its permissions"
        raise EnvironmentFault(message, where=Place(str(folder / name)), hint=hint, code=Fault.FILE_REFUSED) from None

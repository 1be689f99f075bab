"""`sla init`: a project of one's own, from an export to a page with a figure."""

from __future__ import annotations

import shlex
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import click

from living_sla import programs
from living_sla.documents.rows import chosen as standings_of
from living_sla.documents.rows import rows_of
from living_sla.errors import Faults, Place, Unreadable
from living_sla.history.git import new_repository
from living_sla.model.counted import counted
from living_sla.model.forge import ForgeKind, kind_of, web_address
from living_sla.report import build as report_of
from living_sla.report import check
from living_sla.scaffold.guess import look
from living_sla.scaffold.project import answers as given
from living_sla.scaffold.project import handover, machine, writing
from living_sla.scaffold.project.plan import FirstProject, GivenExport, planned
from living_sla.site.publishing.build import Published, build
from living_sla.words.standing.tables import attainment_table

_SHOWN = 3
"""Periods that are printed of each commitment."""


def _shielded(_context: click.Context, _parameter: click.Parameter, project: Path) -> Path:
    programs.shield(project)
    return project


def _checked(check: Callable[[str], str]) -> Callable[[click.Context, click.Parameter, str | None], str | None]:
    """A callback that turns what a check refuses into what click says of an option."""

    def callback(_context: click.Context, _parameter: click.Parameter, text: str | None) -> str | None:
        if text is None:
            return None
        try:
            return check(text)
        except Unreadable as found:
            raise click.BadParameter(f"{found.message}; {found.hint}" if found.hint else found.message) from None

    return callback


_NAME, _EMAIL = _checked(given.checked_name), _checked(given.checked_email)


@click.command(
    "init", epilog="Example: sla init data/exports/hubspot-contacts-2026-10-21.csv --yes --project our-agreements"
)
@click.argument(
    "export", metavar="[EXPORT]", required=False, type=click.Path(exists=True, dir_okay=False, path_type=Path)
)
@click.option("--company", callback=_NAME, help="What the company is called.")
@click.option("--marketing", callback=_NAME, help="The team that hands leads over.")
@click.option("--marketing-contact", callback=_NAME, help="Who speaks for it, and signs.")
@click.option("--marketing-email", callback=_EMAIL, help="That person's e-mail address.")
@click.option("--sales", callback=_NAME, help="The team that answers leads.")
@click.option("--sales-contact", callback=_NAME, help="Who speaks for it, and signs.")
@click.option("--sales-email", callback=_EMAIL, help="That person's e-mail address.")
@click.option("--timezone", callback=_checked(given.checked_zone), show_default="this machine's", help="Area/City.")
@click.option(
    "--country", callback=_checked(given.checked_country), show_default="that of the time zone",
    help="Whose public holidays are no working days: GB, DE-BY, or none.",
)  # fmt: skip
@click.option(
    "--forge", type=click.Choice(["github", "gitlab", "none"]), show_default="by the git remote",
    help="Where the repository is to be, for the workflow that publishes the site.",
)  # fmt: skip
@click.option(
    "--crm", type=click.Choice(list(given.CRMS)), show_default="by the export",
    help="Whose names of columns are usual here.",
)  # fmt: skip
@click.option("--handed-over", metavar="COLUMN", help="The column of the hand-over to Sales.")
@click.option("--answered", metavar="COLUMN", help="The column of the first answer.")
@click.option("--keep-exports/--no-keep-exports", default=False, show_default=True, help="Let git keep exports.")
@click.option("-y", "--yes", is_flag=True, help="Ask nothing: take the flags, and the best guess for the rest.")
@click.option(
    "--project", type=click.Path(file_okay=False, path_type=Path), callback=_shielded, default=".",
    show_default="this folder", help="The folder of the project; it need not exist yet.",
)  # fmt: skip
def command(export: Path | None, project: Path, yes: bool, **flags: str | None) -> int:
    """Make a project of your own: from EXPORT, a file of your CRM, or without one.

    Asks what it needs to know, writes the files that the folder lacks, and builds the site. A file that is there is
    never changed.
    """
    looked = None if export is None else look(export)
    if looked is not None and looked.faults:
        raise Faults(looked.faults)
    answers = _answers(project, flags, "other" if looked is None else _crm_of(looked.stated.profile))
    brought = None
    if export is not None and looked is not None:
        columns = handover.moment_columns(looked, answers.timezone)
        pair = handover.chosen(
            columns, answers.crm, Place(export.name),
            handed_over=flags["handed_over"] or "", answered=flags["answered"] or "",
        )  # fmt: skip
        brought = GivenExport(export, looked, pair)
    plan = planned(project, answers, brought, datetime.now(UTC).date())
    published = _begun(plan, make_repository=not new_repository.is_in_repository(project))
    if plan.kept:
        click.echo(f"was there, and stays as it is: {', '.join(plan.kept)}", err=True)
    click.echo(f"{counted(len(plan.new), 'new file')} in {_shown(project)}")
    if brought is not None:
        _say_columns(brought)
    click.echo(_figures(project))
    click.echo(f"\n{counted(published.pages, 'page')}: {_shown(published.site / 'index.html')}")
    _say_next(plan, project)
    return 0


def _begun(project: FirstProject, *, make_repository: bool) -> Published:
    """Write the project, and build its site: tried aside first, so that nothing is left where it fails."""
    if project.new:
        with writing.prepared(project.root) as folder:
            writing.write(project.texts, folder)
            writing.copy(project.copied, folder)
            _try(project, folder)
            writing.put_in_place(folder, project.root, project.new)
    if make_repository:
        new_repository.make_repository(project.root)
    return build(project.root.resolve())


_INPUTS = ("agreements", "data", "docs", "mkdocs.yml", "pyproject.toml")


def _try(project: FirstProject, folder: Path) -> None:
    """Build what would be there, beside what is there; raises `SlaError` where it does not go together."""
    for name in _INPUTS:
        writing.add_what_is_there(project.root / name, folder / name)
    if "mkdocs.yml" in project.texts:
        build(folder, incomplete=True)
    else:  # settings of somebody else may do more than they may from here
        check(folder)


def _crm_of(profile: str) -> str:
    return next((crm for crm in given.CRMS if profile.startswith(crm)), "other")


def _answers(project: Path, flags: dict[str, str | None], crm: str) -> given.Answers:
    zone = flags["timezone"] or machine.zone_of_machine()
    remote = web_address(new_repository.origin(project))
    forge = flags["forge"]
    kind = (kind_of(remote) if remote else None) if forge is None else None if forge == "none" else ForgeKind(forge)
    return given.Answers(
        company=flags["company"] or "Our company",
        marketing=given.TeamAnswer(
            flags["marketing"] or "Marketing",
            flags["marketing_contact"] or "Marketing contact",
            flags["marketing_email"] or "marketing@company.example",
        ),
        sales=given.TeamAnswer(
            flags["sales"] or "Sales",
            flags["sales_contact"] or "Sales contact",
            flags["sales_email"] or "sales@company.example",
        ),
        timezone=zone,
        country=machine.country_of(zone) if flags["country"] is None else flags["country"],
        crm=flags["crm"] or crm,
        forge=kind,
        repository=remote if kind else "",
        folder=new_repository.folder_in_repository(project),
        keeps_exports=bool(flags["keep_exports"]),
    )


def _say_columns(brought: GivenExport) -> None:
    pair = brought.handover
    click.echo(f"handed over  {pair.handed_over.told()}", err=True)
    click.echo(f"answered     {pair.answered.told(pair.handed_over)}", err=True)
    for doubt in pair.doubts:
        click.echo(f"warning: {doubt}", err=True)
    if pair.doubts:
        click.echo("  hint: sla init with --handed-over COLUMN --answered COLUMN takes others", err=True)


def _figures(project: Path) -> str:
    """The newest figures of every commitment, as `sla attain` prints them."""
    standings = standings_of(report_of(project))
    newest = {(of.agreement, of.commitment.id, row.period.label) for of in standings for row in of.series[-_SHOWN:]}
    rows = rows_of(standings, segments=False)
    return attainment_table(
        standings, [row for row in rows if (row.agreement, row.commitment, row.period.label) in newest]
    )


def _shown(path: Path) -> str:
    here = Path.cwd()
    resolved = path.resolve()
    return str(resolved.relative_to(here)) if resolved.is_relative_to(here) else str(path)


def _say_next(plan: FirstProject, project: Path) -> None:
    into = f"cd {shlex.quote(str(project))} && " if project.resolve() != Path.cwd() else ""
    click.echo(
        "\nnext:\n"
        f"  look   {into}sla serve, and open http://127.0.0.1:8000/\n"
        "  edit   agreements/lead-handoff.md: the targets, the hours, who signs\n"
        '  commit git add . && git commit -m "First terms", push it, then sla sign lead-handoff',
        err=True,
    )

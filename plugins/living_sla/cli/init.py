"""`sla init`: a project of one's own, from an export to a page with a figure."""

from __future__ import annotations

import shlex
from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path

import click
from click.core import ParameterSource

from living_sla import programs
from living_sla.agreements.sources_file import read_sources
from living_sla.cli import first_answers
from living_sla.cli.options import checked
from living_sla.errors import Fault, Faults, Place, SlaError
from living_sla.history.git import new_repository
from living_sla.model.agreement.source import Source
from living_sla.model.counted import counted
from living_sla.model.harmless import printable
from living_sla.scaffold.guess import Looked, look
from living_sla.scaffold.project import answers as given
from living_sla.scaffold.project import files, handover
from living_sla.scaffold.project.plan import FirstProject, GivenExport, looks_like_events, planned


def _shielded(_context: click.Context, _parameter: click.Parameter, project: Path) -> Path:
    programs.shield(project)
    return project


_LATER = (
    "  when an export comes: delete agreements/lead-handoff.md and data/sources.yml, then sla init EXPORT; "
    "both are written anew, for its columns"
)
_PROTECT = (
    "  protect: what the forge has to be told, so that nothing lands unsigned: sla docs review-changes-by-pull-request"
)
_WHO = (
    '  name yourself to git: git config --global user.name "Your Name"; '
    "git config --global user.email you@company.example"
)
_NAME, _EMAIL = checked(given.checked_name), checked(given.checked_email)


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
@click.option(
    "--timezone", callback=checked(given.checked_zone), show_default="this machine's",
    help="Of working hours, and of times in the export that name no offset: Area/City.",
)  # fmt: skip
@click.option(
    "--country", callback=checked(given.checked_country), show_default="that of the time zone",
    help="Whose public holidays are no working days: GB, DE-BY, or none.",
)  # fmt: skip
@click.option(
    "--forge", type=click.Choice(["github", "gitlab", "none"]), show_default="by the git remote",
    help="Where the repository is or will be, for the workflows that check proposals and publish the site.",
)  # fmt: skip
@click.option(
    "--crm", type=click.Choice(list(given.CRMS)), show_default="by the export",
    help="Whose names of columns are usual here.",
)  # fmt: skip
@click.option("--handed-over", metavar="COLUMN", help="The column of the hand-over to Sales.")
@click.option("--answered", metavar="COLUMN", help="The column of the first answer.")
@click.option("--keep-exports/--no-keep-exports", default=None, help="Whether git keeps exports.", show_default="no")
@click.option("--print", "shown", metavar="PATH", help="Write nothing: print what that file of the project would be.")
@click.option("-y", "--yes", is_flag=True, help="Ask nothing: take the flags, and the best guess for the rest.")
@click.option(
    "--project", type=click.Path(file_okay=False, path_type=Path), callback=_shielded, default=".",
    show_default="this folder", help="The folder of the project; it need not exist yet.",
)  # fmt: skip
def command(
    export: Path | None,
    project: Path,
    yes: bool,
    shown: str | None,
    handed_over: str | None,
    answered: str | None,
    keep_exports: bool | None,
    **flags: str | None,
) -> int:
    """Make a project of your own: from EXPORT, a file of your CRM, or without one.

    Asks what it needs to know, writes the files that the folder lacks, and builds the site. EXPORT is copied. A file
    that is there is never changed.
    """
    asks = not yes and not shown
    looked = None if export is None else _looked_at(export)
    if asks and _is_default("project") and first_answers.is_used_otherwise(project, export):
        project = first_answers.asked_folder()
        programs.shield(project)
    declared = None if shown else _declared(project)
    crm = "other" if looked is None else given.crm_of(looked.stated.profile)
    header = () if looked is None else looked.header
    said = first_answers.defaults_of(project, flags, crm, header)
    if asks:
        said = first_answers.asked(said, flags, crm_is_known=crm != "other")
        keep_exports = first_answers.keeps_exports() if keep_exports is None else keep_exports
    answers = first_answers.answers_of(project, said, keeps_exports=bool(keep_exports))
    brought = None
    if export is not None and looked is not None:
        brought = _brought(export, looked, answers, (handed_over or "", answered or ""), asks=asks and declared is None)
    plan = planned(project, answers, brought, answers.day_of(datetime.now(UTC)), declared)
    if shown:
        click.echo(plan.text_of(shown), nl=False)
        return 0
    # Imported late: whoever is asked should not wait for the site's generator first.
    from living_sla.cli import first_build

    is_new = _makes_repository(project, is_own=first_build.is_of_user(project), asks=asks)
    added = "." if not first_answers.is_used_otherwise(project, export) else _to_add(plan)
    try:
        published = first_build.begin(plan, make_repository=is_new, branch=answers.branch)
    except first_build.BuildStopped:
        click.echo(f"stopped: {_in_the_folder(plan)}, without a site; {_into(plan)}sla build goes on", err=True)
        raise
    except KeyboardInterrupt:
        click.echo("stopped: nothing was written", err=True)
        raise
    _say_written(plan, made_repository=is_new)
    if brought is not None and declared is None:
        _say_columns(brought)
        _say_questions(plan)
    _say_no_workflow(answers)
    if not asks:
        _say_taken(said, flags)
    click.echo(first_build.newest_figures(project))
    click.echo(f"\n{counted(published.pages, 'page')}: {_from_here(published.site / 'index.html')}")
    _say_aside(plan, export)
    _say_next(plan, answers, added, has_export=export is not None)
    return 0


def _brought(
    export: Path, looked: Looked, answers: given.Answers, named: tuple[str, str], *, asks: bool
) -> GivenExport:
    """The export with its two columns: as they were named, as somebody answers, or the best guess."""
    columns, unfit = handover.moment_columns(looked, answers.timezone), handover.unfit_columns(looked)
    where = Place(export.name)
    pair = handover.chosen(columns, answers.crm, where, handed_over=named[0], answered=named[1], unfit=unfit)
    if asks and not all(named):
        asked = first_answers.asked_columns(columns, pair, answers.crm)
        pair = handover.chosen(columns, answers.crm, where, handed_over=asked[0], answered=asked[1])
    return GivenExport(export, looked, pair)


def _makes_repository(project: Path, *, is_own: bool, asks: bool) -> bool:
    """Whether the folder becomes a git repository: where it lies in none, is the user's own, and nobody says no."""
    if new_repository.is_in_repository(project):
        return False
    if not is_own:
        click.echo("no git repository was made: the folder is another user's, who can say git init", err=True)
        return False
    return not asks or first_answers.asked_yes("\nMake this folder a git repository", default=True)


def _is_default(parameter: str) -> bool:
    return click.get_current_context().get_parameter_source(parameter) is ParameterSource.DEFAULT


def _to_add(plan: FirstProject) -> str:
    """What git is to be given where the folder holds other things, too: the files of the project alone."""
    return " ".join(dict.fromkeys(shlex.quote(path.split("/")[0]) for path in plan.texts)) or "agreements"


def _looked_at(export: Path) -> Looked:
    if not export.is_file():
        raise SlaError("not a regular file", where=Place(export.name), hint="name a file", code=Fault.UNREADABLE_EXPORT)
    looked = look(export)
    if looked.faults:
        raise Faults(looked.faults)
    return looked


def _declared(project: Path) -> Mapping[str, Source] | None:
    """The sources of a project that declares some already."""
    root = project.resolve()
    return read_sources(root).sources if (root / files.SOURCES_FILE).is_file() else None


# ---------------------------------------------------------------- what is said


def _in_the_folder(plan: FirstProject) -> str:
    where = "this folder" if plan.root.resolve() == Path.cwd() else _from_here(plan.root)
    return f"{counted(len(plan.new), 'new file')} in {where}"


def _into(plan: FirstProject) -> str:
    return "" if plan.root.resolve() == Path.cwd() else f"cd {shlex.quote(_from_here(plan.root))}; "


def _say_written(plan: FirstProject, *, made_repository: bool) -> None:
    click.echo(f"{_in_the_folder(plan)}{', which is now a git repository' if made_repository else ''}")
    for path in plan.new:
        click.echo(f"  {path}", err=True)
    if plan.kept:
        click.echo(f"kept as they are: {', '.join(map(printable, plan.kept))}", err=True)
        click.echo("  hint: sla init --print PATH shows what would have been written", err=True)


def _say_columns(brought: GivenExport) -> None:
    pair = brought.handover
    click.echo(f"the hand-over is {pair.handed_over.told()}", err=True)
    click.echo(f"the answer is {pair.answered.told(pair.handed_over)}", err=True)
    for doubt in pair.doubts:
        click.echo(f"warning: {doubt}", err=True)
    if pair.doubts:
        click.echo("  hint: --handed-over COLUMN --answered COLUMN name others, in a new folder", err=True)
    if pair.caution:
        click.echo(f"note: {pair.caution}", err=True)
    if log := looks_like_events(brought.looked):
        click.echo(f"warning: {log}", err=True)
        click.echo("  hint: export leads, one row each, with when each was handed over and first answered", err=True)


def _say_questions(plan: FirstProject) -> None:
    """What the guess was not sure of, where figures depend on it; which columns are about people changes none."""
    entry = plan.texts.get(files.SOURCES_FILE, "").partition("\n  personal:")[0]
    for number, line in enumerate(entry.splitlines(), start=1):
        said, _, question = line.partition("  # decide: ")
        if question:
            click.echo(f"{files.SOURCES_FILE}:{number}: decide: {said.strip()}  # {question}", err=True)


def _say_taken(said: Mapping[str, str], flags: Mapping[str, str | None]) -> None:
    """What was decided without anybody saying it, for figures depend on some of it."""
    taken = {
        "--timezone": said["timezone"],
        "--country": said["country"] or "none",
        "--forge": said["forge"],
        "--crm": said["crm"],
    }
    unsaid = [f"{flag} {value}" for flag, value in taken.items() if flags.get(flag[2:]) is None]
    if unsaid:
        click.echo(f"assumed: {' '.join(unsaid)}", err=True)


def _from_here(path: Path) -> str:
    here, found = Path.cwd(), path.resolve()
    return printable(str(found.relative_to(here)) if found.is_relative_to(here) else str(found))


def _say_no_workflow(answers: given.Answers) -> None:
    """In a folder of a repository no workflow is written: forges look for one at the top of it only."""
    paths = sorted(files.workflow_files(answers.forge)) if answers.folder else []
    if paths:
        click.echo("note: no workflow was written: a forge reads one at the top of its repository only", err=True)
        for path in paths:
            click.echo(f"  hint: sla init --print {path}, here, is one; its commands run in {answers.folder}", err=True)


def _say_aside(plan: FirstProject, export: Path | None) -> None:
    """Where an export was copied from within the project, and .gitignore is somebody's own, git might take it."""
    if export is None or ".gitignore" not in plan.kept or not plan.copied:
        return
    if export.resolve().is_relative_to(plan.root.resolve()):
        click.echo(f"warning: {_from_here(export)} still lies in the project; .gitignore was kept as it is", err=True)
        click.echo("  hint: before git add, delete it or name it in .gitignore", err=True)


def _say_next(plan: FirstProject, answers: given.Answers, added: str, *, has_export: bool) -> None:
    push = "git push" if answers.repository else "push it to where both teams can see it"
    steps = [
        "next:",
        f"  look: {_into(plan)}sla serve, then open http://127.0.0.1:8000/",
        f"  edit: {files.AGREEMENT_FILE}, what is marked # decide: in it and in {files.SOURCES_FILE}; then sla check",
        *([_LATER] if files.SOURCES_FILE in plan.texts and not has_export else []),
        *([] if new_repository.knows_who_commits(plan.root) else [_WHO]),
        f'  agree: git add {added} && git commit -m "First terms", {push}; then each contact: sla sign lead-handoff',
        *([_PROTECT] if answers.forge and not answers.folder else []),
    ]
    click.echo("\n" + "\n".join(steps), err=True)

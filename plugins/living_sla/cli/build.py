"""`sla build`: the site, checked, staged, inspected and switched."""

from __future__ import annotations

from pathlib import Path

import click

from living_sla.cli.options import CACHE, PROJECT, SETTINGS_FROM, say
from living_sla.model.counted import counted
from living_sla.model.figures.standing import HISTORY_UNREAD, OLD_DATA, WAITING
from living_sla.site.generator import use_properdocs


@click.command("build", epilog="Example: sla build --site-dir public")
@click.option(
    "--strict/--no-strict",
    default=None,
    help="Refuse to publish when the generator warns, or a review is broken.",
    show_default="yes, unless mkdocs.yml says strict: false",
)
@click.option(
    "--site-dir",
    type=click.Path(path_type=Path),
    help="Where to put the site: a folder that is new, empty, or the work of an earlier build.",
    show_default="as mkdocs.yml says",
)
@click.option(
    "--allow-shallow",
    is_flag=True,
    help="Publish what a shallow or partial clone tells: every agreement as a draft that nobody has signed.",
)
@click.option(
    "--with",
    "generator",
    type=click.Choice(["mkdocs", "properdocs", "zensical"]),
    default="mkdocs",
    show_default=True,
    help="The generator of the site; install the other two yourself.",
)
@click.option("-q", "--quiet", is_flag=True, help="Say nothing when all is well.")
@click.option("-v", "--verbose", is_flag=True, help="Say the warnings about content as well.")
@SETTINGS_FROM
@CACHE
@PROJECT
def command(
    strict: bool | None,
    site_dir: Path | None,
    allow_shallow: bool,
    generator: str,
    quiet: bool,
    verbose: bool,
    settings_from: str | None,
    cache: bool,
    project: Path,
) -> int:
    """Build the site, and replace the old one only when the new one is whole."""
    if generator == "properdocs":
        use_properdocs()
    from living_sla.site.publishing.build import build  # late: it imports MkDocs, or what takes its place

    published = build(
        project.resolve(),
        site_dir=site_dir,
        strict=strict,
        cache=cache,
        settings_from=settings_from,
        incomplete=allow_shallow,
        by_zensical=generator == "zensical",
    )
    say(published.settings)
    for message in published.warnings:
        click.echo(f"warning: {message}", err=True)
    say(notice for notice in published.notices if verbose or notice.name in (HISTORY_UNREAD, WAITING, *OLD_DATA))
    if not quiet:
        click.echo(f"{counted(published.pages, 'page')} in {published.site.name}/", err=True)
    return 0

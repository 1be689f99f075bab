"""Build and publish: checked first, built aside, read back, then put in place in one step.

MkDocs alone wipes a site before it builds the next, and says of a quiet build that all went well. So the site is
built in a folder beside the real one, and every message of the build counts here, however few are shown.
"""

from __future__ import annotations

import os
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from msgspec import Struct

from living_sla.errors import EnvironmentFault, Fault, Faults, Notice, Place, SlaError
from living_sla.model.figures.standing import Report
from living_sla.model.reviews.review import Review
from living_sla.model.site_paths import file_of, review_path
from living_sla.site.content.generated import generated
from living_sla.site.current_report import report_of
from living_sla.site.publishing import destination
from living_sla.site.publishing.messages import Messages, as_faults, listening
from living_sla.site.publishing.swap import Workshop
from living_sla.site.safety import inspection
from living_sla.site.settings.configured import configured
from living_sla.site.settings.loaded import Configured, require_modules, require_settings
from living_sla.site.zensical import program

if TYPE_CHECKING:
    from mkdocs.config.defaults import MkDocsConfig


class Published(Struct, frozen=True):
    """A site that is in its place."""

    site: Path
    pages: int
    notices: tuple[Notice, ...]
    warnings: tuple[str, ...]
    settings: tuple[Notice, ...] = ()
    """What of the folder's settings was not used."""


def build(
    root: Path,
    *,
    site_dir: Path | None = None,
    strict: bool | None = None,
    cache: bool = True,
    settings_from: str | None = None,
    incomplete: bool = False,
    by_zensical: bool = False,
) -> Published:
    """Build the site of the project at `root` and put it in place; `settings_from` as `configured` takes it.

    `strict` lets no warning pass; where it is None, the settings may say that warnings pass: `strict: false`.
    `incomplete` lets it go out though the clone lacks a part of the history: every agreement on it is a draft then.
    `by_zensical` has Zensical lay out the pages that came out well.

    Raises:
        Faults: The content cannot be used, or what came out must not be published; the old site is untouched.
        HistoryFault: There is a history that cannot be told; `sla check` refuses it in the same words.
        SlaError: The site would replace something that no build has made.
        EnvironmentFault: There is no `mkdocs.yml`, another build runs, or the folder cannot be written.
    """
    require_settings(root)
    if by_zensical:
        program.require()
    root = root.resolve()
    settings = configured(root, settings_from)
    report = report_of(root, cache=cache, settings=settings.settings, incomplete=incomplete)
    if report.refused is not None:
        raise report.refused
    require_modules(settings)
    site, docs = destination.located(site_dir or settings.site, root=root), settings.docs
    destination.refuse_unsafe(site, root=root, docs=docs)
    if lost := [report.waiting[name] for name in destination.read_for(site) if name in report.waiting]:
        remedy = f"The site in {site.name}/ has figures of it: put it back, or delete that folder to publish without"
        raise Faults(source.fault.gone(source.name, remedy) for source in lost)
    workshop = Workshop(site)
    with workshop.locked():
        with listening() as messages:
            config = _generate(settings, workshop, messages)
        if (settings.is_strict if strict is None else strict) and messages.said:
            raise Faults(SlaError(message) for message in messages.said)
        plugin: Any = config.plugins["living-sla"]
        expected = _expected(report, plugin.reviews, config)
        faults = inspection.findings(workshop.staging, expected=expected, brought_to=plugin.brought_to)
        if faults:
            raise Faults(faults)
        if by_zensical:
            from living_sla.site.zensical.site import made_again  # late: no other build needs it

            workshop.take(made_again(workshop.staging, workshop.aside, config, expected=expected))
        pages = sum(1 for _ in workshop.staging.rglob("*.html"))
        destination.mark(workshop.staging, read=report.read)
        destination.open_to_readers(workshop.staging)
        destination.refuse_unsafe(site, root=root, docs=docs)  # a build takes seconds, in which files can arrive
        workshop.publish()
    unread = (report.unread_history,) if report.unread_history else ()
    return Published(workshop.site, pages, (*unread, *report.notices), tuple(messages.said), settings.differs)


def _generate(settings: Configured, workshop: Workshop, messages: Messages) -> MkDocsConfig:
    # The theme prints a notice about another generator when it is imported; it is no message of this build.
    os.environ.setdefault("NO_MKDOCS_2_WARNING", "true")
    # Imported late: a check that fails must not pay for MkDocs.
    from mkdocs.commands.build import build as generate

    from living_sla.site.publishing.unchanged_files import UnchangedFiles

    try:
        with as_faults(messages), settings.folder() as folder:
            config = settings.load(folder, site_dir=str(workshop.staging))
            config.plugins["living-sla/unchanged-files"] = UnchangedFiles(workshop.previous, workshop.site)
            config.plugins.on_startup(command="build", dirty=False)
            generate(config)
            config.plugins.on_shutdown()
    except OSError as refused:
        message = f"the site cannot be built: {refused.strerror or refused}"
        raise EnvironmentFault(
            message, where=Place(workshop.folder.name), hint="the site is as it was", code=Fault.SITE_NOT_WRITTEN
        ) from None
    return config


def _expected(report: Report, reviews: Sequence[Review], config: MkDocsConfig) -> dict[str, str]:
    """The pages that have to be there: that of every agreement and of every review, and ours."""
    pages = {standing.agreement.path: standing.agreement.path for standing in report.agreements}
    pages |= {page.path: page.agreement or page.title for page in generated(report)}
    pages |= {review_path(str(review.id)): str(review.id) for review in reviews}
    return {file_of(path, as_folders=config.use_directory_urls): what for path, what in pages.items()}

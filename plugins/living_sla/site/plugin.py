"""The MkDocs plugin: brings agreements into the site, and keeps text from outside away from Markdown.

It adds files and watches folders; what a page shows comes from the macros.
"""

from __future__ import annotations

import logging
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

from jinja2 import Environment
from mkdocs.config.base import Config
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import PluginError
from mkdocs.plugins import BasePlugin, CombinedEvent, event_priority
from mkdocs.structure.files import Files
from mkdocs.structure.pages import Page
from mkdocs.utils.templates import TemplateContext

from living_sla import programs
from living_sla.errors import Fault, SlaError
from living_sla.site import compiled
from living_sla.site.content import docs_files, page_macros, standard_page
from living_sla.site.content.authors import Authors
from living_sla.site.content.blocks import Blocks
from living_sla.site.content.site_files import SiteFiles, docs_of
from living_sla.site.event import event
from living_sla.site.publishing import reloading
from living_sla.site.safety import theme_settings
from living_sla.site.safety.safeguards import Safeguards
from living_sla.site.settings.ground import ground_of
from living_sla.site.shown_report import ShownReport

if TYPE_CHECKING:
    from mkdocs.livereload import LiveReloadServer
    from mkdocs.structure.nav import Navigation

    from living_sla.model.figures.standing import Report
    from living_sla.model.reviews.review import Review
    from living_sla.settings import Settings
    from living_sla.site.safety.brought import Signature
    from living_sla.site.settings.ground import Ground
    from living_sla.site.settings.loaded import Configured

log = logging.getLogger("mkdocs.plugins.living_sla")


class Options(Config):  # type: ignore[no-untyped-call]
    """The plugin has none: what a site decides stands in `[tool.living_sla]`, for every generator."""


class LivingSlaPlugin(BasePlugin[Options]):  # type: ignore[no-untyped-call]
    """Agreements as pages, from `agreements/` beside the documentation."""

    def __init__(self) -> None:
        super().__init__()
        page_macros.start_no_programs()
        self.report: Report | None = None
        self.reviews: tuple[Review, ...] = ()
        """All of the project: broken ones are shown as such, and are a warning of the build."""
        self._shown = ShownReport()
        self.refused_settings: SlaError | None = None
        """Why the settings of the site are those of before, while somebody edits."""
        self._given: tuple[Path, Ground, Settings | None] | None = None
        self._laid_out: Path | None = None
        self._serving = False
        self._safeguards = Safeguards()
        self._blocks = Blocks()
        self._faults: list[SlaError] = []
        self.finished: list[Page] = []
        """Every page of the last build, with its content as a theme was given it."""
        self.navigation: Navigation | None = None

    def stands_on(self, configured: Configured, folder: Path) -> None:
        """Take project, ground and settings from whoever loaded the settings of the generator, and where from."""
        self._root = configured.root
        self._given = configured.root, configured.ground, configured.settings
        self._laid_out = folder if configured.is_laid_out else None

    @event
    def on_startup(self, *, command: Literal["build", "gh-deploy", "serve"], dirty: bool) -> None:
        """Remember whether somebody is watching: then a fault is shown, and nothing is aborted."""
        self._serving = command == "serve"
        self._safeguards = Safeguards(serving=self._serving)

    @event
    def on_config(self, config: MkDocsConfig) -> MkDocsConfig:
        """Check the content before anything is written; add our styles, our script and the foot of the pages."""
        if self._given is not None:
            self._root, ground, settings = self._given
        else:
            self._root, settings = Path(config.config_file_path).resolve().parent, None
            ground = ground_of(self._root)
        programs.shield(self._root)
        compiled.remember_ours(self._root)
        compiled.leave_out_icons(config.theme)
        self._blocks, self._faults, self.finished = Blocks(), [], []
        docs_files.refuse_unreadable(Path(config.docs_dir), self._root)
        self.report = self._shown.renew(self._root, settings, serving=self._serving)
        self.reviews = self._shown.reviews
        for review in self.reviews:
            for found in review.broken:
                log.warning("%s", found)
        agreements = {standing.agreement.path: standing.agreement for standing in self.report.agreements}
        docs = docs_of(config, self._root)
        self._authors = Authors(ground, self._root, docs, agreements, self.fail)
        page_macros.guard(config, self._authors.house)
        for fault in theme_settings.settle(config, self.report, docs):
            self.fail(fault)
        for notice in self.report.notices:
            log.info("%s", notice)
        return config

    @event
    @event_priority(-200)  # after plugins that lay out the files of `docs/` anew, as translations do
    def on_files(self, files: Files, *, config: MkDocsConfig) -> Files:
        """Add every agreement under its own path, and what changed; leave out what may not be there; fill in `nav`."""
        assert self.report is not None
        self._files = SiteFiles(files, config, root=self._root, settings=self._laid_out, fail=self.fail)
        self._files.arrange(self.report, self.reviews, self._authors)
        return files

    @event
    def on_nav(self, nav: Navigation, *, config: MkDocsConfig, files: Files) -> Navigation:
        """Keep it for whoever lays the site out anew."""
        self.navigation = nav
        return nav

    @event
    def on_page_read_source(self, *, page: Page, config: MkDocsConfig) -> str | None:
        """An agreement's text below a front matter of our making; the real one never meets MkDocs' reader."""
        agreement = self._authors.agreement(page)
        if agreement is None or self.report is None:
            return None
        return standard_page.source(agreement, self.report.agreement(agreement.terms.id).terms)

    @event_priority(100)
    def _before_macros(self, markdown: str, *, page: Page, config: MkDocsConfig, files: Files) -> str:
        """The text as it is; what its page says of itself is checked."""
        self._authors.check_meta(page)
        return markdown

    @event_priority(-100)
    def _after_macros(self, markdown: str, *, page: Page, config: MkDocsConfig, files: Files) -> str:
        """The text as it is; whether its macros could be run is checked."""
        self._authors.check_macros(markdown, page)
        return markdown

    on_page_markdown = CombinedEvent(event(_before_macros), event(_after_macros))

    @event
    @event_priority(100)
    def on_page_content(self, html: str, *, page: Page, config: MkDocsConfig, files: Files) -> str:
        """The author's text made safe; blocks of macros, or the standard page, put where they belong."""
        html = self._authors.prose(html, page)
        agreement = self._authors.agreement(page)
        if agreement is None and not self._blocks.are_in(html):
            return html
        underlined = self._files.words.on(page)
        if agreement is not None:
            assert self.report is not None
            html = standard_page.around(
                underlined(html),
                agreement,
                self.report,
                self.reviews,
                file=page.file.dest_uri,
                as_folders=config.use_directory_urls,
            )
            html = underlined.said(html)
        return self._blocks.filled(html, page, underlined.said)

    @event_priority(1000)  # the theme's own plugin for tags renders templates at 100
    def _escape(self, env: Environment, *, config: MkDocsConfig, files: Files) -> Environment:
        """Make the theme's templates print text as text, whatever pages and settings hold."""
        self._safeguards.escape(env, files)
        compiled.remember(env, self._root)
        return env

    def _settle(self, env: Environment, *, config: MkDocsConfig, files: Files) -> Environment:
        """Leave out what no page wants; learn which scripts are the theme's, before any page is written."""
        self._files.settle(files, self._shown.cache)
        self._safeguards.learn(env, config, files)
        return env

    on_env = CombinedEvent(event(_escape), event(_settle))

    @event
    @event_priority(-100)
    def on_page_context(
        self, context: TemplateContext, *, page: Page, config: MkDocsConfig, nav: Any
    ) -> TemplateContext:
        """Mark the content of a page as the HTML that it is, when every plugin is done with it."""
        held = [fault for fault in (self.refused_settings, self._shown.held) if fault is not None]
        page.content = standard_page.below_faults(page.content or "", held)
        self.finished.append(page)
        return context

    @event
    def on_post_page(self, output: str, *, page: Page, config: MkDocsConfig) -> str:
        """Say in the head of every page what it may run, and where the feed is; find what is not in its place."""
        if self._blocks.are_in(output):
            message, hint = "the page shows a block that was not put in its place", "call macros on lines of their own"
            self.fail(SlaError(message, where=self._authors.placing(page)(""), hint=hint, code=Fault.MACRO_NOT_SHOWN))
        return self._safeguards.applied(self._files.announced(output, page), url=page.url)

    @event
    def on_post_template(self, output_content: str, *, template_name: str, config: MkDocsConfig) -> str:
        """Say the same in pages that are no documents, such as the one for an address that does not exist."""
        if not template_name.endswith(".html"):
            return output_content
        return self._safeguards.applied(output_content, url=template_name)

    @event
    def on_post_build(self, *, config: MkDocsConfig) -> None:
        """Write the headers for hosts; fail a build on whose pages something is not as it should be."""
        for fault in self._safeguards.finish(Path(config.site_dir)):
            self.fail(fault)
        self._files.searched.keep()
        if self._faults and not self._serving:
            raise PluginError(f"faults that stop this site: {len(self._faults)}")

    @event
    def on_serve(self, server: LiveReloadServer, *, config: MkDocsConfig, builder: Any) -> LiveReloadServer:
        """Watch agreements and data as well, and let the script that reloads pages run."""
        reloading.watch(server, self._root, lambda: self._safeguards.nonce)
        return server

    def brought_to(self, name: str) -> frozenset[Signature] | None:
        """What the theme brings to a page of the site; None for a page that may hold more than prose."""
        if name in self._authors.unlimited:
            return None
        return frozenset() if name in self._authors.raw else self._safeguards.brought

    @property
    def other_files(self) -> list[str]:
        """Where the files of the site are that are no pages and that no theme brings, from the root of the site."""
        return self._files.others()

    # ------------------------------------------------------------ for the macros

    def shows_blocks(self, html: str) -> bool:
        """Whether a text has places for blocks, and so shows something that is computed."""
        return self._blocks.are_in(html)

    @property
    def is_in_order(self) -> bool:
        """Whether nothing is wrong with content, settings and macros of this build."""
        return not self._faults and self.refused_settings is None and self._shown.held is None

    def hold(self, html: str) -> str:
        """Keep a block until Markdown is done; returns what stands for it meanwhile."""
        return self._blocks.held(html)

    def fail(self, fault: SlaError) -> None:
        """Remember what a macro could not show."""
        log.error("%s", fault)
        self._faults.append(fault)

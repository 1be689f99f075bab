"""The MkDocs plugin: brings agreements into the site, and keeps text from outside away from Markdown.

It adds files and watches folders; what a page shows comes from the macros.
"""

from __future__ import annotations

import logging
import os
import posixpath
import re
import secrets
from collections.abc import Mapping
from importlib.resources import files as resources
from pathlib import Path
from typing import Any, Literal

from jinja2 import Environment
from markupsafe import Markup
from mkdocs.config.base import Config
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import PluginError
from mkdocs.livereload import LiveReloadServer
from mkdocs.plugins import BasePlugin, CombinedEvent, event_priority
from mkdocs.structure.files import File, Files
from mkdocs.structure.pages import Page
from mkdocs.utils.templates import TemplateContext

from living_sla import programs
from living_sla.agreements.markdown.code import protect_code
from living_sla.errors import Fault, Faults, SlaError
from living_sla.model.agreement import Agreement
from living_sla.model.macros import MACRO_NAMES
from living_sla.model.standing import Report
from living_sla.pages import blocks as pages
from living_sla.pages.html import environment
from living_sla.settings import Settings
from living_sla.site import commits, compiled
from living_sla.site.content import beside, changes_page, collisions, docs_files, edit_links, headings, nav, page_macros
from living_sla.site.content.addresses import file_of
from living_sla.site.content.authors import Authors
from living_sla.site.content.blocks import Blocks
from living_sla.site.content.front_matter import front_matter
from living_sla.site.current_report import FOLDERS, report_of
from living_sla.site.event import event
from living_sla.site.publishing import reloading
from living_sla.site.safety import brought, escaping, headers, policy, theme_settings
from living_sla.site.safety.empty_pages import empty_pages
from living_sla.site.safety.replaced import OURS, OWN_DOMAIN, replacements
from living_sla.site.settings import laid_out
from living_sla.site.settings.generator import start_no_programs
from living_sla.site.settings.ground import Ground, ground_of
from living_sla.site.settings.loaded import Configured

log = logging.getLogger("mkdocs.plugins.living_sla")

_CALLS_A_MACRO = re.compile(r"\{\{\s*sla_")


class Options(Config):  # type: ignore[no-untyped-call]
    """The plugin has none: what a site decides stands in `[tool.living_sla]`, for every generator."""


class LivingSlaPlugin(BasePlugin[Options]):  # type: ignore[no-untyped-call]
    """Agreements as pages, from `agreements/` beside the documentation."""

    def __init__(self) -> None:
        super().__init__()
        start_no_programs()
        self.report: Report | None = None
        self._given: tuple[Path, Ground, Settings | None] | None = None
        self._laid_out: Path | None = None
        self._brought = frozenset[brought.Signature]()
        self._policy = policy.NONE
        self._serving, self._nonce = False, ""
        self._blocks = Blocks()
        self._faults: list[SlaError] = []
        self.refused_settings: SlaError | None = None
        """Why the settings of the site are those of before, while somebody edits."""
        self._held: SlaError | None = None
        """What is wrong with the content, while the pages show it as it was."""
        self._agreements: Mapping[str, Agreement] = {}

    def stands_on(self, configured: Configured, folder: Path) -> None:
        """Take project, ground and settings from whoever loaded the settings of the generator, and where from."""
        self._root = configured.root
        self._given = configured.root, configured.ground, configured.settings
        self._laid_out = folder if configured.is_laid_out else None

    @event
    def on_startup(self, *, command: Literal["build", "gh-deploy", "serve"], dirty: bool) -> None:
        """Remember whether somebody is watching: then a fault is shown, and nothing is aborted."""
        self._brought, self._policy = frozenset(), policy.NONE
        self._serving = command == "serve"

    @event
    def on_config(self, config: MkDocsConfig) -> MkDocsConfig:
        """Check the content before anything is written; add our styles, our script and the foot of the pages."""
        if self._given is not None:
            self._root, ground, self._settings = self._given
        else:
            self._root, self._settings = Path(config.config_file_path).resolve().parent, None
            ground = ground_of(self._root)
        programs.shield(self._root)
        compiled.remember(environment(), self._root)
        self._blocks, self._faults = Blocks(), []
        docs_files.refuse_unreadable(Path(config.docs_dir), self._root)
        self.report = self._current_or_last()
        self._agreements = {found.agreement.path: found.agreement for found in self.report.agreements}
        self._authors = Authors(ground, self._root, _beside(config.docs_dir, self._root), self._agreements, self.fail)
        page_macros.guard(
            config,
            page_macros.House(
                allowed=MACRO_NAMES | frozenset(ground.allowed.extra_macros),
                is_trusted=self._authors.are_trusted,
                is_agreement=self._authors.wrote_agreement,
                path_of=self._authors.path_of,
                fail=self.fail,
            ),
        )
        edit_links.settle(config, self.report, _beside(config.docs_dir, self._root))
        for fault in theme_settings.refused(config):
            self.fail(fault)
        for notice in self.report.notices:
            log.info("%s", notice)
        theme_settings.prepare(config, pages.footer(self.report))
        return config

    def _current_or_last(self) -> Report:
        """The report; while somebody edits and the content has faults, the last good one, with the faults said.

        MkDocs would hold back every page until the faults are fixed.
        """
        self._held = None
        try:
            found = report_of(self._root, settings=self._settings)
            if found.refused is not None and not self._serving:
                raise found.refused
            return found
        except SlaError as fault:
            if self._serving and self.report is not None:
                log.error("the content cannot be used; the pages show it as it was\n%s", fault)
                self._held = fault
                return self.report
            raise PluginError(f"the content cannot be used\n{fault}") from None

    @event
    @event_priority(-200)  # after plugins that lay out the files of `docs/` anew, as translations do
    def on_files(self, files: Files, *, config: MkDocsConfig) -> Files:
        """Add every agreement under its own path, with the link that edits it, and what changed; fill in `nav`."""
        domain = files.get_file_from_path(OWN_DOMAIN)
        if domain is not None and self._laid_out is not None and not self._authors.have_agreed_to(OWN_DOMAIN):
            log.info("%s is left out: it is not what it is on the trusted ref", OWN_DOMAIN)
            files.remove(domain)
        for file, fault in list(replacements(files, config, self._authors.have_agreed_to)):
            files.remove(file)
            self.fail(fault)
        if self._laid_out is not None:
            laid_out.take(files, config, self._laid_out / _beside(config.docs_dir, self._root))
        assert self.report is not None
        added = [self._page(path, config, files) for path in self._agreements]
        added += changes_page.added(files, self.report, config, _folder(files))
        self._beside = list(beside.candidates(self._root, files, config))
        if faults := list(collisions.found(added, self._beside, files, config.docs_dir)):
            raise Faults(faults)
        for file in (*added, *self._beside):
            if files.get_file_from_path(file.src_uri) is None:
                files.append(file)
        for name in ("sla.css", "sla.js"):
            source = str(resources("living_sla.site") / "assets" / name)
            files.append(File.generated(config, f"{OURS}{name}", abs_src_path=source))
        self._authors.tell_raw(files, config.docs_dir)
        if config.nav is not None:
            there = [page.src_uri for page in files.documentation_pages()]
            config.nav = nav.expanded(nav.existing(config.nav, there) if self._laid_out else config.nav, there)
        return files

    def _page(self, path: str, config: MkDocsConfig, files: Files) -> File:
        laid_out = posixpath.join(_folder(files), file_of(path, as_folders=config.use_directory_urls))
        page = File(path, str(self._root), config.site_dir, config.use_directory_urls, dest_uri=laid_out)
        page.edit_uri = posixpath.join(posixpath.relpath(".", _beside(config.docs_dir, self._root)), path)
        return page

    @event
    def on_page_read_source(self, *, page: Page, config: MkDocsConfig) -> str | None:
        """An agreement's text below a front matter of our making; the real one never meets MkDocs' reader."""
        agreement = self._agreements.get(page.file.src_uri)
        if agreement is None:
            return None
        return f"{front_matter(agreement)}\n{protect_code(agreement.body)}"

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
        agreement = self._agreements.get(page.file.src_uri)
        html = self._authors.prose(html, page)
        if agreement is not None:
            if not _CALLS_A_MACRO.search(protect_code(agreement.body)):
                html = self._whole(agreement, html)
        elif not self._blocks.are_in(html):
            return html
        html = self._blocks.filled(html)
        page.toc = headings.contents(html)
        page.present_anchor_ids = {*(page.present_anchor_ids or ()), *re.findall(r'\bid="([^"]+)"', html)}
        return html

    @event_priority(1000)  # the theme's own plugin for tags renders templates at 100
    def _escape(self, env: Environment, *, config: MkDocsConfig, files: Files) -> Environment:
        """Make the theme's templates print text as text, whatever pages and settings hold."""
        escaping.escape_by_default(env)
        compiled.remember(env, self._root)
        for file in files.documentation_pages():
            if file.page is not None:
                escaping.mark(file.page)
        return env

    def _learn(self, env: Environment, *, config: MkDocsConfig, files: Files) -> Environment:
        """Learn from the theme which scripts are its own, now that all pages are known and before any is written."""
        empties = list(empty_pages(env, config, files))
        self._nonce = secrets.token_hex(16) if self._serving else ""
        # A plugin for translations builds the site once for each language.
        self._policy = policy.of_theme(empties, config, files, nonce=self._nonce).joined(self._policy)
        self._brought |= brought.of_theme(empties)
        return env

    def _settle(self, env: Environment, *, config: MkDocsConfig, files: Files) -> Environment:
        """Leave out of the site what lies beside agreements and no page wants."""
        for fault in beside.settle(self._beside, files, self._root):
            self.fail(fault)
        return env

    on_env = CombinedEvent(event(_settle), event(_escape), event(_learn))

    @event
    @event_priority(-100)
    def on_page_context(
        self, context: TemplateContext, *, page: Page, config: MkDocsConfig, nav: Any
    ) -> TemplateContext:
        """Mark the content of a page as the HTML that it is, when every plugin is done with it."""
        said = [line for fault in (self.refused_settings, self._held) if fault for line in str(fault).split("\n")]
        above = pages.box("fault", "What is there now cannot be used; this page shows it as it was", *said)
        page.content = (above if said else Markup()) + Markup(page.content or "")
        return context

    @event
    def on_post_page(self, output: str, *, page: Page, config: MkDocsConfig) -> str:
        """Say in the head of every page what it may run, and where the feed is; find what is not in its place."""
        if self._blocks.are_in(output):
            message, hint = "the page shows a block that was not put in its place", "call macros on lines of their own"
            self.fail(SlaError(message, where=self._authors.placing(page)(""), hint=hint, code=Fault.MACRO_NOT_SHOWN))
        return self._policy.applied(changes_page.announced(output, page), url=page.url)

    @event
    def on_post_template(self, output_content: str, *, template_name: str, config: MkDocsConfig) -> str:
        """Say the same in pages that are no documents, such as the one for an address that does not exist."""
        if not template_name.endswith(".html"):
            return output_content
        return self._policy.applied(output_content, url=template_name)

    @event
    def on_post_build(self, *, config: MkDocsConfig) -> None:
        """Write the headers for hosts; fail a build on whose pages something is not as it should be."""
        headers.write(Path(config.site_dir), self._policy.in_header)
        for fault in self._policy.changed(Path(config.site_dir)):
            self.fail(fault)
        if self._faults and not self._serving:
            raise PluginError(f"faults that stop this site: {len(self._faults)}")

    @event
    def on_serve(self, server: LiveReloadServer, *, config: MkDocsConfig, builder: Any) -> LiveReloadServer:
        """Watch agreements and data as well, and let the script that reloads pages run."""
        served = server.get_app()
        if served is not None:
            server.set_app(reloading.marked(served, lambda: self._nonce))
        for path in (*(self._root / folder for folder in FOLDERS), *commits.watched(self._root)):
            if path.exists():
                server.watch(str(path))
        return server

    def brought_to(self, name: str) -> frozenset[brought.Signature] | None:
        """What the theme brings to a page of the site; None for a page that may hold more than prose."""
        if name in self._authors.unlimited:
            return None
        return frozenset() if name in self._authors.raw else self._brought

    # ------------------------------------------------------------ for the macros

    def hold(self, html: str) -> str:
        """Keep a block until Markdown is done; returns what stands for it meanwhile."""
        return self._blocks.held(html)

    def fail(self, fault: SlaError) -> None:
        """Remember what a macro could not show."""
        log.error("%s", fault)
        self._faults.append(fault)

    def _whole(self, agreement: Agreement, prose: str) -> str:
        """The standard page, for a writer who knows nothing of macros."""
        # The title of the page is its only heading of the first level.
        lowered = re.sub(r"<(/?)h1\b", r"<\1h2", prose)
        assert self.report is not None
        return str(pages.agreement(self.report.agreement(agreement.terms.id), self.report, Markup(lowered)))


def _folder(files: Files) -> str:
    """The folder of the site in which the pages of this language lie; empty where there is one language."""
    start = files.get_file_from_path("index.md")
    return posixpath.dirname(start.dest_uri) if start is not None else ""


def _beside(docs_dir: str, root: Path) -> str:
    return Path(os.path.relpath(docs_dir, root)).as_posix()

"""The MkDocs plugin: brings agreements into the site, and keeps text from outside away from Markdown.

It adds files and watches folders; what a page shows comes from the macros.
"""

from __future__ import annotations

import json
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

from living_sla import pages, programs
from living_sla.agreements.markdown_code import protect_code
from living_sla.errors import Faults, SlaError
from living_sla.model.agreement import Agreement
from living_sla.model.macros import MACRO_NAMES
from living_sla.model.standing import Report
from living_sla.site import (
    beside,
    brought,
    collisions,
    docs_files,
    escaping,
    headers,
    headings,
    left_out,
    nav,
    news,
    page_macros,
    policy,
    reloading,
    theme_settings,
)
from living_sla.site.empty_pages import empty_pages
from living_sla.site.event import event
from living_sla.site.generator import start_no_programs
from living_sla.site.ground import ground_of
from living_sla.site.inputs import FOLDERS, report_of
from living_sla.site.replaced import OURS, replacements
from living_sla.site.sanitise import sanitise

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
        self.brought = frozenset[brought.Signature]()
        self.settings_from: str | None = None
        """Whose settings somebody asked for; None: those of the trusted ref."""
        self._serving = False
        self._blocks: dict[str, str] = {}
        self._faults: list[SlaError] = []
        self._agreements: Mapping[str, Agreement] = {}
        self._token = ""

    @event
    def on_startup(self, *, command: Literal["build", "gh-deploy", "serve"], dirty: bool) -> None:
        """Remember whether somebody is watching: then a fault is shown, and nothing is aborted."""
        self._serving = command == "serve"

    @event
    def on_config(self, config: MkDocsConfig) -> MkDocsConfig:
        """Check the content before anything is written; add our styles, our script and the foot of the pages."""
        self._root = Path(config.config_file_path).resolve().parent
        programs.shield(self._root)
        self._ground = ground_of(self._root, self.settings_from)
        page_macros.guard(
            config,
            page_macros.House(
                allowed=MACRO_NAMES | frozenset(self._ground.allowed.extra_macros),
                is_trusted=self._is_trusted,
                is_agreement=lambda page: page.file.src_uri in self._agreements,
                path_of=self._path_of,
                fail=self.fail,
            ),
        )
        self._docs = _beside(config.docs_dir, self._root)
        self._blocks, self._faults, self._token = {}, [], f"slablock{secrets.token_hex(8)}x"
        docs_files.refuse_unreadable(Path(config.docs_dir), self._root)
        self.report = self._current_or_last()
        self._agreements = {found.agreement.path: found.agreement for found in self.report.agreements}
        if not config.repo_url:
            config.edit_uri = None  # MkDocs would warn, page by page, that it leads nowhere
        for fault in theme_settings.refused(config):
            self.fail(fault)
        for notice in self.report.notices:
            log.info("%s", notice)
        config.copyright = Markup(" ").join(
            filter(None, (Markup(sanitise(config.copyright or "")), pages.footer(self.report)))
        )
        config.mdx_configs.setdefault("tables", {}).setdefault("use_align_attribute", True)  # no policy lets styles in
        config.extra_css.append(f"{OURS}sla.css")
        config.extra_javascript.append(f"{OURS}sla.js")
        return config

    def _current_or_last(self) -> Report:
        """The report; while somebody edits and the content has faults, the last good one, with the faults said.

        MkDocs would hold back every page until the faults are mended.
        """
        try:
            found = report_of(self._root)
            if found.refused is not None and not self._serving:
                raise found.refused
            return found
        except SlaError as fault:
            if self._serving and self.report is not None:
                log.error("the content cannot be used; the pages show it as it was\n%s", fault)
                return self.report
            raise PluginError(f"the content cannot be used\n{fault}") from None

    @event
    def on_files(self, files: Files, *, config: MkDocsConfig) -> Files:
        """Add every agreement under its own path, with the link that edits it, and what changed; fill in `nav`."""
        for file, fault in list(replacements(files, config)):
            files.remove(file)
            self.fail(fault)
        assert self.report is not None
        added = [self._page(path, config) for path in self._agreements]
        added += news.added(files, self.report, config)
        self._beside = list(beside.candidates(self._root, files, config))
        if faults := list(collisions.found(added, self._beside, files, config.docs_dir)):
            raise Faults(faults)
        for file in (*added, *self._beside):
            if files.get_file_from_path(file.src_uri) is None:
                files.append(file)
        for name in ("sla.css", "sla.js"):
            source = str(resources("living_sla.site") / "assets" / name)
            files.append(File.generated(config, f"{OURS}{name}", abs_src_path=source))
        if config.nav is not None:
            config.nav = nav.expanded(config.nav, [page.src_uri for page in files.documentation_pages()])
        return files

    def _page(self, path: str, config: MkDocsConfig) -> File:
        page = File(path, str(self._root), config.site_dir, config.use_directory_urls)
        page.edit_uri = posixpath.join(posixpath.relpath(".", self._docs), path)
        return page

    @event
    def on_page_read_source(self, *, page: Page, config: MkDocsConfig) -> str | None:
        """An agreement's text below a front matter of our making; the real one never meets MkDocs' reader."""
        agreement = self._agreements.get(page.file.src_uri)
        if agreement is None:
            return None
        return f"{front_matter(agreement)}\n{protect_code(agreement.body)}"

    @event
    @event_priority(-100)
    def on_page_markdown(self, markdown: str, *, page: Page, config: MkDocsConfig, files: Files) -> str:
        """The text after all macros; one that could not be run has put its error in the place of the page."""
        template = page.meta.get("template", "main.html")
        if template != "main.html" and page.file.generated_by is None and not self._is_trusted(page):
            place, hint = self._placing(page)("template:"), "remove it, or list the page in trusted_pages"
            message = "a page chooses its template"
            self.fail(SlaError(message, where=place, hint=hint, code="SLA-F108"))
        fault = left_out.macro_error(markdown, self._placing(page))
        if fault is not None:
            self.fail(fault)
        return markdown

    @event
    @event_priority(100)
    def on_page_content(self, html: str, *, page: Page, config: MkDocsConfig, files: Files) -> str:
        """The author's text made safe; blocks of macros, or the standard page, put where they belong."""
        agreement = self._agreements.get(page.file.src_uri)
        html = self._prose(html, page, checked=agreement is not None)
        if agreement is not None:
            if not _CALLS_A_MACRO.search(protect_code(agreement.body)):
                html = self._whole(agreement, html)
        elif self._token not in html:
            return html
        html = self._filled(html)
        page.toc = headings.contents(html)
        page.present_anchor_ids = {*(page.present_anchor_ids or ()), *re.findall(r'\bid="([^"]+)"', html)}
        return html

    @event_priority(100)
    def _escape(self, env: Environment, *, config: MkDocsConfig, files: Files) -> Environment:
        """Make the theme's templates print text as text, whatever pages and settings hold."""
        escaping.escape_by_default(env)
        for file in files.documentation_pages():
            if file.page is not None:
                escaping.mark(file.page)
        return env

    def _learn(self, env: Environment, *, config: MkDocsConfig, files: Files) -> Environment:
        """Learn from the theme which scripts are its own, now that all pages are known and before any is written."""
        empties = list(empty_pages(env, config, files))
        self._policy = policy.of_theme(empties, config, files, nonce=secrets.token_hex(16) if self._serving else "")
        self.brought = brought.of_theme(empties)
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
        page.content = Markup(page.content or "")
        return context

    @event
    def on_post_page(self, output: str, *, page: Page, config: MkDocsConfig) -> str:
        """Say in the head of every page what it may run, and where the feed is; find what is not in its place."""
        if self._token in output:
            message, hint = "the page shows a block that was not put in its place", "call macros on lines of their own"
            self.fail(SlaError(message, where=self._placing(page)(""), hint=hint, code="SLA-F024"))
        return self._policy.applied(news.announced(output, page), url=page.url)

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
            server.set_app(reloading.marked(served, lambda: self._policy.nonce))
        for folder in FOLDERS:
            if (self._root / folder).is_dir():
                server.watch(str(self._root / folder))
        return server

    # ------------------------------------------------------------ for the macros

    def hold(self, html: str) -> str:
        """Keep a block until Markdown is done; returns what stands for it meanwhile."""
        name = f"{self._token}{len(self._blocks)}x"
        self._blocks[name] = html
        return f"<div>{name}</div>"

    def fail(self, fault: SlaError) -> None:
        """Remember what a macro could not show."""
        log.error("%s", fault)
        self._faults.append(fault)

    def _prose(self, html: str, page: Page, *, checked: bool) -> str:
        """The author's part of a page, safe, with what is left out told; a `checked` text was told of it before."""
        place = self._placing(page)
        for found in left_out.left_out(html, place):
            if isinstance(found, SlaError):
                self.fail(found)
            elif not checked:
                log.warning("%s", found)
        html = sanitise(html)
        for found in left_out.left_over(html, place):
            self.fail(found)
        return html

    def _placing(self, page: Page) -> left_out.Placing:
        """Finds what an author wrote in the file of a page, named from the folder of the project."""
        return left_out.placing(self._path_of(page), lambda: page.file.content_string)

    def _is_trusted(self, page: Page) -> bool:
        return self._ground.trusts(self._path_of(page), lambda: page.file.content_bytes)

    def _path_of(self, page: Page) -> str:
        """The file of a page, from the folder of the project."""
        path = page.file.src_uri
        return path if path in self._agreements else posixpath.join(self._docs, path)

    def _whole(self, agreement: Agreement, prose: str) -> str:
        """The standard page, for a writer who knows nothing of macros."""
        # The title of the page is its only heading of the first level.
        lowered = re.sub(r"<(/?)h1\b", r"<\1h2", prose)
        assert self.report is not None
        return str(pages.agreement(self.report.agreement(agreement.terms.id), self.report, Markup(lowered)))

    def _filled(self, html: str) -> str:
        name = rf"{self._token}[0-9]+x"
        return re.sub(rf"<div>({name})</div>|({name})", lambda found: self._blocks[found[1] or found[2]], html)


def front_matter(agreement: Agreement) -> str:
    """What the theme needs to know of an agreement, as a front matter that says it in one way only."""
    shown = agreement.presentation
    known = {
        "title": agreement.terms.title,
        "description": shown.description or agreement.terms.summary,
        "icon": shown.icon,
        "tags": list(shown.tags),
        "hide": list(shown.hide),
    }
    lines = [f"{key}: {json.dumps(value, ensure_ascii=False)}" for key, value in known.items() if value]
    return "\n".join(["---", *lines, "---", ""])


def _beside(docs_dir: str, root: Path) -> str:
    return Path(os.path.relpath(docs_dir, root)).as_posix()

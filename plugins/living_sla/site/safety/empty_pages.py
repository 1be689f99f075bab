"""What a theme brings by itself: its templates rendered without any content, to tell it from what somebody wrote."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from typing import TYPE_CHECKING, NamedTuple
from urllib.parse import urlsplit

from jinja2 import Environment, TemplateError
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import File, Files
from mkdocs.structure.pages import Page
from mkdocs.utils import get_relative_url, is_error_template

if TYPE_CHECKING:
    from mkdocs.utils.templates import TemplateContext

log = logging.getLogger("mkdocs.plugins.living_sla")

_PAGE_TEMPLATE = "main.html"


class EmptyPage(NamedTuple):
    """One template at one depth."""

    html: str
    url: str
    """Where it would lie, from the root of the site."""


def empty_pages(env: Environment, config: MkDocsConfig, files: Files) -> Iterator[EmptyPage]:
    """Every template that a page or the site uses, at every depth, without any content."""
    # Imported late: only a build asks.
    from mkdocs.commands.build import get_context
    from mkdocs.structure.nav import Navigation

    nothing = Navigation([], [])
    for template, base in sorted(_used(config, files)):
        page = None
        if template not in config.theme.static_templates:
            above = base.count("..")
            page = Page("", File.generated(config, "x/" * above + "index.md", content=""), config)
            page.content = ""
        context: TemplateContext = get_context(nothing, [], config, page, base)
        try:
            yield EmptyPage(env.get_template(template).render(context), template if page is None else page.url)
        except TemplateError as refused:
            log.info("%s needs a page, so no page runs the scripts in it: %s", template, refused)


def _used(config: MkDocsConfig, files: Files) -> set[tuple[str, str]]:
    pages = [file.page for file in files.documentation_pages() if file.page is not None]
    used = {(str(page.meta.get("template", _PAGE_TEMPLATE)), get_relative_url(".", page.url)) for page in pages}
    for template in config.theme.static_templates:
        if template.endswith(".html"):
            root = urlsplit(config.site_url or "/").path if is_error_template(template) else None
            used.add((template, root or get_relative_url(".", template)))
    return used

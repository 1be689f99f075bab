"""What changed, for readers: a page of its own, an Atom feed, and the link in every head by which readers find it."""

from __future__ import annotations

import posixpath
from collections.abc import Iterator

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import File, Files
from mkdocs.structure.pages import Page

from living_sla.model.figures.standing import Report
from living_sla.pages import blocks as pages

FEED = "changes.xml"
PAGE = "changes.md"

# Nothing but a call: a title or a sentence from outside never passes through Markdown.
_PAGE = """\
---
title: Changes
hide: [navigation]
render_macros: true
---
{{ sla_changes() }}
"""


def added(files: Files, report: Report, config: MkDocsConfig, folder: str = "") -> Iterator[File]:
    """The page of changes, in that folder of the site and unless it has one of its own, and the feed."""
    page = files.get_file_from_path(PAGE)
    if page is None:
        page = File.generated(config, PAGE, content=_PAGE)
        page.dest_uri = posixpath.join(folder, page.dest_uri)
        yield page
    if files.get_file_from_path(FEED) is None:
        document = pages.feed(report, title=config.site_name, page=page.url, site_url=config.site_url or "", path=FEED)
        yield File.generated(config, FEED, content=document)


def announced(html: str, page: Page) -> str:
    """The page with the link by which feed readers find the feed."""
    address = posixpath.relpath(FEED, posixpath.dirname(page.file.dest_uri) or ".")
    link = f'<link rel="alternate" type="application/atom+xml" title="Changes of what was agreed" href="{address}">'
    return html.replace("</head>", f"{link}</head>", 1)

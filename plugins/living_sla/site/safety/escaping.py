"""Text stays text in the templates of a theme, whatever is in it.

MkDocs renders its templates without escaping, and a theme prints titles, descriptions, names of files and settings as
they are, into elements and attributes alike. Two things are done about it, for every page and every template:

- the engine escapes what is printed, unless it is marked as HTML (`Markup`);
- what is HTML by its nature is marked, and what a page says of itself (its front matter, its title, its headings) is
  escaped once and marked, because a search index takes it for HTML as well.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any

from jinja2 import Environment
from markupsafe import Markup, escape
from mkdocs.structure.pages import Page
from mkdocs.structure.toc import AnchorLink

_MEANS_SOMETHING = re.compile(r"[&<>\"']")
# The words of the theme itself, which templates take into JSON as well; and what puts together headings that were
# escaped before, with titles that are.
_ESCAPED = re.compile(r"partials/language|fragments/tags/[^/]+/listing\.html")


def escape_by_default(env: Environment) -> None:
    """Make every template that `env` renders from now on escape what it prints."""
    env.autoescape = lambda name: _ESCAPED.match(name or "") is None
    if env.cache is not None:
        env.cache.clear()


def mark(page: Page) -> None:
    """Make everything that a page says of itself, in its front matter, title and headings, mean what it reads."""
    title, rendered = page.title, getattr(page, "_title_from_render", None)
    if title is not None:
        page.title = _text_of(title) if title == rendered else _marked(str(title))
    page.meta = _marked(dict(page.meta))
    _mark_headings(page.toc)


def _marked(value: Any) -> Any:
    """`value` with every text in it, on any level, escaped where it holds anything that HTML could take for markup.

    What has nothing to escape stays as it is: names of icons and templates are file names, which HTML is not.
    """
    if isinstance(value, str):
        return escape(value) if _MEANS_SOMETHING.search(value) else value
    if isinstance(value, dict):
        return {_marked(key): _marked(part) for key, part in value.items()}
    if isinstance(value, list):
        return [_marked(part) for part in value]
    return value


def _mark_headings(headings: Iterable[AnchorLink]) -> None:
    for heading in headings:
        heading.title = _text_of(heading.title)
        _mark_headings(heading.children)


def _text_of(html: str) -> Markup:
    """The text of a title that Markdown rendered, without its elements."""
    return escape(Markup(html).striptags())

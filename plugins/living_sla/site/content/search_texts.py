"""What the search knows of a page: its sentences, without figures in tables, labels of charts and ids of records.

A search plugin takes a finished page apart letter by letter; of our pages that took longer than writing them.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from functools import partial
from typing import Any

from mkdocs.config.defaults import MkDocsConfig

from living_sla.site.safety import dom

Entries = dict[str, list[Any]]
"""What a search knows of each page, by its file."""

_NOT_SAID = "svg, button, .headerlink, .sla-table, .sla-hidden, [data-search-exclude]"
_INLINE = "a|b|code|em|i|q|span|strong|td|th"
_BLOCKS = "article|caption|dd|div|dt|section|summary|tr"
# What a search shows has no cells and no terms, so words of two of them would run together.
_BETWEEN = (
    (re.compile(r"(?=</t[dh]>\s*<t[dh]\b)"), " · "),
    (re.compile(r"(?<=[\w)])(?=\s*</dt>)"), ":"),
    (re.compile(rf"(?<=[\w)%])(?=(?:</(?:{_INLINE})>)*\s*</(?:dd|tr|caption|summary)>)"), "."),
    (re.compile(r"(?<=\w)(?=<span class=\"sla-note)"), ","),
    (re.compile(rf"(?=<span\b)|(?=</(?:{_BLOCKS})>)"), " "),
)


def keep_short(config: MkDocsConfig) -> None:
    """Let every search plugin of the site read the text of a page in the place of the page; once for each build."""
    for index in _indexes(config):
        read = index.add_entry_from_context
        index.add_entry_from_context = lambda page, read=read: read(_Said(page))


def continued(config: MkDocsConfig, known: Entries, kept: Iterable[str]) -> Entries:
    """Put into the search of this build what is `known` of pages that are not read again, the `kept` ones.

    Returns what it knows of each page, by its file; complete when all pages were read.
    """
    found = {path: known[path] for path in kept if path in known}
    for index in _indexes(config):
        entries = index.entries if hasattr(index, "entries") else index._entries
        for path in found:
            entries.extend(found[path])
        index.add_entry_from_context = partial(_noting, index.add_entry_from_context, entries, found)
    return found


def _noting(read: Callable[[Any], None], entries: list[Any], found: Entries, page: Any) -> None:
    before = len(entries)
    read(page)
    found[page.file.src_uri] = entries[before:]


def _indexes(config: MkDocsConfig) -> Iterator[Any]:
    for name, plugin in config.plugins.items():
        index: Any = getattr(plugin, "search_index", None)
        if name.rpartition("/")[2] == "search" and index is not None:
            yield index


def text_of(html: str) -> str:
    """The part of a page that is read as sentences, with its headings, as HTML for a search index."""
    text = dom.without(html, _NOT_SAID)
    for pattern, between in _BETWEEN:
        text = pattern.sub(between, text)
    return text


class _Said:
    """A page whose content is its text."""

    def __init__(self, page: Any) -> None:
        self._page = page
        self.content = text_of(page.content or "")

    def __getattr__(self, name: str) -> Any:
        return getattr(self._page, name)

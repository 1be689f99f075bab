"""What the search knows of a page: its sentences, without figures in tables, labels of charts and ids of records.

A search plugin takes a finished page apart letter by letter; of our pages that took longer than writing them.
"""

from __future__ import annotations

import hashlib
import json
import re
import sys
from collections.abc import Callable, Iterable, Iterator
from functools import partial
from pathlib import Path
from typing import Any

from mkdocs.config.defaults import MkDocsConfig

from living_sla.cache import Cache
from living_sla.site.safety import dom

Entries = dict[str, list[Any]]
"""What a search knows of each page, by its file or by what it was told."""
_KEPT = "search-texts"

_NOT_SAID = "svg, button, .headerlink, .linenodiv, .sla-table, .sla-hidden, [data-search-exclude]"
_INLINE = "a|b|code|em|i|q|span|strong|td|th"
_BLOCKS = "article|caption|dd|div|dt|section|summary|tr"
_REST = r'(?:"[^"]*"|[^">])*>'
# What a search shows has no cells and no terms, so words of two of them would run together.
_BETWEEN = (
    (re.compile(r"</t[dh]>\s*(?=<t[dh]\b)"), " · "),
    (re.compile(r"(?<=[\w)])(?=\s*</dt>)"), ":"),
    (re.compile(rf"(?<=[\w)%])(?=(?:</(?:{_INLINE})>)*\s*</(?:dd|tr|caption|summary)>)"), "."),
    (re.compile(r"<span class=\"sla-note(?<=\w<span class=\"sla-note)"), r",\g<0>"),
    (re.compile(rf"<span\b|</(?:{_BLOCKS})>"), r" \g<0>"),
    # A search takes a text apart tag by tag; without those that it passes over this takes 0.43 of the time.
    (
        re.compile(
            rf"</?(?:a|abbr|b|bdi|caption|d[dlt]|em|i|q|small|span|strong|t(?:able|body|[dhr]|head)|time)\b{_REST}"
        ),
        "",
    ),
    (
        re.compile(rf"<(article|code|details|div|fig(?:caption|ure)|li|nav|ol|p|pre|section|summary|ul) {_REST}"),
        r"<\1>",
    ),
    (re.compile(r"\s{2,}(?![^<]*</(?:code|pre)>)"), " "),
)


class ShortTexts:
    """What every search plugin of a site is told of its pages: their texts in the place of the pages.

    What it made of a page is remembered by all that it was told, and by the plugin: a tenth of a build of 360 pages.
    """

    def __init__(self, config: MkDocsConfig, cache: Cache | None) -> None:
        """From now on in this build."""
        self._cache = cache
        self._known: Entries = json.loads((cache and cache.read(_KEPT)) or b"{}")
        self._told: Entries = {}
        for index in _indexes(config):
            index.add_entry_from_context = partial(self._tell, index, index.add_entry_from_context, _plugin(index))

    def _tell(self, index: Any, read: Callable[[Any], None], plugin: str, page: Any) -> None:
        said = (plugin, page.content, page.url, page.title, str(page.toc), page.meta)
        name = hashlib.sha256(repr(said).encode("utf-8", "surrogatepass")).hexdigest()
        entries = _entries(index)
        if name in self._known:
            entries.extend(self._known[name])
            self._told[name] = self._known[name]
        else:
            before = len(entries)
            read(_Said(page))
            self._told[name] = entries[before:]

    def keep(self) -> None:
        """Keep what was made of the pages of this build for the next one."""
        if self._cache and self._told.keys() != self._known.keys():
            self._cache.write(_KEPT, json.dumps(self._told, default=str).encode())


def _plugin(index: Any) -> str:
    """All that decides what an index makes of a page: the code of the plugin, and how it is set."""
    module = sys.modules[type(index).__module__]
    code = hashlib.sha256(Path(str(module.__file__)).read_bytes()).hexdigest()
    return f"{code} {index.config} {getattr(module, 'jieba', None) is not None}"


def continued(config: MkDocsConfig, known: Entries, kept: Iterable[str]) -> Entries:
    """Put into the search of this build what is `known` of pages that are not read again, the `kept` ones.

    Returns what it knows of each page, by its file; complete when all pages were read.
    """
    found = {path: known[path] for path in kept if path in known}
    for index in _indexes(config):
        entries = _entries(index)
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


def _entries(index: Any) -> list[Any]:
    entries: list[Any] = index.entries if hasattr(index, "entries") else index._entries
    return entries


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

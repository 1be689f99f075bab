"""The navigation: entries of `nav` that are patterns become the pages that they match."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from fnmatch import fnmatchcase
from typing import Any


def expanded(nav: Any, pages: Iterable[str]) -> Any:
    """`nav` with each pattern (``agreements/*.md``) replaced by the pages it matches and no other entry names.

    An entry or a section that is left without a page is dropped, so that a site may name folders before they
    hold anything. Pages stay in the order in which they come.
    """
    pages = list(pages)
    named = {page for page in _leaves(nav) if not _is_pattern(page)}
    return _expand(nav, [page for page in pages if page not in named])


def existing(nav: Any, pages: Iterable[str]) -> Any:
    """`nav` without the entries that name a page which is not there: its settings are those of another ref."""
    there = {*pages}
    return without(nav, {name for name in _leaves(nav) if not _is_pattern(name) and name.endswith(".md")} - there)


def without(nav: Any, gone: Collection[str]) -> Any:
    """`nav` without the entries that name one of these pages, and without a section of which nothing is left."""

    def kept(item: Any) -> Any:
        if isinstance(item, list):
            return [rest for part in item if (rest := kept(part)) not in ([], {}, None)]
        if isinstance(item, dict):
            return {title: rest for title, part in item.items() if (rest := kept(part)) not in ([], {}, None)}
        return None if isinstance(item, str) and item in gone else item

    return kept(nav)


def _expand(item: Any, free: list[str]) -> Any:
    if isinstance(item, str):
        return [page for page in free if _matches(page, item)] if _is_pattern(item) else item
    if isinstance(item, list):
        parts = [_expand(part, free) for part in item]
        flat = [leaf for part in parts for leaf in (part if isinstance(part, list) else [part])]
        return [part for part in flat if part not in ({}, [])]
    if isinstance(item, dict):
        return {title: rest for title, part in item.items() if (rest := _expand(part, free)) not in ([], {})}
    return item


def _leaves(item: Any) -> Iterable[str]:
    if isinstance(item, str):
        yield item
    else:
        for part in item.values() if isinstance(item, dict) else item or ():
            yield from _leaves(part)


def _is_pattern(entry: str) -> bool:
    return "*" in entry


def _matches(page: str, pattern: str) -> bool:
    """A star stands for anything but a slash, so ``*.md`` means the pages at the top."""
    return page.count("/") == pattern.count("/") and fnmatchcase(page, pattern)

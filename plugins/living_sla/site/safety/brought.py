"""Which elements of a page its theme brings: whatever else could act on a page was written by somebody."""

from __future__ import annotations

import json
import posixpath
from collections.abc import Iterable
from urllib.parse import unquote

from living_sla.model.address import read_address
from living_sla.site.safety import dom
from living_sla.site.safety.empty_pages import EmptyPage
from living_sla.site.safety.theme_html import corrected

Signature = tuple[str, frozenset[tuple[str, str | None]], str]
"""An element with its attributes and what it holds; addresses are those of files, from the root of the site."""

ADDRESSES = frozenset({
    "action", "archive", "background", "cite", "classid", "codebase", "data", "formaction", "href", "longdesc",
    "manifest", "ping", "poster", "profile", "src", "srcset", "usemap", "xlink:href",
})  # fmt: skip
"""Attributes that hold an address."""
# What a policy adds to a script of the theme.
_ADDED = frozenset({"integrity", "nonce"})


def of_theme(empties: Iterable[EmptyPage]) -> frozenset[Signature]:
    """Every element that the templates of a theme print without any content."""
    return frozenset(
        signature(element, empty.url) for empty in empties for element in dom.elements(corrected(empty.html))
    )


def signature(element: dom.Element, url: str) -> Signature:
    """What an element is, on a page that lies at `url`, alike for pages at all depths."""
    attributes = (
        (name, _from_root(value, url) if value and name in ADDRESSES else value)
        for name, value in element.attributes.items()
        if name not in _ADDED
    )
    return element.tag, frozenset(attributes), _settings(element, url) or element.text.strip()


def _settings(element: dom.Element, url: str) -> str:
    """What the theme tells its script in a page, with the two addresses in it from the root; else nothing."""
    if element.tag != "script" or element.attributes.get("id") != "__config":
        return ""
    try:
        settings = json.loads(element.text)
        moved = {name: _from_root(str(settings[name]), url) for name in ("base", "search")}
        return json.dumps(settings | moved, sort_keys=True)
    except (ValueError, TypeError, LookupError):
        return ""


def _from_root(written: str, url: str) -> str:
    """The path of a file from the root of the site; an address that is no relative path as it is written."""
    if written.startswith(("#", "/")) or not read_address(written).is_path:
        return written
    return posixpath.normpath(posixpath.join(posixpath.dirname(url), unquote(written)))

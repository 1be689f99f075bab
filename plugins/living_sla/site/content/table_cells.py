"""On which side the text of a cell stands: by a class, for no policy lets styles in, and HTML no longer has `align`."""

from __future__ import annotations

import re

_ALIGNED = re.compile(r'<(?:td|th)\b[^<>]*\salign="[^"<>]*"[^<>]*>')
_ALIGN = re.compile(r'\salign="([^"]*)"')
_CLASS = re.compile(r'(?<=\sclass=")')
_SIDES = frozenset({"left", "center", "right"})


def aligned(html: str) -> str:
    """What Markdown makes of tables, with classes of ours in place of `align`; an unknown side is left out."""
    return _ALIGNED.sub(lambda cell: _by_class(cell[0]), html) if "align=" in html else html


def _by_class(tag: str) -> str:
    found = _ALIGN.search(tag)
    side = found[1].lower() if found else ""
    tag = _ALIGN.sub("", tag)
    if side not in _SIDES:
        return tag
    if _CLASS.search(tag):
        return _CLASS.sub(f"sla-at-{side} ", tag, count=1)
    return f'{tag[:3]} class="sla-at-{side}"{tag[3:]}'

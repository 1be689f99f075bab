"""Ids that stand once on a page, whatever macros it calls, and however often.

A block brings its own ids. One that the page has already gets a number, and what points to it inside the block follows.
"""

from __future__ import annotations

import re
from itertools import count

# Every value in our blocks is escaped, so no quote inside a text or a value is taken for the end of one.
# Letters come first: what begins with a look behind is tried at every place of a page, and takes twenty times as long.
_ID = re.compile(r'id="(?<=\sid=")([^"]+)"')
_POINTS = re.compile(r'(?<=\s)(id|for|headers|aria-labelledby|aria-describedby|aria-controls|aria-owns)="([^"]+)"')
_LINKS = re.compile(r'(?<=\shref=")(#|&#35;)([^"]+)(?=")')


def unlike(block: str, taken: set[str]) -> str:
    """The block with ids that are not `taken` on its page; they are taken then."""
    held = set(_ID.findall(block))
    anew: dict[str, str] = {}
    for name in sorted(held & taken):
        numbered = (f"{name}-{number}" for number in count(2))
        anew[name] = next(other for other in numbered if other not in taken and other not in held)
        taken.add(anew[name])
    taken |= held
    if not anew:
        return block

    def pointing(found: re.Match[str]) -> str:
        return f'{found[1]}="{" ".join(anew.get(name, name) for name in found[2].split(" "))}"'

    renamed = _POINTS.sub(pointing, block)
    return _LINKS.sub(lambda link: f"{link[1]}{anew.get(link[2], link[2])}", renamed)


def ids_of(html: str) -> set[str]:
    """The ids that stand in some HTML."""
    return set(_ID.findall(html))

"""A finished block without characters that nobody sees, or that turn the direction of reading."""

from __future__ import annotations

import re

from markupsafe import Markup

from living_sla.model.harmless import cannot_be_shown

# What `entities` makes of control characters: all that have a number below 160 are entities there.
_CONTROL = re.compile(r"&#(?:[0-9]|[12][0-9]|3[01]|12[7-9]|1[3-5][0-9]);")
_REPLACED = "\N{REPLACEMENT CHARACTER}"


def shown_only(html: Markup) -> Markup:
    """`html` with a mark in the place of each such character: text from outside may hold them where no file did."""
    text = _CONTROL.sub(_REPLACED, html)
    if not text.isascii():
        strange = {letter for letter in {*text} if not letter.isascii() and cannot_be_shown(letter)}
        text = text.translate(dict.fromkeys(map(ord, strange), _REPLACED)) if strange else text
    return Markup(text)

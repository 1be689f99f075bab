"""What a theme writes against the HTML Standard, written as the standard has it; nothing that a reader sees changes."""

from __future__ import annotations

import re

# An empty `tabindex` counts as none to a browser, and is an error all the same.
_NO_POSITION = re.compile(r'(<label class="md-nav__link[^<>]*) tabindex=""(?=>)')
# Checkboxes and radio buttons keep no text to complete.
_COMPLETED = re.compile(r'(<input class="md-toggle"[^<>]* type="checkbox"[^<>]*) autocomplete="off"(?=[^<>]*>)')
_TITLE_OF_CONTENTS = '<label class="md-nav__title" for="__toc">'
_TOGGLE_OF_CONTENTS = re.compile(r'<input\b[^<>]* id="__toc"')


def corrected(html: str) -> str:
    """A page as the theme writes it, without attributes that its elements may not have.

    An element that an author writes has no class of the theme, and what stands in a text has no `<`.
    """
    html = _COMPLETED.sub(r"\1", _NO_POSITION.sub(r"\1", html))
    if _TITLE_OF_CONTENTS in html and not _TOGGLE_OF_CONTENTS.search(html):
        # A page outside the navigation has contents, and no switch that shows them on a phone.
        html = html.replace(_TITLE_OF_CONTENTS, '<label class="md-nav__title">')
    return html

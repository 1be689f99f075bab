"""The body of minutes as HTML: Markdown of a few fixed extensions, made as safe as the text of an agreement.

Extensions of the site are not asked: one may include files, run what it finds, or fetch something. What is in minutes
is never handed to the template engine, and has no ids: nothing of it can be linked to in the place of a part of ours.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import markdown
from markupsafe import Markup

from living_sla.site.content.table_cells import aligned
from living_sla.site.safety.sanitise import sanitise

if TYPE_CHECKING:
    from living_sla.model.reviews.minutes import Minutes

_EXTENSIONS = ("tables", "fenced_code", "sane_lists")
_ID = re.compile(r' (?:id|for|name)="[^"]*"')
_TAG = re.compile(r"<[^>]*>")
_HEADING = re.compile(r"(?<=<)(/?)h[1-6]\b")


def notes_of(minutes: Minutes | None) -> Markup:
    """What else was written into the minutes, its headings below those of a part; empty where there is nothing."""
    if minutes is None or not minutes.body.strip():
        return Markup("")
    html = sanitise(markdown.markdown(minutes.body, extensions=_EXTENSIONS, output_format="html"))
    plain = _TAG.sub(lambda tag: _ID.sub("", tag[0]), html)
    return Markup(aligned(_HEADING.sub(r"\1h4", plain)).strip())

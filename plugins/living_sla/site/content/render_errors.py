"""What the macros plugin says of a page that it cannot render: a fault, where it prints a traceback on its own."""

from __future__ import annotations

import re
from typing import Any

from living_sla.errors import Fault, Place, SlaError
from living_sla.unforeseen import place_of

_OF_TEMPLATES = "jinja2.exceptions"


def say_render_errors_in_words() -> None:
    """Register our words with the macros plugin; other generators, and other releases of it, have their own."""
    try:
        # Imported late: a page that renders needs none of it.
        from mkdocs_macros.errors import format_error
    except ImportError:
        return
    for kind in {Exception, *format_error.registry} - {object}:
        format_error.register(kind, in_words)


def in_words(error: Exception, markdown: str, page: Any) -> str:
    """Which page it is and what is wrong there, as a fault that can be looked up; see `fault_of`."""
    return str(fault_of(error, markdown, page, page.file.src_uri))


def fault_of(error: Exception, markdown: str, page: Any, path: str) -> SlaError:
    """What went wrong in the page at `path`; `markdown` is the page without its front matter.

    Of an error that is not of the template itself only the kind is said: its words may quote a value.
    """
    # The class is known by its module: to this room Jinja2 is not more than a name.
    of_template = type(error).__module__ == _OF_TEMPLATES
    ended = f"a macro ended in {type(error).__name__} at {place_of(error)}"
    what = str(getattr(error, "message", "")) if of_template else ended
    place = Place(path, _line(error, what, markdown, page))
    hint = "call sla_… macros with plain values only; `sla docs macros` shows them all"
    return SlaError(f"Macro Rendering Error: {what}", where=place, hint=hint, code=Fault.UNKNOWN_MACRO)


def lines_above(markdown: str, page: Any) -> int | None:
    """How many lines of the file the front matter takes; None where other plugins have written into the text."""
    source = (page.file.content_string or "").replace("\r\n", "\n")
    return source.removesuffix(markdown).count("\n") if source.endswith(markdown) else None


def _line(error: Exception, what: str, markdown: str, page: Any) -> int | None:
    above = lines_above(markdown, page)
    if above is None:
        return None
    name = re.match(r"'(\w+)' is undefined", what)
    lines = enumerate(markdown.split("\n"), 1)
    named_at = next((at for at, text in lines if re.search(rf"\b{name[1]}\b", text)), None) if name else None
    at = getattr(error, "lineno", None) or named_at
    return above + at if at else None

"""What a page will not show of what its author wrote, so that nobody finds out from the finished site."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from living_sla.agreements.markdown.html import TAGS
from living_sla.errors import Fault, Notice, Place, SlaError, WarningName
from living_sla.model.address import read_address
from living_sla.site.safety import dom
from living_sla.site.safety.sanitise import is_an_authors

Placing = Callable[[str], Place]
_FRAME = frozenset({"html", "head", "body"})
_LEFTOVERS = (("{{", "a call of a macro that nobody ran"), ("{%", "a template that nobody ran"))
# How the macros plugin begins the page that it puts in the place of one that it could not render.
_MACRO_ERROR = "# _Macro Rendering Error_"


def left_out(html: str, place: Placing) -> Iterator[SlaError | Notice]:
    """What `sanitise` takes out of a page: a fault for what a browser would fetch elsewhere, a notice for the rest.

    `html` is the page as Markdown made it, `place` says where its author wrote something.
    """
    for tag, attributes, _ in dom.elements(html):
        if tag not in TAGS | _FRAME:
            where = place(f"<{tag}")
            yield Notice(WarningName.RAW_HTML, f"<{tag}> is left out of the page", where, "write it in Markdown")
        for name, value in attributes.items():
            if name.startswith("on"):
                hint = "remove it: pages run no scripts of their own"
                yield Notice(WarningName.RAW_HTML, f"{name} is left out of the page", place(name), hint)
            elif name == "id" and value and not is_an_authors(value):
                hint = (
                    "write another behind the heading, for example {#why}; those with two underscores are the theme's"
                )
                yield Notice(WarningName.RAW_HTML, f"the id {value} is left out of the page", place(value), hint)
            elif name == "src" and value and not read_address(value).is_path:
                hint = "put the file into docs/ and link to it there; pages ask no other host for anything"
                message = f"<{tag}> from another host"
                yield SlaError(message, where=place(value), hint=hint, code=Fault.REMOTE_RESOURCE)
            elif name == "href" and value and not read_address(value).is_link:
                hint = "link to a page by a path, or begin with https://, http://, mailto: or tel:"
                yield Notice(WarningName.UNSAFE_LINK, "a link is left out of the page", place(value), hint)


def left_over(html: str, place: Placing) -> Iterator[SlaError]:
    """Template code that a page would show, because nobody ran it; `html` is the author's part, and nothing else.

    What comes out of a history or an export is not looked at here: there, braces are text.
    """
    if not any(sign in html for sign, _ in _LEFTOVERS):
        return
    text = dom.text_outside_code(html)
    for sign, what in _LEFTOVERS:
        if sign in text:
            where, hint = place(sign), "put braces that readers are to see in `backticks`"
            yield SlaError(f"the page shows {what}", where=where, hint=hint, code=Fault.MACRO_NOT_SHOWN)


def macro_error(markdown: str, place: Placing) -> SlaError | None:
    """The fault of a page that the macros plugin has put an error page in the place of."""
    if not markdown.lstrip().startswith(_MACRO_ERROR):
        return None
    hint = "see the messages of the build, or set on_error_fail: true for the macros plugin"
    return SlaError("a macro could not be run", where=place(""), hint=hint, code=Fault.MACRO_NOT_SHOWN)


def placing(path: str, source: Callable[[], str]) -> Placing:
    """Finds the first line of a file that holds a text; only the file where Markdown made that text of another.

    `source` is asked for the text of the file when something is looked for, which is seldom.
    """

    def place(needle: str) -> Place:
        text = source().lower() if needle else ""
        at = text.find(needle.lower()) if needle else -1
        return Place(path, text.count("\n", 0, at) + 1 if at >= 0 else None)

    return place

"""HTML and links in a body: what the site will strip (a warning), and what would leave the reader's browser."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator

from living_sla.errors import Notice, Place, SlaError

_TAGS = (
    "a abbr b blockquote br caption cite code col colgroup dd del details div dl dt em figcaption figure h1 h2 h3 h4 "
    "h5 h6 hr i img ins kbd li mark ol p pre q s samp small span strong sub summary sup table tbody td tfoot th thead "
    "tr u ul var"
)
ALLOWED_TAGS = frozenset(_TAGS.split())

_TAG = re.compile(r"<(/?)([A-Za-z][A-Za-z0-9-]*)(?=[\s/>])([^<>]*)")
_ATTRIBUTE = re.compile(r"([A-Za-z_:][-A-Za-z0-9_:.]*)\s*=\s*(\"[^\"]*\"|'[^']*'|[^\s\"'<>]+)")
_EVENT = re.compile(r"\bon[a-z]{3,}\s*=", re.IGNORECASE)
_ATTRIBUTE_LIST = re.compile(r"\{:?[ ]([^{}\n]*)\}")
_INLINE = re.compile(r"(!?)\[[^\[\]]*\]\(\s*<?([^\s()<>]+)")
_REFERENCE = re.compile(r"^[ ]{0,3}\[([^\[\]]+)\]:\s*<?(\S+?)>?(?:\s|$)", re.MULTILINE)
_USED_AS_IMAGE = re.compile(r"!\[([^\[\]]*)\](?:\[([^\[\]]*)\])?(?!\()")
_CSS = re.compile(r"(?:url\(|@import)\s*[\"']?\s*((?:https?:)?//)", re.IGNORECASE)
_EXTERNAL = re.compile(r"(?:https?:)?//", re.IGNORECASE)
_UNSAFE = re.compile(r"(?:javascript|vbscript|data):", re.IGNORECASE)
# Attributes that make a browser fetch something by itself.
_FETCHING = ("src", "srcset", "data", "poster", "background")


def page_findings(text: str, *, path: str, first_line: int) -> Iterator[SlaError | Notice]:
    """Findings about raw HTML, links and images in a body whose code has been blanked."""
    place = _Lines(text, path, first_line)
    yield from _tags(text, place)
    yield from _markdown_links(text, place)
    for match in _CSS.finditer(text):
        yield _external("a style", place(match.start()))


class _Lines:
    """The place of an offset of a text that begins on `first_line` of a file."""

    def __init__(self, text: str, path: str, first_line: int) -> None:
        self._text, self._path, self._first_line = text, path, first_line

    def __call__(self, offset: int) -> Place:
        return Place(self._path, self._first_line + self._text.count("\n", 0, offset))


def _tags(text: str, place: _Lines) -> Iterator[SlaError | Notice]:
    for match in _TAG.finditer(text):
        where, name = place(match.start()), match[2].lower()
        if not match[1] and name not in ALLOWED_TAGS:
            yield Notice("raw-html", f"<{name}> is left out of the page", where, "write it in Markdown")
        for attribute, quoted in _ATTRIBUTE.findall(match[3]):
            yield from _attribute(name, attribute.lower(), quoted.strip("\"'"), where)
    for match in _ATTRIBUTE_LIST.finditer(text):
        if _EVENT.search(match[1]):
            yield _stripped_event(place(match.start()))


def _attribute(tag: str, name: str, value: str, where: Place) -> Iterator[SlaError | Notice]:
    if name.startswith("on"):
        yield _stripped_event(where)
    fetches = name in _FETCHING or (name == "href" and tag == "link")
    if fetches and any(_EXTERNAL.match(address) for address in _address(value).split(",")):
        yield _external(f"<{tag}>", where)
    if name in ("href", "src") and _UNSAFE.match(_address(value)):
        yield _unsafe(where)


def _markdown_links(text: str, place: _Lines) -> Iterator[SlaError | Notice]:
    images = {(label or alt).casefold() for alt, label in _USED_AS_IMAGE.findall(text)}
    for match in _INLINE.finditer(text):
        yield from _link(match[2], match[1] == "!", place(match.start()))
    for match in _REFERENCE.finditer(text):
        yield from _link(match[2], match[1].casefold() in images, place(match.start()))


def _link(target: str, image: bool, where: Place) -> Iterator[SlaError | Notice]:
    address = _address(target)
    if _UNSAFE.match(address):
        yield _unsafe(where)
    elif image and _EXTERNAL.match(address):
        yield _external("an image", where)


def _address(target: str) -> str:
    """The address as a browser takes it: entities resolved, white space and control characters dropped."""
    return re.sub(r"[\x00-\x20]", "", html.unescape(target))


def _external(what: str, where: Place) -> SlaError:
    hint = "put the file beside the agreement and link it from there; pages ask no other host for anything"
    return SlaError(f"{what} from another host", where=where, hint=hint, code="SLA-F030")


def _stripped_event(where: Place) -> Notice:
    return Notice("raw-html", "an on... attribute is left out of the page", where, "remove it")


def _unsafe(where: Place) -> Notice:
    return Notice("unsafe-link", "a javascript: or data: address is left out of the page", where, "link to a page")

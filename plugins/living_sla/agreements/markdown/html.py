"""HTML and links in a body: what the site will strip (a warning), and what would leave the reader's browser."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator

from living_sla.errors import Fault, Notice, Place, SlaError, WarningName
from living_sla.model.address import LINKS, Address, read_address

_ELEMENTS = (
    "a abbr aside b blockquote br caption cite code col colgroup dd del details dfn div dl dt em figcaption figure "
    "h1 h2 h3 h4 h5 h6 hr i img input ins kbd label li mark nav ol p pre q s samp section small span strong sub "
    "summary sup table tbody td tfoot th thead time tr u ul var wbr"
)
TAGS = frozenset(_ELEMENTS.split())
"""The elements of prose, which an author may write; others are left out of the page."""

_TAG = re.compile(r"<(/?)([A-Za-z][A-Za-z0-9-]*)(?=[\s/>])([^<>]*)")
_ATTRIBUTE = re.compile(r"([A-Za-z_:][-A-Za-z0-9_:.]*)\s*=\s*(\"[^\"]*\"|'[^']*'|[^\s\"'<>]+)")
_EVENT = re.compile(r"\bon[a-z]{3,}\s*=", re.IGNORECASE)
_ATTRIBUTE_LIST = re.compile(r"\{:?[ ]*([^{}\n]*)\}")
_INLINE = re.compile(r"(!?)\[[^\[\]]*\]\(\s*<?([^\s()<>]+)")
_REFERENCE = re.compile(r"^[ ]{0,3}\[([^\[\]]+)\]:\s*<?(\S+?)>?(?:\s|$)", re.MULTILINE)
_USED_AS_IMAGE = re.compile(r"!\[([^\[\]]*)\](?:\[([^\[\]]*)\])?(?!\()")
_CSS = re.compile(r"(?:url\(|@import)\s*[\"']?\s*((?:https?:)?//)", re.IGNORECASE)
# Attributes that make a browser fetch something by itself.
_FETCHING = ("src", "srcset", "data", "poster", "background")


def page_findings(text: str, *, path: str, first_line: int) -> Iterator[SlaError | Notice]:
    """Findings about raw HTML, links and images in a body whose code has been blanked."""
    place = _LineIndex(text, path, first_line)
    yield from _tags(text, place)
    yield from _markdown_links(text, place)
    for match in _CSS.finditer(text):
        yield _external("a style", place(match.start()))


class _LineIndex:
    """The place of an offset of a text that begins on `first_line` of a file."""

    def __init__(self, text: str, path: str, first_line: int) -> None:
        self._text, self._path, self._first_line = text, path, first_line

    def __call__(self, offset: int) -> Place:
        return Place(self._path, self._first_line + self._text.count("\n", 0, offset))


def _tags(text: str, place: _LineIndex) -> Iterator[SlaError | Notice]:
    for match in _TAG.finditer(text):
        where, name = place(match.start()), match[2].lower()
        if not match[1] and name not in TAGS:
            yield Notice(WarningName.RAW_HTML, f"<{name}> is left out of the page", where, "write it in Markdown")
        for attribute, quoted in _ATTRIBUTE.findall(match[3]):
            yield from _attribute(name, attribute.lower(), quoted.strip("\"'"), where)
    for match in _ATTRIBUTE_LIST.finditer(text):
        if _EVENT.search(match[1]):
            yield _stripped_event(place(match.start()))


def _attribute(tag: str, name: str, value: str, where: Place) -> Iterator[SlaError | Notice]:
    if name.startswith("on"):
        yield _stripped_event(where)
    if name in _FETCHING or (name == "href" and tag == "link"):
        candidates = value.split(",") if name == "srcset" else [value]
        for candidate in candidates:
            yield from _fetched(_address(candidate.strip().partition(" ")[0]), f"<{tag}>", where)
    elif name in ("href", "cite"):
        yield from _followed(_address(value), where)


def _markdown_links(text: str, place: _LineIndex) -> Iterator[SlaError | Notice]:
    images = {(label or alt).casefold() for alt, label in _USED_AS_IMAGE.findall(text)}
    for match in _INLINE.finditer(text):
        yield from _link(match[2], match[1] == "!", place(match.start()))
    for match in _REFERENCE.finditer(text):
        yield from _link(match[2], match[1].casefold() in images, place(match.start()))


def _link(target: str, image: bool, where: Place) -> Iterator[SlaError | Notice]:
    yield from _fetched(_address(target), "an image", where) if image else _followed(_address(target), where)


def _address(target: str) -> Address:
    """What stands in an attribute or behind a Markdown link, its entities resolved, as a browser takes it."""
    return read_address(html.unescape(target))


def _fetched(address: Address, what: str, where: Place) -> Iterator[SlaError | Notice]:
    """What a browser asks for by itself: a file of the site, and nothing else."""
    if address.authority is not None:
        yield _external(what, where)
    elif address.scheme:
        yield _left_out(address, where)


def _followed(address: Address, where: Place) -> Iterator[Notice]:
    """Where a reader is sent by a click."""
    if not address.is_link:
        yield _left_out(address, where)


def _external(what: str, where: Place) -> SlaError:
    hint = "put the file beside the agreement and link it from there; pages ask no other host for anything"
    return SlaError(f"{what} from another host", where=where, hint=hint, code=Fault.REMOTE_RESOURCE)


def _left_out(address: Address, where: Place) -> Notice:
    if address.has_user:
        what = "an address with a user before its host"
    elif address.scheme and address.scheme not in LINKS:
        what = f"a {address.scheme}: address"
    else:
        what = "an address that browsers and people read in two ways"
    hint = f"link to a page by a path, or begin with one of {', '.join(LINKS)}"
    return Notice(WarningName.UNSAFE_LINK, f"{what} is left out of the page", where, hint)


def _stripped_event(where: Place) -> Notice:
    return Notice(WarningName.RAW_HTML, "an on... attribute is left out of the page", where, "remove it")

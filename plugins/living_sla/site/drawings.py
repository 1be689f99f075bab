"""Drawings and other XML files beside the pages: a browser that is led to one runs the scripts in it.

Shown in a page as a picture, a drawing runs nothing. Opened by itself it is a document of the site like every page.
"""

from __future__ import annotations

from collections.abc import Iterator
from xml.parsers import expat

from living_sla.model.address import read_address
from living_sla.site import stylesheets

_SVG, _XHTML = "http://www.w3.org/2000/svg", "http://www.w3.org/1999/xhtml"
# Elements of a drawing that run, fetch or hold other documents; `set` and its kind can give a script to an attribute.
_ACTING = frozenset({"animate", "foreignObject", "handler", "iframe", "listener", "script", "set"})
_SEEN = frozenset({"image/png", "image/jpeg", "image/gif", "image/webp"})


def acting(data: bytes) -> list[str]:
    """What in an XML file could run, fetch or lead elsewhere, in words; empty where nothing does."""
    found: list[str] = []
    parser = expat.ParserCreate(namespace_separator=" ")
    around: list[str] = []

    def start(name: str, attributes: dict[str, str]) -> None:
        around.append(_split(name)[1])
        found.extend(_element(*_split(name), attributes))

    def text(data: str) -> None:
        if "style" in around:  # anywhere else, in the feed above all, it is what somebody said
            found.extend("a style sheet that asks another host" for _ in stylesheets.foreign(data))

    parser.StartElementHandler = start
    parser.EndElementHandler = lambda _: around.pop()
    parser.CharacterDataHandler = text
    parser.buffer_text = True
    parser.ProcessingInstructionHandler = lambda target, _: found.append(f"<?{target}?>")
    parser.EntityDeclHandler = lambda *_: found.append("an entity of its own")
    try:
        parser.Parse(data, True)
    except (expat.ExpatError, ValueError, LookupError):  # the last two: encodings that nobody has
        return [*found, "what is no XML"]
    return found


def _split(name: str) -> tuple[str, str]:
    space, _, local = name.rpartition(" ")
    return space, local


def _element(space: str, local: str, attributes: dict[str, str]) -> Iterator[str]:
    if space == _XHTML or (space == _SVG and local in _ACTING):
        yield f"<{local}>"
    if space not in (_SVG, _XHTML):
        return
    for name, value in attributes.items():
        attribute = _split(name)[1]
        if attribute.lower().startswith("on"):
            yield attribute
        elif attribute in ("href", "src"):
            yield from _address(local, attribute, value)
        elif next(stylesheets.foreign(value), None) is not None:
            yield "a style that asks another host"


def _address(tag: str, attribute: str, value: str) -> Iterator[str]:
    address = read_address(value)
    embedded = address.scheme == "data" and address.written[5:].partition(";")[0].lower() in _SEEN
    if not (address.is_link if tag == "a" else address.is_path or embedded):
        yield f"{attribute} of <{tag}>"

"""What came out of a build, read back before anybody sees it.

A generator can fail and say nothing: a page can be missing, a plugin can let through what somebody wrote. Here every
file that a browser would take for a document is taken apart as a browser does, and whatever could run, fetch or lead
elsewhere is a fault unless the theme brings it to a page without any content.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from functools import lru_cache
from pathlib import Path

from living_sla.agreements.markdown.html import TAGS
from living_sla.errors import Fault, Place, SlaError
from living_sla.model.address import read_address
from living_sla.site.safety import dom, stylesheets, svg, xml_files
from living_sla.site.safety.brought import ADDRESSES, Signature, signature

# Elements that do nothing by themselves; those of pictures are what our charts and the icons of a theme are made of.
_OTHERS = """
    html head body title meta header main footer article button form hgroup address dialog search bdi
    svg g path circle ellipse line polygon polyline rect text tspan desc defs clipPath symbol
"""
_PLAIN = TAGS.union(_OTHERS.split())
# Of a <link>: those that are addresses to read, not things to fetch.
_READ_ONLY_LINKS = frozenset({"alternate", "author", "canonical", "edit", "help", "license", "next", "prev", "search"})
_READ = frozenset({"a", "area"})
_STYLED = frozenset(
    {
        "style",
        "mask",
        "fill",
        "stroke",
        "filter",
        "clip-path",
        "cursor",
        "marker",
        "marker-start",
        "marker-mid",
        "marker-end",
    }
)
"""Attributes that hold what a style sheet would; those of drawings are styles, too."""
_JUDGED = ADDRESSES | {"http-equiv", "srcdoc", "charset"} | _STYLED
# What stands in a search index as HTML, and is put into a page as such.
_NOT_OF_AN_INDEX = re.compile(r"<(?!/?(?:code|li|ol|p|pre|sub|sup|ul)>)")
_DATA = (".xml", ".xhtml", ".xht", ".xsl", ".rdf", ".atom", ".rss", ".kml", ".wsdl", ".xspf", ".mml", ".xslt", ".xul")
_CHARSET = re.compile(r"\s*@charset", re.IGNORECASE)
_UTF_8 = re.compile(r"""\s*@charset\s+["']utf-?8["']""", re.IGNORECASE)
_FOREIGN = Fault.REMOTE_RESOURCE
_REMOVE = "remove it from the text, the file or the plugin that brings it"


def findings(
    site: Path,
    *,
    expected: dict[str, str],
    brought_to: Callable[[str], frozenset[Signature] | None] = lambda name: frozenset(),
) -> list[SlaError]:
    """Everything that must not be published, by file.

    Args:
        site: The folder of the finished site.
        expected: The files that have to be there, each with what is missing otherwise.
        brought_to: What the theme brings to a page; None for one that may hold more than prose, and asks no other host
            either, which is all that it is held to.
    """
    faults = [
        SlaError(f"the page of {what} was not built", where=Place(path), hint="see the messages of the build")
        for path, what in expected.items()
        if not (site / path).is_file()
    ]
    harmless = _Harmless()
    for path in sorted(site.rglob("*")):
        name, kind = path.relative_to(site).as_posix(), path.suffix.lower()
        if kind in dom.PAGES:
            brought = brought_to(name)
            text = _text(path)
            if text is None:
                faults.append(_unreadable(name))
                continue
            of_page = _page(text, name, brought or frozenset(), harmless)
            faults += [fault for fault in of_page if brought is not None or fault.code == _FOREIGN]
        elif kind in svg.ENDINGS and (why := svg.why_not(path.read_bytes())):
            faults.append(svg.fault(why, Place(name)))
        elif kind in _DATA and (what := xml_files.acting(path.read_bytes())):
            faults.append(_acting(what, name))
        elif kind == ".css":
            css = _text(path)
            if css is None or (_CHARSET.match(css) and not _UTF_8.match(css)):
                faults.append(_unreadable(name))
            else:
                faults += [_foreign(address.host, name) for address in stylesheets.foreign(css)]
        elif path.name in ("search_index.json", "search.json"):  # of MkDocs, of Zensical
            faults += _index(path.read_text(encoding="utf-8"), name)
    return faults


def _text(path: Path) -> str | None:
    """The text of a file as every browser reads it; None where one could take its bytes for other letters.

    A mark of UTF-16 goes before whatever a server says, and an escape sequence of ISO-2022 hides markup from whoever
    reads it as UTF-8.
    """
    try:
        text = path.read_bytes().decode("utf-8-sig")
    except UnicodeDecodeError:
        return None
    return None if "\x00" in text or "\x1b" in text else text


def _unreadable(name: str) -> SlaError:
    hint = "save it as UTF-8, and name no other encoding in it"
    return SlaError(
        "a browser could read the file in another encoding", where=Place(name), hint=hint, code=Fault.ACTIVE_CONTENT
    )


class _Harmless:
    """Elements that were judged on some page and do nothing: most of a page stands on every other page as well."""

    def __init__(self) -> None:
        self._known: set[tuple[object, ...]] = set()

    def knows(self, element: dom.Element) -> bool:
        """Whether an element of that name and with those attributes was judged."""
        return not element.text and (element.tag, *element.attributes.items()) in self._known

    def add(self, element: dom.Element) -> None:
        """Remember it; one that holds a text is judged by that text, too, and so every time."""
        if len(self._known) >= _MOST_KNOWN:
            self._known.clear()
        if not element.text:
            self._known.add((element.tag, *element.attributes.items()))


_MOST_KNOWN = 100_000


def _page(html: str, name: str, brought: frozenset[Signature], harmless: _Harmless) -> Iterator[SlaError]:
    ids: set[str] = set()
    for element in dom.elements(html):
        identifier = element.attributes.get("id") or ""
        if identifier.startswith("__"):
            if identifier in ids:
                yield _acting(f"a second element with the id {identifier}", name)
            ids.add(identifier)
        if harmless.knows(element):
            continue
        fault = _fault(element, name)
        if fault is None:
            harmless.add(element)
        elif signature(element, name) not in brought:
            yield fault


def _fault(element: dom.Element, name: str) -> SlaError | None:
    """What an element could ask of another host, or else do that a page of text never needs."""
    judged = not _JUDGED.isdisjoint(element.attributes)
    if judged or element.tag == "style":
        host = next(_hosts(element), None)
        if host is not None:
            return _foreign(host, name)
    what = _act(element, judged=judged)
    return _acting(what, name) if what else None


def _hosts(element: dom.Element) -> Iterator[str]:
    """The hosts that a browser would ask for something by itself; empty where one is meant and not named."""
    tag, attributes, text = element
    for attribute in _JUDGED.intersection(attributes):
        value = attributes[attribute] or ""
        if attribute in _STYLED:
            yield from (address.host for address in stylesheets.foreign(value))
        elif attribute in ADDRESSES and not _is_followed(element, attribute):
            yield from (host for address in _fetched(attribute, value) if (host := read_address(address).host))
    if tag == "style":
        yield from (address.host for address in stylesheets.foreign(text))


def _act(element: dom.Element, *, judged: bool) -> str:
    """What an element could do, in words; empty where it does nothing."""
    tag, attributes, _ = element
    if tag not in _PLAIN and not (tag == "link" and _is_read_only(attributes.get("rel"))):
        return f"<{tag}>"
    for attribute in attributes:
        if attribute.startswith("on"):
            return attribute
    if not judged:
        return ""
    if tag == "meta" and (attributes.get("charset") or "utf-8").strip().lower() not in ("utf-8", "utf8"):
        return "another encoding (charset of <meta>)"
    if "http-equiv" in attributes and (attributes["http-equiv"] or "").lower() != "content-security-policy":
        return "<meta http-equiv>"
    for attribute in ADDRESSES.intersection(attributes):
        value = attributes[attribute] or ""
        if _is_followed(element, attribute):
            if not _is_link(value):
                return f"a link that leads where no link may ({attribute} of <{tag}>)"
        elif not all(read_address(address).is_path for address in _fetched(attribute, value)):
            return f"{attribute} of <{tag}>"
    return "srcdoc" if "srcdoc" in attributes else ""


def _is_followed(element: dom.Element, attribute: str) -> bool:
    """Whether an address is one that a reader follows, or that says something, and no browser asks for by itself."""
    if element.tag == "link":
        return attribute == "href" and _is_read_only(element.attributes.get("rel"))
    return attribute == "cite" or (element.tag in _READ and attribute in ("href", "xlink:href"))


def _fetched(attribute: str, value: str) -> list[str]:
    """The addresses that an attribute holds: one, or several of them."""
    if attribute == "srcset":
        return [part.strip().partition(" ")[0] for part in value.split(",")]
    return value.split() if attribute in ("archive", "ping") else [value]


@lru_cache(maxsize=4096)
def _is_link(address: str) -> bool:
    return read_address(address).is_link


def _is_read_only(rel: str | None) -> bool:
    return bool(rel) and set((rel or "").lower().split()) <= _READ_ONLY_LINKS


def _index(text: str, name: str) -> Iterator[SlaError]:
    """What the search would put into a page as an element, beside paragraphs, lists and code."""
    if not _NOT_OF_AN_INDEX.search(text):
        return
    found = json.loads(text)
    for entry in found.get("docs") or found.get("items") or ():
        told = (entry["title"], entry["text"], *(entry.get("tags") or ()), *(entry.get("path") or ()))
        if any(_NOT_OF_AN_INDEX.search(part) for part in told):
            yield _acting(f"an element in what the search shows of {entry['location'] or 'the first page'}", name)


def _acting(what: str, name: str) -> SlaError:
    return SlaError(
        f"{what} is nothing that the theme brings", where=Place(name), hint=_REMOVE, code=Fault.ACTIVE_CONTENT
    )


def _foreign(host: str, name: str) -> SlaError:
    message = f"the page would ask {host or 'another host'} for something"
    return SlaError(message, where=Place(name), hint="put the file into docs/ and link to it there", code=_FOREIGN)

"""What came out of a build, read back before anybody sees it.

A generator can fail and say nothing: a page can be missing, a plugin can let through what somebody wrote. Here every
file that a browser would take for a document is taken apart as a browser does, and whatever could run, fetch or lead
elsewhere is a fault unless the theme brings it to a page without any content.
"""

from __future__ import annotations

import json
import re
from collections.abc import Collection, Iterator
from functools import lru_cache
from pathlib import Path

from living_sla.errors import Place, SlaError
from living_sla.model.address import read_address
from living_sla.site import dom, stylesheets, svg, xml_files
from living_sla.site.brought import ADDRESSES, Signature, signature
from living_sla.site.sanitise import TAGS

# Elements that do nothing by themselves; those of pictures are what our charts and the icons of a theme are made of.
_OTHERS = """
    html head body title meta header main footer article button form hgroup address dialog search bdi
    svg g path circle ellipse line polygon polyline rect text tspan desc defs clipPath symbol
"""
_PLAIN = TAGS.union(_OTHERS.split())
# Of a <link>: those that are addresses to read, not things to fetch.
_READ_ONLY_LINKS = frozenset({"alternate", "author", "canonical", "edit", "help", "license", "next", "prev", "search"})
_READ = frozenset({"a", "area"})
_JUDGED = ADDRESSES | {"http-equiv", "srcdoc", "style"}
# What stands in a search index as HTML, and is put into a page as such.
_NOT_OF_AN_INDEX = re.compile(r"<(?!/?(?:code|li|ol|p|pre|sub|sup|ul)>)")
_PAGES, _DATA = (".html", ".htm", ".shtml"), (".xml", ".xhtml", ".xht", ".xsl", ".rdf")
_FOREIGN = "SLA-F030"
_REMOVE = "remove it from the text, the file or the plugin that brings it"


def findings(
    site: Path,
    *,
    expected: dict[str, str],
    brought: frozenset[Signature] = frozenset(),
    unlimited: Collection[str] = (),
) -> list[SlaError]:
    """Everything that must not be published, by file.

    Args:
        site: The folder of the finished site.
        expected: The files that have to be there, each with what is missing otherwise.
        brought: What the theme brings to a page.
        unlimited: Pages that may hold more than prose: they ask no other host either, and that is all.
    """
    found = [
        SlaError(f"the page of {what} was not built", where=Place(path), hint="see the messages of the build")
        for path, what in expected.items()
        if not (site / path).is_file()
    ]
    for path in sorted(site.rglob("*")):
        name, kind = path.relative_to(site).as_posix(), path.suffix.lower()
        if kind in _PAGES:
            of_page = _page(path.read_text(encoding="utf-8", errors="replace"), name, brought)
            found += [fault for fault in of_page if fault.code == _FOREIGN or name not in unlimited]
        elif kind in svg.ENDINGS and (why := svg.why_not(path.read_bytes())):
            found.append(svg.fault(why, Place(name)))
        elif kind in _DATA and (what := xml_files.acting(path.read_bytes())):
            found.append(_acting(what, name))
        elif kind == ".css":
            css = path.read_text(encoding="utf-8", errors="replace")
            found += [_foreign(address.host, name) for address in stylesheets.foreign(css)]
        elif path.name == "search_index.json":
            found += _index(path.read_text(encoding="utf-8"), name)
    return found


def _page(html: str, name: str, brought: frozenset[Signature]) -> Iterator[SlaError]:
    ids: set[str] = set()
    for element in dom.elements(html):
        identifier = element.attributes.get("id") or ""
        if identifier.startswith("__"):
            if identifier in ids:
                yield _acting(f"a second element with the id {identifier}", name)
            ids.add(identifier)
        fault = _fault(element, name)
        if fault is not None and signature(element, name) not in brought:
            yield fault


def _fault(element: dom.Element, name: str) -> SlaError | None:
    """What an element could do that a page of text never needs."""
    tag, attributes, text = element
    if tag not in _PLAIN and not (tag == "link" and _is_read_only(attributes.get("rel"))):
        if tag == "style" and (address := next(stylesheets.foreign(text), None)):
            return _foreign(address.host, name)
        return _foreign_of(element, name) or _acting(f"<{tag}>", name)
    for attribute in attributes:
        if attribute.startswith("on"):
            return _acting(attribute, name)
    if _JUDGED.isdisjoint(attributes):
        return None
    if "http-equiv" in attributes and (attributes["http-equiv"] or "").lower() != "content-security-policy":
        return _acting("<meta http-equiv>", name)
    if "srcdoc" in attributes:
        return _acting("srcdoc", name)
    if style := attributes.get("style"):
        address = next(stylesheets.foreign(style), None)
        if address is not None:
            return _foreign(address.host, name)
    return _foreign_of(element, name)


def _foreign_of(element: dom.Element, name: str) -> SlaError | None:
    """The first address of an element that leads where it may not."""
    tag, attributes, _ = element
    for attribute in ADDRESSES.intersection(attributes):
        value = attributes[attribute] or ""
        if (tag in _READ or tag == "link" or attribute == "cite") and attribute in ("href", "cite", "xlink:href"):
            if not _is_link(value) and (tag != "link" or _is_read_only(attributes.get("rel"))):
                return _acting(f"a link that leads where no link may ({attribute} of <{tag}>)", name)
            if tag != "link" or _is_read_only(attributes.get("rel")):
                continue
        for candidate in value.split(",") if attribute in ("srcset", "ping") else [value]:
            address = read_address(candidate.strip().partition(" ")[0] if attribute == "srcset" else candidate)
            if not address.is_path:
                return _foreign(address.host, name) if address.host else _acting(f"{attribute} of <{tag}>", name)
    return None


@lru_cache(maxsize=4096)
def _is_link(address: str) -> bool:
    return read_address(address).is_link


def _is_read_only(rel: str | None) -> bool:
    return bool(rel) and set((rel or "").lower().split()) <= _READ_ONLY_LINKS


def _index(text: str, name: str) -> Iterator[SlaError]:
    """What the search would put into a page as an element, beside paragraphs, lists and code."""
    if not _NOT_OF_AN_INDEX.search(text):
        return
    for entry in json.loads(text).get("docs", ()):
        if any(_NOT_OF_AN_INDEX.search(part) for part in (entry["title"], entry["text"], *entry.get("tags", ()))):
            yield _acting(f"an element in what the search shows of {entry['location'] or 'the first page'}", name)


def _acting(what: str, name: str) -> SlaError:
    return SlaError(f"{what} is nothing that the theme brings", where=Place(name), hint=_REMOVE, code="SLA-F100")


def _foreign(host: str, name: str) -> SlaError:
    message = f"the page would ask {host or 'another host'} for something"
    return SlaError(message, where=Place(name), hint="put the file into docs/ and link to it there", code=_FOREIGN)

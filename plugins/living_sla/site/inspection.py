"""What came out of a build, read back before anybody sees it.

A generator can fail and say nothing: a page can be missing, a theme can ask another host for a font. Here the site is
read as a browser would read it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import urlsplit

from living_sla.errors import Place, SlaError

# Elements that make a browser fetch something by itself, and the attribute that says what.
_FETCHING = {
    "audio": ("src",),
    "embed": ("src",),
    "iframe": ("src",),
    "image": ("href", "xlink:href"),
    "img": ("src", "srcset"),
    "input": ("src",),
    "object": ("data",),
    "script": ("src",),
    "source": ("src", "srcset"),
    "track": ("src",),
    "use": ("href", "xlink:href"),
    "video": ("src", "poster"),
}
# Of a <link>: those that are addresses to read, not things to fetch.
_READ_ONLY_LINKS = {"alternate", "author", "canonical", "edit", "help", "license", "next", "prev", "search"}
_CSS_FETCH = re.compile(r"(?:url\(\s*|@import\s+)[\"']?((?:https?:)?//[^\"')\s]+)", re.IGNORECASE)
# The same for a quick look, which may take too much for a fault but never too little.
_ELEMENT = r"""(?:"[^"]*"|'[^']*'|[^>"'])*>"""
_FETCHING_ELEMENT = re.compile(rf"<(?:{'|'.join((*_FETCHING, 'link'))})\b(?:{_ELEMENT})?", re.IGNORECASE)
_STYLE_MAY_FETCH = re.compile(r"""\bstyle\s*=\s*(?:"[^"]*[&@(]|'[^']*[&@(]|[^\s"'>]*[&@(])""", re.IGNORECASE)


def findings(site: Path, *, expected: dict[str, str], host: str = "") -> list[SlaError]:
    """Everything that must not be published, by file.

    `expected` maps the files that have to be there to what is missing otherwise; `host` is the site's own.
    """
    found = [
        SlaError(f"the page of {what} was not built", where=Place(path), hint="see the messages of the build")
        for path, what in expected.items()
        if not (site / path).is_file()
    ]
    for path in sorted(site.rglob("*")):
        name = path.relative_to(site).as_posix()
        if path.suffix == ".html":
            found += _page(path.read_text(encoding="utf-8"), name, host)
        elif path.suffix == ".css":
            found += [_external(address, name, host) for address in _CSS_FETCH.findall(path.read_text("utf-8"))
                      if _elsewhere(address, host)]  # fmt: skip
    return found


def _page(html: str, name: str, host: str) -> Iterator[SlaError]:
    if _is_harmless(html, host):
        return
    page = _Page()
    page.feed(html)
    page.close()
    for address in page.fetched:
        if _elsewhere(address, host):
            yield _external(address, name, host)


def _is_harmless(html: str, host: str) -> bool:
    """Whether a page needs no parser, as nearly all do not: a large site spent a third of its build in one.

    Errs on one side: what only looks like a fault, in code or in a comment, is for the parser to judge.
    """
    if _STYLE_MAY_FETCH.search(html):
        return False
    page = _Page()
    for element in _FETCHING_ELEMENT.finditer(html):
        page.feed(element[0])
        page.clear_cdata_mode()  # a script is here without its end
        if page.rawdata:
            return False
    return not any(_elsewhere(address, host) for address in page.fetched)


def _elsewhere(address: str, host: str) -> bool:
    found = urlsplit(address.strip())
    return bool(found.netloc) and found.netloc != host


def _external(address: str, name: str, host: str) -> SlaError:
    message = f"the page would ask {urlsplit(address.strip()).netloc or address} for something"
    return SlaError(message, where=Place(name), hint="put the file into docs/ and link to it there", code="SLA-F030")


class _Page(HTMLParser):
    """What a browser would fetch for a page."""

    def __init__(self) -> None:
        super().__init__()
        self.fetched: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        known = dict(attrs)
        for attribute in _FETCHING.get(tag, ()):
            value = known.get(attribute) or ""
            self.fetched += [part.split()[0] for part in value.split(",") if part.strip()] if value else []
        if tag == "link" and not set((known.get("rel") or "").lower().split()) <= _READ_ONLY_LINKS:
            self.fetched.append(known.get("href") or "")
        self.fetched += _CSS_FETCH.findall(known.get("style") or "")

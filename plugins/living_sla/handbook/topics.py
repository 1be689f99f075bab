"""What `sla docs TOPIC` means: a page, a part of one, or the places that explain a word."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import cache

from msgspec import Struct

from living_sla.errors import SlaError
from living_sla.handbook.lines import Kind, PageLine, lines_of
from living_sla.handbook.pages import HandbookPage, handbook_pages
from living_sla.model.suggestion import closest

_CODE = re.compile(r"`([^`]+)`")
_LINK = re.compile(r"\[([^\]]*)\]\([^)]*\)")
_CELL = re.compile(r"(?<!\\)\|")


class Passage(Struct, frozen=True):
    """A page, or a part of one that explains something."""

    page: HandbookPage

    heading: str
    """Below which it stands; the title where it is the whole page."""

    address: str
    """The topic that shows the page, or the part of it below that heading: `sources#keys`."""

    names: frozenset[str]
    """What it explains, in small letters."""

    text: str
    """Markdown."""


_SMALL = frozenset("a an are can do does for how i in is my of on the to what when where which who why with".split())  # noqa: SIM905
"""What a question is asked with, and not about."""


def passages_of(topic: str) -> tuple[Passage, ...]:
    """What is said about a topic: one page or part of a page, or each place that explains a word by itself.

    A topic is the name or title of a page (`sources`, `how-to/sign`), a part of a page (`sources#keys`), a fault
    (`F035`), a verb, macro, setting, field, rule, warning or word of the glossary, or the heading of a part.

    Raises:
        SlaError: Nothing is said about it; the hint names what comes nearest.
    """
    wanted = _plain(topic)
    pages = handbook_pages()
    called = [page for page in pages if page.name == wanted]
    if named := called or [page for page in pages if wanted in _names_of(page)]:
        return tuple(Passage(page, page.title, page.name, _names_of(page), _whole(page)) for page in named)
    parts = [part for page in pages for part in _parts(page)]
    for fits in (_is_called, _begins, _mentions):
        if found := [part for part in parts if fits(part, wanted)]:
            return tuple(_without_parts_of_others(found))
    asked = wanted.split()
    if (rest := [word for word in asked if word not in _SMALL]) and len(rest) < len(asked):
        return passages_of(" ".join(rest))
    raise _unknown(topic, pages, parts)


def _plain(topic: str) -> str:
    """A topic as it is compared: what messages and pages put around it means nothing."""
    words = _CODE.sub(r"\1", _LINK.sub(r"\1", topic)).replace("\\|", "|").strip("`*:.()[] ").casefold()
    return " ".join(words.removeprefix("docs/").removeprefix("sla-").replace(".md", "").split())


def _names_of(page: HandbookPage) -> frozenset[str]:
    return frozenset({page.name, page.short_name, page.title.casefold()})


def _whole(page: HandbookPage) -> str:
    return "\n".join(line.text for line in lines_of(page.text))


@cache
def _parts(page: HandbookPage) -> tuple[Passage, ...]:
    """Every part of a page that explains something: below a heading, beside a term, in a row of a table."""
    return tuple(_each_part(page))


def _each_part(page: HandbookPage) -> Iterator[Passage]:
    lines = lines_of(page.text)
    heading, address = page.title, page.name
    for at, line in enumerate(lines):
        if line.kind is Kind.HEADING and line.depth > 1:
            heading, address = _CODE.sub(r"\1", _LINK.sub(r"\1", line.text.lstrip("# "))), f"{page.name}#{line.anchor}"
            yield Passage(page, heading, address, _called(page, line, heading), _text(_below(lines, at)))
        elif line.kind is Kind.TERM:
            yield Passage(page, heading, address, _called(page, line, line.text), _text(_defined(lines, at)))
        elif line.kind is Kind.ROW and lines[at + 1 : at + 2] and lines[at + 1].kind is Kind.RULE:
            head = lines[at : at + 2]
            for row in _rows(lines, at + 2):
                first = _CELL.split(row.text)[1]
                yield Passage(page, heading, address, _called(page, row, first), _text([*head, row]))


def _called(page: HandbookPage, line: PageLine, text: str) -> frozenset[str]:
    """What a part explains: its words, each of them in code marks or between commas, and its address."""
    coded = [word for code in _CODE.findall(text) for word in (code, re.split(r" ?[\[(=]", code)[0])]
    listed = re.split(r",| · | or ", _CODE.sub("", text))
    first = text.split(" ")[:1] if re.match(r"F\d{3}\b", text) else []
    anchors = [f"{name}#{line.anchor}" for name in (page.name, page.short_name)] if line.anchor else []
    return frozenset(_plain(name) for name in (text, *coded, *listed, *first, *anchors)) - {""}


def _below(lines: list[PageLine], at: int) -> list[PageLine]:
    """A heading with everything down to the next of its depth."""
    depth = lines[at].depth
    ends = (n for n in range(at + 1, len(lines)) if lines[n].kind is Kind.HEADING and lines[n].depth <= depth)
    return lines[at : next(ends, len(lines))]


def _defined(lines: list[PageLine], at: int) -> list[PageLine]:
    """A term with its definitions, and what is indented below them, further paragraphs too."""
    end = at + 1
    for position in range(at + 1, len(lines)):
        line = lines[position]
        if line.kind is Kind.DEFINITION or line.text.startswith("    "):
            end = position + 1
        elif line.kind is not Kind.BLANK:
            break
    return lines[at:end]


def _rows(lines: list[PageLine], at: int) -> Iterator[PageLine]:
    while at < len(lines) and lines[at].kind is Kind.ROW:
        yield lines[at]
        at += 1


def _text(lines: Iterable[PageLine]) -> str:
    return "\n".join(line.text for line in lines).strip("\n")


def _is_called(part: Passage, wanted: str) -> bool:
    return wanted in part.names


def _begins(part: Passage, wanted: str) -> bool:
    """Whether a word of a name begins with what is looked for; a short one would be everywhere."""
    return len(wanted) > 2 and any(re.search(rf"\b{re.escape(wanted)}", name) for name in part.names)


def _mentions(part: Passage, wanted: str) -> bool:
    return len(wanted) > 2 and wanted in part.text.casefold()


def _without_parts_of_others(found: list[Passage]) -> Iterator[Passage]:
    """The parts, each once: one that lies in another of them on the same page is left out."""
    for part in found:
        if not any(part is not other and part.page is other.page and part.text in other.text for other in found):
            yield part


def _unknown(topic: str, pages: Iterable[HandbookPage], parts: Iterable[Passage]) -> SlaError:
    names = {page.short_name for page in pages} | {name for part in parts for name in part.names if "#" not in name}
    near = closest(_plain(topic), sorted(names))
    hint = f"sla docs {near}" if near else "sla docs lists the pages"
    return SlaError(f'the documentation says nothing about "{topic}"', hint=hint)

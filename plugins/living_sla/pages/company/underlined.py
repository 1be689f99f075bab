"""Defined words, underlined where they occur: the first time in a block, with the way to the glossary."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from html import escape, unescape

from msgspec import Struct

from living_sla.pages.html import entities

_QUIET_IN = frozenset({
    "a", "abbr", "button", "caption", "code", "dt", "figcaption", "h1", "h2", "h3", "h4", "h5", "h6", "kbd", "label",
    "math", "option", "pre", "q", "samp", "script", "select", "style", "summary", "svg", "textarea", "th", "title",
    "var",
})  # fmt: skip
"""Elements in which nothing is underlined: what acts, what names, what is quoted, and what is read letter by letter."""
# A drawing is passed over whole. In prose, a value of an attribute may hold the sign that ends a tag.
_TAG = re.compile(
    r"<!--.*?-->|<svg\b.*?</svg>|<(/?)([a-zA-Z][a-zA-Z0-9]*)[^>\"']*(?:(?:\"[^\"]*\"|'[^']*')[^>\"']*)*>", re.DOTALL
)

# Our templates mark elements that hold no other of their own name.
_SAID = re.compile(r"<(p|dd|span) (?:class=\"[^\"]*\" )?data-sla-said>")


class DefinedWord(Struct, frozen=True):
    """A word, what it means, and where the glossary has it."""

    name: str
    means: str
    """Empty where agreements do not mean the same by it."""
    href: str


class Underlining:
    """Underlines some words in HTML."""

    def __init__(self, words: Iterable[DefinedWord]) -> None:
        self._of: Mapping[str, DefinedWord] = {_key(word.name): word for word in words}
        # The longest first: a "hot lead" is not a "lead".
        names = sorted({form for word in self._of.values() for form in _forms(word.name)}, key=lambda form: -len(form))
        self._names = re.compile(rf"({'|'.join(names)})(?:s|es)?(?!\w|-\w)") if names else None

    def said(self, html: str) -> str:
        """The same where it is marked as what people agreed on, in a block of ours; our own sentences stay plain."""
        if self._names is None or _SAID.search(html) is None:
            return html
        done: set[str] = set()
        pieces: list[str] = []
        at = 0
        for opening in _SAID.finditer(html):
            begin, end = opening.end(), html.find(f"</{opening[1]}>", opening.end())
            pieces += [html[at:begin], self(html[begin:end], done)]
            at = end
        return "".join([*pieces, html[at:]])

    def __call__(self, html: str, done: set[str] | None = None) -> str:
        """The same, with a link around the first of each word in running text, but for those that are `done`."""
        if self._names is None or self._names.search(html) is None:
            return html
        done = set() if done is None else done
        pieces: list[str] = []
        quiet, at = 0, 0
        for tag in _TAG.finditer(html):
            begin, end = tag.span()
            if begin > at and not quiet:
                pieces.append(self._underlined(html[at:begin], done))
                at = begin
            name = tag[2]
            if name is not None and name.lower() in _QUIET_IN and html[end - 2] != "/":
                quiet = max(0, quiet - 1) if tag[1] else quiet + 1
            pieces.append(html[at:end])
            at = end
            if len(done) == len(self._of):
                break
        pieces.append(html[at:] if quiet or len(done) == len(self._of) else self._underlined(html[at:], done))
        return "".join(pieces)

    def _underlined(self, text: str, done: set[str]) -> str:
        assert self._names is not None

        def linked(found: re.Match[str]) -> str:
            word = self._of.get(_key(unescape(found[1])))
            # What stands before it is looked at here: a pattern that begins with letters is found ten times as fast.
            inside = _NO_BEGINNING.match(text, found.start() - 1) if found.start() else None
            if word is None or inside or word.name in done:
                return found[0]
            done.add(word.name)
            title = f' title="{entities(word.means)}"' if word.means else ""
            return f'<a class="sla-term" href="{entities(word.href)}"{title}>{found[0]}</a>'

        return self._names.sub(linked, text) if len(done) < len(self._of) else text


_NO_BEGINNING = re.compile(r"[\w&#/@-]")


def _key(name: str) -> str:
    return " ".join(name.casefold().split())


def _forms(name: str) -> set[str]:
    """A pattern for each way in which a word may stand on a page: capitals at its beginning, as a plural, escaped."""
    written = {name, name[:1].upper() + name[1:]}
    if name == name.lower():
        written.add(name.upper())
    return {
        r"\s+".join(map(re.escape, form.split()))
        for text in written
        for form in (escape(text, quote=False), str(entities(text)))
    }

"""What is wrong with the HTML of a page: the rules of the HTML Standard that people, themes and macros break.

A check of a few milliseconds that hangs on no other program; it knows far less than the Nu Html Checker, whose findings
on these sites are its cases.
"""

from __future__ import annotations

from collections.abc import Iterator
from html.parser import HTMLParser


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


_VOID = _words("area base br col embed hr img input link meta source track wbr")
_MAY_STAY_OPEN = _words("p li dt dd option tr td th thead tbody tfoot colgroup")
_BLOCKS = _words(
    "address article aside blockquote details dialog div dl fieldset figure footer form h1 h2 h3 h4 h5 h6 "
    "header hgroup hr main nav ol p pre section table ul"
)
_PHRASES = _words(
    "abbr b bdi bdo button cite code dfn em h1 h2 h3 h4 h5 h6 i kbd label mark p pre q s samp small span "
    "strong sub sup time u var"
)
_HEADINGS = _words("h1 h2 h3 h4 h5 h6")
_CONTROLS = _words("button input meter output progress select textarea")
_ACTED_ON = _words("a button details iframe label select textarea")
_CHILDREN = {
    "ul": "li script template", "ol": "li script template", "dl": "dt dd div script template",
    "table": "caption colgroup thead tbody tfoot tr", "thead": "tr", "tbody": "tr", "tfoot": "tr", "tr": "td th",
}  # fmt: skip
_PARENTS = {
    "li": "ul ol menu", "dt": "dl div", "dd": "dl div", "tr": "table thead tbody tfoot", "td": "tr", "th": "tr",
    "caption": "table", "thead": "table", "tbody": "table", "summary": "details", "figcaption": "figure",
}  # fmt: skip
_TABLE = _words("table caption thead tbody tfoot tr td th")
_OBSOLETE = _words("align bgcolor border cellpadding cellspacing frame rules valign nowrap clear language")
_GONE = _words("acronym big center font strike tt marquee frame frameset")
_REFERENCES = ("for", "headers", "aria-labelledby", "aria-describedby", "aria-controls", "aria-owns", "aria-details")
_NO_TEXT = frozenset({"checkbox", "radio", "button", "submit", "reset", "image", "file"})


def findings(html: str) -> list[str]:
    """Everything that is wrong, with the line on which it stands; without the links of a page, which others follow."""
    reader = _Reader()
    reader.feed(html)
    reader.close()
    return [*reader.found, *reader.at_the_end()]


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []
        self._open: list[tuple[str, int]] = []
        self._ids: dict[str, str] = {}
        self._references: list[tuple[str, str, int]] = []
        self._level = 0

    def at_the_end(self) -> Iterator[str]:
        for tag, line in self._open:
            if tag not in _MAY_STAY_OPEN and tag not in ("html", "body"):
                yield f"line {line}: <{tag}> is not closed"
        for attribute, name, line in self._references:
            if name not in self._ids:
                yield f"line {line}: {attribute} names {name}, which is not on the page"
            elif attribute == "for" and self._ids[name] not in _CONTROLS:
                yield f"line {line}: for names {name}, which is no control"

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        names = [name for name, _ in attrs]
        attributes = dict(attrs)
        for what in (*self._placed(tag, attributes), *self._attributes(tag, attributes)):
            self._say(what)
        if len(names) > len(attributes):
            self._say(f"<{tag}> has an attribute twice")
        if tag in _HEADINGS:
            level = int(tag[1])
            if level > self._level + 1:
                self._say(f"<{tag}> after <h{self._level}>")
            self._level = level
        if tag not in _VOID:
            self._open.append((tag, self.getpos()[0]))

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        is_foreign = self._is_in("svg") or tag == "svg"
        if not is_foreign and tag not in _VOID:
            self._say(f"<{tag}/> closes nothing")
        self.handle_starttag(tag, attrs)
        if tag not in _VOID:
            self._open.pop()

    def handle_endtag(self, tag: str) -> None:
        if not self._is_in(tag):
            self._say(f"</{tag}> closes nothing")
            return
        while (inner := self._open.pop())[0] != tag:
            if inner[0] not in _MAY_STAY_OPEN:
                self._say(f"<{inner[0]}> of line {inner[1]} is not closed before </{tag}>")

    def _is_in(self, tag: str) -> bool:
        return any(tag == name for name, _ in self._open)

    def _say(self, what: str) -> None:
        self.found.append(f"line {self.getpos()[0]}: {what}")

    def _placed(self, tag: str, attributes: dict[str, str | None]) -> Iterator[str]:
        """What is wrong with where an element stands; elements that end where the next begins are closed."""
        if self._is_in("svg"):
            return
        while self._open and (
            (self._open[-1][0] == "p" and tag in _BLOCKS)
            or (self._open[-1][0] == tag and tag in ("li", "td", "th", "tr", "option"))
            or (self._open[-1][0] in ("dt", "dd") and tag in ("dt", "dd"))
        ):
            if tag not in ("p", *_MAY_STAY_OPEN):
                yield f"<{tag}> in <p>"
            self._open.pop()
        parent = self._open[-1][0] if self._open else ""
        while parent in ("ins", "del"):
            parent = "div"
        if parent in _CHILDREN and tag not in _CHILDREN[parent].split():
            yield f"<{tag}> in <{parent}>"
        if tag in _PARENTS and parent not in _PARENTS[tag].split():
            yield f"<{tag}> in <{parent}>"
        if tag in _BLOCKS and not self._is_in("template"):
            # A link is what its parent is.
            holder = next((name for name, _ in reversed(self._open) if name != "a"), "")
            if holder in _PHRASES or (holder == "summary" and tag not in _HEADINGS):
                yield f"<{tag}> in <{holder}>"
        acted = tag in _ACTED_ON or "tabindex" in attributes or (tag == "input" and attributes.get("type") != "hidden")
        if acted and (self._is_in("a") or self._is_in("button")):
            yield f"<{tag}> in a link or a button"
        if tag in ("main", "form", "label") and self._is_in(tag):
            yield f"<{tag}> in <{tag}>"

    def _attributes(self, tag: str, attributes: dict[str, str | None]) -> Iterator[str]:
        line = self.getpos()[0]
        if tag in _GONE:
            yield f"<{tag}> is gone from HTML"
        if not self._is_in("svg"):
            for name in sorted(_OBSOLETE & attributes.keys()):
                yield f"{name} of <{tag}> is gone from HTML"
        if "id" in attributes:
            name = attributes["id"] or ""
            if not name or any(sign.isspace() for sign in name):
                yield f"the id {name!r} of <{tag}>"
            if name in self._ids:
                yield f"a second element with the id {name}"
            self._ids[name] = tag if attributes.get("type") != "hidden" else "hidden"
        for attribute in _REFERENCES:
            for name in (attributes.get(attribute) or "").split():
                self._references.append((attribute, name, line))
        if "tabindex" in attributes and not (attributes["tabindex"] or "").lstrip("-").isdecimal():
            yield f"tabindex of <{tag}> is no number"
        if tag == "input" and "autocomplete" in attributes and attributes.get("type") in _NO_TEXT:
            yield "autocomplete where nothing is written"
        if tag in _TABLE and "role" in attributes:
            yield f"role of <{tag}>"
        if tag == "img" and "alt" not in attributes:
            yield "an image without alt"
        if tag in ("a", "img") and any(
            sign in (attributes.get("href") or attributes.get("src") or "") for sign in " \n<>"
        ):
            yield f"an address of <{tag}> with a sign that no address has"
        if tag == "th" and attributes.get("scope") not in (None, "row", "col", "rowgroup", "colgroup"):
            yield "an unknown scope"
        if tag == "div" and "aria-label" in attributes and "role" not in attributes:
            yield "a name of a <div> without a role"

"""The door to nh3: what an author's text may become on a page.

Markdown lets raw HTML through. An agreement is written by people who were never asked whether they may run scripts in
their colleagues' browsers, so only what prose needs survives.
"""

from __future__ import annotations

import nh3

_ANYWHERE = {"class", "id", "title", "lang", "dir"}
_ATTRIBUTES = {
    "*": _ANYWHERE,
    "a": {"href"},
    "abbr": {"title"},
    "blockquote": {"cite"},
    "code": {"class"},
    "details": {"open"},
    "img": {"src", "alt", "width", "height", "loading"},
    "input": {"type", "checked", "disabled", "name"},
    "label": {"for"},
    "ol": {"start", "type"},
    "td": {"colspan", "rowspan", "align"},
    "th": {"colspan", "rowspan", "align", "scope"},
    "time": {"datetime"},
}
_TAGS = {
    "a", "abbr", "aside", "b", "blockquote", "br", "caption", "cite", "code", "col", "colgroup", "dd", "del",
    "details", "dfn", "div", "dl", "dt", "em", "figcaption", "figure", "h1", "h2", "h3", "h4", "h5", "h6", "hr",
    "i", "img", "input", "ins", "kbd", "label", "li", "mark", "nav", "ol", "p", "pre", "q", "s", "samp", "section",
    "small", "span", "strong", "sub", "summary", "sup", "table", "tbody", "td", "tfoot", "th", "thead", "time",
    "tr", "u", "ul", "var", "wbr"
}  # fmt: skip
_SCHEMES = {"http", "https", "mailto", "tel"}


def sanitise(html: str) -> str:
    """`html` with nothing in it but what prose needs; our own classes are not an author's to give."""
    return nh3.clean(
        html,
        tags=_TAGS,
        clean_content_tags={"script", "style"},
        attributes=_ATTRIBUTES,
        attribute_filter=_filter,
        url_schemes=_SCHEMES,
        link_rel=None,
    )


def _filter(tag: str, attribute: str, value: str) -> str | None:
    if attribute == "class":
        return " ".join(name for name in value.split() if not name.startswith("sla-")) or None
    if tag == "input" and attribute == "type":
        return value if value in ("checkbox", "radio") else "checkbox"
    return value

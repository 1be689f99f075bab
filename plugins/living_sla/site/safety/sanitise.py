"""The door to nh3: what an author's text may become on a page.

Markdown lets raw HTML through. Agreements and pages of the documentation are written by people who were never asked
whether they may run scripts in their colleagues' browsers, so only what prose needs survives: elements, attributes,
classes and ids of these lists, and addresses that lead where they seem to lead.
"""

from __future__ import annotations

import re

import nh3

from living_sla.agreements.markdown.html import TAGS
from living_sla.model.address import LINKS, read_address

_ATTRIBUTES = {
    "*": {"class", "id", "title", "lang", "dir"},
    "a": {"href"},
    "blockquote": {"cite"},
    "details": {"open"},
    "div": {"data-tabs"},
    "img": {"src", "alt", "width", "height", "loading"},
    "input": {"type", "checked", "disabled", "name"},
    "label": {"for"},
    "ol": {"start", "type"},
    "td": {"colspan", "rowspan", "align"},
    "th": {"colspan", "rowspan", "align", "scope"},
    "time": {"datetime"},
}
# What Markdown and its extensions give, and nothing on which a theme acts: an author's `mermaid` would make it fetch a
# script, an author's `md-overlay` would lie over the page. Those of a stylesheet of the site itself begin with `own-`.
_PROSE_CLASSES = """
    admonition admonition-title inline end note abstract summary tldr info todo tip hint important success check done
    question help faq warning caution attention failure fail missing danger error bug example snippet quote cite
    footnote footnote-ref footnote-backref headerlink toc toctitle
    highlight highlighttable codehilite code linenos linenodiv linenums filename special normal hll
    task-list task-list-item task-list-control task-list-indicator keys grid cards card
    tabbed-set tabbed-alternate tabbed-labels tabbed-content tabbed-block
"""
_CLASSES = frozenset(_PROSE_CLASSES.split())
# A language, a kind of token in code (`kd`, `s1`, `p-Indicator`), a key, a class of the site itself.
_KIND_OF_CLASS = re.compile(r"language-[\w+#-]+|[a-z]{1,2}[a-z0-9]?(?:-[A-Z][A-Za-z]*)*|key-[a-z0-9-]+|own-[\w-]+")

# Ids that begin with two underscores are the theme's (`__config`, `__search`), but for those that extensions number.
_NUMBERED = re.compile(r"__(?:codelineno|span|tabbed)[-_][0-9]+(?:[-_][0-9]+)?")


def sanitise(html: str) -> str:
    """`html` with nothing in it but what prose needs; ids and classes of the theme and of ours are not an author's."""
    return nh3.clean(
        html,
        tags=TAGS,
        clean_content_tags={"script", "style"},
        attributes=_ATTRIBUTES,
        attribute_filter=_attribute,
        url_schemes=set(LINKS),
        link_rel=None,
    )


def is_an_authors(identifier: str) -> bool:
    """Whether an author may give an element this id."""
    return not identifier.startswith("__") or _NUMBERED.fullmatch(identifier) is not None


def _attribute(tag: str, attribute: str, value: str) -> str | None:
    if attribute in ("href", "cite"):
        return value if read_address(value).is_link else None
    if attribute == "src":
        return value if read_address(value).is_path else None
    if attribute == "class":
        return " ".join(name for name in value.split() if name in _CLASSES or _KIND_OF_CLASS.fullmatch(name)) or None
    if attribute in ("id", "for"):
        return value if is_an_authors(value) else None
    if attribute == "name":
        return value if _NUMBERED.fullmatch(value) else None
    if attribute == "data-tabs":
        return value if re.fullmatch(r"[0-9]+:[0-9]+", value) else None
    if tag == "input" and attribute == "type":
        return value if value in ("checkbox", "radio") else "checkbox"
    return value

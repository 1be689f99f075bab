"""What a forge makes of a comment: Markdown, its sanitising, and what it looks for in the finished page.

A model, by the documented behaviour of GitHub and GitLab. Both parse GitHub Flavored Markdown, drop what is not on
their list, and then go through the text that is left, where an entity is the character that it names.
"""

from __future__ import annotations

import re
from importlib.util import find_spec

import nh3
from selectolax.lexbor import LexborHTMLParser

_KEPT = {*nh3.ALLOWED_TAGS, "details", "summary", "img", "h1", "h2", "h3", "h4", "h5", "h6", "input"}
_ADDRESS = re.compile(r"[a-z][a-z0-9+.-]*://\S|\bwww\.\w|[\w.+-]+@[\w-]+\.\w", re.IGNORECASE)
_MENTION = re.compile(r"@\w")
_REFERENCE = re.compile(r"#\w|\bGH-\d|[!$&]\d|[~%][\w\"]|[*\[]\w+:\S", re.IGNORECASE)
_PICTURE_BY_NAME = re.compile(r":[\w+-]+:")
_OURS = frozenset({"html", "head", "body", "p", "strong", "ul", "li", "details", "summary", "sub", "code",
                   "table", "thead", "tbody", "tr", "th", "td", "br"})  # fmt: skip


def rendered(comment: str) -> LexborHTMLParser:
    """The page of a comment, before the forge goes through its text."""
    return LexborHTMLParser(nh3.clean(_html(comment), tags=_KEPT, strip_comments=True))


def _html(comment: str) -> str:
    if find_spec("cmarkgfm"):  # GitHub's own, where somebody has it
        import cmarkgfm  # type: ignore[import-not-found]

        return str(cmarkgfm.github_flavored_markdown_to_html(comment, cmarkgfm.cmark.Options.CMARK_OPT_UNSAFE))
    if find_spec("markdown_it"):
        from markdown_it import MarkdownIt  # type: ignore[import-not-found]

        return str(MarkdownIt("gfm-like", {"linkify": find_spec("linkify_it") is not None}).render(comment))
    import markdown

    return markdown.markdown(comment, extensions=["tables", "sane_lists", "md_in_html"])


def more_than_text(comment: str) -> list[str]:
    """Elements, links, mentions, references and pictures that are none of ours; what a reader sees beside is text."""
    page = rendered(comment)
    found = [f"<{node.tag}>" for node in page.css("*") if node.tag not in _OURS]
    found += [f"{node.tag} {name}" for node in page.css("*") for name in node.attributes or () if name != "align"]
    for node in page.css("*"):
        for child in node.iter(include_text=True):
            if child.tag == "-text" and node.tag != "code":
                text = child.text(deep=False)
                for sought in (_ADDRESS, _MENTION, _REFERENCE, _PICTURE_BY_NAME):
                    found += [f"{text[max(hit.start() - 5, 0) : hit.end() + 5]!r}" for hit in sought.finditer(text)]
    return found


def orders(comment: str) -> list[str]:
    """Lines that GitLab, or a bot on GitHub, would carry out, and commands of a runner that prints the comment."""
    return [
        line for line in comment.splitlines() if re.match(r"\s*(>\s*)*(/\w|::)", line) or re.search(r"##(vso)?\[", line)
    ]


def marks(comment: str) -> int:
    """How many comments that nobody sees it has."""
    return comment.count("<!--")

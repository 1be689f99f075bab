"""The page of an agreement whose writer knows nothing of macros, and the front matter that a generator reads of it.

The real front matter never meets the generator's reader of YAML.
"""

from __future__ import annotations

import json
import posixpath
import re
from collections.abc import Iterable, Sequence

from markupsafe import Markup

from living_sla.agreements.markdown.code import protect_code
from living_sla.errors import SlaError
from living_sla.model.agreement.terms import Agreement, Terms
from living_sla.model.figures.standing import Report
from living_sla.model.reviews.review import Review
from living_sla.model.site_paths import commitments_table
from living_sla.pages import blocks as pages
from living_sla.pages.agreement.overview import overview
from living_sla.pages.downloads import Download, downloads
from living_sla.pages.links import links_from
from living_sla.pages.reviews.mention import mention

_HIDDEN = ("navigation", "toc")
"""Beside figures: they take the width of the page, and their own links lead on."""
_CALLS_A_MACRO = re.compile(r"\{\{\s*sla_")


def source(agreement: Agreement, terms: Terms) -> str:
    """An agreement's text, ready for macros and Markdown, below a front matter of our making with these `terms`."""
    return f"{front_matter(agreement, terms)}\n{protect_code(agreement.body)}"


def front_matter(agreement: Agreement, terms: Terms) -> str:
    """What the theme needs to know of an agreement, as a front matter that says it in one way only.

    `terms` are those that bind, whatever the text proposes.
    """
    shown = agreement.presentation
    known = {
        "title": terms.title,
        "description": shown.description or terms.summary,
        "icon": shown.icon,
        "tags": list(shown.tags),
        "hide": list(dict.fromkeys((*shown.hide, *_HIDDEN * (not calls_macros(agreement))))),
    }
    lines = [f"{key}: {json.dumps(value, ensure_ascii=False)}" for key, value in known.items() if value]
    return "\n".join(["---", *lines, "---", ""])


def calls_macros(agreement: Agreement) -> bool:
    """Whether the writer calls macros: then the text is the page."""
    return bool(_CALLS_A_MACRO.search(protect_code(agreement.body)))


def around(
    prose: str, agreement: Agreement, report: Report, reviews: Sequence[Review], *, file: str, as_folders: bool
) -> str:
    """The standard page around an author's text; the text alone where it calls macros, which are the page then.

    `file` is where the page is written to, below the site.
    """
    if calls_macros(agreement):
        return prose
    # The title of the page is its only heading of the first level.
    lowered = re.sub(r"<(/?)h1\b", r"<\1h2", prose)
    links = links_from(posixpath.dirname(file), report, as_folders=as_folders)
    standing = report.agreement(agreement.terms.id)
    table = links.file(commitments_table(standing.id))
    files = downloads([Download("CSV", table, f"Commitments of {standing.title} as CSV")])
    review = mention(reviews, links, standing.id)
    return str(overview(standing, report, links, Markup(lowered), review) + files)


def below_faults(html: str, faults: Iterable[SlaError]) -> Markup:
    """A page as it was, below what is wrong with what is there now; the page alone where nothing is."""
    lines = [line for fault in faults for line in str(fault).split("\n")]
    above = pages.box("fault", "What is there now cannot be used; this page shows it as it was", *lines)
    return (above if lines else Markup()) + Markup(html)

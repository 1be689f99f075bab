"""The pages that nobody writes: one for each commitment, the history of each agreement, and those of the whole site.

Each is a title and one call of a macro, so that a title or a sentence from outside never passes through Markdown. A
page of `docs/` at the same path takes the place of ours.
"""

from __future__ import annotations

import json
import posixpath
from collections.abc import Callable, Iterator

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import File, Files
from msgspec import Struct

from living_sla.model.figures.effects import may_have_any
from living_sla.model.figures.standing import Report
from living_sla.model.figures.teams import teams
from living_sla.model.site_paths import (
    PROPOSAL_PAGE,
    REVIEWS_PAGE,
    commitment_path,
    history_path,
    poster_path,
    team_path,
)
from living_sla.pages import blocks as pages
from living_sla.pages.company.journey import has_journeys
from living_sla.pages.goals.goals import has_goals

FEED = "changes.xml"


def _always(_: Report) -> bool:
    return True


class SitePage(Struct, frozen=True):
    """A page of the whole site."""

    path: str
    title: str
    macro: str
    is_made: Callable[[Report], bool] = _always
    """Whether it has anything to show."""


def _has_definitions(report: Report) -> bool:
    return any(standing.terms.definitions for standing in report.agreements)


def _has_sources(report: Report) -> bool:
    return bool(report.sources or report.waiting)


def _has_agreements(report: Report) -> bool:
    return bool(report.agreements)


def _has_reviews(report: Report) -> bool:
    return report.reviews is not None and report.reviews.reviews > 0


def _has_proposal(report: Report) -> bool:
    return report.proposal is not None


SITE_PAGES = (
    SitePage("calendar.md", "Calendar", "sla_calendar", _has_agreements),
    SitePage("changes.md", "Changes", "sla_changes"),
    SitePage("data.md", "Data", "sla_data", _has_sources),
    SitePage("effects.md", "Effects", "sla_effects", may_have_any),
    SitePage("glossary.md", "Glossary", "sla_glossary", _has_definitions),
    SitePage("goals.md", "Goals", "sla_goals", lambda report: has_goals(report.agreements)),
    SitePage("journey.md", "The customer's way", "sla_journey", has_journeys),
    SitePage("matrix.md", "Who owes what", "sla_matrix", _has_agreements),
    SitePage("promises.md", "What could we promise?", "sla_curve"),
    SitePage(PROPOSAL_PAGE, "What is proposed", "sla_proposal", _has_proposal),
    SitePage(REVIEWS_PAGE, "Reviews", "sla_reviews", _has_reviews),
    SitePage("teams.md", "Teams", "sla_team", _has_agreements),
)
"""In the order of their names."""


class GeneratedPage(Struct, frozen=True):
    """A page of ours."""

    path: str
    title: str
    call: str
    """The macro, with its arguments."""
    agreement: str = ""
    """The file of the agreement that it is about; empty where it is about all."""

    @property
    def source(self) -> str:
        """The Markdown that the generator reads."""
        meta = {"title": self.title, "hide": ["navigation", "toc"], "render_macros": True}
        lines = [f"{key}: {json.dumps(value, ensure_ascii=False)}" for key, value in meta.items()]
        return "\n".join(["---", *lines, "---", f"{{{{ {self.call} }}}}", ""])


def generated(report: Report) -> Iterator[GeneratedPage]:
    """Every page that is made of a report, agreement by agreement; those of the whole site come last."""
    for standing in report.agreements:
        agreement, path = standing.id, standing.agreement.path
        for part in standing.commitments:
            owed = part.commitment
            call = f'sla_commitment("{owed.id}", agreement="{agreement}")'
            yield GeneratedPage(commitment_path(path, owed.id), owed.title, call, path)
        title = f"{standing.title}: history"
        yield GeneratedPage(history_path(path), title, f'sla_history(agreement="{agreement}")', path)
        title = f"{standing.title}: poster"
        yield GeneratedPage(poster_path(path), title, f'sla_poster(agreement="{agreement}")', path)
    for team in teams(report):
        yield GeneratedPage(team_path(team.id), team.name, f'sla_team("{team.id}")')
    for page in SITE_PAGES:
        if page.is_made(report):
            yield GeneratedPage(page.path, page.title, f"{page.macro}()")


def added(
    files: Files, report: Report, config: MkDocsConfig, *, folder: str, edit_uri: Callable[[str], str]
) -> Iterator[File]:
    """The pages, in that folder of the site and unless it has one of its own, and the feed.

    `edit_uri` leads from the file of an agreement to where it is edited, and so are the pages about it.
    """
    for page in generated(report):
        if not _is_written(page.path, files):
            file = File.generated(config, page.path, content=page.source)
            file.dest_uri = posixpath.join(folder, file.dest_uri)
            if page.agreement:
                file.edit_uri = edit_uri(page.agreement)
            yield file
    if files.get_file_from_path(FEED) is None:
        address = posixpath.join(folder, "changes/" if config.use_directory_urls else "changes.html")
        document = pages.feed(report, title=config.site_name, page=address, site_url=config.site_url or "", path=FEED)
        yield File.generated(config, FEED, content=document)


def _is_written(path: str, files: Files) -> bool:
    """Whether `docs/` has a page of its own there; that of a folder has two names."""
    names = {path, path.replace("index.md", "README.md")}
    return any(files.get_file_from_path(name) is not None for name in names)


def announced(html: str, at: str) -> str:
    """The page at that path of the site with the link by which feed readers find the feed."""
    address = posixpath.relpath(FEED, posixpath.dirname(at) or ".")
    link = f'<link rel="alternate" type="application/atom+xml" title="Changes of what was agreed" href="{address}">'
    return html.replace("</head>", f"{link}</head>", 1)

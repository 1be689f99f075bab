"""Pages that stay as they are while somebody edits: those about agreements that are what they were at the last build.

The generator can leave out a page whose file did not change, which alone would be wrong: a page shows what the whole
project is like. So everything that pages have in common decides first; where it is the same, a page of one agreement
is written anew when the agreement, its figures or its history are others, and every page that shows several always.
"""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from datetime import timedelta
from functools import partial
from pathlib import Path
from typing import Any

from mkdocs.config.base import Config
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.plugins import BasePlugin, event_priority
from mkdocs.structure.files import Files
from mkdocs.structure.nav import Navigation
from mkdocs.structure.pages import Page
from mkdocs.utils import clean_directory
from msgspec.structs import replace

from living_sla.model.figures.standing import AgreementStanding, Report
from living_sla.model.figures.teams import teams
from living_sla.model.reviews.review import Review
from living_sla.model.site_paths import team_path
from living_sla.site.content import search_texts
from living_sla.site.content.generated import generated
from living_sla.site.content.standard_page import calls_macros
from living_sla.site.current_report import SETTINGS
from living_sla.site.settings.mkdocs_yml import CONFIG

_LAST = -1000
_HOUR = timedelta(hours=1)
_STATE = ("markdown", "content", "toc", "meta", "_title_from_render", "present_anchor_ids", "links_to_anchors")


class _Options(Config):  # type: ignore[no-untyped-call]
    """There are none."""


class KeptPages(BasePlugin[_Options]):  # type: ignore[no-untyped-call]
    """What one server knows of the site that it wrote last."""

    def __init__(self, root: Path) -> None:
        super().__init__()
        self._root = root
        self._common: object = None
        """What all pages have in common; None where the next build writes all of them."""
        self._agreements: dict[str, AgreementStanding] = {}
        self._pages: dict[str, Page] = {}
        self._searched: dict[str, list[Any]] = {}
        self._shows_blocks: set[str] = set()
        self._kept: set[str] = set()

    @event_priority(_LAST)
    def on_files(self, files: Files, *, config: MkDocsConfig) -> Files:
        """Decide which pages stay, and clear the folder where none does."""
        plugin: Any = config.plugins["living-sla"]
        report: Report = plugin.report
        agreements = {standing.agreement.path: standing for standing in report.agreements}
        common = (_common(report, self._root, files, config), _named(plugin.reviews))
        if self._common == common and plugin.is_in_order:  # a fault stands above every page
            same = {path for path, standing in agreements.items() if _is_same(standing, self._agreements.get(path))}
            self._kept = {*_about(report, same), *self._written(files, agreements)} & self._pages.keys()
        else:
            clean_directory(config.site_dir)
            self._kept, self._shows_blocks = set(), set()
        for file in files.documentation_pages():
            is_kept = file.src_uri in self._kept and Path(file.abs_dest_path).is_file()
            self._kept -= set() if is_kept else {file.src_uri}
            file.is_modified = partial(bool, not is_kept)  # type: ignore[method-assign]
        self._common, self._next = None, (common, agreements)
        return files

    def _written(self, files: Files, agreements: dict[str, AgreementStanding]) -> Iterator[str]:
        """Pages of `docs/` on which nothing is computed."""
        for file in files.documentation_pages():
            path = file.src_uri
            if file.generated_by is None and path not in agreements and path not in self._shows_blocks:
                yield path

    @event_priority(_LAST)
    def on_nav(self, nav: Navigation, *, config: MkDocsConfig, files: Files) -> Navigation:
        """Give the pages that stay what they said of themselves, for navigation, search and links of the others."""
        for file in files.documentation_pages():
            if file.src_uri in self._kept:
                page = file.page or Page(None, file, config)
                for name in _STATE:
                    if hasattr(self._pages[file.src_uri], name):
                        setattr(page, name, getattr(self._pages[file.src_uri], name))
        return nav

    @event_priority(1000)  # before the blocks are put into their places
    def on_page_content(self, html: str, *, page: Page, config: MkDocsConfig, files: Files) -> str:
        """Note which pages show something that is computed."""
        if config.plugins["living-sla"].shows_blocks(html):  # type: ignore[attr-defined]
            self._shows_blocks.add(page.file.src_uri)
        return html

    @event_priority(_LAST)
    def on_env(self, env: Any, *, config: MkDocsConfig, files: Files) -> None:
        """Let the search know of the pages that stay what it knew."""
        self._written_now = {file.src_uri: file.page for file in files.documentation_pages() if file.page is not None}
        self._searched = search_texts.continued(config, self._searched, self._kept)

    @event_priority(_LAST)
    def on_post_build(self, *, config: MkDocsConfig) -> None:
        """Remember what was written, unless a page says that something is wrong."""
        if config.plugins["living-sla"].is_in_order:  # type: ignore[attr-defined]
            self._common, self._agreements = self._next
            self._pages = self._written_now


def _is_same(standing: AgreementStanding, before: AgreementStanding | None) -> bool:
    """Whether pages say the same of an agreement as before, when its data is not an hour older."""
    return before is not None and _by_the_hour(standing) == _by_the_hour(before)


def _by_the_hour(standing: AgreementStanding) -> AgreementStanding:
    parts = (
        replace(part, series=tuple(replace(one, age=one.age and one.age // _HOUR * _HOUR) for one in part.series))
        for part in standing.commitments
    )
    return replace(standing, commitments=tuple(parts))


def _common(report: Report, root: Path, files: Files, config: MkDocsConfig) -> object:
    """What every page depends on, beside the agreement that it is about."""
    of_all = replace(report, agreements=(), notices=(), built_at=report.built_at.replace(hour=0, minute=0, second=0))
    agreements = {standing.agreement.path for standing in report.agreements}
    read = [file.abs_src_path for file in files if file.abs_src_path and file.src_uri not in agreements]
    templates = _files(config.theme.custom_dir) if config.theme.custom_dir else ()
    seen = [_seen(path) for path in (*read, *templates, str(root / CONFIG), str(root / SETTINGS))]
    paths = sorted(file.src_uri for file in files.documentation_pages())
    return replace(of_all, built_at=of_all.built_at.replace(microsecond=0)), _said_elsewhere(report), paths, seen


def _named(reviews: Sequence[Review]) -> object:
    """What pages that are not a review's say of each: its state, which hangs on these, and its seal."""
    return [
        (str(of.id), of.seal, of.landed, of.findings, of.signoffs, of.minutes.digest if of.minutes else "")
        for of in reviews
    ]


def _said_elsewhere(report: Report) -> object:
    """What the pages of other agreements say of each: its name, where it is, its teams, and what words mean in it."""
    return [
        (
            standing.agreement.path,
            standing.title,
            standing.agreement.presentation,
            [(part.commitment.id, part.commitment.title) for part in standing.commitments],
            [(party.team, party.contact) for party in standing.terms.parties.values()],
            standing.terms.definitions,
        )
        for standing in report.agreements
    ]


def _about(report: Report, same: set[str]) -> Iterator[str]:
    """The pages that are about one agreement, and of teams that are a party of some, of those that are the `same`."""
    yield from (
        standing.agreement.path
        for standing in report.agreements
        if standing.agreement.path in same and not calls_macros(standing.agreement)
    )
    yield from (page.path for page in generated(report) if page.agreement in same)
    for team in teams(report):
        if all(standing.agreement.path in same for standing, _ in team.parties):
            yield team_path(team.id)


def _files(folder: str) -> Iterator[str]:
    for parent, _, names in os.walk(folder):
        yield from (os.path.join(parent, name) for name in sorted(names))


def _seen(path: str) -> tuple[str, int, int] | None:
    try:
        status = os.stat(path)
    except OSError:
        return None
    return path, status.st_size, status.st_mtime_ns

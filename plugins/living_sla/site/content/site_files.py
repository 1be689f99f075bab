"""The files of a site: those of `docs/` that may stay, the agreements and what lies beside them, and our own."""

from __future__ import annotations

import logging
import os
import posixpath
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import File, Files
from mkdocs.structure.pages import Page

from living_sla.errors import Faults, SlaError
from living_sla.model.figures.standing import Report
from living_sla.model.site_paths import file_of
from living_sla.site.content import (
    beside,
    calendar_file,
    generated,
    machine_files,
    nav,
    review_files,
    search_texts,
)
from living_sla.site.content.addresses import collisions, in_the_way
from living_sla.site.content.assets import joined
from living_sla.site.content.words_underlined import WordsUnderlined
from living_sla.site.safety.replaced import OURS, OWN_DOMAIN, replacements, taken
from living_sla.site.safety.theme_files import unused

if TYPE_CHECKING:
    from living_sla.cache import Cache
    from living_sla.model.reviews.review import Review
    from living_sla.site.content.authors import Authors

log = logging.getLogger("mkdocs.plugins.living_sla")


class SiteFiles:
    """The files of one build, in one language."""

    def __init__(
        self, files: Files, config: MkDocsConfig, *, root: Path, settings: Path | None, fail: Callable[[SlaError], None]
    ) -> None:
        self._files, self._config, self._root, self._fail = files, config, root, fail
        self._settings = settings
        """Where the files of the trusted ref are laid out; None where those of the folder are used."""
        self._docs = docs_of(config, root)
        start = files.get_file_from_path("index.md")
        # The folder in which the pages of this language lie; empty where there is one language.
        self._folder = posixpath.dirname(start.dest_uri) if start is not None else ""
        self._beside: list[File] = []

    def arrange(self, report: Report, reviews: Sequence[Review], authors: Authors) -> None:
        """Leave out what may not be there, add every agreement under its own path and our pages, fill in `nav`.

        Raises `Faults` where two files would have the same address.
        """
        self.words = WordsUnderlined(report, self._files, self._config)
        for file, fault in list(review_files.left_out(self._files, reviews)):
            self._files.remove(file)
            if fault is not None:
                self._fail(fault)
        self._leave_out(authors)
        if self._settings is not None:
            _take_from(self._files, self._config, self._settings / self._docs)
        self._add(report, reviews)
        authors.tell_raw(self._files, self._config.docs_dir)
        self._navigate()

    def _leave_out(self, authors: Authors) -> None:
        domain = self._files.get_file_from_path(OWN_DOMAIN)
        if domain is not None and self._settings is not None and not authors.have_agreed_to(OWN_DOMAIN):
            log.info("%s is left out: it is not what it is on the trusted ref", OWN_DOMAIN)
            self._files.remove(domain)
        for file, fault in list(replacements(self._files, self._config, authors.have_agreed_to)):
            self._files.remove(file)
            self._fail(fault)
        for file in list(unused(self._files, self._config)):
            self._files.remove(file)

    def _add(self, report: Report, reviews: Sequence[Review]) -> None:
        files, config = self._files, self._config
        added = [self._page(standing.agreement.path) for standing in report.agreements]
        added += self._of_reviews(reviews)
        added += generated.added(files, report, config, folder=self._folder, edit_uri=self._edit_uri)
        self._put(dict(machine_files.machine_files(report)))
        added += calendar_file.added(files, report, config, self._folder)
        self._beside = list(beside.candidates(self._root, files, config))
        if faults := list(collisions(added, self._beside, files, config.docs_dir)):
            raise Faults(faults)
        for file in (*added, *self._beside):
            if files.get_file_from_path(file.src_uri) is None:
                files.append(file)
        for name in ("css", "js"):
            files.append(File.generated(config, f"{OURS}sla.{name}", content=joined(name)))

    def _of_reviews(self, reviews: Sequence[Review]) -> Iterator[File]:
        """The page of each, which is edited where its minutes are, and the files of its folder."""
        for review, page in zip(reviews, review_files.pages(self._config, reviews), strict=True):
            page.dest_uri = posixpath.join(self._folder, page.dest_uri)
            if review.minutes is not None:
                page.edit_uri = self._edit_uri(review.minutes.path)
            yield page
        yield from review_files.downloads(self._config, self._root, reviews)

    def _put(self, ours: Mapping[str, str]) -> None:
        """Add files of ours, once in a site of several languages, and in the place of those of `docs/` in their way."""
        for file in list(in_the_way(ours, self._files)):
            if file.generated_by is None:
                self._fail(taken(Path(self._config.docs_dir), file))
            self._files.remove(file)
        for path, text in ours.items():
            self._files.append(File.generated(self._config, path, content=text))

    def _page(self, path: str) -> File:
        """The file of an agreement, with the link that edits it."""
        address = posixpath.join(self._folder, file_of(path, as_folders=self._config.use_directory_urls))
        page = File(path, str(self._root), self._config.site_dir, self._config.use_directory_urls, dest_uri=address)
        page.edit_uri = self._edit_uri(path)
        return page

    def _edit_uri(self, path: str) -> str:
        """From the folder of the pages to a file of the project."""
        return posixpath.join(posixpath.relpath(".", self._docs), path)

    def _navigate(self) -> None:
        if self._config.nav is not None:
            there = [page.src_uri for page in self._files.documentation_pages()]
            named = nav.existing(self._config.nav, there) if self._settings else self._config.nav
            # A page of ours that has nothing to show yet is not made: nobody has to touch `nav` when it is.
            named = nav.without(named, {page.path for page in generated.SITE_PAGES} - {*there})
            self._config.nav = nav.expanded(named, there)

    def announced(self, html: str, page: Page) -> str:
        """The page with the link by which feed readers find what changed."""
        return generated.announced(html, page.file.dest_uri)

    def others(self) -> list[str]:
        """Where the files are written that are no pages and that no theme brings, when all pages are rendered."""
        themes = {Path(folder) for folder in self._config.theme.dirs}
        return [
            file.dest_uri
            for file in self._files
            if not file.is_documentation_page()
            and file.inclusion.is_included()  # type: ignore[no-untyped-call]
            and (file.src_dir is None or Path(file.src_dir) not in themes)
        ]

    def settle(self, files: Files, cache: Cache | None) -> None:
        """When all pages are rendered: leave out what lies beside agreements and no page wants; shorten the search."""
        self.searched = search_texts.ShortTexts(self._config, cache)
        for fault in beside.settle(self._beside, files, self._root):
            self._fail(fault)


def docs_of(config: MkDocsConfig, root: Path) -> str:
    """The folder of the pages, from the folder of the project."""
    return Path(os.path.relpath(config.docs_dir, root)).as_posix()


def _take_from(files: Files, config: MkDocsConfig, docs: Path) -> None:
    """Put the files that the settings name, as `docs` has them, in the place of those that a branch has.

    A script or a template that `docs` does not have is left out; a style sheet may be new.
    """
    programs = {*_paths(config.extra_javascript), *_paths(config.extra_templates)}
    for path in {*programs, *_paths(config.extra_css)}:
        here, there = files.get_file_from_path(path), (docs / path).is_file()
        if here is not None and (there or path in programs):
            files.remove(here)
        if there:
            files.append(File(path, str(docs), config.site_dir, config.use_directory_urls))


def _paths(named: Iterable[object]) -> Iterator[str]:
    for name in named:
        path = os.path.normpath(str(name)).replace(os.sep, "/")
        if not path.startswith(("..", "/")):
            yield path

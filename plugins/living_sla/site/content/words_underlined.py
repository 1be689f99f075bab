"""Which words are underlined on which page, and where they lead."""

from __future__ import annotations

import itertools
import posixpath
from collections.abc import Iterator
from functools import cached_property

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import Files
from mkdocs.structure.pages import Page

from living_sla.model.figures.glossary import GlossaryWord, glossary
from living_sla.model.figures.standing import Report
from living_sla.model.site_paths import REVIEWS, folder_of
from living_sla.pages.company.glossary import word_ids
from living_sla.pages.company.underlined import DefinedWord, Underlining
from living_sla.pages.links import links_from

_PAGE = "glossary"
_LEFT_AS_IT_IS = frozenset({"glossary.md", "poster.md", "data.md"})
"""Pages by their names: what explains the words, a sheet of paper, and names of columns.

As are those of reviews: a word may have meant something else when they were frozen.
"""
_NOTHING = Underlining(())


class WordsUnderlined:
    """The defined words of one build."""

    def __init__(self, report: Report, files: Files, config: MkDocsConfig) -> None:
        self._report, self._files, self._config = report, files, config
        self._of_folder: dict[tuple[str, str], Underlining] = {}

    def on(self, page: Page) -> Underlining:
        """On a page about an agreement its own words; elsewhere those of all, without a meaning where that differs."""
        name = page.file.src_uri
        if not self._has_page or posixpath.basename(name) in _LEFT_AS_IT_IS or name.startswith(f"{REVIEWS}/"):
            return _NOTHING
        here, agreement = posixpath.dirname(page.file.dest_uri), self._agreement(name)
        if (here, agreement) not in self._of_folder:
            self._of_folder[here, agreement] = Underlining(self._words(here, agreement))
        return self._of_folder[here, agreement]

    @cached_property
    def _has_page(self) -> bool:
        """Whether the page of words is ours, or calls our macro."""
        file = self._files.get_file_from_path(f"{_PAGE}.md")
        return file is not None and (file.generated_by is not None or b"sla_glossary" in file.content_bytes)

    @cached_property
    def _glossary(self) -> tuple[GlossaryWord, ...]:
        return glossary(self._report)

    @cached_property
    def _ids(self) -> dict[str, str]:
        return word_ids(self._glossary)

    def _agreement(self, path: str) -> str:
        """The id of the agreement that a page is about; empty for a page about all, or about none."""
        above = itertools.accumulate(path.split("/"), posixpath.join)
        return next((found for part in above if (found := self._agreements.get(part))), "")

    @cached_property
    def _agreements(self) -> dict[str, str]:
        """The id of each agreement by its file, and by the folder of the pages that belong to it alone."""
        found = {}
        for standing in self._report.agreements:
            path = standing.agreement.path
            found[path] = standing.id
            if folder_of(path) != posixpath.dirname(path):
                found[folder_of(path)] = standing.id
        return found

    def _words(self, here: str, agreement: str) -> Iterator[DefinedWord]:
        links = links_from(here, self._report, as_folders=self._config.use_directory_urls)
        for word in self._glossary:
            meanings = [
                found
                for found in word.meanings
                if found.definition is not None and agreement in ("", found.agreement.id)
            ]
            if not meanings:
                continue
            alike = {found.definition.means for found in meanings if found.definition is not None}
            means = alike.pop() if len(alike) == 1 else ""
            yield DefinedWord(meanings[0].name, means, f"{links.page(_PAGE)}#{self._ids[word.name.casefold()]}")

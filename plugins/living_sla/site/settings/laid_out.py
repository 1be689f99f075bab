"""Files of `docs/` that are part of the settings: scripts, style sheets and templates, from where the settings are."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from pathlib import Path

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import File, Files


def take(files: Files, config: MkDocsConfig, docs: Path) -> None:
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
    for one in named:
        path = os.path.normpath(str(one)).replace(os.sep, "/")
        if not path.startswith(("..", "/")):
            yield path

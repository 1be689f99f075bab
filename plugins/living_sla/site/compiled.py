"""Templates as an earlier build compiled them: compiling those of the theme and ours takes a sixth of a build.

Listing those of the theme takes a part of it, too: it brings fourteen thousand icons, of which a generator takes none.
"""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

import jinja2
from jinja2.bccache import Bucket, BytecodeCache

from living_sla.cache import Cache, cache_of
from living_sla.pages.html import environment as ours

if TYPE_CHECKING:
    from mkdocs.theme import Theme


def remember_ours(root: Path) -> None:
    """The same for the templates of our own blocks."""
    remember(ours(), root)


def remember(environment: jinja2.Environment, root: Path) -> None:
    """Let an environment take compiled templates from the cache of the project at `root`, and leave new ones there."""
    cache = cache_of(root)
    environment.bytecode_cache = _Compiled(cache) if cache else None


def leave_out_icons(theme: Theme) -> None:
    """Let a generator that lists the files of a theme, to copy some, pass over hidden folders: it copies none there."""
    made = theme.get_env

    def get_env() -> jinja2.Environment:
        env = made()
        env.loader = _ShownFiles(theme.dirs)
        return env

    theme.get_env = get_env  # type: ignore[method-assign]


class _ShownFiles(jinja2.FileSystemLoader):
    """Every template can be had by its name; those in hidden folders are not listed."""

    def list_templates(self) -> list[str]:
        listed: set[str] = set()
        for top in self.searchpath:
            for parent, folders, files in os.walk(top):
                folders[:] = [name for name in folders if name[0] != "."]
                listed |= {Path(parent, name).relative_to(top).as_posix() for name in files}
        return sorted(listed)


class _Compiled(BytecodeCache):
    """Jinja2 asks by the name of a template, and takes what was made of the same source by the same Python."""

    def __init__(self, cache: Cache) -> None:
        self._cache = cache

    def load_bytecode(self, bucket: Bucket) -> None:
        kept = self._cache.read(_name(bucket))
        if kept is not None:
            bucket.bytecode_from_string(kept)

    def dump_bytecode(self, bucket: Bucket) -> None:
        self._cache.write(_name(bucket), bucket.bytecode_to_string())


def _name(bucket: Bucket) -> str:
    return f"template-{jinja2.__version__}-{bucket.key}"

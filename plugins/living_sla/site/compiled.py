"""Templates as an earlier build compiled them: compiling those of the theme and ours takes a sixth of a build."""

from __future__ import annotations

from pathlib import Path

import jinja2
from jinja2.bccache import Bucket, BytecodeCache

from living_sla.cache import Cache, cache_of
from living_sla.pages.html import environment as ours


def remember_ours(root: Path) -> None:
    """The same for the templates of our own blocks."""
    remember(ours(), root)


def remember(environment: jinja2.Environment, root: Path) -> None:
    """Let an environment take compiled templates from the cache of the project at `root`, and leave new ones there."""
    found = cache_of(root)
    environment.bytecode_cache = _Compiled(found) if found else None


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

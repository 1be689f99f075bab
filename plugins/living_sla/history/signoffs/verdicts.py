"""What `ssh-keygen` said about a signature, remembered between runs: it takes longer than everything around it.

Answers are filed by a digest of all that they depend on.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager

from living_sla.cache import Cache

_NAME = "verdicts"


@contextmanager
def kept_verdicts(cache: Cache | None) -> Iterator[dict[str, str]]:
    """The remembered answers; those that were added are written back at the end. Without a cache, none are kept."""
    content = cache.read(_NAME) if cache else None
    known: dict[str, str] = json.loads(content) if content else {}
    before = len(known)
    yield known
    if cache and len(known) > before:
        cache.write(_NAME, json.dumps(known, sort_keys=True).encode())

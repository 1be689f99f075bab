"""Sources that wait for data: no file of theirs has ever been there, so terms can be published and signed before.

A file that is gone is another thing: figures that were published would vanish without a word. So what was ever read
is remembered, and a source that was is never said to wait.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Collection, Iterable

from living_sla.agreements.project import Project
from living_sla.cache import Cache
from living_sla.errors import Notice, SlaError
from living_sla.exports.files import FOLDER, absence
from living_sla.model import unjudged
from living_sla.model.source import Source
from living_sla.model.standing import WAITING

_FILE = "read-before"


def absent(project: Project) -> dict[str, SlaError]:
    """The sources that no file is there for, and what is to be said of each."""
    found = {
        name: absence(source, project.root, project.source_place(name))
        for name, source in project.sources.items()
        if source.engine is None
    }
    return {name: fault for name, fault in found.items() if fault is not None}


def waiting_in(project: Project, before: Collection[str], ever: Callable[[str], bool]) -> dict[str, SlaError]:
    """The sources that no file has ever been there for, and what is to be said of each.

    `before` are the identities of those that were read before, `ever` tells of a path whether it was ever committed.
    """
    return {
        name: fault
        for name, fault in absent(project).items()
        if identity(name, project.sources[name]) not in before and not ever(f"{FOLDER}/{project.sources[name].path}")
    }


def identity(name: str, source: Source) -> str:
    """What a source is remembered by: one that is read from elsewhere has not been read before."""
    return f"{name}: {source.path}"


def read_before(cache: Cache | None) -> frozenset[str]:
    """The identities of the sources that earlier runs read; none where nothing is remembered."""
    raw = cache.read(_FILE) if cache else None
    return frozenset(json.loads(raw)) if raw else frozenset()


def remember(cache: Cache | None, project: Project, names: Iterable[str]) -> None:
    """Remember that these sources were read."""
    known = read_before(cache)
    now = known | {identity(name, project.sources[name]) for name in names}
    if cache and now != known:
        cache.write(_FILE, json.dumps(sorted(now)).encode())


def notice(name: str, fault: SlaError) -> Notice:
    """The warning about a source that waits."""
    return Notice(WAITING, f"{name} waits for data: {fault.message}", fault.where, fault.hint)


def why(fault: SlaError) -> str:
    """Why a commitment has no figures, where its source waits."""
    return unjudged.waiting(fault.message)

"""The files below `docs/`, before a generator opens them: it follows links, and waits for pipes.

A link could lead to any file of the machine, and a branch may bring one: what it leads to would be published.
"""

from __future__ import annotations

import os
import re
import stat
from collections.abc import Iterator
from pathlib import Path

from living_sla.agreements.yaml.characters import decode
from living_sla.errors import EnvironmentFault, Fault, Faults, Place, SlaError
from living_sla.files import READABLE
from living_sla.site.safety import svg

PAGES = (".md", ".markdown", ".mdown", ".mkdn", ".mkd")
"""How the names of pages end, as MkDocs sees it."""
_NO_TEXT = re.compile("[\ud800-\udfff\x00-\x1f]")


def refuse_unreadable(docs: Path, root: Path) -> None:
    """Raise `Faults` for all entries of the folder that are not regular files, and all pages that are not UTF-8."""
    faults = list(_faults(docs, root))
    if faults:
        raise Faults(faults)


def _faults(docs: Path, root: Path) -> Iterator[SlaError]:
    unseen: list[OSError] = []
    for parent, folders, files in os.walk(docs, onerror=unseen.append):
        here = Path(os.path.relpath(parent, root)).as_posix()
        for name in sorted((*folders, *files)):
            where = Place(f"{here}/{name}".removeprefix("./"))
            try:
                yield from _faults_of(Path(parent, name), where)
            except OSError as problem:
                yield _refused(problem, where)
    yield from (
        _refused(problem, Place(Path(os.path.relpath(problem.filename, root)).as_posix())) for problem in unseen
    )


def _faults_of(path: Path, where: Place) -> Iterator[SlaError]:
    mode = path.lstat().st_mode
    if _NO_TEXT.search(path.name):
        yield SlaError("the name of the file is not a text", where=where, hint="rename the file", code=Fault.NOT_UTF8)
    if stat.S_ISLNK(mode):
        yield SlaError("a link", where=where, hint="put the file or folder itself here", code=Fault.OUTSIDE_FOLDER)
    elif stat.S_ISREG(mode) and path.name.lower().endswith(PAGES):
        try:
            decode(path.read_bytes(), path=where.path)
        except SlaError as fault:
            yield fault
    elif (
        stat.S_ISREG(mode) and path.name.lower().endswith((".svg", ".svgz")) and (why := svg.why_not(path.read_bytes()))
    ):
        hint = "export it as PNG, or as an SVG that only draws"
        yield SlaError(f"the picture is not published: {why}", where=where, hint=hint, code=Fault.ACTIVE_SVG)
    elif not stat.S_ISREG(mode) and not stat.S_ISDIR(mode):
        yield SlaError("not a regular file", where=where, hint="replace it with a file", code=Fault.OUTSIDE_FOLDER)


def _refused(problem: OSError, where: Place) -> SlaError:
    message = f"cannot be read: {problem.strerror or type(problem).__name__}"
    return EnvironmentFault(message, where=where, hint=READABLE, code=Fault.NO_AGREEMENT)

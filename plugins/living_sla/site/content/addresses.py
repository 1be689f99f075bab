"""Which two files of a site would stand at one address."""

from __future__ import annotations

import posixpath
import unicodedata
from collections.abc import Iterable, Iterator
from pathlib import PurePosixPath
from typing import TYPE_CHECKING

from living_sla.errors import Fault, Place, SlaError

if TYPE_CHECKING:
    from mkdocs.structure.files import File, Files


def alike(path: str) -> str:
    """The same for all paths that some file system or server takes for one."""
    return unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", path).casefold())


def collisions(pages: Iterable[File], others: Iterable[File], files: Files, docs: str) -> Iterator[SlaError]:
    """A fault for each of `pages`, which are to be added, whose address another file has, or in whose way one lies.

    `others` are to be added too; `files` are those that are there, of them those of the documentation in `docs`.
    """
    taken: dict[str, File] = {}
    for added in pages:
        first = taken.setdefault(alike(added.dest_uri), added)
        if first is not added:  # of a commitment that only earlier terms have, perhaps
            message = f"this file and a page below another agreement have the same address on the site, {added.url}"
            yield SlaError(message, where=Place(first.src_uri), hint="rename this file", code=Fault.SAME_ADDRESS)
    # Of several pages below one folder the first is named: an agreement comes before what is made of it.
    folders = {str(above): page for at, page in reversed(taken.items()) for above in PurePosixPath(at).parents}
    for file in (*files, *others):
        at = alike(file.dest_uri)
        page = taken.get(at) or folders.get(at) or _beneath(at, taken)
        if page is not None and file.inclusion.is_included():
            of_docs = file.src_dir == docs
            place = posixpath.join(posixpath.basename(docs), file.src_uri) if of_docs else file.src_uri
            message = f"this file and {page.src_uri} have the same address on the site, {page.url}"
            hint = "rename one of the two; capitals make no difference"
            yield SlaError(message, where=Place(place), hint=hint, code=Fault.SAME_ADDRESS)


def in_the_way(paths: Iterable[str], files: Iterable[File]) -> Iterator[File]:
    """Those of `files` that stand where one of `paths` or a folder of it is to be, or below it as if it were one."""
    written = {alike(path) for path in paths}
    folders = {str(above) for path in written for above in PurePosixPath(path).parents}
    for file in files:
        at = alike(file.dest_uri)
        if at in written or at in folders or any(str(above) in written for above in PurePosixPath(at).parents):
            yield file


def _beneath(at: str, taken: dict[str, File]) -> File | None:
    """The page that is to be written where a file needs a folder."""
    return next((taken[str(above)] for above in PurePosixPath(at).parents if str(above) in taken), None)

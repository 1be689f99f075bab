"""Where the page of a Markdown file stands on the site, as MkDocs has it."""

from __future__ import annotations

import posixpath
import unicodedata
from pathlib import PurePosixPath

_OF_ITS_FOLDER = ("index", "README")


def file_of(path: str, *, as_folders: bool) -> str:
    """The file that the page is written to: ``agreements/handoff/index.html``, or ``agreements/handoff.html``."""
    at = PurePosixPath(path)
    if at.stem in _OF_ITS_FOLDER:
        return str(at.with_name("index.html"))
    return str(at.with_suffix("") / "index.html" if as_folders else at.with_suffix(".html"))


def address_of(path: str, *, as_folders: bool) -> str:
    """The address of the page from the top of the site: ``agreements/handoff/``, or ``agreements/handoff.html``."""
    file = file_of(path, as_folders=as_folders)
    return f"{posixpath.dirname(file) or '.'}/" if as_folders and file.endswith("index.html") else file


def alike(path: str) -> str:
    """The same for all paths that some file system or server takes for one."""
    return unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", path).casefold())

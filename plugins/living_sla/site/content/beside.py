"""Pictures and documents that lie beside an agreement: those that a page shows or links to are published.

Nothing else that lies there is: a note or a draft does not leave the machine because somebody kept it in that folder.
"""

from __future__ import annotations

import html
import os
import posixpath
import re
from collections.abc import Iterable, Iterator
from pathlib import Path
from urllib.parse import unquote

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import File, Files
from mkdocs.structure.pages import Page

from living_sla.errors import Fault, Place, SlaError
from living_sla.model.paths import AGREEMENTS_FOLDER
from living_sla.site.safety import svg

PICTURES = (".avif", ".gif", ".jpeg", ".jpg", ".png", ".svg", ".webp")
DOCUMENTS = (".docx", ".odp", ".odt", ".pdf", ".pptx", ".txt")
_APART = ("signoffs", "waivers")
# As Markdown and the sanitiser write it; what looks like a link and is not one does no harm here.
_LINK = re.compile(r'="(?:(?<=\bhref=")|(?<=\bsrc="))([^"]*)"')  # letters first, as in `unique_ids`


def candidates(root: Path, files: Files, config: MkDocsConfig) -> Iterator[File]:
    """Every file that may be published if a page wants it, under its own path; what `docs/` has there goes first."""
    top = root / AGREEMENTS_FOLDER
    for parent, folders, names in os.walk(top):
        here = Path(parent)
        folders[:] = sorted(name for name in folders if name[0] != "." and not (here == top and name in _APART))
        for name in sorted(names):
            path = here / name
            uri = path.relative_to(root).as_posix()
            if _is_kind(name) and path.is_file() and not path.is_symlink() and files.get_file_from_path(uri) is None:
                yield File(uri, str(root), config.site_dir, config.use_directory_urls)


def settle(beside: Iterable[File], files: Files, root: Path) -> Iterator[SlaError]:
    """Leave out what no page wants, now that all pages are rendered; a fault for each that must not be published."""
    wanted: dict[str, str] = {}
    pages = [file.page for file in files.documentation_pages() if file.page is not None]
    for page in pages:
        for address in _addresses(page):
            wanted.setdefault(address, page.file.src_uri)
    for file in beside:
        if file.dest_uri not in wanted:
            files.remove(file)
        elif file.dest_uri.lower().endswith(".svg") and (why := svg.why_not(file.content_bytes)):
            yield svg.fault(why, Place(file.src_uri))
    for address, source in wanted.items():
        if address.startswith(f"{AGREEMENTS_FOLDER}/") and _lies_there(root, address, files):
            hint = f"published are {', '.join((*PICTURES, *DOCUMENTS))}; put another kind of file below docs/"
            message = f"{source} links to a file that is not published"
            yield SlaError(message, where=Place(address), hint=hint, code=Fault.UNPUBLISHED_LINK)


def _lies_there(root: Path, address: str, files: Files) -> bool:
    """Whether a link leads to a file of the folder that is not on the site."""
    if not os.path.lexists(root / address) or (root / address).is_dir():
        return False
    return all(file.dest_uri != address for file in files) and files.get_file_from_path(address) is None


def _addresses(page: Page) -> Iterator[str]:
    """Where the links of a page lead, from the top of the site; seen from its file too, as an author may write them."""
    for written in dict.fromkeys(_LINK.findall(page.content or "")):  # a table names its pages again and again
        value = unquote(html.unescape(written).partition("#")[0].partition("?")[0])
        if value and ":" not in value and not value.startswith("/"):
            for here in dict.fromkeys((page.file.dest_uri, page.file.src_uri)):
                yield posixpath.normpath(posixpath.join(posixpath.dirname(here), value))


def _is_kind(name: str) -> bool:
    return name[0] != "." and name.lower().endswith((*PICTURES, *DOCUMENTS))

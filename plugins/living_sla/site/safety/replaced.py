"""Files of `docs/` that would take the place of one that the theme or the site itself brings.

MkDocs lets a file of the documentation go before one of the theme that has the same path: the script of every page.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from pathlib import Path, PurePosixPath

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import File, Files

from living_sla.errors import Fault, Place, SlaError
from living_sla.site.safety import headers

OURS = "assets/living-sla/"
_OF_HOSTS = frozenset(
    {"_headers", "_redirects", "_worker.js", "cname", ".htaccess", "web.config", "netlify.toml", "vercel.json"}
)
"""Files by which a site tells its host what to send, or where to send its readers."""
OWN_DOMAIN = "CNAME"
"""The name under which GitHub Pages shows the site; whoever merges decides about it, as about settings."""
_HOST = re.compile(
    rb"(?=.{1,253}\s*\Z)(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z][a-z0-9-]{0,61}[a-z0-9]\r?\n?", re.I
)
_CODE = frozenset({".css", ".js", ".json", ".mjs", ".wasm"})


def replacements(files: Files, config: MkDocsConfig, agreed: Callable[[str], bool]) -> Iterator[tuple[File, SlaError]]:
    """Every such file, and what is to be said of it; `agreed` tells of a path whether the trusted ref has the same."""
    docs = Path(config.docs_dir)
    written = {"search/search_index.json", "sitemap.xml.gz", *config.theme.static_templates}
    written |= {file.dest_uri for file in files if not _is_of(docs, file)}
    folders = {str(above) for path in written for above in PurePosixPath(path).parents}
    for file in files:
        if not _is_of(docs, file):
            continue
        path = file.dest_uri
        if f"{path}/".casefold().startswith((OURS, f"{headers.ROOT}/")):
            yield file, taken(docs, file)
        elif path == OWN_DOMAIN:
            if _HOST.fullmatch(file.content_bytes) is None:
                yield file, _fault(docs, file, "this is not one host name", "write the domain of the site, and no more")
            elif not agreed(path):
                hint = "merge it first; --settings-from . believes this folder"
                yield file, _fault(docs, file, "the domain of the site is not what it is on the trusted ref", hint)
        elif Path(path).name.casefold() in _OF_HOSTS:
            hint = "leave what a host is told to whoever sets it up"
            yield file, _fault(docs, file, "a host would take this file for its own settings", hint)
        elif Path(path).suffix.casefold() in _CODE and any(Path(of, path).is_file() for of in config.theme.dirs):
            hint = "choose another name; what changes the theme belongs into its custom_dir"
            yield file, _fault(docs, file, "this would take the place of a file of the theme", hint)
        elif path in folders or any(str(above) in written for above in PurePosixPath(path).parents):
            yield file, _fault(docs, file, "the site has a folder or a file of this name", "choose another name")


def taken(docs: Path, file: File) -> SlaError:
    """What is said of a file that has the name of one that the site writes."""
    return _fault(docs, file, "the site writes a file of this name", "choose another name")


def _is_of(docs: Path, file: File) -> bool:
    return file.src_dir is not None and Path(file.src_dir) == docs


def _fault(docs: Path, file: File, what: str, hint: str) -> SlaError:
    return SlaError(what, where=Place(f"{docs.name}/{file.src_uri}"), hint=hint, code=Fault.RESERVED_FILE)

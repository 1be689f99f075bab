"""What a browser may run and fetch for a page, said in the page: the second line behind everything that cleans text.

The theme's scripts are known by the hashes of their text, taken from the theme's templates rendered without a page's
content. So nothing that somebody wrote can get into the policy, and no other script runs, wherever it comes from:
inline, in an attribute, in a link, or as a file beside the pages.
"""

from __future__ import annotations

import base64
import hashlib
import logging
import posixpath
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from html import unescape
from pathlib import Path
from urllib.parse import unquote, urlsplit

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import File, Files
from msgspec import Struct
from msgspec.structs import replace

from living_sla.errors import Fault, Place, SlaError
from living_sla.site.safety import dom
from living_sla.site.safety.empty_pages import EmptyPage
from living_sla.site.safety.theme_files import loads_scripts
from living_sla.site.safety.theme_html import corrected

log = logging.getLogger("mkdocs.plugins.living_sla")

_HEAD = re.compile(r"<head\b[^>]*>(?:\s*<meta charset=[^>]*>)?", re.IGNORECASE)
_SCRIPT_FILE = re.compile(r"""<script\b[^>]*?\ssrc\s*=\s*(?:"([^"]+)"|'([^']+)'|([^\s"'>]+))[^>]*>""", re.IGNORECASE)
# By this the theme finds the link to the repository, and then asks the forge how many stars it has.
_ASKS_THE_FORGE = ' data-md-component="source"'
# Firefox fetches the next page ahead of the reader, for which a policy has no word but `default-src`.
_FETCHED_AHEAD = re.compile(r'<link rel="(?:next|prev)" href="[^"]*">\s*')

_FROM_HERE = {
    "img-src": "'self' data:",  # the icons of the theme's style sheets
    "font-src": "'self'",
    "media-src": "'self'",
    "connect-src": "'self'",  # the index of the search, and pages that are fetched before they are shown
    "worker-src": "'self'",  # the search
    "object-src": "'none'",
    "base-uri": "'none'",
    "form-action": "'none'",
}


class Policy(Struct, frozen=True):
    """One policy for all pages of a site, for a browser that goes from one to the next keeps that of the first."""

    scripts: tuple[str, ...]
    """Hashes of the theme's scripts, inline ones and files, as a policy writes them, without quotes; sorted."""
    styles: tuple[str, ...]
    """Hashes of the theme's inline style sheets."""
    files: Mapping[str, str]
    """Hashes of the script files, by their path in the site."""
    root: str = "/"
    """The path of the site on its host, where the settings name it."""
    imports: bool = False
    """Whether the search loads scripts for its languages: the policy of a page does not bind it, a header does."""
    nonce: str = ""
    """By which the server that reloads pages marks its own script; empty in a site that is published."""
    from_disk: bool = False
    """Whether pages are made to be opened from a disk, where browsers cannot check the hash of a file."""

    def joined(self, other: Policy) -> Policy:
        """This policy, which allows what the other one of the same site does as well."""
        return replace(
            self,
            scripts=tuple(sorted({*self.scripts, *other.scripts})),
            styles=tuple(sorted({*self.styles, *other.styles})),
            files={**other.files, **self.files},
            imports=self.imports or other.imports,
        )

    def with_styles(self, texts: Iterable[str]) -> Policy:
        """This policy, which lets scripts of the theme put exactly these style sheets into a page as well."""
        return replace(self, styles=tuple(sorted({*self.styles, *map(_hash, texts)})))

    def __str__(self) -> str:
        from_disk = ["file:"] if self.from_disk else []
        return self._said([*from_disk, *self.scripts, *([f"nonce-{self.nonce}"] if self.nonce else [])])

    @property
    def in_header(self) -> str:
        """The policy for every answer of a host, also for those that are no pages."""
        return self._said([*(["self"] if self.imports else []), *self.scripts])

    def _said(self, scripts: list[str]) -> str:
        script_src = " ".join(source if source == "file:" else f"'{source}'" for source in scripts) or "'none'"
        style_src = " ".join(["'self'", *(f"'{known}'" for known in self.styles)])
        directives = {"default-src": "'none'", "script-src": script_src, "style-src": style_src, **_FROM_HERE}
        return "; ".join(f"{name} {sources}" for name, sources in directives.items())

    def applied(self, html: str, *, url: str) -> str:
        """The page with the policy at the top of its head, behind nothing but the encoding.

        A browser looks for the encoding in the first kilobyte only. The `url` of the page is from the site's root.
        """
        meta = f'<meta http-equiv="Content-Security-Policy" content="{self}">'
        html = corrected(_FETCHED_AHEAD.sub("", html.replace(_ASKS_THE_FORGE, "")))
        html = _HEAD.sub(lambda head: head[0] + meta, html, count=1)
        return _SCRIPT_FILE.sub(lambda tag: self._checked(tag, url), html)

    def _checked(self, tag: re.Match[str], url: str) -> str:
        known = self.files.get(_path(unescape(tag[1] or tag[2] or tag[3]), url, self.root))
        if self.from_disk:
            return tag[0]
        return tag[0] if known is None or "integrity=" in tag[0] else f'{tag[0][:7]} integrity="{known}"{tag[0][7:]}'

    def changed(self, site: Path) -> Iterator[SlaError]:
        """A fault for every script file of a finished site that is not what it was when its hash was taken."""
        for path, known in self.files.items():
            if not (site / path).is_file() or _hash((site / path).read_bytes()) != known:
                hint = "a plugin changed it: leave scripts as they are, or let the plugin change them before on_env"
                yield SlaError(
                    "no browser would run this script", where=Place(path), hint=hint, code=Fault.CHANGED_SCRIPT
                )


NONE = Policy(scripts=(), styles=(), files={})
"""What is allowed before anything is known of a theme."""


def of_theme(empties: Iterable[EmptyPage], config: MkDocsConfig, files: Files, *, nonce: str = "") -> Policy:
    """The policy of a site, from the pages of its theme without any content, its settings and its files."""

    def content(path: str) -> bytes | None:
        file = _file(path, config, files)
        return None if file is None else file.content_bytes

    return replace(
        of_pages(empties, content, root=root_of(config)),
        imports=loads_scripts(config),
        nonce=nonce,
        from_disk=any(name.rpartition("/")[2] == "offline" for name in config.plugins),
    )


def root_of(config: MkDocsConfig) -> str:
    """The path of the site on its host, where the settings name it."""
    return urlsplit(config.site_url or "/").path or "/"


def of_pages(empties: Iterable[EmptyPage], content: Callable[[str], bytes | None], *, root: str) -> Policy:
    """The policy that lets run what pages without any content run; `content` gives the bytes of a file of the theme."""
    inline: dict[str, set[str]] = {"script": set(), "style": set()}
    paths: set[str] = set()
    for empty in empties:
        for tag, attributes, text in dom.elements(empty.html):
            if tag == "script" and attributes.get("src"):
                paths.add(_path(attributes["src"] or "", empty.url, root))
            elif tag == "style" or (tag == "script" and "json" not in (attributes.get("type") or "")):
                inline[tag].add(_hash(text))
    known = {}
    for path in sorted(paths):
        found = content(path)
        if found is None:
            log.info("the script %s is not a file of the theme or the settings, so no page runs it", path)
        else:
            known[path] = _hash(found)
    return Policy(
        scripts=tuple(sorted({*inline["script"], *known.values()})),
        styles=tuple(sorted(inline["style"])),
        files=known,
        root=root,
    )


def _path(address: str, url: str, root: str) -> str:
    """The path in the site of what a page at `url` loads from `address`; empty for something of another host."""
    parts = urlsplit(address)
    if parts.scheme or parts.netloc:
        return ""
    path = unquote(parts.path)
    if path.startswith("/"):
        return path.removeprefix(root).lstrip("/")
    return posixpath.normpath(posixpath.join(posixpath.dirname(unquote(url)), path))


def _file(path: str, config: MkDocsConfig, files: Files) -> File | None:
    """The file at a path of the site; none for one of the documentation that the settings do not name."""
    file = next((file for file in files if file.dest_uri == path), None)
    if file is not None and file.src_dir == config.docs_dir and path not in map(str, config.extra_javascript):
        return None
    return file


def _hash(text: str | bytes) -> str:
    data = text.encode() if isinstance(text, str) else text
    return f"sha256-{base64.b64encode(hashlib.sha256(data).digest()).decode()}"

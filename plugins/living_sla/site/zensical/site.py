"""A site by Zensical, from one that MkDocs has built and that was read back: same content, same safeguards.

Every figure, chart and text of a page is taken from there, so that the two cannot differ. Zensical brings its theme,
its navigation and its search. What it brings by itself is learned from pages without any content, built beside.
"""

from __future__ import annotations

import re
import shutil
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

from living_sla.errors import Faults, SlaError
from living_sla.site.content import generated
from living_sla.site.safety import brought, headers, inspection, policy
from living_sla.site.safety.empty_pages import EmptyPage
from living_sla.site.zensical import program
from living_sla.site.zensical.pages import markdown_of, source_of
from living_sla.site.zensical.settings import settings_of

if TYPE_CHECKING:
    from mkdocs.config.defaults import MkDocsConfig
    from mkdocs.structure.pages import Page

_STYLE_SHEET = re.compile(
    r"""=(?P<quote>['"`])(?P<text>[.:#*\[\w][^'"`\\\n]{0,200}\{(?:(?!(?P=quote))[^\\\n]){500,}\})(?P=quote)"""
)


def made_again(built: Path, workplace: Path, config: MkDocsConfig, *, expected: dict[str, str]) -> Path:
    """The folder of the site that Zensical makes in `workplace` of the one in `built`.

    Raises:
        Faults: What came out must not be published.
        SlaError: Zensical made no site.
    """
    plugin: Any = config.plugins["living-sla"]
    pages: list[Page] = plugin.finished
    empties, theme = _empties(workplace / "empty", config, pages)
    folder = workplace / "pages"
    _lay_out(folder / "docs", built, pages, plugin.other_files)
    site = program.run(folder, settings_of(config, plugin.navigation))
    allowed = policy.of_pages(empties, _content(theme, folder / "docs", config), root=policy.root_of(config))
    allowed = allowed.with_styles(
        sheet for path in theme.rglob("*.js") for sheet in _style_sheets(path.read_text("utf-8"))
    )
    for path in site.rglob("*.html"):
        at = path.relative_to(site).as_posix()
        text = path.read_text(encoding="utf-8")
        path.write_text(allowed.applied(generated.announced(text, at), url=at), encoding="utf-8")
    headers.write(site, allowed.in_header)
    known = brought.of_theme(empties)

    def brought_to(name: str) -> frozenset[brought.Signature] | None:
        by_mkdocs: frozenset[brought.Signature] | None = plugin.brought_to(name)
        return known if by_mkdocs else by_mkdocs

    faults: list[SlaError] = [
        *allowed.changed(site),
        *inspection.findings(site, expected=expected, brought_to=brought_to),
    ]
    if faults:
        raise Faults(faults)
    return site


def _lay_out(docs: Path, built: Path, pages: Iterable[Page], others: Iterable[str]) -> None:
    """Write every page, and copy what else the site has that no theme brought."""
    for page in pages:
        _write(docs / source_of(page), markdown_of(page))
    for path in others:
        (docs / path).parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(built / path, docs / path)


def _content(theme: Path, docs: Path, config: MkDocsConfig) -> Callable[[str], bytes | None]:
    """The bytes of a script: of the site where its settings name it, else as the theme has it without the site."""
    named = set(map(str, config.extra_javascript))

    def content(path: str) -> bytes | None:
        file = (docs if path in named else theme) / path
        return file.read_bytes() if file.is_file() else None

    return content


def _empties(folder: Path, config: MkDocsConfig, pages: list[Page]) -> tuple[list[EmptyPage], Path]:
    """What Zensical makes of pages without content, one at each depth, and the site that they are."""
    depths = {page.file.dest_uri.count("/") for page in pages} | {0}
    for depth in depths:
        _write(folder / "docs" / ("x/" * depth) / "index.md", "")
    for path in map(str, config.extra_javascript):
        _write(folder / "docs" / path, "")
    site = program.run(folder, settings_of(config, None))
    found = sorted(site.rglob("*.html"))
    return [EmptyPage(path.read_text("utf-8"), path.relative_to(site).as_posix()) for path in found], site


def _style_sheets(script: str) -> Iterator[str]:
    """The style sheets that a script holds as texts: Zensical's search puts one into the page."""
    return (found["text"] for found in _STYLE_SHEET.finditer(script))


def _write(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")

"""Settings for Zensical: a few of those that MkDocs read and this package judged, as data, and nothing that runs."""

from __future__ import annotations

import posixpath
from collections.abc import Mapping
from html import escape
from typing import TYPE_CHECKING, Any

from living_sla.site.zensical.pages import source_of

if TYPE_CHECKING:
    from mkdocs.config.defaults import MkDocsConfig
    from mkdocs.structure.nav import Navigation

_TEXTS = ("site_name", "site_description", "site_author")
_ADDRESSES = ("site_url", "repo_url", "repo_name")
_OF_THEME = ("language", "direction", "features", "logo", "favicon", "palette")
_NEEDED = ("attr_list", {"toc": {"permalink": "\N{PILCROW SIGN}", "permalink_title": "Link to this part"}})
"""All of Markdown that the pages need which are laid out: the id of a heading, and the table of contents."""


def settings_of(config: MkDocsConfig, navigation: Navigation | None) -> dict[str, Any]:
    """What `mkdocs.yml` of the folder that is laid out says; without `navigation` it names no page.

    Zensical prints what settings say as HTML, so texts are escaped here. No hook, plugin, extension, template or
    folder of a theme is among them, whatever the project's own settings name.
    """
    said: dict[str, Any] = {name: escape(str(config[name])) for name in (*_TEXTS, *_ADDRESSES) if config.get(name)}
    said["copyright"] = str(config.copyright or "")
    said["use_directory_urls"] = config.use_directory_urls
    said["docs_dir"], said["site_dir"] = "docs", "site"
    theme = {name: found for name in _OF_THEME if (found := _plain(config.theme.get(name))) is not None}
    said["theme"] = {**theme, "name": "material", "variant": "classic", "font": False}
    said["extra"] = {"generator": False}
    said["extra_css"] = [str(path) for path in config.extra_css]
    said["extra_javascript"] = [str(path) for path in config.extra_javascript]
    said["markdown_extensions"] = list(_NEEDED)
    said["plugins"] = ["search"]
    if navigation is not None:
        said["nav"] = [_entry(item) for item in navigation.items]
    return said


def _plain(value: Any) -> Any:
    """The value where it is data, with its texts escaped; None for anything else."""
    if isinstance(value, bool | int):
        return value
    if isinstance(value, str):
        return escape(value)
    if isinstance(value, Mapping):
        return {str(key): _plain(part) for key, part in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(part) for part in value]
    return None


def _entry(item: Any) -> dict[str, Any]:
    """One entry: a page, a section with what is in it, a link."""
    if item.is_page:
        return {str(item.title): source_of(item)}
    if item.is_section:
        return {_title(item): [_entry(child) for child in item.children]}
    return {_title(item): posixpath.normpath(item.url) if ":" not in item.url else escape(item.url)}


def _title(item: Any) -> str:
    return escape(str(item.title))

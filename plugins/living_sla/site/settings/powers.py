"""What settings of a site can do beyond words, colours and the order of pages: run programs, read files, place scripts.

Everything that is known to be harmless is listed here. Whatever is not listed is a power, also what nobody has heard
of: a new plugin, a new option, a new key.
"""

from __future__ import annotations

import posixpath
from collections.abc import Iterator, Mapping
from typing import Any

from msgspec import Struct

from living_sla.site.settings.mkdocs_yml import SettingsFile, Tagged, plugin_name

OURS = "living-sla"
OUR_MACROS = "living_sla.site.macros"
LOCAL_MODULES = ("main.py", "main")
"""What the macros plugin runs where a project has it, whether or not a setting names it."""

_KEYS = frozenset({
    "site_name", "site_description", "site_author", "site_url", "copyright", "repo_url", "repo_name", "edit_uri",
    "edit_uri_template", "nav", "exclude_docs", "draft_docs", "not_in_nav", "use_directory_urls", "strict", "dev_addr",
    "validation", "remote_branch", "remote_name", "extra_css",
})  # fmt: skip
_OF_THEME = frozenset({
    "name", "language", "locale", "direction", "features", "font", "icon", "logo", "favicon", "palette", "color_mode",
    "highlightjs", "hljs_languages", "hljs_style", "hljs_style_dark", "include_homepage_in_sidebar", "nav_style",
    "navigation_depth", "prev_next_buttons_location", "shortcuts", "sticky_navigation", "titles_only",
    "user_color_mode_toggle",
})  # fmt: skip
_OF_EXTRA = frozenset({"alternate", "generator", "homepage", "social", "status", "tags"})
"""What the theme prints as text and links; of `polyfills` and `analytics` it makes scripts."""
_PLUGINS: Mapping[str, frozenset[str]] = {
    OURS: frozenset(),
    "search": frozenset({"lang", "separator", "min_search_length", "indexing", "pipeline", "enabled"}),
    "tags": frozenset({"enabled"}),
    "macros": frozenset({"render_by_default", "force_render_paths", "on_undefined", "on_error_fail", "verbose"}),
}
_EXTENSIONS = frozenset({
    "abbr", "admonition", "attr_list", "codehilite", "def_list", "extra", "fenced_code", "footnotes", "legacy_attrs",
    "legacy_em", "md_in_html", "meta", "nl2br", "sane_lists", "smarty", "tables", "toc", "wikilinks",
    "pymdownx.arithmatex", "pymdownx.betterem", "pymdownx.blocks.admonition", "pymdownx.blocks.caption",
    "pymdownx.blocks.definition", "pymdownx.blocks.details", "pymdownx.blocks.html", "pymdownx.blocks.tab",
    "pymdownx.caret", "pymdownx.critic", "pymdownx.details", "pymdownx.emoji", "pymdownx.escapeall",
    "pymdownx.fancylists", "pymdownx.highlight", "pymdownx.inlinehilite", "pymdownx.keys", "pymdownx.magiclink",
    "pymdownx.mark", "pymdownx.progressbar", "pymdownx.saneheaders", "pymdownx.smartsymbols", "pymdownx.superfences",
    "pymdownx.tabbed", "pymdownx.tasklist", "pymdownx.tilde",
})  # fmt: skip
_READS_FILES = frozenset({"base_path", "custom_icons", "relative_path", "url_download"})
_YAML = "tag:yaml.org,2002:"
_PYTHON = f"{_YAML}python/"
_FUNCTIONS = frozenset(
    f"{_PYTHON}{what}"
    for what in (
        "name:material.extensions.emoji.to_svg", "name:material.extensions.emoji.twemoji",
        "name:materialx.emoji.to_svg", "name:materialx.emoji.twemoji",
        "name:pymdownx.emoji.emojione", "name:pymdownx.emoji.gemoji", "name:pymdownx.emoji.to_alt",
        "name:pymdownx.emoji.to_svg", "name:pymdownx.emoji.twemoji",
        "name:pymdownx.slugs.slugify", "name:pymdownx.slugs.uslugify", "object/apply:pymdownx.slugs.slugify",
        "name:pymdownx.superfences.fence_code_format", "name:pymdownx.superfences.fence_div_format",
        "tuple",
    )
)  # fmt: skip


class Power(Struct, frozen=True):
    """One setting that can do more than say something."""

    keys: tuple[str, ...]
    """Where it stands: ``("plugins", "macros", "include_dir")``."""
    value: Any

    @property
    def name(self) -> str:
        """As a person would say it: ``plugins: macros: include_dir``."""
        return ": ".join(self.keys)


def powers_of(settings: SettingsFile) -> Iterator[Power]:
    """Every power of the settings, in the order of the keys."""
    yield from (
        Power((called.tag.replace(_YAML, "!!"),), called.value)
        for called in settings.called
        if called.tag not in _FUNCTIONS
    )
    for key, value in settings.data.items():
        if value in (None, [], {}, ""):
            continue
        match key:
            case "theme":
                yield from _of_theme(value)
            case "extra" if isinstance(value, dict):
                yield from (
                    Power(("extra", str(name)), setting) for name, setting in value.items() if name not in _OF_EXTRA
                )
            case "plugins":
                yield from _of_list(value, "plugins", _of_plugin)
            case "markdown_extensions":
                yield from _of_list(value, "markdown_extensions", _of_extension)
            case "docs_dir" | "site_dir":
                if not is_inside(value):
                    yield Power((key,), value)
            case "watch":
                if not isinstance(value, list) or not all(map(is_inside, value)):
                    yield Power(("watch",), value)
            case _:
                if key not in _KEYS:
                    yield Power((str(key),), value)


def is_inside(path: object) -> bool:
    """Whether a path stays in the folder of the project, as far as its name tells."""
    if not isinstance(path, str) or "\\" in path or "\0" in path or posixpath.isabs(path) or ":" in path:
        return False
    return not posixpath.normpath(path).startswith("..")


def files_named(powers: tuple[Power, ...], docs: str) -> Iterator[str]:
    """Paths that powers name, from the folder of the project; whatever reads like one is taken for one."""
    for power in powers:
        of_docs = power.keys[0] in ("extra_javascript", "extra_templates")
        for text in _texts(power.value):
            if text and is_inside(text) and posixpath.normpath(text) != ".":
                yield posixpath.normpath(posixpath.join(docs, text) if of_docs else text)
                if power.keys[-1] == "module_name":
                    yield f"{posixpath.normpath(text)}.py"


def _of_theme(value: Any) -> Iterator[Power]:
    settings = {"name": value} if isinstance(value, str) else value
    if not isinstance(settings, dict) or not isinstance(settings.get("name"), str):
        yield Power(("theme",), value)
        return
    for key, setting in settings.items():
        if key not in _OF_THEME:
            yield Power(("theme", str(key)), setting)


def _of_list(value: Any, key: str, of_one: Any) -> Iterator[Power]:
    """Entries of a list, each a name or a table of one name; or of a table, which the generator takes as well."""
    if isinstance(value, dict):
        entries = list(value.items())
    elif isinstance(value, list):
        entries = [
            next(iter(entry.items())) if isinstance(entry, dict) and len(entry) == 1 else (entry, None)
            for entry in value
        ]
    else:
        entries = [(value, None)]
    for name, options in entries:
        if isinstance(name, str) and (options is None or isinstance(options, dict)):
            yield from of_one(name, options or {})
        else:
            yield Power((key,), (name, options))


def _of_plugin(name: str, options: Mapping[str, Any]) -> Iterator[Power]:
    plain = plugin_name(name)
    if plain not in _PLUGINS:
        yield Power(("plugins", name), options)
        return
    for option, value in options.items():
        ours = (plain, option) == ("macros", "modules") and value == [OUR_MACROS]
        if option not in _PLUGINS[plain] and not ours:
            yield Power(("plugins", name, str(option)), value)


def _of_extension(name: str, options: Mapping[str, Any]) -> Iterator[Power]:
    if name.removeprefix("markdown.extensions.") not in _EXTENSIONS or _READS_FILES & {*_all_keys(options)}:
        yield Power(("markdown_extensions", name), options)


def _texts(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, Tagged):
        yield from _texts(value.value)
    elif isinstance(value, dict):
        for part in value.values():
            yield from _texts(part)
    elif isinstance(value, list | tuple | set):
        for part in value:
            yield from _texts(part)


def _all_keys(value: Any) -> Iterator[str]:
    if isinstance(value, dict):
        for key, part in value.items():
            yield str(key)
            yield from _all_keys(part)
    elif isinstance(value, list | tuple):
        for part in value:
            yield from _all_keys(part)
    elif isinstance(value, Tagged):
        yield from _all_keys(value.value)

"""Templates of ours among those of a theme, and the files that it brings along and no page of the site loads."""

from __future__ import annotations

from collections.abc import Iterator
from importlib.resources import files as resources

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import File, Files

_LUNR = "assets/javascripts/lunr/"
_MAPS = (".css.map", ".js.map")
# What the search of the theme loads besides the language itself.
_SEGMENTERS = {"ja": "tinyseg.js", "hi": "wordcut.js", "th": "wordcut.js"}


def add_ours(config: MkDocsConfig) -> None:
    """Put our templates before those of the theme, and behind those of the site's own folder for them."""
    ours = str(resources("living_sla.site") / "theme")
    if ours not in config.theme.dirs:
        config.theme.dirs.insert(1 if config.theme.custom_dir else 0, ours)


def languages(config: MkDocsConfig) -> list[str]:
    """The languages of the search; none where a site has no search."""
    return [
        language
        for name, plugin in config.plugins.items()
        if name.rpartition("/")[2] == "search"
        for language in plugin.config.get("lang") or ()
    ]


def loads_scripts(config: MkDocsConfig) -> bool:
    """Whether the search loads scripts for its languages; English needs none."""
    return any(language != "en" for language in languages(config))


def unused(files: Files, config: MkDocsConfig) -> Iterator[File]:
    """Each file of the theme that nothing loads; a file of `docs/` is its author's, whatever its name."""
    loaded = {f"{_LUNR}{name}" for name in _of_search(config)}
    for file in files:
        path = file.dest_uri
        is_of_theme = path.startswith("assets/") and file.src_dir in config.theme.dirs
        if is_of_theme and path not in loaded and (path.endswith(_MAPS) or path.startswith(_LUNR)):
            yield file


def _of_search(config: MkDocsConfig) -> Iterator[str]:
    if loads_scripts(config):
        yield "min/lunr.stemmer.support.min.js"
    if len(languages(config)) > 1:
        yield "min/lunr.multi.min.js"
    for language in languages(config):
        yield f"min/lunr.{language}.min.js"
        if language in _SEGMENTERS:
            yield _SEGMENTERS[language]

"""Of what a theme brings along, a site has what its pages load, and nothing else."""

from __future__ import annotations

from pathlib import Path
from types import SimpleNamespace

import pytest
from mkdocs.structure.files import File, Files

from living_sla.site.safety.theme_files import add_ours, loads_scripts, unused

LUNR = "assets/javascripts/lunr"
SHIPPED = [
    "assets/javascripts/bundle.js",
    "assets/javascripts/bundle.js.map",
    "assets/stylesheets/main.css.map",
    f"{LUNR}/wordcut.js",
    f"{LUNR}/tinyseg.js",
    *(f"{LUNR}/min/lunr.{name}.min.js" for name in ("de", "fr", "hi", "ja", "multi", "stemmer.support")),
]


def settings(*languages: str, plugins: bool = True, custom: str | None = None):
    search = {"material/search": SimpleNamespace(config={"lang": list(languages)})}
    dirs = [*([custom] if custom else []), "material", "mkdocs"]
    return SimpleNamespace(plugins=search if plugins else {}, theme=SimpleNamespace(dirs=dirs, custom_dir=custom))


def kept(config) -> set[str]:
    files = Files([File(path, config.theme.dirs[0], "site", True) for path in SHIPPED])
    for file in list(unused(files, config)):
        files.remove(file)
    return {file.src_uri.rpartition("/")[2] for file in files}


@pytest.mark.parametrize(
    ("languages", "expected"),
    [
        (["en"], set()),
        (["de"], {"lunr.de.min.js", "lunr.stemmer.support.min.js"}),
        (["en", "fr"], {"lunr.fr.min.js", "lunr.multi.min.js", "lunr.stemmer.support.min.js"}),
        (["ja"], {"lunr.ja.min.js", "lunr.stemmer.support.min.js", "tinyseg.js"}),
        (["hi"], {"lunr.hi.min.js", "lunr.stemmer.support.min.js", "wordcut.js"}),
    ],
)
def test_the_search_keeps_the_files_of_its_languages(languages, expected):
    config = settings(*languages)
    assert kept(config) == {"bundle.js", *expected}
    assert loads_scripts(config) == bool(expected)


def test_a_site_without_a_search_has_no_languages():
    assert kept(settings(plugins=False)) == {"bundle.js"}


def test_what_an_author_put_there_stays():
    config = settings("en")
    files = Files([File("assets/notes.js.map", "docs", "site", True), File(f"{LUNR}/own.js", "docs", "site", True)])
    assert list(unused(files, config)) == []


def test_our_templates_come_after_those_of_the_site_itself(tmp_path):
    config = settings("en", custom=str(tmp_path))
    add_ours(config)
    add_ours(config)
    first, ours, *others = config.theme.dirs
    assert (first, others) == (str(tmp_path), ["material", "mkdocs"])
    assert Path(ours, "404.html").is_file()


def test_a_built_site_has_no_source_maps_and_no_languages_that_it_is_not_written_in(a_site):
    found = [path.name for path in a_site.rglob("*") if path.suffix == ".map" or "lunr" in path.parts]
    assert found == []

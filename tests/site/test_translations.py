"""A plugin for translations: it asks each file where it lies, lays out `docs/` anew, and builds once a language."""

from __future__ import annotations

import re

from living_sla.site.publishing.build import build
from tests.factories.small_sites import write_project

# What such a plugin does, in few lines: files that do not lie in `docs/` are no pages of its, a second build follows.
PLUGIN = """\
from pathlib import PurePath
from mkdocs.plugins import event_priority

language = ""

@event_priority(-100)
def on_files(files, config):
    for file in list(files):
        if not PurePath(file.abs_src_path).is_relative_to(config.docs_dir):
            if file.is_documentation_page():
                files.remove(file)
        elif language:
            file.dest_uri = f"{language}/{file.dest_uri}"
    return files

@event_priority(-100)
def on_post_build(config):
    global language
    if not language:
        from mkdocs import utils
        from mkdocs.commands.build import build
        language, cleaned = "de", utils.clean_directory
        utils.clean_directory = lambda folder: None
        build(config)
        utils.clean_directory = cleaned
"""


def test_agreements_are_pages_of_every_language(tmp_path):
    root = write_project(tmp_path)
    (root / "translations.py").write_text(PLUGIN)
    settings = root / "mkdocs.yml"
    settings.write_text(f"{settings.read_text()}\nhooks: [translations.py]\n")
    build(root, settings_from=".")
    site = root / "site"
    for folder in (site, site / "de"):
        for page in ("index.html", "agreements/lead-handoff/index.html", "changes/index.html"):
            assert (folder / page).is_file()
    assert _policy(site / "index.html") <= _policy(site / "de" / "index.html")


def _policy(page):
    return set(re.findall(r"'sha256-[^']+'", page.read_text()))

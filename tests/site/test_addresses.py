"""Where pages stand, as MkDocs has it."""

from __future__ import annotations

import pytest
from mkdocs.structure.files import File

from living_sla.model.site_paths import address_of, file_of
from living_sla.site.content.addresses import alike

PATHS = ["a.md", "agreements/a.md", "agreements/a/index.md", "agreements/a/README.md", "agreements/a/readme.md",
         "index.md", "agreements/a.b.md", "agreements/Übergabe 1.md"]  # fmt: skip


@pytest.mark.parametrize("as_folders", [True, False])
@pytest.mark.parametrize("path", PATHS)
def test_a_page_stands_where_the_generator_puts_it(path, as_folders):
    file = File(path, "docs", "site", as_folders)
    assert file_of(path, as_folders=as_folders) == file.dest_uri
    if path.isascii() and path != "index.md":
        assert address_of(path, as_folders=as_folders) == file.url


def test_paths_that_some_machine_takes_for_one_are_alike():
    assert alike("A/B.md") == alike("a/b.md")
    assert alike("u\u0308.md") == alike("Ü.md")
    assert alike("ﬁ.md") == alike("fi.md")
    assert alike("straße") == alike("STRASSE")
    assert alike("a.md") != alike("b.md")

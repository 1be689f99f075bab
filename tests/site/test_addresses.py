"""Where pages stand, as MkDocs has it."""

from __future__ import annotations

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from mkdocs.structure.files import File

from living_sla.model.site_paths import address_of, commitment_path, file_of, history_path, poster_path
from living_sla.site.content.addresses import alike, in_the_way

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


# ---------------------------------------------------------------- the pages below an agreement

NAMES = ["history", "poster", "index", "readme", "con", "nul", "aux", "com1", "lpt9", "history-2", "com", "a"]
IDS = st.from_regex(r"[a-z][a-z0-9]{0,5}(-[a-z0-9]{1,4})?", fullmatch=True) | st.sampled_from(NAMES)


@settings(max_examples=60, deadline=None)
@given(ids=st.sets(IDS, min_size=1, max_size=8), as_folders=st.booleans())
@example(ids=set(NAMES), as_folders=True)
def test_no_two_pages_of_an_agreement_stand_at_one_address_whatever_its_commitments_are_called(ids, as_folders):
    for path in ("agreements/handoff.md", "agreements/handoff/index.md", "agreements/handoff/README.md"):
        pages = [path, history_path(path), poster_path(path), *(commitment_path(path, each) for each in ids)]
        files = [alike(file_of(each, as_folders=as_folders)) for each in pages]
        assert len(set(files)) == len(files)


@pytest.mark.parametrize("device", ["con", "prn", "aux", "nul", "com0", "com9", "lpt1"])
def test_a_commitment_that_is_called_like_a_device_has_a_page_that_windows_can_write(device):
    assert commitment_path("agreements/handoff.md", device) == f"agreements/handoff/{device}_.md"


def test_a_commitment_that_is_called_history_leaves_the_page_of_the_history_alone():
    assert commitment_path("agreements/handoff.md", "history") == "agreements/handoff/history_.md"
    assert commitment_path("agreements/handoff.md", "history-of-calls") == "agreements/handoff/history-of-calls.md"


@pytest.mark.parametrize("path", ["api", "badges", "tables/handoff", "API/attainment.json", "api/Attainment.json/x.txt",
                                  "tables/handoff/ages.csv"])  # fmt: skip
def test_a_file_that_takes_the_place_or_the_folder_of_one_of_ours_is_in_its_way(path):
    ours = ["api/attainment.json", "tables/handoff/ages.csv", "badges/handoff/first.svg"]
    other = File("tables/other.csv", "docs", "site", True)
    assert list(in_the_way(ours, [other, file := File(path, "docs", "site", True)])) == [file]

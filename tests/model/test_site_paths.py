"""Where pages stand: two pages never have one address."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from living_sla.model.site_paths import commitment_path, file_of, history_path, poster_path

IDS = st.from_regex("[a-z][a-z0-9]*(-[a-z0-9]+)*", fullmatch=True) | st.sampled_from(["history", "poster", "index"])


@given(st.lists(IDS, unique=True, max_size=6), st.sampled_from(["agreements/desk.md", "agreements/desk/index.md"]))
def test_no_commitment_takes_the_place_of_another_page_of_its_agreement(ids, agreement):
    paths = [
        *(commitment_path(agreement, commitment) for commitment in ids),
        history_path(agreement),
        poster_path(agreement),
    ]
    for as_folders in (True, False):
        files = [file_of(path, as_folders=as_folders) for path in (*paths, agreement)]
        assert len(set(files)) == len(files)

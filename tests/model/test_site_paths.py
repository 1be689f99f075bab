"""Where pages stand: two pages never have one address."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from living_sla.model.site_paths import (
    ages_table,
    badge_file,
    commitment_path,
    file_of,
    history_path,
    poster_path,
    team_path,
)

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


@pytest.mark.parametrize("team", ["index", "readme", "con", "team", "teams"])
def test_no_team_takes_the_place_of_the_page_of_all_teams(team):
    for as_folders in (True, False):
        page = file_of(team_path(team), as_folders=as_folders)
        assert page != file_of("teams.md", as_folders=as_folders)
        assert "/con" not in page.replace("con_", "")


def test_a_table_or_badge_that_is_called_like_a_device_can_be_written_by_windows():
    assert ages_table("con", "aux") == "tables/con_/ages/aux_.csv"
    assert badge_file("nul", "first-contact") == "badges/nul_/first-contact.svg"

"""Every state of an agreement says on its first screen what it said when somebody read it."""

from __future__ import annotations

from tests.browser.states import GOLDEN as PICTURES
from tests.browser.states import PICTURED
from tests.factories import page_states
from tests.pages.told import TOLD, told


def test_every_state_says_first_what_was_read_once():
    assert told() == TOLD.read_text(encoding="utf-8"), "read the difference, then: make golden"


def test_every_picture_is_of_a_state_and_small():
    assert {*PICTURED} <= {*page_states.STATES, "shallow"}
    assert {picture.stem for picture in PICTURES.glob("*.png")} == {*PICTURED}
    assert max(picture.stat().st_size for picture in PICTURES.glob("*.png")) < 60_000


def test_the_age_of_old_data_is_said_once():
    text = next(part for part in told().split("\n\n") if part.startswith("old-data\n"))
    assert text.count("days old") == 1

"""Whatever is done to a review: it is found, the file is named, and `sla verify` ends with 2."""

from __future__ import annotations

import pytest

from living_sla.history.past import read_past_here
from living_sla.history.signoffs.verification import verified
from living_sla.reviews.checking.verdict import verdict_of
from living_sla.reviews.shelf.all_reviews import reviews_in_brief, reviews_of
from tests.reviews.reviewed import copy_of
from tests.reviews.tampering import CASES


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.what)
def test_tampering_is_found_the_file_is_named_and_the_exit_code_says_so(case, project, tmp_path):
    copy = copy_of(project, tmp_path / "project")
    case.done(copy)
    past = read_past_here(copy.root)
    shelf = reviews_of(copy.root, past)
    found = [(found.file, found.what) for review in shelf for found in review.broken]
    told = [what for file, what in found if file == case.file and what.startswith(case.told)]
    assert told, found
    # As the verb comes to it, whatever else there is.
    lacking = past.history.trouble is not None
    signoffs = verified(past.appraisal, {} if lacking else past.timelines, only=None)
    for asked in (shelf, reviews_in_brief(copy.root, past)):
        assert verdict_of(signoffs, asked, asked, lacking=lacking) == 2

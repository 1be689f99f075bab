"""Whatever is done to a review: it is found, and the file is named."""

from __future__ import annotations

import pytest

from tests.reviews.reviewed import copy_of, reviews_in
from tests.reviews.tampering import CASES


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.what)
def test_tampering_is_found_and_the_file_is_named(case, project, tmp_path):
    copy = copy_of(project, tmp_path / "project")
    case.done(copy)
    found = [(found.file, found.what) for review in reviews_in(copy.root).values() for found in review.broken]
    told = [what for file, what in found if file == case.file and what.startswith(case.told)]
    assert told, found

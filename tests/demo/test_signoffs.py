"""How far the product believes the sign-offs of the demonstration."""

from itertools import groupby

import pytest

from living_sla.history.past import read_past_here


@pytest.fixture(scope="module")
def found(demo_project):
    return read_past_here(demo_project).appraisal


def test_signoffs_have_every_level_of_trust(found):
    assert found.notices == ()
    told = {
        agreement: [(one.file.version, one.file.party, one.level.label, one.evidence) for one in signoffs]
        for agreement, signoffs in groupby(found.signoffs, lambda one: one.file.agreement)
    }
    assert told == {
        "lead-handoff": [
            (1, "marketing", "own commit", "own-commit"),
            (1, "sales", "own commit", "own-commit"),
            (2, "marketing", "own commit", "own-commit"),
            (2, "sales", "own commit", "own-commit"),
            (3, "marketing", "verified", "file-signature"),
            (3, "sales", "forge-attested", "forge-signature"),
            (4, "marketing", "own commit", "own-commit"),
            (4, "sales", "forge-attested", "forge-signature"),
            (5, "marketing", "own commit", "own-commit"),
            (5, "sales", "own commit", "own-commit"),
            (6, "sales", "verified", "commit-signature"),
            (6, "marketing", "verified", "tag-signature"),
            (7, "marketing", "verified", "file-signature"),
        ],
        "weekend-pilot": [
            (1, "marketing", "own commit", "own-commit"),
            (1, "sales", "claimed", "added-by-another"),
            (2, "sales", "own commit", "own-commit"),
            (2, "marketing", "own commit", "own-commit"),
        ],
    }


def test_only_the_signature_that_somebody_typed_for_a_colleague_does_not_count(found):
    refused = [(one.file.signer, one.refused) for one in found.signoffs if one.refused]
    assert refused == [("caleb.thornton@northwind.example", "this site asks for own commit, and this is claimed")]

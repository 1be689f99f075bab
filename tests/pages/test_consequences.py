"""Consequences on a page: which are set off, and whether that binds anybody."""

from __future__ import annotations

import pytest
from msgspec.structs import replace

from living_sla.model.figures.contingency import Triggered
from living_sla.model.past.basis import Basis
from living_sla.pages.agreement.terms import contingency, contingency_now
from living_sla.words.standing.consequences import set_off
from tests.factories.reports import agreement_standing, months, report


@pytest.mark.parametrize(
    ("basis", "said"),
    [
        (Basis.IN_FORCE, "Applies now: First contact in August 2026 and September 2026."),
        (Basis.PROPOSED, "Would apply now: First contact in August 2026 and September 2026."),
    ],
)
def test_a_consequence_says_which_misses_set_it_off(basis, said):
    standing = agreement_standing(basis=basis)
    trigger = standing.agreement.terms.contingency[0]
    found = replace(standing, triggered=(Triggered(trigger, "first-contact", tuple(months("2026-08", 2))),))
    assert set_off(found, trigger) == said
    assert "First contact in August 2026" in contingency(found, report(found))
    assert "First contact in August 2026" in contingency_now(found)
    assert contingency_now(standing) == ""
    assert set_off(standing, trigger) == ""

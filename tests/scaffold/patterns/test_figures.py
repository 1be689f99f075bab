"""Every pattern, in a full agreement: it passes `sla check`, and its figure is the one that was counted by hand."""

from __future__ import annotations

from datetime import UTC, datetime
from fractions import Fraction

import pytest

from living_sla import report
from living_sla.agreements.sources_file import read_sources
from living_sla.scaffold.patterns.library import PATTERNS
from living_sla.scaffold.patterns.matching import fit
from tests.factories.pattern_project import pattern_project

# Counted by hand from tests/factories/pattern_project.py: the period, and what it came to.
BY_HAND = {
    "lead-volume": ("2026-09", 4),
    "pipeline-value": ("2026-Q3", Fraction("500000.50")),
    "complete-leads": ("2026-09", Fraction(3, 4)),  # lead 3 has no country
    "bad-fit": ("2026-09", Fraction(2, 4)),
    "first-contact": ("2026-09", Fraction(3, 4)),  # lead 2 waited for five hours
    "first-response": ("2026-09", 105),  # of 60, 90, 120 and 300 minutes
    "verdict": ("2026-09", Fraction(3, 4)),  # lead 2 was due on Thursday at nine
    "contact-attempts": ("2026-09", Fraction(2, 4)),  # lead 1 was reached at once, lead 2 called five times
    "nurture-touches": ("2026-Q3", Fraction(1, 2)),
    "rejection-reasons": ("2026-09", Fraction(1, 2)),
    "feedback-answered": ("2026-09", Fraction(1, 2)),  # lead 3 was due on Monday at noon
    "mql-to-opportunity": ("2026-Q3", Fraction(1, 4)),
    "sales-cycle": ("2026-Q3", 20),  # days, of lead 1 alone
    "monthly-delivery": ("2026-Q3", Fraction(2, 3)),  # what was due on 30 September came on 5 October
    "regular-report": ("2026-Q3", Fraction(5, 6)),  # nothing came for 18 September
}


@pytest.fixture(scope="module")
def built(tmp_path_factory):
    """The report of an agreement that holds every pattern, with its notices."""
    root = tmp_path_factory.mktemp("patterns") / "project"
    pattern_project(root, "")
    sources = read_sources(root).sources
    fits = [fit(pattern, sources) for pattern in PATTERNS]
    assert [(one.pattern.id, one.missing) for one in fits if one.missing] == []
    again = pattern_project(root.parent / "filled", "".join(one.commitment() for one in fits))
    return report.check(again, now=datetime(2027, 1, 1, tzinfo=UTC), cache=False)


def test_every_pattern_was_counted_by_hand():
    assert list(BY_HAND) == [pattern.id for pattern in PATTERNS]


@pytest.mark.parametrize("id", BY_HAND)
def test_a_pattern_gives_the_figure_that_was_counted_by_hand(built, id):
    (standing,) = (one for one in built.agreement("handoff").commitments if one.commitment.id == id)
    label, value = BY_HAND[id]
    (found,) = (one for one in standing.series if one.period.label == label)
    assert found.value == value


@pytest.mark.parametrize("pattern", PATTERNS, ids=lambda pattern: pattern.id)
def test_a_pattern_says_who_owes_it_and_how_it_is_measured(built, pattern):
    (standing,) = (one for one in built.agreement("handoff").commitments if one.commitment.id == pattern.id)
    terms = standing.commitment
    assert (terms.by, terms.category, terms.measure.kind) == (pattern.by, pattern.category, pattern.kind)
    assert terms.title == pattern.title
    limit, due = terms.measure.time_limit, terms.measure.schedule
    assert (str(limit or ""), str(due or ""), str(terms.per)) == (pattern.limit, pattern.due, pattern.per)

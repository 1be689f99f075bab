"""What an impact withholds: beside the agreed figure, the proposed one tells nothing of one to four records."""

from __future__ import annotations

import pytest

from living_sla.model.figures.attainment import Status
from living_sla.model.figures.small_groups import NOT_SHOWN
from living_sla.model.proposals.impact import PeriodPair
from living_sla.proposals.impact.impacts import OTHER_LENGTHS, TOO_FEW, without_few
from tests.factories.reports import months, share
from tests.proposals.proposing import edited, project, proposed

[MARCH] = months("2026-03", 1)


def pair(before, after):
    return PeriodPair(MARCH, share(MARCH, *before), share(MARCH, *after))


@pytest.mark.parametrize("fewer", [1, 4])
def test_a_filter_narrowed_by_a_few_records_tells_its_verdict_alone(fewer):
    [told] = without_few([pair((38, 2), (38 - fewer, 2))], None, apart=False)
    assert (told.after.withheld, told.after.value, told.after.counts.records) == (NOT_SHOWN, None, 0)
    assert (told.after.status, told.why_not) == (Status.MISSED, TOO_FEW)
    assert told.before == share(MARCH, 38, 2)


@pytest.mark.parametrize("fewer", [0, 5, 38])
def test_the_same_records_or_five_fewer_are_told(fewer):
    whole = pair((38, 2), (38 - fewer, 2))
    assert without_few([whole], None, apart=False) == (whole,)


def test_as_many_records_of_which_a_few_are_others_are_not_told():
    whole = pair((38, 2), (37, 3))
    common = {MARCH: share(MARCH, 36, 2)}
    [told] = without_few([whole], common, apart=False)
    assert told.why_not == TOO_FEW
    common = {MARCH: share(MARCH, 33, 2)}
    assert without_few([whole], common, apart=False) == (whole,)


def test_of_other_records_in_other_periods_only_verdicts_are_told():
    [told] = without_few([PeriodPair(MARCH, None, share(MARCH, 38, 2))], None, apart=True)
    assert (told.after.withheld, told.why_not) == (NOT_SHOWN, OTHER_LENGTHS)


WHERE = (
    "from: mql_at, to: contacted_at, limit",
    "where: {id: not L302}, from: mql_at, to: contacted_at, limit",
)


def test_a_proposal_cannot_take_a_few_records_apart(tmp_path):
    folder = project(tmp_path / "project")
    edited(folder, WHERE)
    [impact] = proposed(folder).impacts
    told = {pair.period.label: (pair.after.withheld, pair.after.counts.records) for pair in impact.periods}
    assert told["2026-02"] == ("", 4)
    assert told["2026-03"] == (NOT_SHOWN, 0)

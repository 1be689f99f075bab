"""Experiments: registered in advance or not, silent before their end, judged by what was agreed."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest
from msgspec.structs import replace

from living_sla.figures.late_experiments import late_experiments
from living_sla.model.figures.attainment import Status
from living_sla.model.figures.before_and_after import SaidOfChange
from living_sla.model.figures.trials import trials_of
from living_sla.pages.effects.effects import effects, effects_on
from living_sla.pages.links import links_from
from living_sla.words.numbers import plain_spaces
from living_sla.words.standing import effects as words
from tests.factories import histories, reports
from tests.factories.versions import version_of
from tests.model.test_effects import STEADY, part, timeline, version
from tests.pages.reading import Reading

ROUTING = {
    "id": "routing",
    "hypothesis": "Routing by region answers sooner.",
    "commitment": "first-contact",
    "from": "2025-11-01",
    "until": "2026-01-31",
    "convinces": "2 of 3 months outside the usual range",
}


def holding(number, since, **experiment):
    terms = histories.signing_terms(experiment={**ROUTING, **experiment})
    found = version(number, since)
    commit = histories.commit(number, since, "x")
    return replace(found, version=version_of(number, histories.agreement(number, terms), commit))


def agreed(*versions, met=(*STEADY, 99, 99, 90, 90), experiment=None):
    standing = reports.agreement_standing(part(*met))
    if experiment is not None:
        terms = histories.signing_terms(experiment={**ROUTING, **experiment})
        standing = replace(standing, agreement=reports.agreement_of(terms))
    return replace(standing, timeline=timeline(*versions))


def only(standing):
    [found] = trials_of(standing)
    return found


@pytest.mark.parametrize(
    ("inside", "said", "icon"),
    [
        ((99, 99, 90), SaidOfChange.SEEN, "seen-better"),
        ((80, 90, 80), SaidOfChange.SEEN, "seen-worse"),
        ((99, 90, 90), SaidOfChange.WITHIN, "within-usual"),
    ],
)
def test_it_convinces_where_as_many_periods_lie_outside_as_was_agreed(inside, said, icon):
    found = only(agreed(holding(2, "2025-10-20T00:00"), met=(*STEADY, *inside, 90)))
    assert (found.sides.finding, words.trial_icon(found)) == (said, icon)


def test_a_month_of_it_without_a_figure_is_not_waited_for():
    standing = agreed(holding(2, "2025-10-20T00:00"))
    series = [
        replace(each, value=None, status=Status.NO_DATA) if at == 11 else each
        for at, each in enumerate(standing.commitments[0].series)
    ]
    [found] = trials_of(replace(standing, commitments=(replace(standing.commitments[0], series=tuple(series)),)))
    assert words.trial(found, date(2026, 6, 1)) == "Only 2 of 3 months in it have a figure: nothing can be said."


def test_only_periods_inside_its_days_count():
    found = only(agreed(holding(2, "2025-10-20T00:00", **{"from": "2025-11-15"}), met=(*STEADY, 99, 99, 99, 90)))
    assert [each.period.label for each in found.sides.after] == ["2025-12", "2026-01"]
    assert found.sides.before[-1].period.label == "2025-10"


def test_before_its_end_nothing_is_said_but_when():
    standing = agreed(holding(2, "2025-10-20T00:00"), met=(*STEADY, 99, 99))
    series = standing.commitments[0].series
    early = [replace(each, as_of=series[-1].period.end) for each in series]
    found = only(replace(standing, commitments=(replace(standing.commitments[0], series=tuple(early)),)))
    assert not found.has_ended
    assert words.trial_icon(found) == "too-early"
    assert plain_spaces(words.trial(found, date(2026, 1, 1))) == (
        "Its verdict is said once its last day is over: from 1 February 2026 on."
    )


def test_it_was_agreed_in_advance_or_not():
    early, late = (only(agreed(holding(2, since))) for since in ("2025-10-20T00:00", "2025-12-01T00:00"))
    assert (early.was_registered, late.was_registered) == (True, False)
    assert plain_spaces(words.registered(early)) == "Agreed in advance: in force since 20 October 2025."
    assert "Not agreed in advance" in words.registered(late)


def test_what_would_convince_cannot_be_moved_unseen():
    moved = holding(3, "2025-12-20T00:00", convinces="1 of 3 months outside the usual range")
    found = only(agreed(holding(2, "2025-10-20T00:00"), moved))
    assert not found.was_registered
    same = holding(3, "2025-12-20T00:00")
    assert only(agreed(holding(2, "2025-10-20T00:00"), same)).was_registered


def test_one_that_is_only_proposed_says_so():
    found = only(agreed(experiment={}))
    assert words.registered(found) == "It is proposed, and not in force."


def test_one_of_a_commitment_that_is_gone_is_not_told():
    assert trials_of(agreed(holding(2, "2025-10-20T00:00", commitment="accepted"))) == ()


def test_other_changes_in_its_time_are_named():
    shorter = version(3, "2025-12-15T00:00", histories.SHORTER)
    found = only(agreed(holding(2, "2025-10-20T00:00"), shorter))
    assert [each.number for each in found.others] == [3]


def test_it_stands_on_the_page_of_effects_and_on_that_of_its_commitment():
    standing = agreed(holding(2, "2025-10-20T00:00"), experiment={})
    report = reports.report(standing)
    links = links_from("effects", report)
    said = "3 months outside the usual range would convince. Of the 3 months in it, 2 lie above the usual range"
    for block in (effects(report, links), effects_on(standing.commitments[0], standing, report, links)):
        text = plain_spaces(Reading(block).text)
        assert "Seen: better Routing by region answers sooner." in text
        assert said in text


def test_a_first_version_that_reaches_back_registers_nothing_for_the_past():
    """
    effective 2025-10-20   r1 --------------------------
    experiment                    2025-11-01 -----------
    landed                                    2025-12-01
    """
    held = holding(2, "2025-10-20T00:00")
    late = replace(held.version, landed=histories.commit(2, "2025-12-01T00:00", "x"))
    found = only(agreed(replace(held, version=late, reaches_back=True)))
    assert not found.was_registered


def test_one_that_began_before_it_was_in_force_is_warned_of():
    now = datetime(2025, 12, 20, tzinfo=UTC)

    def warned(since, at=now):
        return [str(notice.name) for notice in late_experiments([agreed(holding(2, since), experiment={})], at)]

    assert warned("2025-12-01T00:00") == ["experiment-late"]
    assert warned("2025-10-20T00:00") == []
    assert warned("2025-12-01T00:00", datetime(2025, 10, 31, 12, tzinfo=UTC)) == []

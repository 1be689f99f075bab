"""Which commitments are asked of the exports, and once for each run of versions that judges them alike."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from msgspec.structs import replace

from living_sla.agreements.agreement_file import parse_agreement
from living_sla.changes import changes
from living_sla.errors import NoFile
from living_sla.figures.computed import computed
from living_sla.figures.plan import cohorts_of, plans_of
from living_sla.figures.standings import standing_of
from living_sla.model.agreement.source import Source
from living_sla.model.figures.standing import WaitingSource
from living_sla.model.past.basis import Basis
from living_sla.model.past.timeline import Span, State, Timeline, VersionStanding
from tests.factories.small_sites import AGREEMENT
from tests.factories.versions import version_of

SOURCES = {
    "leads": Source.model_validate(
        {
            "path": "exports/leads.csv",
            "key": "id",
            "timezone": "Europe/London",
            "as_of": "2026-12-31",
            "columns": {
                "id": {"from": "Id", "type": "text"},
                "mql_at": {"from": "Qualified", "type": "instant"},
                "contacted_at": {"from": "Contacted", "type": "instant"},
            },
        }
    )
}
MONTHS = [datetime(2026, month, 1, tzinfo=UTC) for month in (9, 10, 11, 12)]


def agreement(*edits):
    text = AGREEMENT
    for old, new in edits:
        assert old in text
        text = text.replace(old, new)
    return parse_agreement(text.encode(), path="agreements/lead-handoff.md")[0]


def through(*versions, ahead=()):
    """The timeline of versions that follow one another at the beginning of a month; those ahead are proposals."""
    spans = [
        Span(number, MONTHS[number - 1], MONTHS[number] if number < len(versions) else None, Basis.IN_FORCE)
        for number in range(1, len(versions) + 1)
    ]
    standings = [
        VersionStanding(version_of(number, found, None), State.IN_FORCE)
        for number, found in enumerate(versions, start=1)
    ]
    standings += [
        VersionStanding(version_of(number, found, None), State.PROPOSED)
        for number, found in enumerate(ahead, start=len(versions) + 1)
    ]
    return Timeline("lead-handoff", tuple(standings), tuple(spans))


def asked(timeline):
    now = timeline.versions[-1].version.agreement
    return {one.commitment.id: one for one in plans_of(now, timeline, SOURCES, fiscal_start=1, changes=changes)}


def numbers(found):
    return [[number for _, number in chapter.versions] for chapter in found.chapters]


def test_a_version_that_leaves_a_commitment_as_it_was_cuts_nothing():
    tightened = agreement(("at least 90%", "at least 95%"))
    found = asked(through(agreement(), tightened, agreement(("at least 90%", "at least 95%"), ("Because", "As"))))
    assert numbers(found["volume"]) == [[1, 2, 3]]
    assert numbers(found["first-contact"]) == [[1], [2, 3]]
    whole = found["volume"].chapters[0]
    assert [whole.version_at(int(month.timestamp() * 10**6)) for month in MONTHS[:3]] == [1, 2, 3]


def test_a_span_without_terms_in_force_keeps_the_chapters_apart():
    same = agreement()
    timeline = through(same, agreement(("Because", "As")))
    first, second = timeline.spans
    apart = Timeline(
        "lead-handoff",
        timeline.versions,
        (Span(1, first.start, datetime(2026, 9, 20, tzinfo=UTC), first.basis), second),
    )
    assert numbers(asked(apart)["volume"]) == [[1], [2]]


def test_what_is_counted_otherwise_breaks_the_series_of_that_commitment_alone():
    filtered = "at: mql_at, where: {contacted_at: filled}}"
    found = asked(through(agreement(), agreement(("at: mql_at}", filtered))))
    assert [chapter.breaks for chapter in found["volume"].chapters] == [False, True]
    assert [chapter.breaks for chapter in found["first-contact"].chapters] == [False]


def test_a_commitment_that_only_a_proposal_has_is_shown_without_figures():
    second = ("owner: Ben Okafor", "owner: Ben Okafor\n  - {id: new, title: New, by: sales, category: goals, "
              "measure: {kind: count, source: leads, at: mql_at}, target: at least 1, per: month}")  # fmt: skip
    found = asked(through(agreement(), ahead=[agreement(second)]))
    assert list(found) == ["volume", "first-contact", "new"]
    assert (found["new"].chapters, found["new"].why_not) == (
        (),
        "only version 2 has it, which ends before it takes force",
    )
    assert cohorts_of([found["new"]]) == []


def test_a_commitment_that_a_proposal_drops_is_judged_while_it_is_in_force():
    dropped = agreement(("id: volume", "id: volume-anew"))
    found = asked(through(agreement(), ahead=[dropped]))
    assert list(found) == ["volume", "first-contact", "volume-anew"]
    assert numbers(found["volume"]) == [[1]]


def test_terms_that_ask_for_a_column_of_the_past_are_told_and_not_read():
    old = agreement(("to: contacted_at", "to: first_call_at"))
    found = asked(through(old, agreement()))["first-contact"]
    [past, now] = found.chapters
    assert past.unreadable.startswith("version 1 cannot be judged any more: ")
    assert "first_call_at" in past.unreadable
    assert list(found.cohorts) == [now.cohort]


@pytest.mark.parametrize("field", [("Qualified leads", "Leads"), ("owner: Ana Ruiz", "owner: Tom Beck")])
def test_words_about_a_commitment_cut_nothing(field):
    assert numbers(asked(through(agreement(), agreement(field)))["volume"]) == [[1, 2]]


def test_a_commitment_whose_columns_are_all_gone_is_shown_with_the_reason():
    old = agreement(("to: contacted_at", "to: first_call_at"))
    found = asked(through(old, ahead=[agreement()]))["first-contact"]
    shown = standing_of(found, computed([found], {})[found], {})
    assert shown.series == ()
    assert shown.why_not == found.chapters[0].unreadable


def test_what_nobody_owes_any_more_waits_for_nothing():
    never = {"leads": WaitingSource("leads", "exports/leads.csv", NoFile("no file is called leads"))}
    told = through(agreement(), agreement(("id: volume", "id: volume-anew")))
    now = told.versions[-1].version.agreement
    found = {one.commitment.id: one for one in plans_of(now, told, SOURCES, 1, changes, never)}
    shown = {name: standing_of(one, computed([one], {})[one], {}) for name, one in found.items()}
    assert {name: one.waits for name, one in shown.items()} == {
        "volume-anew": True,
        "first-contact": True,
        "volume": False,
    }
    assert {one.why_not for one in shown.values()} == {"waiting for data: no file is called leads yet"}


def test_a_version_that_waits_leaves_what_earlier_ones_came_to():
    by_calls = agreement(("source: leads, from: mql_at", "source: calls, from: mql_at"))
    told = through(agreement(), by_calls)
    never = {"calls": WaitingSource("calls", "exports/calls.csv", NoFile("no file is called calls"))}
    sources = SOURCES | {"calls": SOURCES["leads"]}
    found = {one.commitment.id: one for one in plans_of(by_calls, told, sources, 1, changes, never)}["first-contact"]
    assert [chapter.waits_for for chapter in found.chapters] == [(), ("calls",)]
    assert [chapter.unreadable for chapter in found.chapters] == ["", "waiting for data: no file is called calls yet"]
    assert found.sources == {"leads"}


def test_what_a_commitment_came_to_does_not_vanish_with_it():
    renamed = agreement(("id: volume", "id: volume-anew"))
    found = asked(through(agreement(), renamed))
    assert list(found) == ["volume-anew", "first-contact", "volume"]
    assert numbers(found["volume"]) == [[1]]
    assert found["volume"].terms.commitment("volume").title == "Qualified leads"


def test_until_a_version_that_everybody_signed_begins_the_one_before_it_is_told():
    second = ("owner: Ben Okafor", "owner: Ben Okafor\n  - {id: new, title: New, by: sales, category: goals, "
              "measure: {kind: count, source: leads, at: mql_at}, target: at least 1, per: month}")  # fmt: skip
    both = through(agreement(), agreement(("at least 90%", "at least 95%"), second))
    [now, later], [_, span] = both.versions, both.spans
    later = replace(later, state=State.PROPOSED, in_force=span)
    found = asked(replace(both, versions=(now, later)))
    assert str(found["first-contact"].commitment.target.amount) == "0.9"
    assert numbers(found["first-contact"]) == [[1], [2]]
    assert (found["new"].chapters, found["new"].why_not) == (
        (),
        "only version 2 has it, which takes force on 1 October 2026",
    )

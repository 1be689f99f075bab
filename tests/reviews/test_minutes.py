"""Minutes: complete with a cause for every miss, an owner and a date for every action; actions go on by their id."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from living_sla.errors import Faults, Place
from living_sla.model.reviews.actions import CarriedAction, frozen_actions, open_actions
from living_sla.model.reviews.completeness import GapKind, MinutesGap, missed_in, missing_from
from living_sla.model.reviews.minutes import Action, Dispute
from living_sla.model.reviews.record import FrozenAction
from living_sla.model.reviews.review import Review
from living_sla.model.reviews.review_id import review_id
from living_sla.reviews.folder.minutes_file import read_minutes
from living_sla.words.reviews.minutes import gap_line, skeleton
from tests.reviews import examples

PATH = "docs/reviews/2026-Q3/minutes.md"
AT = Place(PATH, 2)


# ---------------------------------------------------------------- what they lack


def test_minutes_with_a_cause_an_owner_and_a_date_lack_nothing():
    assert missing_from(examples.minutes(), examples.record()) == ()


def test_a_skeleton_in_which_nobody_has_written_is_not_the_minutes_of_a_meeting():
    assert missing_from(examples.minutes(held_on=None), examples.record()) == (
        MinutesGap(GapKind.DAY, "", Place(PATH)),
    )


@pytest.mark.parametrize("causes", [{}, {"lead-handoff/first-contact": ""}, {"lead-handoff/first-contact": "  "}])
def test_every_missed_commitment_has_a_cause(causes):
    gap = MinutesGap(GapKind.CAUSE, "lead-handoff/first-contact", Place(PATH))
    assert missing_from(examples.minutes(causes=causes), examples.record()) == (gap,)


def test_what_is_missing_is_told_where_it_is_to_be_written():
    name = "lead-handoff/first-contact"
    lacking = examples.minutes(causes={name: ""}, places={name: Place(PATH, 6, 3)})
    [gap] = missing_from(lacking, examples.record())
    assert gap_line(gap) == f"{PATH}:6:3: {name} was missed, and no cause is given"


def test_a_miss_before_the_review_asks_for_no_cause():
    """Its own periods of the year before are in the record for the trend."""
    early = replace(examples.first_contact(), in_review=1)
    only = examples.record(agreements=(examples.agreement(commitments=(early,)),))
    assert missed_in(examples.record()) == ("lead-handoff/first-contact",)
    assert missed_in(only) == ()


def test_every_action_has_an_owner_and_a_date():
    lacking = examples.minutes(actions=(Action("rota", "Fill it", " ", None, None, AT),))
    assert [gap_line(gap) for gap in missing_from(lacking, examples.record())] == [
        f'{PATH}:2: the action "rota" has no owner',
        f'{PATH}:2: the action "rota" has no date: due',
    ]


def test_causes_and_disputes_name_commitments_and_parties_of_the_record():
    name = "lead-handoff/first-contact"
    strange = examples.minutes(
        causes={name: "Why.", "lead-handoff/gone": "Why."},
        disputes=(Dispute("gone/first-contact", "x", "sales", AT), Dispute(name, "x", "finance", AT)),
    )
    assert [(gap.kind, gap.of) for gap in missing_from(strange, examples.record())] == [
        (GapKind.COMMITMENT, "lead-handoff/gone"),
        (GapKind.COMMITMENT, "gone/first-contact"),
        (GapKind.PARTY, "finance"),
    ]


# ---------------------------------------------------------------- actions from review to review


def action(name: str, what: str = "Do it", *, due: date | None = date(2026, 9, 1), done: date | None = None) -> Action:
    return Action(name, what, "Ben Okafor", due, done, AT)


def review(name: str, as_of: datetime, *actions: Action, **more: Any) -> Review:
    """One of that name whose minutes hold these actions."""
    minutes = examples.minutes(actions=actions, held_on=as_of.date() + timedelta(days=7), **more)
    return examples.frozen(id=review_id(name), record=examples.record(id=name, as_of=as_of), minutes=minutes)


def day(month: int) -> datetime:
    return datetime(2026, month, 6, 17, tzinfo=UTC)


def test_an_action_that_no_later_minutes_name_is_still_open():
    reviews = [review("2026-Q1", day(4), action("rota")), review("2026-Q2", day(7), action("form"))]
    assert open_actions(reviews) == (
        CarriedAction(action("form"), "2026-Q2", "2026-Q2", at_its_meeting=True),
        CarriedAction(action("rota"), "2026-Q1", "2026-Q1", at_its_meeting=True),
    )


def test_an_action_ends_where_later_minutes_say_that_it_was_done():
    reviews = [
        review("2026-Q1", day(4), action("rota")),
        review("2026-Q2", day(7), action("rota", done=date(2026, 6, 1))),
    ]
    assert open_actions(reviews) == ()


def test_later_minutes_move_the_date():
    later = action("rota", due=date(2026, 12, 1))
    [carried] = open_actions([review("2026-Q2", day(7), later), review("2026-Q1", day(4), action("rota"))])
    assert (carried.action, carried.review, carried.last) == (later, "2026-Q1", "2026-Q2")


def test_a_correction_comes_after_what_it_corrects_and_a_month_beside_its_quarter():
    """By the as-of of the record first; one day, one export: by the end of the period, then by number."""
    done = action("rota", done=date(2026, 10, 8))
    first, month = review("2026-Q3", day(10), action("rota")), review("2026-08", day(10), action("rota"))
    assert open_actions([review("2026-Q3.2", day(10), done), month, first]) == ()


def test_two_different_actions_with_one_id_are_a_fault_of_the_later_minutes():
    with pytest.raises(Faults) as found:
        open_actions([review("2026-Q1", day(4), action("rota")), review("2026-Q2", day(7), action("rota", "Other"))])
    assert str(found.value) == (
        f'{PATH}:2: SLA-F003 the action "rota" is something else in the minutes of 2026-Q1\n'
        "  hint: give this one an id of its own, or say what it is in the words used there"
    )


def test_capitals_spaces_and_a_full_stop_make_no_other_action():
    reviews = [review("2026-Q1", day(4), action("rota", "Do it.")), review("2026-Q2", day(7), action("rota", "do  it"))]
    assert len(open_actions(reviews)) == 1


def test_reviews_without_minutes_or_record_carry_nothing():
    assert open_actions([examples.frozen(), examples.not_readable()]) == frozen_actions([]) == ()


def test_the_next_record_holds_what_was_open_at_the_last_meeting_as_it_stands_now():
    before = [
        review("2026-Q1", day(4), action("old"), action("older", done=date(2026, 4, 20))),
        review(
            "2026-Q2",
            day(7),
            action("done-at-once", done=date(2026, 7, 1)),
            action("done-since", done=date(2026, 8, 1)),
            action("open", due=None),
        ),
    ]
    assert frozen_actions(before) == (
        FrozenAction("done-since", "Do it", "Ben Okafor", date(2026, 9, 1), date(2026, 8, 1), "2026-Q2"),
        FrozenAction("old", "Do it", "Ben Okafor", date(2026, 9, 1), None, "2026-Q1"),
        FrozenAction("open", "Do it", "Ben Okafor", None, None, "2026-Q2"),
    )


# ---------------------------------------------------------------- the skeleton

SKELETON = f"""\
---
# Minutes of the review of 2026-Q3, seal {"3f1c" * 3}. `sla minutes 2026-Q3` says what is missing.
held_on:  # the day of the meeting, for example 2026-10-14
present: []  # who was there, by name or role
# Why each of these was missed, in a sentence or two:
causes:
  # First contact: missed in August 2026
  lead-handoff/first-contact:
decisions: []  # one sentence each, on a line of its own behind a -
# Last time's open actions: keep the id, move the date, or write when it was done; new ones below them.
actions:
  - id: form
    what: "Ask for the region on the web form"
    owner: "Ana Ruiz"
    due: 2026-09-30
    done:
disputes: []  # for example - {{commitment: lead-handoff/first-contact, what: Two were tests, by: sales}}
---

"""


def test_the_skeleton_asks_for_the_causes_and_carries_open_actions():
    assert skeleton(examples.record(), "3f1c" * 16) == SKELETON


def test_the_skeleton_lacks_the_day_and_the_causes_and_nothing_else():
    read = read_minutes(SKELETON.encode(), PATH)
    assert [gap.kind for gap in missing_from(read, examples.record())] == [GapKind.DAY, GapKind.CAUSE]
    assert read.actions == (
        Action("form", "Ask for the region on the web form", "Ana Ruiz", date(2026, 9, 30), None, Place(PATH, 12, 5)),
    )


def test_the_skeleton_of_a_quarter_in_which_all_was_kept_waits_for_the_day_alone():
    quiet = examples.record(actions=(), agreements=(examples.agreement(commitments=(examples.first_response(),)),))
    read = read_minutes(skeleton(quiet, "3f1c" * 16).encode(), PATH)
    assert [gap.kind for gap in missing_from(read, quiet)] == [GapKind.DAY]


def test_the_skeleton_of_many_misses_is_read_as_well():
    contact = examples.first_contact()

    def named(number: int) -> Any:
        return replace(contact, id=f"first-contact-of-the-desk-{number}", title="T" * 160)

    many = examples.record(agreements=(examples.agreement(commitments=tuple(map(named, range(400)))),))
    assert len(read_minutes(skeleton(many, "3f1c" * 16).encode(), PATH).causes) == 400


_SEEN = st.characters(
    categories=["L", "N", "P", "S"], exclude_characters="\u115f\u1160\u3164\uffa0", include_characters=" \n\ufe0f"
)
_TEXT = st.text(_SEEN, min_size=1, max_size=40).filter(str.strip)


@example(what="{{ 7 * 7 }} # no: comment \\", owner="[x]", title="---\n- {", due=None)
@settings(max_examples=80, deadline=None)
@given(
    what=_TEXT,
    owner=_TEXT | st.just(""),
    title=st.text(max_size=30),
    due=st.none() | st.dates(date(1990, 1, 1), date(2099, 12, 31)),
)
def test_the_skeleton_carries_whatever_minutes_can_hold(what, owner, title, due):
    """Quotes, braces, colons, line ends, emoji: what minutes can say once, the next minutes say again."""
    action = FrozenAction("rota", what, owner, due, None, "2026-Q2")
    owed = replace(examples.first_contact(), title=title)
    record = examples.record(actions=(action,), agreements=(examples.agreement(commitments=(owed,)),))
    read = read_minutes(skeleton(record, "3f1c" * 16).encode(), PATH)
    assert [(found.what, found.owner, found.due) for found in read.actions] == [(what.strip(), owner.strip(), due)]

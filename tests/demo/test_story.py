"""What the script of the demonstration promises, without writing anything."""

from collections import Counter
from pathlib import Path

import pytest
from tools.demo.acts import changes_between, outcome, with_changes
from tools.demo.page import documentation_page
from tools.demo.step import Author, Edit, Move, SignOff, Step
from tools.demo.story import CHAPTERS, steps

from tests.demo.hand_count import count_first_contacts, count_qualified

DOCS = Path(__file__).parents[2] / "docs"
SOMEBODY = Author("Ana Ruiz", "ana.ruiz@northwind.example")


def test_steps_stand_in_the_order_of_time():
    moments = [step.moment for step in steps()]
    assert moments == sorted(moments)


def test_five_whole_quarters_lie_between_the_first_signature_and_the_last_export():
    told = [chapter.title for chapter in CHAPTERS]
    assert told == [
        "Before it begins",
        "Third quarter of 2025",
        "Fourth quarter of 2025",
        "First quarter of 2026",
        "Second quarter of 2026",
        "Third quarter of 2026",
        "And now",
        "What people propose",
    ]


def test_every_step_stands_in_its_quarter():
    quarters = {
        (step.moment.year, (step.moment.month + 2) // 3): chapter.title
        for chapter in CHAPTERS[1:-2]
        for step in chapter.steps
    }
    assert quarters == {
        (2025, 3): "Third quarter of 2025",
        (2025, 4): "Fourth quarter of 2025",
        (2026, 1): "First quarter of 2026",
        (2026, 2): "Second quarter of 2026",
        (2026, 3): "Third quarter of 2026",
    }


def test_times_are_those_of_london():
    by_subject = {step.subject: step.moment.isoformat() for step in steps()}
    assert by_subject["lead-handoff: Sales signs version 2"] == "2025-12-01T08:50:00+00:00"
    assert by_subject["lead-handoff: Sales signs version 5"] == "2026-05-18T09:12:00+01:00"


def test_nobody_in_the_story_exists():
    people = {person for step in steps() for person in (step.author, step.committer) if person}
    assert all(person.email.endswith("northwind.example") for person in people)


def test_documentation_tells_the_story_of_the_script():
    written = (DOCS / "demo.md").read_text(encoding="utf-8")
    assert written == documentation_page(CHAPTERS), "docs/demo.md: run make data"


# ---------------------------------------------------------------- acts

STEP = Step("2026-05-18 09:12", SOMEBODY, "a step", "nothing")


def test_edit_changes_the_one_passage_that_it_names():
    files = {"a.md": b"target: at least 75%\nwarn: 80%\n"}
    found = outcome(Edit("a.md", "at least 75%", "at least 92%"), files, STEP, ledger=None, keys=None)
    assert found == {"a.md": b"target: at least 92%\nwarn: 80%\n"}


@pytest.mark.parametrize(("passage", "times"), [("at most", 0), ("at least", 2)])
def test_edit_of_no_passage_or_of_several_is_refused(passage, times):
    files = {"a.md": b"at least 1, at least 2"}
    with pytest.raises(ValueError, match=f"^found {times} times, not once: '{passage}'$"):
        outcome(Edit("a.md", passage, ""), files, STEP, ledger=None, keys=None)


def test_move_leaves_nothing_behind():
    changes = outcome(Move("old.md", "new.md"), {"old.md": b"text"}, STEP, ledger=None, keys=None)
    assert with_changes({"old.md": b"text"}, changes) == {"new.md": b"text"}


def test_changes_lead_from_one_state_to_the_other():
    before, after = {"kept": b"1", "gone": b"2", "changed": b"3"}, {"kept": b"1", "changed": b"4", "new": b"5"}
    assert changes_between(before, after) == {"gone": None, "changed": b"4", "new": b"5"}
    assert with_changes(before, changes_between(before, after)) == after


def test_signoffs_of_the_story_name_signatories():
    signed = [(act.agreement, act.party, act.signer.name) for step in steps() for act in step.acts
              if isinstance(act, SignOff)]  # fmt: skip
    assert set(signed) == {
        ("lead-handoff", "marketing", "Ana Ruiz"),
        ("lead-handoff", "sales", "Ben Okafor"),
        ("weekend-pilot", "marketing", "Grace Lindholm"),
        ("weekend-pilot", "sales", "Caleb Thornton"),
    }


# ---------------------------------------------------------------- figures that the story names


def share(month):
    """First contacts in time of a month, both desks together, counted by hand."""
    both = sum(count_first_contacts(month).values(), start=Counter())
    return both["met"] / (both["met"] + both["missed"])


def test_both_starting_commitments_held_in_the_first_quarter():
    quarter = ("2025-07", "2025-08", "2025-09")
    assert [count_qualified(month) >= 240 for month in quarter] == [True] * 3
    assert [share(month) >= 0.75 for month in quarter] == [True] * 3


def test_december_and_january_were_missed_and_november_was_not():
    assert [share(month) >= 0.75 for month in ("2025-11", "2025-12", "2026-01")] == [True, False, False]


def test_april_came_to_334_leads_by_the_new_definition():
    assert count_qualified("2026-04", score=70) == 334
    assert "April was missed with 334 of 350" in " ".join(step.shows for step in steps())

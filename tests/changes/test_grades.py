"""Which way all changes together go for each party, and the one sentence that says it."""

from __future__ import annotations

import pytest

from living_sla.changes import changes
from living_sla.model.agreement.terms import Agreement
from living_sla.model.past.change import AgreementChanges
from living_sla.model.past.grade import Grade, grade
from living_sla.words.proposals.grades import grade_sentence
from tests.changes.pair_files import MIRROR
from tests.factories.agreements import AGREEMENT, changed, read

VOLUME = ("target: at least 400", "target: at least 500")
ANSWER = ("target: at least 95%", "target: at least 90%")
DUTY = ("title: Leads rejected as a bad fit\n    by: marketing", "title: Leads rejected as a bad fit\n    by: sales")


def compared(*edits: tuple[str, str]) -> AgreementChanges:
    text = AGREEMENT
    for old, new in edits:
        text = changed(old, new, text)
    before, after = read(), read(text)
    return AgreementChanges(before, after, changes(before, after))


def back(there: AgreementChanges) -> AgreementChanges:
    assert there.before is not None
    assert there.after is not None
    return AgreementChanges(there.after, there.before, changes(there.after, there.before))


@pytest.mark.parametrize(
    ("edits", "marketing", "sales", "said"),
    [
        ([VOLUME], Grade.TIGHTENED, Grade.UNCHANGED,
         "Demand Generation owes more; nothing changes for Sales Development."),
        ([ANSWER], Grade.UNCHANGED, Grade.EASED,
         "Sales Development owes less; nothing changes for Demand Generation."),
        ([VOLUME, ("at most 10%", "at most 12%")], Grade.BOTH, Grade.UNCHANGED,
         "Demand Generation owes more in one thing and less in another; nothing changes for Sales Development."),
        ([DUTY], Grade.EASED, Grade.TIGHTENED, "Sales Development owes more; Demand Generation owes less."),
        ([VOLUME, ("4 business hours", "3 business hours")], Grade.TIGHTENED, Grade.TIGHTENED,
         "Demand Generation and Sales Development owe more."),
        ([("to: first_contacted_at", "to: answered_at")], Grade.UNCHANGED, Grade.UNCLEAR,
         "Whether Sales Development owes more or less, nobody can tell; nothing changes for Demand Generation."),
        ([ANSWER, ("to: first_contacted_at", "to: answered_at")], Grade.UNCHANGED, Grade.UNCLEAR,
         "Whether Sales Development owes more or less, nobody can tell; nothing changes for Demand Generation."),
        ([("score: at least 60}", "score: at least 70}")], Grade.UNCLEAR, Grade.UNCLEAR,
         "Whether Demand Generation or Sales Development owes more or less, nobody can tell."),
        ([("title: First contact", "title: First answer"), ("effective: 2026-10-01", "effective: 2026-11-01")],
         Grade.UNCHANGED, Grade.UNCHANGED,
         "The terms differ, but nothing that Demand Generation or Sales Development owes gets harder or easier."),
    ],
)  # fmt: skip
def test_a_party_is_graded_by_all_that_bears_on_it(edits, marketing, sales, said):
    there = compared(*edits)
    assert grade(there).is_material
    assert grade(there).parties == (("marketing", marketing), ("sales", sales))
    assert grade_sentence(there) == said
    assert grade(back(there)).parties == (
        ("marketing", MIRROR.get(marketing, marketing)),
        ("sales", MIRROR.get(sales, sales)),
    )


@pytest.mark.parametrize(
    "edit", [("Why we do this", "Why on earth we do this"), ("tags: [inbound]", "tags: [outbound]"), ("---\n", "---\n")]
)
def test_other_words_around_the_terms_are_editorial(edit):
    there = compared(edit)
    assert not grade(there).is_material
    assert {verdict for _, verdict in grade(there).parties} == {Grade.UNCHANGED}
    assert grade_sentence(there) == "No change in the terms."


def without_the_needs_and_duties_of_marketing() -> Agreement:
    text = AGREEMENT
    for title in ("Qualified leads", "Leads rejected as a bad fit"):
        text = changed(f"title: {title}\n    by: marketing", f"title: {title}\n    by: sales", text)
    return read(text)


def test_a_new_agreement_tightens_who_owes_something_by_it_and_one_that_is_gone_eases_them():
    agreed = without_the_needs_and_duties_of_marketing()
    new, gone = AgreementChanges(None, agreed), AgreementChanges(agreed, None)
    assert grade(new).parties == (("marketing", Grade.UNCHANGED), ("sales", Grade.TIGHTENED))
    assert grade(gone).parties == (("marketing", Grade.UNCHANGED), ("sales", Grade.EASED))
    assert grade_sentence(new) == "Sales Development owes more; nothing changes for Demand Generation."
    assert grade_sentence(gone) == "Sales Development owes less; nothing changes for Demand Generation."


def test_a_party_that_leaves_is_named_as_it_was():
    fields = AGREEMENT.replace("by: marketing", "by: growth").replace("party: marketing", "party: growth")
    text = changed("  marketing:\n    team: Demand Generation", "  growth:\n    team: Growth", fields)
    before, after = read(), read(text)
    there = AgreementChanges(before, after, changes(before, after))
    assert grade_sentence(there).startswith("Growth")
    assert "Demand Generation" in grade_sentence(there)

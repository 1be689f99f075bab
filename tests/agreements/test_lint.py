from __future__ import annotations

from datetime import date

import pytest

from living_sla.agreements.rules.lint import lint
from tests.factories.agreements import AGREEMENT, PATH, changed, line_of, notices_in, read


def warnings(text: str, today: date | None = None) -> list[str]:
    return [str(notice) for notice in lint(read(text), today=today)]


def test_a_wise_agreement_has_no_warning():
    assert warnings(AGREEMENT, today=date(2026, 12, 1)) == []
    assert notices_in(AGREEMENT) == []


@pytest.mark.parametrize(
    ("old", "new", "place", "said"),
    [
        (
            "by: sales",
            "by: marketing",
            "- id: mql-volume",
            "warning: sales owes nothing [one-sided]\n"
            "  hint: an agreement that binds one side alone rarely lives: add a commitment of the other",
        ),
        (
            "signs: [ben.okafor@northwind.example]",
            "signs: [Ana.Ruiz+sales@northwind.example]",
            "Ana.Ruiz+sales@northwind.example]",
            "warning: Ana.Ruiz+sales@northwind.example and ana.ruiz@northwind.example are the same person, who signs "
            "for marketing: neither signature counts [same-person]\n"
            "  hint: name one person for each party",
        ),
        (
            "    owner: Ben Okafor\n",
            "",
            "id: first-contact",
            'warning: "first-contact" has no owner [no-owner]\n  hint: add owner: and a person\'s name',
        ),
        (
            "    target: at least 95%\n    warn: 97%\n",
            "    target: at least 100%\n",
            "target: at least 100%",
            'warning: "first-contact" is missed by a single miss [target-100]\n'
            "  hint: set what can be kept in a bad month, for example 95%",
        ),
        (
            "target: at most 10%",
            "target: at most 0%",
            "target: at most 0%",
            'warning: "rejected" is missed by a single miss [target-100]\n'
            "  hint: set what can be kept in a bad month, for example 95%",
        ),
        (
            AGREEMENT[AGREEMENT.index("contingency:") : AGREEMENT.index("cancellation:")],
            "",
            "id: lead-handoff",
            "warning: nothing is agreed for the case of a miss [no-contingency]\n"
            "  hint: agree on it now, for example contingency: [{when: 1 missed, do: Both contacts meet.}]",
        ),
        (
            "  first contact:\n",
            "  sql:\n    means: A lead that Sales took.\n  first contact:\n",
            "means: A lead that Sales took.",
            'warning: nothing in the agreement uses "sql" [unused-definition]\n  hint: use it, or remove it',
        ),
        (
            "next: 2027-01-12",
            "next: 2026-11-30",
            "review:",
            "warning: the review of 2026-11-30 has passed [review-passed]\n"
            "  hint: review the agreement and write the next date",
        ),
    ],
)
def test_a_warning_has_a_stable_name_and_a_next_step(old, new, place, said):
    text = changed(old, new)
    (warning,) = warnings(text, today=date(2026, 12, 1))
    assert warning.partition(": ")[2] == said
    assert warning.startswith(f"{PATH}:{line_of(place, text)}:")


def test_a_commitment_of_both_sides_is_not_one_sided():
    assert not [said for said in warnings(changed("by: sales", "by: both")) if "one-sided" in said]


def test_without_a_clock_no_date_has_passed():
    assert warnings(changed("next: 2027-01-12", "next: 2020-01-06")) == []


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("title: First contact", "title: First contact #1", 'the text ends before "#1"'),
        ("title: First contact", "title: First contact # once", 'the text ends before "# once"'),
        ('updates: "#lead-handoff"', "updates: #lead-handoff", 'the text ends before "#lead-handoff"'),
    ],
)
def test_a_text_that_a_comment_cuts_is_named(old, new, said):
    (notice,) = notices_in(changed(old, new))
    assert (notice.name, notice.message) == ("text-cut-by-comment", said)
    assert notice.where is not None
    assert notice.where.line == line_of(new, changed(old, new))


@pytest.mark.parametrize(
    "new", ["title: First contact  # a comment", 'title: "First contact" # x', "title: First contact#1"]
)
def test_a_comment_that_cuts_nothing_is_fine(new):
    assert notices_in(changed("title: First contact", new)) == []


def test_a_phrase_that_falls_apart_at_its_comma_is_named():
    text = changed('covers: ["Leads from web forms, events', "covers: [Leads from web forms, events").replace(
        'gns"]', "gns]"
    )
    (notice,) = notices_in(text)
    assert str(notice) == (
        f'{PATH}:{line_of("covers:", text)}:32: warning: "events and paid campaigns" became an item of its own, '
        "cut off at the comma [list-item-split]\n"
        "  hint: put each item in quotes, or on a line of its own behind a -"
    )


def test_a_word_of_two_alphabets_is_named():
    (notice,) = notices_in(changed("team: Sales Development", "team: S\u0430les Development"))
    assert str(notice) == (
        f'{PATH}:{line_of("team: Sales")}:11: warning: "S\u0430les" mixes letters of several alphabets '
        "[mixed-scripts]\n  hint: retype it: a letter of another alphabet may look the same"
    )

"""The page of all reviews: state and seal of each, what comes next, what is overdue, what was taken on."""

from __future__ import annotations

import html
import re
from datetime import date
from urllib.parse import parse_qs, urlsplit

import pytest
from msgspec.structs import replace

from living_sla.model.forge import Forge, ForgeKind
from living_sla.model.reviews.agenda import review_agenda
from living_sla.model.reviews.review import Review
from living_sla.model.reviews.review_id import review_id
from living_sla.pages.reviews.all_reviews import reviews_page
from living_sla.pages.reviews.writing_minutes import writing_minutes
from living_sla.reviews.folder.minutes_file import read_minutes
from living_sla.words.reviews.minutes import skeleton
from tests.model.test_due_reviews import report
from tests.pages import whole
from tests.pages.reading import Reading
from tests.reviews import examples

GITHUB = Forge(ForgeKind.GITHUB, "https://github.com/northwind/agreements")


def second_quarter() -> Review:
    return Review(
        review_id("2026-Q2"), "docs/reviews/2026-Q2", examples.seal_of("2026-Q2"), examples.second_quarter(), None
    )


def page(*reviews: Review, on: str = "2026-11-20", forge: Forge | None = None, **terms: str) -> str:
    found = replace(report(on, review_agenda(reviews), **terms), forge=forge)
    return reviews_page(reviews, found, whole.links(found, "reviews"))


def text(found: str) -> str:
    return Reading(found).text.replace("\N{NO-BREAK SPACE}", " ")


def test_every_review_has_its_state_and_twelve_digits_of_its_seal_the_newest_first():
    told = text(page(second_quarter(), examples.reviewed()))
    third, second = told.index("Review of Q3 2026"), told.index("Review of Q2 2026")
    assert third < second
    assert "Review of Q3 2026 1 July 2026 to 30 September 2026 Reviewed 3 of 4 13 October 2026" in told
    assert all(examples.seal_of(name)[:12] in told for name in ("2026-Q2", "2026-Q3"))
    assert examples.seal_of("2026-Q3")[:13] not in told


@pytest.mark.parametrize(
    ("review", "said"),
    [
        (examples.frozen(), "Frozen"),
        (examples.reviewed(), "Reviewed"),
        (examples.accepted(), "Accepted"),
        (examples.provisional(), "Provisional: outcomes were open when it was frozen."),
        (examples.broken(), "It cannot be relied on."),
        (examples.not_readable(), "It cannot be relied on."),
    ],
)
def test_every_state_is_told(review, said):
    assert said in text(page(review))


def test_minutes_that_were_begun_are_told_from_none():
    reviewed = examples.reviewed()
    begun = replace(reviewed, minutes=replace(reviewed.minutes, held_on=None))
    assert "minutes lack the day" in text(page(begun))
    assert "no minutes yet" in text(page(examples.frozen()))


def test_a_correction_and_what_it_corrects_name_each_other():
    told = text(page(examples.accepted(), examples.correction()))
    assert "Restated by the review of Q3 2026, correction 1." in told
    assert "Restates the review of Q3 2026: The export of 6 October lacked two leads of EMEA." in told


def test_the_next_review_of_an_agreement_names_the_newest_record():
    told = text(page(examples.accepted(), next="2027-01-12"))
    assert f"every quarter 12 January 2027 2026-Q3 seal {examples.seal_of('2026-Q3')[:12]}" in told


def test_a_page_that_calls_it_before_there_is_a_review_says_so():
    assert "No review is frozen yet: sla snapshot freezes one once its period has ended." in text(page())


def test_an_overdue_review_says_which_period():
    told = text(page(second_quarter()))
    assert "Overdue no day is set Q3 2026 ended on 30 September 2026 and is not frozen" in told


def test_open_actions_say_who_and_when_and_where_they_come_from():
    told = text(page(examples.reviewed()))
    assert "Name a deputy for each desk in AMER from the review of Q3 2026 Ben Okafor Overdue 30 October 2026" in told
    assert "Nothing that was taken on is open." in text(page(second_quarter()))


def test_what_people_wrote_is_text():
    hostile = replace(examples.minutes().actions[0], what="<script>x</script>{{ 7 * 7 }}", owner="<b>Ben</b>")
    shown = page(examples.reviewed(minutes=examples.minutes(actions=(hostile,))))
    assert "<script>x</script>{{ 7 * 7 }}" in text(shown)
    assert "<script" not in shown
    assert "{{" not in shown


def test_the_form_of_the_forge_holds_the_skeleton():
    review = examples.frozen()
    [href] = re.findall(r'href="(https://github[^"]*)"', html.unescape(page(review, forge=GITHUB)))
    asked = parse_qs(urlsplit(href).query)
    assert asked == {"filename": ["minutes.md"], "value": [skeleton(examples.record(), review.seal)]}
    assert read_minutes(asked["value"][0].encode(), "minutes.md").held_on is None


def test_without_a_forge_the_command_is_told():
    assert "sla minutes 2026-Q3" in text(page(examples.frozen()))


@pytest.mark.parametrize("state", ["frozen", "reviewed", "broken", "not readable"])
def test_minutes_are_begun_once_and_for_a_record_that_can_be_relied_on(state):
    review = examples.EVERY_STATE[state]()
    way = writing_minutes(replace(review, minutes=None), replace(report("2026-11-20", None), forge=GITHUB))
    assert bool(way) is (state in ("frozen", "reviewed"))
    assert writing_minutes(replace(review, minutes=examples.minutes()), report("2026-11-20", None)) == ""


def test_a_forge_that_fills_nothing_in_is_given_the_text_to_paste():
    gitlab = Forge(ForgeKind.GITLAB, "https://gitlab.northwind.example/sales/agreements")
    found = replace(report("2026-11-20", None), forge=gitlab, folder="sla/")
    written = html.unescape(writing_minutes(examples.frozen(), found))
    assert "file_name=sla%2Fdocs%2Freviews%2F2026-Q3%2Fminutes.md" in written
    assert "lead-handoff/first-contact:" in written


def test_an_action_without_a_date_is_told_here_and_nowhere_else():
    undated = replace(examples.minutes().actions[0], due=None)
    review = examples.reviewed(minutes=examples.minutes(actions=(undated,), held_on=date(2026, 10, 13)))
    assert "Ben Okafor no date yet" in text(page(review))
    assert review_agenda([review]).actions == ()

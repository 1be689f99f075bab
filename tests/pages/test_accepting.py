"""*Accept this review*: what those who are waited for would add, by the forge's form, the command or the file."""

from __future__ import annotations

from collections.abc import Sequence
from urllib.parse import parse_qs, urlsplit

import pytest
from msgspec.structs import replace

from living_sla.model.forge import Forge, ForgeKind
from living_sla.model.reviews.accepting import files_to_accept
from living_sla.model.reviews.review import Review
from living_sla.pages.links import Links
from living_sla.pages.reviews.accepting import accepting
from living_sla.pages.reviews.review import review_page
from living_sla.reviews.folder.signoff_file import read_review_signoff
from tests.factories import reports
from tests.pages.reading import Reading
from tests.reviews import examples
from tests.reviews.examples import ANA, BEN

GITHUB = Forge(ForgeKind.GITHUB, "https://github.com/northwind/agreements")
TODAY = reports.report().built_at.date()


def read(review: Review, forge: Forge | None = None, folder: str = "", shelf: Sequence[Review] = ()) -> Reading:
    return Reading(accepting(review, shelf, replace(reports.report(), forge=forge, folder=folder)))


def with_agreements(*agreements, **more) -> Review:
    minutes = examples.minutes(disputes=())
    return examples.reviewed(record=examples.record(agreements=agreements), minutes=minutes, **more)


def test_the_form_of_the_forge_is_filled_in_for_the_party_that_waits():
    review = examples.reviewed()
    found = read(review, GITHUB, "sales/sla/")
    (link,) = [attributes for attributes in found.all("a") if attributes.get("class") == "sla-sign"]
    form = urlsplit(link["href"])
    asked = parse_qs(form.query)
    assert form.path == "/northwind/agreements/new/main/sales/sla/docs/reviews/2026-Q3/signoffs"
    assert asked["filename"] == [f"sales.{BEN}.yml"]
    [file] = files_to_accept(review, TODAY)
    assert asked["value"] == [file.text]
    assert read_review_signoff(file.text.encode(), path=file.path) == file
    assert (file.seal, file.minutes, file.agreements) == (review.seal, review.minutes.digest, ("lead-handoff",))
    assert link["data-sla-today"] == TODAY.isoformat()
    assert "Waits for Ben Okafor of Sales Development." in found.text
    assert "Accept this review as Ben Okafor" in found.text


def test_without_a_forge_the_command_and_the_file_are_told():
    found = read(examples.reviewed())
    assert "To sign, type sla sign --review 2026-Q3 in the project, or add the file below, and commit it." in found.text
    (text,) = [part for part in found.parts if part.startswith("# I accept exactly the record")]
    assert text.splitlines()[-1] == f"on: {TODAY}"


@pytest.mark.parametrize("state", ["frozen", "accepted", "provisional", "broken", "not readable", "not committed"])
def test_nothing_is_offered_while_nobody_can_sign_and_when_all_have(state):
    assert read(examples.EVERY_STATE[state](), GITHUB).text.strip() == ""


def test_a_review_that_was_corrected_waits_for_nobody():
    review, correction = examples.reviewed(), replace(examples.correction(), landed=examples.reviewed().landed)
    assert read(review, GITHUB, shelf=(review, correction)).text.strip() == ""
    for no_correction in (replace(correction, landed=None), replace(correction, findings=examples.broken().findings)):
        assert read(review, GITHUB, shelf=(review, no_correction)).text


def test_who_signed_before_the_minutes_changed_is_asked_for_a_second_file():
    stale = replace(examples.signoff(), stale="The minutes were changed afterwards.")
    paths = [file.path for file in files_to_accept(examples.reviewed(signoffs=(stale,)), TODAY)]
    folder = "docs/reviews/2026-Q3/signoffs"
    assert paths == [f"{folder}/marketing_2.{ANA}.yml", f"{folder}/sales.{BEN}.yml"]


def test_one_file_a_person_and_party_names_all_agreements_that_wait():
    other = examples.agreement(id="pipeline", commitments=())
    review = with_agreements(examples.agreement(), other)
    assert [(file.signer, file.agreements) for file in files_to_accept(review, TODAY)] == [
        (BEN, ("lead-handoff", "pipeline")),
        (ANA, ("pipeline",)),
    ]


def test_nobody_is_asked_to_sign_for_both_parties():
    both = examples.agreement(signatories={"marketing": (ANA, BEN.replace("@", "+x@")), "sales": (BEN,)})
    review = with_agreements(both, signoffs=())
    assert [file.signer for file in files_to_accept(review, TODAY)] == [ANA]


def test_what_a_record_says_of_people_stays_text():
    hostile = examples.agreement(names={BEN: "<img src=x>{{ 7 }}"}, parties={"marketing": "M", "sales": "<b>S</b>"})
    found = read(with_agreements(hostile), GITHUB)
    assert found.all("img") == []
    assert "<img src=x>{{ 7 }} of <b>S</b>" in found.text


def test_it_stands_on_the_page_below_the_signatures():
    review = examples.reviewed()
    accept = accepting(review, (review,), replace(reports.report(), forge=GITHUB))
    page = Reading(review_page(review, (review,), Links("reviews/2026-Q3", {}), accept=accept))
    assert (page.open, page.unbalanced) == ([], [])
    assert page.text.index("Who accepts this review") < page.text.index("Accept this review as Ben Okafor")

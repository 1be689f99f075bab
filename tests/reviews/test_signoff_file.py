"""The file of a sign-off of a review: what is written is what is read, and nothing else is."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from living_sla.errors import Faults
from living_sla.model.reviews.signoff import ReviewSignOffFile, review_signoff_path, signoff_name
from living_sla.reviews.folder.signoff_file import read_review_signoff
from tests.reviews import examples

SIGNED = examples.signoff().file
FOLDER = "docs/reviews/2026-Q3/signoffs"


def faults(text: str, path: str = SIGNED.path) -> list[str]:
    with pytest.raises(Faults) as refused:
        read_review_signoff(text.encode(), path=path)
    return [str(fault) for fault in refused.value.faults]


def test_what_is_written_is_a_few_lines_that_a_person_reads():
    assert SIGNED.text == (
        "# I accept exactly the record that has this seal, and exactly these minutes.\n"
        "review: 2026-Q3\n"
        f"seal: {SIGNED.seal}\n"
        f"minutes: {SIGNED.minutes}\n"
        "agreements: [lead-handoff]\n"
        "party: marketing\n"
        "signer: ana.ruiz@northwind.example\n"
        "on: 2026-10-14\n"
    )


@given(
    agreements=st.lists(st.sampled_from(["lead-handoff", "no", "y", "null", "a1"]), min_size=1, unique=True),
    party=st.sampled_from(["sales", "on", "true"]),
    signer=st.sampled_from(["ana@n.example", "a/b@c.example", "%2f@n.example", "a..b@n.example"]
                           ),
    dissent=st.sampled_from(["", "No: {{ x }}", "# not a comment", 'said "no"', "- a", "null", "<b>", "é: ü", "[a"]),
    number=st.sampled_from([1, 2, 99]),
)  # fmt: skip
def test_what_is_written_is_what_is_read(agreements, party, signer, dissent, number):
    path = review_signoff_path("docs/reviews/2026-Q3", party, signer, number)
    written = ReviewSignOffFile(path, "2026-Q3", "5" * 64, "7" * 64, tuple(agreements), party, signer,
                                date(2026, 10, 14), dissent)  # fmt: skip
    assert read_review_signoff(written.text.encode(), path=path) == written


def test_a_name_says_for_whom_it_is_and_how_often_they_signed():
    assert signoff_name("sales", "a/b@c.example", 2) == "sales_2.a%2Fb@c.example.yml"
    assert read_review_signoff(SIGNED.text.encode(), path=f"{FOLDER}/marketing_2.{SIGNED.signer}.yml").path.endswith(
        f"/marketing_2.{SIGNED.signer}.yml"
    )


@pytest.mark.parametrize("name", [
    "sales.ana.ruiz@northwind.example.yml", "marketing.ben.okafor@northwind.example.yml",
    "marketing_1.ana.ruiz@northwind.example.yml", "marketing_02.ana.ruiz@northwind.example.yml",
    "marketing_100.ana.ruiz@northwind.example.yml", "marketing.Ana.Ruiz@northwind.example.yml", "x.yml",
])  # fmt: skip
def test_a_name_that_says_something_else_is_refused(name):
    [fault] = faults(SIGNED.text, f"{FOLDER}/{name}")
    assert "SLA-F081 the name does not agree with the content" in fault


def test_a_copy_in_the_folder_of_another_review_can_be_read_and_says_what_it_is_for():
    copied = read_review_signoff(SIGNED.text.encode(), path=SIGNED.path.replace("Q3", "Q4"))
    assert copied.review == "2026-Q3"


@pytest.mark.parametrize(("old", "new", "told"), [
    (f"seal: {SIGNED.seal}", "seal: 5c4a", ":3:7: SLA-F014 the seal is not 64 digits 0-9 and a-f"),
    (f"seal: {SIGNED.seal}", f"seal: {SIGNED.seal.upper()}", ":3:7: SLA-F014 the seal is not 64 digits"),
    (f"minutes: {SIGNED.minutes}", "minutes: none", ":4:10: SLA-F014 the digest of the minutes is not 64 digits"),
    ("review: 2026-Q3", "review: 2026-Q5", ':2:9: SLA-F014 "2026-Q5" is not the name of a review'),
    ("[lead-handoff]", "[]", ":5:13: "),
    ("[lead-handoff]", "[lead-handoff, lead-handoff]", ":5:13: "),
    ("[lead-handoff]", "lead-handoff", ":5:13: "),
    ("party: marketing", "party: marketing\nlevel: verified", ":7:1: "),
    ("party: marketing", "party: marketing\nparty: sales", ":7:1: "),
    ("on: 2026-10-14", "on: yesterday", ":8:5: "),
    ("on: 2026-10-14", "on: 2026-10-14\ndissent: " + "x" * 2001, ":9:10: "),
    ("signer: ana.ruiz", "signer: \u0430na.ruiz", ":7:9: "),
    ("# I accept", "# I \u202eaccept", ":1:5: "),
])  # fmt: skip
def test_what_is_wrong_is_told_where_it_stands(old, new, told):
    assert told in faults(SIGNED.text.replace(old, new))[0]


def test_what_is_no_sign_off_at_all_is_refused():
    assert "this is not a sign-off" in faults("- a\n")[0]
    assert "too large" in faults("#" * 300_000)[0]
    assert faults("")
    with pytest.raises(Faults):
        read_review_signoff(b"\xff\xfe", path=SIGNED.path)


def test_a_field_of_another_kind_of_sign_off_is_not_one_of_these():
    terms = SIGNED.text.replace("seal:", "digest:")
    assert any('"digest"' in fault for fault in faults(terms))

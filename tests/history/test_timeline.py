from __future__ import annotations

from datetime import date

import pytest

from living_sla.model.past.basis import Basis
from living_sla.model.past.signoff import TrustLevel
from tests.history.told import ANA, BEN, BOTH_SIGN, at, signoff, spans, states, told, version, waiting


def test_without_signatories_landing_is_enough():
    found = told(version(1, "2026-09-20", "2026-10-01"), version(2, "2026-11-10T14:00", "2026-11-01"))
    assert spans(found) == ["1: 2026-10-01 to 2026-11-10T14:00", "2: 2026-11-10T14:00 to open"]
    assert states(found) == ["superseded", "in force"]


def test_the_first_version_reaches_back_to_its_effective_date():
    assert spans(told(version(1, "2026-10-20", "2026-01-01"))) == ["1: 2026-01-01 to open"]


def test_the_first_version_reaches_back_once_its_last_signoff_has_landed():
    """
    effective         2026-01-01
    landed                         2026-10-20
    sign-offs                                  11-03 (Ana)  11-09 (Ben)
    in force          |------------------------------------------------
    """
    one = version(1, "2026-10-20", "2026-01-01", signs=BOTH_SIGN)
    signed = [signoff(1, ANA, "2026-11-03"), signoff(1, BEN, "2026-11-09")]
    assert spans(told(one, signoffs=signed)) == ["1: 2026-01-01 to open"]
    assert spans(told(one, signoffs=signed[:1])) == ["1: 2026-01-01 to open (proposed)"]


def test_the_first_version_that_takes_force_reaches_back_whatever_its_number():
    """Two drafts are improved before everybody has signed; what was agreed in the end holds from its day.

    effective         2026-01-01 (1, 2), 2026-02-01 (3)
    landed                         v1 ------ v2 ------ v3 -----------------
    sign-offs                         (Ana)              (Ana)  (Ben)
    in force                |3------------------------------------------ - -
    """
    found = told(
        version(1, "2026-10-01", "2026-01-01", signs=BOTH_SIGN),
        version(2, "2026-10-05", "2026-01-01", signs=BOTH_SIGN),
        version(3, "2026-10-09", "2026-02-01", signs=BOTH_SIGN),
        version(4, "2026-12-01", "2026-03-01"),
        signoffs=[signoff(1, ANA, "2026-10-02"), signoff(3, ANA, "2026-10-10"), signoff(3, BEN, "2026-10-20")],
    )
    assert spans(found) == ["3: 2026-02-01 to 2026-12-01", "4: 2026-12-01 to open"]
    assert [one.reaches_back for one in found.versions] == [True, True, True, False]
    assert [one.asked_for for one in found.versions] == [None, None, None, date(2026, 3, 1)]


def test_what_was_signed_first_and_ended_before_anybody_looked_reaches_back_too():
    """Terms for the first half of a year that everybody signed in autumn; the next ones hold from when they landed."""
    found = told(
        version(1, "2026-09-01", "2026-01-01", until="2026-03-31", signs=BOTH_SIGN),
        version(2, "2026-09-02", "2026-01-01", until="2026-06-30"),
        version(3, "2026-10-01", "2026-07-01"),
    )
    assert spans(found) == ["2: 2026-01-01 to 2026-07-01", "3: 2026-10-01 to open"]


def test_later_versions_never_reach_back():
    found = told(version(1, "2026-01-01", "2026-01-01"), version(2, "2026-10-20T10:00", "2026-07-01"))
    assert spans(found) == ["1: 2026-01-01 to 2026-10-20T10:00", "2: 2026-10-20T10:00 to open"]
    assert found.standing(2).asked_for == date(2026, 7, 1)


def test_later_signoff_delays_the_new_target():
    """
    landed            v1 ---------- v2 (effective 1 Oct) -------------
    sign-off (Ana)    v1 ------------------ v2 (25 Sep) --------------
    sign-off (Ben)    v1 ------------------------- v2 (9 Oct) --------
    in force          v1 -------------------------|v2 ----------------
    """
    found = told(
        version(1, "2026-01-01", "2026-01-01", signs=BOTH_SIGN),
        version(2, "2026-09-20", "2026-10-01", signs=BOTH_SIGN),
        signoffs=[
            signoff(1, ANA, "2026-01-02"), signoff(1, BEN, "2026-01-02"),
            signoff(2, ANA, "2026-09-25"), signoff(2, BEN, "2026-10-09T16:00"),
        ],
    )  # fmt: skip
    assert spans(found) == ["1: 2026-01-01 to 2026-10-09T16:00", "2: 2026-10-09T16:00 to open"]
    assert found.standing(2).asked_for is None


def test_a_version_waits_for_everybody_who_has_not_signed():
    found = told(
        version(1, "2026-01-01", "2026-01-01"),
        version(2, "2026-09-20", "2026-10-01", signs=BOTH_SIGN),
        signoffs=[signoff(2, ANA, "2026-09-25")],
    )
    assert states(found) == ["in force", "proposed"]
    assert waiting(found, 2) == [f"sales: {BEN} since 2026-09-20"]
    assert spans(found) == ["1: 2026-01-01 to open"]


@pytest.mark.parametrize(
    "bad",
    [
        signoff(2, BEN, "2026-09-25", refused="edited afterwards"),
        signoff(2, BEN, "2026-09-25", level=TrustLevel.CLAIMED),
        signoff(2, BEN, "2026-09-25", digest="digest-of-1"),
        signoff(2, BEN, "2026-09-25", party="marketing"),
        signoff(2, "mallory@northwind.example", "2026-09-25", party="sales"),
        signoff(2, BEN, None),
    ],
    ids=["refused", "level", "another digest", "another party", "another person", "not committed"],
)
def test_a_signoff_that_does_not_count_brings_nothing_into_force(bad):
    found = told(
        version(1, "2026-01-01", "2026-01-01"),
        version(2, "2026-09-20", "2026-10-01", signs=BOTH_SIGN),
        signoffs=[signoff(2, ANA, "2026-09-25"), bad],
    )
    assert waiting(found, 2) == [f"sales: {BEN} since 2026-09-20"]


def test_the_level_that_a_site_asks_for_decides():
    one = version(1, "2026-01-01", "2026-01-01", signs=(("sales", (BEN,)),))
    verified = [signoff(1, BEN, "2026-01-02", level=TrustLevel.VERIFIED)]
    own = [signoff(1, BEN, "2026-01-02")]
    assert states(told(one, signoffs=verified, required=TrustLevel.VERIFIED)) == ["in force"]
    assert states(told(one, signoffs=own, required=TrustLevel.VERIFIED)) == ["proposed"]
    assert states(told(one, signoffs=[signoff(1, BEN, "2026-01-02", level=TrustLevel.CLAIMED)],
                       required=TrustLevel.CLAIMED)) == ["in force"]  # fmt: skip


def test_one_person_cannot_sign_for_both_parties():
    """F083."""
    signs = (("marketing", (ANA,)), ("sales", (ANA.upper(),)))
    found = told(
        version(1, "2026-01-01", "2026-01-01", signs=signs),
        signoffs=[signoff(1, ANA, "2026-01-02"), signoff(1, ANA.upper(), "2026-01-02", party="sales")],
    )
    assert waiting(found, 1) == [f"sales: {ANA.upper()} since 2026-01-01"]


def test_the_spelling_of_an_address_in_capitals_makes_no_other_person():
    one = version(1, "2026-01-01", "2026-01-01", signs=(("sales", (BEN.upper(),)),))
    assert states(told(one, signoffs=[signoff(1, BEN, "2026-01-02")])) == ["in force"]


def test_a_signoff_that_landed_before_its_terms_counts_from_when_they_landed():
    found = told(
        version(1, "2026-01-01", "2026-01-01"),
        version(2, "2026-09-20", "2026-02-01", signs=(("sales", (BEN,)),)),
        signoffs=[signoff(2, BEN, "2026-03-01")],
    )
    assert spans(found) == ["1: 2026-01-01 to 2026-09-20", "2: 2026-09-20 to open"]


@pytest.mark.parametrize(
    ("ended", "expected"),
    [
        ("2026-09-28", ["1: 2026-01-01 to open"]),
        ("2026-10-15", ["1: 2026-01-01 to open"]),
        ("2026-11-01", ["1: 2026-01-01 to open"]),
        ("2026-11-02", ["1: 2026-01-01 to 2026-11-01", "2: 2026-11-01 to open"]),
    ],
    ids=["before the other one signs", "before its day", "on its day", "afterwards"],
)
def test_what_has_taken_force_stays_in_force_though_a_signature_is_taken_back(ended, expected):
    """Else whoever takes a sign-off away after a bad quarter would take the quarter away."""
    found = told(
        version(1, "2026-01-01", "2026-01-01"),
        version(2, "2026-09-20", "2026-11-01", signs=BOTH_SIGN),
        signoffs=[signoff(2, BEN, "2026-09-25", ended=ended), signoff(2, ANA, "2026-10-01")],
    )
    assert spans(found) == expected


def test_a_signature_that_was_taken_back_does_not_bring_old_terms_back():
    found = told(
        version(1, "2026-01-01", "2026-01-01", signs=(("sales", (BEN,)),), digest="a"),
        version(2, "2026-03-01", "2026-03-01", digest="b"),
        version(3, "2026-05-01", "2026-05-01", signs=(("sales", (BEN,)),), digest="a"),
        signoffs=[signoff(1, BEN, "2026-01-02", digest="a", ended="2026-04-01")],
    )
    assert spans(found) == ["1: 2026-01-01 to 2026-03-01", "2: 2026-03-01 to open"]
    assert waiting(found, 3) == [f"sales: {BEN} since 2026-05-01"]


def test_going_back_to_signed_terms_needs_no_signature_again():
    """A sign-off is to a digest: version 3 has the terms of version 1, which both had signed."""
    found = told(
        version(1, "2026-01-01", "2026-01-01", signs=BOTH_SIGN, digest="a"),
        version(2, "2026-03-01", "2026-03-01", signs=BOTH_SIGN, digest="b"),
        version(3, "2026-05-01T08:00", "2026-01-01", signs=BOTH_SIGN, digest="a"),
        signoffs=[
            signoff(1, ANA, "2026-01-02", digest="a"), signoff(1, BEN, "2026-01-02", digest="a"),
            signoff(2, ANA, "2026-03-02", digest="b"), signoff(2, BEN, "2026-03-02", digest="b"),
        ],
    )  # fmt: skip
    assert spans(found) == [
        "1: 2026-01-01 to 2026-03-02",
        "2: 2026-03-02 to 2026-05-01T08:00",
        "3: 2026-05-01T08:00 to open",
    ]
    assert [one.file.signer for one in found.standing(3).signoffs] == [ANA, BEN]


def test_a_version_overtaken_before_it_takes_force_never_does():
    """
    landed            v1 ---- v2 (effective 1 Dec) -- v3 (effective 1 Nov)
    in force          v1 ----------------------------|v3 -----------------
    """
    found = told(
        version(1, "2026-01-01", "2026-01-01"),
        version(2, "2026-09-01", "2026-12-01"),
        version(3, "2026-10-01", "2026-11-01"),
    )
    assert spans(found) == ["1: 2026-01-01 to 2026-11-01", "3: 2026-11-01 to open"]
    assert states(found) == ["superseded", "superseded", "in force"]


def test_a_first_version_that_is_signed_after_it_was_overtaken_does_not_reach_back():
    found = told(
        version(1, "2026-01-10", "2026-01-01", signs=BOTH_SIGN),
        version(2, "2026-02-01", "2026-02-01"),
        signoffs=[signoff(1, ANA, "2026-03-01"), signoff(1, BEN, "2026-03-01")],
    )
    assert spans(found) == ["2: 2026-02-01 to open"]


def test_a_signed_version_takes_force_on_its_day_though_a_newer_proposal_has_landed():
    found = told(
        version(1, "2026-01-01", "2026-01-01"),
        version(2, "2026-09-01", "2026-11-01"),
        version(3, "2026-10-01", "2026-10-15", signs=BOTH_SIGN),
    )
    assert spans(found) == ["1: 2026-01-01 to 2026-11-01", "2: 2026-11-01 to open"]
    assert states(found) == ["superseded", "in force", "proposed"]


def test_nobody_is_waited_for_once_a_newer_proposal_has_landed():
    found = told(
        version(1, "2026-01-01", "2026-01-01"),
        version(2, "2026-09-01", "2026-10-01", signs=BOTH_SIGN),
        version(3, "2026-09-20", "2026-10-01", signs=BOTH_SIGN),
    )
    assert states(found) == ["in force", "superseded", "proposed"]
    assert waiting(found, 2) == []
    assert waiting(found, 3) == [f"marketing: {ANA} since 2026-09-20", f"sales: {BEN} since 2026-09-20"]


def test_two_versions_of_one_commit_time_leave_the_past_to_the_first():
    """A rebase gives several commits one time; the first one reaches back all the same."""
    found = told(version(1, "2026-09-01T10:00", "2026-01-01"), version(2, "2026-09-01T10:00", "2026-01-01"))
    assert spans(found) == ["1: 2026-01-01 to 2026-09-01T10:00", "2: 2026-09-01T10:00 to open"]


# ---------------------------------------------------------------- the end


def test_until_ends_a_span_with_its_last_day():
    found = told(version(1, "2026-01-01", "2026-01-01", until="2026-09-30"), now="2026-10-01")
    assert spans(found) == ["1: 2026-01-01 to 2026-10-01"]
    assert states(found) == ["lapsed"]
    assert found.at(at("2026-09-30T23:59")) == found.spans[0]
    assert found.at(at("2026-10-01")) is None


def test_on_its_last_day_an_agreement_is_in_force():
    found = told(version(1, "2026-01-01", "2026-01-01", until="2026-09-30"), now="2026-09-30T23:59")
    assert states(found) == ["in force"]


def test_what_is_agreed_after_the_end_leaves_the_gap():
    found = told(
        version(1, "2026-01-01", "2026-01-01", until="2026-09-30"),
        version(2, "2026-11-05", "2026-10-01", until="2027-09-30"),
    )
    assert spans(found) == ["1: 2026-01-01 to 2026-10-01", "2: 2026-11-05 to 2027-10-01"]
    assert states(found) == ["superseded", "in force"]


def test_terms_that_end_before_they_are_signed_are_never_in_force():
    found = told(
        version(1, "2026-01-01", "2026-01-01"),
        version(2, "2026-02-01", "2026-02-01", until="2026-02-28", signs=(("sales", (BEN,)),)),
        signoffs=[signoff(2, BEN, "2026-03-05")],
    )
    assert spans(found) == ["1: 2026-01-01 to open"]
    assert states(found) == ["in force", "lapsed"]


def test_a_file_that_is_removed_for_good_ends_what_is_in_force():
    found = told(version(1, "2026-01-01", "2026-01-01", removed="2026-05-04T12:00"))
    assert spans(found) == ["1: 2026-01-01 to 2026-05-04T12:00"]
    assert states(found) == ["lapsed"]


def test_a_file_that_comes_back_leaves_no_gap():
    """Else whoever takes a file away for a bad week would take the week away."""
    found = told(
        version(1, "2026-01-01", "2026-01-01", digest="a", removed="2026-05-04"),
        version(2, "2026-05-08", "2026-01-01", digest="a"),
    )
    assert spans(found) == ["1: 2026-01-01 to 2026-05-08", "2: 2026-05-08 to open"]


# ---------------------------------------------------------------- proposals and drafts


def test_what_never_was_in_force_is_judged_by_its_newest_proposal():
    found = told(
        version(1, "2026-01-01", "2026-01-01", signs=BOTH_SIGN),
        version(2, "2026-02-01", "2026-01-15", until="2026-12-31", signs=BOTH_SIGN),
    )
    assert spans(found) == ["2: 2026-01-15 to 2027-01-01 (proposed)"]


def test_a_draft_on_top_of_proposals_is_what_figures_are_drafted_by():
    found = told(version(1, "2026-01-01", "2026-01-01", signs=BOTH_SIGN), version(2, None, "2026-03-01"))
    assert spans(found) == ["2: 2026-03-01 to open (draft)"]
    assert states(found) == ["proposed", "draft"]
    assert found.spans[0].basis is Basis.DRAFT


def test_a_draft_changes_nothing_of_what_is_in_force():
    found = told(version(1, "2026-01-01", "2026-01-01"), version(2, None, "2026-03-01"))
    assert spans(found) == ["1: 2026-01-01 to open"]
    assert states(found) == ["in force", "draft"]


def test_outside_git_there_is_one_draft():
    assert spans(told(version(1, None, "2026-03-01"))) == ["1: 2026-03-01 to open (draft)"]


def test_an_agreement_without_versions_has_no_spans():
    assert told().spans == ()


# ---------------------------------------------------------------- what was asked for


def test_a_date_that_stands_unchanged_asks_for_nothing():
    found = told(version(1, "2026-01-01", "2026-01-01"), version(2, "2026-10-20", "2026-01-01"))
    assert found.standing(2).asked_for is None


def test_the_first_version_has_what_it_asks_for():
    assert told(version(1, "2026-10-20", "2026-01-01")).standing(1).asked_for is None


def test_the_day_on_which_terms_land_is_not_the_past():
    found = told(version(1, "2026-01-01", "2026-01-01"), version(2, "2026-10-20T15:00", "2026-10-20"))
    assert found.standing(2).asked_for is None


def test_a_proposal_may_ask_for_the_past_before_anybody_has_signed():
    found = told(
        version(1, "2026-01-01", "2026-01-01"),
        version(2, "2026-10-20", "2026-10-01", signs=BOTH_SIGN),
    )
    assert found.standing(2).asked_for == date(2026, 10, 1)


# ---------------------------------------------------------------- zones


@pytest.mark.parametrize(
    ("zone", "effective", "start"),
    [
        ("Europe/London", "2026-07-01", "2026-06-30T23:00"),
        ("Europe/London", "2026-12-01", "2026-12-01"),
        ("America/New_York", "2026-07-01", "2026-07-01T04:00"),
        ("Asia/Kolkata", "2026-07-01", "2026-06-30T18:30"),
        ("Africa/Cairo", "2026-04-24", "2026-04-23T22:00"),
    ],
    ids=["summer", "winter", "west", "half an hour", "no midnight on that day"],
)
def test_a_day_begins_in_the_zone_of_the_agreement(zone, effective, start):
    found = told(version(1, "2026-01-01", effective, zone=zone))
    assert spans(found) == [f"1: {start} to open"]


def test_until_ends_in_the_zone_of_its_own_terms():
    found = told(
        version(1, "2026-01-01", "2026-01-01", until="2026-10-25", zone="Europe/London"),
        version(2, "2026-10-20", "2026-11-01", zone="America/New_York"),
    )
    assert spans(found) == ["1: 2026-01-01 to 2026-10-26", "2: 2026-11-01T04:00 to open"]


# ---------------------------------------------------------------- states


@pytest.mark.parametrize(
    ("now", "expected"),
    [
        ("2026-09-10", ["in force", "proposed"]),
        ("2026-09-30T23:59", ["in force", "proposed"]),
        ("2026-10-01", ["superseded", "in force"]),
        ("2027-04-01", ["superseded", "lapsed"]),
    ],
)
def test_states_are_told_for_an_instant(now, expected):
    versions = (version(1, "2026-01-01", "2026-01-01"), version(2, "2026-09-01", "2026-10-01", until="2027-03-31"))
    assert states(told(*versions, now=now)) == expected


def test_signoffs_stand_with_the_terms_they_name_in_the_order_in_which_they_landed():
    late, early, refused = (
        signoff(1, ANA, "2026-02-03"),
        signoff(1, BEN, "2026-02-01"),
        signoff(1, "x@northwind.example", "2026-02-02", refused="not a signatory"),
    )
    found = told(version(1, "2026-01-01", "2026-01-01", signs=BOTH_SIGN), signoffs=[late, early, refused])
    assert found.standing(1).signoffs == (early, refused, late)


def test_the_example_of_the_page_on_history():
    """`docs/history.md`: late signatures, a retroactive request, and terms that come back."""

    def both(number: int, last: str, digest: str):
        return [signoff(number, ANA, last, digest=digest), signoff(number, BEN, last, digest=digest)]

    found = told(
        version(1, "2026-01-20", "2026-01-01", signs=BOTH_SIGN, digest="a"),
        version(2, "2026-03-20", "2026-04-01", signs=BOTH_SIGN, digest="b"),
        version(3, "2026-06-25", "2026-06-01", signs=BOTH_SIGN, digest="c"),
        version(4, "2026-07-05", "2026-08-01", signs=BOTH_SIGN, digest="d"),
        version(5, "2026-09-10", "2026-08-01", signs=BOTH_SIGN, digest="b"),
        signoffs=[*both(1, "2026-02-02", "a"), *both(2, "2026-04-09", "b"), *both(4, "2026-07-12", "d")],
    )
    assert spans(found) == [
        "1: 2026-01-01 to 2026-04-09",
        "2: 2026-04-09 to 2026-08-01",
        "4: 2026-08-01 to 2026-09-10",
        "5: 2026-09-10 to open",
    ]
    assert [standing.asked_for for standing in found.versions] == [None, None, date(2026, 6, 1), None, None]

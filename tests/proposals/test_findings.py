"""What stands out in a proposal: each finding by itself, from terms and figures made by hand."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from pathlib import Path

import pytest
from msgspec.structs import replace

from living_sla.changes import changes
from living_sla.model.figures.attainment import Status
from living_sla.model.past.change import AgreementChanges
from living_sla.model.past.timeline import State
from living_sla.model.proposals.finding_name import DEFAULTS, FindingName
from living_sla.model.proposals.impact import CommitmentImpact, PeriodPair, Rescue
from living_sla.model.proposals.proposal import ProposedAgreement
from living_sla.proposals.findings.found import findings_of
from living_sla.proposals.findings.looked_at import LookedAt
from tests.factories import histories, reports
from tests.factories.agreements import AGREEMENT, changed, read

NOW = datetime(2026, 11, 16, 7, tzinfo=UTC)
MONTHS = reports.months("2026-01", 11)
LATER = changed("effective: 2026-10-01", "effective: 2027-02-01")
"""The same terms, for a day that leaves time for notice."""
SALES, MARKETING = "sales", "marketing"
IN_FORCE = replace(histories.timeline(histories.one()), versions=(replace(histories.one(), state=State.IN_FORCE),))


def series(*missed: int, of: int = 100, last: tuple[int, int] | None = None):
    """So many of `of` missed in each month up to October, and the running month where `last` says it."""
    closed = [
        reports.share(month, of - bad, bad, as_of=NOW)
        for month, bad in zip(MONTHS[-1 - len(missed) : -1], missed, strict=True)
    ]
    return (*closed, *([reports.share(MONTHS[-1], *last, as_of=NOW)] if last else []))


def impact_of(compared, name, before=(), after=(), **more):
    """One commitment under both terms; the periods of the two may differ."""
    sides = [
        next((each for each in side.terms.commitments if each.id == name), None) if side is not None else None
        for side in (compared.before, compared.after)
    ]
    was, proposed = ({each.period: each for each in of} for of in (before, after))
    periods = sorted(was.keys() | proposed.keys(), key=lambda each: (each.start, each.end))
    pairs = tuple(PeriodPair(each, was.get(each), proposed.get(each)) for each in periods)
    named = sides[1] or sides[0]
    return CommitmentImpact("lead-handoff", name, named.by, *sides, pairs, **more)


def looked_at(before, after, *, impacts=lambda compared: (), agreed=IN_FORCE, at=NOW):
    sides = [read(text) if text is not None else None for text in (before, after)]
    between = changes(*sides) if None not in sides else ()
    compared = AgreementChanges(*sides, between)
    return LookedAt(ProposedAgreement(compared, tuple(impacts(compared))), agreed, at)


def found(before, after, **more):
    """What stands out, by name: (commitment, who gains, what is said)."""
    told = findings_of([looked_at(before, after, **more)], {}, DEFAULTS)
    return {
        each.name.value: (each.commitment, each.party, re.sub("[\u00a0\u202f]", " ", each.sentence)) for each in told
    }


SWAP = {SALES: MARKETING, MARKETING: SALES}


def mirrored(text):
    """The same with the parties exchanged: what one owed the other owes."""
    if text is None:
        return None
    return re.sub(r"\b(by|party): (sales|marketing)\b", lambda each: f"{each[1]}: {SWAP[each[2]]}", text)


def test_a_begun_exception_is_found_and_one_that_is_ahead_is_not():
    def excepting(window):
        return changed("effect: exclude}\n", f"effect: exclude}}\n  - {{id: more, {window}, reason: Rest, "
                       "commitments: [first-contact], effect: exclude}\n", LATER)  # fmt: skip

    begun = found(AGREEMENT, excepting("from: 2026-11-10T08:00, until: 2026-11-20T08:00"))
    assert begun["exception-after-the-fact"] == (
        "first-contact", SALES, 'The exception "more" excuses time that has begun: from 10 November 2026, 08:00 on.'
    )  # fmt: skip
    assert "exception-after-the-fact" not in found(
        AGREEMENT, excepting("from: 2026-11-17T08:00, until: 2026-11-20T08:00")
    )


@pytest.mark.parametrize(
    ("old", "new", "is_found"),
    [
        ("id: crm-outage-aug", "id: another-name", False),
        ("from: 2026-08-03T08:00", "from: 2026-08-02T08:00", True),
        ("until: 2026-08-04T12:00", "until: 2026-08-04T11:00", False),
        ("until: 2026-08-04T12:00", "until: 2026-12-04T11:00", True),
        ("commitments: [first-contact]", "commitments: [first-contact, rejected]", True),
        ("effect: exclude", "effect: pause", True),
        ("reason: CRM outage", "reason: Another reason", False),
    ],
)
def test_an_exception_counts_by_what_it_excuses_and_not_by_its_name(old, new, is_found):
    assert ("exception-after-the-fact" in found(AGREEMENT, changed(old, new, LATER))) is is_found


def narrowing(fewer, more=0):
    def impacts(compared):
        before, after = series(5, 5, of=100), series(5, 5 + more, of=100)
        after = (reports.share(MONTHS[-3], 95 - fewer, 5, as_of=NOW), after[1])
        yield impact_of(compared, "first-contact", before, after)

    return impacts


STRICTER = changed("score: at least 60", "score: at least 80", LATER)


def test_a_definition_that_counts_fewer_records_says_by_how_many():
    told = found(AGREEMENT, STRICTER, impacts=narrowing(30))
    assert told["definition-narrowed"][2] == (
        "What counts for First contact (Sales Development) is narrowed: 30 of 200 records in 2 closed periods would "
        "not count."
    )


def test_a_definition_that_counts_as_many_is_not_narrowed_and_one_that_nobody_can_count_is_told():
    assert "definition-narrowed" not in found(AGREEMENT, STRICTER, impacts=narrowing(0))
    unknown = found(AGREEMENT, STRICTER, impacts=lambda of: [impact_of(of, "first-contact")])
    assert "these figures do not tell" in unknown["definition-narrowed"][2]


def test_periods_that_older_definitions_judged_say_nothing_of_this_one():
    def impacts(compared):
        before, after = series(5, 5, 5, of=100), series(5, 5, 5, of=50)
        before = (before[0], replace(before[1], broken=True), before[2])
        yield impact_of(compared, "first-contact", before, after)

    told = found(AGREEMENT, STRICTER, impacts=impacts)["definition-narrowed"][2]
    assert "100 of 200 records in 2 closed periods" in told


def test_fewer_records_because_of_anything_else_are_not_a_narrower_definition():
    shorter = changed("limit: 4 business hours", "limit: 3 business hours", LATER)
    assert "definition-narrowed" not in found(AGREEMENT, shorter, impacts=narrowing(30))


@pytest.mark.parametrize(
    ("day", "is_found"), [("2026-10-01", True), ("2026-12-15", True), ("2026-12-16", False), ("2027-02-01", False)]
)
def test_notice_is_that_of_the_agreed_terms_from_the_day_of_landing_on(day, is_found):
    proposed = changed("effective: 2026-10-01", f"effective: {day}", changed("at least 95%", "at least 96%"))
    for text in (proposed, changed("notice: 30 days\n", "", proposed)):
        assert ("notice-not-kept" in found(AGREEMENT, text)) is is_found


def test_notice_is_asked_for_what_bears_on_somebody_and_for_an_earlier_end():
    assert "notice-not-kept" not in found(AGREEMENT, changed("name: Tom Beck", "name: Tom Becker"))
    ends = found(AGREEMENT, changed("until: 2027-09-30", "until: 2026-12-01"))
    assert ends["notice-not-kept"][2] == (
        "The terms ask for a notice of 30 days, until 16 December 2026; the agreement would end with 1 December 2026."
    )
    assert "notice-not-kept" not in found(AGREEMENT, changed("until: 2027-09-30", "until: 2027-03-01"))


@pytest.mark.parametrize(
    ("asked", "volume", "is_found"),
    [("at least 95%", 19, True), ("at least 95%", 20, False), ("at least 100%", 500, True), ("at most 5%", 19, True),
     ("at most 5%", 20, False), ("at least 95%", 0, False)],
)  # fmt: skip
def test_one_miss_breaks_where_the_volume_allows_for_none(asked, volume, is_found):
    name = "rejected" if "most" in asked else "first-contact"
    old = "at most 10%" if name == "rejected" else "at least 95%"
    proposed = changed(f"target: {old}", f"target: {asked}", changed("    warn: 97%\n", "", LATER))

    def impacts(compared):
        yield impact_of(compared, name, after=series(0, 0, 0, of=volume))

    assert ("one-miss-breaks" in found(AGREEMENT, proposed, impacts=impacts)) is is_found


def test_a_party_that_owes_nothing_any_more_gains():
    proposed = LATER
    for name in ("mql-volume", "rejected"):
        start = proposed.index(f"  - id: {name}")
        proposed = proposed[:start] + re.sub(r"\A  - .*\n(?:    .*\n)*", "", proposed[start:])
    assert found(AGREEMENT, proposed)["one-sided"] == (None, MARKETING, "Demand Generation would owe nothing.")


def test_only_one_side_is_pressed():
    harder = changed("at least 95%", "at least 96%", LATER)
    assert found(AGREEMENT, harder)["one-sided"] == (
        None, MARKETING, "What Sales Development owes gets harder, and nothing that Demand Generation owes does."
    )  # fmt: skip
    assert "one-sided" not in found(AGREEMENT, changed("at most 10%", "at most 9%", harder))
    assert "one-sided" not in found(AGREEMENT, changed("at least 95%", "at least 94%", LATER))


def test_a_party_under_another_key_owes_what_it_owed():
    renamed = re.sub(r"\bsales:", "sdr:", LATER).replace("by: sales", "by: sdr")
    assert "one-sided" not in found(AGREEMENT, renamed)


@pytest.mark.parametrize(
    ("pair", "told"),
    [
        (("effective: 2026-10-01", "effective: 2026-11-15"), "The first day, 15 November 2026, has passed"),
        (("effective: 2026-10-01", "effective: 2026-11-16"), None),
        (("until: 2027-09-30", "until: 2026-11-15"), "The last day, 15 November 2026, has passed"),
        (("until: 2027-09-30", "until: 2026-11-16"), None),
        (("at least 95%", "at least 96%"), None),
    ],
)
def test_days_that_have_passed_are_told_where_they_are_new(pair, told):
    sentence = found(AGREEMENT, changed(*pair)).get("asks-retroactively", (None, None, None))[2]
    assert (sentence or "").startswith(told or "")
    assert (sentence is None) is (told is None)


DESK = changed("tags: [inbound]", "capacity: {party: sales, people: 1, hours: 10 a week, minutes: 12 an attempt}\n"
               "tags: [inbound]", LATER)  # fmt: skip


def test_a_desk_that_is_short_is_told_once_it_is_new():
    told = found(AGREEMENT, DESK)["no-capacity"]
    assert told == ("mql-volume", None, '"mql-volume" brings 400 a month, which take 80 hours, and sales has 43.')
    assert "no-capacity" not in found(DESK, changed("title: First contact", "title: First call", DESK))


def test_a_desk_is_held_against_the_usual_volume_too():
    enough = changed("people: 1,", "people: 2,", DESK)

    def impacts(compared):
        counts = tuple(
            replace(reports.share(month, 900, 0, as_of=NOW), value=900, unit="records") for month in MONTHS[:3]
        )
        yield impact_of(compared, "mql-volume", after=counts)

    assert "no-capacity" not in found(AGREEMENT, enough)
    assert "usually brings 900 a month" in found(AGREEMENT, enough, impacts=impacts)["no-capacity"][2]


# ---------------------------------------------------------------- goalposts


def danger(name="first-contact", status=Status.MISSED, **sides):
    """A running month that is missed, and whatever `after` says of it as proposed."""

    def impacts(compared):
        running = replace(reports.share(MONTHS[-1], 40, 10, as_of=NOW), status=status)
        yield impact_of(compared, name, (*series(3, 3), running), **{k: v(running) for k, v in sides.items()})

    return impacts


@pytest.mark.parametrize(
    "pair",
    [
        ("at least 95%", "at least 90%"),
        ("hours: {mon-thu: 09:00-17:30, fri: [09:00-12:00, 13:00-16:00]}", "hours: {mon-thu: 09:00-17:30}"),
        ("limit: 4 business hours", "limit: 8 business hours"),
        ("until: 2027-09-30", "until: 2026-12-31"),
        ("by: sales\n    category: hand-off", "by: marketing\n    category: hand-off"),
    ],
)
def test_whatever_eases_a_commitment_in_danger_is_found(pair):
    proposed = changed(*pair, LATER.replace("2027-02-01", "2026-12-01"))
    assert "loosened-while-at-risk" in found(AGREEMENT, proposed, impacts=danger())
    assert "loosened-while-at-risk" not in found(AGREEMENT, proposed, impacts=danger(status=Status.ON_TRACK))


def test_a_commitment_of_both_in_danger_that_eases_is_found_and_nobody_alone_gains():
    both = "by: sales\n    category: hand-off", "by: both\n    category: hand-off"
    before, after = changed(*both), changed(*both, changed("at least 95%", "at least 90%", LATER))
    assert found(before, after, impacts=danger())["loosened-while-at-risk"][:2] == ("first-contact", None)


def test_where_no_rule_tells_the_figures_do():
    for status, is_found in ((Status.ON_TRACK, True), (Status.AT_RISK, False)):
        impacts = danger(after=lambda running, status=status: (replace(running, status=status),))
        assert ("loosened-while-at-risk" in found(AGREEMENT, STRICTER, impacts=impacts)) is is_found


def test_periods_of_another_length_rescue_the_running_one_where_theirs_stands_well():
    proposed = changed("per: month\n    by_segment", "per: quarter\n    by_segment", LATER)
    quarter = reports.share(MONTHS[-1], 99, 1, as_of=NOW)
    quarter = replace(quarter, period=replace(quarter.period, start=MONTHS[-2].start, label="2026-Q4"))
    for status, is_found in ((Status.ON_TRACK, True), (Status.AT_RISK, False)):
        impacts = danger(after=lambda _, status=status: (replace(quarter, status=status),))
        assert ("rescues-running-period" in found(AGREEMENT, proposed, impacts=impacts)) is is_found


def test_a_running_period_is_rescued_by_other_terms():
    def impacts(compared):
        before = replace(reports.share(MONTHS[-1], 40, 10, as_of=NOW), status=Status.AT_RISK)
        rescue = Rescue(before, replace(before, status=Status.MET))
        yield impact_of(compared, "first-contact", (before,), (before,), rescue=rescue)

    told = found(AGREEMENT, changed("at least 95%", "at least 75%", LATER), impacts=impacts)
    assert told["rescues-running-period"][:2] == ("first-contact", SALES)


@pytest.mark.parametrize("until", ["2026-11-15", "2026-11-29"])
def test_an_end_before_the_running_period_is_over_rescues_it(until):
    assert "rescues-running-period" in found(
        AGREEMENT,
        changed("until: 2027-09-30", f"until: {until}", LATER.replace("2027-02", "2026-10")),
        impacts=danger(),
    )


def test_the_last_day_of_the_running_period_rescues_nothing():
    proposed = changed("until: 2027-09-30", "until: 2026-11-30")
    assert "rescues-running-period" not in found(AGREEMENT, proposed, impacts=danger())


def test_dropping_a_commitment_and_adding_it_under_another_id_hides_no_easing():
    other = changed("id: first-contact", "id: quick-contact", LATER).replace("[first-contact]", "[quick-contact]")
    other = other.replace("commitment: first-contact", "commitment: quick-contact").replace(
        "at least 95%", "at least 5%"
    )
    told = found(AGREEMENT, other, impacts=danger())
    assert told["commitment-removed"] == (
        "first-contact", SALES, "Sales Development no longer owes First contact; First contact is new, its figures "
        "begin anew, and it asks for at least 5 %.",
    )  # fmt: skip
    assert told["rescues-running-period"][0] == told["loosened-while-at-risk"][0] == "first-contact"


def test_an_agreement_in_force_is_not_taken_away_and_each_side_answers_for_the_other():
    told = findings_of([looked_at(AGREEMENT, None)], {}, DEFAULTS)
    assert [(each.name.value, each.commitment, each.party, each.answers) for each in told] == [
        ("agreement-removed", "mql-volume", MARKETING, (SALES,)),
        ("agreement-removed", "first-contact", SALES, (MARKETING,)),
        ("agreement-removed", "rejected", MARKETING, (SALES,)),
    ]
    assert list(found(AGREEMENT, None, agreed=None)) == ["commitment-removed"]


# ---------------------------------------------------------------- who signs


BEN, ANA = "ben.okafor@northwind.example", "ana.ruiz@northwind.example"


def signing(old, new):
    text = LATER
    at = text.index(f"signs: [{old}]")
    return text[:at] + new + text[at + len(f"signs: [{old}]") :]


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        (BEN, "signs: [friend@northwind.example]", "signatories-replaced"),
        (BEN, "signs: []", "signatories-replaced"),
        (BEN, "signs: [Ben.Okafor@Northwind.example]", None),
        (BEN, f"signs: [friend@northwind.example, {BEN}]", None),
        (ANA, "signs: [friend@northwind.example]", "signatories-replaced"),
    ],
)
def test_nobody_takes_the_other_sides_signature_out_of_the_terms(old, new, expected):
    told = {each.name.value: each for each in findings_of([looked_at(AGREEMENT, signing(old, new))], {}, DEFAULTS)}
    assert ("signatories-replaced" in told) is (expected is not None)
    if expected:
        party = SALES if old == BEN else MARKETING
        assert (told[expected].party, told[expected].answers) == (SWAP[party], (party,))


def test_a_party_under_another_key_with_the_same_people_is_the_same_party():
    renamed = re.sub(r"\bsales:", "sdr:", LATER).replace("by: sales", "by: sdr")
    assert "signatories-replaced" not in found(AGREEMENT, renamed)
    stolen = renamed.replace(f"signs: [{BEN}]", "signs: [friend@northwind.example]")
    assert "signatories-replaced" in found(AGREEMENT, stolen)


def test_a_new_agreement_in_which_one_side_alone_signs_is_found_and_nobody_can_answer_for_it():
    alone = signing(BEN, "signs: []")
    told = {each.name: each for each in findings_of([looked_at(None, alone, agreed=None)], {}, DEFAULTS)}
    assert told[FindingName.PARTY_CANNOT_SIGN].answers == ()
    assert "party-cannot-sign" not in found(None, alone.replace(f"signs: [{ANA}]", "signs: []"), agreed=None)


# ---------------------------------------------------------------- alike for both


PROPOSED = (
    STRICTER,
    changed("at least 95%", "at least 90%", LATER),
    changed("at least 95%", "at least 96%", LATER),
    changed("at most 10%", "at most 12%", AGREEMENT),
    changed("effect: exclude", "effect: pause", LATER),
    changed("until: 2027-09-30", "until: 2026-11-20"),
    changed("per: month\n    by_segment", "per: quarter\n    by_segment", LATER),
    None,
)


@pytest.mark.parametrize("proposed", PROPOSED)
@pytest.mark.parametrize("status", [Status.MISSED, Status.ON_TRACK])
def test_swapped_parties_swap_every_finding(proposed, status):
    def swapped(compared):
        return danger(status=status)(compared)

    one = found(AGREEMENT, proposed, impacts=swapped)
    other = found(mirrored(AGREEMENT), mirrored(proposed), impacts=swapped)
    assert one or status is Status.ON_TRACK
    assert {name: each[:2] for name, each in other.items()} == {
        name: (of, SWAP.get(gains, gains)) for name, (of, gains, _) in one.items()
    }


def test_the_table_of_the_docs_names_every_finding_with_its_weight():
    page = (Path(__file__).parents[2] / "docs" / "proposals.md").read_text(encoding="utf-8")
    told = re.findall(r"^\| `([a-z-]+)` \| .+ \| (note|warning|error) \| .+ \|$", page, re.MULTILINE)
    assert dict(told) == {name.value: weight.value for name, weight in DEFAULTS.items() if weight is not None}
    assert len(told) == len(DEFAULTS)

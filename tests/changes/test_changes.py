"""What a change of terms says, whom it burdens, where it stands, and whether it breaks the series."""

from __future__ import annotations

import pytest

from living_sla.changes import changes
from living_sla.model.past.change import Change
from living_sla.words.numbers import plain_spaces
from tests.factories.agreements import AGREEMENT, PATH, changed, line_of, read


def edit(old: str, new: str, *, text: str = AGREEMENT) -> list[Change]:
    """What one edit of the agreement changes."""
    return list(changes(read(text), read(changed(old, new, text))))


def told(found: list[Change]) -> list[str]:
    """Each change as ``rule (who bears it, which way): sentence``."""
    return [f"{one.rule} ({_bearing(one)}): {plain_spaces(one.sentence)}" for one in found]


def _bearing(one: Change) -> str:
    return str(one.direction) if one.party is None else f"{one.direction}, {one.party}"


# ---------------------------------------------------------------- targets


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ("target: at least 95%", "target: at least 96%",
         "target-tightened (tightened, sales): The target rises from at least 95 % to at least 96 %."),
        ("target: at least 95%", "target: at least 90%",
         "target-eased (eased, sales): The target falls from at least 95 % to at least 90 %."),
        ("target: at most 10%", "target: at most 8%",
         "target-tightened (tightened, marketing): The target falls from at most 10 % to at most 8 %."),
        ("target: at most 10%", "target: at most 12.5%",
         "target-eased (eased, marketing): The target rises from at most 10 % to at most 12.5 %."),
        ("target: at most 10%", "target: at least 10%",
         "target-changed (cannot tell): The target changes from at most 10 % to at least 10 %."),
        ("target: at least 400", "target: at least 1200",
         "target-tightened (tightened, marketing): The target rises from at least 400 to at least 1,200."),
        ("target: at least 400", "target: at most 400",
         "target-changed (cannot tell): The target changes from at least 400 to at most 400."),
    ],
)  # fmt: skip
def test_a_target_goes_up_or_down_for_who_owes_it(old, new, expected):
    assert told(edit(old, new)) == [expected]


SEASONS = "target: {2026-10: at least 400, 2026-12: at least 200, 2027-02: at least 500}"


@pytest.mark.parametrize(
    ("new", "expected"),
    [
        ("target: {2026-10: at least 400, 2026-12: at least 300, 2027-02: at least 500}",
         "target-tightened (tightened, marketing): The target rises from at least 400, from 2026-12 on at least 200, "
         "from 2027-02 on at least 500 to at least 400, from 2026-12 on at least 300, from 2027-02 on at least 500."),
        ("target: {2026-10: at least 400, 2027-01: at least 200, 2027-02: at least 500}",
         "target-tightened (tightened, marketing): The target rises from at least 400, from 2026-12 on at least 200, "
         "from 2027-02 on at least 500 to at least 400, from 2027-01 on at least 200, from 2027-02 on at least 500."),
        ("target: at least 200",
         "target-eased (eased, marketing): The target falls from at least 400, from 2026-12 on at least 200, "
         "from 2027-02 on at least 500 to at least 200."),
        ("target: {2026-10: at least 400, 2026-12: at least 300, 2027-02: at least 450}",
         "target-changed (cannot tell): The target changes from at least 400, from 2026-12 on at least 200, "
         "from 2027-02 on at least 500 to at least 400, from 2026-12 on at least 300, from 2027-02 on at least 450."),
        ("target: {2026-12: at least 200, otherwise: at least 500}",
         "target-tightened (tightened, marketing): The target rises from at least 400, from 2026-12 on at least 200, "
         "from 2027-02 on at least 500 to at least 500, in 2026-12 at least 200."),
    ],
)  # fmt: skip
def test_a_target_by_period_goes_up_or_down_where_it_does_so_in_every_period(new, expected):
    seasonal = changed("target: at least 400", SEASONS)
    assert told(edit(SEASONS, new, text=seasonal)) == [expected]


STATISTIC = changed(
    "    measure: {kind: share, source: leads, at: mql_at, where: mql, that: {status: rejected}}\n"
    "    target: at most 10%",
    "    measure: {kind: median, source: leads, where: mql, from: mql_at, to: first_contacted_at}\n"
    "    target: at most 90 minutes",
    AGREEMENT,
)


@pytest.mark.parametrize(
    ("target", "expected", "breaks"),
    [
        ("at most 1 hour", "target-tightened (tightened, marketing)", False),
        ("at most 2 hours", "target-eased (eased, marketing)", False),
        ("at most 90 business minutes", "target-eased (eased, marketing)", True),
        ("at most 1 business hour", "target-changed (cannot tell)", True),
        ("at most 3 days", "target-eased (eased, marketing)", False),
        ("at most 1 day", "target-changed (cannot tell)", False),
        ("at least 2 hours", "target-changed (cannot tell)", False),
    ],
)
def test_a_target_of_a_duration_is_compared_on_its_clock(target, expected, breaks):
    [found] = edit("at most 90 minutes", target, text=STATISTIC)
    assert f"{found.rule} ({_bearing(found)})" == expected
    assert found.breaks_series == breaks


MONEY = changed(
    "    measure: {kind: count, source: leads, at: mql_at, where: mql}\n    target: at least 400",
    "    measure: {kind: total, source: leads, at: mql_at, column: amount, where: mql}\n"
    "    target: at least 900000 EUR",
    AGREEMENT,
)


def test_amounts_of_two_currencies_are_not_compared():
    assert told(edit("900000 EUR", "1000000 USD", text=MONEY)) == [
        "target-changed (cannot tell): The target changes from at least EUR 900,000 to at least USD 1,000,000."
    ]


# ---------------------------------------------------------------- limits


@pytest.mark.parametrize(
    ("limit", "expected"),
    [
        ("3 business hours", "limit-tightened (tightened, sales): The time limit is shortened from 4 business hours to "
                             "3 business hours."),
        ("5 business hours", "limit-eased (eased, sales): The time limit is extended from 4 business hours to "
                             "5 business hours."),
        ("4 hours", "limit-tightened (tightened, sales): The time limit is shortened from 4 business hours to "
                    "4 hours."),
        ("90 minutes", "limit-tightened (tightened, sales): The time limit is shortened from 4 business hours to "
                       "90 minutes."),
        ("5 hours", "limit-changed (cannot tell): The time limit changes from 4 business hours to 5 hours."),
        ("1 business day", "limit-changed (cannot tell): The time limit changes from 4 business hours to "
                           "1 business day."),
    ],
)  # fmt: skip
def test_a_limit_is_compared_only_where_it_can_be(limit, expected):
    """Four business hours run out no earlier than four hours; whether five hours are more depends on the start."""
    found = edit("limit: 4 business hours", f"limit: {limit}")
    assert told(found) == [expected]
    assert not found[0].breaks_series


@pytest.mark.parametrize(
    ("old", "new", "rule"),
    [
        ("1 day", "2 days", "limit-eased"),
        ("24 hours", "1 day", "limit-changed"),
        ("24 hours", "2 days", "limit-eased"),
        ("25 hours", "2 days", "limit-changed"),
        ("1 day", "48 hours", "limit-eased"),
        ("2 days", "1 business day", "limit-changed"),
        ("2 days", "2 business days", "limit-eased"),
        ("3 business days", "2 weeks", "limit-changed"),
        ("2 weeks", "14 business days", "limit-eased"),
    ],
)
def test_days_and_hours_compare_where_a_whole_day_lies_between_them(old, new, rule):
    text = changed("limit: 4 business hours", f"limit: {old}")
    assert [found.rule for found in edit(f"limit: {old}", f"limit: {new}", text=text)] == [rule]


def test_a_deadline_of_the_crm_instead_of_a_limit():
    found = edit("limit: 4 business hours", "due: respond_by")
    assert told(found) == [
        'limit-changed (cannot tell): Instead of a limit of 4 business hours there is the deadline in "respond_by".'
    ]
    assert str(found[0].place) == f"{PATH}:{line_of('limit: 4 business hours')}:12"


# ---------------------------------------------------------------- who owes what


def test_a_duty_that_moves_eases_one_party_and_tightens_the_other():
    old = "title: Leads rejected as a bad fit\n    by: marketing"
    found = edit(old, old.replace("marketing", "sales"))
    said = '"Leads rejected as a bad fit" is owed by Sales Development instead of Demand Generation.'
    assert told(found) == [
        f"duty-taken-on (tightened, sales): {said}",
        f"duty-handed-off (eased, marketing): {said}",
    ]


def test_a_duty_of_both_tightens_for_who_did_not_owe_it():
    old = "title: Leads rejected as a bad fit\n    by: marketing"
    found = edit(old, old.replace("marketing", "both"))
    assert [(one.rule, one.party) for one in found] == [("duty-taken-on", "sales")]


def test_a_new_commitment_burdens_who_owes_it_and_an_old_one_no_longer_does():
    start = AGREEMENT.index("  - id: rejected")
    end = AGREEMENT.index("\nneeds:")
    without = AGREEMENT[:start] + AGREEMENT[end + 1 :]
    promise = 'Each month, Demand Generation makes sure that at most 10 % of MQLs have the status "rejected".'
    before, after = read(without), read()
    [added], [removed] = changes(before, after), changes(after, before)
    assert told([added, removed]) == [
        f'commitment-added (tightened, marketing): "Leads rejected as a bad fit" is new: {promise}',
        f'commitment-removed (eased, marketing): "Leads rejected as a bad fit" is dropped. It was: {promise}',
    ]
    assert added.place == removed.place == after.place("commitments", 2)


# ---------------------------------------------------------------- periods


@pytest.mark.parametrize(
    ("per", "expected"),
    [
        ("per: quarter", "period-eased (eased, marketing): It is judged each quarter instead of each month."),
        ("per: week", "period-tightened (tightened, marketing): It is judged each week instead of each month."),
    ],
)
def test_the_same_number_in_a_longer_period_is_easier(per, expected):
    found = edit("target: at least 400\n    per: month", f"target: at least 400\n    {per}")
    assert told(found) == [expected]
    assert found[0].breaks_series


def test_a_volume_in_other_periods_is_not_compared_with_the_one_before():
    found = edit("target: at least 400\n    per: month", "target: at least 1200\n    per: quarter")
    assert [(one.rule, str(one.direction)) for one in found] == [
        ("target-changed", "cannot tell"),
        ("period-changed", "cannot tell"),
    ]


@pytest.mark.parametrize(("per", "rule"), [("quarter", "period-eased"), ("week", "period-changed")])
def test_a_share_over_periods_that_others_make_up_is_easier(per, rule):
    """Who keeps 90% in each of three months keeps it in the quarter; a week is no part of a month."""
    old = "target: at most 10%\n    per: month"
    assert [one.rule for one in edit(old, old.replace("month", per))] == [rule]


# ---------------------------------------------------------------- what counts


def test_a_definition_that_a_measure_counts_by_breaks_its_series():
    found = edit("score: at least 60}", "score: at least 70}")
    assert [(one.rule, one.commitment, one.breaks_series) for one in found] == [
        ("counting-tightened", "mql-volume", True),
        ("counting-redefined", "first-contact", True),
        ("counting-redefined", "rejected", True),
        ("definition-changed", None, False),
    ]
    assert plain_spaces(found[-1].sentence) == (
        'What "MQL" stands for changes from records that have the lifecycle "mql", "sql" or "customer" and have a '
        'score of at least 60 to records that have the lifecycle "mql", "sql" or "customer" and have a score of at '
        "least 70."
    )
    assert str(found[-1].place) == f"{PATH}:{line_of('lifecycle: [mql')}:12"


def test_a_definition_that_another_one_names_breaks_the_series_too():
    text = changed("  mql:\n", "  hot:\n    means: Asked for a demo.\n    where: {region: EMEA}\n  mql:\n", AGREEMENT)
    text = changed(
        "where: {lifecycle: [mql, sql, customer], score: at least 60}",
        "where: {any: [hot, {score: at least 60}]}",
        text,
    )
    found = edit("region: EMEA", "region: APAC", text=text)
    assert [(one.rule, one.commitment) for one in found if one.breaks_series] == [
        ("counting-redefined", "mql-volume"),
        ("counting-redefined", "first-contact"),
        ("counting-redefined", "rejected"),
    ]


def test_a_definition_that_nothing_counts_by_breaks_no_series():
    found = edit("an automatic reply does not count", "an automatic reply counts")
    assert [(one.rule, one.breaks_series) for one in found] == [("definition-reworded", False)]


def test_a_filter_that_changes_breaks_the_series():
    found = edit("{kind: count, source: leads, at: mql_at, where: mql}",
                 "{kind: count, source: leads, at: mql_at, where: {region: EMEA}}")  # fmt: skip
    assert told(found) == ['filter-changed (cannot tell): It counts leads that have the region "EMEA" instead of MQLs.']
    assert found[0].breaks_series


def test_one_of_several_values_is_another_filter_than_the_whole_cell():
    text = changed("that: {status: rejected}", "that: {status: includes rejected}")
    there = edit("{status: includes rejected}", "{status: rejected}", text=text)
    back = edit("{status: rejected}", "{status: includes rejected}")
    assert told(there) == [
        'filter-changed (cannot tell): It is about the share of leads that have the status "rejected" instead of leads '
        'that have "rejected" among their statuses.'
    ]
    assert [(one.rule, one.breaks_series) for one in (*there, *back)] == [("filter-changed", True)] * 2


def test_a_filter_in_another_order_breaks_nothing():
    text = changed("that: {status: rejected}", "that: {status: [rejected, recycled]}")
    found = edit("[rejected, recycled]", "[recycled, rejected]", text=text)
    assert told(found) == [
        'order-changed (cannot tell): The condition {"status": ["rejected", "recycled"]} is written as '
        '{"status": ["recycled", "rejected"]}, and means the same.'
    ]
    assert not found[0].breaks_series


def test_another_kind_of_measure_breaks_the_series():
    old = "{kind: share, source: leads, at: mql_at, where: mql, that: {status: rejected}}\n    target: at most 10%"
    new = "{kind: completeness, source: leads, at: mql_at, where: mql, fields: [region]}\n    target: at least 90%"
    found = edit(old, new)
    assert told(found) == [
        "target-changed (cannot tell): The target changes from at most 10 % to at least 90 %.",
        'measure-changed (cannot tell): It is measured as a "completeness" instead of a "share". Now: Each month, '
        "Demand Generation makes sure that at least 90 % of MQLs have region filled in. Before: Each month, "
        'Demand Generation makes sure that at most 10 % of MQLs have the status "rejected".',
    ]
    assert [one.breaks_series for one in found] == [False, True]


def test_another_column_breaks_the_series():
    [found] = edit("to: first_contacted_at", "to: modified_at")
    assert told([found]) == [
        "measure-changed (cannot tell): The column in which the clock ends changes from "
        '"first_contacted_at" to "modified_at".'
    ]
    assert found.breaks_series


# ---------------------------------------------------------------- when time counts


@pytest.mark.parametrize(
    ("old", "new", "rule", "direction"),
    [
        ("fri: [09:00-12:00, 13:00-16:00]", "fri: 09:00-16:00", "coverage-extended", "tightened"),
        ("fri: [09:00-12:00, 13:00-16:00]", "fri: 09:00-12:00", "coverage-cut", "eased"),
        ("fri: [09:00-12:00, 13:00-16:00]", "fri: 10:00-17:00", "coverage-changed", "cannot tell"),
        ("  holidays: GB-ENG\n", "", "coverage-extended", "tightened"),
        ("holidays: GB-ENG", "holidays: GB-SCT", "coverage-changed", "cannot tell"),
        ("closed: [2026-12-24,", "closed: [", "coverage-extended", "tightened"),
        ("closed: [2026-12-24,", "closed: [2026-12-23, 2026-12-24,", "coverage-cut", "eased"),
        ("closed: [2026-12-24,", "closed: [2026-12-23,", "coverage-changed", "cannot tell"),
        ("open: []", "open: [2026-12-19 09:00-13:00]", "coverage-extended", "tightened"),
        ("open: []", "open: [2026-12-18 09:00-10:00]", "coverage-changed", "cannot tell"),
        ("open: []", "open: [2026-12-18 09:00-17:00]", "coverage-extended", "tightened"),
        ("timezone: Europe/London", "timezone: Europe/Paris", "zone-changed", "cannot tell"),
    ],
)
def test_more_covered_hours_press_who_owes_a_limit_in_business_time(old, new, rule, direction):
    """An extra day with hours of its own takes the place of its weekday's: one hour on a Friday is fewer than six."""
    [found] = edit(old, new)
    assert (found.rule, str(found.direction)) == (rule, direction)
    assert found.party == (None if direction == "cannot tell" else "sales")


def test_hours_that_no_limit_runs_in_burden_nobody():
    text = changed("limit: 4 business hours", "limit: 4 hours")
    [found] = edit("fri: [09:00-12:00, 13:00-16:00]", "fri: 09:00-16:00", text=text)
    assert (found.rule, str(found.direction), found.party) == ("coverage-extended", "cannot tell", None)


def test_the_same_closed_days_in_another_grouping_change_no_hours():
    found = edit("2026-12-28..2026-12-31", "2026-12-28, 2026-12-29..2026-12-31")
    assert told(found) == ["order-changed (cannot tell): The closed days are listed in another order or grouping."]


# ---------------------------------------------------------------- exceptions, needs, consequences


EXCEPTION = "exceptions:\n"


def test_an_exception_eases_who_owes_what_it_names():
    found = edit(EXCEPTION, EXCEPTION + "  - {id: move, from: 2026-11-02, until: 2026-11-03, reason: Office move, "
                 "commitments: [rejected], effect: exclude}\n")  # fmt: skip
    assert told(found) == [
        'exception-added (eased, marketing): The exception "move" is new: From 2 November 2026, 00:00 to '
        '3 November 2026, 00:00, records that start then are left out of "Leads rejected as a bad fit" (Office move).'
    ]


def test_an_exception_for_all_eases_all():
    found = edit(EXCEPTION, EXCEPTION + "  - {id: move, from: 2026-11-02, until: 2026-11-03, reason: Office move, "
                 "effect: exclude}\n")  # fmt: skip
    assert [(str(one.direction), one.party) for one in found] == [("eased", None)]


def test_an_exception_takes_records_from_a_volume_and_eases_nobody():
    found = edit(EXCEPTION, EXCEPTION + "  - {id: move, from: 2026-11-02, until: 2026-11-03, reason: Office move, "
                 "commitments: [mql-volume], effect: exclude}\n")  # fmt: skip
    assert [(one.rule, str(one.direction), one.party) for one in found] == [("exception-added", "cannot tell", None)]


@pytest.mark.parametrize(
    ("old", "new", "rule", "direction"),
    [
        ("until: 2026-08-04T12:00", "until: 2026-08-05T12:00", "exception-widened", "eased"),
        ("until: 2026-08-04T12:00", "until: 2026-08-03T12:00", "exception-narrowed", "tightened"),
        ("from: 2026-08-03T08:00, until: 2026-08-04T12:00", "from: 2026-08-04T08:00, until: 2026-08-05T12:00",
         "exception-changed", "cannot tell"),
        ("commitments: [first-contact], effect", "commitments: [first-contact, rejected], effect",
         "exception-widened", "eased"),
        ("effect: exclude", "effect: pause", "exception-changed", "cannot tell"),
        ("reason: CRM outage", "reason: Outage", "exception-changed", "cannot tell"),
    ],
)  # fmt: skip
def test_an_exception_grows_or_shrinks(old, new, rule, direction):
    found = edit(old, new)
    assert {(one.rule, str(one.direction)) for one in found} == {(rule, direction)}


def test_a_need_burdens_the_other_party():
    found = edit("needs:\n", "needs:\n  - {party: sales, what: The campaign of each lead, by: the hand-over}\n")
    assert told(found) == [
        "need-added (tightened, marketing): A need is new: Sales Development needs the campaign of each lead, "
        "the hand-over."
    ]


def test_a_consequence_that_comes_later_is_another_consequence():
    found = edit("when: 3 missed in a row", "when: 4 missed in a row")
    deed = 'missed months in a row of "First contact" of Sales Development: Sales leadership reassigns capacity.'
    assert told(found) == [
        f"consequence-changed (cannot tell): A consequence is another: After 4 {deed} It was: After 3 {deed}"
    ]


# ---------------------------------------------------------------- the rest


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ("effective: 2026-10-01", "effective: 2026-11-01",
         "starts-later: The first day changes from 1 October 2026 to 1 November 2026."),
        ("until: 2027-09-30\n", "", "ends-later: The last day is dropped; it was 30 September 2027."),
        ("until: 2027-09-30", "until: 2026-12-31",
         "ends-earlier: The last day changes from 30 September 2027 to 31 December 2026."),
        ("notice: 30 days", "notice: 6 weeks", "notice-changed: The notice changes from 30 days to 6 weeks."),
        ("{every: quarter, next: 2027-01-12}", "{every: month}",
         "review-changed: The review changes from every quarter, next on 12 January 2027 to every month."),
        ("team: Sales Development", "team: Sales", "team-renamed: Sales Development is now called Sales."),
        ("contact: {name: Ben Okafor,", "contact: {name: Bea Okafor,",
         "contact-changed: The contact of Sales Development changes from Ben Okafor (ben.okafor@northwind.example) to "
         "Bea Okafor (ben.okafor@northwind.example)."),
        ("    deputy: {name: Tom Beck, email: tom.beck@northwind.example}\n", "",
         "deputy-changed: The deputy of Demand Generation is dropped; it was Tom Beck (tom.beck@northwind.example)."),
        ("signs: [ben.okafor@northwind.example]", "signs: [ben.okafor@northwind.example, c@northwind.example]",
         "signatory-added: c@northwind.example signs for Sales Development."),
        ("    signs: [ben.okafor@northwind.example]\n", "",
         "signatory-removed: ben.okafor@northwind.example no longer signs for Sales Development."),
        ("problems: leads@northwind.example", "problems: '#leads'",
         'channel-changed: The channel for problems changes from "leads@northwind.example" to "#leads".'),
        ("[Partner referrals, Existing customers]", "[Existing customers]",
         'exclusion-removed: It no longer excludes "Partner referrals".'),
        ("[Partner referrals, Existing customers]", "[Existing customers, Partner referrals]",
         "order-changed: The things that it excludes are listed in another order."),
        ("title: Inbound lead hand-off", "title: Hand-off",
         'title-changed: The title changes from "Inbound lead hand-off" to "Hand-off".'),
        ("    owner: Ben Okafor\n", "", "owner-changed: The owner is dropped; it was Ben Okafor."),
        ("by_segment: region", "by_segment: status",
         'segments-changed: The column that figures are broken down by changes from "region" to "status".'),
        ("    per: month\n    by_segment", "    per: month\n    judged_by: due\n    by_segment",
         "judged-by-changed: A record belongs to the period in which it is due, no longer to that in which it starts."),
        ("cancellation: Either party, in writing, with the notice above.\n", "",
         'cancellation-changed: The rule of cancellation is dropped; it was "Either party, in writing, with the notice '
         'above."'),
    ],
)  # fmt: skip
def test_what_burdens_nobody_for_certain_is_told_all_the_same(old, new, expected):
    found = edit(old, new)
    assert [f"{one.rule}: {plain_spaces(one.sentence)}" for one in found] == [expected]
    assert (str(found[0].direction), found[0].party) == ("cannot tell", None)


def test_a_change_stands_where_the_newer_file_has_it_and_a_removal_where_the_older_had_it():
    moved = changed("effective: 2026-10-01\n", "effective: 2026-10-01\n\n\n", AGREEMENT)
    longer = changed("target: at least 95%", "target: at least 99%", changed("warn: 97%", "warn: 99%", moved))
    target, _ = changes(read(), read(longer))
    assert str(target.place) == f"{PATH}:{line_of('target: at least 99%', longer)}:13"
    [dropped] = changes(read(), read(changed("    owner: Ana Ruiz\n", "", moved)))
    assert str(dropped.place) == f"{PATH}:{line_of('owner: Ana Ruiz')}:12"


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("limit: 4 business hours", "limit: 240 business minutes"),
        ("notice: 30 days", "notice: 30d"),
        ("fri: [09:00-12:00, 13:00-16:00]", "fri: [13:00-16:00, 09:00-12:00]"),
        (
            "lifecycle: [mql, sql, customer], score: at least 60",
            "score: at least 60.0, lifecycle: [mql, sql, customer]",
        ),
        ("Why we do this", "Why on earth we do this"),
        ("tags: [inbound]", "tags: [outbound]"),
        ("by: sales", "by: sales\n    to: marketing"),
    ],
)
def test_another_spelling_changes_nothing(old, new):
    assert edit(old, new) == []

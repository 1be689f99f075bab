"""Values that are spelt well and mean too much: dates, durations and numbers beyond what a term can say."""

from __future__ import annotations

import pytest

from living_sla.model.notation import parse_number
from living_sla.model.quantity import parse_target
from tests.factories.agreements import PATH, SOURCES, changed, faults_in, line_of, project_faults, read, write_project

YEARS = "write a year from 1990 to 2099"


def source_faults(root, old: str, new: str) -> list[str]:
    return project_faults(write_project(root, sources=changed(old, new, SOURCES)))


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        (
            "until: 2027-09-30",
            "until: 9999-12-31",
            '7:8: SLA-F008 "9999-12-31" is too far from today\n  hint: leave until out: the agreement then has no end',
        ),
        (
            "effective: 2026-10-01",
            "effective: 9999-12-31",
            f'6:12: SLA-F008 "9999-12-31" is too far from today\n  hint: {YEARS}',
        ),
        (
            "effective: 2026-10-01",
            "effective: 0001-01-01",
            f'6:12: SLA-F008 "0001-01-01" is too far from today\n  hint: {YEARS}',
        ),
        (
            "from: 2026-08-03T08:00",
            "from: 0001-01-01T08:00",
            f'{line_of("from: 2026-08-03")}:32: SLA-F008 "0001-01-01" is too far from today\n  hint: {YEARS}',
        ),
        (
            "closed: [2026-12-24,",
            "closed: [1000-01-01..9999-12-31,",
            f'{line_of("closed: ")}:12: SLA-F008 "1000-01-01" is too far from today\n  hint: {YEARS}',
        ),
    ],
)
def test_f008_a_date_lies_in_the_years_whose_zones_are_known(old, new, said):
    assert faults_in(changed(old, new)) == [f"{PATH}:{said}"]


def test_f008_the_first_and_the_last_of_those_days_are_dates():
    text = changed("until: 2027-09-30", "until: 2099-12-31", changed("effective: 2026-10-01", "effective: 1990-01-01"))
    terms = read(text).terms
    assert (str(terms.effective), str(terms.until)) == ("1990-01-01", "2099-12-31")


@pytest.mark.parametrize("as_of", ["0001-01-01T00:00", "9999-11-05T10:00"])
def test_f008_an_as_of_lies_in_the_same_years(tmp_path, as_of):
    assert source_faults(tmp_path, "{newest_of: [modified_at]}", as_of) == [
        f'data/sources.yml:5:10: SLA-F008 "{as_of[:10]}" is too far from today\n  hint: {YEARS}'
    ]


@pytest.mark.parametrize("length", ["3661 days", "87841 hours", "100000 business hours", "523 weeks"])
def test_f007_no_duration_is_longer_than_ten_years(length):
    assert faults_in(changed("limit: 4 business hours", f"limit: {length}")) == [
        f'{PATH}:{line_of("limit: ")}:14: SLA-F007 "{length}" is longer than ten years\n'
        "  hint: write a shorter duration"
    ]


@pytest.mark.parametrize("field", ["warn", "fail"])
def test_f007_no_age_of_an_export_is_longer_than_ten_years(tmp_path, field):
    said = source_faults(tmp_path, "  key: id\n", f"  key: id\n  max_age: {{{field}: 3661 days}}\n")
    assert said == [
        'data/sources.yml:5:19: SLA-F007 "3661 days" is longer than ten years\n  hint: write a shorter duration'
    ]


@pytest.mark.parametrize(
    ("old", "new", "column", "start", "digits"),
    [
        ("target: at least 400", f"target: at least {'9' * 5000}", 13, "999999999999999", 5000),
        ("limit: 4 business hours", "limit: 9999999999999999 business hours", 14, "999999999999999", 16),
        ("target: at least 95%", "target: at least 0.950000000000000001%", 13, "0.9500000000000", 19),
        ("warn: 97%", "warn: 0.9700000000000000", 11, "0.9700000000000", 17),
    ],
)
def test_f007_a_number_has_at_most_fifteen_digits(old, new, column, start, digits):
    assert faults_in(changed(old, new)) == [
        f'{PATH}:{line_of(old)}:{column}: SLA-F007 "{start}…" has {digits} digits\n'
        "  hint: a number has at most 15 digits"
    ]


def test_f007_fifteen_digits_are_a_number():
    assert parse_target("at least 999999999999.99 EUR").amount == parse_number("999999999999.99")


def test_f006_a_number_in_exponents_is_not_written_out_in_the_hint():
    assert faults_in(changed("target: at least 400", "target: at least 1e99999999")) == [
        f'{PATH}:{line_of("at least 400")}:13: SLA-F006 "1e99999999" is not a plain number\n'
        "  hint: write a number, for example 400 or 0.95"
    ]


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        (
            "target: at least 95%",
            "target: at least 190%",
            'SLA-F007 "190%" is not between 0% and 100%\n  hint: write for example 95%',
        ),
        (
            "target: at least 95%",
            'target: "95%"',
            'SLA-F014 "95%" is not a target\n  hint: write "at least" or "at most" and a number, '
            "for example at least 95%",
        ),
        (
            "target: at most 10%",
            "target: at most 10 leeds",
            'SLA-F014 unknown unit "leeds" in the target\n'
            "  hint: use %, a currency code such as EUR, or minutes, hours, days, business hours",
        ),
        ("hours: {mon-thu:", "hours: {mon-thy:", 'SLA-F061 "mon-thy" is not a day of the week\n'
         "  hint: use mon, tue, wed, thu, fri, sat, sun or mon-fri"),
    ],
)  # fmt: skip
def test_a_value_that_cannot_be_read_has_a_number_and_a_hint_that_helps(old, new, said):
    (fault,) = faults_in(changed(old, new))
    assert fault.startswith(f"{PATH}:{line_of(old)}:")
    assert fault.partition(": ")[2] == said


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        (
            "closed: [2026-12-24,",
            "closed: [1990-01-01..2099-12-31,",
            "12: SLA-F061 no day of 1990 has hours\n  hint: close single days; an agreement ends with until",
        ),
        (
            "closed: [2026-12-24, 2026-12-28..2026-12-31]",
            "closed: [2026-12-24, 2026-12-28..2027-06-30, 2027-07-01..2028-01-02]",
            "24: SLA-F061 no day of 2027 has hours\n  hint: close single days; an agreement ends with until",
        ),
        (
            "limit: 4 business hours",
            "limit: 80000 business hours",
            '14: SLA-F007 "80000 business hours" takes 38 years of the working hours\n  hint: write a shorter limit',
        ),
        (
            "limit: 4 business hours",
            "limit: 3000 business days",
            '14: SLA-F007 "3000 business days" takes 12 years of the working hours\n  hint: write a shorter limit',
        ),
        (
            "until: 2026-08-04T12:00, reason: CRM outage, commitments: [first-contact], effect: exclude",
            "until: 2036-09-04T12:00, reason: CRM outage, commitments: [first-contact], effect: pause",
            '57: SLA-F007 the exception "crm-outage-aug" pauses for more than ten years\n'
            "  hint: write the day on which the clock runs again",
        ),
    ],
)
def test_a_clock_that_would_not_run_out_is_refused_where_it_is_agreed(old, new, said):
    assert faults_in(changed(old, new)) == [f"{PATH}:{line_of(old)}:{said}"]


def test_a_year_that_is_closed_but_for_one_extra_day_has_hours():
    closed = changed("closed: [2026-12-24, 2026-12-28..2026-12-31]", "closed: [2027-01-01..2027-12-30]")
    assert read(changed("open: []", "open: [2027-12-31 09:00-10:00]", closed)).terms.coverage.open

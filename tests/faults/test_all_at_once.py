"""Everything that is wrong is said in one run, once, and nothing is said that follows from something else."""

from __future__ import annotations

from tests.factories.agreements import AGREEMENT, PATH, changed, faults_in, line_of

CONTACT = "    contact: {name: Ben Okafor, email: ben.okafor@northwind.example}\n"
HOURS = "  hours: {mon-thu: 09:00-17:30, fri: [09:00-12:00, 13:00-16:00]}\n"
FIRST, REST = AGREEMENT.index("  - id: first-contact"), AGREEMENT.index("needs:\n")
ONE_COMMITMENT = AGREEMENT[:FIRST] + AGREEMENT[REST : AGREEMENT.index("exceptions:")] + "---\n"
NO_HOURS = "hint: add hours under coverage, for example hours: {mon-fri: 09:00-17:30}"


def test_a_fault_inside_the_only_commitment_is_the_only_fault():
    text = changed("per: month", "per: monthly", ONE_COMMITMENT)
    assert faults_in(text) == [
        f'{PATH}:{line_of("per: monthly", text)}:10: SLA-F014 "monthly" is not a period\n'
        "  hint: use day, week, month, quarter, year, week from sunday, or 2 weeks from 2026-01-05"
    ]


def test_a_fault_inside_one_of_two_parties_is_the_only_fault():
    text = changed("    team: Sales Development\n", "")
    assert faults_in(text) == [
        f'{PATH}:{line_of("  sales:") + 1}:5: SLA-F014 "team" is missing in "sales"\n'
        "  hint: add team: Demand Generation"
    ]


def test_a_list_with_too_few_entries_is_said_where_it_has_too_few():
    start, end = AGREEMENT.index("  sales:\n"), AGREEMENT.index("channels:")
    text = AGREEMENT[:start] + AGREEMENT[end:]
    assert faults_in(text)[0] == (
        f'{PATH}:{line_of("  marketing:")}:3: SLA-F014 "parties" needs at least 2, found 1\n'
        "  hint: add parties: with two entries, for example marketing and sales"
    )


def test_a_missing_contact_missing_hours_and_an_unknown_party_are_said_together():
    text = changed(CONTACT, "", changed(HOURS, "", changed("by: sales", "by: sails")))
    assert faults_in(text) == [
        f'{PATH}:{line_of("team: Sales", text)}:5: SLA-F014 "contact" is missing in "sales"\n'
        "  hint: add contact: {name: Ana Ruiz, email: ana.ruiz@northwind.example}; it needs name, email",
        f'{PATH}:{line_of("by: sails", text)}:9: SLA-F020 unknown party "sails"\n  hint: did you mean "sales"?',
        f'{PATH}:{line_of("limit: 4", text)}:14: SLA-F061 "first-contact" counts business time, '
        f"but the agreement has no working hours\n  {NO_HOURS}",
    ]


def test_a_misspelt_party_or_misspelt_hours_are_said_once():
    text = changed("  sales:\n", "  Sales:\n", changed("  hours: {mon-thu", "  hour: {mon-thu"))
    assert [fault.split("\n")[0].partition(": ")[2] for fault in faults_in(text)] == [
        'SLA-F012 "Sales" is not an identifier',
        'SLA-F010 unknown field "hour"',
    ]

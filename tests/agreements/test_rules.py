from __future__ import annotations

import pytest

from living_sla.agreements.reader import load_project
from tests.factories.agreements import (
    AGREEMENT,
    PATH,
    SOURCES,
    changed,
    faults_in,
    line_of,
    load,
    project_faults,
    read,
    write_project,
)

WITHIN = """\
    measure:
      kind: within
      source: leads
      where: mql
      from: mql_at
      to: first_contacted_at
      limit: 4 business hours
    target: at least 95%
    warn: 97%
"""


def one_fault(old: str, new: str, piece: str | None = None) -> str:
    """The only fault of the changed agreement; `piece` stands on the line that it names."""
    text = changed(old, new)
    (fault,) = faults_in(text)
    line = line_of(piece or new, text)
    assert fault.startswith(f"{PATH}:{line}:"), f"{fault} (line {line})"
    return fault.removeprefix(f"{PATH}:{line}:").partition(": ")[2]


def measured(measure: str, rest: str = "target: at least 95%") -> tuple[str, str]:
    """The change that gives the second commitment another measure, and other lines behind it."""
    return WITHIN, f"    measure: {measure}\n" + "".join(f"    {line}\n" for line in rest.split("\n"))


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        (
            "until: 2027-09-30",
            "until: 2026-09-30",
            "SLA-F020 the agreement ends on 2026-09-30, before it begins on 2026-10-01\n"
            "  hint: until is the last day on which it applies",
        ),
        (
            "signs: [ben.okafor@northwind.example]",
            "signs: [Ana.Ruiz@northwind.example]",
            "SLA-F020 Ana.Ruiz@northwind.example signs for marketing and for sales\n"
            "  hint: name one person for each party",
        ),
        ("by: sales", "by: sale", 'SLA-F020 unknown party "sale"\n  hint: did you mean "sales"?'),
        ("by: sales", "by: sales\n    to: finance",
         'SLA-F020 unknown party "finance"\n  hint: use one of: marketing, sales'),
        (
            "by: sales",
            "by: sales\n    to: sales",
            'SLA-F020 "first-contact" is owed by sales to itself\n  hint: name the other party: marketing',
        ),
        (
            "{party: marketing, what",
            "{party: markting, what",
            'SLA-F020 unknown party "markting"\n  hint: did you mean "marketing"?',
        ),
        (
            "- id: rejected",
            "- id: mql-volume",
            f'SLA-F012 "mql-volume" is also the id of the commitment on line {line_of("- id: mql-volume")}\n'
            "  hint: give each an id of its own",
        ),
        (
            "until: 2026-08-04T12:00",
            "until: 2026-08-03",
            'SLA-F020 the exception "crm-outage-aug" ends at 2026-08-03 00:00, '
            "not after it begins at 2026-08-03 08:00\n"
            "  hint: a date alone is its midnight: for a whole day, end on the next one",
        ),
        (
            "commitments: [first-contact]",
            "commitments: [first-contacts]",
            'SLA-F010 unknown commitment "first-contacts"\n  hint: did you mean "first-contact"?',
        ),
        (
            "{when: 1 missed, commitment: first-contact,",
            "{when: 1 missed, commitment: volume,",
            'SLA-F010 unknown commitment "volume"\n  hint: did you mean "mql-volume"?',
        ),
        (
            "open: []",
            "open: [2026-12-19]",
            "SLA-F061 2026-12-19 is a Saturday, which has no hours\n  hint: write 2026-12-19 09:00-13:00",
        ),
        (
            "open: []",
            "open: [2026-12-29 09:00-12:00]",
            "SLA-F061 2026-12-29 is both open and closed\n  hint: keep one",
        ),
        (
            "that: {status: rejected}",
            "that: rejectd",
            'SLA-F010 unknown definition "rejectd"\n  hint: use one of: mql',
        ),
        (
            "that: {status: rejected}",
            "that: {any: [mqls, {status: rejected}]}",
            'SLA-F010 unknown definition "mqls"\n  hint: did you mean "mql"?',
        ),
        (
            "that: {status: rejected}",
            "that: first contact",
            'SLA-F010 the definition "first contact" has words only: it does not say which records it stands for\n'
            '  hint: add where: to the definition "first contact"',
        ),
        (
            "where: {lifecycle: [mql, sql, customer], score: at least 60}",
            "where: {any: [{score: at least 60}, mql]}",
            'SLA-F010 the definition "mql" leads back to itself\n  hint: say it with columns',
        ),
        (
            "  first contact:\n",
            "  MQL:\n",
            'SLA-F003 "MQL" and "mql" are one name\n  hint: keep one of the two',
        ),
        (
            "      limit: 4 business hours\n",
            "",
            'SLA-F014 the measure of "first-contact" has neither a limit nor a due\n'
            "  hint: write limit: 4 business hours, or due: and the column of the deadline",
        ),
        (
            "      limit: 4 business hours\n",
            "      limit: 4 business hours\n      due: mql_at\n",
            'SLA-F014 the measure of "first-contact" has both a limit and a due\n'
            "  hint: write limit: 4 business hours, or due: and the column of the deadline",
        ),
        (
            "  hours: {mon-thu: 09:00-17:30, fri: [09:00-12:00, 13:00-16:00]}\n",
            "",
            'SLA-F061 "first-contact" counts business time, but the agreement has no working hours\n'
            "  hint: add hours under coverage, for example hours: {mon-fri: 09:00-17:30}",
        ),
        (
            "target: at least 95%",
            "target: at least 0.95",
            'SLA-F014 the target "at least 0.95" does not fit a within, which is a share\n'
            "  hint: write for example at least 95%",
        ),
        (
            "target: at least 400",
            "target: at least 400 EUR",
            'SLA-F014 the target "at least 400 EUR" does not fit a count, which is a number of records\n'
            "  hint: write for example at least 400",
        ),
        (
            "target: at least 400",
            "target: at least 0",
            'SLA-F007 the target "at least 0" is met whatever happens\n  hint: set a target that can be missed',
        ),
        (
            "target: at least 95%",
            "target: at most 99%",
            'SLA-F007 the target "at most 99%" asks to fall short: more is better for a within\n'
            "  hint: write at least 99%",
        ),
        (
            "warn: 97%",
            "warn: 90%",
            'SLA-F007 the warning "90%" comes after the target "at least 95%" is already missed\n'
            "  hint: choose a warning above the target",
        ),
        ("warn: 97%", "warn: 97", 'SLA-F007 "97" is not a share\n  hint: write 97%'),
        (
            *measured("{kind: attempts, source: leads, from: mql_at, times: 0, limit: 3 days, "
                      "events: {source: leads, key: id, at: mql_at}}"),
            "SLA-F007 0 attempts are always made\n  hint: write 1 or more",
        ),
        (
            *measured("{kind: median, source: leads, of: score, from: mql_at}", "target: at least 60"),
            'SLA-F014 the measure of "first-contact" needs a column, or two instants\n'
            "  hint: write of: and a column, or from: and to: with two instants",
        ),
        (
            *measured("{kind: average, source: leads, of: score}", "target: at least 60"),
            'SLA-F014 the measure of "first-contact" does not say which period a record belongs to\n'
            "  hint: add at: and the column of the instant that puts a record into a period",
        ),
        (
            *measured("{kind: median, source: leads, from: mql_at, to: first_contacted_at}", "target: at most 60"),
            'SLA-F014 the target "at most 60" does not fit a median, which is a length of time here\n'
            "  hint: write for example at most 90 business minutes",
        ),
        (
            *measured("{kind: total, source: leads, at: mql_at, column: amount}", "target: at least 5%"),
            'SLA-F014 the target "at least 5%" does not fit a total, which is a sum\n'
            "  hint: write for example at least 900000 EUR",
        ),
        (
            *measured("{kind: count, source: leads, at: mql_at}", "target: at least 5\njudged_by: end"),
            'SLA-F014 the records of "first-contact" cannot be judged by their end\n'
            "  hint: remove judged_by: only averages, medians and percentiles of the time from one instant to another "
            "can",
        ),
        (
            *measured("{kind: count, source: leads, at: mql_at}", "target: at least 5\njudged_by: due"),
            'SLA-F014 the records of "first-contact" have no due instant\n'
            "  hint: remove judged_by: only within, attempts and conversion have one",
        ),
    ],
)  # fmt: skip
def test_a_broken_rule_is_named_where_it_is_broken(old, new, said):
    text = changed(old, new)
    faults = faults_in(text)
    assert said in [fault.partition(": ")[2] for fault in faults]
    assert len(faults) == 1


def test_both_is_no_name_for_a_party():
    text = AGREEMENT.replace("  marketing:\n", "  both:\n").replace("by: marketing", "by: both")
    text = text.replace("{party: marketing", "{party: both")
    assert faults_in(text) == [
        f'{PATH}:{line_of("  both:", text) + 1}:5: SLA-F012 "both" is a reserved name\n'
        "  hint: give the party another name; both stands for all parties"
    ]


def test_both_parties_may_owe_a_commitment_together():
    text = changed("by: sales", "by: both")
    assert read(text).terms.commitments[1].by == "both"


def test_of_three_parties_a_commitment_names_the_one_it_is_owed_to():
    third = "  partners:\n    team: Partners\n    contact: {name: Mia Wolf, email: mia.wolf@northwind.example}\n"
    text = changed("\nchannels:", f"{third}\nchannels:")
    assert [fault.partition(": ")[2] for fault in faults_in(text)] == [
        'SLA-F020 "mql-volume" does not say to whom it is owed\n  hint: add to: sales | partners',
        'SLA-F020 "first-contact" does not say to whom it is owed\n  hint: add to: marketing | partners',
        'SLA-F020 "rejected" does not say to whom it is owed\n  hint: add to: sales | partners',
    ]


def test_a_rule_is_placed_on_its_own_line():
    assert one_fault("warn: 97%", "warn: 90%").startswith("SLA-F007")
    assert one_fault("by: sales", "by: sale").startswith("SLA-F020")
    assert one_fault("open: []", "open: [2026-12-19]").startswith("SLA-F061")


# ---------------------------------------------------------------- several agreements


def test_two_agreements_of_one_id_are_both_named(tmp_path):
    root = write_project(tmp_path, {"a.md": AGREEMENT, "b.md": AGREEMENT})
    assert project_faults(root) == [
        'agreements/b.md:2:5: SLA-F011 "lead-handoff" is also the id of agreements/a.md\n'
        "  hint: give each agreement an id of its own; an id survives renames"
    ]


@pytest.mark.parametrize(("one", "other"), [("Emea.md", "emea.md"), ("emea.md", "emea/index.md")])
def test_two_files_with_one_address_are_both_named(tmp_path, one, other):
    root = write_project(tmp_path, {one: AGREEMENT, other: changed("id: lead-handoff", "id: other")})
    assert project_faults(root) == [
        f"agreements/{other}:2:5: SLA-F013 this page and agreements/{one} have the same address on the site, "
        "agreements/emea/\n  hint: rename one of the two; capitals make no difference"
    ]


@pytest.mark.parametrize("name", ["first-contact.md", "History.md", "poster/index.md"])
def test_an_agreement_does_not_stand_where_a_page_of_another_does(tmp_path, name):
    root = write_project(tmp_path, {"emea.md": AGREEMENT, f"emea/{name}": changed("id: lead-handoff", "id: other")})
    address = f"agreements/emea/{name.split('.')[0].removesuffix('/index').lower()}/"
    assert project_faults(root) == [
        f"agreements/emea/{name}:2:5: SLA-F013 this page and one of the pages below agreements/emea.md have the same "
        f"address on the site, {address}\n"
        "  hint: rename this file; commitments, the history and the poster have pages below their agreement"
    ]


def test_agreements_in_a_folder_that_is_called_like_another_may_stand_there(tmp_path):
    root = write_project(tmp_path, {"emea.md": AGREEMENT, "emea/uk.md": changed("id: lead-handoff", "id: other")})
    assert len(load_project(root).agreements) == 2


# ---------------------------------------------------------------- columns


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("source: leads, at: mql_at, where: mql}", "source: lead, at: mql_at, where: mql}",
         'SLA-F010 unknown source "lead"\n  hint: did you mean "leads"?'),
        ("from: mql_at\n", "from: mql_on\n",
         'SLA-F010 "mql_on" is not a column of "leads"\n  hint: did you mean "mql_at"?'),
        ("to: first_contacted_at", "to: region",
         'SLA-F014 "region" of "leads" is of type text, wanted here is date or instant\n'
         "  hint: columns of that type: mql_at, first_contacted_at, modified_at"),
        ("by_segment: region", "by_segment: score",
         'SLA-F014 "score" of "leads" is of type integer, wanted here is text\n'
         "  hint: columns of that type: id, lifecycle, status, region"),
        ("score: at least 60}", "scores: at least 60}",
         'SLA-F010 "scores" is not a column of "leads"\n  hint: did you mean "score"?'),
        ("score: at least 60}", "region: after 2026-01-31}",
         'SLA-F014 "region" is of type text and cannot be compared with a date\n'
         '  hint: a text that begins with such a word goes in brackets: ["before noon"]'),
        ("score: at least 60}", "mql_at: after score}",
         'SLA-F014 "mql_at" cannot be after "score": they are of type instant and integer, '
         "wanted are two dates or two instants\n  hint: compare columns of one type"),
        ("score: at least 60}", "score: above mql_at}",
         'SLA-F014 "score" cannot be above "mql_at": they are of type integer and instant, '
         "wanted are two numbers of one type\n  hint: compare columns of one type"),
        ("score: at least 60}", "mql_at: before modified}",
         'SLA-F010 "modified" is not a column of "leads"\n  hint: did you mean "modified_at"?'),
        ("score: at least 60}", "region: at least 60}",
         'SLA-F014 "region" is of type text and cannot be compared with a number\n'
         "  hint: use a value, a list, filled or empty"),
        ("lifecycle: [mql, sql, customer]", "lifecycle: [MQL, sql]",
         'SLA-F010 "MQL" is not a value of "lifecycle"\n  hint: did you mean "mql"?'),
        ("{status: rejected}", "{score: high}",
         'SLA-F014 "score" is of type integer and never holds "high"\n  hint: write an integer'),
        ("{status: rejected}", "{mql_at: 2026-10-01}",
         'SLA-F014 "mql_at" is of type instant and never holds "2026-10-01"\n'
         "  hint: an instant is filled or empty"),
        ("{status: rejected}", "{status: includes rejected}",
         'SLA-F014 nobody has said how several values stand in one cell of "status"\n'
         '  hint: add values_separator: ";" to the column in data/sources.yml'),
        ("{status: rejected}", "{score: not includes 5}",
         'SLA-F014 "score" is of type integer and holds one value\n  hint: declare it as text, or compare it'),
        (*measured("{kind: total, source: leads, at: mql_at, column: amount}", "target: at least 900000 USD"),
         'SLA-F014 the column is in EUR, the target is "at least 900000 USD"\n  hint: write at least 900000 EUR'),
        (*measured("{kind: total, source: leads, at: mql_at, column: score}", "target: at least 900 EUR"),
         'SLA-F014 the column has no currency, the target is "at least 900 EUR"\n'
         "  hint: write the target without a currency"),
        (*measured("{kind: completeness, source: leads, at: mql_at, fields: [region, phone]}"),
         'SLA-F010 "phone" is not a column of "leads"\n'
         "  hint: use one of: id, mql_at, first_contacted_at, modified_at, lifecycle, status, score, region, amount"),
        (*measured("{kind: attempts, source: leads, from: mql_at, times: 5, limit: 10 business days, "
                   "events: {source: calls, key: lead, at: called_at}}"),
         'SLA-F010 unknown source "calls"\n  hint: use one of: leads'),
        (*measured("{kind: attempts, source: leads, from: mql_at, times: 5, limit: 10 business days, "
                   "events: {source: leads, key: lead, at: region}}"),
         'SLA-F014 "region" of "leads" is of type text, wanted here is instant\n'
         "  hint: columns of that type: mql_at, first_contacted_at, modified_at"),
    ],
)  # fmt: skip
def test_a_column_that_is_not_there_or_does_not_fit_is_named(tmp_path, old, new, said):
    root = write_project(tmp_path, {"lead-handoff.md": changed(old, new)})
    assert said in [fault.partition(": ")[2] for fault in project_faults(root)]


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        ("includes a;b", ['SLA-F014 no value of "status" has ";" in it, which stands between them\n'
                          "  hint: write one value a condition, and several as any: [...] or all: [...]"]),
        ("includes B", ['SLA-F010 "B" is not a value of "status"\n  hint: did you mean "b"?']),
        ("a;c", ['SLA-F010 "a;c" is not a value of "status"\n  hint: use one of: a, b']),
    ],
)  # fmt: skip
def test_a_value_among_several_is_one_of_those_that_are_listed(tmp_path, asked, said):
    sources = changed("status: {from: Lead Status", 'status: {values: [a, b], values_separator: ";", from: Lead Status',
                      SOURCES)  # fmt: skip
    for fits in ("includes b", "a;b"):
        text = changed("{status: rejected}", f"{{status: {fits}}}")
        load(write_project(tmp_path, {"lead-handoff.md": text}, sources=sources))
    text = changed("{status: rejected}", f"{{status: {asked}}}")
    root = write_project(tmp_path, {"lead-handoff.md": text}, sources=sources)
    assert [fault.partition(": ")[2] for fault in project_faults(root)] == said


def test_a_definition_that_several_measures_use_is_wrong_once(tmp_path):
    text = changed("score: at least 60}", "scor: at least 60}")
    assert project_faults(write_project(tmp_path, {"lead-handoff.md": text})) == [
        f'{PATH}:{line_of("scor:", text)}:52: SLA-F010 "scor" is not a column of "leads"\n  hint: did you mean "score"?'
    ]

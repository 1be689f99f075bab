"""What goes wrong in `data/sources.yml`, before any export is opened."""

from __future__ import annotations

import pytest

from tests.factories.agreements import SOURCES, changed, load, project_faults, write_project


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        (
            "status: {from: Lead Status",
            "status: {from: Lead Score",
            '13:19: SLA-F037 "Lead Score" is also read as "status", on line 12\n'
            '  hint: keep one of the two; several measures may use the same column, "status"',
        ),
        (
            "  key: id\n",
            "  key: id\n  max_age: {warn: 7 days, fail: 48 hours}\n",
            "5:19: SLA-F020 an export is too old after 48 hours, before the warning after 7 days\n"
            "  hint: write {warn: 48 hours, fail: 7 days}",
        ),
        (
            "link: https://crm.example/contacts/{id}",
            'link: "javascript:alert({id})"',
            '17:9: SLA-F026 the link "javascript:alert({id})" is not the address of a page\n'
            "  hint: begin with https:// and the name of a host, for example https://crm.example/contacts/{id}",
        ),
        (
            "link: https://crm.example/contacts/{id}",
            'link: "https://{id}/contacts"',
            '17:9: SLA-F026 the link "https://{id}/contacts" is not the address of a page\n'
            "  hint: begin with https:// and the name of a host, for example https://crm.example/contacts/{id}",
        ),
        (
            "link: https://crm.example/contacts/{id}",
            'link: "https://crm.example@elsewhere.example/{id}"',
            "17:9: SLA-F026 the link names a user before its host\n"
            "  hint: remove it: readers sign in themselves, for example https://crm.example/contacts/{id}",
        ),
        (
            "link: https://crm.example/contacts/{id}",
            'link: "https:crm.example/{id}"',
            '17:9: SLA-F026 the link "https:crm.example/{id}" is not the address of a page\n'
            "  hint: begin with https:// and the name of a host, for example https://crm.example/contacts/{id}",
        ),
        (
            "contacts/{id}",
            "contacts/",
            "17:9: SLA-F014 the link does not hold the key {id} exactly once\n"
            "  hint: for example https://crm.example/contacts/{id}",
        ),
        (
            "contacts/{id}",
            "contacts/{id}?also={id}",
            "17:9: SLA-F014 the link does not hold the key {id} exactly once\n"
            "  hint: for example https://crm.example/contacts/{id}",
        ),
        (
            "  key: id\n",
            '  key: id\n  thousands: "."\n',
            '5:14: SLA-F014 "." cannot stand between thousands and before decimals\n'
            '  hint: add decimal: ",", or leave one of the two out',
        ),
        (
            "  key: id\n",
            "  key: id\n  absent: empty\n",
            "5:11: SLA-F014 only objects of JSON lines lack keys\n"
            "  hint: remove absent: in other files every record has every column",
        ),
        (
            "path: exports/leads-*.csv",
            "path: exports/leads-*.jsonl.gz\n  skip_lines: 2",
            "3:15: SLA-F014 lines of .jsonl cannot be skipped\n"
            "  hint: remove skip_lines: such a file has nothing before its records",
        ),
        (
            "status: {from: Lead Status",
            "status: {from: [Lead Status, Status Time]",
            '12:20: SLA-F014 "status" is of type text, and only an instant is read from two columns\n'
            "  hint: write one header",
        ),
        (
            "mql_at: {from: Became MQL, type: instant}\n"
            "    first_contacted_at: {from: First engagement, type: instant}",
            'mql_at: {from: Became MQL, type: instant, format: "%d/%m/%Y %H:%M"}\n'
            '    first_contacted_at: {from: First engagement, type: instant, format: [iso, "%m/%d/%y %H:%M"]}',
            '9:73: SLA-F057 "%m/%d/%y %H:%M" and "%d/%m/%Y %H:%M", in column mql_at, '
            "have day and month in two orders\n"
            "  hint: one file has one order: look for a date after the twelfth of a month",
        ),
        (
            "status: {from: Lead Status",
            'status: {values: [a, "b;c"], values_separator: ";", from: Lead Status',
            '12:22: SLA-F014 "b;c" would be several values\n'
            '  hint: list the values one by one: ";" stands between them',
        ),
        (
            "mql_at: {from: Became MQL",
            'mql_at: {values_separator: ";", from: Became MQL',
            "8:32: SLA-F014 only a text column holds several values\n  hint: remove values_separator",
        ),
        (
            "mql_at: {from: Became MQL",
            "mql_at: {values_separator: and, from: Became MQL",
            "8:32: SLA-F014 this does not stand between two values of a cell\n"
            '  hint: write the mark, in quotes and without letters or digits: values_separator: ";"',
        ),
        (
            "path: exports/leads-*.csv",
            "path: exports/leads-[0-9]*.csv",
            '2:9: SLA-F051 "exports/leads-[0-9]*.csv" holds "["\n'
            "  hint: only * stands for a part of the file name, for example exports/leads-*.csv",
        ),
    ],
)
def test_a_source_that_contradicts_itself_is_refused_in_place(tmp_path, old, new, said):
    root = write_project(tmp_path, sources=changed(old, new, SOURCES))
    assert project_faults(root) == [f"data/sources.yml:{said}"]


def test_a_warning_may_come_with_the_end_of_the_age_and_a_link_may_hold_a_query(tmp_path):
    sources = changed("  key: id\n", "  key: id\n  max_age: {warn: 2 days, fail: 48 hours}\n", SOURCES)
    sources = changed("crm.example/contacts/{id}", "crm.example?id={id}#top", sources)
    assert load(write_project(tmp_path, sources=sources)).sources["leads"].link_to("a b") == (
        "https://crm.example?id=a%20b#top"
    )


def test_f010_sources_under_another_name_are_not_passed_over(tmp_path):
    root = write_project(tmp_path)
    (root / "data/sources.yml").rename(root / "data/sources.yaml")
    assert project_faults(root) == [
        "data/sources.yaml: SLA-F010 this file is not read\n"
        "  hint: name it data/sources.yml, which is the only file that declares sources"
    ]


@pytest.mark.parametrize(("text", "found"), [("- leads\n", "a list"), ("leads\n", "text")])
def test_f014_sources_have_names(tmp_path, text, found):
    assert project_faults(write_project(tmp_path, sources=text)) == [
        f"data/sources.yml:1:1: SLA-F014 sources are fields by name, found {found}\n"
        "  hint: give each source a name, and its fields below it: leads:, then path: exports/leads-*.csv"
    ]

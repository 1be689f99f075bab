from __future__ import annotations

import errno
import os
import subprocess
import sys
from pathlib import Path

import pytest

from living_sla.agreements.files import agreement_files
from living_sla.agreements.reader import load_project, read_agreement
from living_sla.agreements.sources_file import read_sources
from living_sla.errors import Faults, Place
from living_sla.model.agreement.terms import Presentation
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


def test_an_agreement_is_its_terms_its_body_and_its_places():
    agreement = read()
    assert agreement.path == PATH
    assert agreement.terms.title == "Inbound lead hand-off"
    assert agreement.body == "\n# Lead hand-off\n\nWhy we do this, in our own words.\n"
    assert AGREEMENT.split("\n")[agreement.body_line - 1 :] == agreement.body.split("\n")
    assert agreement.presentation == Presentation(tags=("inbound",))
    assert agreement.place("commitments", 1, "target") == Place(PATH, line_of("target: at least 95%"), 13)
    assert agreement.place("commitments", 1, "judged_by") == Place(PATH, line_of("id: first-contact"), 5)


def test_windows_line_ends_and_a_byte_order_mark_move_nothing():
    agreement = read(b"\xef\xbb\xbf" + AGREEMENT.replace("\n", "\r\n").encode())
    assert agreement == read()
    assert agreement.places == read().places


def test_the_id_defaults_to_the_name_of_the_file_or_of_its_folder():
    nameless = changed("id: lead-handoff\n", "")
    assert read(nameless, "agreements/inbound.md").terms.id == "inbound"
    assert read(nameless, "agreements/emea/index.md").terms.id == "emea"
    assert read(nameless, "agreements/Übergabe der Leads.md").terms.id == "uebergabe-der-leads"
    assert faults_in(nameless, "agreements/引き継ぎ.md") == [
        "agreements/引き継ぎ.md:2: SLA-F012 the file states no id, and none can be made of its name\n"
        "  hint: add a field, for example id: lead-handoff"
    ]


def test_a_project_is_every_agreement_in_order_of_its_id_and_every_source(tmp_path):
    second = changed("id: lead-handoff", "id: a-second-one")
    root = write_project(tmp_path, {"lead-handoff.md": AGREEMENT, "emea/z.md": second})
    (root / "agreements/signoffs/lead-handoff").mkdir(parents=True)
    (root / "agreements/signoffs/lead-handoff/notes.md").write_text("no agreement")
    project = load(root)
    assert [agreement.terms.id for agreement in project.agreements] == ["a-second-one", "lead-handoff"]
    assert list(project.sources) == ["leads"]
    assert project.source_place("leads", "columns", "score", "type") == Place("data/sources.yml", 13, 37)
    assert project.agreement("lead-handoff").path == PATH
    assert project.notices == ()


def test_a_project_without_sources_has_none(tmp_path):
    assert read_sources(tmp_path).sources == {}
    (tmp_path / "data").mkdir()
    (tmp_path / "data/sources.yml").write_text("# none yet\n")
    assert read_sources(tmp_path).sources == {}


def test_all_faults_of_all_files_are_reported_together_in_reading_order(tmp_path):
    broken = changed("per: month", "per: monthly", changed("title: Inbound", "titel: Inbound"))
    broken = broken.replace("Why we do this", "{{ sla_stat() }}")
    root = write_project(
        tmp_path,
        {"b.md": "# no front matter\n", "a.md": broken, "c.md": changed("mql_at", "mql_on")},
        changed("type: integer", "type: int", SOURCES),
    )
    assert [fault.split("\n")[0] for fault in project_faults(root)] == [
        'agreements/a.md:3:1: SLA-F010 unknown field "titel"',
        f'agreements/a.md:{line_of("per: month")}:10: SLA-F014 "monthly" is not a period',
        f'agreements/a.md:{line_of("Why we do this")}: SLA-F023 unknown macro "sla_stat"',
        "agreements/b.md:1: SLA-F021 no front matter",
        'data/sources.yml:13:37: SLA-F014 "int" is not a choice for "type"',
    ]


def test_a_file_that_is_no_file_of_the_project_is_refused(tmp_path):
    root = write_project(tmp_path / "project", {})
    (tmp_path / "secret.md").write_text(AGREEMENT)
    (root / "agreements").mkdir()
    (root / "agreements/link.md").symlink_to(tmp_path / "secret.md")
    (root / "agreements/loop.md").symlink_to(root / "agreements/loop.md")
    (root / "agreements/lost.md").symlink_to(root / "nowhere.md")
    (root / "agreements/more").symlink_to(tmp_path)
    (root / "agreements/folder.md").mkdir()
    os.mkfifo(root / "agreements/pipe.md")
    (root / "agreements/large.md").write_bytes(b"x" * 300_000)
    assert [path.name for path in agreement_files(root)] == [
        "large.md", "link.md", "loop.md", "lost.md", "more", "pipe.md"
    ]  # fmt: skip
    assert project_faults(root) == [
        "agreements/large.md: SLA-F017 larger than 256 KB\n  hint: split it, or move long text to a page under docs/",
        "agreements/link.md: SLA-F051 a link\n  hint: put the file itself here",
        "agreements/loop.md: SLA-F051 a link\n  hint: put the file itself here",
        "agreements/lost.md: SLA-F051 a link\n  hint: put the file itself here",
        "agreements/more: SLA-F051 a link\n  hint: put the file itself here",
        "agreements/pipe.md: SLA-F051 not a regular file\n  hint: replace it with a text file",
    ]


def test_the_name_of_a_file_can_be_shown(tmp_path):
    root = write_project(tmp_path)
    for name in (b"caf\xe9.md", b"two\nlines.md", "zero\u200bwidth.md".encode()):
        (root / "agreements" / os.fsdecode(name)).write_text(AGREEMENT)
    assert project_faults(root) == [
        "agreements/caf\\xe9.md: SLA-F019 the name of the file is not UTF-8\n  hint: rename the file",
        "agreements/two\\nlines.md: SLA-F018 the name of the file holds U+000A\n  hint: rename the file",
        "agreements/zero\\u200bwidth.md: SLA-F018 the name of the file holds U+200B ZERO WIDTH SPACE\n"
        "  hint: rename the file",
    ]


@pytest.mark.parametrize(("folder", "file"), [("agreements", PATH), ("data", "data/sources.yml")])
def test_what_may_not_be_read_is_said_and_does_not_count_as_absent(tmp_path, monkeypatch, folder, file):
    """The rights are taken away by hand: whoever runs the tests may be allowed everything."""
    root = write_project(tmp_path)
    lstat = Path.lstat

    def refused(path: Path) -> os.stat_result:
        if path.parent == root / folder:
            raise PermissionError(errno.EACCES, os.strerror(errno.EACCES), str(path))
        return lstat(path)

    monkeypatch.setattr(Path, "lstat", refused)
    with pytest.raises(Faults) as found:
        load_project(root)
    assert found.value.exit_code == 3
    (fault,) = found.value.faults
    assert str(fault) == (
        f"{file}: SLA-F097 cannot be read: Permission denied\n  hint: give the user who runs sla the right to read it"
    )


def test_a_data_folder_that_leads_to_itself_is_said(tmp_path):
    root = write_project(tmp_path)
    (root / "data").rename(root / "elsewhere")
    (root / "data").symlink_to(root / "data")
    assert project_faults(root) == [
        "data/sources.yml: SLA-F097 cannot be read: Too many levels of symbolic links\n"
        "  hint: put the file itself here, and its folder"
    ]


def test_one_agreement_can_be_read_alone(tmp_path):
    root = write_project(tmp_path)
    agreement, notices = read_agreement(root / PATH, root)
    assert agreement == read()
    assert notices == []


def test_reading_a_project_imports_no_heavy_library(tmp_path):
    write_project(tmp_path)
    code = (
        "import sys; from pathlib import Path; from living_sla.agreements.reader import load_project;"
        f"load_project(Path({str(tmp_path)!r}));"
        "print([name for name in ('pandas', 'duckdb', 'git', 'pyarrow', 'jinja2', 'mkdocs') if name in sys.modules])"
    )
    found = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert found.stdout == "[]\n"


# ---------------------------------------------------------------- what the schema says, in place


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        (
            "commitments:\n",
            "comitments:\n",
            ['LINE:1: SLA-F010 unknown field "comitments"\n  hint: did you mean "commitments"?'],
        ),
        (
            "limit: 4 business hours",
            "limit: 4 business hours\n      zlimit: 3",
            ['NEXT:7: SLA-F010 unknown field "zlimit"\n  hint: did you mean "limit"?'],
        ),
        (
            "kind: within",
            "kind: withing",
            ['LINE:13: SLA-F010 unknown kind of measure "withing"\n  hint: did you mean "within"?'],
        ),
        (
            "      kind: within\n",
            "",
            [
                'LINE:7: SLA-F014 "kind" is missing in "measure" of "first-contact"\n'
                "  hint: add kind: count | total | average | median | percentile | share | completeness | within | "
                "attempts | gap | conversion | "
                "deliverable | custom"
            ],
        ),
        (
            "      from: mql_at\n      to:",
            "      start: mql_at\n      to:",
            [
                'MEASURE:7: SLA-F014 "from" is missing in "measure" of "first-contact"\n'
                "  hint: add from: mql_at",
                'LINE:7: SLA-F010 unknown field "start"\n'
                "  hint: use one of: source, where, kind, from, to, limit, due",
            ],
        ),
        (
            "category: hand-off",
            "category: handoff",
            ['LINE:15: SLA-F014 "handoff" is not a choice for "category"\n  hint: did you mean "hand-off"?'],
        ),
        (
            "    team: Sales Development\n",
            "",
            ['LINE:5: SLA-F014 "team" is missing in "sales"\n  hint: add team: Demand Generation'],
        ),
        (
            "email: ben.okafor@northwind.example}",
            "email: ben.okafor@northwind.example, phone: 1}",
            ['LINE:70: SLA-F010 unknown field "phone"\n  hint: use one of: name, email'],
        ),
        (
            "fri: [09:00-12:00, 13:00-16:00]",
            "fri: [09:00-12:00, 13:00-25:00]",
            ['LINE:38: SLA-F061 "25:00" is not a time of day\n  hint: write HH:MM, for example 09:00'],
        ),
        (
            "score: at least 60}",
            "score: at least 1,000}",
            [
                'LINE:64: SLA-F006 a number that was cut off at its comma, before "000"\n'
                "  hint: write numbers without commas, for example 1000 or 0.95",
                "LINE:67: SLA-F014 a column is tested with a value, a list of values or words\n"
                "  hint: use a value, [a, b], at least 5, at most 5, above 5, below 5, between 1 and 5, "
                "after 2026-01-31, before another_column, includes x, filled, empty or not ...",
            ],
        ),
        (
            "score: at least 60}",
            'score: "at least 1,000"}',
            ['LINE:53: SLA-F006 "1,000" is not a plain number\n  hint: write 1000'],
        ),
        (
            "review: {every: quarter, next: 2027-01-12}",
            "review: quarter",
            [
                'LINE:9: SLA-F014 "review" wants fields of its own, found text\n'
                "  hint: for example review: {every: quarter, next: 2027-01-12}"
            ],
        ),
        (
            "channels:\n  updates: \"#lead-handoff\"\n  problems: leads@northwind.example\n"
            "  meeting: every second Tuesday, 30 minutes\n",
            "channels:\n",
            ['LINE:10: SLA-F014 "channels" is empty\n  hint: write a value, or leave the field out'],
        ),
        (
            "covers: [\"Leads from web forms, events and paid campaigns\"]",
            "covers: Leads from web forms",
            [
                'LINE:9: SLA-F014 "covers" wants a list, found text\n'
                "  hint: write [one, two], or one item a line behind a -"
            ],
        ),
    ],
)  # fmt: skip
def test_the_schema_speaks_at_the_place_to_fix(old, new, said):
    text = changed(old, new)
    line = line_of(old)
    numbers = {"LINE": line, "NEXT": line + 1, "MEASURE": line - 3}
    expected = []
    for each in said:
        place, _, rest = each.partition(" ")
        for name, number in numbers.items():
            place = place.replace(name, str(number))
        expected.append(f"{PATH}:{place} {rest}")
    assert faults_in(text) == expected


def test_faults_of_sources_stand_in_their_file(tmp_path):
    sources = changed("key: id", "keys: id", changed("{newest_of: [modified_at]}", "yesterday", SOURCES))
    root = write_project(tmp_path, {}, sources)
    with pytest.raises(Faults) as found:
        read_sources(root)
    assert str(found.value) == (
        'data/sources.yml:4:3: SLA-F010 unknown field "keys"\n  hint: did you mean "key"?\n'
        'data/sources.yml:5:10: SLA-F008 "yesterday" is not a date\n'
        "  hint: write YYYY-MM-DD, for example 2026-10-01"
    )


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        (
            "as_of: {newest_of: [modified_at]}",
            "as_of: {newest_off: [modified_at]}",
            "5:10: SLA-F014 this does not state the export's as-of\n"
            '  hint: write {newest_of: [modified_at]}, {filename: "%Y-%m-%d"} or 2026-10-31T18:00',
        ),
        (
            "key: id",
            "key: id\n  duplicates: refused",
            '5:15: SLA-F014 "refused" is not a choice for "duplicates"\n  hint: did you mean "refuse"?',
        ),
        (
            "key: id",
            "key: id\n  duplicates: {newest: modified_at}",
            '5:16: SLA-F010 unknown field "newest"\n  hint: did you mean "newest_by"?',
        ),
        (
            "as_of: {newest_of: [modified_at]}",
            "as_of: {newest_of: [modified]}",
            '5:23: SLA-F010 "modified" is not a column of "leads"\n  hint: did you mean "modified_at"?',
        ),
        (
            "as_of: {newest_of: [modified_at]}",
            "as_of: {newest_of: [score]}",
            '5:23: SLA-F014 "score" is of type integer, wanted here is instant\n  hint: name a column of instants',
        ),
        (
            "path: exports/leads-*.csv",
            "path: ../leads.csv",
            '2:9: SLA-F051 "../leads.csv" does not lie below data/\n'
            "  hint: write a path below data/, for example exports/leads-*.csv",
        ),
        (
            "path: exports/leads-*.csv",
            "path: https://crm.example/leads.csv",
            '2:9: SLA-F051 "https://crm.example/leads.csv" does not lie below data/\n'
            "  hint: write a path below data/, for example exports/leads-*.csv",
        ),
        (
            "currency: EUR",
            "currency: euro",
            '15:51: SLA-F014 "euro" is not a currency code\n  hint: write three capital letters, for example EUR',
        ),
        (
            ", currency: EUR",
            "",
            '15:13: SLA-F014 "amount" is of type money\n  hint: add currency: EUR',
        ),
        (
            "from: Lead Status",
            "from: Email",
            '12:20: SLA-F095 "Email" is personal and must not be read\n'
            "  hint: remove it from columns, or from personal if it is not about people",
        ),
        (
            "contacts/{id}",
            "contacts/{email}",
            '17:9: SLA-F010 the link holds "{email}", which is not the key\n  hint: write {id}',
        ),
    ],
)
def test_a_source_is_checked_by_itself(tmp_path, old, new, said):
    root = write_project(tmp_path, {}, changed(old, new, SOURCES))
    assert f"data/sources.yml:{said}" in project_faults(root)


def test_today_lets_warnings_speak_of_reviews_that_have_passed(tmp_path):
    from datetime import date

    root = write_project(tmp_path)
    notices = load_project(root, today=date(2027, 1, 13)).notices
    assert [str(notice) for notice in notices] == [
        f"{PATH}:9:32: warning: the review of 2027-01-12 has passed [review-passed]\n"
        "  hint: review the agreement and write the next date"
    ]

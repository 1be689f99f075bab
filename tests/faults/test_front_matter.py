"""Faults 1 to 21: front matter. Each test is named after the number of its fault."""

from __future__ import annotations

import time

import pytest

from tests.factories.agreements import (
    AGREEMENT,
    PATH,
    changed,
    faults_in,
    line_of,
    notices_in,
    project_faults,
    read,
    write_project,
)


def first_line(text: str | bytes, path: str = PATH) -> str:
    """The headline of the only fault."""
    (fault,) = faults_in(text, path)
    assert "\n  hint: " in fault
    return fault.split("\n")[0].removeprefix(f"{path}:")


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("title: Inbound lead hand-off", "title: Leads: inbound", "3:13: SLA-F001 a colon inside a text"),
        (
            "title: Inbound lead hand-off",
            'title: "Inbound',
            f"3:8: SLA-F001 a quote that opens here and closes only on line {line_of('#lead-handoff')}",
        ),
        ("title: Inbound", "title:\tInbound", "3:7: SLA-F001 a tab"),
    ],
)
def test_f001_a_syntax_error_is_placed_with_a_hint(old, new, said):
    assert first_line(changed(old, new)) == said


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (
            AGREEMENT.replace("tags: [inbound]\n---\n", "tags: [inbound]\n"),
            "1: SLA-F002 the front matter is not closed",
        ),
        ("".join(f"  {line}\n" for line in AGREEMENT.split("\n")), "1: SLA-F002 the --- is indented"),
        (changed("---\n", "--- #x\n"), '1: SLA-F002 the front matter opens with "--- #x"'),
    ],
)
def test_f002_a_front_matter_that_is_not_one_is_refused(text, said):
    assert first_line(text) == said


def test_f002_a_byte_order_mark_and_windows_line_ends_are_accepted():
    assert read(b"\xef\xbb\xbf" + AGREEMENT.replace("\n", "\r\n").encode()).terms == read().terms


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("summary: >", "title: Again\nsummary: >", '4:1: SLA-F003 "title" stands here and on line 3'),
        (
            "per: month\n    owner: Ana",
            "per: month\n    per: week\n    owner: Ana",
            '{line}:5: SLA-F003 "per" stands here and on line {before}',
        ),
    ],
)
def test_f003_a_duplicate_key_names_both_lines(old, new, said):
    text = changed(old, new)
    line = line_of("per: week", text) if "per: week" in text else 0
    assert first_line(text) == said.format(line=line, before=line - 1)


def test_f004_a_time_is_a_time_and_never_a_number():
    week = read(changed("mon-thu: 09:00-17:30", "mon-thu: 00:10-17:30")).terms.coverage.hours
    assert week is not None
    assert str(week[0][0]) == "00:10-17:30"
    assert read(changed("title: First contact", "title: 17:30")).terms.commitments[1].title == "17:30"


def test_f005_words_that_yaml_takes_for_truth_stay_words():
    for word in ("NO", "on", "off", "yes", "y", "true"):
        assert read(changed("title: First contact", f"title: {word}")).terms.commitments[1].title == word
    assert read(changed("holidays: GB-ENG", "holidays: NO")).terms.coverage.holidays == "NO"


@pytest.mark.parametrize(
    ("number", "hint"),
    [
        ("010", "write 10"),
        ("1_000", "write 1000"),
        ("0x1F", "write 31"),
        ("1e3", "write 1000"),
        ("1,000", "write 1000"),
        ("0,95", "write 0.95"),
    ],
)
def test_f006_a_number_that_two_people_read_differently_is_refused(number, hint):
    text = changed("target: at least 400", f"target: at least {number}")
    assert faults_in(text) == [
        f'{PATH}:{line_of("at least 400")}:13: SLA-F006 "{number}" is not a plain number\n  hint: {hint}'
    ]


def test_f006_a_percentage_is_fine_where_the_vocabulary_has_it():
    assert str(read(changed("at least 95%", "at least 92.5%")).terms.commitments[1].target) == "at least 92.5%"


@pytest.mark.parametrize(
    ("target", "code"),
    [("at least .nan", "SLA-F006"), ("at least .inf", "SLA-F006"), ("at least -5%", "SLA-F007"),
     ("at least 101%", "SLA-F007"), ("at least inf%", "SLA-F006"), ("at least -5", "SLA-F007")],
)  # fmt: skip
def test_f007_a_target_that_no_figure_can_have_is_refused(target, code):
    text = changed("target: at least 95%", f"target: {target}")
    assert first_line(text).startswith(f"{line_of('target: at least 95%')}:13: {code} ")


@pytest.mark.parametrize(
    ("day", "said"),
    [
        ("2026-02-30", 'there is no date "2026-02-30"'),
        ("01/02/2026", '"01/02/2026" is not a date'),
        ("2026-1-1", '"2026-1-1" is not a date'),
        ("20261001", '"20261001" is not a date'),
        ("2026-10-01T00:00", '"2026-10-01T00:00" is not a date'),
    ],
)
def test_f008_a_date_is_a_day_of_the_calendar_in_one_spelling(day, said):
    assert first_line(changed("effective: 2026-10-01", f"effective: {day}")) == f"6:12: SLA-F008 {said}"


def test_f009_a_title_that_a_comment_cuts_is_a_warning():
    (notice,) = notices_in(changed("title: Inbound lead hand-off", "title: Inbound #1 hand-off"))
    assert str(notice).startswith(f'{PATH}:3:16: warning: the text ends before "#1 hand-off" [text-cut-by-comment]')


def test_f010_a_misspelt_field_has_a_suggestion():
    assert faults_in(changed("contingency:\n", "contingencies:\n")) == [
        f'{PATH}:{line_of("contingency:")}:1: SLA-F010 unknown field "contingencies"\n'
        '  hint: did you mean "contingency"?'
    ]


def test_f011_two_agreements_of_one_id_name_both_files(tmp_path):
    (fault,) = project_faults(write_project(tmp_path, {"a.md": AGREEMENT, "b.md": AGREEMENT}))
    assert fault.startswith('agreements/b.md:2:5: SLA-F011 "lead-handoff" is also the id of agreements/a.md\n')


@pytest.mark.parametrize(
    ("new", "said"),
    [
        ("- id: mql-volume", '"mql-volume" is also the id of the commitment on line {first}'),
        ("- id: First Contact", '"First Contact" is not an identifier'),
        ("- id: " + "x" * 49, f'"{"x" * 20}…" has 49 characters'),
    ],
)
def test_f012_the_id_of_a_commitment_is_its_own_and_a_slug(new, said):
    line, first = line_of("- id: rejected"), line_of("- id: mql-volume")
    assert first_line(changed("- id: rejected", new)) == f"{line}:9: SLA-F012 {said.format(first=first)}"


def test_f013_two_files_of_one_address_are_refused(tmp_path):
    other = changed("id: lead-handoff", "id: other")
    for name in ("LEADS.md", "leads/index.md", "leads/README.md"):
        root = write_project(tmp_path / name.replace("/", "-"), {"leads.md": AGREEMENT, name: other})
        (fault,) = project_faults(root)
        assert "SLA-F013 this page and agreements/" in fault


@pytest.mark.parametrize(
    ("value", "said"),
    [
        ("", "3:7: SLA-F014 a value is missing"),
        ("null", "3:8: SLA-F014 a value is missing"),
        ("[a, b]", "3:8: SLA-F014 one value is wanted here, found a list"),
        ("{a: b}", "3:8: SLA-F014 one value is wanted here, found a mapping"),
    ],
)
def test_f014_a_value_of_the_wrong_shape_is_refused_in_place(value, said):
    assert first_line(changed("title: Inbound lead hand-off", f"title: {value}".rstrip())) == said


def test_f014_a_title_of_digits_is_a_text():
    """Every value is what the writer wrote, so there is no wrong type for a text to have."""
    assert read(changed("title: Inbound lead hand-off", "title: 2026")).terms.title == "2026"
    assert read(changed("title: Inbound lead hand-off", "title: 2026-10-01")).terms.title == "2026-10-01"


@pytest.mark.parametrize("key", ["config", "page", "nav", "sla_state", "macros", "search"])
def test_f015_a_name_of_the_site_is_reserved(key):
    text = changed("tags: [inbound]", f"{key}: x")
    said = f'{line_of("tags:")}:1: SLA-F015 "{key}" is a reserved name of the site'
    assert first_line(text) == said


@pytest.mark.parametrize(
    ("value", "said"),
    [
        ("&a Inbound", "an anchor (&a)"),
        ("*a", "an alias (*a)"),
        ("!!str Inbound", "a tag (tag:yaml.org,2002:str)"),
        ("!!python/object/apply:os.system [id]", "a tag (tag:yaml.org,2002:python/object/apply:os)"),
    ],
)
def test_f016_anchors_aliases_and_tags_are_not_allowed(value, said):
    assert first_line(changed("title: Inbound lead hand-off", f"title: {value}")) == (
        f"3:8: SLA-F016 {said} is not allowed"
    )


def test_f016_merges_are_not_allowed():
    text = changed("tags: [inbound]", "<<: {tags: [inbound]}")
    assert first_line(text) == f"{line_of('tags:')}:1: SLA-F016 a merge (<<) is not allowed"


@pytest.mark.parametrize(
    "bomb",
    [
        "a: &a [x, x]\nb: &b [*a, *a]\nc: &c [*b, *b]\n",
        "a: " + "[" * 30_000,
        "a: " + "{b: " * 10_000,
        "- " * 20_000,
        "a: " + "x" * 70_000,
    ],
)
def test_f017_a_bomb_is_refused_in_a_tenth_of_a_second(bomb):
    text = f"---\n{bomb}\n---\n"
    begun = time.process_time()
    said = first_line(text)
    assert time.process_time() - begun < 0.1
    assert "SLA-F017" in said or "SLA-F016" in said


OURS, THEIRS = "title: Inbound lead hand-off\n", "title: Leads from the site\n"
CONFLICT = f"<<<<<<< HEAD\n{OURS}=======\n{THEIRS}>>>>>>> origin/main\n"


@pytest.mark.parametrize(
    ("text", "line"),
    [
        (changed(OURS, CONFLICT), line_of(OURS.strip())),
        (f"{CONFLICT}{AGREEMENT}", 1),
        (AGREEMENT + CONFLICT, AGREEMENT.count("\n") + 1),
        (AGREEMENT + CONFLICT.replace("======", "||||||| base\nx\n======"), AGREEMENT.count("\n") + 1),
        (f"<<<<<<<\n{AGREEMENT}=======\n{AGREEMENT}>>>>>>>\n", 1),
        (AGREEMENT.replace("\n", "\r\n") + CONFLICT, AGREEMENT.count("\n") + 1),
    ],
)
def test_f137_a_conflict_that_a_merge_left_is_named(text, line):
    assert first_line(text) == f"{line}: SLA-F137 a merge left a conflict that nobody resolved"


def test_f137_what_is_shown_as_code_and_a_heading_are_not_conflicts():
    assert read(f"{AGREEMENT}\n```\n{CONFLICT}```\n\nA heading\n=======\n\n> > > a quote\n").body


def test_f137_a_conflict_in_the_sources_is_named(tmp_path):
    root = write_project(tmp_path, {"lead-handoff.md": AGREEMENT})
    path = root / "data/sources.yml"
    path.write_text(f"<<<<<<< HEAD\n{path.read_text()}=======\n>>>>>>> x\n")
    assert "data/sources.yml:1: SLA-F137 a merge left a conflict that nobody resolved" in project_faults(root)[-1]


@pytest.mark.parametrize(
    ("character", "name"),
    [("\x00", "U+0000"), ("\x08", "U+0008"), ("\u202e", "U+202E RIGHT-TO-LEFT OVERRIDE"),
     ("\u200b", "U+200B ZERO WIDTH SPACE"), ("\u2066", "U+2066 LEFT-TO-RIGHT ISOLATE")],
)  # fmt: skip
def test_f018_an_invisible_character_is_named(character, name):
    text = changed("title: Inbound", f"title: In{character}bound")
    assert first_line(text) == f"3:10: SLA-F018 the invisible character {name}"


def test_f018_the_body_may_not_change_its_direction_but_may_join_emoji():
    line = line_of("Why we do this")
    assert first_line(changed("Why we", "Why \u202ewe")) == (
        f"{line}:5: SLA-F018 the invisible character U+202E RIGHT-TO-LEFT OVERRIDE"
    )
    assert read(changed("Why we", "\N{WOMAN}\u200d\N{PERSONAL COMPUTER} we")).body


def test_f019_a_file_that_is_not_utf8_is_refused_by_line():
    raw = AGREEMENT.replace("Ana Ruiz", "Ána Ruiz", 1).encode("latin-1")
    assert first_line(raw) == f"{line_of('Ana Ruiz')}:21: SLA-F019 the byte 0xC1 is not UTF-8"


def test_f020_dates_parties_and_signatories_fit_together():
    text = changed("until: 2027-09-30", "until: 2026-09-30")
    text = changed("by: sales", "by: sails", text)
    text = changed("signs: [ben.okafor@northwind.example]", "signs: [ana.ruiz@northwind.example]", text)
    assert [fault.split(": ", 1)[1].split("\n")[0] for fault in faults_in(text)] == [
        "SLA-F020 the agreement ends on 2026-09-30, before it begins on 2026-10-01",
        "SLA-F020 ana.ruiz@northwind.example signs for marketing and for sales",
        'SLA-F020 unknown party "sails"',
    ]


def test_f021_a_page_without_front_matter_is_refused():
    assert first_line("# Notes\n\nwhatever\n") == "1: SLA-F021 no front matter"
    assert first_line("") == "1: SLA-F021 the file is empty"


def test_f021_no_text_is_swallowed():
    """A rule in the body, or one that looks like a second front matter, is text."""
    text = AGREEMENT + "\n---\ntitle: not a term\n---\n\nlast line\n"
    assert read(text).body == AGREEMENT.split("---\n")[2] + "\n---\ntitle: not a term\n---\n\nlast line\n"
    assert read(text).digest == read().digest

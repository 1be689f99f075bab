"""`sla new`: what it writes checks green, or says exactly what is left."""

from __future__ import annotations

import json
import os
import stat

import click
import pytest
from click.testing import CliRunner
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from living_sla import report
from living_sla.agreements.reader import agreement_called
from living_sla.agreements.schema.json_schema import agreement_schema
from living_sla.agreements.yaml import strict_yaml
from living_sla.agreements.yaml.nodes import plain
from living_sla.cli.check import command as check
from living_sla.cli.new import command
from living_sla.errors import Faults, SlaError
from living_sla.scaffold.patterns.additions import add_commitment
from living_sla.scaffold.patterns.library import PATTERNS, pattern
from tests.factories.git_folders import GitFolder
from tests.factories.pattern_project import pattern_project

VOLUME = """\
- id: volume
  title: Leads
  by: marketing
  category: goals
  measure: {kind: count, source: leads, at: mql_at}
  target: at least 9
  per: month
  owner: Ana Ruiz
"""


@pytest.fixture
def project(tmp_path):
    return pattern_project(tmp_path / "project", VOLUME)


def new(project, *arguments):
    return CliRunner().invoke(
        command, [*arguments, "--project", str(project)], catch_exceptions=False, standalone_mode=False
    )


def agreement(project, name="handoff"):
    return (project / "agreements" / f"{name}.md").read_text(encoding="utf-8")


def checked(project):
    return CliRunner().invoke(check, ["--project", str(project)], catch_exceptions=False, standalone_mode=False)


def test_commitments_for_which_everything_is_declared_check_green(project):
    before, line = agreement(project), 25
    for one in PATTERNS:
        added = add_commitment(project, agreement_called(project, None), one.id)
        assert (added.line, added.ids, added.missing) == (line, (one.id,), ())
        line = agreement(project).count("\n") - 1
    assert agreement(project).startswith(before.removesuffix("---\nBody.\n"))
    told = checked(project)
    assert told.stdout.startswith("1 agreement with 16 commitments, ")


def test_what_a_person_says_takes_the_place_of_what_the_pattern_says(project):
    new(project, "commitment", "first-contact", "--id", "called", "--column", "to=reached_at", "--by", "both",
        "--target", "at least 80%", "--limit", "1 business day", "--per", "quarter", "--title", "Calls: all of them",
        "--owner", "Ben Okafor")  # fmt: skip
    assert agreement(project).endswith(
        """\
  - id: called
    title: "Calls: all of them"
    by: both
    category: hand-off
    measure:
      kind: within
      source: leads
      from: mql_at
      to: reached_at
      limit: 1 business day
    target: at least 80%
    per: quarter
    owner: Ben Okafor
---
Body.
"""
    )


def test_what_is_missing_is_told_with_the_line_to_add(project):
    sources = project / "data" / "sources.yml"
    text = sources.read_text(encoding="utf-8")
    line = "    acknowledged_at: {from: Rejection Acknowledged Date, type: instant}\n"
    sources.write_text(text.replace(line, ""), encoding="utf-8")
    found = new(project, "commitment", "feedback-answered")
    assert found.return_value == 1
    assert found.stderr == (
        'data/sources.yml: no column of "leads" was found for: when Marketing acknowledged the feedback. '
        "Name it with --column, or add below its columns:\n"
        "    acknowledged_at: {from: Acknowledged at, type: instant}\n"
    )
    assert "      to: acknowledged_at  # decide: no column is known yet for: when Marketing acknowledged" in agreement(
        project
    )
    with pytest.raises(Faults, match='"acknowledged_at" is not a column of "leads"'):
        report.check(project)
    sources.write_text(text, encoding="utf-8")
    assert checked(project).stdout.startswith("1 agreement with 2 commitments, ")


def test_a_source_that_is_not_there_is_told_with_what_it_has_to_hold(project):
    sources = project / "data" / "sources.yml"
    text = sources.read_text(encoding="utf-8")
    sources.write_text(text.partition("calls:")[0], encoding="utf-8")
    assert new(project, "commitment", "contact-attempts").stderr.splitlines()[-1] == (
        'data/sources.yml: there is no source "calls" yet; it needs lead_id, done_at. '
        "sla sources guess FILE writes a first entry for an export."
    )
    assert new(project, "commitment", "regular-report").stderr.splitlines()[-1] == (
        'data/sources.yml: there is no source "deliveries" yet; it needs delivered_at. '
        "sla sources guess FILE writes a first entry for an export."
    )


def test_a_column_that_does_not_fit_is_told_as_the_check_says_it(project):
    found = new(project, "commitment", "first-contact", "--column", "to=country")
    assert found.return_value == 1
    assert found.stderr == (
        'agreements/handoff.md:33:11: SLA-F014 "country" of "leads" is of type text, wanted here is date or instant\n'
        "  hint: columns of that type: created_at, mql_at, first_touch, decided_at, rejected_at, acknowledged_at, "
        "opportunity_at, won_at, nurture_start, nurture_end, reached_at\n"
    )


def test_an_id_that_is_taken_gets_a_number_and_one_that_was_asked_for_is_refused(project):
    new(project, "commitment", "bad-fit")
    assert new(project, "commitment", "bad-fit").stdout == "agreements/handoff.md:37: bad-fit-2\n"
    before = agreement(project)
    with pytest.raises(Faults, match='"bad-fit"'):
        new(project, "commitment", "bad-fit", "--id", "bad-fit")
    assert agreement(project) == before


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["first-contac"], 'SLA-F010 there is no pattern "first-contac"\n  hint: did you mean "first-contact"?'),
        (
            ["bad-fit", "--agreement", "handof"],
            'SLA-F010 there is no agreement "handof"\n  hint: did you mean "handoff"?',
        ),
        (["bad-fit", "--source", "lead"], 'SLA-F010 there is no source "lead"\n  hint: did you mean "leads"?'),
        (["bad-fit", "--column", "at"], '--column: "at" names no column\n  hint: write --column to=first_call_at'),
        (
            ["lead-volume", "--column", "to=x"],
            'SLA-F010 "lead-volume" needs no "to"\n  hint: name one of: at (when a lead was handed to Sales, as a '
            "qualified lead (MQL))",
        ),
    ],
)  # fmt: skip
def test_a_wrong_word_is_refused_and_nothing_is_written(project, arguments, said):
    before = agreement(project)
    with pytest.raises(SlaError) as refused:
        new(project, "commitment", *arguments)
    assert str(refused.value) == said
    assert agreement(project) == before


def test_a_target_that_cannot_be_is_refused_and_nothing_is_written(project):
    before = agreement(project)
    for wrong in (["--target", "at least 950%"], ["--by", "nobody"], ["--per", "fortnight"], ["--title", "{{ x }}"]):
        with pytest.raises(Faults):
            new(project, "commitment", "bad-fit", *wrong)
    assert agreement(project) == before


def test_where_nothing_can_be_added_the_text_to_paste_is_printed(project):
    path = project / "agreements" / "handoff.md"
    odd = agreement(project).replace("commitments:\n", "commitments: !!seq\n")
    path.write_text(odd, encoding="utf-8")
    with pytest.raises(Faults):
        new(project, "commitment", "bad-fit")
    assert agreement(project) == odd


def test_the_file_keeps_its_rights_and_no_other_file_is_left(project):
    path = project / "agreements" / "handoff.md"
    path.chmod(0o640)
    new(project, "commitment", "bad-fit")
    assert stat.S_IMODE(path.stat().st_mode) == 0o640
    assert os.listdir(project / "agreements") == ["handoff.md"]


def test_a_link_is_not_written_to(project, tmp_path):
    path = project / "agreements" / "handoff.md"
    path.rename(tmp_path / "elsewhere.md")
    path.symlink_to(tmp_path / "elsewhere.md")
    before = (tmp_path / "elsewhere.md").read_bytes()
    with pytest.raises(Faults, match="a link"):
        new(project, "commitment", "bad-fit")
    assert (tmp_path / "elsewhere.md").read_bytes() == before


@pytest.mark.parametrize("arguments", [["--list"], ["commitment"]])
def test_the_library_is_listed(project, arguments):
    told = new(project, *arguments) if arguments == ["commitment"] else CliRunner().invoke(command, arguments)
    lines = told.stdout.splitlines()
    assert [line.split()[0] for line in lines] == ["pattern", *(pattern.id for pattern in PATTERNS)]
    assert lines[5].split("  ")[0] == "first-contact"
    assert lines[5].endswith("mql_at, first_contacted_at")


# ---------------------------------------------------------------- a new agreement


def test_a_new_agreement_has_one_commitment_a_side_and_the_teams_of_another_one(project):
    found = new(project, "agreement", "partner-leads")
    assert found.stdout == "agreements/partner-leads.md:23: first-contact, complete-leads\n"
    text = agreement(project, "partner-leads")
    between = agreement(project).partition("parties:")[2].partition("commitments:")[0]
    assert f"\nparties:{between.replace('coverage:', chr(10) + 'coverage:')}\ncommitments:\n" in text
    told = checked(project)
    assert told.stdout.startswith("2 agreements with 3 commitments, ")
    assert [line for line in told.stderr.splitlines() if "partner-leads" in line] == []


def test_without_another_agreement_flags_say_who_agrees(project):
    (project / "agreements" / "handoff.md").unlink()
    new(project, "agreement", "emea", "--marketing", "Growth", "--marketing-contact", "Ana Ruiz",
        "--marketing-email", "ana.ruiz@northwind.example", "--sales", "SDRs: EMEA", "--sales-contact", "Ben Okafor",
        "--sales-email", "ben.okafor@northwind.example", "--timezone", "Europe/London", "--country", "GB",
        "--pattern", "verdict", "--pattern", "lead-volume", "--title", "EMEA")  # fmt: skip
    found = report.check(project).agreements[0].agreement.terms
    assert [party.team for party in found.parties.values()] == ["Growth", "SDRs: EMEA"]
    assert [(one.id, one.owner) for one in found.commitments] == [
        ("verdict", "Ben Okafor"),
        ("lead-volume", "Ana Ruiz"),
    ]
    assert (found.title, found.coverage.timezone, found.coverage.holidays) == ("EMEA", "Europe/London", "GB")


def test_what_nobody_said_is_marked_to_be_decided(project):
    (project / "agreements" / "handoff.md").unlink()
    told = new(project, "agreement", "emea").stderr
    assert "decide: who speaks for Sales\n" in told
    assert "decide: the zone of the working hours, for example Europe/London\n" in told
    assert checked(project).stdout.startswith("1 agreement with 2 commitments, ")


@pytest.mark.parametrize("name", ["handoff", "../evil", "Über uns", "a b", "", "x" * 60, "index"])
def test_nothing_is_overwritten_and_an_id_stays_in_its_folder(project, name):
    before = {path: path.read_bytes() for path in project.rglob("*") if path.is_file()}
    (project / "agreements" / "index.md").write_bytes(
        before[project / "agreements" / "handoff.md"].replace(b"id: handoff", b"id: other")
    )
    before = {path: path.read_bytes() for path in project.rglob("*") if path.is_file()}
    with pytest.raises((SlaError, Faults)):
        new(project, "agreement", name)
    assert {path: path.read_bytes() for path in project.rglob("*") if path.is_file()} == before


def test_the_id_of_another_file_is_refused(project):
    path = project / "agreements" / "handoff.md"
    path.rename(path.with_name("renamed.md"))
    with pytest.raises(Faults, match='"handoff" is also the id of'):
        new(project, "agreement", "handoff")
    assert not path.exists()


def test_teams_of_other_names_are_known_by_their_words(project):
    path = project / "agreements" / "handoff.md"
    text = agreement(project).replace("  marketing:\n", "  demand:\n").replace("  sales:\n", "  closers:\n")
    path.write_text(text.replace("by: marketing", "by: demand"), encoding="utf-8")
    new(project, "commitment", "first-contact")
    new(project, "commitment", "bad-fit")
    terms = report.check(project).agreements[0].agreement.terms
    assert [one.by for one in terms.commitments] == ["demand", "closers", "demand"]


# ---------------------------------------------------------------- not too much at once


def eight(tmp_path):
    items = "".join(VOLUME.replace("id: volume", f"id: volume-{number}") for number in range(8))
    return pattern_project(tmp_path / "eight", items)


def test_a_first_version_with_more_than_seven_commitments_is_warned_of(tmp_path):
    project = eight(tmp_path)
    warning = (
        "agreements/handoff.md:73:5: warning: a first version with {} commitments: more than 7 are rarely kept "
        "[many-commitments]\n  hint: start with one or two a side, and add others when these are kept\n"
    )
    assert warning.format(8) in checked(project).stderr
    assert new(project, "commitment", "bad-fit").stderr.endswith(warning.format(9))


def test_an_agreement_in_force_may_grow(tmp_path):
    project = eight(tmp_path)
    folder = GitFolder.made(project)
    folder.commit(message="First version")
    assert "many-commitments" not in checked(project).stderr
    assert "many-commitments" not in new(project, "commitment", "bad-fit").stderr
    assert "many-commitments" not in checked(project).stderr


# ---------------------------------------------------------------- what flags may hold


@pytest.mark.parametrize("letter", ["\n", "\r", "\x1b", "\u202e", "\u2028", "\x85", "\0"])
@pytest.mark.parametrize("flag", ["--id", "--title", "--by", "--owner", "--target", "--limit", "--per", "--source"])
def test_a_flag_of_a_commitment_is_one_line_of_letters_that_can_be_seen(flag, letter, project):
    before = agreement(project)
    with pytest.raises(click.BadParameter, match=r"it holds U\+"):
        new(project, "commitment", "first-contact", flag, f"a{letter}b")
    assert agreement(project) == before


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(st.text(st.sampled_from("ab1 :#,-[]{}&*!|>'\"%@`~?=\\"), min_size=1, max_size=9).map(str.strip).filter(bool))
@example("4 hours # x")
@example("- a")
@example("a: b")
def test_a_value_of_a_pattern_is_read_as_it_was_said(text):
    said = {"id": text, "by": text, "source": text, "target": text, "limit": text, "per": text, "title": text}
    item = pattern("complete-leads").commitment({"at": text, "fields": (text, text)}, owner=text, **said)
    (read,) = plain(strict_yaml.parse(item, path=""))
    assert {read[name] for name in ("id", "by", "target", "per", "title", "owner")} == {text}
    assert {read["measure"]["source"], read["measure"]["at"], *read["measure"]["fields"]} == {text}
    assert len(read["measure"]["fields"]) == 2


@pytest.mark.parametrize(
    ("flag", "text"),
    [("--timezone", "UTC # c"), ("--timezone", "UTC\n  closed: [2026-01-01]"), ("--country", "GB\nfoo: 1"),
     ("--country", "XX"), ("--marketing-email", "a b@x"), ("--sales", "\u200b"), ("--title", "a\nb")],
)  # fmt: skip
def test_a_flag_of_a_new_agreement_is_checked_as_that_of_a_new_project(flag, text, project):
    with pytest.raises(click.BadParameter):
        new(project, "agreement", "partners", flag, text)
    assert not (project / "agreements" / "partners.md").exists()


def test_what_acts_in_a_name_is_left_out(project):
    new(project, "agreement", "partners", "--marketing", "{{ config }} \x1b[31mM\n", "--sales", "S")
    assert 'team: "{ { config } } [31mM"' in agreement(project, "partners")


def test_teams_are_taken_over_or_said(project):
    with pytest.raises(SlaError, match="as they are, and --sales, --sales-email says others"):
        new(project, "agreement", "x", "--like", "handoff", "--sales", "S", "--sales-email", "s@team.example")


def test_an_agreement_has_a_name(project):
    with pytest.raises(SlaError, match='"" cannot be the id'):
        new(project, "agreement", "")


@pytest.mark.parametrize("empty", ["commitments: []\n", "commitments:\n", "commitments: [ ]  # none yet\n", ""])
@pytest.mark.parametrize("flags", [(), ("--agreement", "handoff")])
def test_an_agreement_without_a_commitment_gets_its_first(empty, flags, project):
    before = agreement(project)
    field = before[before.index("commitments:") : before.index("---\nBody.")]
    path = project / "agreements" / "handoff.md"
    path.write_text(before.replace(field, empty), encoding="utf-8")
    told = new(project, "commitment", "lead-volume", *flags)
    assert told.stdout.endswith(": lead-volume\n"), told.output
    assert checked(project).stdout.startswith("1 agreement with 1 commitment")


def test_another_fault_is_told_as_it_is(project):
    path = project / "agreements" / "handoff.md"
    path.write_text(agreement(project).replace("effective:", "efective:"), encoding="utf-8")
    with pytest.raises(Faults, match='unknown field "efective"'):
        new(project, "commitment", "lead-volume")


def test_a_new_agreement_opens_with_the_line_by_which_editors_find_its_schema(project):
    new(project, "agreement", "partner-leads")
    begins, line, _ = agreement(project, "partner-leads").split("\n", 2)
    assert (begins, line) == ("---", "# yaml-language-server: $schema=../agreement.schema.json")
    schema = json.loads((project / "agreements" / line.partition("=")[2]).resolve().read_text(encoding="utf-8"))
    assert schema == agreement_schema()


def test_a_schema_that_is_there_stays(project):
    (project / "agreement.schema.json").write_text("{}", encoding="utf-8")
    new(project, "agreement", "partner-leads")
    assert (project / "agreement.schema.json").read_text(encoding="utf-8") == "{}"

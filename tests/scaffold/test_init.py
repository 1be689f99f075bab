"""`sla init`: from an export to a page with a figure, and nothing where that fails."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from datetime import UTC, date, datetime
from pathlib import Path
from types import SimpleNamespace

import pytest
from click.testing import CliRunner, Result
from msgspec.structs import asdict, replace

from living_sla.agreements.agreement_file import parse_agreement
from living_sla.agreements.sources_file import read_sources
from living_sla.cli import first_answers, first_build, main
from living_sla.cli.first_build import newest_of
from living_sla.cli.init import command
from living_sla.errors import SlaError
from living_sla.history.git.new_repository import default_branch
from living_sla.model.figures.outcome import Counts
from living_sla.model.forge import ForgeKind
from living_sla.model.time.zones import wall_time
from living_sla.report import check
from living_sla.scaffold.project.agreement import first_agreement
from living_sla.scaffold.project.answers import CRMS, Answers, TeamAnswer
from living_sla.scaffold.project.declared import usual_source
from living_sla.scaffold.project.files import project_files
from living_sla.scaffold.project.machine import zone_of_headers
from living_sla.scaffold.project.plan import planned
from living_sla.scaffold.project.questions import checked_crm
from living_sla.site.publishing.build import Published

ROWS = """\
Lead ID,Handed over,First contact,Company,Country
101,2026-11-02 09:10,2026-11-02 10:00,Fir Ltd,GB
102,2026-11-03 11:00,2026-11-03 14:45,Elm Ltd,GB
103,2026-11-04 16:00,2026-11-05 09:30,Oak Ltd,
104,2026-11-05 10:00,2026-11-06 12:00,Ash Ltd,NL
105,2026-11-06 09:00,,Yew Ltd,NL
106,2026-11-06 16:20,,Bay Ltd,NL
"""
FILES = {
    ".gitattributes", ".gitignore", "README.md", "agreements/lead-handoff.md", "data/exports/.gitkeep",
    "data/sources.yml", "docs/how-this-works.md", "docs/index.md", "mkdocs.yml", "pyproject.toml", "requirements.txt",
}  # fmt: skip
DAY = date(2026, 11, 28)
ANSWERS = Answers(
    "Northwind",
    TeamAnswer("Demand Generation", "Ana Ruiz", "ana.ruiz@northwind.example"),
    TeamAnswer("Sales Development", "Ben Okafor", "ben.okafor@northwind.example"),
    "Europe/London",
    "GB",
)


@pytest.fixture
def an_export(tmp_path) -> Path:
    path = tmp_path / "leads.csv"
    path.write_text(ROWS, encoding="utf-8")
    return path


@pytest.fixture
def with_pages() -> None:
    """Makes pages as `sla init` does, twice a run; whoever does not ask for it tests what stands in the files."""


@pytest.fixture(autouse=True)
def without_pages(request, monkeypatch) -> None:
    """What is built is checked, and no page is made of it."""

    def checked(root: Path, *, incomplete: bool) -> Published:
        check(root)
        return Published(root / "site", 0, (), ())

    if "with_pages" not in request.fixturenames:
        monkeypatch.setattr(first_build, "build", checked)


def init(*arguments: object, stdin: str | None = None) -> Result:
    return CliRunner().invoke(command, [str(one) for one in arguments], input=stdin)


def files_of(root: Path) -> set[str]:
    """Everything in the project but the site and git's own files."""
    apart = {".git", "site", ".site-work"}
    found = (path.relative_to(root) for path in root.rglob("*") if path.is_file())
    return {path.as_posix() for path in found if path.parts[0] not in apart}


@pytest.mark.usefixtures("with_pages")
def test_an_export_and_no_question_end_on_a_page_with_the_figure(an_export, tmp_path):
    root = tmp_path / "our agreements"
    said = init(an_export, "--yes", "--project", root, "--timezone", "Europe/London", "--country", "none")
    assert said.exit_code == 0, said.output
    # 101 and 102 the same day, 103 within an hour and a half of business time; 104 on the next day. 105 was due at
    # 13:00, before the newest instant of the export, and 106 on Monday.
    assert "2026-11    60.0 % (3 of 5; 1 still open)" in said.stdout
    assert files_of(root) == FILES | {"data/exports/leads.csv"}
    assert (root / "site" / "index.html").is_file()
    assert an_export.read_text(encoding="utf-8") == ROWS
    assert (root / ".git" / "HEAD").read_text() == f"ref: refs/heads/{default_branch(tmp_path) or 'main'}\n"


@pytest.mark.usefixtures("with_pages")
def test_a_project_without_an_export_waits_for_data(tmp_path):
    root = tmp_path / "agreements"
    said = init("--yes", "--project", root, "--crm", "hubspot")
    assert said.exit_code == 0, said.output
    assert "waiting for data" in said.stdout
    assert files_of(root) == FILES


@pytest.mark.parametrize("crm", ["hubspot", "salesforce", "other"])
def test_the_usual_layouts_go_together_with_the_agreement(crm, tmp_path):
    answers = Answers(**{**asdict(ANSWERS), "crm": crm})
    texts = project_files(answers, usual_source(answers, DAY), DAY, has_figures=False)
    (tmp_path / "data").mkdir()
    (tmp_path / "data" / "sources.yml").write_text(texts["data/sources.yml"])
    declared = read_sources(tmp_path).sources["leads"]
    agreement, notices = parse_agreement(
        texts["agreements/lead-handoff.md"].encode(), path="agreements/lead-handoff.md"
    )
    assert notices == []
    assert {"mql_at", "first_contacted_at"} <= declared.columns.keys()
    assert [one.by for one in agreement.terms.commitments] == ["sales", "marketing"]


def test_a_second_run_changes_nothing(an_export, tmp_path):
    root = tmp_path / "agreements"
    assert init(an_export, "--yes", "--project", root).exit_code == 0
    (root / "README.md").write_text("Ours.\n")
    before = {path: (root / path).read_bytes() for path in files_of(root)}
    again = init(an_export, "--yes", "--project", root, "--company", "Another")
    assert again.exit_code == 0, again.output
    assert "0 new files" in again.stdout
    assert {path: (root / path).read_bytes() for path in files_of(root)} == before


def test_an_export_that_nobody_can_read_leaves_nothing(tmp_path):
    export = tmp_path / "leads.csv"
    export.write_text("Lead ID,Handed over,First contact\n101,2026-11-02 09:10\n")
    root = tmp_path / "agreements"
    said = init(export, "--yes", "--project", root)
    assert isinstance(said.exception, SlaError)
    assert not root.exists()


def test_what_the_guess_was_not_sure_of_is_told(tmp_path):
    export = tmp_path / "leads.csv"
    rows = "".join(f"7,0{day}/11/2026 09:00,0{day}/11/2026 10:00\n" for day in range(1, 9))
    export.write_text(f"Lead ID,Handed over,First contact\n{rows}", encoding="utf-8")
    said = init(export, "--yes", "--project", tmp_path / "new")
    assert said.exit_code == 0, said.output
    assert "data/sources.yml:6: decide: duplicates: {newest_by: handed_over_at}  # does lead_id identify" in said.stderr
    assert 'format: "%d/%m/%Y %H:%M"}  # or "%m/%d/%Y %H:%M": all fit' in said.stderr


@pytest.mark.usefixtures("with_pages")
@pytest.mark.parametrize("settings", ["not a table\n", "site_name: Ours\nplugins: [no-such-plugin]\n", "a: [\n"])
def test_settings_of_a_site_that_cannot_be_built_take_everything_back(settings, an_export, tmp_path):
    root = tmp_path / "agreements"
    root.mkdir()
    (root / "mkdocs.yml").write_text(settings)
    said = init(an_export, "--yes", "--project", root)
    assert isinstance(said.exception, SlaError), said.output
    assert files_of(root) == {"mkdocs.yml"}
    assert not (root / ".git").exists()


@pytest.mark.parametrize("path", ["agreements/lead-handoff.md", "data/sources.yml", "docs/index.md", "mkdocs.yml"])
@pytest.mark.parametrize("kind", ["folder", "link to a file", "link to nothing"])
def test_what_is_read_is_a_file_or_nothing_is_written(kind, path, tmp_path):
    (tmp_path / path).parent.mkdir(parents=True, exist_ok=True)
    if kind == "folder":
        (tmp_path / path).mkdir()
    else:
        (tmp_path / "elsewhere").write_text("theirs")
        (tmp_path / path).symlink_to(tmp_path / ("elsewhere" if kind == "link to a file" else "nowhere"))
    with pytest.raises(SlaError) as refused:
        planned(tmp_path, ANSWERS, None, DAY)
    what = "not a file" if kind == "folder" else "a link"
    assert str(refused.value).startswith(f"{path}: SLA-F098 this is {what}\n")


def test_sources_without_an_agreement_are_told_how_to_get_one(tmp_path):
    (tmp_path / "data").mkdir()
    (tmp_path / "data" / "sources.yml").write_text("leads: {}\n")
    with pytest.raises(SlaError) as refused:
        planned(tmp_path, ANSWERS, None, DAY)
    assert str(refused.value).splitlines()[0] == "data/sources.yml: sources are declared, and there is no agreement"
    assert "sla new agreement lead-handoff" in refused.value.hint


@pytest.mark.parametrize(
    ("records", "shown"),
    [([1, 2, 3, 4], [2, 3, 4]), ([1, 2, 0, 0], [1, 2]), ([1, 0, 2, 0], [1, 0, 2]), ([0, 0], [0, 0]), ([], [])],
)
def test_figures_end_with_the_last_period_that_has_records(records, shown):
    series = [SimpleNamespace(counts=Counts(met=number)) for number in records]
    assert [row.counts.met for row in newest_of(series)] == shown


@pytest.mark.usefixtures("with_pages")
def test_a_folder_whose_name_acts_on_a_terminal_is_told_as_letters(tmp_path):
    root = tmp_path / "new\n\x1b[31m\u202e"
    said = init("--yes", "--project", root)
    assert said.exit_code == 0, said.output
    assert not set(said.output) & set("\x1b\u202e")
    assert "new\\n\\x1b[31m\\u202e" in said.output


@pytest.mark.parametrize(("builds", "told"), [(0, "stopped: nothing was written\n"), (1, "; sla build goes on\n")])
def test_who_stops_a_build_is_told_what_is_there(builds, told, an_export, tmp_path, monkeypatch, capsys):
    """The first build tries the files aside, the second one is in their place."""
    left = [builds]

    def stopping(*_, **__):
        if not left[0]:
            raise KeyboardInterrupt
        left[0] -= 1

    monkeypatch.setattr(first_build, "build", stopping)
    root = tmp_path / "our agreements"
    with pytest.raises(SystemExit) as ended:
        main(["init", str(an_export), "--yes", "--project", str(root)])
    assert ended.value.code == 130
    said = capsys.readouterr()
    assert said.out == ""
    assert told in said.err
    assert root.exists() is bool(builds)
    if builds:
        assert f"stopped: 12 new files in {root}, without a site; cd '{root}'; sla build goes on\n" in said.err
        assert files_of(root) == FILES | {"data/exports/leads.csv"}
        assert (root / ".git").is_dir()


# ---------------------------------------------------------------- questions


def test_what_was_typed_is_told_as_letters(tmp_path):
    said = init("--project", tmp_path / "new", stdin=typed("Northwind", "", "", "\x1b[31m\u202e" + "x" * 1000))
    (told,) = (line.partition("Error: ")[2] for line in said.stderr.splitlines() if "Error: " in line)
    assert not set(told) & set("\x1b\u202e")
    assert len(told) < 400


def test_without_an_input_it_says_what_asks_nothing(tmp_path, monkeypatch):
    monkeypatch.setattr(sys, "stdin", None)
    with pytest.raises(SlaError, match="questions have no answers"):
        first_answers.keeps_exports()


ANSWERED = ["Northwind", "Demand Generation", "Ana Ruiz", "ana.ruiz@northwind.example", "Sales Development",
            "Ben Okafor", "ben.okafor@northwind.example", "Europe/Berlin", "DE-BY", "none", "other", "n"]  # fmt: skip


def typed(*lines: str) -> str:
    return "".join(f"{line}\n" for line in lines)


def test_who_answers_is_asked_for_columns_with_how_full_they_are(an_export, tmp_path):
    root = tmp_path / "agreements"
    said = init(an_export, "--project", root, stdin=typed(*ANSWERED, "1", "First contact", "n"))
    assert said.exit_code == 0, said.output
    assert "  1  Handed over: filled in 6 of 6 rows\n" in said.stderr
    assert (
        "  1  First contact: filled in 4 of 6 rows, not before Handed over in 100 % of the rows that have both\n"
        in said.stderr
    )
    terms = (root / "agreements" / "lead-handoff.md").read_text(encoding="utf-8")
    assert "team: Sales Development" in terms
    assert "holidays: DE-BY" in terms
    assert "timezone: Europe/Berlin" in (root / "data" / "sources.yml").read_text(encoding="utf-8")
    assert not (root / ".git").exists()


def test_an_answer_that_cannot_be_one_is_asked_for_again(tmp_path):
    lines = typed(
        *ANSWERED[:3], "ana", ANSWERED[3], *ANSWERED[4:6], "ANA.RUIZ+sales@northwind.example", ANSWERED[6], "Berlin",
        "Europe/Berlin", "XX", "DE", "sourceforge", "none", "other", "perhaps", "n", "n",
    )  # fmt: skip
    said = init("--project", tmp_path / "new", stdin=lines)
    assert said.exit_code == 0, said.output
    for told in (
        '"ana" is not an e-mail address', "nobody signs for both sides", 'unknown time zone "Berlin"',
        'no holidays are known for "XX"', "this is not one of: github, gitlab, none", "type y or n",
    ):  # fmt: skip
        assert told in said.stderr


def test_the_country_that_is_proposed_is_that_of_the_zone_that_was_typed(tmp_path):
    said = init("--project", tmp_path / "new", stdin=typed(*ANSWERED[:8], "", "", "", "", "n"))
    assert "(GB, DE-BY, or none) [DE]:" in said.stderr


@pytest.mark.parametrize("lines", [0, 1, 8, len(ANSWERED)])
def test_questions_that_end_too_early_leave_nothing(lines, an_export, tmp_path):
    root = tmp_path / "new"
    said = init(an_export, "--project", root, stdin=typed(*ANSWERED[:lines]))
    assert "input has ended, or there is no terminal" in str(said.exception)
    assert "sla init --yes asks nothing" in str(said.exception)
    assert not root.exists()


@pytest.mark.parametrize(
    ("flag", "value", "told"),
    [
        ("--timezone", "CET", "unknown time zone"),
        ("--country", "Atlantis", "no holidays are known"),
        ("--sales-email", "ben", "is not an e-mail address"),
        ("--company", "\u200b", "nothing to read"),
        ("--sales", "x" * 101, "it has 101 letters, and a name has at most 100; write a shorter one"),
        ("--forge", "sourceforge", "is not one of"),
    ],
)
def test_a_flag_that_cannot_be_read_leaves_nothing(flag, value, told, tmp_path):
    said = init("--yes", "--project", tmp_path / "new", flag, value)
    assert said.exit_code == 2
    assert told in said.stderr
    assert not (tmp_path / "new").exists()


def test_nobody_signs_for_both_sides(tmp_path):
    both = ("--marketing-email", "ana@northwind.example", "--sales-email", "Ana+x@northwind.example")
    said = init("--yes", "--project", tmp_path / "new", *both)
    assert "nobody signs for both sides" in str(said.exception)
    assert not (tmp_path / "new").exists()


# ---------------------------------------------------------------- what is there already


def test_print_shows_a_file_and_writes_nothing(an_export, tmp_path):
    root = tmp_path / "new"
    said = init(an_export, "--project", root, "--print", "data/sources.yml")
    assert said.stdout.startswith("# Guessed from 6 rows of leads.csv.\nleads:\n  path: exports/leads.csv\n")
    assert not root.exists()
    wrong = init("--project", root, "--print", "sources.yml")
    assert str(wrong.exception) == (
        'SLA-F010 no file of a new project is called "sources.yml"\n  hint: did you mean "data/sources.yml"?'
    )


def test_an_export_that_comes_later_is_put_where_its_source_waits_for_it(an_export, tmp_path):
    root = tmp_path / "agreements"
    assert init("--yes", "--project", root).exit_code == 0
    waiting = (root / "data" / "sources.yml").read_text(encoding="utf-8")
    export = tmp_path / "export (3).csv"
    export.write_text(
        "Lead ID,MQL at,First contacted at,Last modified at,Company,Source,Note\n"
        "1,2026-11-02T09:10Z,2026-11-02T10:00Z,2026-11-20T08:00Z,Fir,Web,x\n",
        encoding="utf-8",
    )
    day = wall_time(datetime.now(UTC), "Pacific/Kiritimati").date()
    said = init(export, "--yes", "--project", root, "--timezone", "Pacific/Kiritimati")
    assert said.exit_code == 0, said.output
    assert (root / "data" / "sources.yml").read_text(encoding="utf-8") == waiting
    [copy] = (root / "data" / "exports").glob("*.csv")
    assert copy.name == f"leads-{day}.csv", "the day of the agreement's zone, whatever this machine's"
    assert "100.0 % (1 of 1)" in said.stdout


def test_an_export_of_other_columns_changes_nothing_and_says_how_to_go_on(an_export, tmp_path):
    root = tmp_path / "agreements"
    names = ("--marketing", "Demand Generation", "--sales-contact", "Ben Okafor", "--sales-email", "ben@x.example")
    assert init("--yes", "--project", root, *names).exit_code == 0
    before = {path: (root / path).read_bytes() for path in files_of(root)}
    said = init(an_export, "--yes", "--project", root)
    assert "no source in data/sources.yml has the columns of this export" in str(said.exception)
    assert "--print data/sources.yml" in str(said.exception)
    assert {path: (root / path).read_bytes() for path in files_of(root)} == before
    # What it says leads to a figure, and nobody has to be named again.
    for path in ("data/sources.yml", "agreements/lead-handoff.md"):
        (root / path).write_text(init(an_export, "--project", root, "--print", path).stdout, encoding="utf-8")
    again = init(an_export, "--yes", "--project", root, "--timezone", "Europe/London", "--country", "none")
    assert again.exit_code == 0, again.output
    assert "of 5; 1 still open" in again.stdout
    assert "contact: {name: Ben Okafor, email:" in (root / "agreements" / "lead-handoff.md").read_text(encoding="utf-8")


def test_an_export_in_its_place_is_not_copied(an_export, tmp_path):
    root = tmp_path / "agreements"
    place = root / "data" / "exports" / "leads-2026-11-06.csv"
    place.parent.mkdir(parents=True)
    an_export.rename(place)
    said = init(place, "--yes", "--project", root)
    assert said.exit_code == 0, said.output
    assert [path.name for path in place.parent.glob("*.csv")] == [place.name]
    assert 'path: "exports/leads-*.csv"' in (root / "data" / "sources.yml").read_text(encoding="utf-8")


def test_another_file_of_the_name_of_the_export_stays(an_export, tmp_path):
    root = tmp_path / "agreements"
    place = root / "data" / "exports" / "leads.csv"
    place.parent.mkdir(parents=True)
    place.write_text("ours\n")
    said = init(an_export, "--yes", "--project", root)
    assert "another file of that name is there" in str(said.exception)
    assert files_of(root) == {"data/exports/leads.csv"}
    assert place.read_text() == "ours\n"


def test_terms_that_are_there_stay_alone(an_export, tmp_path):
    root = tmp_path / "agreements"
    (root / "agreements").mkdir(parents=True)
    (root / "agreements" / "ours.md").write_text("---\ntitle: Ours\n---\n")
    said = init(an_export, "--yes", "--project", root)
    assert "agreements/ours.md:2:1: SLA-F014" in str(said.exception)
    assert files_of(root) == {"agreements/ours.md"}


@pytest.mark.usefixtures("with_pages")
def test_a_site_of_others_stops_it_before_anything_is_written(an_export, tmp_path):
    root = tmp_path / "agreements"
    (root / "site").mkdir(parents=True)
    (root / "site" / "page.html").write_text("ours")
    said = init(an_export, "--yes", "--project", root)
    assert "SLA-F098" in str(said.exception)
    assert files_of(root) == set()


# ---------------------------------------------------------------- git


def git(folder: Path, *arguments: str) -> None:
    subprocess.run(["git", "-C", str(folder), *arguments], check=True, capture_output=True)


def test_a_folder_of_a_repository_with_a_remote_takes_its_forge(an_export, tmp_path):
    git(tmp_path, "init", "--quiet", "--initial-branch=main")
    git(tmp_path, "remote", "add", "origin", "https://ana:secret@github.com/northwind/handbook.git")
    root = tmp_path / "sales agreements"
    said = init(an_export, "--yes", "--project", root)
    assert said.exit_code == 0, said.output
    assert not (root / ".git").exists()
    assert 'forge = "https://github.com/northwind/handbook"' in (root / "pyproject.toml").read_text(encoding="utf-8")
    assert not any(b"secret@" in path.read_bytes() for path in root.rglob("*") if path.is_file())
    # A forge reads workflows at the top of the repository only.
    assert not (root / ".github").exists()
    assert "note: no workflow was written: a forge reads one at the top of its repository only\n" in said.stderr
    assert "sla init --print .github/workflows/publish.yml, here, is one; its commands run in sales agreements/" in (
        said.stderr
    )
    shown = init("--project", root, "--print", ".github/workflows/publish.yml")
    assert "sla build" in shown.stdout


@pytest.mark.parametrize(
    ("forge", "workflow"), [("github", ".github/workflows/publish.yml"), ("gitlab", ".gitlab-ci.yml")]
)
def test_a_forge_gets_its_workflow(forge, workflow, tmp_path):
    answers = replace(ANSWERS, forge=ForgeKind(forge))
    project = planned(tmp_path, answers, None, DAY)
    assert workflow in project.texts
    assert project.texts["requirements.txt"].startswith("living-sla>=")
    assert workflow not in planned(tmp_path, replace(answers, forge=None), None, DAY).texts
    assert workflow not in planned(tmp_path, replace(answers, folder="sub/"), None, DAY).texts


def test_no_repository_is_made_in_the_folder_of_another_user(an_export, tmp_path, monkeypatch):
    root = tmp_path / "theirs"
    root.mkdir()
    monkeypatch.setattr(os, "geteuid", lambda: root.stat().st_uid + 1)
    said = init(an_export, "--yes", "--project", root)
    assert said.exit_code == 0, said.output
    assert "no git repository was made" in said.stderr
    assert not (root / ".git").exists()


def test_exports_are_kept_out_of_git_unless_somebody_wants_them_there():
    ignored, kept = (
        project_files(replace(ANSWERS, keeps_exports=keeps), usual_source(ANSWERS, DAY), DAY, has_figures=False)
        for keeps in (False, True)
    )
    assert "/data/exports/*\n" in ignored[".gitignore"]
    assert "data/exports" not in kept[".gitignore"]
    assert ignored[".gitattributes"] == kept[".gitattributes"]


# ---------------------------------------------------------------- a folder that holds other things


def kept_by_git(root: Path) -> set[str]:
    for arguments in (["add", "."], ["ls-files", "-z"]):
        listed = subprocess.run(["git", *arguments], cwd=root, check=True, capture_output=True, text=True).stdout
    return set(listed.split("\0")) - {""}


@pytest.mark.parametrize("name", ["leads.csv", "crm/Leads 2026 [new].csv", "leads.json.txt", "#leads.csv"])
def test_git_takes_no_export_that_lies_in_the_project(name, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    (tmp_path / name).parent.mkdir(exist_ok=True)
    (tmp_path / name).write_text(ROWS, encoding="utf-8")
    said = init(name, "--yes")
    assert said.exit_code == 0, said.output
    assert "new files in this folder, which is now a git repository" in said.stdout
    kept = kept_by_git(tmp_path)
    assert "agreements/lead-handoff.md" in kept
    assert not [path for path in kept if "leads" in path.lower()]


def test_what_else_lies_in_the_folder_is_not_given_to_git(an_export, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "salaries.docx").write_text("")
    said = init(an_export, "--yes")
    [step] = [line for line in said.stderr.splitlines() if "git add" in line]
    assert "git add agreements data docs mkdocs.yml pyproject.toml README.md .gitignore" in step


def test_in_a_folder_of_other_things_a_folder_is_asked_for(an_export, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "salaries.docx").write_text("")
    said = init(an_export, stdin=typed("", *ANSWERED, "", "", "n"))
    assert said.exit_code == 0, said.output
    assert "This folder holds other things. Folder for the project (a dot: this one) [our-agreements]:" in said.stderr
    assert (tmp_path / "our-agreements" / "agreements" / "lead-handoff.md").is_file()
    assert not (tmp_path / "agreements").exists()


def test_an_export_beside_a_gitignore_of_somebody_is_told(an_export, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    (tmp_path / ".gitignore").write_text("/build/\n")
    said = init("leads.csv", "--yes")
    assert "warning: leads.csv still lies in the project; .gitignore was kept as it is" in said.stderr


# ---------------------------------------------------------------- what nobody knows yet


def test_the_enter_key_leaves_who_signs_to_be_decided(tmp_path):
    said = init("--project", tmp_path / "new", stdin=typed(*[""] * 14))
    assert said.exit_code == 0, said.output
    terms = (tmp_path / "new" / "agreements" / "lead-handoff.md").read_text(encoding="utf-8")
    assert terms.count("# decide: who speaks for the team, and signs?") == 2


def test_a_contact_without_a_name_is_to_be_decided(tmp_path):
    lines = typed("", "", "", ANSWERED[3], "", *ANSWERED[5:7], *[""] * 7)
    init("--project", tmp_path / "new", stdin=lines)
    terms = (tmp_path / "new" / "agreements" / "lead-handoff.md").read_text(encoding="utf-8")
    assert "  marketing:  # decide: who speaks for the team, and signs?\n" in terms
    assert "  sales:\n" in terms


@pytest.mark.parametrize("typed_crm", ["Pipedrive", "HubSpot", "Microsoft Dynamics", "zoho crm", "Salesforce"])
def test_every_known_tool_is_an_answer(typed_crm):
    assert checked_crm(typed_crm) in CRMS


@pytest.mark.parametrize("today", [date(2026, 11, day) for day in range(23, 30)])
def test_no_review_is_at_a_weekend(today):
    text = first_agreement(ANSWERS, usual_source(ANSWERS, today), today, has_figures=False)
    found = re.search(r"next: ([0-9-]+)}", text)
    assert found
    assert date.fromisoformat(found[1]).weekday() < 5


def test_answers_that_are_days_are_not_judged_by_hours(tmp_path):
    export = tmp_path / "leads.csv"
    export.write_text(re.sub(r"(,2026[^,]+,2026-11-\d\d) [0-9:]+", r"\1", ROWS), encoding="utf-8")
    said = init(export, "--yes", "--project", tmp_path / "new", "--timezone", "Europe/London", "--country", "none")
    assert "within 1 business day of" in said.stdout, said.output
    assert "so the limit is 1 business day" in said.stderr


@pytest.mark.parametrize(
    ("header", "zone"),
    [
        (["Record ID", "Create Date (EST)", "Time of first contact (EST)"], "America/New_York"),
        (["Create Date (PDT)", "Close Date (PST)"], "America/Los_Angeles"),
        (["Create Date (EST)", "Close Date (PST)"], ""),
        (["Amount (EUR)", "Create Date"], ""),
        (["Erstellt (MEZ)"], "Europe/Berlin"),
    ],
)
def test_a_zone_in_the_names_of_columns_is_proposed(header, zone):
    assert zone_of_headers(header) == zone


def test_a_project_that_waits_is_told_how_an_export_comes_in(an_export, tmp_path):
    root = tmp_path / "new"
    step = "when an export comes: delete agreements/lead-handoff.md and data/sources.yml, then sla init EXPORT"
    assert step in init("--yes", "--project", root, "--company", "Northwind").stderr
    for path in ("agreements/lead-handoff.md", "data/sources.yml"):
        (root / path).unlink()
    said = init(an_export, "--yes", "--project", root, "--timezone", "Europe/London", "--country", "none")
    assert "60.0 % (3 of 5; 1 still open)" in said.stdout
    assert step not in said.stderr

"""`sla history` and `sla changes` over a real repository: what they print, and their exit codes."""

from __future__ import annotations

import json
from datetime import date

import pytest
from click.testing import CliRunner

from living_sla.cli import changes, history, sign, verify
from living_sla.errors import Faults, SlaError
from living_sla.history.git import process
from living_sla.history.git.trouble import HistoryFault
from living_sla.model.past.signoff import SignOffFile
from tests.factories.agreements import AGREEMENT, PATH, changed, line_of, read
from tests.factories.git_folders import GitFolder

UNSIGNED = changed(
    "    signs: [ben.okafor@northwind.example]\n",
    "",
    changed("    signs: [ana.ruiz@northwind.example]\n", "", AGREEMENT),
)
RAISED = changed("target: at least 95%", "target: at least 97%", changed("warn: 97%", "warn: 98%", UNSIGNED))


def run(command, folder: GitFolder, *arguments: str):
    result = CliRunner().invoke(
        command, ["--project", str(folder.root), *arguments], catch_exceptions=False, standalone_mode=False
    )
    return result


@pytest.fixture
def two_versions(folder):
    folder.commit({PATH: UNSIGNED}, "First terms", at="2026-09-20T10:00:00 +0000")
    folder.commit({PATH: changed("Why we do this", "Why on earth", UNSIGNED)}, "Words", at="2026-10-05T10:00:00 +0000")
    folder.commit({PATH: RAISED}, "Raise the target", at="2026-11-10T14:00:00 +0000")
    return folder


def test_history_tells_versions_and_revisions_the_newest_first(two_versions):
    ids = two_versions.git("rev-list", "--first-parent", "HEAD").split()
    assert (
        run(history.command, two_versions, "lead-handoff").stdout
        == f"""\
lead-handoff: Inbound lead hand-off

version 2: in force from 2026-11-10 14:00 until 2027-10-01
  landed 2026-11-10 14:00 in {ids[0][:12]}: Raise the target
  first-contact: The target rises from at least 95 % to at least 97 %. [target-tightened]
  first-contact: The warning threshold changes from 97 % to 98 %. [warning-changed]

version 1: superseded, in force from 2026-10-01 until 2026-11-10 14:00
  landed 2026-09-20 11:00 in {ids[2][:12]}: First terms

revisions
  2026-11-10  {ids[0][:12]}  material   version 2  Ana Ruiz  Raise the target
  2026-10-05  {ids[1][:12]}  editorial  version 1  Ana Ruiz  Words
  2026-09-20  {ids[2][:12]}  started    version 1  Ana Ruiz  First terms
"""
    )


def test_history_as_a_document(two_versions):
    told = json.loads(run(history.command, two_versions, "lead-handoff", "--format", "json").stdout)
    assert told["schema"] == "sla-history/1"
    assert told["spans"] == [
        {"version": 1, "start": "2026-09-30T23:00:00+00:00", "end": "2026-11-10T14:00:00+00:00", "basis": "in force"},
        {"version": 2, "start": "2026-11-10T14:00:00+00:00", "end": "2027-09-30T23:00:00+00:00", "basis": "in force"},
    ]
    assert [(one["version"], one["effective"], len(one["changes"])) for one in told["versions"]] == [
        (1, "2026-10-01", 0),
        (2, "2026-10-01", 2),
    ]
    assert [one["kind"] for one in told["revisions"]] == ["started", "editorial", "material"]


def test_history_tells_whom_a_version_waits_for_and_whose_signature_went_stale(folder):
    folder.commit({PATH: AGREEMENT}, "First terms", at="2026-09-20T10:00:00 +0000")
    printed = run(history.command, folder, "lead-handoff").stdout
    assert "version 1: proposed\n" in printed
    assert "  waits for ana.ruiz@northwind.example (marketing) since 2026-09-20 11:00\n" in printed
    assert "  waits for ben.okafor@northwind.example (sales) since 2026-09-20 11:00\n" in printed


def test_the_history_of_an_unknown_agreement_names_those_there_are(two_versions):
    with pytest.raises(SlaError) as fault:
        run(history.command, two_versions, "lead-handof")
    assert str(fault.value) == 'there is no agreement "lead-handof"\n  hint: there are: lead-handoff'
    assert fault.value.exit_code == 2


def test_without_a_repository_the_environment_is_at_fault(tmp_path):
    (tmp_path / "agreements").mkdir()
    (tmp_path / PATH).write_text(AGREEMENT, encoding="utf-8")
    for command, arguments in ((history.command, ["lead-handoff"]), (changes.command, [])):
        with pytest.raises(HistoryFault) as fault:
            run(command, GitFolder(tmp_path), *arguments)
        assert fault.value.exit_code == 3


# ---------------------------------------------------------------- changes


def test_changes_compare_the_folder_with_head(two_versions):
    two_versions.write(PATH, changed("target: at least 97%", "target: at least 99%", changed("98%", "99%", RAISED)))
    result = run(changes.command, two_versions)
    line = line_of("target: at least 97%", RAISED)
    assert (
        result.stdout
        == f"""\
lead-handoff: 2 changes of the terms
  first-contact, tightened for Sales Development: The target rises from at least 97 % to at least 99 %.
    agreements/lead-handoff.md:{line}:13 [target-tightened]
  first-contact, cannot tell: The warning threshold changes from 98 % to 99 %.
    agreements/lead-handoff.md:{line + 1}:11 [warning-changed]
"""
    )
    assert result.return_value == 0
    assert run(changes.command, two_versions, "--fail-on", "any").return_value == 1


def test_changes_against_an_earlier_commit(two_versions):
    first = two_versions.git("rev-list", "--max-parents=0", "HEAD")
    two_versions.git("tag", "signed")
    assert "target-tightened" in run(changes.command, two_versions, first).stdout
    assert run(changes.command, two_versions, "signed").stdout == "nothing differs from signed\n"
    assert run(changes.command, two_versions, "main", "--fail-on", "any").return_value == 0


def test_what_landed_on_the_base_since_the_branch_parted_is_no_change_of_the_branch(two_versions):
    parted = two_versions.head
    two_versions.git("switch", "--create", "raise-more")
    two_versions.commit({PATH: changed("target: at least 97%", "target: at least 97.5%", RAISED)}, "Raise it more")
    two_versions.git("switch", "main")
    two_versions.commit({PATH: changed("at least 400", "at least 500", RAISED)}, "Landed meanwhile")
    two_versions.git("switch", "raise-more")
    told = json.loads(run(changes.command, two_versions, "main", "--format", "json").stdout)
    assert told["base"] == {"name": "main", "commit": parted}
    assert [change["rule"] for change in told["agreements"][0]["changes"]] == ["target-tightened"]


def test_a_base_that_has_nothing_in_common_is_compared_with_as_it_stands(two_versions):
    two_versions.git("switch", "--orphan", "elsewhere")
    two_versions.commit({PATH: changed("at least 400", "at least 500", RAISED)}, "Another beginning")
    result = run(changes.command, two_versions, "main")
    assert "[target-tightened]" in result.stdout
    assert result.stderr == (
        "warning: no commit is known that main and HEAD have in common, so what changed there is told as well "
        "[no-common-commit]\n"
        "  hint: in a shallow clone: git fetch --unshallow\n"
    )


def test_words_around_the_terms_are_no_change_of_them(two_versions):
    two_versions.write(PATH, changed("Why we do this", "Why oh why", RAISED))
    result = run(changes.command, two_versions, "--fail-on", "any")
    assert result.stdout == ("lead-handoff: the same terms; the words around them, or the place of the file, differ\n")
    assert result.return_value == 0


def test_an_agreement_that_moves_is_compared_with_itself(two_versions):
    (two_versions.root / PATH).rename(two_versions.root / "agreements/moved.md")
    assert run(changes.command, two_versions).stdout.startswith("lead-handoff: the same terms;")


def test_new_and_removed_agreements_are_told(two_versions):
    (two_versions.root / PATH).unlink()
    two_versions.write("agreements/other.md", changed("id: lead-handoff", "id: other", AGREEMENT))
    assert (
        run(changes.command, two_versions).stdout
        == """\
lead-handoff: the agreement is gone
other: a new agreement
  to be signed by ana.ruiz@northwind.example, ben.okafor@northwind.example
"""
    )


def test_a_base_that_cannot_be_read_is_told_and_not_compared_with(two_versions):
    two_versions.commit({PATH: "---\nid: lead-handoff\ntitle: [\n---\n"}, "Broken")
    two_versions.write(PATH, RAISED)
    result = run(changes.command, two_versions)
    assert result.stdout == "lead-handoff: a new agreement\n"
    assert result.stderr.startswith(f"{PATH}: warning: main holds a file that cannot be read as terms: ")


@pytest.mark.parametrize(
    "name",
    ["HEAD~2", "main~2", "@^^", "HEAD^{/First}", ":/First terms", "HEAD@{2}", "signed^{}", "main@{2026-09-21 00:00:00}",
     "refs/tags/signed", "heads/main~2"],
)  # fmt: skip
def test_a_base_may_be_whatever_git_knows_a_commit_by(two_versions, name):
    two_versions.git("tag", "signed", "HEAD~2")
    first = two_versions.git("rev-list", "--max-parents=0", "HEAD")
    told = json.loads(run(changes.command, two_versions, name, "--format", "json").stdout)
    assert told["base"] == {"name": name, "commit": first}
    assert [change["rule"] for change in told["agreements"][0]["changes"]] == ["target-tightened", "warning-changed"]


def test_without_a_base_the_whole_branch_is_told_and_a_tag_does_not_take_its_place(two_versions, monkeypatch):
    main = two_versions.head
    two_versions.git("switch", "--quiet", "--create", "proposal")
    two_versions.commit({PATH: changed("at least 400", "at least 500", RAISED)}, "Ask for more")
    two_versions.git("tag", "main")
    for target, name in (("", "main"), ("release", "release")):
        monkeypatch.setenv("GITHUB_BASE_REF", target)
        two_versions.git("branch", "--force", "release", "refs/heads/main")
        told = json.loads(run(changes.command, two_versions, "--format", "json").stdout)
        assert told["base"] == {"name": name, "commit": main}
        assert [change["rule"] for change in told["agreements"][0]["changes"]] == ["target-tightened"]
        two_versions.git("tag", "--force", "release", "HEAD")


@pytest.mark.parametrize(
    ("target", "what"),
    [
        ("", "nothing tells which branch is the main line"),
        ("release", "the target of the pull request, release, is not in this clone"),
    ],
)
def test_a_branch_is_never_compared_with_itself_for_want_of_a_main_line(two_versions, monkeypatch, target, what):
    two_versions.git("branch", "--move", "proposal")
    two_versions.git("branch", "other")
    monkeypatch.setenv("GITHUB_BASE_REF", target)
    monkeypatch.delenv("CI", raising=False)
    with pytest.raises(SlaError) as fault:
        run(changes.command, two_versions)
    assert (fault.value.exit_code, fault.value.message) == (3, f"{what}, so nothing is compared")
    assert run(changes.command, two_versions, "HEAD").stdout == "nothing differs from HEAD\n"


@pytest.mark.parametrize(
    ("name", "why"),
    [
        ("nowhere", ""),
        ("HEAD~9", ""),
        ("HEAD~99999999999999999999", ""),
        ("--help-me", ""),
        ("--all", ""),
        ("main..other", ""),
        ("main...HEAD~1", ""),
        ("a b", ""),
        ("", ""),
        ("^HEAD", ": this stands for no single commit"),
        ("x" * 2000, ": this stands for no single commit"),
        ("HEAD:agreements", ": "),
        ("HEAD^{tree}", ": "),
        ("@{u}", ": no upstream configured for branch 'main'"),
    ],
)
def test_a_base_that_names_no_commit_is_refused(two_versions, name, why):
    with pytest.raises(SlaError) as fault:
        run(changes.command, two_versions, "--", name)
    first, _, hint = str(fault.value).partition("\n")
    assert first.startswith(f'there is no commit "{name[:80]}"{why}')
    assert hint.startswith("  hint: name a branch, a tag, an id or an expression such as HEAD~20")


def test_the_name_of_a_base_acts_on_no_terminal_and_no_page(two_versions):
    two_versions.git("tag", "a`<b>|`")
    assert run(changes.command, two_versions, "a`<b>|`", "--format", "markdown").stdout == (
        "No terms differ from a&#96;&#60;b&#62;&#124;&#96;.\n"
    )
    assert run(changes.command, two_versions, "HEAD^{/Raise|\x1b}").stdout == (
        "nothing differs from HEAD^{/Raise|<U+001B>}\n"
    )


def test_a_comment_in_markdown_holds_no_markup_of_its_own(two_versions):
    hostile = "first <b>|</b> `x` [y](javascript:z)"
    two_versions.write(PATH, changed("title: First contact", f"title: '{hostile}'", RAISED))
    printed = run(changes.command, two_versions, "--format", "markdown").stdout
    [row] = [line for line in printed.splitlines() if "commitment-renamed" in line]
    assert row.count("|") == 6
    assert "<b>" not in row
    assert "](" not in row
    assert "&#60;b&#62;&#124;" in row


def test_changes_as_a_document(two_versions):
    two_versions.write(PATH, changed("at least 400", "at least 500", RAISED))
    told = json.loads(run(changes.command, two_versions, "--format", "json").stdout)
    assert told["schema"] == "sla-changes/1"
    assert told["base"] == {"name": "main", "commit": two_versions.head}
    assert told["agreements"][0]["kind"] == "changed"
    assert told["agreements"][0]["changes"] == [
        {
            "rule": "target-tightened",
            "commitment": "mql-volume",
            "direction": "tightened",
            "party": "marketing",
            "sentence": "The target rises from at least 400 to at least 500.",
            "breaks_series": False,
            "place": {"path": PATH, "line": line_of("at least 400", RAISED), "column": 13},
        }
    ]


def test_agreements_that_cannot_be_read_are_told_before_anything_is_compared(two_versions):
    two_versions.write(PATH, changed("target: at least 97%", "target: some", RAISED))
    with pytest.raises(Faults):
        run(changes.command, two_versions)


def test_a_signature_that_is_removed_or_edited_later_takes_nothing_out_of_force(folder):
    agreement = read()
    folder.commit({PATH: AGREEMENT}, "First terms", at="2026-09-20T10:00:00 +0000")
    paths = []
    for name, party, day in (("Ana Ruiz", "marketing", 24), ("Ben Okafor", "sales", 25)):
        address = f"{name.lower().replace(' ', '.')}@northwind.example"
        file = SignOffFile.of(agreement="lead-handoff", digest=agreement.digest, version=1, signer=address,
                              party=party, on=date(2026, 9, day))  # fmt: skip
        folder.commit({file.path: file.text}, "Sign", author=f"{name} <{address}>", at=f"2026-09-{day}T10:00:00 +0000")
        paths.append(file.path)
    signed = run(history.command, folder, "lead-handoff").stdout
    assert "version 1: in force from 2026-10-01 until 2027-10-01\n" in signed
    folder.commit({paths[0]: None}, "Remove", at="2026-12-01T10:00:00 +0000")
    folder.commit({paths[1]: file.text.replace("sales", "marketing")}, "Edit", at="2026-12-02T10:00:00 +0000")
    after = run(history.command, folder, "lead-handoff").stdout
    assert "version 1: in force from 2026-10-01 until 2027-10-01\n" in after
    assert "(marketing), own commit, 2026-09-24 11:00, no longer counts: removed again in " in after
    assert "(sales), own commit, 2026-09-25 11:00, no longer counts: edited afterwards in " in after


@pytest.fixture
def asked_of_git(monkeypatch):
    """What git was asked since it was last cleared: each command, and which objects it was to print."""
    asked = []
    stream, answers = process.stream, process.Answering.asked

    def noted(folder, command, *arguments, lines=()):
        wanted = list(lines)
        asked.append((command, tuple(wanted)))
        return stream(folder, command, *arguments, lines=wanted)

    def noted_answers(self, lines):
        asked.append(("cat-file", tuple(lines)))
        return answers(self, lines)

    monkeypatch.setattr(process, "stream", noted)
    monkeypatch.setattr(process.Answering, "asked", noted_answers)
    return asked


@pytest.mark.parametrize("verb", ["history", "verify", "sign"])
def test_a_verb_reads_no_old_file_and_no_main_line_a_second_time(two_versions, asked_of_git, monkeypatch, verb):
    """Each of them asks the same door to the past, with what the machine remembers."""
    arguments = ["lead-handoff", "--as", "nobody@northwind.example"] if verb == "sign" else ["lead-handoff"]

    def told():
        asked_of_git.clear()
        command = {"history": history, "verify": verify, "sign": sign}[verb].command
        result = CliRunner().invoke(command, ["--project", str(two_versions.root), *arguments])
        return result.output, str(result.exception)

    def old_files():
        objects = {f"{commit}:agreements/lead-handoff.md" for commit in two_versions.git("rev-list", "HEAD").split()}
        blobs = {two_versions.git("rev-parse", name) for name in objects}
        return blobs & {blob for _, asked in asked_of_git for blob in asked}

    cold = told()
    assert "log" in {command for command, _ in asked_of_git}
    assert len(old_files()) == 3
    assert told() == cold
    assert {command for command, _ in asked_of_git} <= {"rev-parse", "for-each-ref", "config", "cat-file"}
    assert not old_files()
    monkeypatch.setenv("SLA_CACHE_DIR", "not an absolute path")  # so there is no cache
    assert told() == cold
    assert len(old_files()) == 3

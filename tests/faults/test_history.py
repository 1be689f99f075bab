"""Faults 67 to 82, as far as reading history goes: what a repository can be, and what it can try."""

from __future__ import annotations

import shlex
import shutil
import subprocess
from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path

import pytest
from click.testing import CliRunner

from living_sla import programs
from living_sla.changes import changes
from living_sla.cli import attain, due
from living_sla.history.git.state import find_repository
from living_sla.history.git.trouble import HistoryFault, Trouble
from living_sla.history.past import FORMAT, read_past
from living_sla.settings import Settings
from tests.factories.git_folders import ANA, GitFolder
from tests.history.conftest import no_settings
from tests.history.hostile import executable, hostile_settings
from tests.history.reading import A, B, history_of, in_work_tree, targets, terms, told

__all__ = ["no_settings"]

ROOT = Path(__file__).parents[2]

_FETCH = "git fetch --unshallow; on GitHub fetch-depth: 0 in the checkout step; on GitLab the variable GIT_DEPTH: 0"


@pytest.fixture
def folder(tmp_path) -> GitFolder:
    return GitFolder.made(tmp_path / "project")


def trouble_of(root: Path) -> HistoryFault:
    """What keeps the history from being told; every agreement then is a draft, and nothing is made up."""
    history = history_of(root)
    assert history.trouble is not None
    assert all(version.is_draft for versions in history.versions.values() for version in versions)
    assert [version.number for version in history.versions["lead-handoff"]] == [1]
    assert (history.landings, history.head) == ((), None)
    with pytest.raises(HistoryFault) as raised:
        history.require()
    assert raised.value.exit_code == 3
    return history.trouble


# 67: shallow and partial clones


def test_067_a_shallow_clone_tells_no_history_and_says_what_fixes_it(folder, tmp_path):
    for target in ("95%", "96%", "97%"):
        folder.commit({A: terms(target)})
    folder.git("clone", "--quiet", "--depth=1", f"file://{folder.root}", str(tmp_path / "clone"))
    fault = trouble_of(tmp_path / "clone")
    assert fault.trouble is Trouble.SHALLOW
    assert str(fault) == (
        "SLA-F067 history incomplete: the clone is shallow and holds 1 commit of the main line\n  hint: " + _FETCH
    )
    clone = GitFolder(tmp_path / "clone")
    clone.git("fetch", "--quiet", "--unshallow")
    assert targets(history_of(clone.root)) == ["1: at least 95%", "2: at least 96%", "3: at least 97%"]


@pytest.mark.parametrize(
    "arguments",
    [
        (attain.command, "lead-handoff/first-contact", "--fail-on", "missed"),
        (due.command, "--fail-on", "any"),
    ],
)
def test_067_there_is_no_verdict_without_the_terms_that_were_agreed(folder, tmp_path, arguments):
    verb, *options = arguments
    files = [path for name in ("agreements", "data") for path in sorted((ROOT / name).rglob("*")) if path.is_file()]
    folder.commit({path.relative_to(ROOT).as_posix(): path.read_bytes() for path in files})
    folder.commit({"README.md": "Ours."})
    folder.git("clone", "--quiet", "--depth=1", f"file://{folder.root}", str(tmp_path / "clone"))
    result = CliRunner().invoke(verb, [*options, "--project", str(tmp_path / "clone")], standalone_mode=False)
    assert result.return_value == 3
    assert result.stderr == (
        "warning: history incomplete: the clone is shallow and holds 1 commit of the main line [history-unread]\n"
        f"  hint: {_FETCH}\n"
    )
    whole = CliRunner().invoke(verb, [*options, "--project", str(folder.root)], standalone_mode=False)
    assert (whole.return_value in (0, 1), whole.stderr) == (True, "")


@pytest.mark.parametrize("without", ["blob:none", "tree:0"])
def test_067_a_partial_clone_fetches_nothing_and_says_what_fixes_it(folder, tmp_path, without):
    folder.git("config", "uploadpack.allowFilter", "true")
    for target in ("95%", "96%", "97%"):
        folder.commit({A: terms(target)})
    folder.git("clone", "--quiet", f"--filter={without}", f"file://{folder.root}", str(tmp_path / "clone"))
    objects = sorted(str(path) for path in (tmp_path / "clone/.git/objects").rglob("*"))
    fault = trouble_of(tmp_path / "clone")
    assert fault.trouble is Trouble.PARTIAL
    assert str(fault) == (
        "SLA-F067 history incomplete: it was cloned without objects that the history needs\n"
        "  hint: git fetch --refetch --no-filter, or clone without --filter"
    )
    assert sorted(str(path) for path in (tmp_path / "clone/.git/objects").rglob("*")) == objects
    clone = GitFolder(tmp_path / "clone")
    clone.git("fetch", "--quiet", "--refetch", "--no-filter")
    assert targets(history_of(clone.root)) == ["1: at least 95%", "2: at least 96%", "3: at least 97%"]


def test_067_a_cache_from_a_whole_clone_makes_no_partial_clone_whole(folder, tmp_path):
    folder.git("config", "uploadpack.allowFilter", "true")
    for target in ("95%", "96%"):
        folder.commit({A: terms(target)})
    history_of(folder.root, tmp_path / "cache")
    folder.root.rename(tmp_path / "whole")  # what is remembered belongs to a place
    GitFolder(tmp_path).git("clone", "--quiet", "--filter=blob:none", f"file://{tmp_path}/whole", str(folder.root))
    first, second = history_of(folder.root, tmp_path / "cache").versions["lead-handoff"]
    assert second.agreement.terms.commitment("first-contact").target.amount == Decimal("0.96")
    assert first.essentials.timezone == "Europe/London"
    with pytest.raises(HistoryFault) as found:
        assert first.agreement
    assert found.value.trouble is Trouble.PARTIAL


# 68: states of a repository


def test_068_a_folder_outside_git_holds_drafts(tmp_path):
    (tmp_path / "agreements").mkdir()
    (tmp_path / A).write_text(terms())
    assert str(trouble_of(tmp_path)) == (
        "SLA-F068 the project is not in a git repository\n"
        '  hint: git init && git add agreements && git commit -m "First terms"'
    )


def test_068_a_repository_without_a_commit_holds_drafts(folder):
    folder.write(A, terms())
    assert str(trouble_of(folder.root)) == (
        'SLA-F068 the repository has no commit yet\n  hint: git add agreements && git commit -m "First terms"'
    )


def test_068_the_first_commit_is_of_the_terms_alone(folder):
    """Exports hold what people wrote; whether they belong into the history is nobody else's decision."""
    folder.write(A, terms())
    folder.write("data/exports/leads.csv", "id\n1\n")
    folder.git("config", "user.name", "Ana Ruiz")
    folder.git("config", "user.email", "ana.ruiz@northwind.example")
    for command in trouble_of(folder.root).hint.split(" && "):
        folder.git(*shlex.split(command)[1:])
    assert folder.git("ls-files").split() == [A]


def test_068_a_machine_without_git_says_so(folder, monkeypatch):
    folder.commit({A: terms()})
    monkeypatch.setattr(programs, "find", lambda name, project: None)
    assert str(trouble_of(folder.root)) == (
        "SLA-F068 git cannot be run: there is no such program\n"
        "  hint: install git 2.31 or newer, and see that it is on the PATH; see sla doctor"
    )


def test_068_a_repository_of_another_user_is_not_read(folder, tmp_path, monkeypatch):
    folder.commit({A: terms()})
    real = shutil.which("git")
    executable(tmp_path / "git", f'GIT_TEST_ASSUME_DIFFERENT_OWNER=1 exec {real} "$@"')
    monkeypatch.setenv("PATH", str(tmp_path))
    assert str(trouble_of(folder.root)) == (
        "SLA-F068 the repository belongs to another user, so git does not read it\n"
        f"  hint: if you trust its owner: git config --global --add safe.directory {folder.root}"
    )


@pytest.mark.parametrize(
    ("lines", "named"),
    [
        ("[core]\n\tautocrlf = a-secret\n", "the setting core.autocrlf"),
        ("[core]\n\tautocrlf = \x1b[31ma-secret\n", "the setting core.autocrlf"),
        ("[core]\n\tabbrev = a-secret\n", "the setting core.abbrev"),
        ("[core\na-secret\n", "one of its settings"),
    ],
)
def test_068_a_setting_that_git_cannot_read_is_named_without_its_value(lines, named, folder):
    folder.commit({A: terms()})
    with (folder.root / ".git" / "config").open("a") as config:
        config.write(lines)
    assert str(trouble_of(folder.root)) == (
        f"SLA-F068 git cannot read {named}\n"
        "  hint: git config --list --show-origin says in which file a setting stands; correct it there"
    )


def test_068_a_bare_repository_has_nothing_to_build_from(folder, tmp_path):
    folder.commit({A: terms()})
    folder.git("config", "core.bare", "true")
    bare = (
        "SLA-F068 the repository is bare: it has no files to build a site from\n"
        "  hint: clone it, and run sla in the clone"
    )
    assert str(trouble_of(folder.root)) == bare
    GitFolder.made(tmp_path / "bare.git", "--bare")
    with pytest.raises(HistoryFault) as found:
        find_repository(tmp_path / "bare.git")
    assert str(found.value) == bare


def test_068_a_work_tree_that_lies_elsewhere_is_said(folder, tmp_path):
    folder.commit({A: terms()})
    (tmp_path / "elsewhere").mkdir()
    folder.git("config", "core.worktree", str(tmp_path / "elsewhere"))
    assert str(trouble_of(folder.root)) == (
        "SLA-F068 the repository keeps its files in another folder\n"
        "  hint: run sla in the folder that core.worktree names, or git config --unset core.worktree"
    )


def test_068_a_damaged_repository_is_said_and_no_history_made_up(folder):
    folder.commit({A: terms()})
    folder.commit({A: terms("96%")})
    blob = folder.git("rev-parse", f"HEAD~1:{A}")
    file = folder.root / ".git/objects" / blob[:2] / blob[2:]
    file.chmod(0o644)
    file.write_bytes(b"damaged")
    fault = trouble_of(folder.root)
    assert fault.trouble is Trouble.DAMAGED
    assert str(fault) == (
        "SLA-F068 1 of the files that the history needs is missing or damaged\n"
        "  hint: git fsck names it; fetch the repository again"
    )


def test_068_a_repository_that_git_does_not_know_as_one_is_no_folder_outside_git(folder):
    folder.commit({A: terms("95%")})
    (folder.root / ".git" / "HEAD").write_bytes(b"")
    fault = trouble_of(folder.root)
    assert fault.trouble is Trouble.DAMAGED
    assert str(fault) == (
        "SLA-F068 there is a .git, and git cannot use it: it is damaged\n"
        "  hint: look whether .git/HEAD is there and names a branch, or clone the repository again"
    )


def test_068_a_detached_head_is_read_and_told(folder):
    first = folder.commit({A: terms()})
    folder.commit({A: terms("96%")})
    folder.git("checkout", "--quiet", "--detach", first)
    history = history_of(folder.root)
    assert targets(history) == ["1: at least 95%"]
    assert [str(notice) for notice in history.notices] == [
        f"warning: no branch is checked out: the main line is what leads to {first[:12]} [detached-head]\n"
        "  hint: git switch BRANCH, unless a build machine checked it out so"
    ]


def test_068_a_second_work_tree_is_read_and_told(folder, tmp_path):
    folder.commit({A: terms()})
    folder.git("worktree", "add", "--quiet", str(tmp_path / "second"))
    history = history_of(tmp_path / "second")
    assert targets(history) == ["1: at least 95%"]
    assert [notice.name for notice in history.notices] == ["second-work-tree"]


def test_068_a_submodule_has_its_own_history(folder, tmp_path):
    folder.commit({A: terms()})
    around = GitFolder.made(tmp_path / "around")
    around.git("-c", "protocol.file.allow=always", "submodule", "--quiet", "add", str(folder.root), "sla")
    around.commit({B: terms("50%", id="second")})
    history = history_of(around.root / "sla")
    assert targets(history) == ["1: at least 95%"]
    assert [notice.name for notice in history.notices] == ["submodule"]


# 73: a repository that names programs


@pytest.fixture
def canary(tmp_path):
    """A program that leaves a mark when it runs, and a way to ask whether it did."""

    class Canary:
        mark = tmp_path / "it ran"
        program = executable(tmp_path / "canary", f'echo "$0 $*" >> "{tmp_path}/it ran"; exit 1')

        def sang(self) -> bool:
            return self.mark.exists()

    return Canary()


def test_073_nothing_that_a_repository_names_is_run(folder, canary):
    folder.commit({A: terms(), ".gitattributes": "*.md diff=canary filter=canary\n"})
    folder.commit({A: terms("96%")})
    (canary.program.parent / "attributes").write_text("*.md diff=canary filter=canary\n")
    (canary.program.parent / "included").write_text(f"[core]\n  fsmonitor = {canary.program}\n")
    hooks = canary.program.parent / "hooks"
    hooks.mkdir()
    for name in ("post-index-change", "post-checkout", "reference-transaction", "fsmonitor-watchman"):
        shutil.copy(canary.program, hooks / name)
        shutil.copy(canary.program, folder.root / ".git/hooks" / name)
    settings = folder.root / ".git/config"
    settings.write_text(settings.read_text() + hostile_settings(canary.program))
    history = history_of(folder.root)
    assert targets(history) == ["1: at least 95%", "2: at least 96%"]
    assert told(history) == [f"started 1 {A}", f"material 2 {A}"]
    assert not canary.sang()


def test_073_the_same_settings_do_run_their_programs_elsewhere(folder, canary):
    """The proof of the test above: git as people use it runs what this repository names."""
    folder.commit({A: terms()})
    settings = folder.root / ".git/config"
    settings.write_text(settings.read_text() + hostile_settings(canary.program))
    subprocess.run(("git", "status"), cwd=folder.root, capture_output=True, check=False)
    assert canary.sang()


def test_073_a_missing_object_is_not_fetched_by_a_program(folder, canary):
    folder.commit({A: terms()})
    folder.commit({A: terms("96%")})
    blob = folder.git("rev-parse", f"HEAD~1:{A}")
    (folder.root / ".git/objects" / blob[:2] / blob[2:]).unlink()
    settings = folder.root / ".git/config"
    settings.write_text(settings.read_text() + hostile_settings(canary.program))
    assert trouble_of(folder.root).trouble is Trouble.DAMAGED
    assert not canary.sang()


def test_073_a_bare_repository_inside_the_project_is_a_folder_like_any_other(folder, canary):
    folder.commit({A: terms()})
    inside = GitFolder.made(folder.root / "agreements/inside", "--bare")
    (inside.root / "config").write_text("[core]\n  bare = true\n" + hostile_settings(canary.program))
    folder.commit()
    history = history_of(folder.root)
    assert targets(history) == ["1: at least 95%"]
    with pytest.raises(HistoryFault) as found:
        find_repository(inside.root)
    assert found.value.trouble is Trouble.BARE
    assert not canary.sang()


def test_073_a_project_folder_that_poses_as_a_bare_repository_runs_nothing(folder, canary):
    folder.commit({f"sales/{A}": terms()})
    GitFolder.made(folder.root / "sales", "--bare")
    (folder.root / "sales/config").write_text("[core]\n  bare = true\n" + hostile_settings(canary.program))
    assert trouble_of(folder.root / "sales").trouble is Trouble.BARE
    assert not canary.sang()


# 74: other objects in place of those that were committed


def test_074_replaced_objects_are_not_followed_and_told(folder):
    first = folder.commit({A: terms()})
    folder.commit({A: terms("96%")})
    old, new = (
        folder.git("rev-parse", f"{first}:{A}"),
        folder.git("hash-object", "-w", "--stdin", stdin=terms("1%").encode()),
    )
    folder.git("replace", old, new)
    history = history_of(folder.root)
    assert targets(history) == ["1: at least 95%", "2: at least 96%"]
    assert [str(notice) for notice in history.notices] == [
        "warning: the repository replaces objects by others (refs/replace); the originals are read [replaced-objects]\n"
        "  hint: git replace -l names them"
    ]


def test_074_stated_parents_are_not_followed_and_told(folder):
    commits = [folder.commit({A: terms(target)}) for target in ("95%", "96%", "97%")]
    (folder.root / ".git/info").mkdir(exist_ok=True)
    (folder.root / ".git/info/grafts").write_text(f"{commits[2]} {commits[0]}\n")
    history = history_of(folder.root)
    assert targets(history) == ["1: at least 95%", "2: at least 96%", "3: at least 97%"]
    assert [notice.name for notice in history.notices] == ["grafted-commits"]


# 75: other names for people


def test_075_a_mailmap_renames_nobody(folder):
    folder.commit({A: terms(), ".mailmap": f"Mallory <mallory@northwind.example> {ANA}\n"})
    folder.git("config", "log.mailmap", "true")
    [revision] = history_of(folder.root).revisions("lead-handoff")
    assert f"{revision.commit.author.name} <{revision.commit.author.email}>" == ANA


# 76: commits that no git would write


WHO = b"Ana Ruiz <ana.ruiz@northwind.example>"


@pytest.mark.parametrize(
    "headers",
    [
        (b"author " + WHO + b" 1767603600 +0000", b"committer " + WHO),
        (b"author " + WHO + b" 1767603600 +0000", b"committer " + WHO + b" 99999999999999 +0000"),
        (b"author " + WHO + b" 1767603600 +0000", b"committer " + WHO + b" 18446744073709551615 +0000"),
        (b"author " + WHO + b" 1767603600 +0000", b"committer " + WHO + b" -5 +0000"),
        (b"author " + WHO + b" 1767603600 +0000",),
        (b"author " + WHO + b" 1767603600 +0000", b"committer " + WHO + b" 1767603600 UTC"),
        (b"author " + WHO + b" 1767603600 +0000", b"committer " + WHO + b" 1767603600"),
        (b"committer",),
    ],
    ids=[
        "no time",
        "year 3170843",
        "the largest number",
        "before 1970",
        "no committer",
        "a zone by its name",
        "no zone",
        "nothing but a word",
    ],
)
def test_076_a_commit_without_a_usable_time_landed_with_the_one_before(folder, headers):
    folder.commit({A: terms()})
    folder.write(A, terms("96%"))
    folder.git("add", "--all")
    folder.commit()
    odd = written_with_change(folder, headers)
    history = history_of(folder.root)
    before, after = history.revisions("lead-handoff")[-2:]
    assert after.commit.id == odd
    assert after.commit.landed_at == before.commit.landed_at == after.commit.committed_at
    assert [str(notice) for notice in history.notices] == [
        f"warning: commit {odd[:12]} states no usable time; it counts as landed with the commit before it "
        "[commit-without-time]"
    ]


def written_with_change(folder: GitFolder, headers: tuple[bytes, ...], message: bytes = b"Odd") -> str:
    """A commit of other terms with exactly these headers, on top of HEAD."""
    folder.write(A, terms("97%"))
    folder.git("add", "--all")
    lines = [b"tree " + folder.git("write-tree").encode(), b"parent " + folder.head.encode(), *headers]
    raw = b"\n".join(lines) + b"\n\n" + message
    made = folder.git("hash-object", "-t", "commit", "-w", "--stdin", "--literally", stdin=raw)
    folder.git("update-ref", "refs/heads/main", made)
    return made


@pytest.mark.parametrize("offset", [b"+9999", b"-9999", b"+0000000001"])
def test_076_an_odd_offset_moves_no_time(folder, offset):
    folder.commit({A: terms()})
    odd = written_with_change(
        folder, (b"author " + WHO + b" 1780000000 " + offset, b"committer " + WHO + b" 1780000000 " + offset)
    )
    last = history_of(folder.root).revisions("lead-handoff")[-1]
    assert (last.commit.id, last.commit.landed_at.timestamp()) == (odd, 1780000000)


def test_076_headers_that_stand_twice_and_unknown_encodings_are_read(folder):
    folder.commit({A: terms()})
    when = b" 1780000000 +0000"
    mallory = b"Mallory <mallory@northwind.example>"
    headers = (b"author " + WHO + when, b"author " + mallory + when, b"committer " + WHO + when, b"encoding UTF-7")
    odd = written_with_change(folder, headers, b"+AAo-committer Eve <eve@x.example> 1 +0000")
    last = history_of(folder.root).revisions("lead-handoff")[-1]
    assert last.commit.id == odd
    assert last.commit.author.email in ("ana.ruiz@northwind.example", "mallory@northwind.example")
    assert last.commit.subject == "+AAo-committer Eve <eve@x.example> 1 +0000"
    assert last.commit.landed_at.timestamp() == 1780000000


def test_076_a_message_in_another_encoding_is_read_as_it_says(folder):
    folder.commit({A: terms()})
    when = b" 1780000000 +0000"
    latin = "Zoë <zoe@northwind.example>".encode("latin-1")
    written_with_change(
        folder,
        (b"author " + latin + when, b"committer " + latin + when, b"encoding ISO-8859-1"),
        "Größe".encode("latin-1"),
    )
    commit = history_of(folder.root).revisions("lead-handoff")[-1].commit
    assert (commit.author.name, commit.subject) == ("Zoë", "Größe")
    written_with_change(folder, (b"author " + latin + when, b"committer " + latin + when), b"x\xff")
    folder.commit({A: terms("40%")})
    names = [revision.commit.author.name for revision in history_of(folder.root).revisions("lead-handoff")]
    assert names[-1] == "Ana Ruiz"


# 80: a main line that was rewritten


def landed_digests(history):
    """The digests that are on the main line, each with the number of its version."""
    return [(one.digest, one.number) for one in history.versions["lead-handoff"] if one.landed is not None]


def test_080_a_squash_keeps_the_digests_that_were_signed(folder):
    folder.commit({A: terms()})
    folder.git("switch", "--quiet", "--create", "raise")
    folder.commit({A: terms("96%")})
    folder.commit({A: terms("97%")})
    signed = history_of(folder.root).versions["lead-handoff"][-1].digest
    folder.git("switch", "--quiet", "main")
    folder.git("merge", "--quiet", "--squash", "raise")
    folder.commit(message="Raise (squashed)")
    assert landed_digests(history_of(folder.root))[-1] == (signed, 2)


def test_080_a_digest_that_a_force_push_took_away_has_lost_its_anchor(folder):
    folder.commit({A: terms()})
    folder.commit({A: terms("96%")})
    history = history_of(folder.root)
    kept, signed = (version.digest for version in history.versions["lead-handoff"])
    folder.git("reset", "--quiet", "--hard", "HEAD~1")
    folder.write(A, terms("96%"))
    lost = history_of(folder.root)
    assert landed_digests(lost) == [(kept, 1)]
    assert lost.versions["lead-handoff"][-1].digest == signed
    assert lost.versions["lead-handoff"][-1].is_draft


def test_080_a_cache_of_the_line_before_a_force_push_is_not_continued(folder, tmp_path):
    folder.commit({A: terms()})
    folder.commit({A: terms("96%")})
    history_of(folder.root, tmp_path / "cache")
    folder.git("reset", "--quiet", "--hard", "HEAD~1")
    folder.commit({A: terms("97%")})
    assert targets(history_of(folder.root, tmp_path / "cache")) == ["1: at least 95%", "2: at least 97%"]


# 81: renames, copies and reused paths are in tests/history/test_history.py, case by case


def test_081_the_history_follows_the_id_through_rename_reuse_and_copy(folder):
    folder.commit({A: terms()})
    folder.commit({A: None, B: terms()})
    folder.commit({A: terms("50%", id="second")})
    folder.commit({"agreements/copy.md": terms("10%")})
    folder.commit({"agreements/copy.md": None, B: terms("96%")})
    history = history_of(folder.root)
    assert targets(history) == ["1: at least 95%", "2: at least 96%"]
    assert targets(history, "second") == ["1: at least 50%"]


# 82: what strangers write about themselves


HOSTILE = [
    ("<script>alert(1)</script>", "<script>alert(1)</script>"),
    ("a | b {{ 7*7 }} `c`", "a | b {{ 7*7 }} `c`"),
    ("red \x1b[31mtext\x1b[0m\x07", "red \ufffd[31mtext\ufffd[0m\ufffd"),
    ("evil\u202etxt.exe", "evil\ufffdtxt.exe"),
    ("zero\u200bwidth\u2066", "zero\ufffdwidth\ufffd"),
    ("a\u2028b\u0085c\td", "a b c d"),
    ("blank\u3164", "blank\ufffd"),
]


@pytest.mark.parametrize(("written_as", "shown_as"), HOSTILE)
def test_082_what_a_commit_says_is_one_harmless_line(folder, written_as, shown_as):
    folder.commit({A: terms()}, written_as)
    [revision] = history_of(folder.root).revisions("lead-handoff")
    assert revision.commit.subject == shown_as


def test_082_a_name_is_harmless_and_bounded(folder):
    folder.commit({A: terms()})
    who = b"\x1b]0;x\x07" + b"N" * 5000 + b" <a\x1b@b.example>"
    written_with_change(folder, (b"author " + who + b" 1780000000 +0000", b"committer " + who + b" 1780000000 +0000"))
    author = history_of(folder.root).revisions("lead-handoff")[-1].commit.author
    assert author.name == "\ufffd]0;x\ufffd" + "N" * 193 + "…"
    assert author.email == "a\ufffd@b.example"


def test_082_ten_megabytes_of_message_are_cut(folder):
    folder.commit({A: terms()})
    who = b"author " + WHO + b" 1780000000 +0000"
    written_with_change(folder, (who, who.replace(b"author", b"committer")), b"x" * 10_000_000)
    assert history_of(folder.root).revisions("lead-handoff")[-1].commit.subject == "x" * 199 + "…"


# What dates prove


def landed(history) -> list[str]:
    return [f"{version.landed.landed_at:%Y-%m-%d}" for version in history.versions["lead-handoff"]]


def at(day: str) -> str:
    return f"{day}T09:00:00 +0000"


def test_a_commit_that_is_dated_back_lands_no_earlier_than_the_one_before_it(folder):
    folder.commit({A: terms("95%")}, at=at("2026-01-05"))
    folder.commit({"notes.txt": "x"}, at=at("2026-03-01"))
    folder.commit({A: terms("96%")}, at=at("2026-01-06"))
    assert landed(history_of(folder.root)) == ["2026-01-05", "2026-03-01"]


def test_no_later_commit_moves_what_landed(folder):
    folder.commit({A: terms("95%")}, at=at("2026-01-05"))
    folder.commit({A: terms("96%")}, at=at("2026-02-01"))
    before = landed(history_of(folder.root))
    for day in ("2025-01-01", "2026-01-20", "2027-01-01"):
        folder.commit({"notes.txt": day}, at=at(day))
    assert landed(history_of(folder.root)) == before


def test_a_commit_from_the_future_lands_then_and_holds_up_what_follows(folder):
    folder.commit({A: terms("95%")}, at=at("2026-01-05"))
    folder.commit({"notes.txt": "x"}, at=at("2088-01-01"))
    folder.commit({A: terms("96%")}, at=at("2026-02-01"))
    agreements = in_work_tree(folder.root)
    now = datetime(2026, 10, 21, tzinfo=UTC)
    past = read_past(folder.root, agreements, Settings(), now=now)
    assert landed(past.history) == ["2026-01-05", "2088-01-01"]
    [told] = [notice for notice in past.notices if notice.name == "commit-from-the-future"]
    head = folder.head[:12]
    assert str(told) == (
        f"warning: commit {head} follows one that says it was made on 2088-01-01: what it and later ones bring waits "
        "[commit-from-the-future]\n  hint: make it again with a right clock, before others build on it"
    )
    folder.commit({A: terms("97%")}, at=at("2090-01-01"))
    later = read_past(folder.root, agreements, Settings(), now=datetime(2091, 1, 1, tzinfo=UTC))
    assert not [notice for notice in later.notices if notice.name == "commit-from-the-future"]


# The cache: it may be lost, damaged or forged, and the history is the same


def test_a_cache_changes_nothing_but_the_time(folder, tmp_path):
    def whole(history):
        versions = [(one, one.agreement, one.changes) for several in history.versions.values() for one in several]
        return versions, list(map(history.revisions, history.agreements)), history.notices

    for target in ("95%", "96%"):
        folder.commit({A: terms(target)})
    without = history_of(folder.root)
    for _ in range(2):
        assert whole(history_of(folder.root, tmp_path / "cache")) == whole(without)
    folder.commit({A: terms("97%")})
    assert whole(history_of(folder.root, tmp_path / "cache")) == whole(history_of(folder.root))


@pytest.mark.parametrize(
    "damage", [lambda raw: raw[:-1], lambda raw: b"", lambda raw: raw.replace(b"2026", b"2027", 1)]
)
def test_a_damaged_cache_is_not_believed_and_written_anew(folder, tmp_path, damage):
    folder.commit({A: terms()})
    history_of(folder.root, tmp_path)
    [file] = tmp_path.rglob("history")
    whole = file.read_bytes()
    file.write_bytes(damage(whole))
    assert history_of(folder.root, tmp_path).versions == history_of(folder.root).versions
    assert file.read_bytes() == whole


def test_a_cache_that_cannot_be_written_is_done_without(folder, tmp_path):
    folder.commit({A: terms()})
    (tmp_path / "file").write_text("no folder")
    assert targets(history_of(folder.root, tmp_path / "file")) == ["1: at least 95%"]


def test_changes_that_were_told_once_come_from_the_cache_and_are_the_same(folder, tmp_path, monkeypatch):
    for target in ("95%", "96%", "94%"):
        folder.commit({A: terms(target)})
    told = []

    def differences(before, after):
        told.append((before.digest, after.digest))
        return changes(before, after)

    def changes_of(caches):
        return [version.changes for version in history_of(folder.root, caches, comparing).versions["lead-handoff"]]

    comparing = FORMAT._replace(changes=differences)
    first = changes_of(tmp_path)
    assert [[change.rule for change in found] for found in first] == [[], ["target-tightened"], ["target-eased"]]
    assert len(told) == 2
    assert changes_of(tmp_path) == first
    assert len(told) == 2
    assert changes_of(None) == first
    folder.commit({A: terms("94%", body="Editorial.\n")})
    folder.write(A, terms("93%"))
    assert changes_of(tmp_path) == changes_of(None)

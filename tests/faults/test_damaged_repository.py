"""Faults 67 and 68, where something of a repository was lost: it is told, and never taken for a new one."""

from __future__ import annotations

import os
import shutil
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from living_sla.cli import main
from living_sla.history.git import process
from living_sla.history.git.trouble import Trouble
from living_sla.history.versions.history import History
from tests.factories.git_folders import GitFolder
from tests.factories.small_sites import write_project
from tests.history.conftest import no_settings
from tests.history.reading import A, B, history_of, targets, terms

__all__ = ["no_settings"]


@pytest.fixture
def folder(tmp_path) -> GitFolder:
    return GitFolder.made(tmp_path / "project")


def three_versions(folder: GitFolder) -> list[str]:
    return [folder.commit({A: terms(target)}) for target in ("95%", "96%", "97%")]


def trouble(folder: GitFolder) -> tuple[Trouble, str]:
    history = history_of(folder.root)
    assert history.trouble is not None
    assert history.trouble.exit_code == 3
    assert history.trouble.hint
    return history.trouble.trouble, history.trouble.message


def file_of(folder: GitFolder, name: str) -> Path:
    """The file of the object that a name stands for."""
    found = folder.git("rev-parse", name)
    file = folder.root / ".git/objects" / found[:2] / found[2:]
    file.chmod(0o644)
    return file


# objects that are gone, or not what they were


@pytest.mark.parametrize("verb", [["check"], ["build"], ["history", "lead-handoff"], ["verify"], ["changes"], ["sign"]])
def test_068_no_verb_takes_a_repository_without_its_objects_for_a_new_one(tmp_path, capsys, verb):
    folder = GitFolder(write_project(tmp_path / "project"))
    folder.git("init", "--quiet", "--initial-branch=main")
    head = folder.commit()
    shutil.rmtree(folder.root / ".git/objects")
    (folder.root / ".git/objects").mkdir()
    options = ["lead-handoff", "--as", "ana.ruiz@northwind.example"] if verb == ["sign"] else []
    with pytest.raises(SystemExit) as ended:
        main([*verb, *options, "--project", str(folder.root)])
    assert ended.value.code == 3
    said = capsys.readouterr()
    assert said.out == ""
    assert said.err == (
        f"SLA-F068 HEAD names the commit {head[:12]}, and the repository does not hold it: it is damaged\n"
        "  hint: git fsck names what is missing; clone the repository again\n"
    )
    assert not (folder.root / "site").exists()


@pytest.mark.parametrize(
    "lost",
    ["HEAD", "HEAD~1", "HEAD~2", "HEAD^{tree}", "HEAD~2^{tree}", "HEAD:agreements", "HEAD~1:agreements", f"HEAD~1:{A}"],
)
def test_068_any_object_that_the_history_needs_is_missed(folder, lost):
    three_versions(folder)
    file_of(folder, lost).unlink()
    assert trouble(folder)[0] is Trouble.DAMAGED


@pytest.mark.parametrize(("of", "other"), [(f"HEAD~1:{A}", f"HEAD:{A}"), (f"HEAD:{A}", "HEAD:README.md")])
def test_068_an_object_in_the_place_of_another_is_not_believed(folder, of, other):
    folder.write("README.md", "Ours.")
    three_versions(folder)
    shutil.copyfile(file_of(folder, other), file_of(folder, of))
    assert trouble(folder) == (
        Trouble.DAMAGED,
        "1 of the files that the history needs is missing or damaged",
    )


@pytest.mark.parametrize("kept", [0, 11, 40, 400])
def test_068_a_pack_that_was_cut_off_is_told(folder, kept):
    three_versions(folder)
    folder.git("gc", "--quiet")
    [pack] = (folder.root / ".git/objects/pack").glob("*.pack")
    pack.chmod(0o644)
    pack.write_bytes(pack.read_bytes()[:kept])
    assert trouble(folder)[0] is Trouble.DAMAGED


def test_068_borrowed_objects_are_told_and_missed_when_they_are_gone(folder, tmp_path):
    three_versions(folder)
    folder.git("clone", "--quiet", "--shared", str(folder.root), str(tmp_path / "clone"))
    clone = GitFolder(tmp_path / "clone")
    history = history_of(clone.root)
    assert targets(history) == ["1: at least 95%", "2: at least 96%", "3: at least 97%"]
    assert [str(notice) for notice in history.notices] == [
        "warning: the repository borrows objects of another (objects/info/alternates): it is whole only beside that "
        "[borrowed-objects]\n  hint: git repack -a -d copies them"
    ]
    folder.root.rename(tmp_path / "moved")
    assert trouble(clone)[0] is Trouble.DAMAGED


# refs that are gone


def test_068_a_branch_that_was_lost_is_not_a_repository_without_a_commit(folder):
    three_versions(folder)
    (folder.root / ".git/refs/heads/main").unlink()
    assert trouble(folder) == (
        Trouble.UNBORN,
        "the branch that is checked out has no commit, and the repository has a history",
    )
    shutil.rmtree(folder.root / ".git/logs")
    assert trouble(folder)[0] is Trouble.EMPTY, "nothing is left that tells of a history"


@pytest.mark.parametrize("content", [b"", b"\0" * 41, b"garbage\n", b"ref: refs/heads/main\n", b"0" * 40 + b"\n"])
def test_068_a_ref_that_was_overwritten_is_not_a_repository_without_a_commit(folder, content):
    three_versions(folder)
    shutil.rmtree(folder.root / ".git/logs")
    (folder.root / ".git/refs/heads/main").write_bytes(content)
    assert trouble(folder)[0] in (Trouble.UNBORN, Trouble.DAMAGED)


def test_068_a_new_branch_without_a_commit_says_that_there_is_a_history_elsewhere(folder):
    three_versions(folder)
    folder.git("switch", "--quiet", "--orphan", "empty")
    folder.write(A, terms())
    assert trouble(folder)[0] is Trouble.UNBORN


@pytest.mark.parametrize("form", ["sha1", "sha256"])
def test_068_a_new_repository_has_no_commit_yet(tmp_path, form):
    folder = GitFolder.made(tmp_path / "project", f"--object-format={form}")
    folder.write(A, terms())
    folder.git("add", ".")
    assert trouble(folder)[0] is Trouble.EMPTY
    folder.commit()
    assert targets(history_of(folder.root)) == ["1: at least 95%"]


def test_068_a_kind_of_repository_that_this_git_does_not_know_is_told(folder):
    three_versions(folder)
    folder.git("config", "core.repositoryFormatVersion", "1")
    folder.git("config", "extensions.nobodyKnows", "yes")
    found, message = trouble(folder)
    assert found is Trouble.NO_GIT
    assert message.startswith("the repository is of a kind that this git does not know: unknown repository extension")


# a work tree that is elsewhere, or not all there


@pytest.mark.parametrize("elsewhere", ["/", "..", "../..", "agreements", "../other"])
def test_068_a_work_tree_that_is_not_where_the_repository_lies_is_told(folder, elsewhere):
    three_versions(folder)
    (folder.root.parent / "other").mkdir()
    folder.git("config", "core.worktree", str((folder.root / elsewhere).resolve()))
    assert trouble(folder) == (Trouble.ELSEWHERE, "the repository keeps its files in another folder")


def test_068_a_repository_around_one_that_is_damaged_is_not_taken_for_it(folder):
    folder.commit({f"sales/{A}": terms()})
    (folder.root / "sales/.git").mkdir()
    inner = GitFolder(folder.root / "sales")
    assert trouble(inner) == (Trouble.DAMAGED, "there is a .git, and git cannot use it: it is damaged")
    (inner.root / ".git").rmdir()
    (inner.root / ".git").symlink_to("gone")
    assert trouble(inner)[0] is Trouble.DAMAGED
    (inner.root / ".git").unlink()
    assert targets(history_of(inner.root)) == ["1: at least 95%"]


def test_067_a_sparse_checkout_that_leaves_out_an_agreement_is_told(folder):
    folder.commit({A: terms(), B: terms(id="other"), "agreements/deep/more.md": terms(id="more"), "docs/a": "x"})
    folder.git("sparse-checkout", "set", "--no-cone", f"/{A}")
    assert trouble(folder) == (
        Trouble.SPARSE,
        "the checkout is sparse and leaves out agreements/deep/more.md and 1 more",
    )
    folder.git("sparse-checkout", "set", "--no-cone", "/agreements/")
    assert history_of(folder.root).trouble is None
    folder.git("sparse-checkout", "disable")
    (folder.root / B).unlink()
    assert history_of(folder.root).trouble is None, "it was removed, and not yet committed"


# anything, anywhere


def test_068_what_git_waits_for_is_not_waited_for_without_an_end(folder, monkeypatch):
    three_versions(folder)
    (folder.root / ".git/HEAD").unlink()
    os.mkfifo(folder.root / ".git/HEAD")
    monkeypatch.setattr(process, "SECONDS", 0.5)
    assert trouble(folder) == (Trouble.DAMAGED, "git rev-parse failed: it was ended, or took more than 0.5 s")


def told(history: History) -> dict[str, list[tuple[int, str]]]:
    return {name: [(one.number, one.digest) for one in found] for name, found in history.versions.items()}


@pytest.fixture(scope="module")
def whole(tmp_path_factory) -> dict[str, Path]:
    """The same history as loose objects and packed, with all that git adds to be faster."""
    folder = GitFolder.made(tmp_path_factory.mktemp("whole") / "loose")
    three_versions(folder)
    folder.git("switch", "--quiet", "--create", "side")
    folder.commit({B: terms(id="other")})
    folder.git("switch", "--quiet", "main")
    folder.commit({A: terms("98%")})
    folder.merge("side")
    packed = folder.root.with_name("packed")
    shutil.copytree(folder.root, packed)
    GitFolder(packed).git("gc", "--quiet")
    GitFolder(packed).git("commit-graph", "write", "--reachable", "--changed-paths")
    GitFolder(packed).git("multi-pack-index", "write")
    return {"loose": folder.root, "packed": packed}


_NOTHING_OF_A_HISTORY = {"hooks", "index", "description", "COMMIT_EDITMSG", "ORIG_HEAD", "exclude"}


@settings(max_examples=25)
@given(form=st.sampled_from(["loose", "packed"]), data=st.data())
def test_068_damage_anywhere_is_told_or_changes_nothing(whole, form, data):
    root = whole[form]
    files = [path.relative_to(root) for path in sorted((root / ".git").rglob("*")) if path.is_file()]
    name = data.draw(st.sampled_from([path for path in files if not _NOTHING_OF_A_HISTORY & set(path.parts)]), "file")
    content = bytearray((root / name).read_bytes())
    at = data.draw(st.integers(0, max(len(content) - 1, 0)), "position")
    match data.draw(st.sampled_from(["flipped", "cut", "wiped", "gone"]), "damage"):
        case "flipped" if content:
            content[at] ^= 1 << data.draw(st.integers(0, 7))
        case "cut":
            del content[at:]
        case "wiped":
            content[at : at + 64] = bytes(len(content[at : at + 64]))
        case _:
            content = None
    with TemporaryDirectory() as made:
        copy = Path(made) / "project"
        shutil.copytree(root, copy)
        (copy / name).unlink()
        if content is not None:
            (copy / name).write_bytes(content)
        history = history_of(copy)
        assert history.trouble is not None or told(history) == told(history_of(root))

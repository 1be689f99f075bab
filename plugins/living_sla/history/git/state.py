"""The repository of a project: where it is, whether its history can be read, and what about it is unusual."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator, Mapping
from pathlib import Path, PurePosixPath

from living_sla import programs
from living_sla.errors import Notice, WarningName
from living_sla.history.git import process
from living_sla.history.git.names import Ref
from living_sla.history.git.repository import Repository, commit_of, kind_of, refs_of, resolved
from living_sla.history.git.trouble import HistoryFault, Trouble
from living_sla.model.harmless import decoded, harmless, harmless_bytes


def folder_in_repository(folder: Path) -> str:
    """Where the folder lies in its repository, with a slash at the end; empty at its top, or where there is none.

    It needs no commit yet, and the folder need not exist.
    """
    below = folder.resolve().relative_to(programs.top_of(folder)).as_posix()
    return "" if below == "." else f"{below}/"


def find_repository(root: Path) -> Repository:
    """The repository that the project at `root` lies in; raises `HistoryFault` where there is none to read."""
    try:
        return _found(root)
    except process.GitMissing as missing:
        raise HistoryFault(Trouble.NO_GIT, missing.message, missing.hint) from None
    except process.GitFailed as failed:
        raise _why_not(root, failed) from None


def _found(root: Path) -> Repository:
    bare, inside, shallow, git_folder, common_folder, prefix = _describe(root)
    if bare:
        raise HistoryFault(Trouble.BARE, "the repository is bare: it has no files to build a site from",
                           "clone it, and run sla in the clone")  # fmt: skip
    if not inside:
        raise _elsewhere()
    _require_its_own_folder(root, prefix)
    refs, contents = refs_of(root), process.Answering(root, "cat-file", "--batch")
    branch = next((ref for ref in refs.values() if ref.checked_out), None)
    head = branch.id if branch and kind_of(contents, branch.id) == "commit" else commit_of(root, "HEAD")
    if head is None:
        raise _without_commit(root, git_folder, common_folder)
    promised = any((common_folder / "objects" / "pack").glob("*.promisor"))
    notices = tuple(_unusual(root, branch and branch.name, head, refs, git_folder, common_folder))
    return Repository(root, prefix, head, branch and branch.name, shallow, promised, contents, refs, notices)


def is_sparse(root: Path) -> bool:
    """Whether the work tree leaves out files of the commit that is checked out; raises `GitFailed`."""
    try:
        return process.run(root, "config", "--type=bool", "--get", "core.sparseCheckout").strip() == b"true"
    except process.GitFailed as failed:
        if failed.stderr:
            raise
        return False


_QUESTIONS = (
    "--is-bare-repository",
    "--is-inside-work-tree",
    "--is-shallow-repository",
    "--absolute-git-dir",
    "--git-common-dir",
    "--show-prefix",
)


def _describe(root: Path) -> tuple[bool, bool, bool, Path, Path, str]:
    """Whether it is bare, whether `root` is in its work tree, whether it is shallow, its folders, and the prefix."""
    answers = process.run(root, "rev-parse", *_QUESTIONS).removesuffix(b"\n").split(b"\n")
    if len(answers) != len(_QUESTIONS):  # a folder has a line break in its name
        answers = [process.run(root, "rev-parse", question).removesuffix(b"\n") for question in _QUESTIONS]
    bare, inside, shallow, git_folder, common_folder, prefix = answers
    yes = b"true"
    folders = (root / decoded(git_folder), root / decoded(common_folder))
    return bare == yes, inside == yes, shallow == yes, *folders, decoded(prefix)


def _elsewhere() -> HistoryFault:
    hint = "run sla in the folder that core.worktree names, or git config --unset core.worktree"
    return HistoryFault(Trouble.ELSEWHERE, "the repository keeps its files in another folder", hint)


def _require_its_own_folder(root: Path, prefix: str) -> None:
    """Raise `HistoryFault` where the top of the repository is not the folder that the nearest ``.git`` stands in.

    `core.worktree` may name a folder far above, in which none of the paths of the history are; and git passes by a
    ``.git`` that it cannot use, and takes the repository around it.
    """
    here = root.resolve()
    top = here.parents[len(PurePosixPath(prefix).parts) - 1] if prefix else here
    nearest = next((folder for folder in (here, *here.parents) if os.path.lexists(folder / ".git")), None)
    if nearest == top:
        return
    if nearest is not None and os.path.lexists(top / ".git"):
        raise _unusable()
    raise _elsewhere()


def _unusable() -> HistoryFault:
    return HistoryFault(
        Trouble.DAMAGED,
        "there is a .git, and git cannot use it: it is damaged",
        "look whether .git/HEAD is there and names a branch, or clone the repository again",
    )


def _without_commit(root: Path, git_folder: Path, common_folder: Path) -> HistoryFault:
    """Why HEAD leads to no commit: because there is none yet, or because something was lost."""
    named = resolved(root, "HEAD")
    if named is not None:
        message = f"HEAD names the commit {named[:12]}, and the repository does not hold it: it is damaged"
        return HistoryFault(Trouble.DAMAGED, message, "git fsck names what is missing; clone the repository again")
    if _has_history(root, git_folder, common_folder):
        message = "the branch that is checked out has no commit, and the repository has a history"
        hint = "git switch BRANCH; git reflog names the commits of a branch that was lost"
        return HistoryFault(Trouble.UNBORN, message, hint)
    return HistoryFault(
        Trouble.EMPTY, "the repository has no commit yet", 'git add agreements && git commit -m "First terms"'
    )


def _has_history(root: Path, git_folder: Path, common_folder: Path) -> bool:
    """Whether there is any trace of a commit: a ref, also one that cannot be read, or a log of what HEAD was."""
    if refs_of(root):
        return True
    if any((folder / "logs" / "HEAD").exists() for folder in (git_folder, common_folder)):
        return True
    if (common_folder / "reftable").is_dir():
        return False
    return (common_folder / "packed-refs").exists() or any(
        path.is_file() for path in (common_folder / "refs").rglob("*")
    )


_OF_ANOTHER_KIND = ("unknown repository extension", "Expected git repo version", "unknown repository object format")


def _why_not(root: Path, failed: process.GitFailed) -> HistoryFault:
    """What git's words mean; they are in English, because every command runs in the C locale."""
    complaint = failed.stderr
    if "dubious ownership" in complaint:
        return HistoryFault(
            Trouble.FOREIGN,
            "the repository belongs to another user, so git does not read it",
            "if you trust its owner: git config --global --add safe.directory "
            f"{harmless_bytes(bytes(programs.top_of(root)))}",
        )
    if "bare repository" in complaint:
        return HistoryFault(Trouble.BARE, "the repository is bare: it has no files to build a site from",
                            "clone it, and run sla in the clone")  # fmt: skip
    if "not a git repository" in complaint:
        here = root.resolve()
        if any(os.path.lexists(folder / ".git") for folder in (here, *here.parents)):
            # Git passes by a .git that it cannot use, and says no more of it than of a folder that has none.
            return _unusable()
        return HistoryFault(Trouble.NO_REPOSITORY, "the project is not in a git repository",
                            'git init && git add agreements && git commit -m "First terms"')  # fmt: skip
    if "must be run in a work tree" in complaint:
        return _elsewhere()
    if any(words in complaint for words in _OF_ANOTHER_KIND):
        message = f"the repository is of a kind that this git does not know: {failed.message.partition(': ')[2]}"
        return HistoryFault(Trouble.NO_GIT, message, "install a newer git; reftable needs 2.45")
    if found := re.search(r"bad \w+ config value .* for '([^']+)'|bad config (?:line|variable)", complaint):
        # The value is not told: settings of git hold passwords.
        setting = f"the setting {harmless(found[1])}" if found[1] else "one of its settings"
        hint = "git config --list --show-origin says in which file a setting stands; correct it there"
        return HistoryFault(Trouble.DAMAGED, f"git cannot read {setting}", hint)
    return HistoryFault(Trouble.DAMAGED, failed.message, failed.hint)


def _unusual(
    root: Path, branch: str | None, head: str, refs: Mapping[str, Ref], git_folder: Path, common_folder: Path
) -> Iterator[Notice]:
    if branch is None:
        message = f"no branch is checked out: the main line is what leads to {head[:12]}"
        yield Notice(
            WarningName.DETACHED_HEAD, message, hint="git switch BRANCH, unless a build machine checked it out so"
        )
    if git_folder != common_folder.resolve() and git_folder.resolve() != common_folder.resolve():
        message = "this is a second work tree: the main line is that of its own branch"
        yield Notice(WarningName.SECOND_WORK_TREE, message)
    elif (root / ".git").is_file() and "modules" in git_folder.parts:
        message = "this is a submodule: its own history is read, not that of the repository around it"
        yield Notice(WarningName.SUBMODULE, message)
    if any(name.startswith("refs/replace/") for name in refs):
        message = "the repository replaces objects by others (refs/replace); the originals are read"
        yield Notice(WarningName.REPLACED_OBJECTS, message, hint="git replace -l names them")
    grafts = common_folder / "info" / "grafts"
    if grafts.is_file() and grafts.stat().st_size:
        message = "the repository states other parents for commits (info/grafts); their own parents are read"
        yield Notice(WarningName.GRAFTED_COMMITS, message, hint="remove .git/info/grafts")
    borrowed = common_folder / "objects" / "info" / "alternates"
    if borrowed.is_file() and borrowed.stat().st_size:
        message = "the repository borrows objects of another (objects/info/alternates): it is whole only beside that"
        yield Notice(WarningName.BORROWED_OBJECTS, message, hint="git repack -a -d copies them")

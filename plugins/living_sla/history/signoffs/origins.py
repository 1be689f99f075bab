"""Who added a file: the commit itself, or, where a merge brought it to the main line, those behind the merge."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, MutableMapping

from living_sla.history import process
from living_sla.history.log import side_commits
from living_sla.history.repository import Repository
from living_sla.history.signoffs.filed import Filed
from living_sla.model.signoff import SIGNOFFS_FOLDER


def origins(
    repository: Repository, files: Iterable[Filed], remembered: MutableMapping[str, str]
) -> Mapping[Filed, tuple[str, ...]]:
    """The ids of all commits that added each file with its bytes and landed together with it.

    Empty where no single commit did: a merge that holds what none of its branches held names nobody as its writer.
    What is behind a merge never changes, so it is `remembered`.
    """
    found: dict[Filed, tuple[str, ...]] = {}
    unknown = []
    for file in files:
        if len(file.landing.parents) < 2:
            found[file] = (file.landing.commit.id,)
        elif _question(file) in remembered:
            found[file] = tuple(remembered[_question(file)].split())
        else:
            unknown.append(file)
    added = _added(repository, unknown) if unknown else {}
    for file in unknown:
        found[file] = tuple(added.get((file.landing.commit.id, file.path, file.blob), ()))
        remembered[_question(file)] = " ".join(found[file])
    return found


def _question(file: Filed) -> str:
    return f"{file.landing.commit.id}:{file.blob}:{file.path}"


def _added(repository: Repository, merged: Iterable[Filed]) -> Mapping[tuple[str, str, str], list[str]]:
    """The commits behind merges, by the merge with which they landed, the path and the bytes that they left there."""
    oldest = min(merged, key=lambda file: file.position).landing.parents[0]
    landed_with = _landed_with(repository, oldest)
    added: dict[tuple[str, str, str], list[str]] = {}
    for side in side_commits(repository, repository.head, oldest, SIGNOFFS_FOLDER):
        landing = landed_with.get(side.commit.id, "")
        for change in side.changes:
            added.setdefault((landing, change.path, change.blob or ""), []).append(side.commit.id)
    return added


def _landed_with(repository: Repository, onto: str) -> Mapping[str, str]:
    """By commit, the commit of the main line with which it landed, for all that are not in the history of `onto`."""
    raw = process.run(repository.root, "rev-list", "--parents", "--end-of-options", repository.head, f"^{onto}")
    parents = {commit: rest for commit, *rest in (line.split() for line in raw.decode("ascii").splitlines())}
    main_line, commit = [], repository.head
    while commit in parents:
        main_line.append(commit)
        commit = next(iter(parents[commit]), "")
    landed: dict[str, str] = {}
    for landing in reversed(main_line):
        ahead = [landing]
        while ahead:
            commit = ahead.pop()
            if commit in parents and commit not in landed:
                landed[commit] = landing
                ahead += parents[commit]
    return landed

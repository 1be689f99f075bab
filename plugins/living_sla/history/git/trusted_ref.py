"""Which ref of a repository is trusted: what the machine names, or the default branch; never what a branch names.

Whoever may push can write any settings on a branch of theirs. So where settings decide what is believed, or what runs,
they are read from one ref that somebody else has to agree to a change of.
"""

from __future__ import annotations

import json
import os
import re
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from msgspec import Struct

from living_sla.errors import EnvironmentFault, Fault, Faults, Place, SlaError
from living_sla.files import MAX_FILE_BYTES
from living_sla.history.git.names import checked_ref
from living_sla.settings import SETTINGS_FILE, Settings, parse_settings

if TYPE_CHECKING:
    from living_sla.history.git.repository import Repository

TRUSTED_REF = "SLA_TRUSTED_REF"
"""The [trusted ref](settings.md#the-trusted-ref), whatever the branch that is built says; no branch can change it.

The default branch, as the build machine or the clone tells it.

SLA_TRUSTED_REF=origin/main
"""

_TARGETS = (
    "GITHUB_BASE_REF",  # GitHub, Gitea and Forgejo
    "CI_MERGE_REQUEST_TARGET_BRANCH_NAME",  # GitLab
    "CI_COMMIT_TARGET_BRANCH",  # Woodpecker
    "BITBUCKET_PR_DESTINATION_BRANCH",
    "CHANGE_TARGET",  # Jenkins
    "SYSTEM_PULLREQUEST_TARGETBRANCH",  # Azure
)
_SOURCES = (
    "GITHUB_HEAD_REF",
    "CI_MERGE_REQUEST_SOURCE_BRANCH_NAME",
    "CI_COMMIT_SOURCE_BRANCH",
    "BITBUCKET_BRANCH",
    "CHANGE_BRANCH",
    "SYSTEM_PULLREQUEST_SOURCEBRANCH",
)
"""The same forges, for the branch that a pull request brings."""
_USUAL = ("main", "master")
_REMOTE, _LOCAL = "refs/remotes/origin/", "refs/heads/"
_LARGEST_EVENT = 16 << 20


class TrustedRef(Struct, frozen=True):
    """A ref that is trusted, and who says so."""

    name: str
    """As people write it: ``origin/main``, ``main``."""
    commit: str
    """What it is in this clone."""
    by: str
    """Who says so: the name of a variable, or ``the default branch``."""


def trusted_ref(repository: Repository, environment: Mapping[str, str] | None = None) -> TrustedRef | None:
    """The trusted ref of a repository; None where nothing tells.

    First what `SLA_TRUSTED_REF` names; then the default branch of the remote, as the build machine or the clone knows
    it; then, in a repository without a remote, its main branch or its only one.

    Raises `Faults` for a name that is not one, `EnvironmentFault` for a ref that the machine names and this clone does
    not have, and on a build machine where nothing tells: what it judged would rest on nothing.
    """
    variables = os.environ if environment is None else environment
    named = _named(variables)
    if named is not None:
        return _required(repository, *named)
    refs = repository.refs
    head = refs[f"{_REMOTE}HEAD"].points_to if f"{_REMOTE}HEAD" in refs else ""
    remote = (*((head,) if head.startswith(_REMOTE) else ()), *_at(_REMOTE, _USUAL))
    full_name = next((name for name in remote if name in refs), None)
    target = pull_request_target(variables)
    if full_name is None and target:
        return _required(repository, target, "the target of the pull request")
    if full_name is None and not _has_remote(repository):
        local = [name for name in refs if name.startswith(_LOCAL)]
        chosen = local if len(local) == 1 else _at(_LOCAL, (_default_branch(repository), *_USUAL))
        full_name = next((name for name in chosen if name in refs), None)
    if full_name is not None:
        return TrustedRef(_short(full_name), refs[full_name].id, "the default branch")
    if variables.get("CI", "").lower() in ("1", "true"):
        raise EnvironmentFault(
            "nothing tells which ref is trusted, so nothing is judged",
            hint=f"name it for this job: {TRUSTED_REF}=origin/main",
            code=Fault.NO_TRUSTED_REF,
        )
    return None


def pull_request_target(environment: Mapping[str, str]) -> str:
    """The branch into which the pull request goes that a build machine looks at; empty where it looks at none."""
    return _first_of(_TARGETS, environment)


def pull_request_source() -> str:
    """The branch of the pull request that a build machine looks at; empty where it looks at none."""
    return _first_of(_SOURCES, os.environ)


def _first_of(names: Iterable[str], environment: Mapping[str, str]) -> str:
    named = (environment.get(name, "").strip().removeprefix(_LOCAL) for name in names)
    return next((name for name in named if name), "")


def named_ref(repository: Repository, name: str, by: str) -> TrustedRef | None:
    """The ref of that name; None where this clone has none. Raises `Faults` where it is more than a name.

    A branch is looked for at the remote, in this clone only where there is no remote, and a tag only by its whole name.
    Git would take a tag of that name before the branch, and anybody who may push can push a tag. And a branch of
    somebody else's may be called ``main`` here, or ``origin/main`` at the remote, where it is ``origin/origin/main``.
    """
    whole = name.startswith("refs/") or re.fullmatch(r"[0-9a-f]{40}|[0-9a-f]{64}", name)
    try:
        if name.startswith(("-", ".", "/")):
            raise ValueError
        checked_ref(name)
        for full in (name,) if whole else _places(repository, name):
            # Only what is there by its whole name: git would go on to look for a tag that is called refs/heads/main.
            if full.startswith("refs/") and full not in repository.refs:
                continue
            commit = repository.commit_of(full)
            if commit is not None:
                return TrustedRef(_short(full), commit, by)
    except ValueError:
        hint = "name a branch, a tag or a commit in full"
        raise Faults([SlaError(f"the trusted ref {name!r} is not a name", where=Place(by), hint=hint)]) from None
    return None


def settings_at(repository: Repository, ref: TrustedRef) -> Settings:
    """The settings that a ref has; the defaults where it has none. Raises `Faults`."""
    raw = content_at(repository, ref.commit, SETTINGS_FILE)
    return parse_settings(raw, path=f"{ref.name}:{SETTINGS_FILE}") if raw is not None else Settings()


def content_at(repository: Repository, commit: str, path: str) -> bytes | None:
    """The content of one regular file of the project, as a commit has it; None where it has none."""
    entry = repository.at(commit, path)
    if entry is None or not entry.mode.startswith("100"):
        return None
    [content] = repository.objects([entry.id], max_bytes=MAX_FILE_BYTES)
    if content.kind != "blob":
        message = f"{path} of the trusted ref is {content.kind}, so nothing is judged"
        raise EnvironmentFault(message, hint="fetch the repository again, without a filter", code=Fault.NO_TRUSTED_REF)
    return content.data


def _named(variables: Mapping[str, str]) -> tuple[str, str] | None:
    """What the machine says, and where: outright, or as the default branch of the forge."""
    candidates = [(variables.get(name, "").strip(), name) for name in (TRUSTED_REF, "CI_DEFAULT_BRANCH")]
    candidates.append((_told_by_the_event(variables.get("GITHUB_EVENT_PATH", "")), "GITHUB_EVENT_PATH"))
    return next((candidate for candidate in candidates if candidate[0]), None)


def _told_by_the_event(path: str) -> str:
    """The default branch that GitHub's description of the event names; empty where there is none."""
    try:
        with Path(path).open("rb") as opened:
            event = json.loads(opened.read(_LARGEST_EVENT))
        branch = event["repository"]["default_branch"]
    except (OSError, ValueError, KeyError, TypeError, RecursionError):
        return ""
    return branch if isinstance(branch, str) else ""


def _required(repository: Repository, name: str, by: str) -> TrustedRef:
    ref = named_ref(repository, name, by)
    if ref is None:
        branch = name.removeprefix("refs/").removeprefix("remotes/").removeprefix("heads/").removeprefix("origin/")
        message = f"the trusted ref {name} is not in this clone, so nothing is judged"
        hint = f"git fetch origin {branch}:refs/remotes/origin/{branch}"
        raise EnvironmentFault(message, where=Place(by), hint=hint, code=Fault.NO_TRUSTED_REF)
    return ref


def _places(repository: Repository, name: str) -> Iterator[str]:
    """Where a branch of that name may be; one that begins with the name of a remote is there and nowhere else."""
    yield f"refs/remotes/{name}"
    remote, _, branch = name.partition("/")
    if branch and (remote == "origin" or any(ref.startswith(f"refs/remotes/{remote}/") for ref in repository.refs)):
        return
    yield f"{_REMOTE}{name}"
    if not _has_remote(repository):
        yield f"{_LOCAL}{name}"


def _has_remote(repository: Repository) -> bool:
    return any(name.startswith("refs/remotes/") for name in repository.refs)


def _at(where: str, names: Iterable[str]) -> list[str]:
    return [f"{where}{name}" for name in names]


def _default_branch(repository: Repository) -> str:
    name = repository.first_branch
    return name if re.fullmatch(r"[A-Za-z0-9_][A-Za-z0-9_./-]*", name) else _USUAL[0]


def _short(ref: str) -> str:
    return ref.removeprefix("refs/remotes/").removeprefix(_LOCAL)

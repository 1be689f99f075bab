"""Git, the repository, and what of it is believed."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

from living_sla import programs
from living_sla.doctor.here import Here
from living_sla.doctor.private import shown_path
from living_sla.errors import SlaError
from living_sla.history.git import process
from living_sla.history.git.repository import Repository
from living_sla.history.git.state import is_sparse
from living_sla.history.git.trouble import HistoryFault, Trouble
from living_sla.history.git.trusted_ref import TRUSTED_REF, content_at, pull_request_target, trusted_ref
from living_sla.model.address import read_address
from living_sla.model.counted import counted
from living_sla.model.forge import kind_of
from living_sla.model.observation import Observation, note, ok, problem
from living_sla.settings import SETTINGS_FILE, Settings, Trust

_OLDEST_GIT = (2, 31)
_SITE = "mkdocs.yml"
_MACHINES = {  # by the variable that each sets
    "GITEA_ACTIONS": "Gitea Actions", "GITHUB_ACTIONS": "GitHub Actions", "GITLAB_CI": "GitLab CI",
    "BITBUCKET_BUILD_NUMBER": "Bitbucket Pipelines", "JENKINS_URL": "Jenkins", "TF_BUILD": "Azure Pipelines",
    "CI_PIPELINE_FORGE": "Woodpecker", "CI": "a build machine",
}  # fmt: skip
_WHOLE = {
    "GitHub Actions": "fetch-depth: 0, below with: of the checkout step",
    "Gitea Actions": "fetch-depth: 0, below with: of the checkout step",
    "GitLab CI": 'GIT_DEPTH: "0", below variables: of the job',
}
"""How a build machine is told to fetch the whole history."""
_HALF_DONE = {
    "MERGE_HEAD": ("a merge", "git merge --continue, or git merge --abort"),
    "rebase-merge": ("a rebase", "git rebase --continue, or git rebase --abort"),
    "rebase-apply": ("a rebase", "git rebase --continue, or git rebase --abort"),
    "CHERRY_PICK_HEAD": ("a cherry-pick", "git cherry-pick --continue, or git cherry-pick --abort"),
    "REVERT_HEAD": ("a revert", "git revert --continue, or git revert --abort"),
}
_SKEW = timedelta(hours=1)


def git(here: Here) -> Iterator[Observation]:
    """Whether there is a git outside the repository, and new enough."""
    found = programs.find("git", here.root)
    if found is None:
        folders = len([entry for entry in os.environ.get("PATH", "").split(os.pathsep) if os.path.isabs(entry)])
        what = f"not found in {counted(folders, 'folder')} of the PATH; one inside the repository is never used"
        yield problem("git", what, _install_git(), stops=True)
        return
    said = process.run(here.root, "version").decode("ascii", "replace").strip().removeprefix("git version ")
    numbers = tuple(map(int, re.findall(r"[0-9]+", said)[:2]))
    if numbers < _OLDEST_GIT:
        yield problem("git", f"{said} in {shown_path(found)} is older than 2.31", _install_git(), stops=True)
    else:
        yield ok("git", f"{said}, {shown_path(found)}")


def _install_git() -> str:
    return "winget install Git.Git" if os.name == "nt" else "apt-get install git, and see that it is on the PATH"


def whole(here: Here) -> Iterator[Observation]:
    """Whether there is a history, whose it is, and whether all of it is here."""
    repository = here.repository
    if isinstance(repository, HistoryFault):
        if programs.find("git", here.root):  # else that is told
            yield _trouble(repository, here)
        return
    where = "at its top" if not repository.prefix else "in a folder of it"
    branch = f"on {repository.branch.removeprefix('refs/heads/')}" if repository.branch else "no branch is checked out"
    yield ok("repository", f"the project lies {where}, {branch}; its owner is one that git accepts")
    yield from _depth(repository, here)
    for notice in repository.notices:
        yield note("repository", notice.message, notice.hint) if notice.hint else ok("repository", notice.message)


def _trouble(fault: HistoryFault, here: Here) -> Observation:
    subject = "owner" if fault.trouble is Trouble.FOREIGN else "repository"
    if not fault.is_absence:
        return problem(subject, fault.message, fault.hint, stops=not fault.is_incomplete)
    if not here.is_project:
        return note(subject, "this folder is no project yet", "sla init, or sla demo FOLDER for one to look at")
    return note(subject, f"{fault.message}: terms are drafts, and nobody can sign them", fault.hint)


def _depth(repository: Repository, here: Here) -> Iterator[Observation]:
    machine = build_machine(here)
    if repository.shallow:
        count = int(repository.run("rev-list", "--count", "--first-parent", repository.head))
        what = f"the clone is shallow and holds {counted(count, 'commit')} of the main line: terms are told as drafts"
        yield problem("clone", what, _WHOLE.get(machine, "git fetch --unshallow"))
    if repository.partial:
        what = "the clone is partial: what is not in it yet cannot be read"
        yield note("clone", what, "git config --unset remote.origin.partialclonefilter; git fetch --refetch")
    if is_sparse(repository.root):
        yield note("clone", "the checkout is sparse: agreements may be left out", "git sparse-checkout disable")
    fetched = here.git_settings.get("remote.origin.fetch", ())
    if fetched and not any("refs/heads/*" in one for one in fetched):
        what = "only one branch of the remote is fetched: another one that is trusted would not be known"
        yield note("clone", what, "git remote set-branches origin '*'; git fetch origin")
    if not (repository.shallow or repository.partial):
        yield ok("clone", "the whole history is here")


def work_tree(here: Here) -> Iterator[Observation]:
    """What is half done in the folder, and what of it is not committed."""
    repository = here.repository
    if isinstance(repository, HistoryFault):
        return
    folder = Path(repository.run("rev-parse", "--absolute-git-dir").decode("utf-8", "surrogateescape").rstrip("\n"))
    for name, (what, remedy) in _HALF_DONE.items():
        if (folder / name).exists():
            yield note("work tree", f"{what} is not finished: what is committed now may not be what was meant", remedy)
    if not here.agreements.read or repository.shallow or isinstance(here.settings, SlaError):
        return  # what is wrong is told elsewhere
    if here.agreements.faults:
        yield note("work tree", "not compared: agreements cannot be read", "sla check")
        return
    from living_sla.history.past import read_past_here  # imported late: most of the time that this command takes

    history = read_past_here(here.root).history
    if history.trouble:
        yield _trouble(history.trouble, here)
        return
    if history.uncommitted:
        named = ", ".join(sorted(history.uncommitted)[:6]) + ("…" if len(history.uncommitted) > 6 else "")
        what = f"not committed: {named}; figures that are in force do not change until it is"
        yield note("work tree", what, "git add agreements; git commit")
    else:
        yield ok("work tree", "every agreement is as it was committed")
    seen = {notice.name for notice in repository.notices}
    for notice in history.notices:
        if notice.name not in seen:
            where = f"{notice.where}: " if notice.where else ""
            yield note("history", f"{where}{notice.message}", notice.hint or f"sla check; look for {notice.name}")


def trusted(here: Here) -> Iterator[Observation]:
    """Which ref is trusted, who says so, and whether it holds what is looked for there."""
    repository = here.repository
    if isinstance(repository, HistoryFault):
        return
    ref = trusted_ref(repository, here.variables)
    remedy = f"export {TRUSTED_REF}=origin/main"
    if ref is None:
        what = "nothing tells which branch is trusted"
        asked = isinstance(here.settings, Settings) and here.settings.trust != Trust()
        if asked:
            yield problem("trusted ref", f"{what}, so {SETTINGS_FILE} is not asked about signatures", remedy)
        else:
            yield note("trusted ref", f"{what}: settings that can run programs are refused", remedy)
        return
    by = ref.by if ref.by.startswith("the ") else f"named by {ref.by}"
    yield ok("trusted ref", f"{ref.name} at {ref.commit[:12]}, {by}")
    for name in (_SITE, SETTINGS_FILE):
        if (here.root / name).is_file() and content_at(repository, ref.commit, name) is None:
            what = f"{ref.name} has no {name}, and this folder has"
            yield note("trusted ref", what, f"bring it to {ref.name}: git add {name}; git commit; git push")
    if (here.root / "agreements").is_dir() and next(repository.tree(ref.commit, "agreements/"), None) is None:
        what = f"{ref.name} has no agreements, and this folder has"
        yield note("trusted ref", what, f"bring them to {ref.name}: git add agreements; git commit; git push")


def remote(here: Here) -> Iterator[Observation]:
    """Where the repository can be edited in a browser, as far as the remote tells."""
    address = here.git_setting("remote.origin.url")
    if isinstance(here.repository, HistoryFault):
        return
    if not address:
        remedy = "git remote add origin ADDRESS, once there is a repository for the team"
        yield note("forge", "there is no remote: nobody else can read, review or sign", remedy)
        return
    kind, host = _forge(address)
    named = here.settings.forge if isinstance(here.settings, Settings) else None
    if named is not None:
        yield ok("forge", f"{named.kind.value}, as {SETTINGS_FILE} says")
    elif not host:
        yield note("forge", "origin is a folder of this machine", 'set forge = "https://…" in [tool.living_sla] later')
    else:
        about = f"by its host, {host}, it is {kind}" if kind else f"its host, {host}, does not say which forge it is"
        more = "" if kind else ', and forge_kind = "gitlab", "github", "gitea" or "bitbucket"'
        remedy = f'forge = "https://{host}/OWNER/REPOSITORY"{more}, below [tool.living_sla] in {SETTINGS_FILE}'
        yield note("forge", f"{about}; the site names none, so pages have no links to it", remedy)


def _forge(address: str) -> tuple[str, str]:
    """The kind of forge, and its host without a user; both empty for a folder."""
    short = re.fullmatch(r"(?:[^/@\s]+@)?(?P<host>[\w.-]{2,}):(?!//|\\).*", address)
    web = f"https://{short['host']}/" if short else re.sub(r"^(?:ssh|git|git\+ssh)://", "https://", address)
    found = read_address(web)
    if found.scheme not in ("http", "https"):
        return "", ""
    host = found.host.partition(":")[0]
    kind = kind_of(f"https://{host}/")
    return (kind.value if kind else ""), host


def clock(here: Here) -> Iterator[Observation]:
    """Whether the newest commit lies in the past."""
    repository = here.repository
    if isinstance(repository, HistoryFault):
        return
    stamp = repository.run("log", "-1", "--format=%ct", repository.head).decode("ascii").strip()
    newest, now = datetime.fromtimestamp(int(stamp), UTC), datetime.now(UTC)
    if newest > now + _SKEW:
        what = f"the newest commit says {newest:%Y-%m-%d %H:%M} UTC, and this clock {now:%Y-%m-%d %H:%M} UTC"
        remedy = "timedatectl set-ntp true; where this clock is right: git commit --amend --no-edit --date=now"
        yield problem("newest commit", f"{what}: what it brings waits until then", remedy)
    else:
        yield ok("newest commit", f"of {newest:%Y-%m-%d}, before the clock of this machine")


def build_machine(here: Here) -> str:
    """The name of the build machine that this is; empty where it is none."""
    return next((name for variable, name in _MACHINES.items() if here.variables.get(variable)), "")


def machine(here: Here) -> Iterator[Observation]:
    """Whether this is a build machine, and what it looks at."""
    name, target = build_machine(here), pull_request_target(here.variables)
    if name:
        yield ok("build machine", f"{name}{f', a request to change {target}' if target else ''}")
    elif here.variables.get(TRUSTED_REF):
        yield ok("build machine", f"this is not one; {TRUSTED_REF} is set")
    else:
        yield ok("build machine", "this is not one")


CHECKS = {
    "git": git,
    "repository": whole,
    "work tree": work_tree,
    "trusted ref": trusted,
    "forge": remote,
    "newest commit": clock,
    "build machine": machine,
}

"""The agreements of a project against those of another commit: what a branch changes in the terms."""

from __future__ import annotations

import os
from collections.abc import Sequence
from typing import TYPE_CHECKING

from msgspec import Struct

from living_sla.errors import EnvironmentFault, Fault, Faults, Notice, Place, SlaError, WarningName
from living_sla.files import MAX_FILE_BYTES
from living_sla.history.git.process import GitFailed
from living_sla.history.git.trouble import HistoryFault, Trouble
from living_sla.history.git.trusted_ref import named_ref, pull_request_target, trusted_ref
from living_sla.model.agreement.terms import Agreement
from living_sla.model.harmless import printable
from living_sla.model.past.change import AgreementChanges
from living_sla.model.paths import AGREEMENTS_FOLDER, is_agreement

if TYPE_CHECKING:
    from living_sla.history.git.repository import Repository
    from living_sla.history.versions.past_terms import AgreementFormat

_LONGEST = 80
_LINKS_AND_MODULES = ("120000", "160000")


class Base(Struct, frozen=True):
    """The agreements as one commit holds them."""

    name: str
    """As somebody asked for it, or as git knows it."""
    commit: str
    agreements: tuple[Agreement, ...]
    """Ordered by path."""
    notices: tuple[Notice, ...] = ()
    """Files of that commit that cannot be read as agreements; nothing is compared with them."""


def default_base(repository: Repository) -> tuple[str, str]:
    """What is compared with where nobody says, and its commit: the target of the pull request, or the trusted ref.

    It is known by its commit: a tag may take its name. Raises `EnvironmentFault` where nothing tells, or this clone has
    no such target: a branch that is compared with itself proposes nothing, and would open the gate. Raises as
    `trusted_ref` does as well.
    """
    target = pull_request_target(os.environ)
    found = named_ref(repository, target, "the target of the pull request") if target else trusted_ref(repository)
    if found is None:
        branch = target or "main"
        raise EnvironmentFault(
            f"the target of the pull request, {printable(target)}, is not in this clone, so nothing is compared"
            if target
            else "nothing tells which branch is the main line, so nothing is compared",
            hint=f"git fetch origin {printable(branch)}:refs/remotes/origin/{printable(branch)}, or name what to "
            "compare with, for example sla changes HEAD~1",
            code=Fault.NO_TRUSTED_REF,
        )
    return found.name, found.commit


def agreements_at(repository: Repository, name: str | None, format: AgreementFormat) -> Base:
    """The agreements at the commit where what is checked out parted from whatever git knows a commit by.

    None stands for `default_base`.

    What landed there since is no change of ours. Where nothing is known of a parting, those at the named commit itself.

    Raises `SlaError` where there is no such commit, `HistoryFault` where a partial clone lacks its files.
    """
    name, asked = default_base(repository) if name is None else (name, name)
    commit, why = None, ""
    try:
        commit = repository.commit_at(asked)
    except ValueError:
        why = ": this stands for no single commit"
    except GitFailed as failed:
        why = f": {failed.words}" if failed.words else ""
    if commit is None:
        hint = "name a branch, a tag, an id or an expression such as HEAD~20; git fetch brings what is not here yet"
        raise SlaError(f'there is no commit "{name[:_LONGEST]}"{why}', hint=hint)
    notices: list[Notice] = []
    parted = repository.parted_from(commit)
    if parted is None:
        message = f"no commit is known that {name} and HEAD have in common, so what changed there is told as well"
        hint = "in a shallow clone: git fetch --unshallow"
        notices.append(Notice(WarningName.NO_COMMON_COMMIT, message, None, hint))
    commit = parted or commit
    files = repository.files(commit, AGREEMENTS_FOLDER).items()
    paths = {path: entry.id for path, entry in files if entry.mode not in _LINKS_AND_MODULES and is_agreement(path)}
    agreements: list[Agreement] = []
    for path, blob in zip(paths, repository.objects(paths.values(), max_bytes=MAX_FILE_BYTES), strict=True):
        if blob.is_missing:
            message = f"history incomplete: it was cloned without the files of {commit[:12]}"
            raise HistoryFault(Trouble.PARTIAL, message, "clone without --filter, or git fetch --refetch")
        try:
            agreements.append(format.read(blob.data, path=path))
        except Faults as faults:
            message = f"{name} holds a file that cannot be read as terms: {faults.faults[0].message}"
            notices.append(Notice(WarningName.UNREADABLE_BASE, message, Place(printable(path))))
    return Base(name, commit, tuple(agreements), tuple(notices))


def compared(
    before: Sequence[Agreement], after: Sequence[Agreement], format: AgreementFormat
) -> tuple[AgreementChanges, ...]:
    """Every agreement of either state, by its id and in order of it."""
    old = {agreement.terms.id: agreement for agreement in before}
    new = {agreement.terms.id: agreement for agreement in after}
    compared_agreements = []
    for name in sorted(old.keys() | new.keys()):
        earlier, later = old.get(name), new.get(name)
        differences = format.changes(earlier, later) if earlier is not None and later is not None else ()
        compared_agreements.append(AgreementChanges(earlier, later, differences))
    return tuple(compared_agreements)

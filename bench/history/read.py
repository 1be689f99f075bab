"""Reading a history with its digests and timelines, `cold` or `warm`; or only `git`'s part of it.

`imports` and `tree` stand for what these do besides: importing, GitPython included, and, for a whole history, reading
the work tree.
"""

from __future__ import annotations

import sys
from datetime import UTC, datetime
from pathlib import Path

import git  # noqa: F401  # what starts git's processes; it would be imported with the first of them

from living_sla.agreements.files import agreement_files
from living_sla.agreements.reader import read_agreement
from living_sla.cache import cache_of
from living_sla.history.git.log import main_line
from living_sla.history.git.state import find_repository
from living_sla.history.in_force.timeline import timeline
from living_sla.history.past import FORMAT
from living_sla.history.versions.folder import FolderAgreement
from living_sla.history.versions.history import read_history
from living_sla.model.past.signoff import TrustLevel


def main(root: Path, how: str, caches: Path) -> None:
    if how == "imports":
        return
    if how == "git":
        repository = find_repository(root)
        landings = main_line(repository, "agreements")
        blobs = dict.fromkeys(change.blob for landing in landings for change in landing.changes if change.blob)
        assert sum(len(found.data) for found in repository.objects(blobs))
        return
    agreements = tuple(FolderAgreement.of(read_agreement(file, root)[0]) for file in agreement_files(root))
    if how == "tree":
        return
    history = read_history(root, agreements, FORMAT, cache=cache_of(root, caches) if how == "warm" else None)
    history.require()
    now = datetime(2027, 1, 1, tzinfo=UTC)
    for agreement, versions in history.versions.items():
        timeline(agreement, versions, (), required=TrustLevel.OWN_COMMIT, now=now)


if __name__ == "__main__":
    main(Path(sys.argv[1]), sys.argv[2], Path(sys.argv[3]))

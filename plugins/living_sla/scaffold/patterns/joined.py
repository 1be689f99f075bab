"""The agreement that a commitment is to join, also one that has none yet."""

from __future__ import annotations

from pathlib import Path

from living_sla.agreements.agreement_file import parse_agreement
from living_sla.agreements.files import agreement_files
from living_sla.agreements.reader import agreement_called
from living_sla.errors import Faults, SlaError
from living_sla.files import bytes_of
from living_sla.model.agreement.scalars import BOTH
from living_sla.model.agreement.terms import Agreement
from living_sla.model.paths import id_of
from living_sla.scaffold.patterns.appended import appended
from living_sla.scaffold.patterns.library import pattern

_STAND_IN = "stand-in"


def agreement_to_join(root: Path, name: str | None) -> Agreement:
    """As `agreement_called`; where the only fault of a file is that it has no commitment, with one that stands in."""
    try:
        return agreement_called(root, name)
    except Faults:
        found = _without_commitments(root, name)
        if found is None:
            raise
        return found


def _without_commitments(root: Path, name: str | None) -> Agreement | None:
    try:
        paths = {path.relative_to(root).as_posix(): path for path in agreement_files(root)}
        meant = [path for path in paths if name is None or id_of(path) == name]
        if len(meant) != 1:
            return None
        item = pattern("lead-volume").commitment({"at": "day"}, id=_STAND_IN, by=BOTH)
        content = appended(bytes_of(paths[meant[0]], root), item, path=meant[0]).content
        found = parse_agreement(content, path=meant[0])[0]
    except SlaError:
        return None
    return found if [one.id for one in found.terms.commitments] == [_STAND_IN] else None

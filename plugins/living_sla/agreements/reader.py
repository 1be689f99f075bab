"""A project to its values: agreements and the declaration of the sources, with every fault of every file at once."""

from __future__ import annotations

from contextlib import suppress
from datetime import date
from pathlib import Path

from living_sla.agreements.agreement_file import parse_agreement
from living_sla.agreements.files import agreement_files, misnamed
from living_sla.agreements.project import Project
from living_sla.agreements.rules.columns import check_columns
from living_sla.agreements.rules.together import check_together, what_could_be_wiser
from living_sla.agreements.signoff_file import signoffs_of
from living_sla.agreements.sources_file import DeclaredSources, read_sources
from living_sla.errors import Fault, Faults, Notice, Place, SlaError, raise_any
from living_sla.files import bytes_of
from living_sla.model.agreement.terms import Agreement
from living_sla.model.paths import id_of
from living_sla.model.suggestion import did_you_mean


def load_project(root: Path, *, today: date | None = None) -> Project:
    """Everything below `root` that people declare, checked as a whole.

    `today` lets warnings speak of review dates that have passed; without it they do not. Raises `Faults` with all
    faults of all files.
    """
    agreements, notices, faults = _read_all(root)
    declared = DeclaredSources({}, {})
    try:
        declared = read_sources(root)
    except Faults as several:
        faults += several.faults
    else:
        faults += [fault for agreement in agreements for fault in check_columns(agreement, declared.sources)]
    faults += check_together(agreements)
    try:
        signoffs_of(root)
    except Faults as several:
        faults += several.faults
    raise_any(faults)
    notices += what_could_be_wiser(agreements, declared.sources, today=today)
    notices.sort(key=lambda notice: (notice.where or Place(""), notice.name))
    by_id = tuple(sorted(agreements, key=lambda agreement: agreement.terms.id))
    return Project(root, by_id, declared.sources, declared.places, tuple(notices))


def _read_all(root: Path) -> tuple[list[Agreement], list[Notice], list[SlaError]]:
    faults: list[SlaError] = list(misnamed(root))
    notices: list[Notice] = []
    agreements: list[Agreement] = []
    try:
        paths = agreement_files(root)
    except Faults as several:
        return [], [], [*faults, *several.faults]
    for path in paths:
        try:
            agreement, found = read_agreement(path, root)
        except Faults as several:
            faults += several.faults
        else:
            agreements.append(agreement)
            notices += found
    return agreements, notices, faults


def read_agreement(path: Path, root: Path) -> tuple[Agreement, list[Notice]]:
    """One agreement file below `root`, and the warnings about it; raises `Faults` with all that is wrong in it."""
    return parse_agreement(bytes_of(path, root), path=path.relative_to(root).as_posix())


def readable_agreements(root: Path) -> list[Agreement]:
    """The agreements of a project that have no fault, in order of their paths; none where there is no folder.

    Raises `Faults` where the folder cannot be read.
    """
    found = []
    for path in _files_or_none(root):
        with suppress(Faults):
            found.append(read_agreement(path, root)[0])
    return found


def agreement_called(root: Path, name: str | None) -> Agreement:
    """The agreement of that id, or the only one; raises `Faults` where its file has some, or where none is meant."""
    return read_agreement(path_called(root, name), root)[0]


def path_called(root: Path, name: str | None) -> Path:
    """The file of the agreement of that id, or the only one; raises `SlaError` where none is meant."""
    files = _files_or_none(root)
    if name is None and len(files) == 1:
        return files[0]
    if name is None and not files:
        raise SlaError("there is no agreement yet", hint="sla new agreement ID makes one", code=Fault.NO_AGREEMENT)
    known = readable_agreements(root)
    if name is None:
        raise SlaError(
            "there are several agreements",
            hint=f"name one of them: {', '.join(agreement.terms.id for agreement in known)}",
        )
    for agreement in known:
        if agreement.terms.id == name:
            return root / agreement.path
    for path in files:
        if id_of(path.relative_to(root).as_posix()) == name:
            return path
    hint = did_you_mean(name, [agreement.terms.id for agreement in known]) or "sla new agreement ID makes one"
    raise SlaError(f'there is no agreement "{name}"', hint=hint, code=Fault.UNKNOWN_NAME)


def _files_or_none(root: Path) -> list[Path]:
    """As `agreement_files`; none where there is no agreement yet."""
    try:
        return agreement_files(root)
    except Faults as several:
        if several.exit_code != SlaError.exit_code:
            raise
        return []


def load_sources(root: Path) -> Project:
    """The sources of a project whose agreements cannot be read; raises `Faults` with all that is wrong in them."""
    declared = read_sources(root)
    return Project(root, (), declared.sources, declared.places)

"""Terms of a project's agreement changed by what a person asks: read, edited, checked as a whole, written."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

from msgspec import Struct

from living_sla.agreements.editing.edited import Edited, edited
from living_sla.agreements.editing.setting import Setting
from living_sla.agreements.reader import path_called, readable_agreements
from living_sla.agreements.rules.columns import check_columns
from living_sla.agreements.rules.together import check_together
from living_sla.agreements.sources_file import read_sources
from living_sla.errors import Faults, SlaError
from living_sla.files import bytes_of
from living_sla.model.agreement.terms import Agreement
from living_sla.scaffold.written import write_over


class ChangedFile(Struct, frozen=True):
    """An agreement's file before and after."""

    path: str
    before: bytes
    edited: Edited


def changed(root: Path, name: str | None, settings: Sequence[Setting]) -> ChangedFile:
    """What the file of the agreement called `name`, or of the only one, is with the settings; nothing is written.

    Raises `SlaError` or `Faults` where it cannot be written so, or would have a fault that it has not now.
    """
    file = path_called(root, name)
    path, before = file.relative_to(root).as_posix(), bytes_of(file, root)
    result = edited(before, settings, path=path)
    had = {str(fault) for fault in _faults_with(root, result.before)} if result.before is not None else set()
    if faults := [fault for fault in _faults_with(root, result.after) if str(fault) not in had]:
        raise Faults(faults)
    return ChangedFile(path, before, result)


def write(root: Path, file: ChangedFile) -> None:
    """Write it, with the rights that it has; raises `SlaError` where it changed meanwhile."""
    if file.before != file.edited.content:
        write_over(root / file.path, root, before=file.before, after=file.edited.content)


def _faults_with(root: Path, agreement: Agreement) -> Iterator[SlaError]:
    """What is wrong with the agreement among the others of the project, and with the sources that it asks."""
    others = [other for other in readable_agreements(root) if other.path != agreement.path]
    yield from check_together([*others, agreement])
    try:
        yield from check_columns(agreement, read_sources(root).sources)
    except Faults:
        return  # what sources are is said by the check of the whole project

"""The agreements of the project's folder, for those who ask for the past: of most, no more than what decides.

A file that was read before and had no fault is not read again until somebody wants its terms. What is remembered of it
goes by its path and its bytes.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from functools import cached_property, partial
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING

from living_sla.agreements.files import agreement_files
from living_sla.cache import Cache
from living_sla.errors import Faults, SlaError, raise_any
from living_sla.files import bytes_of
from living_sla.history.versions.readings import ReadAgreement, Reading
from living_sla.model.past.revision import Essentials

if TYPE_CHECKING:
    from living_sla.model.agreement.terms import Agreement

_NAME = "folder"


class FolderAgreement:
    """One agreement as the work tree holds it."""

    def __init__(self, path: str, reading: Reading, read: Callable[[], Agreement]) -> None:
        self.path = path
        self.id = reading.agreement
        self.digest = reading.digest
        self.reading = reading
        self._read = read

    @classmethod
    def of(cls, agreement: Agreement) -> FolderAgreement:
        """One that is read already."""
        return cls(agreement.path, Reading.of(agreement), lambda: agreement)

    @cached_property
    def agreement(self) -> Agreement:
        """All of it."""
        return self._read()

    @cached_property
    def essentials(self) -> Essentials:
        """What decides when its terms are in force."""
        return self.reading.essentials


def agreements_in(root: Path, read: ReadAgreement, cache: Cache | None = None) -> tuple[FolderAgreement, ...]:
    """The agreements of the folder in order of their path, each read by `read` where it has to be.

    Raises `Faults` with everything that is wrong in them.
    """
    content = cache.read(_NAME) if cache else None
    known: dict[str, list[str]] = json.loads(content) if content else {}
    readings: dict[str, Reading] = {}
    agreements: list[FolderAgreement] = []
    faults: list[SlaError] = []
    for file in agreement_files(root):
        path = file.relative_to(root).as_posix()
        try:
            raw = bytes_of(file, root)
            key = sha256(b"%b\0%b" % (path.encode("utf-8", "surrogateescape"), raw)).hexdigest()
            if key in known:
                agreement = FolderAgreement(path, Reading(*known[key]), partial(read, raw, path=path))
            else:
                agreement = FolderAgreement.of(read(raw, path=path))
        except Faults as several:
            faults += several.faults
            continue
        readings[key] = agreement.reading
        agreements.append(agreement)
    raise_any(faults)
    if cache and readings.keys() != known.keys():
        cache.write(_NAME, json.dumps(readings, separators=(",", ":")).encode())
    return tuple(agreements)

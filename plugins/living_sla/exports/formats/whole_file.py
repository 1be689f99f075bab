"""A file that is read here and there, not from front to back: hashed on its own, watched for changes meanwhile."""

from __future__ import annotations

import hashlib
import os

from living_sla.exports.file import File, FileIdentity, check_identity
from living_sla.exports.progress import listener
from living_sla.model.figures.provenance import ExportFile

_PIECE = 1 << 20


class WholeFile:
    """An opened file; its path still leads to the same bytes as long as `check_unchanged` is silent."""

    def __init__(self, file: File) -> None:
        self._file = file
        self.opened = file.path.open("rb")
        self._again = file.path.open("rb", buffering=0)
        self._identity = FileIdentity.of(os.fstat(self.opened.fileno()))
        self._digest = hashlib.sha256()
        self._heard = listener()

    @property
    def size(self) -> int:
        """Bytes of the file."""
        return self._identity.size

    def check_unchanged(self) -> None:
        """Raises `ChangedWhileRead` where the path holds another file than was opened, or one written to since."""
        check_identity(self._file, self._identity)
        check_identity(self._file, FileIdentity.of(os.fstat(self._again.fileno())))

    def facts(self) -> ExportFile:
        """The file as it was read; raises `ChangedWhileRead`."""
        self._hash(self.size)
        self.check_unchanged()
        return ExportFile(self._file.shown, self._digest.hexdigest(), self.size)

    def tell(self, part: float) -> None:
        """Say that about so much of the file, from 0 to 1, was read.

        It is hashed as far: by whoever reads, and so beside what is made of it. At the end it took 0.14 s of 243 MB.
        """
        so_far = min(int(part * self.size), self.size - 1)
        self._hash(so_far)
        self._heard(self._file.shown, so_far, self.size)

    def _hash(self, end: int) -> None:
        while (more := min(end - self._again.tell(), _PIECE)) > 0 and (piece := self._again.read(more)):
            self._digest.update(piece)

    def close(self) -> None:
        """Close the file."""
        self.opened.close()
        self._again.close()
        self._heard(self._file.shown, self.size, self.size)

"""A file that is read here and there, not from front to back: hashed on its own, watched for changes meanwhile."""

from __future__ import annotations

import hashlib
import os

from living_sla.exports.file import File, FileIdentity, check_identity
from living_sla.exports.progress import listener
from living_sla.model.figures.provenance import ExportFile


class WholeFile:
    """An opened file; its path still leads to the same bytes as long as `check_unchanged` is silent."""

    def __init__(self, file: File) -> None:
        self._file = file
        self.opened = file.path.open("rb")
        self._identity = FileIdentity.of(os.fstat(self.opened.fileno()))
        self._heard = listener()

    @property
    def size(self) -> int:
        """Bytes of the file."""
        return self._identity.size

    def check_unchanged(self) -> None:
        """Raises `ChangedWhileRead` where the path holds another file than was opened, or one written to since."""
        check_identity(self._file, self._identity)

    def facts(self) -> ExportFile:
        """The file as it was read; raises `ChangedWhileRead`."""
        self.opened.seek(0)
        digest = hashlib.file_digest(self.opened, "sha256").hexdigest()
        self.check_unchanged()
        return ExportFile(self._file.shown, digest, self.size)

    def tell(self, part: float) -> None:
        """Say that about so much of the file, from 0 to 1, was read."""
        self._heard(self._file.shown, min(int(part * self.size), self.size - 1), self.size)

    def close(self) -> None:
        """Close the file."""
        self.opened.close()
        self._heard(self._file.shown, self.size, self.size)

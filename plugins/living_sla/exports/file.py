"""One file of an export: what its name says that it is, and whether it is still what was opened."""

from __future__ import annotations

import os
from importlib.util import find_spec
from pathlib import Path

from msgspec import Struct

from living_sla.errors import Fault, Place, SlaError

CSV = (".csv", ".tsv", ".txt")
JSON_LINES = (".jsonl", ".ndjson")
PARQUET = (".parquet",)
WORKBOOK = (".xlsx",)
PACKED = ".gz"


class File(Struct, frozen=True):
    """One file of an export, and how people know it: relative to the project, with forward slashes."""

    path: Path
    shown: str


def is_csv(path: Path) -> bool:
    """Whether the file's name says that it is CSV, packed or not."""
    return _bare(path).endswith(CSV)


def is_json_lines(path: Path) -> bool:
    """Whether the file's name says that it holds one JSON object a line, packed or not."""
    return _bare(path).endswith(JSON_LINES)


def is_parquet(path: Path) -> bool:
    """Whether the file's name says that it is Parquet."""
    return path.name.lower().endswith(PARQUET)


def is_workbook(path: Path) -> bool:
    """Whether the file's name says that it is an XLSX workbook."""
    return path.name.lower().endswith(WORKBOOK)


def is_packed(path: Path) -> bool:
    """Whether the file's name says that it is compressed with gzip."""
    return path.name.endswith(PACKED)


def _bare(path: Path) -> str:
    return path.name.removesuffix(PACKED).lower()


_AS_CSV = "export it as CSV, UTF-8"
_KNOWN_KINDS = {
    ".xlsm": ("a workbook that may hold macros", "save it as a workbook without macros (.xlsx), or as CSV, UTF-8"),
    ".xltm": ("a template that may hold macros", "save it as a workbook without macros (.xlsx), or as CSV, UTF-8"),
    ".xlsb": ("a binary workbook", "save it as .xlsx, or as CSV, UTF-8"),
    ".xls": ("an old workbook", "save it as .xlsx, or as CSV, UTF-8"),
    ".ods": ("a spreadsheet of OpenDocument", "save it as .xlsx, or as CSV, UTF-8"),
    ".numbers": ("a spreadsheet of Numbers", _AS_CSV),
    ".zip": ("a zip archive", "unpack it, and put the file that it holds here"),
    ".pdf": ("a PDF", _AS_CSV),
}


def check_ending(path: Path, shown: str) -> None:
    """Raises `SlaError` for a file whose name says that it is of a kind that is not read."""
    if is_workbook(path) and find_spec("resource") is None:
        message = "workbooks are not read on this system, which cannot limit what reading one may take"
        raise SlaError(message, where=Place(shown), hint=_AS_CSV, code=Fault.UNSUPPORTED_WORKBOOK)
    if is_csv(path) or is_json_lines(path) or is_parquet(path) or is_workbook(path):
        return
    kind = next((known for ending, known in _KNOWN_KINDS.items() if path.name.lower().endswith(ending)), None)
    if kind is not None:
        what, hint = kind
        raise SlaError(
            f"the export is {what}, which is not read", where=Place(shown), hint=hint, code=Fault.UNSUPPORTED_WORKBOOK
        )
    text, others = ", ".join(CSV + JSON_LINES), " and ".join(PARQUET + WORKBOOK)
    hint = f"export it as CSV; read are {text}, each also with {PACKED}, {others}"
    message = f'exports of the kind "{path.suffix or path.name}" are not read'
    raise SlaError(message, where=Place(shown), hint=hint, code=Fault.UNREADABLE_EXPORT)


class ChangedWhileRead(SlaError):
    """Somebody wrote to the file while it was read, so that the bytes may be of two files."""


class FileIdentity(Struct, frozen=True):
    """What tells one state of a file from another without reading it."""

    device: int
    inode: int
    size: int
    modified: int

    @classmethod
    def of(cls, status: os.stat_result) -> FileIdentity:
        """The identity of a file with that status."""
        return cls(status.st_dev, status.st_ino, status.st_size, status.st_mtime_ns)


def check_identity(file: File, opened: FileIdentity) -> None:
    """Raises `ChangedWhileRead` where the path holds another file than was opened, or one written to since."""
    try:
        now = FileIdentity.of(file.path.stat())
    except FileNotFoundError:
        now = None
    if now != opened:
        raise ChangedWhileRead(
            "the export was changed while it was read",
            where=Place(file.shown),
            hint="write an export under another name, and rename it when it is complete",
            code=Fault.CHANGED_WHILE_READ,
        )

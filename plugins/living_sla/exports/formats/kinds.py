"""What the first bytes of a file say it is, before anybody reads it as a table."""

from __future__ import annotations

import gzip
import zlib
from pathlib import Path

from living_sla.errors import Fault, Place, SlaError
from living_sla.exports.file import is_parquet, is_workbook
from living_sla.exports.formats.encodings import UTF8_MARK, UTF16_MARKS

_LOOK_AT = 4096

_ZIP = b"PK\x03\x04"
_OLE = b"\xd0\xcf\x11\xe0"
"""The container of Microsoft's old formats, in which a workbook with a password is also kept."""
_KINDS = (
    (_ZIP, "a spreadsheet (XLSX) or a zip archive", "let its name end in .xlsx, or export it as CSV, UTF-8"),
    (b"PAR1", "a Parquet file", "let its name end in .parquet"),
    (b"%PDF", "a PDF", "export it as CSV, UTF-8"),
    (b"\x1f\x8b", "compressed with gzip", "let its name end in .csv.gz"),
    (b"version https://git-lfs", "a pointer to a file in Git LFS", "fetch it with: git lfs pull"),
)
_DECLARE_UTF16 = "add encoding: utf-16 to the source, or export it as UTF-8"


def check_kind(path: Path, shown: str, encoding: str = "utf-8") -> SlaError | None:
    """The fault of a file that is no table of text at all: another format, another encoding, a web page, nothing."""
    try:
        start = _start(path)
    except PermissionError:
        hint = "give the user who builds the site the right to read it"
        return _fault("may not be read by this user", hint, shown)
    except (gzip.BadGzipFile, EOFError, zlib.error):
        return _fault("is not a complete gzip file", "export or copy it again", shown)
    if is_parquet(path):
        return None if start.startswith(b"PAR1") else _fault("is no Parquet file", "export it again", shown)
    if is_workbook(path) and start.startswith(_ZIP):
        return None
    if start.startswith(_OLE):
        hint = "save it as .xlsx without a password, or as CSV, UTF-8"
        return _fault("is an encrypted workbook, or an old one (XLS)", hint, shown, code=Fault.UNSUPPORTED_WORKBOOK)
    for mark, kind, hint in _KINDS:
        if start.startswith(mark):
            return _fault(f"is {kind}", hint, shown)
    is_utf16 = start.startswith(UTF16_MARKS)
    if is_utf16 and encoding == "utf-16":
        return None
    if is_utf16:
        return _fault("is encoded as UTF-16", _DECLARE_UTF16, shown, code=Fault.OTHER_CONVENTION)
    if encoding == "utf-16" and start:
        hint = "export it as UTF-16 with a byte-order mark, or remove encoding from the source if it is UTF-8"
        return _fault("is declared as UTF-16 and has no byte-order mark", hint, shown, code=Fault.OTHER_CONVENTION)
    if is_workbook(path) and start:
        return _fault("is no XLSX workbook", "export or save it again", shown)
    text = start.removeprefix(UTF8_MARK).lstrip().lower()
    if text.startswith((b"<!doctype", b"<html", b"<?xml")):
        hint = "export it again while logged in: links to exports expire"
        return _fault("is a web page, probably a login page", hint, shown)
    if not text:
        return _fault("is empty", "export it again; an empty export is no data, not 0 %", shown)
    if max(start[::2].count(0), start[1::2].count(0)) * 4 > len(start):
        hint = "export it as UTF-8, or as UTF-16 with a byte-order mark"
        return _fault("is encoded as UTF-16 without a byte-order mark", hint, shown, code=Fault.OTHER_CONVENTION)
    return None


def _start(path: Path) -> bytes:
    if path.name.endswith(".gz"):
        with gzip.open(path) as file:
            return file.read(_LOOK_AT)
    with path.open("rb") as plain:
        return plain.read(_LOOK_AT)


def _fault(what: str, hint: str, shown: str, *, code: Fault = Fault.UNREADABLE_EXPORT) -> SlaError:
    return SlaError(f"the export {what}", where=Place(shown), hint=hint, code=code)

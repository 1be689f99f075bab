"""An agreement file in two: the front matter between its ``---`` lines, and the body below."""

from __future__ import annotations

import re

from msgspec import Struct

from living_sla.agreements.conflicts import refuse_conflict
from living_sla.agreements.yaml.characters import decode
from living_sla.errors import Fault, Place, SlaError

_FENCE = re.compile(r"---[ ]*")
_CLOSING = re.compile(r"\n[^\S\n]*---[^\S\n]*(?:#[^\n]*)?(?=\n|\Z)")
_ALMOST = re.compile(r"\s*(?:-{2,}|—|–-?|\+{3})\s*(?:#.*)?")
_EXAMPLE = "begin the file with a line ---, then the fields, then a line ---"


class Split(Struct, frozen=True):
    """The two parts of a file, each with the line of the file on which it begins; nothing lies between them."""

    front: str
    front_line: int
    body: str
    body_line: int


def parts_of(raw: bytes, *, path: str) -> Split:
    """The parts of a file as it is today; raises `SlaError` for what is not UTF-8, or holds a conflict, as well."""
    text = decode(raw, path=path)
    refuse_conflict(text, path=path, markdown=True)
    return split(text, path=path)


def split(text: str, *, path: str) -> Split:
    """The parts of a decoded file, whose first line is ``---`` and whose next such line ends the front matter.

    Raises `SlaError` where the front matter is missing, indented or not closed; no text is ever dropped.
    """
    opening = text.partition("\n")[0]
    if not _FENCE.fullmatch(opening):
        raise _not_opened(text, path)
    closing = _CLOSING.search(text, len(opening))
    if closing is None:
        raise _refusal("the front matter is not closed", path, 1, "write a line --- after the last field")
    line = text.count("\n", 0, closing.start()) + 2
    if not _FENCE.fullmatch(closing[0], 1):
        found = f'a closing line "{closing[0].strip()}" that is more than ---'
        raise _refusal(found, path, line, "write --- alone, unindented")
    return Split(text[len(opening) + 1 : closing.start() + 1], 2, text[closing.end() + 1 :], line + 1)


def _not_opened(text: str, path: str) -> SlaError:
    lines = text.split("\n")
    for number, line in enumerate(lines, 1):
        if not line.strip():
            continue
        if number > 1 and _FENCE.fullmatch(line):
            return _refusal("empty lines above the front matter", path, 1, "begin the file with the line ---")
        if _ALMOST.fullmatch(line):
            found = f'the front matter opens with "{line.strip()}"' if line == line.lstrip() else "the --- is indented"
            return _refusal(found, path, number, "write --- alone at the start of the line")
        return SlaError("no front matter", where=Place(path, number), hint=_EXAMPLE, code=Fault.NO_FRONT_MATTER)
    return SlaError("the file is empty", where=Place(path, 1), hint=_EXAMPLE, code=Fault.NO_FRONT_MATTER)


def _refusal(message: str, path: str, line: int, hint: str) -> SlaError:
    return SlaError(message, where=Place(path, line), hint=hint, code=Fault.FRONT_MATTER_NOT_CLOSED)

"""An agreement file in two: the front matter between its ``---`` lines, and the body below."""

from __future__ import annotations

import re
from dataclasses import dataclass

from living_sla.errors import Place, SlaError

_FENCE = re.compile(r"---[ ]*")
_ALMOST = re.compile(r"\s*(?:-{2,}|—|–-?|\+{3})\s*(?:#.*)?")
_EXAMPLE = "begin the file with a line ---, then the fields, then a line ---"


@dataclass(frozen=True)
class Split:
    """The two parts of a file, each with the line of the file on which it begins; nothing lies between them."""

    front: str
    front_line: int
    body: str
    body_line: int


def split(text: str, *, path: str) -> Split:
    """The parts of a decoded file, whose first line is ``---`` and whose next such line ends the front matter.

    Raises `SlaError` where the front matter is missing, indented or not closed; no text is ever dropped.
    """
    lines = text.split("\n")
    _require_opening(lines, path)
    for number, line in enumerate(lines[1:], 1):
        if _FENCE.fullmatch(line):
            body = "\n".join(lines[number + 1 :])
            return Split("\n".join(lines[1:number]) + "\n" * (number > 1), 2, body, number + 2)
        if "---" in line and re.fullmatch(r"\s*---\s*(#.*)?", line):
            raise _refusal(
                f'a closing line "{line.strip()}" that is more than ---',
                path,
                number + 1,
                "write --- alone, unindented",
            )
    raise _refusal("the front matter is not closed", path, 1, "write a line --- after the last field")


def _require_opening(lines: list[str], path: str) -> None:
    if _FENCE.fullmatch(lines[0]):
        return
    for number, line in enumerate(lines, 1):
        if not line.strip():
            continue
        if number > 1 and _FENCE.fullmatch(line):
            raise _refusal("empty lines above the front matter", path, 1, "begin the file with the line ---")
        if _ALMOST.fullmatch(line):
            found = f'the front matter opens with "{line.strip()}"' if line == line.lstrip() else "the --- is indented"
            raise _refusal(found, path, number, "write --- alone at the start of the line")
        raise SlaError("no front matter", where=Place(path, number), hint=_EXAMPLE, code="SLA-F021")
    raise SlaError("the file is empty", where=Place(path, 1), hint=_EXAMPLE, code="SLA-F021")


def _refusal(message: str, path: str, line: int, hint: str) -> SlaError:
    return SlaError(message, where=Place(path, line), hint=hint, code="SLA-F002")

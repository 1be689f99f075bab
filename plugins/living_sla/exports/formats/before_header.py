"""What may stand before the header: lines that the source says to skip, and a line that names the delimiter."""

from __future__ import annotations

import re

DELIMITERS = {",": "a comma", ";": "a semicolon", "\t": "a tab", "|": "a bar"}

_STATED = re.compile('"?sep=([,;|\t])"?[,;|\t]*\r{0,2}\n?', re.IGNORECASE)


def stated_delimiter(line: str) -> str:
    """The delimiter that a first line such as ``sep=;`` names, as spreadsheets write and read it; else empty."""
    found = _STATED.fullmatch(line)
    return found[1] if found else ""


def other_delimiter(said: str) -> tuple[str, str]:
    """The fault of a file that names another delimiter than its source, and what to do."""
    message = f"the file says that its columns are separated by {DELIMITERS[said]}"
    return message, f'add delimiter: "{written(said)}" to the source'


def written(delimiter: str) -> str:
    """The delimiter as YAML has it in quotes."""
    return "\\t" if delimiter == "\t" else delimiter

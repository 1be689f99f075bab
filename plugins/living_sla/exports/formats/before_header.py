"""What may stand before the header: lines that the source says to skip, and a line that names the delimiter."""

from __future__ import annotations

import re

DELIMITERS = {",": "a comma", ";": "a semicolon", "\t": "a tab", "|": "a bar"}

_STATED = re.compile('"?sep=([,;|\t])"?[,;|\t]*\r{0,2}\n?', re.IGNORECASE)


def stated_delimiter(line: str) -> str:
    """The delimiter that a first line such as ``sep=;`` names, as spreadsheets write and read it; else empty."""
    match = _STATED.fullmatch(line)
    return match[1] if match else ""


def other_delimiter(stated: str) -> tuple[str, str]:
    """The fault of a file that names another delimiter than its source, and what to do."""
    message = f"the file says that its columns are separated by {DELIMITERS[stated]}"
    return message, f'add delimiter: "{written(stated)}" to the source'


def written(delimiter: str) -> str:
    """The delimiter as YAML has it in quotes."""
    return "\\t" if delimiter == "\t" else delimiter

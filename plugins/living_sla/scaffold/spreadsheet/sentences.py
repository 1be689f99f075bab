"""What stands in the cells of a sheet, as sentences: harmless text, and every word of it."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

from living_sla.model.harmless import cannot_be_shown

# Begins where no such character stands before it, and ends early: a long word is looked through once.
_EMAIL = re.compile(r"(?<![\w.+%-])[\w.+%-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,8}")
LEFT_OUT = "(e-mail address left out)"
_BULLET = re.compile(r"^\s*(?:[-*•·‣▪◦●○–—✓✔→➤]+|\(?\d{1,2}[.)](?=\s)|\(?[a-z]\)(?=\s))\s*")
# A full stop ends a sentence before a capital, unless it belongs to what stands before it.
_END = re.compile(r"(?<=[.!?])\s+(?=[A-Z\"“(])")
_SHORT = re.compile(
    r"(?:\b(?:e\.g|i\.e|approx|incl|excl|min|max|vs|no|ca|etc|resp|dept|mr|ms|dr|inc|ltd|st)|\b[A-Z])\.$", re.I
)


@lru_cache(maxsize=1024)  # a cell is looked at by whoever finds the table, and by whoever reads it
def seen(text: str) -> str:
    """The text without what nobody sees, line breaks as ``\\n``; other white space as one space."""
    lines = re.sub(r"\r\n?|[\x0b\x0c\x85\u2028\u2029]", "\n", unicodedata.normalize("NFC", text)).split("\n")
    return "\n".join(_on_one_line(line) for line in lines).strip("\n")


def _on_one_line(line: str) -> str:
    if line.isascii() and line.isprintable():
        return " ".join(line.split())
    kept = (" " if letter.isspace() else letter for letter in line)
    return " ".join("".join(letter for letter in kept if not cannot_be_shown(letter)).split())


def emails_in(text: str) -> list[str]:
    """The e-mail addresses in a text."""
    return _EMAIL.findall(text)


def without_emails(text: str) -> str:
    """The text with a remark in the place of each e-mail address."""
    return _EMAIL.sub(LEFT_OUT, text)


def sentences_of(cell: str) -> list[str]:
    """The sentences of a cell, one of each line, bullet and full stop; nothing is lost but bullets and white space."""
    found: list[str] = []
    for line in seen(cell).split("\n"):
        bare = _BULLET.sub("", line, count=1).strip()
        for part in _parts(bare):
            if any(letter.isalnum() for letter in part):
                found.append(part)
            elif part and found:
                found[-1] = f"{found[-1]} {part}"
            elif part:
                found.append(part)
    return found


def _parts(line: str) -> list[str]:
    parts: list[str] = []
    for part in re.split(r"(?<=;)\s+", line):
        begun = ""
        for piece in _END.split(part):
            begun = f"{begun} {piece}".strip()
            if not _SHORT.search(piece):
                parts.append(begun)
                begun = ""
        if begun:
            parts.append(begun)
    return [part for part in (part.strip() for part in parts) if part]

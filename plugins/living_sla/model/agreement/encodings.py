"""The ways in which an export may store its characters: those that Python reads and that exporters write."""

from __future__ import annotations

import codecs

from living_sla.fault import Fault
from living_sla.model.suggestion import did_you_mean
from living_sla.unreadable import Unreadable

# Every code page of one byte a character that Python names.
_ONE_BYTE = (
    "ascii", "latin-1", "cp037", "cp273", "cp424", "cp437", "cp500", "cp720", "cp737", "cp775", "cp850", "cp852",
    "cp855", "cp856", "cp857", "cp858", "cp860", "cp861", "cp862", "cp863", "cp864", "cp865", "cp866", "cp869", "cp874",
    "cp875", "cp1006", "cp1026", "cp1125", "cp1140", *(f"windows-{number}" for number in range(1250, 1259)),
    *(f"iso8859-{number}" for number in range(2, 17) if number != 12), "hp-roman8", "koi8-r", "koi8-t", "koi8-u",
    "kz1048", "mac-arabic", "mac-croatian", "mac-cyrillic", "mac-farsi", "mac-greek", "mac-iceland", "mac-latin2",
    "mac-roman", "mac-romanian", "mac-turkish", "palmos", "ptcp154", "tis-620",
)  # fmt: skip
_SEVERAL_BYTES = ("shift_jis", "cp932", "euc_jp", "gb18030", "gbk", "gb2312", "big5", "big5hkscs", "cp950", "euc_kr",
                  "cp949")  # fmt: skip
ENCODINGS = ("utf-8", "utf-16", *_ONE_BYTE, *_SEVERAL_BYTES)


def parse_encoding(text: object) -> str:
    """The encoding that is meant, in one spelling; raises `Unreadable` for one that is not read."""
    if not isinstance(text, str):
        raise Unreadable("this is not the name of an encoding", "write for example utf-8", code=Fault.INVALID_VALUE)
    if text in ENCODINGS:
        return text
    try:
        meant = codecs.lookup(text).name.removesuffix("-sig")
        found = next((name for name in ENCODINGS if codecs.lookup(name).name == meant), None)
    except (LookupError, ValueError):
        found = None
    if found is None:
        hint = did_you_mean(text, ENCODINGS, "for example utf-8, windows-1252, cp850, shift_jis")
        raise Unreadable(f'"{text[:40]}" is not an encoding that is read', hint, code=Fault.UNKNOWN_NAME)
    return found

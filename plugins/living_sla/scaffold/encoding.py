"""The encoding of a text file that nobody has declared: UTF-8, UTF-16 with its mark, or the one that makes most words.

Bytes of a code page never say which one it is, so what is proposed for them is doubtful, always. No word is shown:
only the characters that single bytes stand for.
"""

from __future__ import annotations

import codecs
import gzip
import re
import unicodedata
import zlib
from collections import Counter
from collections.abc import Iterator
from functools import cache
from itertools import pairwise
from pathlib import Path
from typing import IO, cast

from msgspec import Struct

from living_sla.exports.file import is_packed
from living_sla.exports.formats.encodings import UTF16_MARKS
from living_sla.model.agreement.encodings import ENCODINGS

_LOOKED_AT = 64 << 20
_KEPT = 1 << 18
"""Bytes of lines with other than ASCII characters that are held against the encodings."""
_SHOWN = 8

# In this order where two make equally good words.
_LIKELY = ("windows-1252", "windows-1251", "windows-1250", "windows-1253", "windows-1254", "windows-1255",
           "windows-1256", "windows-1257", "windows-1258", "cp874", "cp850", "cp437", "cp866", "koi8-r", "mac-roman",
           "shift_jis", "euc_jp", "euc_kr", "gb18030", "big5")  # fmt: skip
_ALIKE = ("cp932", "cp949", "gbk", "gb2312", "cp950", "big5hkscs")
"""What is read like one of the likely ones, but for rare characters."""
_COMMON_LEADS = {"shift_jis": range(0x81, 0x98), "euc_jp": range(0xA1, 0xD0), "euc_kr": range(0xA1, 0xC9),
                 "gb18030": range(0xB0, 0xD8), "big5": range(0xA4, 0xC7)}  # fmt: skip
"""First bytes of the characters that are in daily use."""
_ALPHABETS = (
    "äöüß", "éèêëàâçîïôùûüœæ", "áéíóúñüç", "ãõáéíóúâêôàç", "àèéìòù", "åäöæøé", "áčďéěíňóřšťúůýž", "áäčďéíĺľňóôŕšťúýž",
    "ąćęłńóśźż", "áéíóöőúüű", "ăâîșțşţ", "çğıöşüâîi̇", "čćđšž", "āčēģīķļņšūž", "ąčęėįšųūž", "õäöüšž", "áðéíóúýþæö",
    "абвгдежзийклмнопрстуфхцчшщъыьэюяё", "абвгґдеєжзиіїйклмнопрстуфхцчшщьюя", "абвгдђежзијклљмнњопрстћуфхцчџш",
    "αβγδεζηθικλμνξοπρσςτυφχψωάέήίόύώϊϋ", "אבגדהוזחטיךכלםמןנסעףפץצקרשת",
    "ءآأؤإئابةتثجحخدذرزسشصضطظعغفقكلمنهوىيپچژگ",
    "".join(map(chr, (*range(0xE01, 0xE3B), *range(0xE40, 0xE4F)))),
)  # fmt: skip
_KANA = ("HIRAGANA", "KATAKANA", "KATAKANA-HIRAGANA")
_VOWELS = set("аеёиоуыэюяіїєѣү")
_WORD = re.compile(r"[^\s,;|\"0-9]+")
_POINTS = "«»„“”‘’‚‹›–—…¿¡°€£§©®™·•\u00a0、。・「」（）ー"


class Encoding(Struct, frozen=True):
    """An encoding by the name that a source has for it, and why it may be another: lines of a comment."""

    name: str
    doubts: tuple[str, ...] = ()


def encoding_of(path: Path) -> Encoding:
    """The encoding that the bytes of the file allow and that makes most words of them."""
    lines, first = Counter[bool](), b""
    odd: list[bytes] = []
    for line in _lines(path):
        first = first or line[:2]
        if line.isascii():
            continue
        lines[is_utf8 := _is_utf8(line)] += 1
        if not is_utf8 and sum(map(len, odd)) < _KEPT:
            odd.append(line[:_KEPT])
    if first in UTF16_MARKS:
        return Encoding("utf-16")
    # A file of which most is UTF-8 is a damaged one: its line is told when it is read.
    if not odd or lines[True] > lines[False]:
        return Encoding("utf-8")
    return _of_code_page(b"".join(odd))


def _lines(path: Path) -> Iterator[bytes]:
    seen = 0
    with path.open("rb") as opened:
        file = cast(IO[bytes], gzip.GzipFile(fileobj=opened)) if is_packed(path) else opened
        try:
            while (line := file.readline(_KEPT)) and seen < _LOOKED_AT:
                seen += len(line)
                yield line
        except (EOFError, gzip.BadGzipFile, zlib.error):
            return  # told when it is read


def _is_utf8(line: bytes) -> bool:
    try:
        codecs.getincrementaldecoder("utf-8")().decode(line, final=len(line) < _KEPT)
    except UnicodeDecodeError:
        return False
    return True


def _of_code_page(sample: bytes) -> Encoding:
    readings: dict[str, list[str]] = {}
    for name in _names():
        text = _decoded(sample, name)
        if text is not None:
            readings.setdefault(text, []).append(name)
    ranked = sorted(readings, key=lambda text: _sense(text, readings[text][0]), reverse=True)
    if not ranked:
        return Encoding("utf-8")  # no encoding has these bytes: told when it is read
    best, *others = ranked
    alike = readings[best][1:]
    also = f"; {', '.join(alike[:6])} would read it alike" if alike else ""
    doubts = [f"decide: it is not UTF-8, and other encodings fit its bytes, too{also}"]
    doubts += (f"{readings[text][0]} reads {_shown(sample, text, readings[text][0])}" for text in (best, *others[:3]))
    return Encoding(readings[best][0], tuple(doubts))


@cache
def _names() -> tuple[str, ...]:
    """Encodings that agree with ASCII, the likely ones first."""
    plain = bytes(range(0x20, 0x7F))
    rest = (name for name in ENCODINGS if name not in ("utf-8", "utf-16", "ascii", *_LIKELY, *_ALIKE))
    return tuple(name for name in (*_LIKELY, *rest) if plain.decode(name, "replace") == plain.decode())


def _decoded(sample: bytes, name: str) -> str | None:
    """The text, or None where the encoding does not have these bytes, or has what no text holds."""
    try:
        text = codecs.getincrementaldecoder(name)("strict").decode(sample)
    except (UnicodeDecodeError, AssertionError):
        return None
    odd = {unicodedata.category(character) for character in set(text) - set("\t\r\n")}
    return None if odd & {"Cc", "Co", "Cn", "Cs"} else text


def _sense(text: str, name: str) -> float:
    """From 0 to 1: how many words are such as languages have, and whether their letters belong to one language."""
    words = {word for word in _WORD.findall(text) if not word.isascii()}
    if not words:
        return 0.0
    good = sum(map(_is_word, words)) / len(words)
    letters = Counter(letter for word in words for letter in word.lower() if not letter.isascii())
    total = sum(number for letter, number in letters.items() if letter not in _POINTS) or 1
    alphabets = [set(alphabet) for alphabet in _ALPHABETS]
    known = max(sum(n for letter, n in letters.items() if letter in alphabet) for alphabet in alphabets) / total
    if name in _COMMON_LEADS:
        common = sum(number for letter, number in letters.items() if _is_common(letter, name))
        # Japanese is written with kana, Chinese is not: that tells apart what else could be both.
        has_kana = any(unicodedata.name(letter, "").startswith(("HIRAGANA", "KATAKANA")) for letter in letters)
        likely = has_kana == (name in ("shift_jis", "euc_jp")) or name == "euc_kr"
        known = max(known if known == 1 else 0, min(1.0, common / total)) * (1 if likely else 0.8)
    return 0.5 * good + 0.5 * known


def _is_common(letter: str, name: str) -> bool:
    script = unicodedata.name(letter, "").partition(" ")[0]
    if script == "HALFWIDTH" or (name == "euc_kr" and not unicodedata.name(letter, "").startswith("HANGUL SYLLABLE")):
        return False
    try:
        return letter.encode(name)[0] in _COMMON_LEADS[name] or script in _KANA
    except UnicodeEncodeError:
        return False


def _is_word(word: str) -> bool:
    bare = word.strip(_POINTS + "()[]{}.:!?'/-+&*#")
    letters = [letter for letter in bare if letter.isalpha()]
    scripts = {_script(letter) for letter in letters}
    if len(scripts) > 1 or len(letters) * 2 < len(bare):
        return False
    if any(unicodedata.category(other) in ("So", "Sc", "Sm", "No", "Lm") for other in bare if not other.isascii()):
        return False
    if scripts == {"CYRILLIC"} and (bare[0] in "ъьыЪЬЫ" or (len(letters) > 2 and not _VOWELS & set(bare.lower()))):
        return False
    accents = re.search(r"[\u00c0-\u017f]{4,}", bare)
    return accents is None and not any(a.islower() and b.isupper() for a, b in pairwise(bare))


def _script(letter: str) -> str:
    found = unicodedata.name(letter, "").partition(" ")[0]
    return "CJK" if found in _KANA else found


def _shown(sample: bytes, text: str, name: str) -> str:
    """What the bytes stand for: characters one by one, or, where one takes several bytes, how many of which script."""
    if len(text) < len(sample):
        scripts = Counter(_script(letter) for letter in text if letter.isalpha() and not letter.isascii())
        return "them as " + ", ".join(f"{number:,} {script.title()}" for script, number in scripts.most_common(3))
    often = Counter(byte for byte in sample if byte > 0x7F).most_common(_SHOWN)
    found = [(byte, bytes([byte]).decode(name)) for byte, _ in often]
    return ", ".join(f"0x{byte:02X} as {letter}" for byte, letter in found if letter.isprintable() and letter.strip())

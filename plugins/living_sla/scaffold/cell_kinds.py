"""What a cell looks like by itself: a mail address, a telephone number, an address, a name in any script, a word."""

from __future__ import annotations

import re
import tomllib
import unicodedata
from functools import lru_cache
from importlib.resources import files
from typing import Literal

Kind = Literal["mail", "telephone", "address", "name", "perhaps a name", "word", "other"]

_KNOWN = tomllib.loads((files("living_sla.scaffold") / "known_words.toml").read_text(encoding="utf-8"))


def _words_of(text: str) -> frozenset[str]:
    return frozenset(text.split())


def _known(name: str) -> frozenset[str]:
    return _words_of(_KNOWN[name])


def _ends(name: str) -> tuple[str, ...]:
    """Parts with which words begin or end."""
    return tuple(_KNOWN[name].split())


GIVEN, FAMILY, HEADERS, NOT_NAMES = map(_known, ("given", "family", "headers", "not_names"))
_ORDINARY = _known("ordinary")
_HAN_FAMILY, _HANGUL_FAMILY = _known("han_family"), _known("hangul_family")
_JAPANESE_FAMILY = _ends("japanese_family")
_OF_SCRIPTS = {script: _known(script.lower()) for script in ("CYRILLIC", "GREEK", "HEBREW", "ARABIC", "DEVANAGARI")}
_ENDINGS = {"LATIN": _ends("endings"), "CYRILLIC": _ends("cyrillic_endings"), "GREEK": _ends("greek_endings")}

_MAIL = re.compile(r"[^@\s<>,;:()]+@[^@\s<>,;:()]+\.[^@\s<>,;:().]{2,}")
_PLAIN_TELEPHONE = re.compile(
    r"(?:tel\.?:? ?)?(?:\+|00|\(|0)?[0-9 ()./\u2010-\u2013-]{6,24}(?: ?(?:x|ext\.?|#) ?[0-9]{1,5})?", re.I
)
_DATE_LIKE = re.compile(
    r"[0-9]{1,4}([-/.])[0-9]{1,2}\1[0-9]{1,4}|[0-9]{8}(?:[0-9]{6})?|[0-9]{1,2}:[0-9]{2}.*|[0-9]+[.,][0-9]+"
)
_STREET = re.compile(
    r"\b[0-9]+[a-z]?,? .*\b(street|st|avenue|ave|road|rd|lane|ln|drive|dr|boulevard|blvd|court|ct|way|square|sq"
    r"|terrace|place|pl"
    r"|close|crescent|highway|hwy|row|walk|parkway|pkwy)\b\.?"
    r"|(stra(ss|ß)e|str\.|gasse|weg|platz|allee|ufer|damm|laan|gracht|straat|plein|gatan|vej|vägen|katu|utca|ulice"
    r"|ulica) ?[0-9]+"
    r"|\b(rue|avenue|boulevard|bd|place|chemin|all[eé]e|impasse|quai|calle|c/|avda|avenida|paseo|plaza|via"
    r"|viale|piazza|corso"
    r"|vicolo|rua|travessa|pra[cç]a|ulica|cadde|sokak|caddesi|soka[gğ]ı|jalan)\b.*[0-9]"
    r"|\b[0-9]+,? (bis |ter )?(rue|avenue|boulevard|bd|place|chemin|impasse|quai)\b"
    r"|(ул|улица|пр|просп|проспект|пер|переулок|пл|площадь|шоссе|наб|вул)\b\.? .*[0-9]|(οδός|λεωφ|πλατεία)\b"
    r"|[Α-ώ]+ [0-9]+, ?(τ\.?κ|[Α-Ω])"
    r"|(شارع|طريق|حي) |(רחוב|שדרות|רח') |(मार्ग|रोड|नगर|गली)\b.*|(ถนน|ซอย|หมู่|แขวง|ตำบล|อำเภอ)"
    r"|\b(ul|al|os|av|avda|jl|bd)\. .*[0-9]|(p\.? ?o\.? box|postfach|bo[iî]te postale) ?[0-9]+",
    re.IGNORECASE,
)
_EAST_ASIAN_ADDRESS = re.compile(
    r"[都道府県市区郡省县縣镇鎮].*[0-9一二三四五六七八九十]|[路街巷弄段].*[号號]|丁目|番地|〒[0-9]{3}"
    r"|(로|길|동|구|시) ?[0-9]+"
)
_PLACES = _words_of("san santa sao los las el la saint new")
"""First words of names of places."""
_ENDS_OF_HOSTS = _words_of(
    "com org net io de co uk fr es it nl pl eu us example test local csv xlsx txt json pdf html xml"
)
_LOOKED_AT = 300
"""Characters of a cell: what is longer is a text, and searching it would take long."""
_LOGIN = re.compile("[a-z]{1,20}[._][a-z]{2,20}")
_LETTER = re.compile(r"[^\W\d_]")
_TITLES = _words_of("""
    mr mrs ms miss mx dr prof sir herr frau hr fr mme mlle m sr sra srta don dona sig sigra dott ing mag dipl-ing
    jr sr ii iii phd dhr mevr pan pani bay bayan shri smt г-н г-жа κ κα السيد السيدة د مر גב श्री श्रीमती
""")
_PARTICLES = _words_of("""
    de la las los del della di da das do dos du des le el al van von vom zu zum der den ten ter te af av bin ibn
    binti bint y e of het op 't abu bou ben o mac mc san santa
""")


@lru_cache(1 << 14)
def kind_of(text: str) -> Kind:
    """What a cell looks like by itself."""
    plain = _in_plain_digits(text[:_LOOKED_AT].strip())
    if _MAIL.search(plain):
        return "mail"
    letters = _LETTER.search(plain)
    if not letters or plain.lower().startswith("tel"):
        return "telephone" if _is_telephone(plain) else "other"
    if any(map(str.isdigit, plain)):
        return (
            "address" if len(plain) < 200 and (_STREET.search(plain) or _EAST_ASIAN_ADDRESS.search(plain)) else "other"
        )
    if len(plain) > 80:
        return "other"
    if "." in plain and plain.rpartition(".")[2].lower() in _ENDS_OF_HOSTS:
        return "other"
    parts = [part for part in re.split(r"\s*[;/|\n]\s*|\s+(?:&|and|und|et)\s+|、", plain) if part]
    found = [_name(part) for part in parts]
    return "name" if "name" in found else found[0] if found and len(set(found)) == 1 else "other"


def _in_plain_digits(text: str) -> str:
    return "".join(
        str(unicodedata.digit(c)) if c.isdigit() and not c.isascii() else c for c in unicodedata.normalize("NFKC", text)
    )


def _is_telephone(text: str) -> bool:
    digits = sum(map(str.isdigit, text))
    if not 7 <= digits <= 15 or not _PLAIN_TELEPHONE.fullmatch(text) or _DATE_LIKE.fullmatch(text.lstrip("+")):
        return False
    begins = text.lower().removeprefix("tel").lstrip(".: ")
    return begins.startswith(("+", "0", "(")) or len(re.findall(r"[ ()./\u2010-\u2013-]+", text.strip())) >= 2


def _folded(word: str) -> str:
    return "".join(c for c in unicodedata.normalize("NFKD", word.casefold()) if not unicodedata.combining(c))


def _name(text: str) -> Kind:
    bare = re.sub(r"\s*[(<\[].*[)>\]]\s*$", "", text).strip(" .,'\"")
    letters = _LETTER.findall(bare)
    if not letters or any(
        not (c.isalpha() or unicodedata.category(c)[0] == "M" or c in " .,'’`-·・\u200c\u200d") for c in bare
    ):
        return "other"
    scripts = {unicodedata.name(letter, "").split(" ")[0] for letter in letters}
    script = scripts.pop() if len(scripts) == 1 else "CJK" if scripts <= {"CJK", "HIRAGANA", "KATAKANA"} else ""
    match script:
        case "LATIN":
            return _cased(bare, GIVEN, FAMILY, _ENDINGS[script])
        case "CYRILLIC" | "GREEK":
            return _cased(bare, _OF_SCRIPTS[script], frozenset(), _ENDINGS[script])
        case "CJK" | "HIRAGANA" | "KATAKANA":
            return _east_asian(bare, script)
        case "HANGUL":
            return _korean(bare)
        case "THAI":
            return _thai(bare)
        case "HEBREW" | "ARABIC" | "DEVANAGARI":
            return _uncased(bare, _OF_SCRIPTS[script])
    # Bengali, Tamil, Armenian, Georgian, …: two or three words in a script of which no names are known.
    return "perhaps a name" if script and 2 <= len(bare.split()) <= 3 else "other"


def _cased(text: str, given: frozenset[str], family: frozenset[str], endings: tuple[str, ...]) -> Kind:
    words = [word for word in re.split(r"[\s,]+|\.(?=\s|$)|(?<=\b\w)\.", text) if word]
    words = [word for word in words if _folded(word) not in _TITLES] or words
    if _LOGIN.fullmatch(text) and any(part in given or part in family for part in re.split("[._]", text)):
        return "name"
    first = _folded(words[0])
    if len(words) > 6:
        return "other"
    bare = [word for word in words if _folded(word) not in _PARTICLES]
    parts = [part for word in bare for part in re.split("[-’'`.]", word) if part]
    folded = [_folded(part) for part in parts]
    if not parts:
        return "other"
    has_given, has_family = any(w in given for w in folded), any(w in family for w in folded)
    # The syllables of a Korean name, as in Min-su, are words of other languages.
    whole = [_folded(word) for word in bare if "-" not in word] or folded
    if first in _PLACES or any(word in NOT_NAMES and word not in given for word in whole):
        if len(folded) != 2 or folded[0] not in _ORDINARY or folded[1] in NOT_NAMES:
            return "word"
        return "name" if has_family else "perhaps a name"
    ends = any(len(w) >= len(end) + 3 and w.endswith(end) for w in folded for end in endings)
    is_cased = all(part[0].isupper() for word in bare if (part := word.strip("-’'`.")))
    if len(words) == 1:
        may_be = (ends and is_cased) or "." in text
        return "name" if has_given or has_family else "perhaps a name" if may_be else "other"
    if has_given or (has_family and is_cased):
        return "name" if is_cased or (has_given and has_family) else "other"
    initials = sum(len(part) == 1 or (len(part) == 2 and part.isupper()) for part in parts)
    if not is_cased or initials == len(parts):
        return "other"
    return "name" if ends or (initials and len(parts) <= 3 and "." in text) else "perhaps a name"


def _uncased(text: str, known: frozenset[str]) -> Kind:
    words = [_folded(word) for word in re.split(r"[\s,.'-]+", text) if word]
    bare = [re.sub("^ال", "", word) for word in words]
    folded_known = _folded_names(known)
    hits = sum(
        word in folded_known or (len(word) > 2 and other in folded_known)
        for word, other in zip(words, bare, strict=True)
    )
    if hits and len(words) <= 5:
        return "name"
    if any(word in NOT_NAMES for word in (*words, *bare)):
        return "word"
    return "perhaps a name" if 2 <= len(words) <= 3 else "other"


@lru_cache
def _folded_names(known: frozenset[str]) -> frozenset[str]:
    return frozenset(map(_folded, known))


def _east_asian(text: str, script: str) -> Kind:
    bare = re.sub(r"[\s・·]", "", re.sub(r"(様|さん|先生|女士|小姐|氏)$", "", text))
    spaced = len(re.split(r"[\s・·]+", text.strip())) == 2
    if script in ("KATAKANA", "HIRAGANA"):
        return "name" if spaced and 4 <= len(bare) <= 14 else "other"
    if not 2 <= len(bare) <= 7:
        return "other"
    if bare.startswith(_JAPANESE_FAMILY) and (spaced or 3 <= len(bare) <= 6) and bare not in _JAPANESE_FAMILY:
        return "name"
    if bare in _JAPANESE_FAMILY:
        return "perhaps a name" if len(bare) > 1 else "other"
    if spaced and len(bare) <= 6:
        return "name"
    if 2 <= len(bare) <= 3 and bare[0] in _HAN_FAMILY:
        return "name" if len(bare) == 3 else "perhaps a name"
    if bare.startswith(_ends("han_double")) and 3 <= len(bare) <= 4:
        return "name"
    return "perhaps a name" if 3 <= len(bare) <= 4 and bare[-1] in _KNOWN["japanese_given_ends"] else "other"


def _korean(text: str) -> Kind:
    bare = re.sub(r"\s|님$|씨$", "", text)
    return "name" if len(bare) == 3 and bare[0] in _HANGUL_FAMILY else "other"


def _thai(text: str) -> Kind:
    words = text.split()
    if text.startswith(_ends("thai_titles")):
        return "name"
    return "perhaps a name" if len(words) == 2 and all(len(word) <= 14 for word in words) else "other"

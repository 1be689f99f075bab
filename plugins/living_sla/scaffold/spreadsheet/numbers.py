"""Numbers in a sentence: shares, times, counts, amounts, periods and due dates, as people write them."""

from __future__ import annotations

import re
from decimal import Decimal

from msgspec import Struct

from living_sla.model.notation import WEEKDAYS, plain

_SPELLED = ("zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve")
_NUMBERS = {word: number for number, word in enumerate(_SPELLED)}
_NUMBERS |= {"twenty-four": 24, "forty-eight": 48, "thirty": 30, "sixty": 60, "ninety": 90, "a": 1, "an": 1}
_WORDS = "|".join(sorted((re.escape(word) for word in _NUMBERS if len(word) > 2), key=len, reverse=True))
_NUMBER = r"\d{1,3}(?:[,.'\u202f ]\d{3})+(?:[.,]\d{1,2})?(?!\d)|\d{1,12}(?:[.,]\d{1,4})?"
_SHARE = re.compile(rf"({_NUMBER})\s*(?:%|percent\b|per cent\b|pct\b)", re.I)
_TIME = re.compile(
    rf"(?<![\w.,])({_NUMBER}|{_WORDS}|an?)[\s-]*(?:(business|working|work)[\s-]*)?"
    r"(minutes?|mins?|hours?|hrs?|h|days?|d|weeks?|wks?|months?|quarters?)\b(?!\s*(?:ly|basis))", re.I,
)  # fmt: skip
_MONEY = re.compile(
    rf"(?:([$€£]|\b(?:USD|EUR|GBP|CHF|SEK|CAD|AUD)\b)\s?({_NUMBER})\s?(k|m|mn|mio|million|thousand)?\b"
    rf"|({_NUMBER})\s?(k|m|mn|mio|million|thousand)?\s?([$€£]|\b(?:USD|EUR|GBP|CHF|SEK|CAD|AUD)\b))", re.I,
)  # fmt: skip
_AMOUNT = re.compile(rf"(?<![\w.,])({_NUMBER})\s?(k|m|mn|mio|million|thousand)?(?![\w%])", re.I)
_COUNT = re.compile(
    rf"(?<![\w.,$€£])({_NUMBER})\s?(k)?\+?\s+(?:(?:new|net|net-new|qualified|marketing|sales|inbound|accepted)[\s-]+){{0,4}}"
    r"(MQLs?|leads?|SQLs?|SALs?|opportunit\w+|opps?|meetings?|demos?|customers?|deals?|contacts?)\b", re.I,
)  # fmt: skip
_TIMES = re.compile(
    rf"(?<![\w.,])({_NUMBER}|{_WORDS})\s+(?:[a-z]+\s+){{0,2}}(attempts?|tries|touch(?:es|points?)?|calls|times)\b", re.I
)
_AT_LEAST = re.compile(
    r"at least|no (?:less|fewer) than|not (?:less|fewer) than|minimum|\bmin\b|≥|>=|or more|\bmore than|\bover\b"
    r"|\babove\b|>|\+", re.I,
)  # fmt: skip
_AT_MOST = re.compile(
    r"at most|no more than|not more than|maximum|\bmax\b|≤|<=|or less|or fewer|(?<!no )\bless than|(?<!no )\bfewer than"
    r"|\bunder\b|\bbelow\b|up to|not exceed|<", re.I,
)  # fmt: skip
_CURRENCIES = {"$": "USD", "€": "EUR", "£": "GBP"}
_SCALES = {"k": 1000, "thousand": 1000, "m": 10**6, "mn": 10**6, "mio": 10**6, "million": 10**6}
_PERIODS = {
    "day": r"(?:a|per|each|every|/)\s*(?:working |business )?day\b|daily",
    "week": r"(?:a|per|each|every|/)\s*week\b|weekly",
    "month": r"(?:a|per|each|every|/|in the)\s*month\b|monthly|/\s*mo\b",
    "quarter": r"(?:a|per|each|every|/|in the)\s*quarter\b|quarterly|\bq[1-4]\b",
    "year": r"(?:a|per|each|every|/)\s*(?:fiscal )?year\b|yearly|annual(?:ly)?|per annum",
}
_DAYS = "|".join(WEEKDAYS)
_DUE = {
    r"(last|first) (?:working|business|work) day of (?:every|each|the|a) (month|quarter|year)":
        "{} working day of every {}",
    rf"(last|first|second|third|fourth) ({_DAYS}) of (?:every|each|the|a) (month|quarter|year)": "{} {} of every {}",
    r"(last|first) day of (?:every|each|the|a) (month|quarter|year)": "{} day of every {}",
    r"(?:by|on|before) the (\d{1,2})(?:st|nd|rd|th) (?:day )?of (?:every|each|the) (month|quarter)":
        "day {} of every {}",
    rf"(?:every (?:other|second|2nd)|bi-?weekly(?: on)?|fortnightly(?: on)?) ({_DAYS})": "every second {}",
    rf"(?:every|each|weekly(?: on| by)?|by) ({_DAYS})s?\b": "every {}",
    r"every (?:business|working) day": "every working day",
}  # fmt: skip
"""How people write a rule of due dates, and the rule; the first that is found counts."""


class Recognised(Struct, frozen=True):
    """What a sentence says in numbers; whatever it does not say is empty."""

    share: str = ""
    """``95%``."""
    limit: str = ""
    """``4 hours``, ``2 business days``: the first length of time."""
    count: str = ""
    of: str = ""
    """What the count counts, in small letters."""
    money: str = ""
    """``900000 EUR``."""
    amount: str = ""
    """The first number of a thousand or more, without a unit: ``900000``."""
    times: str = ""
    at_most: bool = False
    """Whether the number is not to be passed."""
    per: str = ""
    due: str = ""
    """A rule of due dates: ``every Friday``, ``last working day of every month``."""


def recognised(sentence: str) -> Recognised:
    """The numbers of a sentence of bounded length."""
    share, money, count, times = (found.search(sentence) for found in (_SHARE, _MONEY, _COUNT, _TIMES))
    limit, is_odd = _limit(sentence)
    return Recognised(
        share=f"{_plain(share[1])}%" if share and _plain(share[1]) else "",
        limit="" if is_odd else limit,
        count=_amount(count[1], count[2]) if count else "",
        of=count[3].lower() if count else "",
        money=_money(money) if money else "",
        amount=_large(sentence),
        times=_plain(times[1]) if times else "",
        at_most=_is_at_most(sentence, share),
        per=next((period for period, words in _PERIODS.items() if re.search(words, sentence, re.I)), ""),
        due=_due(sentence),
    )


def _plain(text: str) -> str:
    """``1,200`` as ``1200``, ``2,5`` as ``2.5``, ``four`` as ``4``; empty for any other text."""
    word = text.lower().strip()
    if word in _NUMBERS:
        return str(_NUMBERS[word])
    bare = re.sub(r"(?<=\d)[,.'\u202f ](?=\d{3}(?!\d))", "", word)
    bare = bare.replace(",", ".").replace(" ", "")
    return plain(Decimal(bare)) if re.fullmatch(r"\d+(?:\.\d+)?", bare) else ""


def _amount(number: str, scale: str | None) -> str:
    found = _plain(number)
    return plain(Decimal(found) * _SCALES.get((scale or "").lower(), 1)) if found else ""


def _money(found: re.Match[str]) -> str:
    before = bool(found[2])
    amount = _amount(found[2], found[3]) if before else _amount(found[4], found[5])
    currency = (found[1] if before else found[6]).upper()
    return f"{amount} {_CURRENCIES.get(currency, currency)}" if amount else ""


def _large(sentence: str) -> str:
    found = (_amount(one[1], one[2]) for one in _AMOUNT.finditer(sentence))
    return next((amount for amount in found if amount and Decimal(amount) >= 1000), "")


def _limit(sentence: str) -> tuple[str, bool]:
    """The first length of time, and whether it is one that no limit can be."""
    for found in _TIME.finditer(sentence):
        if found[1].lower() in ("a", "an") and not re.search(r"within\s*$", sentence[: found.start()], re.I):
            continue  # "400 leads a month" is no length of time
        number, unit = _plain(found[1]), found[3].lower()
        if not number or Decimal(number) == 0:
            return "", True
        name = next(name for name in ("minute", "hour", "day", "week", "month", "quarter")
                    if unit.startswith((name[:3], name[0] + "k", name)) or unit == name[0])  # fmt: skip
        if name in ("month", "quarter"):
            number, name = plain(Decimal(number) * (30 if name == "month" else 91)), "day"
        business = "business " if found[2] else ""
        if business and name == "week":
            number, name = plain(Decimal(number) * 5), "day"
        if "." in number and name in ("day", "week"):
            return "", True
        return f"{number} {business}{name}{'s' if number != '1' else ''}", False
    return "", False


def _is_at_most(sentence: str, share: re.Match[str] | None) -> bool:
    """Whether what stands before the number, or else anywhere, is a bound from above."""
    before = sentence[: share.start()] if share else sentence
    least, most = (max((one.end() for one in of.finditer(before)), default=-1) for of in (_AT_LEAST, _AT_MOST))
    if least == most == -1 and share:
        after = sentence[share.end() :][:20]
        return bool(re.match(r"\s*(or less|or fewer|max)", after, re.I))
    return most > least


def _due(sentence: str) -> str:
    """The rule of due dates in a sentence."""
    text = " ".join(sentence.lower().split())
    for words, rule in _DUE.items():
        if found := re.search(words, text):
            if rule.startswith("day") and not 1 <= int(found[1]) <= 28:
                return ""
            return rule.format(*(part.capitalize() if part in WEEKDAYS else part for part in found.groups()))
    return ""

"""Names as people write them: words of it, plural and singular, articles, lists."""

from __future__ import annotations

import re
from collections.abc import Sequence

_ABBREVIATIONS = frozenset("arr bdr crm eu icp id kpi mrr roi sdr sla uk us".split())  # noqa: SIM905
_SPELT_WITH_A_VOWEL_SOUND = "AEFHILMNORSX"


def named(name: str) -> str:
    """A name as people write it: ``mql`` is ``MQL``, ``first_contact`` is ``first contact``."""
    return " ".join(_word(word) for word in re.split(r"[\s_-]+", name.strip()))


def _word(word: str) -> str:
    spelt_out = word.islower() and len(word) <= 4 and not re.search(r"[aeiouy0-9]", word)
    return word.upper() if spelt_out or word.lower() in _ABBREVIATIONS else word


def plural(name: str) -> str:
    """More than one of what the name says, unless it is a plural already."""
    if name.endswith("s"):
        return name
    return f"{name[:-1]}ies" if re.search(r"[^aeiouAEIOU]y$", name) else f"{name}s"


def singular(name: str) -> str:
    """One of what the name says: ``task`` of ``tasks``, ``activity`` of ``activities``."""
    if name.endswith("ies"):
        return f"{name[:-3]}y"
    return name.removesuffix("s") if not name.endswith("ss") else name


def with_article(name: str) -> str:
    """The name behind ``a`` or ``an``, by its sound."""
    sound = _SPELT_WITH_A_VOWEL_SOUND if name.split()[0].isupper() else "AEIOU"
    return f"{'an' if name[0].upper() in sound else 'a'} {name}"


def listed(names: Sequence[str], joint: str = "and") -> str:
    """``a, b and c``."""
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} {joint} {names[-1]}"

"""Names as people write them: words of it, plural and singular, articles; what columns and definitions are called."""

from __future__ import annotations

import re
from collections.abc import Mapping

from msgspec import Struct, field
from msgspec.structs import replace

from living_sla.model.agreement.labels import Labels

_ABBREVIATIONS = frozenset("arr bdr crm eu icp id kpi mrr roi sdr sla uk us".split())  # noqa: SIM905
_SPELT_WITH_A_VOWEL_SOUND = "AEFHILMNORSX"


def named(name: str) -> str:
    """A name as people write it: ``mql`` is ``MQL``, ``first_contact`` is ``first contact``."""
    return " ".join(_word(word) for word in re.split(r"[\s_-]+", name.strip()))


def _word(word: str) -> str:
    """``MQL`` of ``mql``, ``MQLs`` of ``mqls``: letters that are spelt out are capitals."""
    stem = word.removesuffix("s")
    if len(stem) > 2 and word != stem and _is_spelt_out(stem):
        return f"{stem.upper()}s"
    return word.upper() if _is_spelt_out(word) else word


def _is_spelt_out(word: str) -> bool:
    by_letters = word.islower() and len(word) <= 4 and not re.search(r"[aeiouy0-9]", word)
    return by_letters or word.lower() in _ABBREVIATIONS


_MANY = {"person": "people", "child": "children", "man": "men", "woman": "women", "analysis": "analyses"}
_ONE = {many: one for one, many in _MANY.items()}
_ALIKE = frozenset("data feedback information media news pipeline sales series staff traffic".split())  # noqa: SIM905
"""Nouns that are said alike of one and of many, or have no plural."""


def plural(name: str) -> str:
    """More than one of what the name says, unless it is a plural already."""
    head, last = _last(name)
    if last.lower() in _MANY:
        return f"{head}{_MANY[last.lower()]}"
    if last.lower() in (*_ONE, *_ALIKE):
        return name
    if re.search(r"(ss|us|x|z|ch|sh)$", last):
        return f"{name}es"
    if last.endswith("s"):
        return name
    return f"{name[:-1]}ies" if re.search(r"[^aeiouAEIOU]y$", last) else f"{name}s"


def singular(name: str) -> str:
    """One of what the name says: ``task`` of ``tasks``, ``activity`` of ``activities``, ``box`` of ``boxes``."""
    head, last = _last(name)
    if last.lower() in _ONE:
        return f"{head}{_ONE[last.lower()]}"
    if last.lower() in _ALIKE or re.search(r"(ss|us|is)$", last):
        return name
    if re.search(r".[^aeiou]ies$", last):
        return f"{name[:-3]}y"
    return name.removesuffix("es" if re.search(r"(ss|us|x|z|ch|sh)es$", last) else "s")


def _last(name: str) -> tuple[str, str]:
    """The last word, and what stands before it."""
    last = re.split(r"[\s-]", name)[-1]
    return name[: len(name) - len(last)], last


_SAID_WITH_A_VOWEL = re.compile(
    r"([aeio8]|11|18|hour|hono|hones|heir|u(?!ni(?![nmd])|[st][aeiu]|k\b|s\b|r[aeiou]))", re.IGNORECASE
)
_SAID_WITH_A_CONSONANT = re.compile(r"(eu|ewe|one\b|once\b)", re.IGNORECASE)


def with_article(name: str) -> str:
    """The name behind ``a`` or ``an``, by its sound: ``an MQL``, ``a user``, ``an hour``, ``a European lead``."""
    first = re.split(r"[\s-]", name)[0]
    letters = first.removesuffix("s")
    if len(letters) == 1 or letters.isupper():
        vowel = letters[:1].upper() in _SPELT_WITH_A_VOWEL_SOUND
    else:
        vowel = bool(_SAID_WITH_A_VOWEL.match(name)) and not _SAID_WITH_A_CONSONANT.match(name)
    return f"{'an' if vowel else 'a'} {name}"


# ---------------------------------------------------------------- what the terms name


class Vocabulary(Struct, frozen=True):
    """How columns of one source are called, and which definitions there are."""

    definitions: tuple[str, ...] = ()
    labels: Labels = field(default_factory=dict)
    source: str = ""
    """Whose columns are meant; empty where those of any source may be, as in a definition."""

    def of(self, source: str) -> Vocabulary:
        """The same for the columns of another source."""
        return replace(self, source=source)

    @property
    def _labels(self) -> Mapping[str, str]:
        return self.labels.get(self.source, {})

    def label(self, column: str) -> str | None:
        """The label of a column, as its owner wrote it; None where it has none."""
        return self._labels.get(column)

    def column(self, name: str) -> str:
        """A column as people call it: by its label, or else by its name in words."""
        return self.label(name) or named(name)


PLAIN = Vocabulary()

"""The glossary of the company: every defined word, what it means in which agreement, and when that changed."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from markupsafe import Markup
from msgspec import Struct

from living_sla.model.agreement.terms import Definition
from living_sla.model.figures.glossary import GlossaryWord, Meaning, MeaningChange, Redefined, glossary
from living_sla.model.figures.standing import Report
from living_sla.model.slug import slug_of
from living_sla.model.time.zones import wall_time
from living_sla.pages.html import anchor, render
from living_sla.pages.links import Links
from living_sla.words.terms.conditions import condition_words
from living_sla.words.terms.spelling import named

_SAID = {
    MeaningChange.ADDED: "Defined",
    MeaningChange.CHANGED: "Stands for other records",
    MeaningChange.REWORDED: "Reworded",
    MeaningChange.REMOVED: "Dropped",
}


class _Step(Struct, frozen=True):
    """One version that changed what a word means."""

    number: int
    href: str
    day: date | None
    """On which it landed; None for edits that nobody has committed."""
    said: str
    was: str
    """What it meant before, where that was something else."""


class _MeaningShown(Struct, frozen=True):
    agreement: str
    href: str
    means: str
    records: str
    steps: tuple[_Step, ...]


class _WordShown(Struct, frozen=True):
    name: str
    id: str
    differs: bool
    meanings: tuple[_MeaningShown, ...]


def glossary_page(report: Report, links: Links) -> Markup:
    """Every word in alphabetical order: its meaning by agreement, and the versions that changed it, newest first."""
    words = glossary(report)
    ids = word_ids(words)
    shown = [
        _WordShown(
            named(word.name),
            ids[word.name.casefold()],
            word.differs,
            tuple(_meaning(found, links) for found in word.meanings),
        )
        for word in words
    ]
    return render("company-glossary.html", words=shown)


def word_ids(words: Iterable[GlossaryWord]) -> dict[str, str]:
    """Where each word stands on the page, by its name without capitals; the same in every build of the same words."""
    ids: dict[str, str] = {}
    for position, word in enumerate(words, start=1):
        wanted = f"word-{slug_of(word.name) or position}"
        taken = set(ids.values())
        ids[word.name.casefold()] = wanted if wanted not in taken else f"{wanted}-{position}"
    return ids


def _meaning(found: Meaning, links: Links) -> _MeaningShown:
    standing = found.agreement
    befores = (*found.versions[1:], None)
    return _MeaningShown(
        standing.title,
        links.agreement(standing.id),
        found.definition.means if found.definition else "",
        _records(found.definition, found),
        tuple(_step(changed, before, found, links) for changed, before in zip(found.versions, befores, strict=False)),
    )


def _records(definition: Definition | None, found: Meaning) -> str:
    if definition is None or definition.where is None:
        return ""
    return condition_words(definition.where, found.agreement.labels)


def _step(changed: Redefined, before: Redefined | None, found: Meaning, links: Links) -> _Step:
    version = changed.standing.version
    zone = version.essentials.timezone
    return _Step(
        version.number,
        f"{links.history(found.agreement.id)}#{anchor(found.agreement.id, version.number)}",
        wall_time(version.landed.landed_at, zone).date() if version.landed else None,
        _SAID[changed.change],
        _was(changed, before, found),
    )


def _was(changed: Redefined, before: Redefined | None, found: Meaning) -> str:
    if before is None or before.now is None:
        return ""
    if changed.change is MeaningChange.CHANGED:
        return _records(before.now, found)
    return "" if changed.change is MeaningChange.ADDED else before.now.means

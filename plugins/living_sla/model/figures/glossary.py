"""What words mean: the definitions of all agreements, and the versions in which each of them changed."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from enum import StrEnum

from msgspec import Struct

from living_sla.model.agreement.terms import Definition
from living_sla.model.figures.standing import AgreementStanding, Report
from living_sla.model.past.timeline import VersionStanding

_TOUCHES = ("definition-", "counting-")
"""How the rules begin that find another definition; whatever else a version changes leaves its terms unread here."""


class MeaningChange(StrEnum):
    """What a version did to a definition."""

    ADDED = "added"
    CHANGED = "changed"
    """It stands for other records, whatever its words say."""
    REWORDED = "reworded"
    REMOVED = "removed"


class Redefined(Struct, frozen=True):
    """One version that changed a definition."""

    standing: VersionStanding
    change: MeaningChange
    now: Definition | None
    """None where it was removed."""
    name: str
    """As it was written then."""


class Meaning(Struct, frozen=True):
    """What a word means in one agreement."""

    agreement: AgreementStanding
    name: str
    """As the agreement writes it."""
    definition: Definition | None
    """As the newest version in which it stands has it; None where the newest of all dropped it."""
    versions: tuple[Redefined, ...]
    """Those that changed it, the newest first; empty where no history could be read."""


class GlossaryWord(Struct, frozen=True):
    """One word, in every agreement that defines it or did."""

    name: str
    meanings: tuple[Meaning, ...]
    """In the order of the agreements."""

    @property
    def differs(self) -> bool:
        """Whether agreements that define it today do so in other words, or for other records."""
        definitions = [found.definition for found in self.meanings if found.definition is not None]
        return any(found != definitions[0] for found in definitions)


def glossary(report: Report) -> tuple[GlossaryWord, ...]:
    """Every word that an agreement defines or defined, in alphabetical order whatever its capitals.

    Names that differ in capitals alone are one word, spelled as the first agreement that has it does.
    """
    words: dict[str, list[Meaning]] = {}
    for standing in report.agreements:
        for meaning in meanings(standing):
            words.setdefault(meaning.name.casefold(), []).append(meaning)
    return tuple(GlossaryWord(words[key][0].name, tuple(words[key])) for key in sorted(words))


def meanings(standing: AgreementStanding) -> Iterator[Meaning]:
    """What the words of one agreement mean today, in the order of its terms; then those that it dropped."""
    today = standing.terms.definitions
    versions = _redefined(standing)
    for name, definition in today.items():
        yield Meaning(standing, name, definition, tuple(reversed(versions.pop(name.casefold(), ()))))
    for changed in versions.values():
        yield Meaning(standing, changed[-1].name, None, tuple(reversed(changed)))


def _redefined(standing: AgreementStanding) -> dict[str, list[Redefined]]:
    """The versions that changed each definition, the oldest first, by its name without capitals."""
    found: dict[str, list[Redefined]] = {}
    before: Mapping[str, tuple[str, Definition]] = {}
    for position, version in enumerate(standing.timeline.versions if standing.timeline else ()):
        if position and not any(change.rule.startswith(_TOUCHES) for change in version.version.changes):
            continue
        definitions = version.version.agreement.terms.definitions
        now = {name.casefold(): (name, definition) for name, definition in definitions.items()}
        for key in dict.fromkeys((*before, *now)):
            (_, was), (name, is_now) = before.get(key, _NOWHERE), now.get(key, _NOWHERE)
            if (change := _change(was, is_now)) is not None:
                found.setdefault(key, []).append(Redefined(version, change, is_now, name or before[key][0]))
        before = now
    return found


_NOWHERE: tuple[str, None] = ("", None)


def _change(before: Definition | None, now: Definition | None) -> MeaningChange | None:
    if before is None or now is None:
        return None if before is now else MeaningChange.ADDED if before is None else MeaningChange.REMOVED
    if before.where != now.where:
        return MeaningChange.CHANGED
    return None if before.means == now.means else MeaningChange.REWORDED

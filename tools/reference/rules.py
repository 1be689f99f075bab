"""`docs/reference/rules.md`: every rule that finds a change, and every warning."""

from __future__ import annotations

import inspect
import re
from collections.abc import Iterator

from living_sla.changes import rules
from living_sla.changes.rules import RULES, Rule
from living_sla.model.past.change import Direction
from living_sla.warning_name import WarningName
from tools.reference.markdown import anchor_of, from_docs, heading, index, page, term
from tools.reference.texts import below, paragraphs, sections

_ABOUT = """\
Whatever the product says about terms, exports and history has a name that never changes, so that people can search for
it and programs can depend on it. [Changes of terms](#changes) have a rule, [warnings](#warnings) a name in brackets
behind the message. [Faults](faults.md) have numbers."""
_CHANGES = """\
`sla changes`, the page Changes and the revision log name the rule that found a change. Every rule has a mirror, which
finds the same change backwards; itself where there is no side to it. What *tightens* presses who bears it, what
*eases* relieves them; whatever the direction, everybody signs the new terms.
[How versions are compared](../history.md#what-changed)."""
_WARNINGS = """\
A warning stops nothing, unless `sla check --strict` is asked for. `sla check` tells all of them; other verbs tell
those that bear on what they show."""
_WAYS = {
    Direction.TIGHTENED: "Tightens.",
    Direction.EASED: "Eases.",
    Direction.UNCLEAR: "Makes nothing harder or easier.",
}
_UNCLEAR = "Nobody can tell whether it is harder."


def text() -> str:
    """The page."""
    return page("Rules and warnings", _ABOUT, *_parts())


def _parts() -> Iterator[str]:
    sides = _by_section(), _warnings()
    for (title, anchor, about), sections_of in zip(
        (("Changes of terms", "changes", _CHANGES), ("Warnings", "warnings", _WARNINGS)), sides, strict=True
    ):
        yield heading(2, title, anchor)
        yield about
        yield index((section, anchor_of(section)) for section in sections_of)
        for section, entries in sections_of.items():
            yield heading(3, section, anchor_of(section))
            yield from entries


def _by_section() -> dict[str, list[str]]:
    """Entries of the rules, by the comment above their rows in the table of the code."""
    section, where = "", dict[str, str]()
    for line in inspect.getsource(rules).splitlines():
        if comment := re.fullmatch(r"    # (.+)", line):
            section = comment[1]
        where |= {name: section for name in re.findall(r'"([a-z]+(?:-[a-z]+)+)"', line) if name in RULES}
    found: dict[str, list[str]] = {}
    for rule in RULES.values():
        found.setdefault(_title(where[rule.id]), []).append(_rule(rule))
    return found


def _rule(rule: Rule) -> str:
    way = _UNCLEAR if rule.touches_duties else _WAYS[rule.direction]
    says = f"{rule.tells[0].upper()}{rule.tells[1:]}. {way}"
    mirror = f" Backwards: [`{rule.mirror}`](#{rule.mirror})." if rule.mirror != rule.id else ""
    return term(_named(rule.id), says + mirror)


def _warnings() -> dict[str, list[str]]:
    told, in_section = below(WarningName), sections(WarningName)
    found: dict[str, list[str]] = {}
    for warning in WarningName:
        says, to_do = paragraphs(from_docs(told[warning.name]))
        found.setdefault(in_section[warning.name], []).append(term(_named(warning), says, to_do))
    return found


def _named(name: str) -> str:
    """A name with an anchor, on no line of its own in the table of contents: there are too many."""
    return f"`{name}`{{ #{name} }}"


def _title(comment: str) -> str:
    return f"{comment[0].upper()}{comment[1:]}"

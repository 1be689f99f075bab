"""The library of patterns: commitments that teams make, each with what it needs and its text in an agreement file."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Collection, Iterator, Mapping, Sequence
from importlib.resources import files
from string import Template
from typing import Any

from msgspec import Struct, field

from living_sla.errors import Fault, SlaError
from living_sla.model.agreement.condition import OneOf, spell_test
from living_sla.model.suggestion import did_you_mean
from living_sla.scaffold.header import quoted
from living_sla.words.layout import aligned

CRMS = ("hubspot", "salesforce", "generic")
UNKNOWN = "no column is known yet for:"
"""How a comment begins about a column that nobody has declared."""
Names = Mapping[str, str | Sequence[str]]
"""Columns of a source by the role that they play, and values by theirs."""


class NeededColumn(Struct, frozen=True):
    """What a pattern needs of an export: a column, or with `of` a value of one."""

    role: str
    """Its part in the measure: ``from``, ``to``, ``at``, ``fields``."""
    words: str
    """For people: ``when a person first contacted the lead``."""
    name: str
    """What it is called where nobody says otherwise; of several, all of them."""
    types: tuple[str, ...] = ()
    """The types that it may have, the most fitting one first; none: any."""
    usual: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """Headers under which it is usually found, the best one first, by CRM: ``hubspot``, ``salesforce``, ``generic``."""
    perhaps: tuple[str, ...] = ()
    """Headers of columns that may do instead; a person decides."""
    optional: bool = False
    several: bool = False
    """Whether it is a list of columns."""
    of: str = ""
    """The role of the column whose value it is."""
    in_events: bool = False
    """Whether it stands in the second source."""

    @property
    def names(self) -> tuple[str, ...]:
        """What its columns are called where nobody says otherwise."""
        return tuple(self.name.split(", ")) if self.several else (self.name,)

    def declarations(self, crm: str = "generic") -> tuple[str, ...]:
        """The lines of `data/sources.yml` that declare it: ``mql_at: {from: MQL at, type: instant}``; none of a value.

        Headers are those that `crm` usually writes, and have to be compared with those of the export.
        """
        if self.of:
            return ()
        kind = self.types[0] if self.types else "text"
        headers = self.usual.get(crm) or self.usual.get("generic") or ()
        # Of several columns, the headers begin with one for each of the names.
        shown = (*headers[: len(self.names)], *self.names[len(headers) :])
        currency = ", currency: EUR" if kind == "money" else ""
        return tuple(
            f"{name}: {{from: {quoted(header)}, type: {kind}{currency}}}"
            for name, header in zip(self.names, shown, strict=True)
        )


class Pattern(Struct, frozen=True):
    """One commitment that teams make."""

    id: str
    words: str
    """``95 % of MQLs are contacted within 4 business hours``."""
    title: str
    by: str
    """Who owes it: ``marketing``, ``sales`` or ``both``."""
    category: str
    kind: str
    """Its measure, as an agreement names it."""
    target: str
    per: str
    needs: Mapping[str, NeededColumn]
    """What it needs, by role."""
    item: str
    """Its text in an agreement file, with a ``$name`` for what differs."""
    limit: str = ""
    """The time that it allows, where it has a clock."""
    due: str = ""
    """When something is due, where that comes again."""
    times: str = ""
    """How often something has to happen."""
    source: str = "leads"
    """What its export is usually called."""
    events: str = ""
    """What its second source is usually called; empty where it needs none."""

    def commitment(
        self, names: Names, *, doubtful: Collection[str] = (), owner: str | None = None, **said: str | None
    ) -> str:
        """The text of one item of ``commitments:``, its first line ``- id: …``, not indented, ended by a line break.

        `names` are columns by role; for a role that it lacks the usual name is written, with a comment that asks for
        it, and so is one for each role that is `doubtful`. `owner` is a person's name. `said` are fields of the
        pattern that are to be others; what is not given is the pattern's own.
        """
        assert said.keys() <= _SAID.keys(), said
        filled = {name: spell(said.get(name) or getattr(self, name)) for name, spell in _SAID.items()}
        decided = [f"${name}" for name in ("target", "due") if said.get(name)]
        lines = (self._line(line, filled, names, doubtful) for line in _without_questions(self.item, decided))
        owned = [f"  owner: {quoted(owner)}"] if owner else []
        return "".join(f"{line}\n" for line in (*lines, *owned) if line)

    def _line(self, line: str, said: Mapping[str, str], names: Names, doubtful: Collection[str]) -> str:
        """One line of the item; empty where it is about an optional column that nobody names."""
        needs = [self.needs[name] for name in re.findall(r"\$([a-z]+)", line) if name in self.needs]
        if any(need.optional and not need.of and need.role not in names for need in needs):
            return ""
        filled = {need.role: _written(names.get(need.role, need.names), need) for need in needs}
        written = Template(line).substitute({**said, **filled})
        asked = list(_asked(needs, filled, names, doubtful))
        if not asked:
            return written
        return f"{written}{';' if '# decide:' in written else '  # decide:'} {'; '.join(asked)}"


def _without_questions(item: str, decided: Collection[str]) -> Iterator[str]:
    """The lines of an item, without the comment that asks for what is decided."""
    for line in item.splitlines():
        yield line.partition("  # decide:")[0] if any(name in line for name in decided) else line


def _asked(
    needs: Sequence[NeededColumn], filled: Mapping[str, str], names: Names, doubtful: Collection[str]
) -> Iterator[str]:
    """What a person has to say about the columns of a line."""
    for need in needs:
        if need.role not in names and not need.of:
            yield f"{UNKNOWN} {need.words}"
        elif need.role not in names or need.role in doubtful:
            yield f"is {filled[need.role]} {need.words}?"


def bare(text: str) -> str:
    """The text as it is where YAML reads it as one plain value, also in a list; else in quotes."""
    is_plain = re.fullmatch(r"\w(?:[\w %€$£¥+./-]*[\w%€$£¥+./-])?", text)
    return text if is_plain or not text else quoted(text)


_SAID = {
    **dict.fromkeys(("id", "by", "source", "events", "target", "limit", "per", "due", "times"), bare),
    "title": quoted,
}
"""The fields that an item spells, and how."""


def _written(names: str | Sequence[str], need: NeededColumn) -> str:
    """Columns, or a value, as YAML has them."""
    each = [names] if isinstance(names, str) else list(names)
    if not need.of:
        return ", ".join(map(bare, each))
    spelled = spell_test(OneOf(tuple(each)))
    return quoted(spelled) if isinstance(spelled, str) else f"[{', '.join(map(quoted, each))}]"


def pattern(name: str) -> Pattern:
    """The pattern of that id; raises `SlaError` where there is none."""
    for found in PATTERNS:
        if found.id == name:
            return found
    hint = did_you_mean(name, [one.id for one in PATTERNS], "sla new --list shows all of them")
    raise SlaError(f'there is no pattern "{name}"', hint=hint, code=Fault.UNKNOWN_NAME)


def _library() -> tuple[Pattern, ...]:
    text = (files("living_sla.scaffold.patterns") / "patterns.toml").read_text(encoding="utf-8")
    stated = tomllib.loads(text)
    return tuple(_pattern(one, stated["columns"]) for one in stated["pattern"])


def _pattern(stated: Mapping[str, Any], columns: Mapping[str, Mapping[str, Any]]) -> Pattern:
    needs = {role: _column(role, {**columns.get(said.get("column", ""), {}), **said})
             for role, said in stated["needs"].items()}  # fmt: skip
    return Pattern(**{**stated, "needs": needs})


def _column(role: str, said: Mapping[str, Any]) -> NeededColumn:
    return NeededColumn(
        role,
        said["words"],
        said["name"],
        tuple(said.get("types", ())),
        {crm: tuple(said[crm]) for crm in CRMS if crm in said},
        tuple(said.get("perhaps", ())),
        optional=said.get("optional", False),
        several=said.get("several", False),
        of=said.get("of", ""),
        in_events=said.get("in") == "events",
    )


PATTERNS = _library()
"""Every pattern, in the order in which lists show them."""


def listing() -> list[str]:
    """A head, and a line for each pattern: its id, who owes it, its words, and the columns that it needs."""
    rows = [(one.id, one.by, one.words, ", ".join(_needed(one))) for one in PATTERNS]
    return aligned([("pattern", "owed by", "in words", "needs"), *rows])


def _needed(pattern: Pattern) -> Iterator[str]:
    for need in pattern.needs.values():
        if not need.of and not need.optional:
            source = f"{pattern.events}." if need.in_events and pattern.events else ""
            yield from (f"{source}{name}" for name in need.names)

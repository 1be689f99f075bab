"""The library of patterns: commitments that teams make, each with what it needs and its text in an agreement file."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from importlib.resources import files
from string import Template
from typing import Any

from living_sla.errors import Fault, SlaError
from living_sla.model.suggestion import did_you_mean
from living_sla.scaffold.header import quoted

CRMS = ("hubspot", "salesforce", "generic")


@dataclass(frozen=True)
class NeededColumn:
    """What a pattern needs of an export: a column, or with `of` a value of one."""

    role: str
    """Its part in the measure: ``from``, ``to``, ``at``, ``fields``."""
    words: str
    """For people: ``when a person first contacted the lead``."""
    types: tuple[str, ...]
    """The types that it may have, the most fitting one first; none: any."""
    name: str
    """What it is called where nobody says otherwise; of several, all of them."""
    usual: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """Headers under which it is usually found, the best one first, by CRM: ``hubspot``, ``salesforce``, ``generic``."""
    optional: bool = False
    several: bool = False
    """Whether it is a list of columns."""
    of: str = ""
    """The role of the column whose value it is."""
    in_events: bool = False
    """Whether it is a column of the second source."""

    def declaration(self, crm: str = "generic") -> str:
        """The line of `data/sources.yml` that declares it: ``mql_at: {from: "MQL at", type: instant}``."""
        header = (*self.usual.get(crm, ()), *self.usual.get("generic", ()), self.name)[0]
        return f"{self.name}: {{from: {quoted(header)}, type: {self.types[0] if self.types else 'text'}}}"


@dataclass(frozen=True)
class Pattern:
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
    source: str = "leads"
    """What its export is usually called."""
    events: str = ""
    """What its second source is usually called; empty where it needs none."""

    def commitment(
        self,
        names: Mapping[str, str | Sequence[str]],
        *,
        source: str | None = None,
        events: str | None = None,
        id: str | None = None,
        title: str | None = None,
        by: str | None = None,
        target: str | None = None,
        limit: str | None = None,
        per: str | None = None,
    ) -> str:
        """The text of one item of ``commitments:``, its first line ``- id: …``, not indented, ended by a line break.

        `names` are columns of the source by role; for a role that it lacks the usual name is written, with a comment
        that asks for its declaration. Everything else is the pattern's own where it is not given.
        """
        said = {
            "id": id or self.id,
            "title": quoted(title or self.title),
            "by": by or self.by,
            "category": self.category,
            "source": source or self.source,
            "events": events or self.events,
            "target": target or self.target,
            "limit": limit or self.limit,
            "per": per or self.per,
        }
        lines = (self._line(line, said, names) for line in self.item.splitlines())
        return "".join(f"{line}\n" for line in lines if line)

    def _line(self, line: str, said: Mapping[str, str], names: Mapping[str, str | Sequence[str]]) -> str:
        """One line of the item; empty where it is about an optional role that nobody fills."""
        roles = [self.needs[name] for name in re.findall(r"\$([a-z_]+)", line) if name in self.needs]
        if any(need.optional and need.role not in names for need in roles):
            return ""
        filled = {need.role: _listed(names.get(need.role, need.name), need) for need in roles}
        written = Template(line).substitute({**said, **filled})
        missing = [need for need in roles if need.role not in names]
        if not missing:
            return written
        asked = "; ".join(f"{filled[need.role]} is {need.words}" for need in missing)
        return f"{written}{';' if '  # decide: ' in written else '  # decide:'} {asked}"


def _listed(names: str | Sequence[str], need: NeededColumn) -> str:
    if need.of:
        return quoted(names if isinstance(names, str) else names[0])
    return names if isinstance(names, str) else ", ".join(names)


def pattern(name: str) -> Pattern:
    """The pattern of that id; raises `SlaError` where there is none."""
    for found in PATTERNS:
        if found.id == name:
            return found
    ids = [one.id for one in PATTERNS]
    hint = did_you_mean(name, ids, "sla new --list shows all of them")
    raise SlaError(f'there is no pattern "{name}"', hint=hint, code=Fault.UNKNOWN_NAME)


def _pattern(stated: Mapping[str, Any]) -> Pattern:
    needs = {role: _column(role, said) for role, said in stated["needs"].items()}
    return Pattern(**{**stated, "needs": needs, "item": stated["item"].lstrip("\n")})


def _column(role: str, said: Mapping[str, Any]) -> NeededColumn:
    return NeededColumn(
        role,
        said["words"],
        tuple(said.get("types", ())),
        said["name"],
        usual={crm: tuple(said[crm]) for crm in CRMS if crm in said},
        optional=said.get("optional", False),
        several=said.get("several", False),
        of=said.get("of", ""),
        in_events=said.get("in") == "events",
    )


PATTERNS: tuple[Pattern, ...] = tuple(
    map(
        _pattern,
        tomllib.loads((files("living_sla.scaffold.patterns") / "patterns.toml").read_text(encoding="utf-8"))["pattern"],
    )
)
"""Every pattern, in the order in which a list of them shows them."""

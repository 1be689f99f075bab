"""What a pattern needs, looked for among the columns that `data/sources.yml` declares, by type and by name."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from msgspec import Struct

from living_sla.model.agreement.source import ColumnSpec, Source
from living_sla.scaffold.patterns.library import CRMS, Names, NeededColumn, Pattern
from living_sla.scaffold.patterns.library import pattern as pattern_called

_PLAIN_KEYS = ("text", "integer", "number")


class Fit(Struct, frozen=True):
    """How a pattern fits a source, and a second one where it needs two."""

    pattern: Pattern
    source: str
    events: str
    names: Names
    """Columns and values by role."""
    doubtful: frozenset[str]
    """Roles whose column may do, or may not: a person decides."""
    missing: tuple[NeededColumn, ...]
    """What no column was found for, optional columns left out."""
    target: str | None = None
    """The pattern's target in the currency of its column; None: the pattern's own."""
    crm: str = "generic"
    """The tool that wrote the export, as far as the declaration says it."""

    def commitment(self, **said: str | None) -> str:
        """The text of the item, as `Pattern.commitment` gives it; `said` is what differs from the pattern."""
        if not said.get("target"):
            said["target"] = self.target
        return self.pattern.commitment(
            self.names, source=self.source, events=self.events, doubtful=self.doubtful, **said
        )


def fit(
    pattern: Pattern, sources: Mapping[str, Source], *, source: str | None = None, chosen: Names | None = None
) -> Fit:
    """How the pattern fits the sources best.

    Args:
        pattern: What to find columns for.
        sources: Those that are declared, by name.
        source: The one that holds the records; None: the one that lacks least.
        chosen: Columns and values by role, that a person has named: they are taken as they are.
    """
    names = [source] if source is not None else [*sources]
    if not names or (source is None and pattern.source not in sources and pattern.kind == "deliverable"):
        names.insert(0, pattern.source)  # what is delivered stands in a list of its own, never among the leads
    return min((_fit(pattern, sources, name, chosen or {}) for name in names), key=_lacking)


def starters(sources: Mapping[str, Source]) -> list[str]:
    """The patterns of a first agreement: one a side, that of Marketing by what the sources have."""
    complete = fit(pattern_called("complete-leads"), sources)
    return ["first-contact", "lead-volume" if complete.missing or complete.doubtful else "complete-leads"]


def _lacking(found: Fit) -> tuple[int, int]:
    return len(found.missing), len(found.doubtful)


def _fit(pattern: Pattern, sources: Mapping[str, Source], name: str, chosen: Names) -> Fit:
    """How it fits that one source, with the second source that lacks least."""
    others = [other for other in sources if other != name] if pattern.events else []
    logs = others or [pattern.events]
    fits = (_fit_two(pattern, sources, name, log, chosen) for log in logs)
    return min(fits, key=_lacking)


def _fit_two(pattern: Pattern, sources: Mapping[str, Source], name: str, log: str, chosen: Names) -> Fit:
    records, events = sources.get(name), sources.get(log)
    names: dict[str, str | tuple[str, ...]] = {role: found if isinstance(found, str) else tuple(found)
                                               for role, found in chosen.items()}  # fmt: skip
    doubtful: set[str] = set()
    missing: list[NeededColumn] = []
    taken = {one for found in names.values() for one in ([found] if isinstance(found, str) else found)}
    for role, need in pattern.needs.items():
        if role in names:
            continue
        source = events if need.in_events else records
        if need.of:
            found, doubt = _value(need, source, names)
        else:
            key_types = (records.columns[records.key].type,) if records and role == "key" else ()
            found, doubt = _columns(need, source, taken, key_types=key_types)
        if found:
            names[role] = found if need.several else found[0]
            taken |= set(found)
            if doubt:
                doubtful.add(role)
        elif not need.optional and not need.of:
            missing.append(need)
    crm = crm_of(records)
    return Fit(
        pattern, name, log, names, frozenset(doubtful), tuple(missing), _in_its_currency(pattern, records, names), crm
    )


def crm_of(source: Source | None) -> str:
    """The tool that wrote an export: ``hubspot``, ``salesforce``, or ``generic`` for all others."""
    profile = source.profile if source is not None else "plain"
    return next((crm for crm in CRMS if profile.startswith(crm)), "generic")


def _columns(
    need: NeededColumn, source: Source | None, taken: set[str], *, key_types: tuple[str, ...]
) -> tuple[tuple[str, ...], bool]:
    """The columns that fit, one unless it wants several, and whether that is in doubt."""
    if source is None:
        return (), False
    able = {
        name: spec
        for name, spec in source.columns.items()
        if name not in taken and (not need.types or spec.type in need.types) and _joins(spec, key_types)
        if not (need.several and (name == source.key or (spec.type == "instant" and not need.types)))
    }
    crm = crm_of(source)
    usual = (*need.names, *need.usual.get(crm, ()), *(name for of in CRMS for name in need.usual.get(of, ())))
    sure = tuple(dict.fromkeys(_named(usual, able)))
    if need.several:
        return sure, False
    if sure:
        return sure[:1], False
    return tuple(_named(need.perhaps, able))[:1], True


def _joins(spec: ColumnSpec, key_types: tuple[str, ...]) -> bool:
    """Whether a column can name records whose key is of that type."""
    return not key_types or spec.type in key_types or {spec.type, *key_types} <= set(_PLAIN_KEYS)


def _named(words: tuple[str, ...], columns: Mapping[str, ColumnSpec]) -> Iterator[str]:
    """The columns that are called by one of the words, by their name, header or label, in the order of the words."""
    called = {name: {_bare(name), *map(_bare, spec.headers), _bare(spec.label or "")} for name, spec in columns.items()}
    for word in map(_bare, words):
        yield from (name for name, names in called.items() if word in names)


def _bare(text: str) -> str:
    """A name without capitals and marks: "MQL Date/Time" is "mql date time"."""
    return " ".join(re.findall(r"[^\W_]+", text.casefold()))


def _value(need: NeededColumn, source: Source | None, names: Names) -> tuple[tuple[str, ...], bool]:
    """The value that the column may hold and that means it; in doubt where the column does not list one that does."""
    column = names.get(need.of)
    spec = source.columns.get(column) if source is not None and isinstance(column, str) else None
    if spec is None:
        return (), False
    usual = tuple(value for of in (crm_of(source), *CRMS) for value in need.usual.get(of, ()))
    known = {_bare(value): value for value in spec.values}
    found = next((known[_bare(value)] for value in (need.name, *usual) if _bare(value) in known), None)
    if found is not None:
        return (found,), False
    return (usual or need.names)[:1], True


def _in_its_currency(pattern: Pattern, source: Source | None, names: Names) -> str | None:
    """The target of a sum of money names the currency of its column."""
    column = names.get("amount")
    spec = source.columns.get(column) if source is not None and isinstance(column, str) else None
    return f"{pattern.target} {spec.currency}" if spec is not None and spec.currency else None

"""`docs/reference/patterns.md`: every pattern of the library, with what it needs and what it writes."""

from __future__ import annotations

from collections.abc import Iterator

from living_sla.scaffold.patterns.library import PATTERNS, NeededColumn, Pattern
from tools.reference.markdown import code, heading, index, page, term

_ABOUT = """\
Commitments that Sales and Marketing make to each other. `sla new commitment PATTERN` writes one of them into an
agreement, fitted to the columns of your export; `sla new agreement ID` begins an agreement with them. `sla new --list`
shows this list in a terminal. [How to add a commitment](../how-to/add-a-commitment.md)."""
_HEADERS = """\
Columns are looked for in `data/sources.yml` by their type, and by their name, header or label. The headers below are
those under which CRMs usually export them; capitals and marks make no difference. Where another header *may do*, the
column is taken, and a comment asks you to decide. `--column ROLE=NAME` names one yourself."""
_CRMS = {"hubspot": "HubSpot", "salesforce": "Salesforce", "generic": "others"}


def text() -> str:
    """The page."""
    links = index((pattern.words, pattern.id) for pattern in PATTERNS)
    return page("Patterns of commitments", _ABOUT, links, _HEADERS, *map(_entry, PATTERNS))


def _entry(pattern: Pattern) -> str:
    owed = "Owed by both teams" if pattern.by == "both" else f"Owed by {pattern.by.capitalize()}"
    per = f"a {pattern.per}" if pattern.per else ""
    told = f"{owed}. Category: {pattern.category}. Measure: `{pattern.kind}`, judged {per}."
    needs = [term(f"`{need.role}`", *_told(pattern, need)) for need in pattern.needs.values()]
    names = {need.role: need.names for need in pattern.needs.values()}
    title = heading(2, pattern.words[0].upper() + pattern.words[1:], pattern.id)
    return "\n\n".join([title, f"`{pattern.id}`: {told}", *needs, code(pattern.commitment(names), "yaml")])


def _told(pattern: Pattern, need: NeededColumn) -> Iterator[str]:
    where = f" In the second source, `{pattern.events}` for example." if need.in_events else ""
    types = f" Type: {' or '.join(need.types)}." if need.types else ""
    optional = " May be left out." if need.optional else ""
    several = " One column or several." if need.several else ""
    what = need.words[0].upper() + need.words[1:]
    column = f" A value of the column `{need.of}`." if need.of else ""
    yield f"{what}.{column}{types}{several}{where}{optional}"
    usual = "; ".join(f"{name}: {', '.join(need.usual[crm])}" for crm, name in _CRMS.items() if need.usual.get(crm))
    may_do = f". May do: {', '.join(need.perhaps)}" if need.perhaps else ""
    if usual:
        yield f"{usual}{may_do}."

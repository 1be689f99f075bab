"""What is left to a person after an item was written: columns that nobody has declared, and what is to be decided."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping, Sequence

from msgspec import Struct

from living_sla.agreements.rules.columns import check_columns
from living_sla.model.agreement.source import Source
from living_sla.model.agreement.terms import Agreement
from living_sla.model.paths import SOURCES_FILE
from living_sla.scaffold.patterns.library import UNKNOWN, NeededColumn
from living_sla.scaffold.patterns.matching import Fit

_DECIDE = re.compile(r"# decide: (.*)$")


class Added(Struct, frozen=True):
    """What was written, and what is left to a person."""

    path: str
    line: int
    """The line of the file on which the first new commitment begins."""
    ids: tuple[str, ...]
    """Of the new commitments."""
    agreement: Agreement
    """As the file is now."""
    missing: tuple[str, ...]
    """What has to be declared before the agreement passes the check, a paragraph each."""
    decisions: tuple[str, ...]
    """What is marked to be decided, each with its place."""


def undeclared(fit: Fit, sources: Collection[str]) -> Iterator[str]:
    """Paragraphs that say what to add to `data/sources.yml`, whose `sources` these are."""
    for name, in_events in ((fit.source, False), (fit.events, True)):
        missing = [need for need in fit.missing if need.in_events == in_events]
        if name and name not in sources and (missing or not in_events):
            yield _no_source(name, missing)
        elif missing:
            words = "; ".join(need.words for need in missing)
            lines = [f"    {line}" for need in missing for line in need.declarations(fit.crm)]
            what = f'{SOURCES_FILE}: no column of "{name}" was found for: {words}.'
            yield "\n".join([f"{what} Name it with --column, or add below its columns:", *lines])


def _no_source(name: str, missing: Collection[NeededColumn]) -> str:
    columns = ", ".join(found for need in missing for found in need.names if not need.of)
    hint = "sla sources guess FILE writes a first entry for an export"
    return f'{SOURCES_FILE}: there is no source "{name}" yet; it needs {columns or "its columns"}. {hint}.'


def unfitting(agreement: Agreement, sources: Mapping[str, Source], fits: Sequence[Fit]) -> Iterator[str]:
    """What else does not fit the sources, as `sla check` says it: a column of another type, a value that is none.

    Asked of the last commitments of the agreement, as many as there are fits.
    """
    told = {name for fit in fits for need in fit.missing for name in need.names}
    told |= {name for fit in fits for name in (fit.source, fit.events) if name not in sources}
    first = agreement.place("commitments", len(agreement.terms.commitments) - len(fits)).line or 0
    for fault in check_columns(agreement, sources):
        is_new = fault.where is not None and (fault.where.line or 0) >= first
        if is_new and not any(f'"{name}"' in fault.message for name in told):
            yield str(fault)


def to_decide(text: str, *, path: str, first_line: int, same_line: bool = False) -> Iterator[str]:
    """What the lines of a text leave to a person, which stands at `first_line` of a file, or all on that line.

    Columns that nobody knows yet are left to `undeclared`.
    """
    for number, line in enumerate(text.splitlines()):
        found = _DECIDE.search(line)
        asked = [one for one in found[1].split("; ") if not one.startswith(UNKNOWN)] if found else []
        if asked:
            yield f"{path}:{first_line + (0 if same_line else number)}: decide: {'; '.join(asked)}"

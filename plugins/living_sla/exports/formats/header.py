"""The first line of an export, held against the columns that the source declares."""

from __future__ import annotations

import difflib
import re
import unicodedata
from collections.abc import Collection, Iterable, Mapping, Sequence

from living_sla.errors import Fault, Notice, Place, SlaError, WarningName
from living_sla.exports.cells.shown import hidden_character, named
from living_sla.exports.formats.before_header import DELIMITERS, written
from living_sla.model.agreement.source import ColumnSpec, Source
from living_sla.model.counted import counted

_SHOWN = 12


def check_header(first_line: Sequence[str], source: Source, path: str, line: int = 1) -> list[SlaError]:
    """Everything that is wrong with these headers on that line; further columns are no fault, they are not read."""
    where = Place(path, line)
    headers = [header for spec in source.columns.values() for header in spec.headers]
    known = [name for name in first_line if name in (*headers, *source.personal)]
    if not known and (other := _other_delimiter(first_line, headers, source.delimiter)):
        message = f"the columns are separated by {DELIMITERS[other]}, declared is {DELIMITERS[source.delimiter]}"
        hint = f'add delimiter: "{written(other)}" to the source'
        return [SlaError(message, where=where, hint=hint, code=Fault.OTHER_CONVENTION)]
    if not known and is_conflict(first_line):
        return [SlaError(CONFLICT, where=where, hint=ONE_OF_TWO, code=Fault.MERGE_CONFLICT)]
    if not known and not _resemble(first_line, headers):
        message = f"the first line names {_none_of(len(headers))}"
        hint = f"it should name {_list(headers)}; is this the right file, with a header?"
        return [SlaError(message, where=where, hint=hint, code=Fault.WRONG_COLUMNS)]
    faults = []
    for name, declared in ((name, header) for name, spec in source.columns.items() for header in spec.headers):
        at = [position for position, header in enumerate(first_line, start=1) if header == declared]
        if len(at) > 1:
            message = f'the header "{declared}" occurs {len(at)} times, in columns {_list(map(str, at))}'
            hint = "rename one of them in the export"
            faults.append(SlaError(message, where=Place(path, line, at[1]), hint=hint, code=Fault.WRONG_COLUMNS))
        elif not at:
            faults.append(_missing(name, declared, first_line, [*headers, *source.personal], where))
    return faults


CONFLICT = "a merge left a conflict that nobody resolved"
ONE_OF_TWO = "decide for one of the two exports, and put it here whole"


def is_conflict(fields: Sequence[str]) -> bool:
    """Whether a line is one that a merge puts between two texts."""
    return len(fields) == 1 and re.fullmatch("(<{7}|>{7})( .*)?|={7}", fields[0].strip()) is not None


def unknown_personal(first_line: Sequence[str], source: Source, place: Place) -> list[Notice]:
    """A warning for each header declared as personal that the export does not have: a misspelt one protects nothing."""
    return [
        Notice(
            WarningName.PERSONAL_UNKNOWN,
            f'the export has no column "{header}", declared as personal',
            place,
            _meant(header, first_line) or "take it out, or correct it",
        )
        for header in source.personal
        if header not in first_line
    ]


def _meant(declared: str, first_line: Sequence[str]) -> str:
    """Which of the headers is probably meant; only one that is the declared one but for marks and capitals is shown."""
    alike = next((at for at, header in enumerate(first_line) if _folded(header) == _folded(declared)), None)
    if alike is not None and first_line[alike].isprintable():
        if first_line[alike].strip() == declared:
            return f'the header "{first_line[alike]}" has spaces around it: remove them in the export'
        return f'did you mean "{first_line[alike]}"?'
    if alike is not None and (hidden := hidden_character(first_line[alike])):
        return f"column {alike + 1} is called so, but for {named(hidden)}, which nobody sees: remove it in the export"
    close = difflib.get_close_matches(declared, first_line, n=1, cutoff=0.7)
    at = alike if alike is not None else first_line.index(close[0]) if close else None
    return "" if at is None else f"is it column {at + 1}, which is called almost so?"


def headers_of(source: Source, names: Iterable[str]) -> set[str]:
    """The headers of the columns that these declared columns are read from."""
    return {header for name in names for header in source.columns[name].headers}


def positions(first_line: Sequence[str], columns: Mapping[str, ColumnSpec]) -> dict[str, int]:
    """Where each column stands, or each of its two parts, counted from 0; only after `check_header` found no fault."""
    return {
        part: list(first_line).index(header)
        for name, spec in columns.items()
        for part, header in zip(spec.parts(name), spec.headers, strict=True)
    }


def text_in(fields: Sequence[str], at: Mapping[str, int], name: str, spec: ColumnSpec) -> str:
    """What a record has in a column; of a column in two parts, both, with a space between them."""
    return (
        " ".join(fields[at[part]] for part in spec.parts(name)).strip() if len(spec.headers) > 1 else fields[at[name]]
    )


def _none_of(count: int) -> str:
    return "not the one declared column" if count == 1 else f"none of the {counted(count, 'declared column')}"


def _missing(name: str, declared: str, first_line: Sequence[str], headers: Collection[str], where: Place) -> SlaError:
    """The fault of a declared header that is not there. The first line may hold cells, so that no other is shown."""
    free = ["" if header in headers else header for header in first_line]
    message = f'there is no column "{declared}", declared as {name}'
    hint = _meant(declared, free)
    if hint:
        hint += "" if "remove" in hint else " Write its name under from:, letter by letter"
    else:
        others = [str(at) for at, header in enumerate(free, start=1) if header]
        which = f"columns {_list(others)} are" if len(others) > 1 else f"column {others[0]} is" if others else ""
        ask = f"{which} not declared: was it renamed? " if which else ""
        hint = f"{ask}`sla sources guess` shows the names of all columns"
    return SlaError(message, where=where, hint=hint, code=Fault.WRONG_COLUMNS)


def _other_delimiter(first_line: Sequence[str], headers: Sequence[str], declared: str) -> str | None:
    line = declared.join(first_line)
    for other in DELIMITERS:
        if other != declared and {field.strip('"') for field in line.split(other)} & set(headers) and other in line:
            return other
    return None


def _resemble(first_line: Sequence[str], headers: Sequence[str]) -> bool:
    """Whether the first line has one of the headers, but for marks and capitals; else it may be a record."""
    folded = {_folded(header) for header in first_line}
    return any(_folded(header) in folded for header in headers)


def _folded(header: str) -> str:
    """The letters and digits alone."""
    return "".join(filter(str.isalnum, unicodedata.normalize("NFKC", header).casefold()))


def _list(names: Iterable[str]) -> str:
    shown = list(names)
    rest = f" and {len(shown) - _SHOWN} more" if len(shown) > _SHOWN else ""
    return ", ".join(shown[:_SHOWN]) + rest

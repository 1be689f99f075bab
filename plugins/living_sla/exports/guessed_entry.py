"""A guessed entry of `sources.yml` as text: what was found, and ``# decide:`` where a person has to say more."""

from __future__ import annotations

import json
import re
import textwrap
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from living_sla.exports.files import FOLDER, is_parquet, is_workbook
from living_sla.exports.guessed_columns import GuessedColumn
from living_sla.exports.profiles import HABITS, Habits
from living_sla.model.source import ColumnSpec, Profile

_CHANGES = re.compile("modif|updat|chang|sync", re.IGNORECASE)
_RECORD = re.compile(r"(record_|fivetran_)?id")
_WORDS = {"yes", "no", "true", "false", "null", "on", "off"}
_WIDTH = 118


@dataclass(frozen=True)
class Stated:
    """What was found out about the file as a whole."""

    path: Path
    profile: Profile = "plain"
    encoding: str = "utf-8"
    encoding_doubt: str = ""
    delimiter: str = ","
    sheets: tuple[str, ...] = ()
    """The sheets of a workbook that a person sees, where there are several; the first one was read."""


def entry(stated: Stated, guesses: Mapping[str, GuessedColumn], rows: int) -> Iterator[str]:
    """The lines of the entry; `guesses` by the names that the columns are to have."""
    personal = [one.spec.header for one in guesses.values() if one.is_personal]
    empty = [one.spec.header for one in guesses.values() if not one.is_personal and not one.filled]
    columns = {name: one for name, one in guesses.items() if one.filled and not one.is_personal}
    specs = {name: one.found() for name, one in columns.items()}
    instants = [name for name, spec in specs.items() if spec.type == "instant"]
    habits = HABITS.get(stated.profile, Habits())
    yield f"# Guessed from {rows:,} row{'s' if rows != 1 else ''} of {stated.path.name}."
    yield f"{_name(stated.path)}:"
    yield from _file(stated)
    is_naive = any(columns[name].has_naive for name in instants) or (is_parquet(stated.path) and bool(instants))
    if is_naive and habits.timezone is None:
        yield "  timezone: UTC  # decide: whose clock wrote the instants that name no offset?"
    yield from _key(columns, instants)
    yield from _as_of(specs, instants)
    yield "  columns:"
    for name, spec in specs.items():
        yield _column(name, spec, columns[name].doubt(), habits)
    if empty:
        left_out = f"# empty in every row, left out: {', '.join(map(_quoted, empty))}"
        yield from textwrap.wrap(left_out, _WIDTH, initial_indent="    ", subsequent_indent="    #   ")
    if personal:
        yield f"  personal: [{', '.join(map(_quoted, personal))}]  # decide: are these all columns about people?"


def _name(path: Path) -> str:
    name = re.sub("[^a-z0-9]+", "-", path.name.split(".")[0].lower()).strip("-")
    return name if name[:1].isalpha() else "export"


def _file(stated: Stated) -> Iterator[str]:
    yield f"  path: {_quoted(_below_data(stated.path))}  # decide: where below data/; * for what changes in its name"
    if stated.profile != "plain":
        yield f"  profile: {stated.profile}"
    if stated.encoding != "utf-8":
        yield f"  encoding: {stated.encoding}" + (
            f"  # decide: {stated.encoding_doubt}" if stated.encoding_doubt else ""
        )
    if stated.delimiter != ",":
        yield f"  delimiter: {json.dumps(stated.delimiter)}"
    if stated.sheets and is_workbook(stated.path):
        yield f"  sheet: {_quoted(stated.sheets[0])}  # decide: or {', '.join(map(_quoted, stated.sheets[1:]))}"


def _below_data(path: Path) -> str:
    folders = path.absolute().parts[:-1]
    if FOLDER not in folders:
        return f"exports/{path.name}"
    return "/".join((*folders[len(folders) - folders[::-1].index(FOLDER) :], path.name))


def _key(columns: Mapping[str, GuessedColumn], instants: Sequence[str]) -> Iterator[str]:
    """The key: what is named like a record's identifier, then any identifier, then what happens to be distinct."""

    def rank(name: str) -> int:
        named = _RECORD.fullmatch(name) or columns[name].spec.header.startswith("(Do Not Modify)")
        return 0 if named and "checksum" not in name else 1 if columns[name].is_identifier else 2

    keys = sorted((name for name, one in columns.items() if one.is_distinct), key=rank)
    if not columns:
        yield "  key: id  # decide: every column is about people or empty; export the id of the record as well"
    elif not keys:
        filled = sorted((name for name, one in columns.items() if one.is_filled), key=rank)
        doubt = "no column is filled and different in every row"
        if instants:
            doubt += f"; with duplicates: {{newest_by: {instants[0]}}} the newest row of each counts"
        yield f"  key: {next(iter(filled or columns))}  # decide: {doubt}"
    elif len(keys) > 1 and rank(keys[0]):
        yield f"  key: {keys[0]}  # decide: or {', '.join(keys[1:6])}"
    else:
        yield f"  key: {keys[0]}"


def _as_of(specs: Mapping[str, ColumnSpec], instants: Sequence[str]) -> Iterator[str]:
    chosen = [name for name in instants if _CHANGES.search(specs[name].header)] or list(instants)
    if chosen:
        doubt = (
            "  # decide: which of these always moves on?" if len(chosen) > 1 else "  # decide: does it always move on?"
        )
        yield f"  as_of: {{newest_of: [{', '.join(chosen)}]}}{doubt}"
    else:
        yield '  as_of: {filename: "%Y-%m-%d"}  # decide: no column says up to when the export speaks'


def _column(name: str, spec: ColumnSpec, doubt: str, habits: Habits) -> str:
    is_habit = (habits.formats or {}).get(spec.type) == spec.formats
    shown = f", format: {_quoted(spec.formats[0])}" if spec.formats and not is_habit else ""
    currency = ", currency: EUR" if spec.type == "money" else ""
    doubt = doubt or ("the currency" if currency else "")
    written = f"    {name}: {{from: {_quoted(spec.header)}, type: {spec.type}{shown}{currency}}}"
    return f"{written}  # decide: {doubt}" if doubt else written


def _quoted(text: str) -> str:
    plain = re.fullmatch(r"[A-Za-z_][A-Za-z0-9 _/.-]*[A-Za-z0-9]", text) and text.lower() not in _WORDS
    return text if plain else json.dumps(text, ensure_ascii=False)

"""A guessed entry of `sources.yml` as text: what was found, and ``# decide:`` where a person has to say more."""

from __future__ import annotations

import json
import re
import textwrap
import unicodedata
from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from msgspec import Struct, field
from msgspec.structs import replace

from living_sla.exports.cells.spellings import of_format
from living_sla.exports.file import is_parquet
from living_sla.exports.files import FOLDER
from living_sla.exports.formats.profiles import HABITS, Habits
from living_sla.model.agreement.source import ColumnSpec, Marks
from living_sla.model.counted import counted
from living_sla.model.slug import LONGEST, slug_of
from living_sla.scaffold.header import LONGEST_NAME, as_shape, might_be_somebody, quoted

if TYPE_CHECKING:
    from living_sla.scaffold.columns import GuessedColumn
    from living_sla.scaffold.loose_files import StatedFile
    from living_sla.scaffold.table import Guessed

_CHANGES = re.compile(
    "modif|updat|chang|sync|änder|aender|mis à jour|actualiz|aggiorn|gewijzigd|更新|変更|修改|수정|измен", re.IGNORECASE
)
_AHEAD = re.compile(
    r"\bdue|deadline|expect|clos(e|ing) date|expir|renew|next|end date|until|target|fällig|frist|échéance|vencim", re.I
)
_RECORD = re.compile(r"(record_|fivetran_)?id")
_WIDTH = 118
_SEPARATORS = (";", "|", "\n", ", ", ",")
_LONGEST_VALUE = 40
"""Letters of a value: longer ones are sentences."""
_LOOKED_AT = 10_000
_FILE_DATES = {"%Y-%m-%d-%H%M": 15, "%Y-%m-%d": 10, "%Y%m%d": 8, "%d.%m.%Y": 10}


class Decided(Struct, frozen=True):
    """What somebody knows beside the file, and so is no question any more."""

    name: str = ""
    """What the source is called."""
    path: str = ""
    """Where it lies below `data/`."""
    timezone: str = ""
    """Whose clock wrote the instants that name no offset."""
    columns: Mapping[str, str] = field(default_factory=dict)
    """What columns are called, by the names that were guessed."""
    max_age: str = ""

    @property
    def is_first_choice(self) -> bool:
        """Whether the best of several candidates is taken as it is, because figures are to be made of it at once."""
        return self != NOTHING_DECIDED


NOTHING_DECIDED = Decided()


def entry(
    stated: StatedFile, guessed: Guessed, rows: int, refused: int, decided: Decided = NOTHING_DECIDED
) -> Iterator[str]:
    """The lines of the entry; `rows` were looked at, and `refused` lines are no records."""
    guessed = _renamed(guessed, decided.columns)
    specs = guessed.specs
    columns = {name: guessed.columns[name] for name in specs}
    instants = [name for name, spec in specs.items() if spec.type == "instant"]
    habits = HABITS.get(stated.profile, Habits())
    yield f"# Guessed from {counted(rows, 'row')} of {_shown(stated.path.name)}."
    if refused:
        yield "# It is not read as it is: the lines that are not records are told apart from this entry."
    yield f"{decided.name or _name(stated.path)}:"
    yield from _file(stated, guessed.marks, guessed.marks_doubt, decided.path)
    dates = [name for name, spec in specs.items() if spec.type in ("date", "instant")]
    is_naive = any(len(specs[name].headers) > 1 or columns[name].has_naive(specs[name]) for name in instants) or (
        is_parquet(stated.path) and bool(instants)
    )
    as_of = list(_as_of(stated.path, specs, instants or dates))
    if habits.timezone is None and (is_naive or (dates and not instants) or "filename:" in as_of[0]):
        doubt = "whose clock wrote the instants that name no offset?" if is_naive else "whose days are these?"
        yield f"  timezone: {decided.timezone}" if decided.timezone else f"  timezone: UTC  # decide: {doubt}"
    if decided.is_first_choice:
        yield from _chosen_key(columns, specs, instants)
        yield _settled(as_of[0])
    else:
        yield from _key(columns, specs, instants)
        yield from as_of
    if decided.max_age:
        yield f"  max_age: {decided.max_age}"
    yield "  columns:"
    labels = _labels(specs)
    key, _ = key_of(columns, specs, instants)
    for name, spec in specs.items():
        separator = _separator_of(columns[name].texts) if spec.type == "text" and name != key else ""
        doubt = guessed.doubt(name) or ("do its cells hold several values?" if separator else "")
        yield _column(name, spec, doubt, habits, label=labels.get(name, ""), separator=separator)
    for why, what in guessed.left_out.items():
        yield from _comment(f"{why}: {', '.join(what)}")
    if guessed.personal:
        yield "  personal:  # decide: are these all columns about people?"
    for header, found in guessed.personal.items():
        yield f"    - {quoted(header)}  # {'decide: ' if found.is_doubtful else ''}{found.why}"


def _comment(text: str) -> list[str]:
    """Lines of a comment, broken where words end."""
    return textwrap.wrap(
        f"# {text}", _WIDTH, initial_indent="    ", subsequent_indent="    #   ", break_long_words=False,
        break_on_hyphens=False,
    )  # fmt: skip


def _shown(text: str) -> str:
    return "".join(letter if letter.isprintable() else "?" for letter in unicodedata.normalize("NFC", text))


def _name(path: Path) -> str:
    bare = path.name.split(".")[0]
    # Sentences are made of the name, and the next export has another day and another number in its own.
    bare = re.sub(r"^[0-9][0-9\W_]*[\W_]|[\W_]+[0-9][0-9T\W_]*$", "", bare) or bare
    name = slug_of(bare) or re.sub("[^a-z0-9]+", "-", bare.lower()).strip("-")[:LONGEST].strip("-")
    return name if re.fullmatch("[a-z][a-z0-9]*(-[a-z0-9]+)*", name) else "export"


def _renamed(guessed: Guessed, names: Mapping[str, str]) -> Guessed:
    """The same columns under other names, in the same order."""
    return replace(
        guessed,
        columns={names.get(name, name): column for name, column in guessed.columns.items()},
        specs={names.get(name, name): spec for name, spec in guessed.specs.items()},
        doubts={names.get(name, name): doubt for name, doubt in guessed.doubts.items()},
    )


def _settled(line: str) -> str:
    """The line without its question, unless only a person knows the answer: an as-of that no column holds."""
    return line.partition("  # decide:")[0] if "newest_of:" in line else line


def _file(stated: StatedFile, marks: Marks, marks_doubt: str, decided: str) -> Iterator[str]:
    if decided:
        yield f"  path: {quoted(decided)}"
    else:
        yield f"  path: {quoted(_below_data(stated.path))}  # decide: where below data/; * for what changes in its name"
    if stated.profile != "plain":
        yield f"  profile: {stated.profile}"
    if stated.encoding != "utf-8":
        first, *others = stated.encoding_doubts or ("",)
        yield f"  encoding: {stated.encoding}{f'  # {first}' if first else ''}"
        for doubt in others:
            yield from _comment(doubt)
    if stated.delimiter != ",":
        yield f"  delimiter: {json.dumps(stated.delimiter)}"
    if stated.skip_lines:
        yield f"  skip_lines: {stated.skip_lines}  # decide: is the header on line {stated.skip_lines + 1}?"
    if stated.absent != "refuse":
        yield f"  absent: {stated.absent}  # decide: is a key that an object lacks an empty cell?"
    if marks.decimal != ".":
        yield f"  decimal: {json.dumps(marks.decimal)}"
    if marks.thousands is not None:
        yield f"  thousands: {json.dumps(marks.thousands)}{f'  # decide: {marks_doubt}' if marks_doubt else ''}"
    if stated.sheet is not None:
        others = [as_shape(name) if might_be_somebody(name) else quoted(name) for name in stated.other_sheets]
        yield f"  sheet: {quoted(stated.sheet)}  # decide: or {', '.join(others)}"


def _below_data(path: Path) -> str:
    folders = path.absolute().parts[:-1]
    # Whatever a path may not hold, or nobody sees, is left open.
    name = re.sub(r"[\[\]?:\\*]+", "*", "".join(c if c.isprintable() else "*" for c in path.name))
    if FOLDER not in folders:
        return f"exports/{name}"
    return "/".join((*folders[len(folders) - folders[::-1].index(FOLDER) :], name))


def _key(
    columns: Mapping[str, GuessedColumn], specs: Mapping[str, ColumnSpec], instants: Sequence[str]
) -> Iterator[str]:
    """The key: what is named like a record's identifier, then any identifier, then what happens to be distinct."""
    key, doubt = key_of(columns, specs, instants)
    yield f"  key: {key}" + (f"  # decide: {doubt}" if doubt else "")


def _chosen_key(
    columns: Mapping[str, GuessedColumn], specs: Mapping[str, ColumnSpec], instants: Sequence[str]
) -> Iterator[str]:
    """The best key; where none is different in every row, what counts of the rows that share one."""
    key, _ = key_of(columns, specs, instants)
    yield f"  key: {key}"
    if not columns[key].is_distinct and columns[key].is_filled and instants:
        moved = [name for name in instants if _CHANGES.search(specs[name].header)] or instants
        doubt = f"does {key} identify a record? of rows that share one, the newest counts"
        yield f"  duplicates: {{newest_by: {moved[0]}}}  # decide: {doubt}"


def key_of(
    columns: Mapping[str, GuessedColumn], specs: Mapping[str, ColumnSpec], instants: Sequence[str]
) -> tuple[str, str]:
    """The column that identifies a record best, and why it may not."""

    def rank(name: str) -> int:
        named = _RECORD.fullmatch(name) or columns[name].header.startswith("(Do Not Modify)")
        return 0 if named and "checksum" not in name else 1 if columns[name].is_identifier else 2

    kinds = ("text", "integer")
    keys = sorted((name for name, one in columns.items() if one.is_distinct and specs[name].type in kinds), key=rank)
    if not keys:
        filled = sorted((name for name, one in columns.items() if one.is_filled), key=rank)
        doubt = "no column is filled and different in every row"
        if instants:
            doubt += f"; with duplicates: {{newest_by: {instants[0]}}} the newest row of each counts"
        return next(iter(filled or columns)), doubt
    return keys[0], f"or {', '.join(keys[1:6])}" if len(keys) > 1 and rank(keys[0]) else ""


def _as_of(path: Path, specs: Mapping[str, ColumnSpec], moments: Sequence[str]) -> Iterator[str]:
    behind = [name for name in moments if not _AHEAD.search(specs[name].header)] or list(moments)
    chosen = [name for name in behind if _CHANGES.search(specs[name].header)] or behind
    if chosen:
        doubt = "which of these always moves on?" if len(chosen) > 1 else "does it always move on?"
        yield f"  as_of: {{newest_of: [{', '.join(chosen)}]}}  # decide: {doubt}"
        return
    why = "no column holds a date that could be the export's as-of"
    for format in _FILE_DATES:
        if of_format(format).search(path.name):
            yield f'  as_of: {{filename: "{format}"}}  # decide: {why}; the file\'s name may'
            return
    written = datetime.fromtimestamp(path.stat().st_mtime, UTC)
    yield f"  as_of: {written:%Y-%m-%dT%H:%M}Z  # decide: {why}; the file was last written then"


def _labels(specs: Mapping[str, ColumnSpec]) -> dict[str, str]:
    """What readers see of columns whose names say less than their headers: made up, or cut off."""
    found: dict[str, str] = {}
    for name, spec in specs.items():
        label = " ".join(spec.header.split())
        if re.fullmatch(r"column_[0-9]+(_[0-9]+)?", name) or len(name) >= LONGEST_NAME - 1:
            found[name] = label
    told = [label.casefold() for label in found.values()]
    return {name: label for name, label in found.items() if told.count(label.casefold()) == 1}


def _column(name: str, spec: ColumnSpec, doubt: str, habits: Habits, *, label: str, separator: str) -> str:
    is_habit = (habits.formats or {}).get(spec.type) == spec.formats
    header = quoted(spec.headers[0]) if len(spec.headers) == 1 else f"[{', '.join(map(quoted, spec.headers))}]"
    shown = f", format: {quoted(spec.formats[0])}" if spec.formats and not is_habit else ""
    empty = f", empty: [{', '.join(map(quoted, spec.empty))}]" if spec.empty else ""
    currency = f", currency: {spec.currency}" if spec.currency else ""
    several = f", values_separator: {json.dumps(separator)}" if separator else ""
    called = f", label: {quoted(label)}" if label else ""
    written = f"    {name}: {{from: {header}, type: {spec.type}{shown}{empty}{several}{currency}{called}}}"
    return f"{written}  # decide: {doubt}" if doubt else written


def _separator_of(texts: Collection[str]) -> str:
    """What stands between the values of cells with these distinct texts; empty where they rather hold one each.

    Check-boxes are exported like that: ``Trucks;Vans``. Half of the values or more must come again in another cell:
    parts of addresses and sentences do not.
    """
    looked_at = list(texts)[:_LOOKED_AT]
    for mark in _SEPARATORS:
        if not any(mark in text for text in looked_at):
            continue
        cells = [{value for part in text.split(mark) if (value := part.strip())} for text in looked_at]
        occurring = Counter(value for cell in cells for value in cell)
        again = sum(count > 1 for count in occurring.values())
        if again and again * 2 >= len(occurring) and max(map(len, occurring)) <= _LONGEST_VALUE:
            return mark
    return ""

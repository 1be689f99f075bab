"""The examples that are drawn in docstrings: what each of their rows says is what the code makes of the input."""

from __future__ import annotations

import re
from collections.abc import Mapping
from types import ModuleType

import numpy as np
import pyarrow as pa
import pytest

from living_sla.exports import parts
from living_sla.exports.cells import columns, keys, shape_values
from living_sla.exports.cells.columns import ColumnReader
from living_sla.exports.cells.shapes import Cells, by_shape
from living_sla.exports.cells.spellings import expressions
from living_sla.exports.formats import quotes
from living_sla.exports.formats.quotes import Quotes
from living_sla.exports.parts import PartFacts
from living_sla.model.agreement.source import ColumnSpec, Marks
from living_sla.model.time.zones import Adjusted


def drawn(module: ModuleType) -> Mapping[str, str]:
    """The rows of the drawing in the docstring of a module, by their names, in whose place spaces stand."""
    _, _, block = (module.__doc__ or "").partition("::\n\n")
    named = [(line[4:], line.split()[0]) for line in block.splitlines() if line.strip()]
    return {name: line.replace(name, " " * len(name), 1) for line, name in named}


def cut(row: str, starts: list[int]) -> list[str]:
    """A row, cut where the columns of its drawing start."""
    ends = [*starts[1:], None]
    return [row[start:end].strip() for start, end in zip(starts, ends, strict=True)]


def test_the_bits_of_quotes_are_those_that_are_drawn():
    rows = {name: row.split()[:11] for name, row in drawn(quotes).items()}
    text = "".join(rows["text"]).replace(";", "\n").encode()
    characters = np.frombuffer(text, dtype=np.uint8)

    def flags(name: str) -> list[bool]:
        return [mark == "1" for mark in rows[name]]

    def shown(bits: np.ndarray) -> list[bool]:
        return np.unpackbits(bits.view(np.uint8), bitorder="little")[: len(text)].astype(bool).tolist()

    quote = quotes._bits(characters == ord('"'))
    inside = Quotes(",")._inside(quote, len(text) - 1)
    bounds = quote | quotes._bits(np.isin(characters, (ord(","), ord("\n"))))
    closing = quote & ~inside
    after_bound, _ = quotes._handed_on(bounds, True, len(text) - 1)
    after_closing, _ = quotes._handed_on(closing, False, len(text) - 1)
    wrong = (quote & inside & ~after_bound) | (after_closing & ~bounds)
    names = ("quotes", "inside", "bounds", "closing", "after_bound", "after_closing", "wrong")
    for name, bits in zip(names, (quote, inside, bounds, closing, after_bound, after_closing, wrong), strict=True):
        assert shown(bits) == flags(name), name
    assert not Quotes(",").are_well_placed(text, last=True)
    assert Quotes(",").are_well_placed(text.replace(b"c", b""), last=True)


def test_the_hashes_of_keys_are_those_that_are_drawn():
    rows = {name: row.split()[:2] for name, row in drawn(keys).items()}
    cells = Cells.of(pa.array(rows["key"]))
    assert (cells.starts.tolist(), cells.lengths.tolist()) == (
        [*map(int, rows["starts"])],
        [*map(int, rows["lengths"])],
    )
    begun = keys._mixed(cells.lengths.astype(np.uint64) + keys._ODD)
    words = np.array([int.from_bytes(key.encode(), "little") for key in rows["key"]], dtype=np.uint64)
    assert [*map(hex, begun)] == rows["begun"]
    assert [*map(hex, words)] == rows["word"]
    assert [*map(hex, keys.hashes(cells))] == [*map(hex, keys._mixed(begun ^ words))] == rows["hash"]


def test_the_values_of_a_column_are_those_that_are_drawn():
    rows = drawn(columns)
    starts = [found.start() for found in re.finditer(r"(?<=  )\S", rows["cell"])]
    cell, filled, values = (cut(rows[name], starts) for name in ("cell", "filled", "values"))
    spec = ColumnSpec.model_validate({"from": "MQL at", "type": "instant"})
    array = pa.array([None if text == "(blank)" else text for text in cell])
    read = ColumnReader(spec, Marks(), "Europe/London").read(array)
    assert [*map(str, read.filled)] == filled
    assert [*map(str, read.values)] == [text.split()[0] for text in values]
    [expression] = expressions(spec, Marks())
    [shape] = by_shape(Cells.of(array), np.flatnonzero(read.filled), columns._for_bytes(expression))
    worked = {name: shape.digits[name] for name in ("Y", "m", "d")}
    worked |= {"days": shape_values.days_of(shape)[0], "wall": shape_values.wall_of(shape)[0]}
    for name, numbers in worked.items():
        assert [*map(str, numbers)] == rows[name].split()[:2], name


@pytest.mark.parametrize("turned", [False, True])
def test_the_facts_of_two_parts_merge_as_they_are_drawn(turned):
    rows = drawn(parts)
    starts = [rows["facts"].index(head) for head in ("of one part", "of the other", "merged")]
    cells = {name: [re.split("  +", text)[0] for text in cut(row, starts)] for name, row in rows.items()}
    one, other = (part_of({name: row[at] for name, row in cells.items()}) for at in (0, 1))
    if turned:
        one, other = other, one
    one.merge(other)
    merged = part_of({name: row[2] for name, row in cells.items()})
    assert (one.rows, one.as_of, one.aware, one.adjusted) == (merged.rows, merged.as_of, merged.aware, merged.adjusted)
    assert one.mixed == [cells["mixed"][2]]
    assert sorted(one.all_hashes()) == sorted(merged.all_hashes())


def part_of(cells: Mapping[str, str]) -> PartFacts:
    return PartFacts(
        int(cells["rows"]),
        int(cells["as_of"]),
        dict.fromkeys(cells["adjusted"].split(), Adjusted()),
        frozenset(cells["aware"].split()),
        [np.array([keys.hash_of(key) for key in cells["keys"].split()], dtype=np.uint64)],
    )

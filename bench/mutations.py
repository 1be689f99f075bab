"""Damages a small export at random and holds the fast reader against the slow one: ``mutations.py COUNT [SEED]``.

Each mutation must be refused with its line (a file that is no table at all has none), or be read as exactly what the
slow reader, and the standard library's own CSV reader, make of it.
"""

from __future__ import annotations

import csv
import io
import random
import sys
import tempfile
from collections import Counter
from datetime import date
from decimal import Decimal
from pathlib import Path

from living_sla.errors import Faults, Place, SlaError
from living_sla.exports.cells.batch import Column
from living_sla.exports.cells.cell import Value, read_cell
from living_sla.exports.export import open_export
from living_sla.model.agreement.source import Source
from living_sla.model.time.zones import instant

SOURCE = Source.model_validate(
    {
        "path": "leads.csv",
        "key": "id",
        "as_of": "2026-10-31T18:00",
        "timezone": "Europe/London",
        "columns": {
            "id": {"from": "Record ID", "type": "text"},
            "mql_at": {"from": "MQL at", "type": "instant"},
            "called_at": {"from": "Called at", "type": "instant", "timezone": "America/New_York"},
            "score": {"from": "Score", "type": "integer"},
            "ratio": {"from": "Ratio", "type": "number"},
            "chance": {"from": "Chance", "type": "percent"},
            "amount": {"from": "Amount", "type": "money", "currency": "EUR"},
            "won": {"from": "Won", "type": "boolean"},
            "region": {"from": "Region", "type": "text", "values": ["EMEA", "AMER", "APAC"]},
            "due": {"from": "Due", "type": "date"},
            "note": {"from": "Note", "type": "text"},
        },
        "personal": ["Email"],
    }
)
HEADER = "Record ID,Email,MQL at,Called at,Score,Ratio,Chance,Amount,Won,Region,Due,Note\n"
ROWS = [
    '0012,a@customer.example,2026-03-29 01:30,2026-11-01 01:30:00,60,0.25,12%,1200.50,true,EMEA,2026-02-28,"a, b"\n',
    "0013,b@customer.example,2026-10-25 01:30,,7,-3,0.5,-12.5,FALSE,AMER,2024-02-29,plain\n",
    '0014,"c@customer.example",2026-08-03T14:05:06.5,2026-08-03 14:05,0,10,99.5%,0,,"APAC",,"said ""no"""\n',
    '0015,,,,,,,,1,,2026-12-31,"two\nlines"\n',
    "0016,e@customer.example,2026-08-03 14:05,2026-08-03 14:05,100,0.125,0%,900000,no,EMEA,2026-01-05,Müller\n",
]
ODD = [b'"', b",", b"\n", b"\r", b"\r\n", b"\0", b" ", b"\xff", b"\xc3\xa9", b";", b"\t", b"-", b".", b"e", b"%", b"00",
       b"NA", b"Total", b"nan", b"inf", b"+", b"T", b"Z", b"\n\n", b",\n", b'""', b"Record ID"]  # fmt: skip


def main(count: int, seed: int = 1) -> Counter[str]:
    """What became of the mutations, by outcome."""
    chance = random.Random(seed)
    whole = (HEADER + "".join(ROWS)).encode()
    outcomes: Counter[str] = Counter()
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder)
        (root / "data").mkdir()
        for _ in range(count):
            text = whole
            for _ in range(chance.choice((1, 1, 1, 2))):
                text = mutated(text, chance) if text else text
            outcomes[outcome(text, root)] += 1
    return outcomes


def mutated(text: bytes, chance: random.Random) -> bytes:
    at = chance.randrange(len(text))
    match chance.randrange(6):
        case 0:
            return text[:at] + text[at + chance.randint(1, 3) :]
        case 1:
            return text[:at] + bytes([chance.randrange(256)]) + text[at + 1 :]
        case 2:
            return text[:at] + chance.choice(ODD) + text[at:]
        case 3:
            return text[:at]
        case 4:
            other = chance.randrange(len(text))
            return text[:at] + text[other : other + chance.randint(1, 60)] + text[at:]
        case _:
            return text[:at] + chance.choice(ODD) + text[at + chance.randint(1, 4) :]


def outcome(text: bytes, root: Path) -> str:
    """``refused`` or ``read``; raises `AssertionError` where the readers disagree."""
    (root / "data" / "leads.csv").write_bytes(text)
    place = Place("data/sources.yml", 1)
    try:
        export = open_export("leads", SOURCE, root=root, wanted=SOURCE.columns, place=place)
        rows = [row for batch in export.batches() for row in as_rows(batch.columns, batch.rows)]
    except SlaError as found:
        faults = found.faults if isinstance(found, Faults) else (found,)
        assert faults, text
        for fault in faults:
            assert (fault.where and fault.where.line) or fault.code == "SLA-F048" or "UTF-16" in fault.message, (
                text,
                fault,
            )
            assert "@customer" not in str(fault), (text, fault)
        return "refused"
    assert rows == reference(text), text
    return "read"


def as_rows(columns: dict[str, Column], count: int) -> list[dict[str, Value | None]]:
    return [{name: value(column, row) for name, column in columns.items()} for row in range(count)]


def value(column: Column, row: int) -> Value | None:
    if not column.filled[row]:
        return None
    stored = column.values[row].item()
    match column.type:
        case "text":
            return column.words[stored]
        case "instant":
            return instant(stored)
        case "date":
            return date.fromordinal(date(1970, 1, 1).toordinal() + stored)
        case "money":
            return Decimal(stored) / 10_000
    return stored


def reference(text: bytes) -> list[dict[str, Value | None]]:
    reader = csv.reader(io.StringIO(text.decode("utf-8-sig"), newline=""), strict=True)
    header = next(reader)
    rows = []
    for fields in reader:
        assert len(fields) == len(header)
        row = {}
        for name, spec in SOURCE.columns.items():
            cell = fields[header.index(spec.header)]
            row[name] = read_cell(cell, spec, timezone_key=SOURCE.timezone)
        rows.append(row)
    return rows


if __name__ == "__main__":
    print(dict(main(int(sys.argv[1]), *map(int, sys.argv[2:]))))

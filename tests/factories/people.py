"""Three hundred invented people, exports about them in every format, whole and damaged, and a search for them.

No value of a personal field occurs anywhere else, so that whatever is found has leaked. The search looks through a
text as it is, and through what URL, entity and base64 forms in it stand for.
"""

from __future__ import annotations

import base64
import csv
import gzip
import html
import io
import json
import re
from collections.abc import Callable, Iterator, Sequence
from datetime import date, datetime, timedelta
from pathlib import Path
from urllib.parse import unquote_plus

import pyarrow as pa
import pyarrow.parquet as pq

from tests.factories.workbooks import cell, sheet, workbook

COUNT = 300
HEADER = ("Lead ID", "MQL At", "Contacted At", "Region", "Score", "Amount", "Won",
          "Name", "Email", "Phone", "Birth", "Street", "Note")  # fmt: skip
PERSONAL = HEADER[7:]
Table = list[list[str]]

AGREEMENT = """\
---
title: Lead hand-off
summary: Marketing hands over, Sales answers.
effective: 2026-01-01
parties:
  marketing:
    team: Demand
    contact: {name: Ana Ruiz, email: ana@firm.example}
  sales:
    team: Desk
    contact: {name: Ben Okafor, email: ben@firm.example}
coverage: {timezone: Europe/London, hours: {mon-fri: 09:00-17:30}}
commitments:
  - {id: volume, title: Leads, by: marketing, category: goals, measure: {kind: count, source: leads, at: mql_at,
     where: {region: [EMEA, AMER]}}, target: at least 10, per: month, owner: Ana Ruiz, by_segment: region}
  - {id: worth, title: Worth, by: marketing, category: goals, measure: {kind: total, source: leads, at: mql_at,
     column: amount}, target: at least 10 EUR, per: month, owner: Ana Ruiz}
  - {id: won, title: Won, by: sales, category: goals, measure: {kind: share, source: leads, at: mql_at,
     that: {won: "true", score: at least 10}}, target: at least 10%, per: month, owner: Ben Okafor}
  - {id: answer, title: First contact, by: sales, category: hand-off, measure: {kind: within, source: leads,
     from: mql_at, to: contacted_at, limit: 4 business hours}, target: at least 95%, per: month, owner: Ben Okafor,
     by_segment: region}
---
Why we agreed on this.
"""

SOURCES = """\
leads:
  path: exports/{name}
  timezone: Europe/London
  key: id
  as_of: 2026-03-01T00:00
  columns:
    id: {{from: Lead ID, type: text}}
    mql_at: {{from: MQL At, type: instant}}
    contacted_at: {{from: Contacted At, type: instant}}
    region: {{from: Region, type: text, values: [EMEA, AMER]}}
    score: {{from: Score, type: integer}}
    amount: {{from: Amount, type: money, currency: EUR}}
    won: {{from: Won, type: boolean}}
  personal: [Name, Email, Phone, Birth, Street, Notes]
"""


def people() -> Table:
    """The rows of an export about all of them, without the header; no letter of a name is chance."""
    rows = []
    for number in range(COUNT):
        start = datetime(2026, 1, 5, 9) + timedelta(hours=3 * number)
        born = date(1931, 1, 1) + timedelta(days=6 * number)
        name = f"{_word(number)} Vq{_word(number * 7 + 1)}"
        rows.append([
            f"{number:05}", f"{start:%Y-%m-%d %H:%M}", f"{start + timedelta(hours=number % 9):%Y-%m-%d %H:%M}",
            "EMEA" if number % 2 else "AMER", str(number % 100), f"{number}.5", "true" if number % 3 else "false",
            name, f"vq{_word(number).lower()}@people.example", f"0770090{number:04}", f"{born}",
            f"{number + 1} Vq{_word(number * 3)} Street", f"prefers the vq{_word(number * 11).lower()} model",
        ])  # fmt: skip
    return rows


def _word(number: int) -> str:
    """A word of five syllables that is no name."""
    syllables = []
    for _ in range(5):
        number, at = divmod(number, 10)
        syllables.append(("zu", "ji", "wo", "xa", "qe", "vu", "ky", "zo", "ju", "wi")[at])
    return "".join(syllables).capitalize()


_SYLLABLE = "(?:zu|ji|wo|xa|qe|vu|ky|zo|ju|wi)"
_FOUND = re.compile(
    rf"{_SYLLABLE}{{5}}|0770090[0-9]{{2,4}}|people\.example"
    r"|19(?:3[1-6])-?(?:0[1-9]|1[0-2])-?[0-3][0-9]|[0-3]?[0-9][./-][0-3]?[0-9][./-]193[1-6]",
    re.IGNORECASE,
)
_RUN = re.compile(rb"[A-Za-z0-9+/_-]{12,}")


def found_in(content: bytes, what: re.Pattern[str] = _FOUND) -> list[str]:
    """Values of people in these bytes: as they are, percent-encoded, as entities, in base64, in UTF-16, packed."""
    if content[:2] == b"\x1f\x8b":
        content = gzip.decompress(content)
    text = content.decode("utf-8", "replace")
    forms = [text, text.replace("\0", "")]
    if "%" in text:
        forms.append(unquote_plus(text))
    if "&" in text:
        forms.append(html.unescape(text))
    if "\\" in text:
        forms.append(re.sub(r"\\(?:u|x)(?:00)?([0-9a-fA-F]{2})", lambda found: chr(int(found[1], 16)), text))
    forms += (_decoded(run[at:]) for run in _RUN.findall(content) for at in range(4))
    return sorted({found for form in forms for found in what.findall(form)})


def _decoded(run: bytes) -> str:
    run = run.replace(b"-", b"+").replace(b"_", b"/")
    whole = run[:-1] if len(run) % 4 == 1 else run
    return base64.b64decode(whole + b"=" * (-len(whole) % 4)).decode("latin-1")


# ---------------------------------------------------------------- damage

Damage = Callable[[Table], Table]


def damages() -> Iterator[tuple[str, Damage]]:
    """Ways to damage a table of which the first row is the header; some leave every row as wide as it was."""
    yield "nothing", lambda rows: rows
    for by in (1, 3, 5, 7, 8, 9, 10, 11, 12):
        yield f"a row shifted by {by}", lambda rows, by=by: [*rows[:9], rows[9][by:] + rows[9][:by], *rows[10:]]
    yield "rows shifted from one on", lambda rows: [*rows[:40], *(row[6:] + row[:6] for row in rows[40:])]
    yield "a column lost in the rows", lambda rows: [rows[0], *(row[:2] + row[3:] for row in rows[1:])]
    yield "a column lost in the header", lambda rows: [rows[0][:2] + rows[0][3:], *rows[1:]]
    yield "a column lost", lambda rows: [row[:2] + row[3:] for row in rows]
    yield "a cell lost and one gained", lambda rows: [*rows[:5], [*rows[5][1:], "x"], *rows[6:]]
    yield "a second header", lambda rows: [*rows[:50], rows[0], *rows[50:]]
    yield "no header", lambda rows: rows[1:]
    yield "the header joined with the first row", lambda rows: [rows[0] + rows[1], *rows[2:]]
    yield "a record for a header, with a name of it", lambda rows: [["Lead ID", *rows[1][1:]], *rows[2:]]
    yield "names in the header", lambda rows: [[*rows[0][:2], rows[5][7], *rows[0][3:7], *rows[6][7:]], *rows[1:]]
    yield "the header sorted in", lambda rows: [*rows[1:20], rows[0], *rows[20:]]
    for one, other in ((0, 8), (1, 10), (1, 9), (2, 12), (3, 7), (4, 9), (5, 9), (5, 10), (6, 7), (4, 10), (3, 11)):
        yield (
            f"{HEADER[one]} and {HEADER[other]} swapped",
            lambda rows, a=one, b=other: [_swapped(rows[0], a, b), *rows[1:]],
        )
        yield (
            f"{HEADER[one]} and {HEADER[other]} swapped in a row",
            lambda rows, a=one, b=other: [*rows[:7], _swapped(rows[7], a, b), *rows[8:]],
        )
    yield "a telephone number twice as key", lambda rows: [*rows, *([row[9], *row[1:]] for row in rows[3:5] * 2)]
    yield "a footer", lambda rows: [*rows, [], [f"Generated by {rows[4][7]}"], [rows[4][8]]]
    yield "a row of totals", lambda rows: [*rows, ["Total", *rows[4][1:]]]
    yield "a name for totals", lambda rows: [*rows, [rows[4][7], "", "", "", "99", *rows[4][5:]]]
    yield (
        "cells with spaces",
        lambda rows: [*rows[:3], [f" {rows[3][9]}", *rows[3][1:4], f"{rows[3][9]} ", *rows[3][5:]]],
    )
    yield "cells with what nobody sees", lambda rows: [*rows[:3], [f"{rows[3][9]}\u200b", *rows[3][1:]], *rows[4:]]
    yield "regions of one letter less", lambda rows: [rows[0], *([*row[:3], row[7], *row[4:]] for row in rows[1:])]
    yield (
        "dates of birth as instants",
        lambda rows: [rows[0], *([row[0], f"{row[10]} 09:00", *row[2:]] for row in rows[1:])],
    )
    yield "other dates of birth", lambda rows: [rows[0], *([row[0], _american(row[10]), *row[2:]] for row in rows[1:])]


def _swapped(row: list[str], one: int, other: int) -> list[str]:
    row = list(row)
    row[one], row[other] = row[other], row[one]
    return row


def _american(born: str) -> str:
    year, month, day = born.split("-")
    return f"{month}/{day}/{year}"


# ---------------------------------------------------------------- formats


def as_csv(rows: Table, delimiter: str = ",") -> bytes:
    """The table as CSV."""
    text = io.StringIO()
    csv.writer(text, delimiter=delimiter, lineterminator="\n").writerows(rows)
    return text.getvalue().encode()


def as_json_lines(rows: Table) -> bytes:
    """The table as JSON lines; cells beyond the header get a name of their own."""
    objects = [dict(zip(_names(rows, row), row, strict=True)) for row in rows[1:]]
    return "".join(json.dumps(one) + "\n" for one in objects).encode()


def _names(rows: Table, row: Sequence[str]) -> list[str]:
    names = [*rows[0], *(f"more {number}" for number in range(len(rows[0]), len(row)))][: len(row)]
    return [name if name not in names[:at] else f"{name} {at}" for at, name in enumerate(names)]


def as_workbook(rows: Table, name: str = "Leads") -> bytes:
    """The table as the only sheet of a workbook, every cell a text."""
    return workbook(sheet(*([cell(text or None) for text in row] for row in rows)), names=(name,))


def as_parquet(rows: Table) -> bytes:
    """The table as Parquet, every column a text; shorter rows are filled up."""
    columns = {
        name: [row[at] if at < len(row) else None for row in rows[1:]] for at, name in enumerate(_names(rows, rows[0]))
    }
    written = io.BytesIO()
    pq.write_table(pa.table(columns), written)
    return written.getvalue()


def as_typed_parquet(rows: Table, **columns: pa.Array) -> bytes:
    """The table as Parquet with the types that the source declares; `columns` replace those that are there."""
    kinds = {"MQL At": pa.timestamp("us"), "Contacted At": pa.timestamp("us"), "Score": pa.int64(),
             "Amount": pa.decimal128(12, 2), "Won": pa.bool_()}  # fmt: skip
    texts = {name: pa.array([row[at] for row in rows[1:]]) for at, name in enumerate(rows[0])}
    cast = {name: texts[name].cast(kinds[name]) if name in kinds else texts[name] for name in texts}
    written = io.BytesIO()
    pq.write_table(pa.table({**cast, **columns}), written)
    return written.getvalue()


def write_project(root: Path, name: str, content: bytes) -> Path:
    """A project whose one export is that file."""
    for folder in ("agreements", "data/exports", "docs"):
        (root / folder).mkdir(parents=True, exist_ok=True)
    (root / "agreements" / "handoff.md").write_text(AGREEMENT, encoding="utf-8")
    (root / "data" / "sources.yml").write_text(SOURCES.format(name=name), encoding="utf-8")
    (root / "data" / "exports" / name).write_bytes(content)
    (root / "docs" / "index.md").write_text("# Home\n\n{{ sla_scoreboard() }}\n", encoding="utf-8")
    return root

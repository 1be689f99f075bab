"""Writes an invented CRM export of leads, always the same for the same arguments: ``generate.py ROWS FILE.csv``.

One row a lead: five instants in UTC, six text columns of few words, a score, an amount, an e-mail address. Keys are
unique. About 164 bytes a row.
"""

from __future__ import annotations

import sys
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.csv

REGIONS = ("AMER-East", "AMER-West", "APAC", "DACH", "EMEA", "UKI")
SOURCES = ("event", "inbound", "list", "outbound", "partner", "referral", "webinar", "website")
COUNTRIES = ("AT", "AU", "BE", "BR", "CA", "CH", "DE", "DK", "ES", "FR", "GB", "IE", "IN", "IT", "JP", "NL", "SE", "US")
SIZES = ("1-10", "11-50", "51-200", "201-1000", "1001-5000", "5000+")
STATUSES = ("open", "mql", "accepted", "rejected", "closed_won", "closed_lost")
OWNERS = tuple(f"owner{number:03d}" for number in range(200))

FIRST, LAST = (int(np.datetime64(day, "s").astype(np.int64)) for day in ("2023-10-01", "2026-10-30"))
CHUNK = 250_000


def main(rows: int, path: Path) -> None:
    random = np.random.default_rng(20261101)
    writer = None
    for start in range(0, rows, CHUNK):
        table = leads(random, start, min(CHUNK, rows - start))
        options = pa.csv.WriteOptions(quoting_style="needed")
        writer = writer or pa.csv.CSVWriter(path, table.schema, write_options=options)
        writer.write_table(table)
    if writer:
        writer.close()


def leads(random: np.random.Generator, start: int, rows: int) -> pa.Table:
    """`rows` leads with numbers from `start` on."""
    numbers = np.arange(start, start + rows)
    created = random.integers(FIRST, LAST, rows)
    qualified = created + random.exponential(3 * 86400, rows).astype(np.int64)
    is_qualified = (random.random(rows) < 0.6) & (qualified < LAST)
    accepted = qualified + random.lognormal(9.5, 1.3, rows).astype(np.int64)
    is_accepted = is_qualified & (random.random(rows) < 0.75) & (accepted < LAST)
    contacted = qualified + random.lognormal(9.7, 1.6, rows).astype(np.int64)
    is_contacted = is_qualified & (random.random(rows) < 0.85) & (contacted < LAST)
    closed = qualified + (random.gamma(2, 20, rows) * 86400).astype(np.int64)
    is_closed = is_qualified & (random.random(rows) < 0.38) & (closed < LAST)
    is_won = is_closed & (random.random(rows) < 0.3)
    status = np.select([is_won, is_closed, is_accepted, is_qualified], [4, 5, 2, 1], 0)
    cents = random.lognormal(13.5, 1, rows).astype(np.int64).clip(10_000, 50_000_000)
    amounts = pa.array([f"{cent // 100}.{cent % 100:02d}" for cent in cents.tolist()])
    return pa.table(
        {
            "lead_id": joined("L", pc.utf8_lpad(pa.array(numbers).cast(pa.string()), 9, "0"), ""),
            "created_at": spelled(created, np.ones(rows, bool)),
            "mql_at": spelled(qualified, is_qualified),
            "accepted_at": spelled(accepted, is_accepted),
            "first_contacted_at": spelled(contacted, is_contacted),
            "closed_at": spelled(closed, is_closed),
            "owner": picked(random, OWNERS, rows, blank=0.01),
            "region": picked(random, REGIONS, rows),
            "source": picked(random, SOURCES, rows, blank=0.02),
            "country": picked(random, COUNTRIES, rows, blank=0.02),
            "score": pa.array(random.integers(0, 101, rows)).cast(pa.string()),
            "email": joined("person", pa.array(numbers).cast(pa.string()), "@customer.example"),
            "company_size": picked(random, SIZES, rows, blank=0.05),
            "amount": only(amounts, is_won),
            "status": pa.array(np.array(STATUSES, dtype=object)[status]),
        }
    )


def joined(before: str, middle: pa.Array, after: str) -> pa.Array:
    return pc.binary_join_element_wise(before, middle, after, "")


def spelled(seconds: np.ndarray, known: np.ndarray) -> pa.Array:
    text = pa.array(np.datetime_as_string(seconds.astype("datetime64[s]"), unit="s"))
    return only(joined("", text, "Z"), known)


def picked(random: np.random.Generator, words: tuple[str, ...], rows: int, *, blank: float = 0) -> pa.Array:
    chosen = random.integers(0, len(words), rows).astype(np.int32)
    return pa.DictionaryArray.from_arrays(pa.array(chosen, mask=random.random(rows) < blank), pa.array(words)).cast(
        pa.string()
    )


def only(values: pa.Array, known: np.ndarray) -> pa.Array:
    return pc.if_else(pa.array(known), values, pa.scalar(None, pa.string()))


if __name__ == "__main__":
    main(int(sys.argv[1]), Path(sys.argv[2]))

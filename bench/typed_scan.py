"""The floor: DuckDB reads the same columns of a CSV with their types, and does nothing with them."""

from __future__ import annotations

import sys

import duckdb

TYPES = {
    "lead_id": "VARCHAR",
    "mql_at": "TIMESTAMP",
    "first_contacted_at": "TIMESTAMP",
    "region": "VARCHAR",
    "score": "INTEGER",
}


def main(path: str) -> None:
    names = open(path, encoding="utf-8").readline().strip().split(",")  # noqa: SIM115
    columns = ", ".join(f"'{name.strip(chr(34))}': '{TYPES.get(name.strip(chr(34)), 'VARCHAR')}'" for name in names)
    largest = ", ".join(
        f"max(epoch_us({name}))" if kind == "TIMESTAMP" else f"max({name})" for name, kind in TYPES.items()
    )
    connection = duckdb.connect(config={"threads": 2})
    scan = f"read_csv('{path}', header=true, auto_detect=false, delim=',', quote='\"', columns={{{columns}}})"
    connection.execute(f"SELECT {largest} FROM {scan}").fetchall()


if __name__ == "__main__":
    main(sys.argv[1])

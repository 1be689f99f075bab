"""The floor: DuckDB reads the fourteen columns with their types, and looks at every value once."""

from __future__ import annotations

import sys

import duckdb

INSTANTS = ("created_at", "mql_at", "accepted_at", "first_contacted_at", "closed_at")
NUMBERS = {"score": "INTEGER", "amount": "DECIMAL(18,4)"}
TEXTS = ("lead_id", "owner", "region", "source", "country", "company_size", "status")


def main(path: str) -> None:
    looked_at = [f"max(epoch_us({name}))" for name in INSTANTS] + [f"max({name})" for name in (*NUMBERS, *TEXTS)]
    connection = duckdb.connect(config={"threads": 2})
    connection.execute(f"SELECT {', '.join(looked_at)} FROM {scan(path)}").fetchall()


def scan(path: str) -> str:
    if path.endswith(".parquet"):
        return f"read_parquet('{path}')"
    with open(path, encoding="utf-8") as file:
        names = [name.strip('"') for name in file.readline().strip().split(",")]
    types = {name: "TIMESTAMP" if name in INSTANTS else NUMBERS.get(name, "VARCHAR") for name in names}
    columns = ", ".join(f"'{name}': '{kind}'" for name, kind in types.items())
    return f"read_csv('{path}', header=true, auto_detect=false, delim=',', quote='\"', columns={{{columns}}})"


if __name__ == "__main__":
    main(sys.argv[1])

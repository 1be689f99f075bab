"""The same figures in DuckDB's SQL, as somebody who knows it would write them: with_duckdb.py EXPORT OUT.

It computes the counts and values that the product prints. It does not say which cell is wrong and where, checks no
spelling beyond its types, hashes no file, and takes the difference of two instants for days, also where the clock
changes. Keys are told apart by 64 bits of a hash, as the product tells them.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path

import duckdb
import numpy as np
import pyarrow as pa

from bench.scale.peers.half_hours import table
from bench.scale.typed_scan import scan

HOUR = 3_600_000_000


def main(path: str, out: str) -> None:
    db = duckdb.connect(config={"threads": 2})
    db.execute("SET preserve_insertion_order = false")
    db.execute(
        "SET disabled_optimizers = 'join_order,build_side_probe_side'"
    )  # else it builds on the export, of unknown size
    t = table()
    t = {k: np.append(v, {"slot": -1, "month": -1}.get(k, 0)) for k, v in t.items()}  # the line of a blank instant
    db.register("t_", pa.table(t))
    db.execute(
        "CREATE TEMP TABLE t AS SELECT slot::INTEGER AS slot, until*1000000 AS until, covered,"
        ' "month"::SMALLINT AS "month",'
        " version::TINYINT AS version, score::SMALLINT AS score, hbase*1000000 AS hbase, hslope FROM t_"
    )

    def slot(name):
        return f"coalesce((epoch_us({name}) // 1800000000)::INTEGER, -1)"

    def until(name, a):
        return f"({a}.until + {a}.covered * (epoch_us({name}) % 1800000000))"

    db.execute(f"""CREATE TEMP TABLE lead AS SELECT region, hash(lead_id) AS key,
        a.month AS month, a.version AS version, r.score >= a.score AS scored, epoch_us(mql_at) AS start,
        epoch_us(first_contacted_at) AS contact, epoch_us(accepted_at) AS accept, epoch_us(closed_at) AS closed,
        {until("mql_at", "a")} AS u, {until("first_contacted_at", "b")} AS uc, {until("accepted_at", "c")} AS ua,
        a.hbase + a.hslope * (epoch_us(mql_at) % 1800000000) AS horizon,
        (country IS NOT NULL AND country <> '' AND company_size IS NOT NULL AND company_size <> ''
         AND source IS NOT NULL AND source <> '' AND owner IS NOT NULL AND owner <> '') AS filled,
        status = 'closed_won' AS won, d.month AS cmonth, d.version AS cversion,
        epoch_us(closed_at) - epoch_us(created_at) AS age, amount
        FROM {scan(path)} r JOIN t a ON a.slot = {slot("mql_at")} JOIN t b ON b.slot = {slot("first_contacted_at")}
        JOIN t c ON c.slot = {slot("accepted_at")} JOIN t d ON d.slot = {slot("closed_at")}""")
    if db.execute("SELECT count(*) <> count(DISTINCT key) FROM lead").fetchone()[0]:
        raise SystemExit("a key occurs twice")
    as_of = db.execute("SELECT greatest(max(start), max(contact)) FROM lead").fetchone()[0]
    u_as_of, inside = db.execute(
        f"SELECT until + covered * ({as_of} % 1800000000), covered FROM t WHERE slot = {as_of} // 1800000000"
    ).fetchone()

    def within(end, u_end, hours, clock):
        """met, missed, pending of a limit; a due instant is never needed, covered time says it all"""
        met = f"{u_end} - u <= {hours * HOUR}" if clock else f"{end} - start <= {hours * HOUR}"
        passed = (
            f"(u + {hours * HOUR} < {u_as_of} OR (u + {hours * HOUR} = {u_as_of} AND {bool(inside)}))"
            if clock
            else f"start + {hours * HOUR} <= {as_of}"
        )
        ended = f"coalesce({end} <= {as_of}, false)"
        right = f"coalesce({end} >= start, true)"
        return (
            f"({ended} AND {met} AND {right})",
            f"(({ended} AND NOT ({met}) OR NOT {ended} AND {passed}) AND {right})",
            f"(NOT {ended} AND NOT {passed} AND {right})",
        )

    conv, mature = "coalesce(closed <= horizon, false)", f"horizon <= {as_of}"
    ok = "coalesce(closed >= start, true)"
    shares = {
        "c01": ("scored", (f"start <= {as_of}", "false", "false")),
        "c02": ("scored", within("contact", "uc", 4, True)),
        "c03": ("true", within("contact", "uc", 6, True)),
        "c04": ("scored", within("contact", "uc", 24, False)),
        "c07": ("scored", ("filled", "NOT filled", "false")),
        "c10": (
            "scored",
            (f"{mature} AND {conv} AND {ok}", f"{mature} AND NOT {conv} AND {ok}", f"NOT {mature} AND {ok}"),
        ),
        "c11": ("scored", within("accept", "ua", 8, True)),
        "c12": ("true", ("won", "NOT won", "false")),
    }
    counts = ", ".join(
        f"count(*) FILTER ({who} AND {what}) AS {name}_{at}"
        for name, (who, found) in shares.items()
        for at, what in enumerate(found)
    )
    done = f"contact <= {as_of} AND contact >= start"
    rows = []
    names = [f"{name}_{k}" for name in shares for k in range(3)]
    db.execute(f"""CREATE TEMP TABLE counted AS SELECT version, month, region, {counts}
        FROM lead WHERE version > 0 GROUP BY version, month, region""")
    sums = ", ".join(f"sum({name})::BIGINT" for name in names)
    got = db.execute(f"""SELECT version, month, region, {", ".join(names)} FROM counted
        UNION ALL SELECT version, month, NULL, {sums} FROM counted GROUP BY version, month""").fetchall()
    for version, month, region, *n in got:
        for at, name in enumerate(shares):
            rows.append([version, name, label(month), region, *n[3 * at : 3 * at + 3], None])
    got = db.execute(f"""SELECT version, month, region,
        count(*) FILTER (scored), quantile_cont(uc - u, 0.9) FILTER (scored), count(*), quantile_cont(uc - u, 0.5)
        FROM lead WHERE version > 0 AND {done}
        GROUP BY GROUPING SETS ((version, month, region), (version, month))""").fetchall()
    for version, month, region, *n in got:
        rows.append([version, "c05", label(month), region, n[0], 0, 0, n[1]])
        rows.append([version, "c06", label(month), region, n[2], 0, 0, n[3]])
    got = db.execute(f"""SELECT cversion, cmonth, region, count(*) FILTER (won), sum(amount) FILTER (won),
        count(*) FILTER (closed <= {as_of} AND age >= 0), avg(age) FILTER (closed <= {as_of} AND age >= 0)
        FROM lead WHERE cversion > 0
        GROUP BY GROUPING SETS ((cversion, cmonth, region), (cversion, cmonth))""").fetchall()
    for version, month, region, n, amount, m, age in got:
        rows.append([version, "c08", label(month), region, n, 0, 0, float(amount or 0)])
        rows.append([version, "c09", label(month), region, m, 0, 0, float(age) if age is not None else None])
    found = [row for row in rows if row[7] is not None or row[1] not in ("c05", "c06", "c09")]
    Path(out).write_text(json.dumps(found), encoding="utf-8")


def label(month: int) -> str:
    return f"{1970 + month // 12}-{month % 12 + 1:02}"


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2])

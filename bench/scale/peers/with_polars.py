"""The same figures in Polars, lazy and streaming, as somebody who knows it would write them: with_polars.py EXPORT OUT.

It computes the counts and values that the product prints. It does not say which cell is wrong and where, checks no
spelling, hashes no file, and takes the difference of two instants for days, also where the clock changes. Money is
floating point. Keys are told apart by 64 bits of a hash, as the product tells them.
"""

from __future__ import annotations

import json
import os
import sys
from pathlib import Path

os.environ.setdefault("POLARS_MAX_THREADS", "2")
import polars as pl

from bench.scale.peers.half_hours import FIRST, HALF, table

INSTANTS = ("created_at", "mql_at", "accepted_at", "first_contacted_at", "closed_at")
WORDS = ("owner", "region", "source", "country", "company_size", "status")
HOUR, HALF_HOUR = 3_600_000_000, 1_800_000_000


def leads(path: str) -> pl.LazyFrame:
    if path.endswith(".parquet"):
        frame = pl.scan_parquet(path)
        return frame.select(
            "lead_id", *WORDS, "score", pl.col("amount").cast(pl.Float64), *(pl.col(n).dt.epoch("us") for n in INSTANTS)
        )
    frame = pl.scan_csv(
        path,
        schema_overrides={"score": pl.Int32, "amount": pl.Float64}
        | dict.fromkeys((*WORDS, *INSTANTS, "lead_id"), pl.String),
    )
    return frame.select(
        "lead_id",
        *WORDS,
        "score",
        "amount",
        *(
            pl.col(n).str.to_datetime("%Y-%m-%dT%H:%M:%SZ", time_unit="us", time_zone="UTC").dt.epoch("us")
            for n in INSTANTS
        ),
    )


def main(path: str, out: str) -> None:
    t = {name: pl.Series(name, values) for name, values in table().items()}
    t = {name: (s * 1_000_000 if name in ("until", "hbase") else s) for name, s in t.items()}
    t["month"], t["version"], t["score"] = (t[n].cast(pl.Int16) for n in ("month", "version", "score"))
    first = FIRST // HALF

    def of(name: str, column: str) -> pl.Expr:
        return pl.lit(t[name]).gather(pl.col(column) // HALF_HOUR - first)

    def until(column: str) -> pl.Expr:
        return of("until", column) + of("covered", column) * (pl.col(column) % HALF_HOUR)

    frame = (
        leads(path)
        .select(
            "region",
            pl.col("lead_id").hash().alias("key"),
            start="mql_at",
            contact="first_contacted_at",
            accept="accepted_at",
            closed="closed_at",
            month=of("month", "mql_at"),
            version=of("version", "mql_at"),
            scored=pl.col("score") >= of("score", "mql_at"),
            took=until("first_contacted_at") - until("mql_at"),
            took_a=until("accepted_at") - until("mql_at"),
            u=until("mql_at"),
            horizon=of("hbase", "mql_at") + of("hslope", "mql_at") * (pl.col("mql_at") % HALF_HOUR),
            filled=pl.all_horizontal(
                pl.col(n).is_not_null() & (pl.col(n) != "") for n in ("country", "company_size", "source", "owner")
            ),
            won=pl.col("status") == "closed_won",
            cmonth=of("month", "closed_at"),
            cversion=of("version", "closed_at"),
            age=pl.col("closed_at") - pl.col("created_at"),
            amount="amount",
        )
        .with_columns(pl.col("region").cast(pl.Categorical))
        .collect(engine="streaming")
    )
    if frame["key"].n_unique() != len(frame):
        raise SystemExit("a key occurs twice")
    as_of = max(frame["start"].max(), frame["contact"].max())
    at = as_of // HALF_HOUR - first
    u_as_of, inside = t["until"][at] + t["covered"][at] * (as_of % HALF_HOUR), bool(t["covered"][at])
    c = pl.col
    blank = lambda e, no: e.fill_null(no)  # noqa: E731

    def within(end, took, hours, clock):
        length = hours * HOUR
        met = blank((c(took) if clock else c(end) - c("start")) <= length, False)
        passed = (
            (c("u") + length < u_as_of) | ((c("u") + length == u_as_of) & inside)
            if clock
            else c("start") + length <= as_of
        )
        ended, right = blank(c(end) <= as_of, False), blank(c(end) >= c("start"), True)
        return ended & met & right, ((ended & ~met) | (~ended & passed)) & right, ~ended & ~passed & right

    conv, mature = blank(c("closed") <= c("horizon"), False), c("horizon") <= as_of
    ok, scored, every, no = blank(c("closed") >= c("start"), True), c("scored"), pl.lit(True), pl.lit(False)
    shares = {
        "c01": (scored, (c("start") <= as_of, no, no)),
        "c02": (scored, within("contact", "took", 4, True)),
        "c03": (every, within("contact", "took", 6, True)),
        "c04": (scored, within("contact", "took", 24, False)),
        "c07": (scored, (c("filled"), ~c("filled"), no)),
        "c10": (scored, (mature & conv & ok, mature & ~conv & ok, ~mature & ok)),
        "c11": (scored, within("accept", "took_a", 8, True)),
        "c12": (every, (c("won"), ~c("won"), no)),
    }
    counts = [
        (who & what).sum().alias(f"{name}_{k}") for name, (who, found) in shares.items() for k, what in enumerate(found)
    ]
    done = blank((c("contact") <= as_of) & (c("contact") >= c("start")), False)
    begun = frame.lazy().filter(c("version") > 0)
    groups = begun.group_by("version", "month", "region").agg(*counts)
    values = [
        (scored & done).sum().alias("n5"),
        c("took").filter(scored & done).quantile(0.9, "linear").alias("v5"),
        done.sum().alias("n6"),
        c("took").filter(done).quantile(0.5, "linear").alias("v6"),
    ]
    by_region, by_month = (
        begun.group_by(keys).agg(values) for keys in (["version", "month", "region"], ["version", "month"])
    )
    shut = frame.lazy().filter(c("cversion") > 0)
    aged = (c("closed") <= as_of) & (c("age") >= 0)
    volumes = [
        c("won").sum().alias("n8"),
        c("amount").filter(c("won")).sum().alias("v8"),
        aged.sum().alias("n9"),
        c("age").filter(aged).sum().alias("s9"),
    ]
    closed = shut.group_by("cversion", "cmonth", "region").agg(volumes)
    asked = [groups, by_region, by_month, closed]
    groups, by_region, by_month, closed = pl.collect_all(asked, engine="streaming")
    rows = []
    for frame in (groups, groups.group_by("version", "month").agg(pl.exclude("region").sum())):
        for row in frame.iter_rows(named=True):
            for name in shares:
                rows.append(
                    [
                        row["version"],
                        name,
                        label(row["month"]),
                        row.get("region"),
                        *(row[f"{name}_{k}"] for k in range(3)),
                        None,
                    ]
                )
    for frame in (by_region, by_month):
        for row in frame.iter_rows(named=True):
            rows += [
                [row["version"], name, label(row["month"]), row.get("region"), row[n], 0, 0, row[v]]
                for name, n, v in (("c05", "n5", "v5"), ("c06", "n6", "v6"))
                if row[n]
            ]
    for frame in (closed, closed.group_by("cversion", "cmonth").agg(pl.exclude("region").sum())):
        for row in frame.iter_rows(named=True):
            where = row["cversion"], label(row["cmonth"]), row.get("region")
            rows.append([where[0], "c08", *where[1:], row["n8"], 0, 0, row["v8"]])
            if row["n9"]:
                rows.append([where[0], "c09", *where[1:], row["n9"], 0, 0, row["s9"] / row["n9"]])
    Path(out).write_text(json.dumps(rows), encoding="utf-8")


def label(month: int) -> str:
    return f"{1970 + month // 12}-{month % 12 + 1:02}"


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2])

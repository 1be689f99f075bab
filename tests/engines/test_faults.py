"""What is wrong is told as people's messages, whoever reads: never as a traceback of Java."""

from __future__ import annotations

import shutil
from importlib import util

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from living_sla.agreements.sources_file import read_sources
from living_sla.engines.engine_export import open_engine_export
from living_sla.errors import EnvironmentFault, SlaError
from tests.factories.exports import DECLARED, opened, put, source_of

KINDS = {
    "id": {"from": "Record ID", "type": "text"},
    "mql_at": {"from": "MQL at", "type": "instant"},
    "score": {"from": "Score", "type": "integer"},
    "region": {"from": "Region", "type": "text", "values": ["North", "South"]},
}
HEADER = "Record ID,MQL at,Score,Region\n"


def elsewhere(root, engine, path="leads", stored="csv", **fields):
    stored_as = {"stored": stored} if engine == "spark" else {}
    source = source_of(KINDS, path=path, engine=engine, **stored_as, **fields)
    return open_engine_export("leads", source, root=root, wanted=list(source.columns), place=DECLARED)


def refused(root, engine, **fields):
    with pytest.raises(SlaError) as caught:
        elsewhere(root, engine, **fields).measured([], None)
    return str(caught.value).replace(str(root), "")


def put_part(root, text, name):
    return put(root, text, f"../leads/{name}")


def write(root, rows, number=0):
    types = [pa.string(), pa.timestamp("us"), pa.int32(), pa.string()]
    schema = pa.schema(list(zip(HEADER.strip().split(","), types, strict=True)))
    folder = root / "data" / "leads"
    folder.mkdir(parents=True, exist_ok=True)
    records = [dict(zip(schema.names, row, strict=True)) for row in rows]
    pq.write_table(pa.Table.from_pylist(records, schema), folder / f"part-{number}.parquet")


# ---------------------------------------------------------------- cells


def test_a_bad_cell_of_a_text_file_has_its_line(tmp_path, engine):
    """The workers cut text files themselves, so that they are as strict as at home."""
    put_part(tmp_path, HEADER + "1,2026-10-01 10:00,5,North\n", "part-0.csv")
    put_part(tmp_path, HEADER + "2,2026-10-01 10:00,5,North\n3,2026-10-02 10:00,4O,East\n", "part-1.csv")
    assert refused(tmp_path, engine) == (
        '/data/leads/part-1.csv:3:3: SLA-F041 a text of 2 characters is not a whole number, in column "Score"\n'
        "  hint: write digits only, for example 400\n"
        '/data/leads/part-1.csv:3:4: SLA-F046 a text of 4 characters is not one of the values, in column "Region"\n'
        "  hint: add it to values: [North, South], or fix the export"
    )


def test_every_part_tells_its_faults(tmp_path, engine):
    put_part(tmp_path, HEADER + "1,2026-10-01 10:00,x,North\n", "part-0.csv")
    put_part(tmp_path, HEADER + '2,2026-10-01 10:00,5,"North\n', "part-1.csv")
    told = refused(tmp_path, engine)
    assert "/data/leads/part-0.csv:2:3: SLA-F041" in told
    assert "/data/leads/part-1.csv:2: SLA-F035 a quote opens here and is never closed" in told


def test_a_value_of_a_table_that_is_not_declared_is_told_by_its_row(tmp_path, spark):
    """What comes out of a table has no line."""
    write(tmp_path, [("7", None, 5, "North"), ("8", None, None, "East")])
    assert refused(tmp_path, "spark", stored="parquet") == (
        'leads: SLA-F046 a text of 4 characters is not one of the values, in column "Region", row 2 of a part\n'
        "  hint: add it to values: [North, South], or fix the export"
    )


def test_a_blank_key_of_a_table_is_told_by_its_row(tmp_path, spark):
    write(tmp_path, [("7", None, 5, "North"), (None, None, None, "South")])
    assert refused(tmp_path, "spark", stored="parquet") == (
        'leads: SLA-F038 the key "Record ID" is blank, row 2 of a part\n'
        "  hint: every record needs a key; is this a line of another kind?"
    )


# ---------------------------------------------------------------- keys


def test_keys_that_two_parts_have_are_counted(tmp_path, engine):
    for number in range(3):
        keys = [f"{number}-{row}" for row in range(50)] + ["K-1"] * (number > 0)
        write(tmp_path, [(key, None, 1, "North") for key in keys], number)
    assert refused(tmp_path, engine, stored="parquet") == (
        "leads: SLA-F038 a key occurs more than once\n"
        '  hint: keep each record once where it is stored: group it by "Record ID" to find them'
    )


def test_a_key_that_one_part_has_twice_is_counted_too(tmp_path, engine):
    write(tmp_path, [("1", None, 1, "North"), ("2", None, 1, "North"), ("1", None, 1, "South")])
    assert "a key occurs more than once" in refused(tmp_path, engine, stored="parquet")


# ---------------------------------------------------------------- whole exports


def test_another_type_than_declared_is_told(tmp_path, engine):
    folder = tmp_path / "data" / "leads"
    folder.mkdir(parents=True)
    table = pa.table({"Record ID": ["1"], "MQL at": ["2026-10-01"], "Score": ["5"], "Region": ["North"]})
    pq.write_table(table, folder / "part-0.parquet")
    told = refused(tmp_path, engine, stored="parquet")
    assert 'SLA-F047 the column "Score" holds string, declared is integer: int8 to int64' in told
    assert 'SLA-F047 the column "MQL at" holds string, declared is instant: timestamp' in told


def test_a_column_that_is_not_there_is_told(tmp_path, engine):
    folder = tmp_path / "data" / "leads"
    folder.mkdir(parents=True)
    pq.write_table(pa.table({"Record ID": ["1"], "Scores": [5]}), folder / "part-0.parquet")
    told = refused(tmp_path, engine, stored="parquet")
    assert 'SLA-F037 there is no column "Score", declared as score' in told
    assert "column 2 is not declared" in told
    assert "Scores" not in told  # a name that nobody declared may be data


@pytest.mark.parametrize("stored", ["csv", "parquet"])
def test_nothing_at_the_path(tmp_path, engine, stored):
    found = "no file" if engine == "dask" else "nothing"
    rights = f"the rights of the user that {engine.title()} runs as"
    hint = (
        f"check the path, and {rights}"
        if engine == "dask"
        else f"check the path or the name of the table, and {rights}"
    )
    assert refused(tmp_path, engine, stored=stored) == (
        f'data/sources.yml:3: SLA-F048 {engine.title()} finds {found} at "leads"\n  hint: {hint}'
    )


def test_no_such_table(tmp_path, spark):
    assert refused(tmp_path, "spark", path="crm.leads", stored="table").startswith(
        'data/sources.yml:3: SLA-F048 Spark finds nothing at "crm.leads"\n'
    )


def test_no_rows_are_no_data(tmp_path, spark):
    write(tmp_path, [])
    assert refused(tmp_path, "spark", stored="parquet") == (
        "leads: SLA-F048 the export has no rows\n  hint: export it again; an empty export is no data, not 0 %"
    )


def test_a_damaged_file_is_told_without_its_text(tmp_path, spark):
    """Spark quotes what it could not read, which may be about a person."""
    write(tmp_path, [("1", None, 1, "North")])
    (tmp_path / "data" / "leads" / "part-1.parquet").write_bytes(b"PAR1 ana.ruiz@northwind.example PAR1")
    with pytest.raises(EnvironmentFault, match="Spark cannot read") as caught:
        elsewhere(tmp_path, "spark", stored="parquet").measured([], None)
    assert "ana.ruiz" not in str(caught.value)
    assert caught.value.exit_code == 3


def test_a_path_that_says_nothing_of_its_format(tmp_path):
    pytest.importorskip("pyspark", reason="pyspark is not installed: requirements-engines.lock")
    source = source_of(KINDS, path="leads", engine="spark")
    with pytest.raises(SlaError) as caught:
        open_engine_export("leads", source, root=tmp_path, wanted=["score"], place=DECLARED)
    assert str(caught.value) == (
        'data/sources.yml:3: SLA-F048 nothing says how "leads" is stored\n'
        "  hint: add stored: parquet | csv | orc | table to the source"
    )


# ---------------------------------------------------------------- what is missing


def test_an_engine_that_is_not_installed_says_what_to_install(tmp_path, monkeypatch):
    monkeypatch.setattr(util, "find_spec", lambda name: None)
    for engine, module in (("spark", "living_sla.engines.spark"), ("dask", "living_sla.engines.dask")):
        monkeypatch.setattr(f"{module}.find_spec", lambda name: None)
        with pytest.raises(EnvironmentFault) as caught:
            elsewhere(tmp_path, engine)
        assert caught.value.message == f"{engine.title()} is not installed"
        assert f"pip install living-sla[{engine}]" in caught.value.hint


def test_spark_without_java_says_so(tmp_path, monkeypatch):
    pytest.importorskip("pyspark", reason="pyspark is not installed: requirements-engines.lock")
    for name in ("JAVA_HOME", "SPARK_REMOTE"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setattr(shutil, "which", lambda name: None)
    with pytest.raises(EnvironmentFault) as caught:
        elsewhere(tmp_path, "spark")
    assert str(caught.value) == (
        "Spark needs Java, and there is none on the PATH\n"
        "  hint: install the extra: pip install living-sla[spark]; Spark needs Java 17 or later besides"
    )


# ---------------------------------------------------------------- declarations


def declared(root, text):
    (root / "data").mkdir()
    (root / "data" / "sources.yml").write_text(
        f"leads:\n{text}  key: id\n  columns:\n    id: {{from: ID, type: text}}\n    at: {{from: At, type: instant}}\n",
        encoding="utf-8",
    )
    return read_sources(root).sources["leads"]


def test_an_engine_reads_any_path(tmp_path):
    source = declared(tmp_path, "  path: s3a://crm/leads/*.parquet\n  engine: spark\n  as_of: {newest_of: [at]}\n")
    assert (source.engine, source.stored) == ("spark", None)


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("  path: leads.csv\n  stored: csv\n  as_of: 2026-10-01", "SLA-F014 only Spark is told how a path is stored"),
        (
            "  path: leads\n  engine: dask\n  stored: csv\n  as_of: 2026-10-01",
            "SLA-F014 only Spark is told how a path is stored",
        ),
        (
            '  path: leads\n  engine: dask\n  as_of: {filename: "%Y-%m-%d"}',
            "SLA-F049 an engine reads many files, which share no name",
        ),
        (
            "  path: leads\n  engine: spark\n  as_of: 2026-10-01\n  duplicates: {newest_by: at}",
            "SLA-F038 an engine does not choose between two rows of one key",
        ),
        (
            "  path: leads\n  engine: spark\n  combine: rows\n  as_of: 2026-10-01",
            "SLA-F014 an engine reads all that lies at its path",
        ),
        ("  path: a/../../b\n  engine: dask\n  as_of: 2026-10-01", 'SLA-F051 "a/../../b" leads out of a folder'),
    ],
)
def test_what_an_engine_cannot_do_is_refused(tmp_path, text, told):
    with pytest.raises(SlaError) as caught:
        declared(tmp_path, f"{text}\n")
    assert told in str(caught.value)


def test_at_home_a_path_still_lies_below_data(tmp_path):
    put(tmp_path, HEADER + "1,2026-10-01 10:00,5,North\n")
    assert opened(tmp_path, source_of(KINDS)).columns[0] == "id"
    with pytest.raises(SlaError, match="does not lie below data/"):
        opened(tmp_path, source_of(KINDS, path="/etc/leads.csv"))

"""Spark: partitions of a table or path become record batches in `mapInArrow`; whole files travel as bytes."""

from __future__ import annotations

import os
import shutil
import sys
import warnings
from collections.abc import Callable, Iterable, Iterator
from functools import partial
from importlib.util import find_spec
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any
from urllib.parse import unquote, urlsplit

import numpy as np
from msgspec import Struct

from living_sla.engines.task import BINS, Partial, Reply, Task, packed, read_part, repeated, unpacked
from living_sla.errors import EnvironmentFault, Fault, Notice, Place, SlaError
from living_sla.exports.arrow import pa
from living_sla.exports.file import File
from living_sla.exports.formats.arrow_table import check_names, check_types
from living_sla.exports.formats.header import unknown_personal
from living_sla.model.agreement.source import Source

if TYPE_CHECKING:
    from pyspark.sql import DataFrame, SparkSession

# Spark is imported in functions: it is an extra, and `open_with_spark` has to say so where it is missing.

ROWS = 50_000
"""Rows of a record batch; the kernel works on whole columns, so Spark's 10,000 cost more."""

_SCHEMA = "bin int, content binary"
_ANSWER = -1
"""The bin of answers; the others hold hashes of keys."""
_INSTALL = "install the extra: pip install living-sla[spark]; Spark needs Java 17 or later besides"


def open_with_spark(source: Source, path: str, columns: tuple[str, ...], place: Place) -> SparkPath:
    """The path or table as Spark finds it.

    Raises:
        EnvironmentFault: No Spark, no Java, or no cluster.
        SlaError: Nothing there, or nothing that says how it is stored.
        Faults: Columns that are missing or of other types than declared; of CSV, the workers tell.
    """
    stored = source.stored or _by_ending(path)
    if stored is None:
        message = f'nothing says how "{source.path}" is stored'
        hint = "add stored: parquet | csv | orc | table to the source"
        raise SlaError(message, where=place, hint=hint, code=Fault.UNREADABLE_EXPORT)
    _require_spark()
    failures = _Failures(source.path, place)
    session = failures.attempt(_session)
    if stored == "csv":
        reader = session.read.format("binaryFile")
        frame = failures.attempt(lambda: reader.load(path).select("path", "content"))
        return SparkPath(frame, failures, f"Spark {session.version}")
    frame = failures.attempt(
        lambda: session.table(path) if stored == "table" else session.read.format(stored).load(path)
    )
    check_names(frame.columns, source, Place(source.path))
    check_types(
        failures.attempt(lambda: _only(frame, source, columns).limit(0).toArrow().schema),
        source,
        columns,
        Place(source.path),
    )
    notices = tuple(unknown_personal(frame.columns, source, place))
    return SparkPath(frame, failures, f"Spark {session.version}", notices, is_columnar=True)


class SparkPath:
    """A path or table that Spark has found; see `Opened`."""

    def __init__(
        self,
        frame: DataFrame,
        failures: _Failures,
        engine: str,
        notices: tuple[Notice, ...] = (),
        *,
        is_columnar: bool = False,
    ) -> None:
        self.engine = engine
        self.notices = notices
        self._frame, self._failures, self._is_columnar = frame, failures, is_columnar

    def read(self, task: Task) -> Reply:
        """See `Opened`: one job, whose only shuffle carries answers and eight bytes a key."""
        rows = self._failures.attempt(lambda: self._job(task).collect())
        answer = unpacked([bytes(row.content) for row in rows if row.bin == _ANSWER], task.question)
        repeats = b"".join(bytes(row.content) for row in rows if row.bin != _ANSWER)
        return answer, np.frombuffer(repeats, dtype=np.uint64)

    def _job(self, task: Task) -> DataFrame:
        if self._is_columnar:
            parts = _only(self._frame, task.source, task.columns).mapInArrow(partial(_of_batches, task), _SCHEMA)
        else:
            parts = self._frame.mapInArrow(partial(_of_files, task), _SCHEMA)
        return parts.repartition(BINS, "bin").mapInArrow(partial(_merged, task), _SCHEMA)


def _only(frame: DataFrame, source: Source, columns: Iterable[str]) -> DataFrame:
    """The columns that are read, and no other."""
    headers = (header for name in columns for header in source.columns[name].headers)
    return frame.select(*("`" + header.replace("`", "``") + "`" for header in headers))


# ---------------------------------------------------------------- on the workers


def _of_batches(task: Task, batches: Iterator[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
    yield _packed(read_part(task, lambda reader: reader.of_batches(batches, task.shown)))


def _of_files(task: Task, batches: Iterator[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
    whole = Partial()
    with TemporaryDirectory(prefix="living-sla-") as folder:
        for path, content in _files(batches):
            file = File(Path(folder) / path.rpartition("/")[2], path)
            file.path.write_bytes(content)
            whole.merge(read_part(task, lambda reader, file=file: reader.of_file(file)), task.question)  # type: ignore[misc]
            file.path.unlink()
    yield _packed(whole)


def _files(batches: Iterator[pa.RecordBatch]) -> Iterator[tuple[str, memoryview]]:
    """Path and bytes of each file; the bytes are not copied."""
    for batch in batches:
        for address, content in zip(batch.column("path").to_pylist(), batch.column("content"), strict=True):
            yield unquote(urlsplit(address).path), memoryview(content.as_buffer())


def _packed(partial_result: Partial) -> pa.RecordBatch:
    bins = partial_result.split_keys()
    return _rows([_ANSWER, *bins], [packed(partial_result), *bins.values()])


def _merged(task: Task, batches: Iterator[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
    """For each bin one row: the answer for all parts, or the hashes that occur more than once in any of them."""
    contents: dict[int, list[bytes]] = {}
    for batch in batches:
        for number, content in zip(batch.column("bin").to_pylist(), batch.column("content").to_pylist(), strict=True):
            contents.setdefault(number, []).append(content)
    whole = {number: repeated(parts) for number, parts in contents.items() if number != _ANSWER}
    if _ANSWER in contents:
        whole[_ANSWER] = packed(unpacked(contents[_ANSWER], task.question))
    yield _rows(list(whole), list(whole.values()))


def _rows(bins: list[int], contents: list[bytes]) -> pa.RecordBatch:
    arrays = [pa.array(bins, pa.int32()), pa.array(contents, pa.binary())]
    return pa.RecordBatch.from_arrays(arrays, ["bin", "content"])


# ---------------------------------------------------------------- the cluster, and what it says


def _by_ending(path: str) -> str | None:
    bare = path.rstrip("/").removesuffix(".gz").lower()
    endings = {".parquet": "parquet", ".orc": "orc", ".csv": "csv", ".tsv": "csv", ".txt": "csv"}
    return next((stored for ending, stored in endings.items() if bare.endswith(ending)), None)


def _require_spark() -> None:
    if find_spec("pyspark") is None:
        raise EnvironmentFault("Spark is not installed", hint=_INSTALL)
    if not (os.environ.get("SPARK_REMOTE") or os.environ.get("JAVA_HOME") or shutil.which("java")):
        raise EnvironmentFault("Spark needs Java, and there is none on the PATH", hint=_INSTALL)


def _session() -> SparkSession:
    """The session of this process, or one by Spark's own settings: `SPARK_REMOTE`, `spark-defaults.conf`, or here."""
    # Imported late: Spark is an extra; the same of everything below that is its.
    from pyspark.sql import SparkSession

    os.environ.setdefault("PYSPARK_PYTHON", sys.executable)  # else Spark asks for python3, whichever that is
    builder = SparkSession.builder.appName("living-sla")
    for name, value in _SETTINGS.items():
        builder = builder.config(name, value)
    return builder.getOrCreate()


_SETTINGS = {
    "spark.sql.execution.arrow.maxRecordsPerBatch": str(ROWS),
    "spark.ui.showConsoleProgress": "false",
    "spark.log.level": "ERROR",
}

_NOT_FOUND = ("PATH_NOT_FOUND", "TABLE_OR_VIEW_NOT_FOUND", "UNABLE_TO_INFER_SCHEMA")


class _Failures(Struct, frozen=True):
    """Spark's errors in words for people: the name of the condition, never its text, which may quote a record."""

    path: str
    place: Place

    def attempt(self, ask: Callable[[], Any]) -> Any:
        """What `ask` returns; raises `SlaError` where Spark refuses and `EnvironmentFault` where it fails."""
        from py4j.protocol import Py4JError
        from pyspark.errors import PySparkException

        try:
            with warnings.catch_warnings():
                # Said at every call, of conversions to pandas that are not used here.
                warnings.filterwarnings("ignore", "PySpark does not yet fully support pandas", FutureWarning)
                return ask()
        except PySparkException as error:
            condition = error.getCondition() or type(error).__name__
        except Py4JError:
            condition = "the connection to Java broke"
        if condition.startswith(_NOT_FOUND):
            hint = "check the path or the name of the table, and the rights of the user that Spark runs as"
            raise SlaError(
                f'Spark finds nothing at "{self.path}"', where=self.place, hint=hint, code=Fault.UNREADABLE_EXPORT
            )
        hint = "its log on the cluster says more; Living SLA must be installed on every worker"
        raise EnvironmentFault(f'Spark cannot read "{self.path}": {condition}', where=self.place, hint=hint)
